/** One entry for all the forms in which a document may come. */
import { readBytes } from "./bytes.ts";
import { readData } from "./data.ts";
import type { JsonResult } from "./json.ts";
import { readText } from "./text.ts";

/** Text, bytes of UTF-8, or parsed data. Never throws. */
export function readJson(document: unknown): JsonResult {
  if (typeof document === "string") return readText(document);
  if (document instanceof Uint8Array) return readBytes(document);
  return readData(document);
}
