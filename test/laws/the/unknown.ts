import fc from "fast-check";
import { type Case, change, hide, type Place, places } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { type PolicyDraft, policy } from "../policies.ts";
import { claimStricter } from "../strictness.ts";
import { ask, load } from "../world.ts";
import { alone, cases } from "./world.ts";

/** A change set, and places in it that become unknown one after the other. */
export interface Hiding {
  readonly one: Case;
  readonly picks: readonly number[];
}

/** The same place may be hidden alone and inside a whole that is hidden later. */
export function hidden({ one, picks }: Hiding): readonly Place[] {
  const kinds = new Map<string, Place[]>();
  for (const place of places(one)) kinds.set(place.kind, [...(kinds.get(place.kind) ?? []), place]);
  // First of what kind, then which: there are many fields and one history. Few histories have twins: there they come first.
  const twins = kinds.get("twin");
  const all = [...kinds.values(), ...(twins === undefined ? [] : [twins, twins, twins, twins])];
  const chosen = picks.map((n) => {
    const own = all[n % all.length]!;
    return own[Math.floor(n / all.length) % own.length]!;
  });
  return [...new Set(chosen)];
}

export const unknown: Law<{ readonly draft: PolicyDraft; readonly cases: readonly Hiding[] }> = {
  number: 2,
  says: "unknown never lowers the bar",
  samples: fc.record({
    draft: policy,
    cases: cases(fc.record({ one: change, picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }) })),
  }),
  alone,
  check(engine, { draft, cases }) {
    const evaluator = load(engine, draft);
    let runs = 0;
    for (const hiding of cases) {
      const gone: Place[] = [];
      let before = ask(engine, evaluator, hiding.one);
      for (const place of hidden(hiding)) {
        gone.push(place);
        const after = ask(engine, evaluator, hide(hiding.one, gone));
        claim(after.misfits.length === 0, () => `${place.path.join(".")} cannot be unknown`);
        claimStricter(after, before, "with escalations");
        before = after;
        runs++;
      }
    }
    return runs;
  },
  tell: ({ draft, cases }) =>
    [
      tellPolicy(draft),
      ...cases.map(
        (hiding) =>
          `${tellCase(hiding.one)}\n--- unknown, one after the other\n${hidden(hiding)
            .map(({ of, path }) => `${of === "context" ? "context." : ""}${path.join(".")}`)
            .join("\n")}`,
      ),
    ].join("\n"),
};
