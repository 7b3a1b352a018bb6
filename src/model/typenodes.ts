/** Written types to types, and the records they name. */
import type { EnumDeclaration, Field, TypeNode } from "../syntax/tree.ts";
import type { Checker } from "./checker.ts";
import { NEVER, optional, record } from "./fit.ts";
import { BUILTIN_TYPES } from "./records.ts";
import { lookUp, visible } from "./resolve.ts";
import { type PolicySymbols, pathText, reportTwice } from "./symbols.ts";
import type { FieldType, Type } from "./type.ts";

export function typeOf(checker: Checker, policy: PolicySymbols, node: TypeNode): Type {
  switch (node.kind) {
    case "named-type": {
      const name = pathText(node.path);
      const builtin = BUILTIN_TYPES.get(name);
      if (builtin !== undefined) return builtin;
      const found = lookUp(checker, policy, node.path, "types");
      if (found === null) {
        const near = checker.near(name, () => [...BUILTIN_TYPES.keys(), ...visible(policy, "types")]);
        const fixes =
          near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: node.path.span, text: near }] }];
        checker.report("unknown-type", node.path.span, { name, near }, { fixes });
      }
      if (!found) return NEVER;
      return found.declaration.kind === "enum" ? enumType(found.id, found.declaration) : record(found.id);
    }
    case "choice-type": {
      const values = distinct(checker, node.values, "values");
      return { kind: "choice", name: null, values };
    }
    case "list-type":
      return { kind: "list", of: typeOf(checker, policy, node.element) };
    case "map-type":
      return { kind: "map", of: typeOf(checker, policy, node.element) };
    case "optional-type":
      return optional(typeOf(checker, policy, node.inner));
  }
}

const enums = new WeakMap<EnumDeclaration, Type>();

/** One object per enum, so that comparing types is quick. */
function enumType(id: string, declaration: EnumDeclaration): Type {
  let type = enums.get(declaration);
  if (type === undefined || (type.kind === "choice" && type.name !== id)) {
    type = { kind: "choice", name: id, values: [...new Set(declaration.values.map(({ text }) => text))] };
    enums.set(declaration, type);
  }
  return type;
}

function distinct(
  checker: Checker,
  values: readonly { readonly text: string; readonly span: Field["span"] }[],
  thing: string,
): string[] {
  const seen = new Map<string, { readonly span: Field["span"] }>();
  for (const value of values) {
    const other = seen.get(value.text);
    if (other === undefined) seen.set(value.text, value);
    else reportTwice(value, other, thing, checker.report);
  }
  return [...seen.keys()];
}

/** Fields of a record, an input list, a payload or a parameter list; the first of two with one name counts. */
export function fieldTypes(
  checker: Checker,
  policy: PolicySymbols,
  fields: readonly Field[],
  thing: string,
): FieldType[] {
  const seen = new Map<string, Field>();
  const types: FieldType[] = [];
  for (const node of fields) {
    const type = typeOf(checker, policy, node.type);
    const other = seen.get(node.name.text);
    if (other !== undefined) {
      reportTwice(node.name, other.name, thing, checker.report);
      continue;
    }
    seen.set(node.name.text, node);
    types.push({ name: node.name.text, type, doc: node.doc });
  }
  return types;
}

/** Fills the record table with what the set declares, and refuses records that could never end. */
export function declareRecords(checker: Checker): void {
  const places = new Map<string, { readonly span: Field["span"]; readonly needs: string[] }>();
  for (const policy of checker.symbols.policies.values()) {
    for (const [name, declaration] of policy.types) {
      if (declaration.kind === "enum") {
        distinct(checker, declaration.values, "values");
        continue;
      }
      const id = `${policy.name}.${name}`;
      const fields = fieldTypes(checker, policy, declaration.fields, "fields");
      checker.records.set(id, { id, doc: declaration.doc, fields });
      const needs = fields.flatMap(({ type }) => (type.kind === "record" ? [type.id] : []));
      places.set(id, { span: declaration.name.span, needs });
    }
  }
  for (const cycle of endless(places)) {
    const [first, ...rest] = [...cycle, cycle[0]!].map((id) => `\`${id.slice(id.lastIndexOf(".") + 1)}\``);
    checker.report("endless-record", places.get(cycle[0]!)!.span, {
      cycle: `${first} needs ${rest.join(", which needs ")}`,
    });
  }
}

/** Cycles of fields that must be there. Depth-first with its own stack; each record is on at most one reported cycle. */
function endless(records: ReadonlyMap<string, { readonly needs: readonly string[] }>): string[][] {
  const state = new Map<string, "open" | "done">();
  const cycles: string[][] = [];
  for (const start of [...records.keys()].sort()) {
    if (state.has(start)) continue;
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    state.set(start, "open");
    while (path.length > 0) {
      const top = path.at(-1)!;
      const need = records.get(top.id)?.needs[top.next++];
      if (need === undefined) {
        state.set(top.id, "done");
        path.pop();
      } else if (state.get(need) === "open") {
        const ids = path.map(({ id }) => id);
        cycles.push(ids.slice(ids.indexOf(need)));
      } else if (!state.has(need) && records.has(need)) {
        state.set(need, "open");
        path.push({ id: need, next: 0 });
      }
    }
  }
  return cycles;
}
