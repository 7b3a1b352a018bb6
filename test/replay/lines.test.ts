/** However a log is cut into pieces, each of its lines is read once, and the counts are the same. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { Lines } from "../../src/tools/replay/lines.ts";
import { readPiece } from "../../src/tools/replay/piece.ts";
import { progressLine, progressText } from "../../src/tools/replay/progress.ts";

const folder = mkdtempSync(join(tmpdir(), "bylaw-lines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Collects lines as text; `(too long)` for those past the bound. */
function collector(): { readonly found: string[]; readonly reader: ConstructorParameters<typeof Lines>[0] } {
  const found: string[] = [];
  return {
    found,
    reader: {
      line: (bytes, from, to) => void found.push(bytes.toString("utf8", from, to)),
      tooLong: () => void found.push("(too long)"),
    },
  };
}

/** What the lines of a text are: the last one may have no end, and `\r` before an end belongs to it. */
const linesOf = (text: string): string[] => {
  const all = text.split("\n");
  if (all.at(-1) === "") all.pop();
  return all.map((line, index) => (line.endsWith("\r") && index < all.length ? line.slice(0, -1) : line));
};

const log = fc
  .array(fc.constantFrom("", "a", "line", "{}", "é😀", "\n", "\n", "\r\n", "x".repeat(40)), { maxLength: 30 })
  .map((parts) => parts.join(""));

describe("lines", () => {
  test("a property: of chunks of any size, written over after each", () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 16 }), (text, size) => {
        const { found, reader } = collector();
        const lines = new Lines(reader);
        const bytes = Buffer.from(text);
        const buffer = Buffer.alloc(size);
        for (let at = 0; at < bytes.length; at += size) {
          buffer.fill(0x7e);
          const count = bytes.copy(buffer, 0, at, at + size);
          lines.push(buffer.subarray(0, count));
        }
        lines.end();
        expect(found).toEqual(linesOf(text));
      }),
      { numRuns: 1_000, seed: 20261124 },
    );
  });

  test("past the bound: told once, in its place, and the next line is whole again", () => {
    for (const size of [1, 3, 7, 100]) {
      const { found, reader } = collector();
      const lines = new Lines(reader, 5);
      const bytes = Buffer.from("12345\n123456\nabc\n1234567890123\n12\n");
      for (let at = 0; at < bytes.length; at += size) lines.push(bytes.subarray(at, at + size));
      lines.end();
      expect(found).toEqual(["12345", "(too long)", "abc", "(too long)", "12"]);
    }
  });
});

describe("pieces of a file", () => {
  test("a property: side by side they give each line once, wherever they are cut", () => {
    const path = join(folder, "log");
    fc.assert(
      fc.property(log, fc.array(fc.nat({ max: 400 }), { maxLength: 6 }), (text, cuts) => {
        writeFileSync(path, text);
        const size = Buffer.byteLength(text);
        const ends = [...new Set([0, ...cuts.map((cut) => Math.min(cut, size)), size])].sort((a, b) => a - b);
        const file = openSync(path, "r");
        const { found, reader } = collector();
        for (let i = 1; i < ends.length; i++) readPiece(file, ends[i - 1]!, ends[i]!, reader);
        closeSync(file);
        expect(found).toEqual(linesOf(text));
      }),
      { numRuns: 500, seed: 20261124 },
    );
  });

  test("a line longer than what is read at once", () => {
    const path = join(folder, "long");
    const long = "y".repeat(3 * 1024 * 1024);
    writeFileSync(path, `a\n${long}\nb\n`);
    const file = openSync(path, "r");
    const found = [0, 1, 2, 3].map((part) => {
      const { found, reader } = collector();
      readPiece(file, part * 1024 * 1024, (part + 1) * 1024 * 1024, reader);
      return found.map((line) => `${line.slice(0, 1)}${line.length}`);
    });
    closeSync(file);
    expect(found).toEqual([["a1", `y${long.length}`], [], [], ["b1"]]);
  });
});

describe("the progress line", () => {
  test("says how far, how fast and how long", () => {
    expect(progressText(500_000, { bytes: 25, of: 100 }, 5_000)).toBe(
      "500,000 lines  25%  100,000 a second  15 s left",
    );
    expect(progressText(500_000, { bytes: 25, of: null }, 5_000)).toBe("500,000 lines  100,000 a second");
    expect(progressText(0, { bytes: 0, of: 0 }, 0)).toBe("0 lines");
  });

  test("is written now and then, over itself, and leaves nothing", () => {
    let now = 0;
    let screen = "";
    const line = progressLine(
      (text) => {
        screen += text;
      },
      () => now,
    );
    for (; now < 1_000; now += 10) line.tell(1, { bytes: 1, of: null });
    expect(screen.split("\r")).toHaveLength(10);
    line.clear();
    expect(screen.split("\r").at(-2)?.trim()).toBe("");
    expect(screen.endsWith("\r")).toBe(true);
  });
});
