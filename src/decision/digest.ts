/** What identifies a change set: SHA-256 over its canonical form. */
import { sha256 } from "../source/sha256.ts";
import { canonical } from "./json/canonical.ts";
import { isList, isRecord, type Json } from "./json/json.ts";
import { compareTexts } from "./read/members.ts";

/**
 * `sha256:…` over the JCS form of a change set as data. Changes and evidence are sets: they are put into canonical order
 * first, so that the order in which they were listed does not make another change set.
 */
export function digestOf(json: Json | undefined): string {
  const data = json ?? null;
  const ordered = isRecord(data)
    ? new Map([...data].map(([key, value]) => [key, SETS.has(key) && isList(value) ? sorted(value) : value] as const))
    : data;
  return `sha256:${sha256(canonical(ordered))}`;
}

const SETS: ReadonlySet<string> = new Set(["changes", "evidence"]);

const sorted = (items: readonly Json[]): readonly Json[] =>
  items
    .map((item) => ({ item, key: canonical(item) }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ item }) => item);
