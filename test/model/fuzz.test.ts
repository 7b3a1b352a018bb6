/** Broken policies: the checker never throws, points inside the text, repeats nothing, and gives no model beside an error. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../../src/model/check.ts";
import { parse } from "../../src/syntax/parse.ts";
import { TODAY } from "./helpers.ts";

const root = join(import.meta.dirname, "../..");
const folders = ["fixtures/check/refunds", "rules/refunds", "rules/org", "rules/approval-matrix"];
const texts = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".bylaw"))
    .map((name) => readFileSync(join(root, folder, name), "utf8")),
);
const tokens = texts.map((text) => text.match(/\s+|[A-Za-z_]\w*|\d[\d_.]*|"[^"\n]*"|=>|[<>=!]=|\?[.?]|./gs) ?? []);
const words = tokens.flat().filter((token) => token.trim() !== "");

test("mutated policies", () => {
  let seed = 20_261_124;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 400; round++) {
    const mutant = [...tokens[random(tokens.length)]!];
    for (let change = random(6); change >= 0; change--) {
      const at = random(mutant.length);
      const from = tokens[random(tokens.length)]!;
      const start = random(from.length);
      [
        () => mutant.splice(at, 1 + random(4)),
        () => mutant.splice(at, 1, words[random(words.length)]!),
        () => mutant.splice(at, 0, " ", words[random(words.length)]!, " "),
        () => mutant.splice(at, random(5), ...from.slice(start, start + random(20))),
      ][random(4)]!();
    }
    const files = [
      { name: "a.bylaw", text: mutant.join("") },
      { name: "b.bylaw", text: texts[random(texts.length)]! },
    ];
    const { model, diagnostics } = check(
      files.map((file) => ({ file, ...parse(file) })),
      { today: TODAY },
    );
    expect(model === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
    for (const { span } of diagnostics) {
      const { text } = files.find(({ name }) => name === span.file)!;
      expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
    }
    const told = diagnostics.map(({ code, span, what }) => `${code} ${span.file} ${span.start} ${span.end} ${what}`);
    expect(new Set(told).size).toBe(told.length);
  }
});
