import type { SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import type {
  ActionDeclaration,
  ApprovalTableDeclaration,
  Declaration,
  DefineDeclaration,
  EnumDeclaration,
  EnvironmentsDeclaration,
  EvidenceDeclaration,
  ImpactDeclaration,
  Import,
  Name,
  Path,
  PolicyFile,
  QueueDeclaration,
  RecordDeclaration,
  RoleDeclaration,
  TableDeclaration,
  TiersDeclaration,
  TimezoneDeclaration,
} from "../syntax/tree.ts";
import type { Report } from "./checker.ts";
import { BUILTINS } from "./words.ts";

export type FunctionDeclaration = DefineDeclaration | TableDeclaration | ApprovalTableDeclaration;
export type TypeDeclaration = RecordDeclaration | EnumDeclaration;

/** What one file declares, by bare name. */
export interface PolicySymbols {
  readonly name: string;
  readonly file: SourceFile;
  readonly tree: PolicyFile;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly actions: ReadonlyMap<string, ActionDeclaration>;
  /** Legal imports, in written order; filled by `imports.ts`. */
  readonly imports: { readonly node: Import; readonly target: PolicySymbols }[];
}

export interface Shared<D> {
  readonly declaration: D;
  readonly policy: PolicySymbols;
}

/** Kinds of names that are one namespace over the whole set. */
export interface SharedNames {
  readonly role: Map<string, Shared<RoleDeclaration>>;
  readonly queue: Map<string, Shared<QueueDeclaration>>;
  readonly evidence: Map<string, Shared<EvidenceDeclaration>>;
  readonly impact: Map<string, Shared<ImpactDeclaration>>;
}

export interface Symbols extends SharedNames {
  readonly policies: ReadonlyMap<string, PolicySymbols>;
  readonly tiers: readonly string[];
  readonly environments: readonly string[];
  readonly impacts: readonly string[];
  readonly tiersAt: Span | null;
  readonly timezone: TimezoneDeclaration | null;
}

export const PREDECLARED_IMPACTS = [
  "money",
  "access",
  "regulated_data",
  "contract",
  "customers",
  "communication",
] as const;

export const pathText = (path: Path): string => path.parts.map((part) => part.text).join(".");

/** Puts `name` into `map`, or reports that it is there already. The first declaration wins. */
function declare<D extends { readonly name: Name }>(
  map: Map<string, D>,
  declaration: D,
  thing: string,
  report: Report,
): void {
  const other = map.get(declaration.name.text);
  if (other === undefined) map.set(declaration.name.text, declaration);
  else reportTwice(declaration.name, other.name, thing, report);
}

export function reportTwice(second: Name, first: { readonly span: Span }, thing: string, report: Report): void {
  report(
    "duplicate-name",
    second.span,
    { thing, name: second.text },
    { labels: [{ span: first.span, text: "first declared here" }] },
  );
}

/** Collects what every file declares, before any of it is looked into. */
export function collectSymbols(trees: readonly { file: SourceFile; tree: PolicyFile }[], report: Report): Symbols {
  const policies = new Map<string, PolicySymbols>();
  const shared: SharedNames = { role: new Map(), queue: new Map(), evidence: new Map(), impact: new Map() };
  const once: {
    tiers: TiersDeclaration | null;
    environments: EnvironmentsDeclaration | null;
    timezone: TimezoneDeclaration | null;
  } = {
    tiers: null,
    environments: null,
    timezone: null,
  };

  for (const { file, tree } of trees) {
    const name = tree.name === null ? file.name.replace(/^.*\//, "").replace(/\.bylaw$/, "") : pathText(tree.name);
    const types = new Map<string, TypeDeclaration>();
    const functions = new Map<string, FunctionDeclaration>();
    const actions = new Map<string, ActionDeclaration>();
    const policy: PolicySymbols = { name, file, tree, types, functions, actions, imports: [] };
    const other = policies.get(name);
    if (other !== undefined && tree.name !== null) {
      const label = other.tree.name === null ? [] : [{ span: other.tree.name.span, text: "the other file" }];
      report("duplicate-policy", tree.name.span, { name }, { labels: label });
    }
    // A second file of the same name is still checked, under a name that nobody can write.
    policies.set(other === undefined ? name : `${name} (${file.name})`, policy);

    for (const declaration of tree.declarations)
      collect(declaration, policy, { types, functions, actions }, shared, once, report);
  }
  const timezone = once.timezone;
  return {
    ...shared,
    policies,
    tiers: once.tiers === null ? ["low", "medium", "high"] : distinctNames(once.tiers.names, "tiers", report),
    tiersAt: once.tiers?.span ?? null,
    environments:
      once.environments === null ? ["prod"] : distinctNames(once.environments.names, "environments", report),
    timezone,
    impacts: [...PREDECLARED_IMPACTS, ...shared.impact.keys()],
  };
}

interface Own {
  readonly types: Map<string, TypeDeclaration>;
  readonly functions: Map<string, FunctionDeclaration>;
  readonly actions: Map<string, ActionDeclaration>;
}

interface Once {
  tiers: TiersDeclaration | null;
  environments: EnvironmentsDeclaration | null;
  timezone: TimezoneDeclaration | null;
}

function collect(
  declaration: Declaration,
  policy: PolicySymbols,
  own: Own,
  shared: SharedNames,
  once: Once,
  report: Report,
): void {
  switch (declaration.kind) {
    case "record":
    case "enum":
      declare(own.types, declaration, "types", report);
      return;
    case "define":
    case "table":
    case "approval-table":
      if (BUILTINS.has(declaration.name.text))
        report("builtin-name", declaration.name.span, {
          name: declaration.name.text,
          thing: `the built-in \`${declaration.name.text}(…)\``,
        });
      declare(own.functions, declaration, "definitions", report);
      return;
    case "action":
      declare(own.actions, declaration, "actions", report);
      return;
    case "role":
      // `person` stands for any eligible person in required reviewer sets.
      if (declaration.name.text === "person")
        report("builtin-name", declaration.name.span, { name: "person", thing: "any eligible person" });
      declareShared(shared.role, declaration, policy, "roles", report);
      return;
    case "queue":
      declareShared(shared.queue, declaration, policy, "queues", report);
      return;
    case "evidence-kind":
      declareShared(shared.evidence, declaration, policy, "evidence kinds", report);
      return;
    case "impact-category":
      if ((PREDECLARED_IMPACTS as readonly string[]).includes(declaration.name.text)) {
        report("builtin-name", declaration.name.span, {
          name: declaration.name.text,
          thing: "an impact category that is always there",
        });
        return;
      }
      declareShared(shared.impact, declaration, policy, "impact categories", report);
      return;
    case "tiers":
    case "environments":
    case "timezone": {
      const first = once[declaration.kind];
      if (first !== null)
        report(
          "said-twice-in-set",
          declaration.span,
          { word: declaration.kind },
          { labels: [{ span: first.span, text: "first said here" }] },
        );
      else once[declaration.kind] = declaration as never;
      return;
    }
    case "every":
    case "guarantee":
    case "waive":
      return;
  }
}

function declareShared<D extends { readonly name: Name }>(
  map: Map<string, Shared<D>>,
  declaration: D,
  policy: PolicySymbols,
  thing: string,
  report: Report,
): void {
  const other = map.get(declaration.name.text);
  if (other === undefined) map.set(declaration.name.text, { declaration, policy });
  else reportTwice(declaration.name, other.declaration.name, thing, report);
}

function distinctNames(written: readonly Name[], thing: string, report: Report): readonly string[] {
  const seen = new Map<string, Name>();
  for (const name of written) {
    const other = seen.get(name.text);
    if (other === undefined) seen.set(name.text, name);
    else reportTwice(name, other, thing, report);
  }
  return [...seen.keys()];
}
