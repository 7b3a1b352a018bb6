/** `given` and `when` to the two documents that are decided: a change set and its context. */
import type { FieldType, Type } from "../../model/type.ts";
import type { Plan, PlanAction } from "../../plan/plan.ts";
import type { Span } from "../../source/span.ts";
import type { FixtureCode } from "./faults.ts";
import { CHANGE_SET_KEYS, CONTEXT_KEYS, type Located, type Setting } from "./format.ts";
import { actionOf } from "./names.ts";
import { showPath } from "./path.ts";

/** A value that is being put together. `missing` is taken out at the end. */
export type Tree =
  | { readonly kind: "leaf"; readonly value: string | number | boolean | null; readonly source: string }
  | { readonly kind: "list"; items: Tree[] }
  | { readonly kind: "map"; readonly entries: Map<string, Tree> }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "missing" };

export type Report = (code: FixtureCode, span: Span, what: string, help: string) => void;

export interface Documents {
  readonly changeSet: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Applies the settings in their order: mappings are merged, everything else is replaced. */
export function assemble(settings: readonly Setting[], report: Report): Tree {
  const root: Tree = { kind: "map", entries: new Map() };
  for (const setting of settings) put(root, setting, report);
  return root;
}

function put(root: Tree, setting: Setting, report: Report): void {
  const { path, keySpan, value } = setting;
  let at: Tree = root;
  path.forEach((step, index) => {
    const last = index === path.length - 1;
    const child = step_(at, step);
    if (child === null) {
      // A fault has been reported for an earlier step.
      return;
    }
    if (child === "wrong") {
      const here = showPath(path.slice(0, index)) || "the document";
      const what =
        typeof step === "number"
          ? `There is no item ${step} in \`${here}\`.`
          : `\`${here}\` has no parts, so \`${step}\` cannot be set in it.`;
      report("fixture-path", keySpan, what, "Set the whole value, or name a path that `given` prepares.");
      at = { kind: "missing" };
      return;
    }
    const next: Tree = last
      ? merge(child, value)
      : child.kind === "missing" || isNull(child)
        ? { kind: "map", entries: new Map() }
        : child;
    if (at.kind === "map") at.entries.set(String(step), next);
    else if (at.kind === "list") at.items[Number(step)] = next;
    at = next;
  });
}

const isNull = (tree: Tree): boolean => tree.kind === "leaf" && tree.value === null;

/** The child under a step; `missing` where a mapping has none yet; null below a fault. */
function step_(at: Tree, step: string | number): Tree | "wrong" | null {
  if (at.kind === "missing") return null;
  if (at.kind === "map") return at.entries.get(String(step)) ?? { kind: "missing" };
  if (at.kind === "list" && typeof step === "number") return at.items[step] ?? "wrong";
  return "wrong";
}

function merge(old: Tree, value: Located): Tree {
  switch (value.kind) {
    case "scalar":
      return { kind: "leaf", value: value.value, source: value.source };
    case "list":
      return { kind: "list", items: value.items.map((item) => merge({ kind: "missing" }, item)) };
    case "map": {
      const entries = new Map(old.kind === "map" ? old.entries : []);
      for (const entry of value.entries)
        entries.set(entry.key, merge(entries.get(entry.key) ?? { kind: "missing" }, entry.value));
      return { kind: "map", entries };
    }
    case "unknown":
      return { kind: "unknown", why: value.why };
    case "missing":
      return { kind: "missing" };
  }
}

/** Parts the tree into change set and context. Money in short form becomes money where the plan says so. */
export function documents(tree: Tree, plan: Plan): Documents {
  const parts: ReadonlyMap<string, Tree> = tree.kind === "map" ? tree.entries : new Map();
  const name = parts.get("action");
  const action = name?.kind === "leaf" ? actionOf(plan, name.value) : undefined;
  const pick = (keys: readonly string[]): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    for (const key of keys) {
      const part = parts.get(key);
      if (part === undefined || part.kind === "missing") continue;
      found[key] = plain(part, typer(key, action, plan));
    }
    return found;
  };
  return { changeSet: { id: "cs_test", ...pick(CHANGE_SET_KEYS) }, context: pick(CONTEXT_KEYS) };
}

/** What is known of a value's type: a type, or a way to the types of its parts, or nothing. */
type Hint =
  | { readonly of: "type"; readonly type: Type; readonly plan: Plan }
  | { readonly of: "fields"; readonly fields: ReadonlyMap<string, Hint> }
  | { readonly of: "items"; readonly item: (tree: Tree) => Hint }
  | { readonly of: "money" }
  | { readonly of: "nothing" };

