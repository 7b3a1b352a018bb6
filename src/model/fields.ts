import type { FieldType } from "./type.ts";

const indexes = new WeakMap<readonly FieldType[], ReadonlyMap<string, FieldType>>();

/** The field of a name; of two, the first. Indexed, because a generated record has thousands and is read as often. */
export function fieldNamed(fields: readonly FieldType[], name: string): FieldType | undefined {
  let index = indexes.get(fields);
  if (index === undefined) {
    index = new Map([...fields].reverse().map((field) => [field.name, field]));
    indexes.set(fields, index);
  }
  return index.get(name);
}

/** Names one by one, for those who stop after a few. */
export function* fieldNames(fields: readonly FieldType[]): Iterable<string> {
  for (const { name } of fields) yield name;
}
