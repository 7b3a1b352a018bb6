/** Facts and records from a JSON file: records by key, or a list of records with a key field. */
import type { Data, FactAnswer, FactSource, RecordSource } from "../../gate/ports.ts";
import { chosen, fieldsOf, keyed, keysOf, picked, readExact } from "../json.ts";
import { watched } from "../watched.ts";

export interface FileOptions {
  readonly path: string;
  /** In a file that holds a list: the field that tells records apart. */
  readonly key?: string | undefined;
  /** Where in the file the records are, such as `data.orders`. Left out: at its top. */
  readonly pick?: string | undefined;
}

/** Beside the records, the executor over such a file keeps its own entries; no record is called so. */
export const OWN = "$applied";

/**
 * Without an argument: all there is. With one: the record of that key, or none; with a list: a map of those that are there.
 * A file that is missing, broken or half written throws, so that the fact is unknown.
 */
export function fileFacts(options: FileOptions): FactSource {
  const load = loader(options);
  return {
    read: async ({ args }, signal): Promise<FactAnswer> => {
      if (args.length > 1) throw new Error(`${options.path} is asked by one key, and ${args.length} were given`);
      const { data, records } = await load(signal);
      if (args.length === 0) return { status: "found", value: data };
      if (Array.isArray(args[0])) return { status: "found", value: chosen(records(), keysOf(args[0])) };
      const value = records().get(keysOf(args[0])[0]!);
      return value === undefined ? { status: "none" } : { status: "found", value };
    },
  };
}

/** Old values from the same kind of file. */
export function fileRecords(options: FileOptions): RecordSource {
  const load = loader(options);
  return {
    read: async (target, fields, signal) => {
      const { records } = await load(signal);
      const record = records().get(target.id);
      if (record === undefined) return { status: "none" };
      return { status: "found", fields: fieldsOf(record, fields, `${target.type} ${target.id}`) };
    },
  };
}

interface Loaded {
  readonly data: Data;
  readonly records: () => ReadonlyMap<string, Data>;
}

function loader({ path, key, pick }: FileOptions): (signal: AbortSignal) => Promise<Loaded> {
  return watched(path, (text): Loaded => {
    const data = withoutOwn(picked(readExact(text, path), pick, path));
    let records: ReadonlyMap<string, Data> | null = null;
    return {
      data,
      records: () => {
        records ??= keyed(data, key, path);
        return records;
      },
    };
  });
}

function withoutOwn(data: Data): Data {
  if (typeof data !== "object" || data === null || Array.isArray(data) || !Object.hasOwn(data, OWN)) return data;
  const { [OWN]: _, ...rest } = data as { readonly [member: string]: Data };
  return rest;
}
