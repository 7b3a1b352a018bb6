/** Score before tier before the rest, and a higher score or tier never loosens. */
import { describe, expect, test } from "vitest";
import { checkFiles, codes } from "./helpers.ts";

const HEAD = `policy demo
role finance
queue desk
define risky(n: int) = score >= n
define calm(n: int) = score < n
define steep() = tier == high
approval table sign_off(n: int) { _ => 1 of finance }
action Do {
  input amount: money, n: int
  let hot = score >= 50
  let cold = not hot
`;

const cases: readonly (readonly [items: string, expected: readonly string[]])[] = [
  ["score 10 x: amount > 5 USD", []],
  ["score 10 x: score >= 5", ["score-too-early"]],
  ["score 10 x: hot", ["score-too-early"]],
  ["score 10 x: risky(5)", ["score-too-early"]],
  ["score 10 x: tier >= medium", ["tier-too-early"]],
  ["at high { score 10 x: amount > 5 USD }", ["tier-too-early"]],
  ["if hot { score 10 x: amount > 5 USD }", ["score-too-early"]],
  ["tier high x: score >= 50", []],
  ["tier high x: hot", []],
  ["tier high x: tier >= medium", ["tier-too-early"]],
  ["at medium { tier high x: amount > 5 USD }", ["tier-too-early"]],
  ["require x: amount > 5 USD else tier high", []],
  ["require x: score <= 5 else tier high", []],
  ["require x: tier <= medium else tier high", ["tier-too-early"]],
  ["at medium { require x: amount > 5 USD else tier high }", ["tier-too-early"]],
  ["quota x: 5 per day when tier >= medium else tier high", ["tier-too-early"]],
  ["quota x: 5 per day when tier >= medium", []],
  ["quota x: score per day", ["score-too-early"]],
  ["quota x: sum of score up to 5 per day", ["score-too-early"]],
  ["quota x: 5 per day for each (tier == high)", ["tier-too-early"]],
  ["impact customers = score", ["score-too-early"]],
  ["fact f: int = source(score) forbid x: f > 3", ["score-too-early"]],
  // Monotone: what asks for more may ask only whether they are high …
  ["forbid x: score > 50", []],
  ["forbid x: 50 < score", []],
  ["forbid x: score < 50", ["could-loosen"]],
  ["forbid x: 50 > score", ["could-loosen"]],
  ["forbid x: score == 50", ["could-loosen"]],
  ["forbid x: tier == high", ["could-loosen"]],
  ["forbid x: tier in [high]", ["could-loosen"]],
  ["forbid x: tier >= high", []],
  ["forbid x: not (tier < high)", []],
  ["forbid x: not (tier >= high)", ["could-loosen"]],
  ["forbid x: score + 5 > 50", ["could-loosen"]],
  ["forbid x: score > n", []],
  ["forbid x: any(k in [1, 2]: score > k)", []],
  ["forbid x: all(k in [1, 2]: score > k)", []],
  ["forbid x: none(k in [1, 2]: score > k)", ["could-loosen"]],
  ["forbid x: count(k in [1, 2]: score > k) > 1", ["could-loosen"]],
  ["forbid x: if score > 50 then true else false", ["could-loosen"]],
  ["forbid x: if n > 3 then score > 50 else score > 60", []],
  ["forbid x: match n { < 3 => (score > 50) _ => (score < 60) }", ["could-loosen"]],
  ["forbid x: hot", []],
  ["forbid x: cold", ["could-loosen"]],
  ["forbid x: not cold", []],
  ["forbid x: risky(n)", []],
  ["forbid x: calm(n)", ["could-loosen"]],
  ["forbid x: not calm(n)", []],
  ["forbid x: steep()", ["could-loosen"]],
  ["approve by 1 of finance when score < 3", ["could-loosen"]],
  ["approve by sign_off(score)", ["could-loosen"]],
  ["approve by 1 of finance when score >= 3", []],
  ["if score < 3 { forbid x: amount > 5 USD }", ["could-loosen"]],
  ["if score >= 3 { require x: amount > 5 USD }", []],
  ["limit autonomy to guided when tier >= medium", []],
  ["limit autonomy to guided when tier <= medium", ["could-loosen"]],
  // … and what lets pass, only whether they are low.
  ["require x: score < 50", []],
  ["require x: score > 50", ["could-loosen"]],
  ["require x: tier <= medium", []],
  ["require x: tier != high", ["could-loosen"]],
  ["require x: not hot", []],
  ["require x: cold", []],
  ["require x: hot", ["could-loosen"]],
  // What asks for nothing and lets nothing pass is free.
  ["sample 5% when score < 3", []],
  ["route to desk when tier == low", []],
  ["escalate to finance after 1 hour when tier == low", []],
  ["at high { sample 50% }", []],
];

describe("strata and monotony", () => {
  test.each(cases)("%s", (items, expected) => {
    const ignored = new Set(["nothing-restricts", "unused-let", "unused-role"]);
    expect(codes(`${HEAD}${items}\n}`).filter((code) => !ignored.has(code))).toEqual(expected);
  });

  test("a guarantee may read the finished decision in any way", () => {
    const text = `${HEAD} tier high x: hot }\nguarantee g: for Do when score < 5 and tier == low and not (autonomy > guided) expect outcome in [allow, review] and people <= 1`;
    expect(codes(text).filter((code) => !code.startsWith("unused"))).toEqual([]);
  });

  test("the fix is the form to write", () => {
    const { diagnostics } = checkFiles([{ name: "t.bylaw", text: `${HEAD} forbid x: score == 50 }` }]);
    const fault = diagnostics.find(({ code }) => code === "could-loosen")!;
    expect(fault.fixes[0]!.edits[0]!.text).toBe("score >= 50");
  });
});

test("a guarantee for an unknown action says so once, and nothing of its inputs", () => {
  const text =
    "policy demo\naction Do { input n: int forbid x: n > 3 }\nguarantee g: for Dont when m > 3 expect outcome == deny";
  expect(codes(text)).toEqual(["unknown-action"]);
});
