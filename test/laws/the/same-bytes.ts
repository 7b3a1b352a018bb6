import fc from "fast-check";
import type { Decision } from "../../../src/decision/documents.ts";
import { change } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { policy } from "../policies.ts";
import { ask, contextFor, load, parts, WITHOUT_REMEDIES } from "../world.ts";
import { alone, cases, type World, withRemedies } from "./world.ts";

export const sameBytes: Law<World> = {
  number: 5,
  says: "deterministic: the same bytes, also asked twice, from text, and with members in another order",
  samples: fc.record({ draft: policy, cases: cases(change) }),
  alone,
  check(engine, { draft, cases }) {
    const evaluator = load(engine, draft);
    const again = load(engine, draft);
    claim(evaluator.digest === again.digest, "the same policy has two digests");
    for (const [index, one] of cases.entries()) {
      const bytes = (decision: Decision): string =>
        JSON.stringify(parts(decision, withRemedies(index, cases.length) ? [] : WITHOUT_REMEDIES));
      const expected = bytes(ask(engine, evaluator, one));
      const text = engine.decide(
        again,
        JSON.stringify(backwards(one.changeSet)),
        JSON.stringify(backwards(contextFor(evaluator, one))),
      );
      claim(bytes(text) === expected, () => `from text\n${bytes(text)}\nand from data\n${expected}`);
      claim(bytes(ask(engine, evaluator, one)) === expected, "asked a second time it is another decision");
    }
    return cases.length;
  },
  tell: ({ draft, cases }) => [tellPolicy(draft), ...cases.map(tellCase)].join("\n"),
};

/** The same data with its members in the opposite order, in records without a prototype. */
export function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (value === null || typeof value !== "object") return value;
  const turned: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value).reverse()) turned[key] = backwards(item);
  return turned;
}
