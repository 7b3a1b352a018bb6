/** The names of an action: inputs, facts and lets, one namespace. */
import type { ActionDeclaration, FactItem, InputItem, InputSchemaItem, LetItem, Name } from "../../syntax/tree.ts";
import { RESERVED } from "../../syntax/words.ts";
import type { Checker } from "../checker.ts";
import { NEVER } from "../fit.ts";
import { refuseTierName } from "../hiding.ts";
import { inputsFromSchema } from "../schema/inputs.ts";
import type { Named } from "../scope.ts";
import { type PolicySymbols, reportTwice } from "../symbols.ts";
import type { FieldType } from "../type.ts";
import { fieldTypes, typeOf } from "../typenodes.ts";

export interface Inputs {
  readonly fields: readonly FieldType[];
  readonly schema: string | null;
}

/** The inputs of an action: known before any expression is checked, since `history of` shows them to others. */
export function inputsOf(checker: Checker, policy: PolicySymbols, action: ActionDeclaration): Inputs {
  const written = action.items
    .filter((item): item is InputItem => item.kind === "input")
    .flatMap((item) => item.fields);
  const fields = fieldTypes(checker, policy, written, "inputs");
  const schemas = action.items.filter((item): item is InputSchemaItem => item.kind === "input-schema");
  for (const second of schemas.slice(1))
    checker.report(
      "said-twice",
      second.span,
      { word: "input from schema" },
      { labels: [{ span: schemas[0]!.span, text: "said here already" }] },
    );
  const [schema] = schemas;
  if (schema === undefined) return { fields, schema: null };
  const names = new Set(fields.map(({ name }) => name));
  const imported = inputsFromSchema(checker, policy, action, schema);
  for (const { name } of imported)
    if (names.has(name)) checker.report("duplicate-name", schema.file.span, { thing: "inputs", name });
  return { fields: [...fields, ...imported.filter(({ name }) => !names.has(name))], schema: schema.file.text };
}

const nameable = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= 200 && !reserved.has(name);

const reserved: ReadonlySet<string> = new Set(RESERVED);

/** The table of names; types of lets come in later. */
export function namesOf(
  checker: Checker,
  policy: PolicySymbols,
  action: ActionDeclaration,
  inputs: Inputs,
): Map<string, Named> {
  const names = new Map<string, Named>();
  const spans = new Map<string, Name["span"]>();
  for (const item of action.items) {
    if (item.kind === "input")
      for (const field of item.fields) spans.set(field.name.text, spans.get(field.name.text) ?? field.name.span);
    if (item.kind === "input-schema")
      for (const field of inputs.fields) spans.set(field.name, spans.get(field.name) ?? item.file.span);
  }
  for (const field of inputs.fields) {
    const span = spans.get(field.name) ?? action.name.span;
    // Only a schema can give such a name. The input is checked and carried, and nothing can mix it up with a word.
    if (!nameable(field.name)) {
      checker.report("schema-unnameable", span, { name: field.name }, { part: field.name });
      continue;
    }
    names.set(field.name, { kind: "input", name: field.name, type: field.type, span, used: false });
    refuseTierName(checker, { text: field.name, span }, "input");
  }
  for (const item of action.items) {
    if (item.kind !== "fact" && item.kind !== "let") continue;
    const other = names.get(item.name.text);
    const type = item.kind === "fact" ? typeOf(checker, policy, item.type) : NEVER;
    if (other !== undefined) reportTwice(item.name, other, "names in this action", checker.report);
    else names.set(item.name.text, { kind: item.kind, name: item.name.text, type, span: item.name.span, used: false });
    refuseTierName(checker, item.name, item.kind);
  }
  return names;
}

/** Facts and lets in written order, the first of two with one name. */
export function factsAndLets(action: ActionDeclaration): {
  readonly facts: readonly FactItem[];
  readonly lets: readonly LetItem[];
} {
  const seen = new Set<string>();
  const facts: FactItem[] = [];
  const lets: LetItem[] = [];
  for (const item of action.items) {
    if ((item.kind !== "fact" && item.kind !== "let") || seen.has(item.name.text)) continue;
    seen.add(item.name.text);
    if (item.kind === "fact") facts.push(item);
    else lets.push(item);
  }
  return { facts, lets };
}
