/** JSON of the surroundings as data. Read as strictly as change sets are: a number that would lose digits is no answer. */
import { elementPath, InexactNumber, isList, isRecord, type Json, memberPath } from "../decision/json/json.ts";
import { readText } from "../decision/json/text.ts";
import type { Data } from "../gate/ports.ts";

export type DataRecord = { readonly [member: string]: Data };

export const isDataRecord = (data: Data | undefined): data is DataRecord =>
  typeof data === "object" && data !== null && !Array.isArray(data);

/** Throws, naming `name` and the first fault. At most 10 MB, 64 levels. */
export function readExact(text: string, name: string): Data {
  const { json, faults } = readText(text);
  const fault = faults[0];
  if (fault !== undefined || json === undefined) {
    const at = fault?.at == null ? "" : `:${fault.at.line}:${fault.at.column}`;
    throw new Error(`${name}${at}: found ${fault?.found ?? "nothing"}, expected ${fault?.expected ?? "a JSON value"}`);
  }
  return dataOf(json, name, "");
}

/** Records have no prototype: a member may be called `__proto__`. */
function dataOf(json: Json, name: string, path: string): Data {
  if (json instanceof InexactNumber)
    throw new Error(
      `${name}: ${path || "it"} is ${json.text}, a number that would lose digits; it must be sent as text`,
    );
  if (isList(json)) return json.map((item, index) => dataOf(item, name, elementPath(path, index)));
  if (!isRecord(json)) return json;
  const record = Object.create(null) as Record<string, Data>;
  for (const [key, member] of json) record[key] = dataOf(member, name, memberPath(path, key));
  return record;
}

/** What stands at the end of a path of members, such as `data.orders`. Throws where it leads nowhere. */
export function picked(data: Data, path: string | undefined, name: string): Data {
  if (path === undefined || path === "") return data;
  let here = data;
  for (const step of path.split(".")) {
    const next = isDataRecord(here) && Object.hasOwn(here, step) ? here[step] : undefined;
    if (next === undefined) throw new Error(`${name} has no member ${path}`);
    here = next;
  }
  return here;
}

/** Records by their key: of a list, the field of each that is named. Throws where two have the same. */
export function keyed(data: Data, key: string | undefined, name: string): ReadonlyMap<string, Data> {
  if (!Array.isArray(data)) {
    if (!isDataRecord(data)) throw new Error(`${name} holds neither a list nor records by key`);
    return new Map(Object.entries(data));
  }
  if (key === undefined) throw new Error(`${name} holds a list, and nothing says which field is the key`);
  const found = new Map<string, Data>();
  for (const item of data as readonly Data[]) {
    const value = isDataRecord(item) ? item[key] : undefined;
    if (typeof value !== "string" && typeof value !== "number") throw new Error(`${name}: a record has no ${key}`);
    if (found.has(String(value)))
      throw new Error(`${name}: two records have the ${key} ${JSON.stringify(String(value))}`);
    found.set(String(value), item);
  }
  return found;
}

/** Of a map, those that are asked for. */
export function chosen(records: ReadonlyMap<string, Data>, keys: readonly string[]): DataRecord {
  const found = Object.create(null) as Record<string, Data>;
  for (const key of keys) {
    const record = records.get(key);
    if (record !== undefined) found[key] = record;
  }
  return found;
}

/** The keys that an argument asks for: one, or a list of them. */
export function keysOf(argument: Data | undefined): readonly string[] {
  const all: readonly Data[] = Array.isArray(argument) ? (argument as readonly Data[]) : [argument ?? null];
  return all.map((one) => {
    if (typeof one === "string" || typeof one === "number") return String(one);
    throw new Error(`a key is text, and ${JSON.stringify(one)} is none`);
  });
}

/** Fields of a record that were asked for; what it does not have is absent. */
export function fieldsOf(record: Data, fields: readonly string[], name: string): DataRecord {
  if (!isDataRecord(record)) throw new Error(`${name} is no record`);
  const found = Object.create(null) as Record<string, Data>;
  for (const field of fields) found[field] = (Object.hasOwn(record, field) ? record[field] : null) ?? null;
  return found;
}
