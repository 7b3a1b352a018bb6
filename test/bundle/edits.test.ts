/**
 * A bundle in the hands of somebody who edits it. Without the means to take digests every edit is refused; with them, an
 * edit is refused or gives another policy that decides like any other: nothing throws, nothing runs on, nothing is half read.
 */
import { expect, test } from "vitest";
import { buildBundle, bundleText, seal } from "../../src/bundle/build.ts";
import type { Bundle } from "../../src/bundle/format.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { planDigest } from "../../src/eval/digest.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { decide } from "../../src/runtime.ts";

/** Small, and with something of everything. */
const POLICY = `policy shop
tiers low < medium < high
environments sandbox, prod
timezone "Europe/Berlin"
role lead "Leads"
role finance "Finance"
queue desk "Desk"
evidence photo from tool "camera" { sharp: bool }
record Order { id: text, total: money, tags: list of text, limits: map of int, placed: time, vip: bool? }
define dear(amount: money) = amount > 100 USD
table share(amount: money) {
  < 10 USD => 0.5
  _ => 0.25
}
approval table who(amount: money) {
  < 500 USD => 1 of lead
  _ => 1 of lead and 1 of finance
}
action Undo { impact money = 0 USD autonomy proposal require sure: confidence > 0.1 irreversible }
action Pay {
  impact money = amount, customers = 1
  autonomy autopilot
  input amount: money, order_id: text
  fact order: Order = orders(order_id)
  changes Order.total
  let rest = order.total - amount
  require enough: rest >= 0 USD because "no more than there is"
  forbid tagged: any(t in order.tags: t like "no*") or "x" in order.tags
  forbid often: count(history of Pay in last 1 day) > 3
  score 20 dear: dear(amount)
  score 3 shared: share(amount) > 0.3
  score 5 old: date(order.placed) < 2026-01-01 or (order.vip ?? false)
  tier medium: score >= 20
  tier high big: amount > 1000 USD
  at high { approve by who(amount) }
  evidence photo within 2 days when amount > 50 USD
  quota daily: 5 per day for each requester.id
  quota sum: sum of amount up to 900 USD in any 30 days else approve by 1 of finance
  limit autonomy to guided when amount > 700 USD
  sample 5%
  route to desk
  escalate to finance after 4 hours
  rollback by Undo within 3 days
}
`;

const files = [{ name: "shop.bylaw", text: POLICY }];
const loaded = loadPolicySet(files, { today: "2026-11-17" });
const built = buildBundle(
  loaded.evaluator?.plan ??
    fail(JSON.stringify(loaded.diagnostics.map(({ what, span }) => [what, POLICY.slice(span.start, span.end)]))),
  { files, revision: 3, json_logic: false },
);
// Schemas decide nothing and are most of the text: small ones will do.
const bundle = seal({
  ...built,
  schemas: { change_set: "{}", context: "{}", decision: "{}", actions: { "shop.Pay": "{}" } },
});
const text = bundleText(bundle);

function fail(words: string): never {
  throw new Error(words);
}

const money = (amount: string) => ({ amount, currency: "USD" });
const changeSets = ["20", "120", "1200"].map((amount) => ({
  id: "c",
  action: "shop.Pay",
  environment: "prod",
  requester: { id: "agent:a", kind: "agent", owner: "user:o" },
  inputs: { amount: money(amount), order_id: "o" },
  changes: [{ target: { type: "Order", id: "o" }, field: "total", old: money("2000"), new: money("20") }],
  evidence: [{ id: "e", kind: "photo", issuer: "tool:camera", at: "2026-11-17T08:00:00Z", data: { sharp: true } }],
  confidence: "0.9",
}));
const context = {
  now: "2026-11-17T10:15:00Z",
  facts: {
    order: { id: "o", total: money("2000"), tags: ["a"], limits: { a: 1 }, placed: "2026-11-01T00:00:00Z", vip: true },
  },
  history: [],
  usage: [],
  directory: { principals: { "user:l": { roles: ["lead", "finance"] } } },
};

type Path = readonly (string | number)[];

