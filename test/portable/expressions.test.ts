/** Every expression that policies are drawn from, by JSON Logic and by the interpreter; and which have no form, and why. */
import { expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context } from "../../src/decision/documents.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { sound } from "../backends/attack/documents.ts";
import { ASIDE, FORMS, LEAVES, policyOf } from "../backends/attack/policies.ts";
import { random } from "../backends/attack/random.ts";
import { evaluatorBy, exportedOf, newTally } from "./agree.ts";

const DOCUMENTS = 10;
const PER_POLICY = 12;

const compared = Object.entries(LEAVES).flatMap(([kind, values]) =>
  values.map((value, i) => {
    if (kind === "bool") return value;
    const signs = ["text", "color"].includes(kind) ? ["==", "!="] : ["==", "<", "!=", ">=", ">", "<="];
    return `${value} ${signs[i % signs.length]} ${values[(i * 7 + 3) % values.length]}`;
  }),
);
const all = [...FORMS, ...ASIDE, ...compared];
const groups = Array.from({ length: Math.ceil(all.length / PER_POLICY) }, (_, i) =>
  all.slice(i * PER_POLICY, (i + 1) * PER_POLICY),
);

function load(conditions: readonly string[]) {
  const text = policyOf(conditions.map((condition, i) => `score ${i + 1} c${i}: ${condition}`));
  const { evaluator, diagnostics } = loadPolicySet([{ name: "main.bylaw", text }], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what }) => what).join("\n"));
  return evaluator;
}

test.each(groups)("%s, …", (...conditions) => {
  const evaluator = load(conditions);
  const tally = newTally();
  const portable = evaluatorBy(evaluator, tally);
  for (let turn = 0; turn < DOCUMENTS; turn++) {
    const { changeSet, context } = sound(random(turn), [], false);
    const inputs = changeSet["inputs"] as Record<string, unknown>;
    const names = Object.keys(inputs);
    // Now and then something is not known.
    if (turn % 3 === 2) inputs[names[turn % names.length]!] = { $unknown: "lost" };
    const { score, reasons, unknown } = decide(portable, changeSet, context as unknown as Context);
    const wanted = decide(evaluator, changeSet, context as unknown as Context);
    expect(tally.disagreements).toEqual([]);
    expect({ score, reasons, unknown }).toEqual({
      score: wanted.score,
      reasons: wanted.reasons,
      unknown: wanted.unknown,
    });
  }
});

/** Why a condition has no form; null: it has one. */
function without(condition: string): string | null {
  const evaluator = load([condition]);
  const action = evaluator.plan.actions["gen.main.Act"]!;
  const { fires } = action.clauses.find(({ id }) => id === "gen.main.Act.c0")!;
  const { condition: exported } = exportedOf(evaluator, action, fires);
  return "unsupported" in exported ? exported.unsupported : null;
}

const NO_FORM: Readonly<Record<string, string>> = {
  'word like "?*-*"': "`like` with several pieces in their order",
  "word like items_pattern": "`like` with a pattern that is not a constant",
  "(wait * 3) <= time_of_day(now)": "a duration times a number: it may not come out in whole milliseconds",
  "(wait * n) == (now - moment)": "a duration times a number: it may not come out in whole milliseconds",
  "(wait * d) < time_of_day(now)": "a duration times a number: it may not come out in whole milliseconds",
  "(1.5 * wait) != (now - moment)": "a duration times a number: it may not come out in whole milliseconds",
};

test("of these, no others have no form", () => {
  const found = all.flatMap((one) => {
    const why = without(one);
    return why === null ? [] : [[one, why] as const];
  });
  expect(Object.fromEntries(found)).toEqual(NO_FORM);
});

test.each([
  ["weekday(moment + wait) == weekday(now)", "`weekday` of an instant that is computed: JSON Logic has no calendar"],
  [
    "time_of_day(moment - 1 hour) < 8 hours",
    "`time_of_day` of an instant that is computed: JSON Logic has no calendar",
  ],
  ["date(moment + 1 hour) == day", "`date` of an instant that is computed: JSON Logic has no calendar"],
  ["day + wait > day", "a date that moves by other than a constant number of whole days"],
  ["lower(lower(word)) == word", "`lower` of a text that is computed"],
  ["length(lower(word)) > 2", "`length` of a text that is computed"],
  ["time_of_day(now) * 2 > wait", "a duration times a number: it may not come out in whole milliseconds"],
  ["d * d * d * d * d > 0.5", "numbers with more places than a double holds"],
  ["d / n > 0.5", "division by a value: JSON Logic divides in binary floating point"],
])("%s has none either", (condition, why) => expect(without(condition)).toBe(why));
