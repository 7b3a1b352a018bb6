/** RFC 8785 (JCS): the one text of a JSON value, over which digests are taken. */
import { compareTexts } from "../../source/compare.ts";
import { InexactNumber, isList, isRecord, type Json } from "./json.ts";

/** Canonical text. Keys are sorted by UTF-16 code units; numbers and texts are written as ECMAScript does. */
export function canonical(json: Json): string {
  // Refused wherever it is read as a value; here only so that every document has a digest.
  if (json instanceof InexactNumber) return JSON.stringify(json.text);
  if (isList(json)) return `[${json.map(canonical).join(",")}]`;
  if (isRecord(json)) {
    const members = [...json].sort(([a], [b]) => compareTexts(a, b));
    return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`).join(",")}}`;
  }
  return JSON.stringify(json satisfies string | number | boolean | null);
}
