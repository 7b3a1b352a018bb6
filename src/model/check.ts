/**
 * `check(trees)`: a policy set whose names resolve and whose types agree, or what is wrong with it. The one door of this
 * folder. Never throws on a tree that the parser gives, and says every fault once, in the order of their places.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/file.ts";
import type { PolicyFile } from "../syntax/tree.ts";
import { type CheckedAction, checkAction } from "./actions/action.ts";
import { type Inputs, inputsOf } from "./actions/names.ts";
import { type Checker, collector, compareText, nearWithin } from "./checker.ts";
import { checkEvery } from "./every.ts";
import { checkExpression } from "./expressions/check.ts";
import { checkFunctions } from "./functions.ts";
import { checkGuarantees } from "./guarantees.ts";
import { linkImports, type Sight, unusedImports } from "./imports.ts";
import { knownZone, nearestZone } from "./literals.ts";
import type { Model, ModelEvidenceKind, ModelNamed } from "./model.ts";
import { builtinRecords, EVIDENCE_FIELDS } from "./records.ts";
import { checkRestraint } from "./restraint.ts";
import { newMemory } from "./strata.ts";
import { collectSymbols, type Symbols } from "./symbols.ts";
import type { RecordType } from "./type.ts";
import { declareRecords, fieldTypes } from "./typenodes.ts";
import { unusedNames, unusedRoles } from "./unused.ts";
import { checkWaivers, clausesById } from "./waivers.ts";
import { LEVELS, OUTCOMES } from "./words.ts";

export interface CheckOptions {
  /** `YYYY-MM-DD`: waivers that end before it are expired. */
  readonly today: string;
  /** Text of a JSON Schema file by its path relative to the policy folder; null: there is none. */
  readonly readSchema?: (path: string) => string | null;
}