const NOTHING: Hint = { of: "nothing" };

function typer(key: string, action: PlanAction | undefined, plan: Plan): Hint {
  const typed = (fields: readonly Pick<FieldType, "name" | "type">[]): Hint => ({
    of: "fields",
    fields: new Map(fields.map((field) => [field.name, { of: "type", type: field.type, plan }])),
  });
  switch (key) {
    case "inputs":
      return action === undefined ? NOTHING : typed(action.inputs);
    case "facts":
      return action === undefined ? NOTHING : typed(action.facts);
    case "changes":
      return {
        of: "items",
        item: (tree) => {
          const target = text(child(child(tree, "target"), "type"));
          const field = text(child(tree, "field"));
          const found = action?.changes?.find((change) => change.target === target && change.field === field);
          if (found === undefined) return NOTHING;
          const value: Hint = { of: "type", type: found.type, plan };
          return {
            of: "fields",
            fields: new Map([
              ["old", value],
              ["new", value],
            ]),
          };
        },
      };
    case "evidence":
      return {
        of: "items",
        item: (tree) => {
          const kind = plan.evidence.find((one) => one.id === text(child(tree, "kind")));
          return kind === undefined ? NOTHING : { of: "fields", fields: new Map([["data", typed(kind.fields)]]) };
        },
      };
    case "history":
      return {
        of: "items",
        item: (tree) => {
          const past = actionOf(plan, text(child(tree, "action")));
          return past === undefined ? NOTHING : { of: "fields", fields: new Map([["inputs", typed(past.inputs)]]) };
        },
      };
    case "usage": {
      const entries: Hint = {
        of: "items",
        item: () => ({ of: "fields", fields: new Map<string, Hint>([["amount", { of: "money" }]]) }),
      };
      return {
        of: "items",
        item: () => ({
          of: "fields",
          fields: new Map<string, Hint>([
            ["used", { of: "money" }],
            ["entries", entries],
          ]),
        }),
      };
    }
    default:
      return NOTHING;
  }
}

const child = (tree: Tree | undefined, key: string): Tree | undefined =>
  tree?.kind === "map" ? tree.entries.get(key) : undefined;

const text = (tree: Tree | undefined): string | undefined => (tree?.kind === "leaf" ? String(tree.value) : undefined);

const MONEY = /^(-?[0-9][0-9_]*(?:\.[0-9]+)?) ?([A-Z]{3})$/;

function plain(tree: Tree, hint: Hint): unknown {
  switch (tree.kind) {
    case "unknown":
      return { $unknown: tree.why };
    case "missing":
      return undefined;
    case "leaf":
      return leaf(tree, hint);
    case "list":
      return tree.items.filter((item) => item.kind !== "missing").map((item) => plain(item, itemHint(hint, item)));
    case "map": {
      // Entries, not assignment: `__proto__` is a name like any other.
      const parts = [...tree.entries].filter(([, part]) => part.kind !== "missing");
      return Object.fromEntries(parts.map(([key, part]) => [key, plain(part, partHint(hint, key))]));
    }
  }
}

function leaf(tree: Tree & { readonly kind: "leaf" }, hint: Hint): unknown {
  const money = hint.of === "money" || (hint.of === "type" && bare(hint.type).kind === "money");
  if (money && typeof tree.value === "string") {
    const match = MONEY.exec(tree.value);
    if (match !== null) return { amount: match[1]!.replaceAll("_", ""), currency: match[2]! };
  }
  // A text that was written without quotes, such as an order number, stays what was written.
  if (hint.of === "type" && typeof tree.value === "number" && bare(hint.type).kind === "text") return tree.source;
  return tree.value;
}

function itemHint(hint: Hint, item: Tree): Hint {
  if (hint.of === "items") return hint.item(item);
  if (hint.of !== "type") return NOTHING;
  const type = bare(hint.type);
  return type.kind === "list" ? { of: "type", type: type.of, plan: hint.plan } : NOTHING;
}

function partHint(hint: Hint, key: string): Hint {
  if (hint.of === "fields") return hint.fields.get(key) ?? NOTHING;
  if (hint.of !== "type") return NOTHING;
  const type = bare(hint.type);
  if (type.kind === "map") return { of: "type", type: type.of, plan: hint.plan };
  if (type.kind !== "record") return NOTHING;
  const field = hint.plan.records[type.id]?.fields.find((one) => one.name === key);
  return field === undefined ? NOTHING : { of: "type", type: field.type, plan: hint.plan };
}

const bare = (type: Type): Type => (type.kind === "optional" ? type.of : type);
