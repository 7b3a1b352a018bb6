/** The decision as an object: as the reference's in every way that a caller may look at it, and nobody else's. */
import { expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context, Decision } from "../../../src/decision/documents.ts";
import { documents, refunds } from "./refunds.ts";
import { isQuick, type Pair } from "./same.ts";

/** Made anew for each test, so that each is seen to reach the code that makes it. */
const made = (): Pair =>
  refunds(
    "forbid large: amount > 100 USD",
    "approve two: by 1 of lead excluding words",
    "evidence e: check",
    "quota q: 5 per day for each reason",
    'score 5 s: reason == "late"',
    "require w: amount > 30 USD else warn",
  );
type Documents = ReturnType<typeof documents>;
const of = (backend: keyof Pair, { changeSet, context }: Documents = documents(), pair = made()): Decision =>
  decide(pair[backend], changeSet, context as unknown as Context);

test("generated code decides here", () => {
  const { changeSet, context } = documents();
  expect(isQuick(made().generated, changeSet, context)).toBe(true);
});

const LOOKS: Readonly<Record<string, (decision: Decision) => unknown>> = {
  "the names of its members": (decision) => Object.keys(decision),
  "all its members, shown or not": (decision) => Object.getOwnPropertyNames(decision),
  "their order in a loop": (decision) => {
    const names: string[] = [];
    for (const name in decision) names.push(name);
    return names;
  },
  "which show themselves": (decision) =>
    Object.entries(Object.getOwnPropertyDescriptors(decision)).map(([name, { enumerable, configurable }]) => [
      name,
      enumerable,
      configurable,
    ]),
  "its kind": (decision) => Object.getPrototypeOf(decision) === Object.prototype,
  JSON: (decision) => JSON.stringify(decision),
  "a copy of its members": (decision) => JSON.stringify({ ...decision }),
  "a structured clone": (decision) => JSON.stringify(structuredClone(decision)),
  "what stands in front of it": (decision) => JSON.stringify(new Proxy(decision, {})),
  "what inherits from it": (decision) => {
    const heir = Object.create(decision) as Decision;
    return [heir.remedies, heir.change_set_digest, heir.outcome];
  },
  "its members after it was frozen": (decision) => {
    Object.freeze(decision);
    return [decision.remedies, decision.change_set_digest];
  },
};

test.each(Object.entries(LOOKS))("%s", (_, look) => {
  expect(look(of("generated"))).toEqual(look(of("reference")));
});

test("strictly equal to the reference's", () => {
  expect({ ...of("generated") }).toStrictEqual({ ...of("reference") });
  expect(of("generated")).toStrictEqual(of("reference"));
});

/** Everything that can be reached from a value and changed. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const record = value as Record<string, unknown>;
  for (const name of Object.keys(record)) {
    spoil(record[name]);
    try {
      record[name] = "spoilt";
    } catch {
      // It may not be changed: so much the better.
    }
  }
  try {
    if (Array.isArray(value)) value.push("more");
    else record["more"] = "more";
  } catch {
    // As above.
  }
}

test("whoever changes a decision changes no other, and no document", () => {
  const pair = made();
  const cases: readonly (() => Documents)[] = [
    () => documents(),
    () => documents({ changeSet: { requester: { id: "user:ann", kind: "person" } } }),
    () => documents({ inputs: { words: [], reason: "broken" } }),
  ];
  for (const make of cases) {
    const wanted = JSON.stringify(of("reference", make(), pair));
    const given = make();
    const before = JSON.stringify(given);
    spoil(of("generated", given, pair));
    expect(JSON.stringify(given)).toBe(before);
    expect(JSON.stringify(of("generated", make(), pair))).toBe(wanted);
  }
});

test("a getter that decides in between changes neither decision", () => {
  const pair = made();
  const inner: string[] = [];
  const wanted = JSON.stringify(of("reference", undefined, pair));
  const others = refunds("forbid any_amount: amount > 1 USD");
  for (const name of ["id", "evidence", "inputs", "confidence"]) {
    const all = documents();
    const value = all.changeSet[name];
    Object.defineProperty(all.changeSet, name, {
      enumerable: true,
      get: () => {
        const { changeSet, context } = documents();
        inner.push(
          decide(others.generated, changeSet, context as unknown as Context).outcome,
          of("generated", undefined, pair).outcome,
        );
        return value;
      },
    });
    expect(JSON.stringify(of("generated", all, pair))).toBe(wanted);
  }
  expect(new Set(inner)).toEqual(new Set(["deny", JSON.parse(wanted).outcome]));
});

test("a document that says something else each time throws nothing", () => {
  const pair = made();
  const values: readonly unknown[] = ["prod", 7, null, "\ud800", undefined, {}, [], Symbol.iterator, Number.NaN];
  const names = ["id", "action", "environment", "requester", "inputs", "changes", "evidence", "confidence"];
  for (const name of names)
    for (const later of values)
      for (const turn of [1, 2, 3]) {
        const all = documents();
        const first = all.changeSet[name];
        let asked = 0;
        Object.defineProperty(all.changeSet, name, { enumerable: true, get: () => (++asked <= turn ? first : later) });
        expect(["allow", "review", "hold", "deny"]).toContain(
          JSON.parse(JSON.stringify(of("generated", all, pair))).outcome,
        );
      }
});