export interface Checked {
  /** Null when there is any error: an unchecked policy cannot decide. */
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function check(
  trees: readonly {
    readonly file: SourceFile;
    readonly tree: PolicyFile;
    /** What the parser said of the file. */
    readonly diagnostics?: readonly Diagnostic[];
  }[],
  options: CheckOptions,
): Checked {
  // By name, so that what is said does not depend on the order in which a folder is read.
  const sorted = [...trees].sort((a, b) => compareText(a.file.name, b.file.name));
  const { report, text, sorted: diagnostics } = collector(sorted.map(({ file }) => file));
  const symbols = collectSymbols(sorted, report);
  const near = nearWithin();
  const sight = linkImports(symbols, near, report);
  const checker = newChecker(symbols, sight, near, options, report, text);

  declareRecords(checker);
  const evidence = evidenceKinds(checker);
  const timezone = zoneOf(checker);
  const inputs = new Map<string, Inputs>();
  const policies = [...symbols.policies.values()];
  for (const policy of policies)
    for (const [name, node] of policy.actions) {
      const id = `${policy.name}.${name}`;
      const found = inputsOf(checker, policy, node);
      inputs.set(id, found);
      checker.inputs.set(id, found.fields);
    }

  const { functions, approvalTables, heights } = checkFunctions(checker);
  const ofFunctions = newMemory();
  const actions = new Map<string, CheckedAction>();
  for (const policy of policies)
    for (const [name, node] of policy.actions) {
      const id = `${policy.name}.${name}`;
      actions.set(id, checkAction(checker, policy, node, inputs.get(id)!, { heights, ofFunctions }));
    }
  const every = policies.flatMap((policy) => checkEvery(checker, policy, ofFunctions));
  const guarantees = policies.flatMap((policy) => checkGuarantees(checker, policy, actions));
  const checkedActions = [...actions.values()];
  const clauses = clausesById(checker, checkedActions, every);
  const waivers = policies.flatMap((policy) => checkWaivers(checker, policy, clauses, actions));
  checkRestraint(checker, checkedActions, every);
  const faulty = diagnostics().some(isError);
  // Where something could not be read or resolved, what it meant only looks unused.
  if (!faulty && !trees.some((one) => one.diagnostics?.some(isError))) {
    unusedNames(checker, checkedActions);
    unusedRoles(checker);
    unusedImports(symbols, sight, checker.used, report);
  }
  const found = diagnostics();
  if (faulty) return { model: null, diagnostics: found };
  const model: Model = {
    files: sorted.map(({ file }) => file),
    tiers: symbols.tiers,
    environments: symbols.environments,
    timezone,
    roles: named(symbols.role),
    queues: named(symbols.queue),
    evidence,
    impacts: symbols.impacts,
    records: checker.records,
    functions,
    approvalTables,
    actions: checkedActions.map(({ model }) => model),
    every,
    guarantees,
    waivers,
  };
  return { model, diagnostics: found };
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

function newChecker(
  symbols: Symbols,
  sight: Sight,
  near: Checker["near"],
  options: CheckOptions,
  report: Checker["report"],
  text: Checker["text"],
): Checker {
  const checker: Checker = {
    symbols,
    sight,
    records: new Map<string, RecordType>(builtinRecords(symbols.impacts).map((record) => [record.id, record])),
    signatures: new Map(),
    inputs: new Map(),
    payloads: new Map(),
    used: new Set(),
    today: options.today,
    readSchema: options.readSchema ?? (() => null),
    report,
    text,
    expression: (node, scope, hint) => checkExpression(checker, node, scope, hint),
    near,
    ownersOf: ownersOf(symbols),
    placeOfRecord: (id) => {
      const dot = id.lastIndexOf(".");
      return symbols.policies.get(id.slice(0, dot))?.types.get(id.slice(dot + 1))?.name.span ?? null;
    },
    depth: 0,
    ladders: { outcome: OUTCOMES, level: LEVELS },
  };
  return checker;
}

/** Names of actions by the inputs, facts and lets they have; made when first asked for. */
function ownersOf(symbols: Symbols): Checker["ownersOf"] {
  let owners: Map<string, string[]> | null = null;
  return (name) => {
    if (owners === null) {
      owners = new Map();
      for (const policy of symbols.policies.values())
        for (const [action, { items }] of policy.actions)
          for (const item of items) {
            const names =
              item.kind === "input"
                ? item.fields.map((field) => field.name.text)
                : item.kind === "fact" || item.kind === "let"
                  ? [item.name.text]
                  : [];
            for (const own of names) {
              const known = owners.get(own);
              if (known === undefined) owners.set(own, [action]);
              else known.push(action);
            }
          }
    }
    return [...new Set(owners.get(name) ?? [])];
  };
}

function evidenceKinds(checker: Checker): ModelEvidenceKind[] {
  return [...checker.symbols.evidence.values()].map(({ declaration, policy }) => {
    for (const { name } of declaration.fields)
      if (EVIDENCE_FIELDS.has(name.text)) checker.report("payload-name", name.span, { name: name.text });
    const fields = fieldTypes(checker, policy, declaration.fields, "fields");
    checker.payloads.set(declaration.name.text, fields);
    return {
      id: declaration.name.text,
      title: null,
      doc: declaration.doc,
      span: declaration.span,
      tools: [...new Set(declaration.tools.map(({ text }) => text))],
      fields,
    };
  });
}

function zoneOf(checker: Checker): string {
  const node = checker.symbols.timezone;
  if (node === null) return "UTC";
  const zone = node.zone.text;
  if (!knownZone(zone)) {
    const near = nearestZone(zone);
    const fixes =
      near === undefined
        ? []
        : [{ title: `Write "${near}"`, edits: [{ span: node.zone.span, text: JSON.stringify(near) }] }];
    checker.report("unknown-timezone", node.zone.span, { zone, near }, { fixes });
  }
  return zone;
}

const named = (map: Symbols["role"] | Symbols["queue"]): ModelNamed[] =>
  [...map.values()].map(({ declaration }) => ({
    id: declaration.name.text,
    title: declaration.title?.text ?? null,
    doc: declaration.doc,
    span: declaration.span,
  }));
