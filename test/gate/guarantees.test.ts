/** The page of guarantees names tests; a guarantee whose test is gone is a promise that nothing keeps. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;
const page = readFileSync(join(ROOT, "docs/reference/gate-guarantees.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && /\| `(test|fixtures)\//.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));

test("there are some", () => {
  expect(rows.length).toBeGreaterThan(10);
});

describe("each guarantee has its test", () => {
  test.each(rows.map(([, guarantee, file, words]) => ({ guarantee: guarantee!, file: file!, words: words! })))(
    "$guarantee",
    ({ file, words }) => {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(readFileSync(join(ROOT, file), "utf8")).toContain(words);
    },
  );
});
