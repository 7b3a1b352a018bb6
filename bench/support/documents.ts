/** Documents that grow in one direction, and the rules that look at what grows. */
import type { Context } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

export interface Asked {
  readonly evaluator: Evaluator;
  readonly changeSet: unknown;
  readonly context: Context;
}

function rules(text: string): Evaluator {
  const { evaluator, diagnostics } = loadPolicySet([{ name: "a.bylaw", text }], { today: "2026-11-17" });
  if (evaluator === null) throw new Error(`the bench's own policy has a fault: ${JSON.stringify(diagnostics[0])}`);
  return evaluator;
}

const EVALUATOR = rules(`policy a
role lead "Lead"
evidence photo { size: int }
record Line { price: money, tag: text }
action Act {
  impact money = 1 USD
  autonomy guided
  input lines: list of Line, m: map of text, t: text
  fact known: map of bool = known(t)
  changes Line.price
  irreversible
  forbid dear: any(x in lines: x.price > 100 USD)
  forbid alike: count(distinct(list(x in lines: x.tag))) > 1000000
  forbid pattern: t like "*a*b*c*"
  forbid stop: m["stop"] == "yes"
  require sourced: all(c in changes: c.evidence is present) else approve by 1 of lead
  evidence photo
  forbid repeated: any(h in history of Act in last 24 hours: count(h.lines) > 3)
  quota many: 1000000 in any 24 hours for each requester.id
}`);

const NOW = "2026-11-22T10:15:00Z";
const USD = { amount: "1.00", currency: "USD" };
const fill = <T>(characters: number, each: number, make: (i: number) => T): T[] =>
  Array.from({ length: Math.max(1, Math.floor(characters / each)) }, (_, i) => make(i));

const asked = (document: object, context: object = {}): Asked => ({
  evaluator: EVALUATOR,
  changeSet: JSON.stringify({
    id: "cs-1",
    action: "a.Act",
    environment: "prod",
    requester: { id: "agent:one", kind: "agent", owner: "user:olga" },
    changes: [change(0, { evidence: ["e-0"] })],
    evidence: [photo(0)],
    ...document,
    inputs: { lines: [], m: {}, t: "x", ...(document as { inputs?: object }).inputs },
  }),
  context: JSON.stringify({ now: NOW, facts: { known: {} }, history: [], usage: [], ...context }) as unknown as Context,
});

const change = (i: number, more: object = {}): object => ({
  target: { type: "Line", id: `l-${i}` },
  field: "price",
  old: null,
  new: USD,
  ...more,
});
const photo = (i: number): object => ({ id: `e-${i}`, kind: "photo", issuer: "x", at: NOW, data: { size: 1 } });
const entry = (i: number, inputs: object): object => ({
  action: "a.Act",
  at: NOW,
  status: "committed",
  requester: { id: `user:u${i}`, kind: "person" },
  inputs,
});

export const DOCUMENTS: Readonly<Record<string, (characters: number) => Asked>> = {
  "lines that fit": (size) => asked({ inputs: { lines: fill(size, 60, (i) => ({ price: USD, tag: `t${i % 9}` })) } }),
  "lines of different tags": (size) =>
    asked({ inputs: { lines: fill(size, 60, (i) => ({ price: USD, tag: `t${i}` })) } }),
  "lines that do not fit": (size) => asked({ inputs: { lines: fill(size, 30, () => ({ prise: 1, tga: 2 })) } }),
  "lines that are unknown": (size) => asked({ inputs: { lines: fill(size, 30, () => ({ $unknown: "timed out" })) } }),
  "a wide map": (size) => asked({ inputs: { m: Object.fromEntries(fill(size, 15, (i) => [`k${i}`, "v"])) } }),
  "members nobody knows": (size) => asked(Object.fromEntries(fill(size, 15, (i) => [`inptus${i}`, "v"]))),
  "a long text": (size) => asked({ inputs: { t: "a".repeat(size) } }),
  "a text for a pattern": (size) => asked({ inputs: { t: "ab".repeat(size / 2) } }),
  "a text of escapes": (size) => asked({ inputs: { t: "\n".repeat(size / 2) } }),
  changes: (size) => asked({ changes: fill(size, 110, (i) => change(i)) }),
  "changes with evidence": (size) =>
    asked({
      changes: fill(size / 2, 110, (i) => change(i, { evidence: [`e-${i}`] })),
      evidence: fill(size / 2, 110, photo),
    }),
  "changes of nothing known": (size) => asked({ changes: fill(size, 110, (i) => change(i, { field: "prise" })) }),
  evidence: (size) => asked({ evidence: fill(size, 80, photo) }),
  "evidence of one id": (size) => asked({ evidence: fill(size, 80, () => photo(1)) }),
  history: (size) => asked({}, { history: fill(size, 160, (i) => entry(i, { lines: [], m: {}, t: "x" })) }),
  "history without inputs": (size) => asked({}, { history: fill(size, 120, (i) => entry(i, {})) }),
  usage: (size) =>
    asked({}, { usage: fill(size, 60, (i) => ({ clause: "a.Act.many", key: [`agent:u${i}`], used: "1" })) }),
  "usage entries": (size) =>
    asked(
      {},
      {
        usage: [
          {
            clause: "a.Act.many",
            key: ["agent:one"],
            entries: fill(size, 60, () => ({ at: "2026-11-22T09:00:00Z", amount: "1" })),
          },
        ],
      },
    ),
  directory: (size) =>
    asked(
      {},
      { directory: { principals: Object.fromEntries(fill(size, 40, (i) => [`user:u${i}`, { roles: ["lead"] }])) } },
    ),
  "groups in a chain": (size) =>
    asked(
      {},
      {
        directory: {
          principals: { "user:olga": { groups: ["g0"] } },
          groups: Object.fromEntries(fill(size, 40, (i) => [`g${i}`, { in: [`g${i + 1}`] }])),
        },
      },
    ),
  "owners in a chain": (size) =>
    asked(
      {},
      {
        directory: {
          principals: Object.fromEntries(
            fill(size, 60, (i) => [i === 0 ? "agent:one" : `agent:u${i}`, { kind: "agent", owner: `agent:u${i + 1}` }]),
          ),
        },
      },
    ),
  editors: (size) => asked({}, { editors: fill(size, 15, (i) => `user:u${i}`) }),
  "deep lists": (size) =>
    asked({ inputs: { lines: fill(size, 120, () => JSON.parse(`${"[".repeat(60)}${"]".repeat(60)}`)) } }),
  "no JSON": (size) => ({ evaluator: EVALUATOR, changeSet: "[".repeat(size), context: {} as Context }),
  commas: (size) => ({ evaluator: EVALUATOR, changeSet: `[${",".repeat(size)}`, context: {} as Context }),
};
