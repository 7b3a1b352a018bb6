import fc from "fast-check";
import { BACKENDS } from "../../../src/eval/backend.ts";
import { type Case, change, hide, places } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { disguises, ODD } from "../odd.ts";
import { type PolicyDraft, policy } from "../policies.ts";
import { contextFor, load, parts, WITHOUT_REMEDIES } from "../world.ts";
import { alone, cases, withRemedies } from "./world.ts";

interface Given {
  readonly one: Case;
  /** Places that become unknown. */
  readonly unknown: readonly number[];
  /** A place that gets an odd value, and which. */
  readonly odd: readonly [place: number, value: number] | null;
  /** Which of the ways to hand over the same data. */
  readonly disguise: number;
}

export const oneMeaning: Law<{ readonly draft: PolicyDraft; readonly cases: readonly Given[] }> = {
  number: 7,
  says: `one meaning: ${BACKENDS.join(", ")} give the same bytes, also for odd values and however data is handed over`,
  samples: fc.record({
    draft: policy,
    cases: cases(
      fc.record({
        one: change,
        unknown: fc.array(fc.nat(), { maxLength: 2 }),
        odd: fc.option(fc.tuple(fc.nat(), fc.nat({ max: ODD.length - 1 }))),
        disguise: fc.nat({ max: disguises.length - 1 }),
      }),
    ),
  }),
  alone,
  check(engine, { draft, cases }) {
    const { plan } = load(engine, draft);
    const evaluators = BACKENDS.map((backend) => engine.compile(plan, { backend }));
    for (const [index, given] of cases.entries()) {
      const one = spoilt(given);
      const hand = disguises[given.disguise]!;
      const context = contextFor(evaluators[0]!, one);
      const answers = evaluators.map((evaluator) => {
        const decision = engine.decide(evaluator, hand(one.changeSet), hand(context) as typeof context);
        return JSON.stringify(parts(decision, withRemedies(index, cases.length) ? [] : WITHOUT_REMEDIES));
      });
      for (const [i, answer] of answers.entries())
        claim(answer === answers[0], () => `${BACKENDS[i]} gives\n${answer}\nand ${BACKENDS[0]}\n${answers[0]}`);
    }
    return cases.length;
  },
  tell: ({ draft, cases }) =>
    [
      tellPolicy(draft),
      ...cases.map(
        (given) =>
          `${tellCase(spoilt(given))}\n--- odd value: ${given.odd === null ? "none" : fc.stringify(ODD[given.odd[1]])}, handed over as ${disguises[given.disguise]!.name}`,
      ),
    ].join("\n"),
};

/** The case with its unknown places, and with one value that does not belong there. */
function spoilt({ one, unknown, odd }: Given): Case {
  const all = places(one);
  const hidden = hide(
    one,
    [...new Set(unknown.map((n) => n % all.length))].map((n) => all[n]!),
  );
  if (odd === null) return hidden;
  const left = places(hidden);
  const { of, path } = left[odd[0] % left.length]!;
  let at = hidden[of] as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  Object.defineProperty(at, last, { value: ODD[odd[1]], enumerable: true, writable: true, configurable: true });
  return hidden;
}
