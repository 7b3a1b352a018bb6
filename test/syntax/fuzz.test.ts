/** No text makes the parser throw or dawdle: soup of tokens, and legal policies with pieces cut, doubled and swapped. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { print } from "../../src/syntax/print.ts";
import { walk } from "../../src/syntax/walk.ts";
import { PLACE_WORDS, RESERVED } from "../../src/syntax/words.ts";
import { fixtures, legal, shape } from "./helpers.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 1_500);
const SLOW_MS = 2_000;

const symbols = [
  "=>",
  "==",
  "!=",
  "<=",
  ">=",
  "?.",
  "??",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ":",
  ",",
  ".",
  "?",
  "|",
  "=",
  "<",
  ">",
  "+",
  "-",
  "*",
  "/",
  "%",
  "_",
  ";",
  "!",
  "&&",
  "'",
  '"',
  "\\",
  "@",
  "\n",
  "///",
  "//",
  "#",
  "/*",
];
const others = [
  "x",
  "Order",
  "amount",
  "finance",
  "5",
  "5_000",
  "0.5",
  "USD",
  "days",
  '"text"',
  "2026-12-01",
  "2026-13-40",
  "2026-12-01T10:00:00Z",
  "\u202e",
  "ж",
  "\ud800",
  "\0",
  "\ufeff",
  "\u00a0",
];
const token = fc.oneof(
  fc.constantFrom(...RESERVED),
  fc.constantFrom(...PLACE_WORDS),
  fc.constantFrom(...symbols),
  fc.constantFrom(...others),
);
const soup = fc.array(token, { maxLength: 120 }).map((tokens) => tokens.join(" "));

const texts = fixtures().map(({ text }) => text);
const pieces = texts.map((text) => text.match(/\s+|[\p{L}\p{N}_]+|./gu) ?? []);
const mutated = fc
  .tuple(
    fc.nat(pieces.length - 1),
    fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.constantFrom("cut", "double", "swap", "put"), token), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([which, edits]) => {
    const list = [...pieces[which]!];
    for (const [where, length, how, put] of edits) {
      const at = where % (list.length + 1);
      if (how === "cut") list.splice(at, length);
      else if (how === "double") list.splice(at, 0, ...list.slice(at, at + length));
      else if (how === "put") list.splice(at, 0, ` ${put} `);
      else {
        const other = (at * 7 + length) % (list.length + 1);
        [list[at], list[other]] = [list[other] ?? "", list[at] ?? ""];
      }
    }
    return list.join("");
  });

function survives(text: string): void {
  const start = performance.now();
  const { tree, diagnostics } = parse({ name: "test.bylaw", text });
  walk(tree, {
    enter: (node) => {
      expect(node.span.start).toBeGreaterThanOrEqual(0);
      expect(node.span.end).toBeGreaterThanOrEqual(node.span.start);
      expect(node.span.end).toBeLessThanOrEqual(text.length);
      return true;
    },
  });
  for (const { span, what, help } of diagnostics) {
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(what).not.toMatch(/undefined|\[object|word_|symbol_/);
    expect(help).not.toMatch(/undefined|\[object|word_|symbol_/);
  }
  if (diagnostics.every((diagnostic) => diagnostic.severity !== "error"))
    expect(shape(legal(print(tree)))).toEqual(shape(tree));
  expect(performance.now() - start).toBeLessThan(SLOW_MS);
}

describe("any text", () => {
  const options = { numRuns: RUNS, seed: Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000) };

  it(`of tokens is read to its end (seed ${options.seed})`, () => {
    fc.assert(fc.property(soup, survives), options);
  });

  it(`of tokens inside an action is read to its end (seed ${options.seed})`, () => {
    fc.assert(
      fc.property(soup, (text) => survives(`policy p\naction A {\n${text}\n}\n`)),
      options,
    );
  });

  it(`of characters is read to its end (seed ${options.seed})`, () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), survives), options);
  });

  it(
    `made of a legal policy is read to its end (seed ${options.seed})`,
    () => {
      fc.assert(fc.property(mutated, survives), { ...options, numRuns: Math.ceil(RUNS / 5) });
    },
    60_000 + RUNS * 10,
  );
});
