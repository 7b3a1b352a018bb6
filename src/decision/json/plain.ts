import { InexactNumber, isRecord, type Json } from "./json.ts";

/**
 * JSON as plain data again. Records have no prototype, so that a member may be called `__proto__`. Depth is bounded by that
 * of the document.
 */
export function plain(json: Json): unknown {
  if (json instanceof InexactNumber) return Number(json.text);
  if (!isRecord(json)) return Array.isArray(json) ? json.map(plain) : json;
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of json) object[key] = plain(value);
  return object;
}
