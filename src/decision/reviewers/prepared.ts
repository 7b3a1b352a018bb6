/** A directory that is read, checked and indexed once, for a service that decides often. */
import type { Directory, PreparedDirectory } from "../documents.ts";
import { readWeighed } from "../json/data.ts";
import { isRecord } from "../json/json.ts";
import { plain } from "../json/plain.ts";
import { ReadBefore } from "../json/read-before.ts";
import { directoryShape } from "../read/envelope.ts";
import { fits, rememberFit } from "../read/fits.ts";
import { textOf } from "../read/members.ts";
import { type People, rememberedPeople, rememberPeople } from "./directory.ts";

/**
 * Stands wherever a directory may stand, and gives the same decisions and answers, to the byte. What the document says
 * later does not matter; a document with faults is no better for being prepared: each decision names them.
 */
export function prepareDirectory(document: Directory): PreparedDirectory {
  // Where it will stand, so that bounds on depth mean the same.
  const { json, faults, weight } = readWeighed({ directory: document });
  const record = isRecord(json) ? json.get("directory") : undefined;
  if (faults.length > 0 || record === undefined) return opaque(new ReadBefore(null, 1, () => document));
  if (isRecord(record) && fits(directoryShape, record)) {
    rememberFit(directoryShape, record);
    rememberPeople(record);
  }
  const envelope = 2 + "directory".length;
  return opaque(new ReadBefore({ json: record, weight: weight - envelope }, 1, () => plain(record)));
}

/** What `reviewersSatisfied` is handed: the people of a prepared directory, or else the document to read. */
export function preparedPeople(directory: unknown): { readonly people: People | null; readonly document: unknown } {
  if (!(directory instanceof ReadBefore)) return { people: null, document: directory };
  const json = directory.found?.json;
  const people = isRecord(json) ? rememberedPeople(json) : null;
  return { people, document: people === null ? directory.again() : null };
}

/** What a prepared directory says of its version. */
export function versionOf(directory: unknown): string | null {
  const json = directory instanceof ReadBefore ? directory.found?.json : undefined;
  return isRecord(json) ? textOf(json.get("version")) : null;
}

const opaque = (made: ReadBefore): PreparedDirectory => made as unknown as PreparedDirectory;
