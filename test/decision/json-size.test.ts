/** A file of its own: texts as long as this take long to walk through. */
import { expect, it } from "vitest";
import { MAX_BYTES } from "../../src/decision/json/json.ts";
import { readJson } from "../../src/decision/json/read.ts";

it.each<[string, string | Uint8Array]>([
  ["one byte a character", `"${"x".repeat(MAX_BYTES)}"`],
  ["two bytes a character", `"${"é".repeat(MAX_BYTES / 2)}"`],
  ["bytes", new Uint8Array(MAX_BYTES + 1)],
])("bounds the size of a document: %s", (_says, document) => {
  const [first] = readJson(document).faults;
  expect(`${first?.found} ${first?.expected}`).toMatch(/above 10 MB/u);
});
