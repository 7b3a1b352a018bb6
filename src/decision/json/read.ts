/** One entry for all the forms in which a document may come. */
import { readBytes } from "./bytes.ts";
import { readData } from "./data.ts";
import type { JsonResult } from "./json.ts";
import { readText } from "./text.ts";

/** Text, bytes of UTF-8, or parsed data. Never throws. */
export function readJson(document: unknown): JsonResult {
  if (typeof document === "string") return readText(document);
  return isBytes(document) ? readBytes(document) : readData(document);
}

/** A revoked proxy throws when it is asked what it is. */
function isBytes(document: unknown): document is Uint8Array {
  try {
    return document instanceof Uint8Array;
  } catch {
    return false;
  }
}
