/** A broken file is told of as far as anybody reads at once, and never passes for a sound one. */
import { expect, test } from "vitest";
import { MAX_FAULTS } from "../../src/syntax/grammar/base.ts";
import { checkFiles } from "./helpers.ts";

const many = (make: (i: number) => string): string =>
  Array.from({ length: 3 * MAX_FAULTS }, (_, i) => make(i)).join("\n");

test("of each file only so many errors are told", () => {
  const text = (name: string): string =>
    `policy ${name}\naction A { input n: int\n${many((i) => `forbid c${i}: nn == ${i}`)} }`;
  const { model, diagnostics } = checkFiles([
    { name: "a.bylaw", text: text("a") },
    { name: "b.bylaw", text: text("b") },
  ]);
  expect(model).toBeNull();
  expect(diagnostics.filter(({ span }) => span.file === "a.bylaw")).toHaveLength(MAX_FAULTS);
  expect(diagnostics.filter(({ span }) => span.file === "b.bylaw")).toHaveLength(MAX_FAULTS);
});

test("many warnings hide no error", () => {
  const clauses = many(() => "forbid n == 1");
  const { model, diagnostics } = checkFiles([
    { name: "a.bylaw", text: `policy a\naction A { input n: int\n${clauses}\nforbid last: nn == 1 }` },
  ]);
  expect(model).toBeNull();
  expect(diagnostics.filter(({ severity }) => severity === "warning")).toHaveLength(MAX_FAULTS);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(["unknown-name"]);
});
