/** Words of other languages: each is answered with how it is said here. */
import { expect, it } from "vitest";
import { check } from "../../src/model/check.ts";
import { parse } from "../../src/syntax/parse.ts";

const helps = (clause: string): readonly string[] => {
  const file = {
    name: "p.bylaw",
    text: `policy p
      record R { cabin: "eco" | "biz", status: text?, seats: map of int }
      action A {
        input amount: decimal, names: list of text
        fact r: R = rs()
        ${clause}
      }`,
  };
  const { tree, diagnostics } = parse(file);
  const all = [...diagnostics, ...check([{ file, tree }], { today: "2026-11-23" }).diagnostics];
  return all.filter(({ severity }) => severity === "error").map(({ help }) => help);
};

it.each([
  ["require x: r.status != null", "`x is missing`"],
  ["require x: abs(amount) > 5", "`max(x, -x)`"],
  ["require x: len(names) > 2", "`count(list)`"],
  ["require x: names.length > 2", "`count(names)`"],
  ['require x: names contains "a"', "`item in list`"],
  ["require x: amount between 1 and 5", "`x >= low and x <= high`"],
  ['require x: r.cabin == "eco" implies amount > 5', "`if A { … }`"],
  ['require x: amount > 5 when r.cabin == "eco"', "`if C { … }`"],
  ["require x: amount > 5 AND amount < 7", "`and`"],
  ['require x: amount > 5 "too small"', "`because`"],
  ["require x: amount > 50 USD", "`50`"],
  ["require x: any(s in r.seats: s > 1)", "`values(r.seats)`"],
])("%s", (clause, form) => {
  expect(helps(clause)[0]).toContain(form);
});

it("says nothing special of words that only look like ones of a table", () => {
  expect(helps("require x: constructor(amount) > 5")[0]).toContain("define constructor");
});