/** Every value of a document, by its path; those inside too. */
function* values(value: unknown, path: Path = []): Iterable<{ readonly path: Path; readonly value: unknown }> {
  if (path.length > 0) yield { path, value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* values(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A copy with another value at a path; `undefined` takes it out. */
function put(document: unknown, [step, ...rest]: Path, value: unknown): unknown {
  const next = rest.length === 0 ? value : put((document as Record<string, unknown>)[step!], rest, value);
  if (Array.isArray(document))
    return next === undefined ? document.filter((_, i) => i !== step) : document.with(Number(step), next);
  const { [step!]: _, ...others } = document as Record<string, unknown>;
  return next === undefined ? others : { ...others, [step!]: next };
}

const ROOTS = [
  "bundle",
  "language",
  "revision",
  "set",
  "plan",
  "plan_digest",
  "sources",
  "docs",
  "digest",
  "schemas",
  "zone",
];

test("any text cut off is refused", () => {
  for (let end = 0; end < text.length; end += 100)
    expect([end, openBundle(text.slice(0, end)).ok]).toEqual([end, false]);
});

test("any value changed or taken out is refused by the digest, or before", () => {
  let tried = 0;
  let turn = false;
  for (const { path, value } of values(JSON.parse(text))) {
    // Every other one: the digest does not care which.
    if (tried++ % 2 !== 0) continue;
    // By turns taken out and changed.
    turn = !turn;
    const other = turn || value === null ? undefined : typeof value === "string" ? `${value} ` : null;
    if (openBundle(put(bundle, path, other)).ok) fail(`taken: ${JSON.stringify(path)}`);
  }
  expect(tried).toBeGreaterThan(20);
}, 120_000);

/** Values that stand for the ideas of somebody who knows the format. */
const IDEAS: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  true,
  -1,
  1e300,
  "",
  "nope",
  "__proto__",
  { op: "const", type: { kind: "bool" }, value: false },
  { op: "let", name: "rest" },
  { op: "call", fn: "shop.dear", args: [] },
];

test("any edit of the plan with digests that belong to it is refused, or decides", () => {
  let opened = 0;
  let refused = 0;
  const plan = [...values(JSON.parse(JSON.stringify(bundle.plan)))];
  plan.forEach(({ path }, i) => {
    // A prime keeps ideas and values from going in step.
    const idea = IDEAS[(i * 5) % IDEAS.length];
    const own = put(bundle.plan, path, idea) as Bundle["plan"];
    const found = openBundle(seal({ ...bundle, plan: own, plan_digest: planDigest(own) }));
    if (!found.ok) {
      refused++;
      expect(found.faults[0].path).toMatch(/^(plan|set|schemas)/);
      return;
    }
    opened++;
    const decision = decide(found.evaluator, changeSets[i % changeSets.length], context);
    const bug = decision.warnings.find((warning) => warning.includes("internal fault"));
    if (bug !== undefined) fail(`${JSON.stringify(path)} = ${JSON.stringify(idea)}: ${bug}`);
  });
  console.log(`edits of the plan: ${refused} refused, ${opened} opened and decided`);
  expect(refused).toBeGreaterThan(opened);
  expect(opened).toBeGreaterThan(20);
}, 240_000);

test("a record where anything else belongs is refused everywhere in the plan and beside it", () => {
  let turn = false;
  for (const { path, value } of values(JSON.parse(text))) {
    turn = !turn;
    if (turn || path[0] === "digest") continue;
    if (typeof value === "object" && value !== null && Object.keys(value).length === 0) continue;
    const own = put(bundle, path, { surprise: 1 }) as Bundle;
    const sealed = seal(path[0] === "plan" ? { ...own, plan_digest: planDigest(own.plan) } : own);
    if (openBundle(sealed).ok) fail(`taken: ${JSON.stringify(path)}`);
  }
}, 120_000);

test("the members are those that are tried here", () => {
  expect(Object.keys(bundle).sort()).toEqual([...ROOTS].sort());
  for (const changeSet of changeSets) expect(decide(loaded.evaluator!, changeSet, context).misfits).toEqual([]);
});
