/** The work of a decision grows with the length of its documents, whatever is long; and what it says stays short. */
import { expect, it, vi } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Outcome } from "../../src/decision/documents.ts";
import { evaluatorOf } from "../decision/fixtures.ts";
import { changeSet, NOW } from "../decision/plan.ts";

const { growth, LINEAR } = await vi.hoisted(() => import("../support/work.ts"));

const large = evaluatorOf({
  "a.bylaw": `
policy a
evidence photo { size: int }
record Line { price: money, tag: text }
action Act { input lines: list of Line  changes Line.price
fact known: bool = known(lines)
forbid dear: any(x in lines: x.price > 100 USD)
require sourced: all(c in changes: c.evidence is present)
evidence photo
forbid repeated: any(h in history of Act in last 24 hours: count(h.lines) > 3)
forbid secret: known
quota many: 10 in any 24 hours
tier high: count(x in lines: x.tag == "odd") > 10 }`,
});
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const lines = (n: number): unknown[] =>
  times(n, (i) => ({ price: { amount: String(i % 90), currency: "USD" }, tag: "x" }));
const change = (i: number, evidence?: string): unknown => ({
  target: { type: "Line", id: `l-${i}` },
  field: "price",
  old: null,
  new: { amount: "1", currency: "USD" },
  ...(evidence === undefined ? {} : { evidence: [evidence] }),
});
const photo = (i: number): unknown => ({ id: `e-${i}`, kind: "photo", issuer: "x", at: NOW, data: { size: 1 } });
const few = { lines: [] };

it.each<[string, (n: number) => object, (n: number) => object, Outcome]>([
  [
    "lines that fit",
    (n) => ({ inputs: { lines: lines(n) }, changes: [change(0, "e-0")], evidence: [photo(0)] }),
    () => ({ facts: { known: false }, history: [], usage: [] }),
    "allow",
  ],
  ["lines that do not", (n) => ({ inputs: { lines: times(n, () => ({ prce: 1, tg: 2 })) } }), () => ({}), "deny"],
  [
    "changes, each with evidence of its own",
    (n) => ({
      inputs: few,
      changes: times(n, (i) => change(i, `e-${i}`)),
      evidence: times(n, photo),
    }),
    () => ({ facts: { known: false }, history: [], usage: [] }),
    "allow",
  ],
  [
    "changes, each with evidence that is not there",
    (n) => ({
      inputs: few,
      changes: times(n, (i) => change(i, `f-${i}`)),
      evidence: times(n, photo),
    }),
    () => ({}),
    "deny",
  ],
  [
    "names that nobody declared",
    (n) => ({ inputs: Object.fromEntries(times(n, (i) => [`lins${i}`, 1])) }),
    (n) => ({ facts: Object.fromEntries(times(n, (i) => [`knwn${i}`, 1])) }),
    "deny",
  ],
  [
    "past change sets at one instant",
    () => ({ inputs: few, changes: [change(0, "e-0")], evidence: [photo(0)] }),
    (n) => ({
      facts: { known: false },
      usage: [],
      history: times(n, (i) => ({
        action: "a.Act",
        at: "2026-11-22T09:00:00Z",
        status: "committed",
        requester: { id: `user:${i}`, kind: "person" },
        inputs: few,
      })),
    }),
    "allow",
  ],
  [
    "postings",
    () => ({ inputs: few, changes: [change(0, "e-0")], evidence: [photo(0)] }),
    (n) => ({
      facts: { known: false },
      history: [],
      usage: [
        { clause: "a.Act.many", entries: times(n, (i) => ({ at: `2026-11-22T0${i % 10}:00:00Z`, amount: "1" })) },
      ],
    }),
    "deny",
  ],
  [
    "principals",
    () => ({ inputs: few, changes: [change(0, "e-0")], evidence: [photo(0)] }),
    (n) => ({
      facts: { known: false },
      history: [],
      usage: [],
      directory: {
        principals: {
          "user:ann": {},
          ...Object.fromEntries(times(n, (i) => [`p${i}`, { person: `p${(i + 1) % n}`, owner: `p${i - 1}` }])),
        },
      },
    }),
    "allow",
  ],
  [
    "lines, of which something is not known",
    (n) => ({
      inputs: { lines: [...lines(n), { $unknown: "x" }].slice(1) },
      changes: [change(0, "e-0")],
      evidence: [photo(0)],
    }),
    () => ({}),
    "hold",
  ],
])("%s", (_, document, context, outcome) => {
  const deciding = (n: number) => {
    const texts = [
      JSON.stringify(changeSet(document(n) as Record<string, unknown>)),
      JSON.stringify({ now: NOW, ...context(n) }),
    ] as const;
    return () => decide(large, texts[0], texts[1]);
  };
  expect(growth(1_000, deciding)).toBeLessThan(LINEAR);
  const decision = deciding(4_000)();
  expect(decision.outcome).toBe(outcome);
  expect(JSON.stringify(decision).length).toBeLessThan(100_000);
});
