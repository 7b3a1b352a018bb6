import { InexactNumber, isRecord, type Json } from "./json.ts";

/**
 * JSON as plain data again, as `JSON.parse` gives it: a member called `__proto__` is a member like any other. Depth is bounded
 * by that of the document.
 */
export function plain(json: Json): unknown {
  if (json instanceof InexactNumber) return Number(json.text);
  if (!isRecord(json)) return Array.isArray(json) ? json.map(plain) : json;
  return Object.fromEntries([...json].map(([key, value]) => [key, plain(value)]));
}
