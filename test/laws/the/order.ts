import fc from "fast-check";
import type { Decision } from "../../../src/decision/documents.ts";
import { type Case, change } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { policy } from "../policies.ts";
import { ask, load, parts, WITHOUT_REMEDIES } from "../world.ts";
import { alone, cases, type World } from "./world.ts";

export const order: Law<World & { readonly noise: readonly number[] }> = {
  number: 4,
  says: "order does not matter: of files, declarations, clauses, changes, evidence, history, usage, editors",
  samples: fc.record({
    draft: policy,
    cases: cases(change),
    noise: fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 40 }),
  }),
  alone,
  check(engine, { draft, cases, noise }) {
    const shuffle = shuffler(noise);
    const straight = load(engine, draft);
    const turned = load(engine, draft, shuffle);
    for (const one of cases) {
      const expected = withoutPlaces(ask(engine, straight, one));
      const found = withoutPlaces(ask(engine, turned, reordered(one, shuffle)));
      claim(found === expected, () => `in another order\n${found}\nand before\n${expected}`);
    }
    return cases.length;
  },
  tell: ({ draft, cases, noise }) =>
    [tellPolicy(draft), ...cases.map(tellCase), `--- shuffled by ${noise.join(" ")}`].join("\n"),
};

type Shuffle = <T>(items: readonly T[]) => readonly T[];

function shuffler(noise: readonly number[]): Shuffle {
  let at = 0;
  return (items) =>
    items
      .map((item, index) => [noise[at++ % noise.length]!, index, item] as const)
      .sort(([a, i], [b, k]) => a - b || k - i)
      .map(([, , item]) => item);
}

function reordered({ changeSet, context }: Case, shuffle: Shuffle): Case {
  const turn = (document: Record<string, unknown>, names: readonly string[]): Record<string, unknown> => {
    const given = names.filter((name) => Array.isArray(document[name]));
    return {
      ...document,
      ...Object.fromEntries(given.map((name) => [name, shuffle(document[name] as unknown[])])),
    };
  };
  return {
    changeSet: turn(changeSet, ["changes", "evidence"]),
    context: turn(context, ["history", "usage", "editors"]),
  };
}

/** Where a clause stands, and the digest of the change set, are the only parts that may differ. */
function withoutPlaces(decision: Decision): string {
  return JSON.stringify(parts(decision, ["policy", "change_set_digest", ...WITHOUT_REMEDIES]), (key, value: unknown) =>
    key === "at" && typeof value === "object" ? undefined : value,
  );
}
