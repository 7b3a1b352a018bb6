/** Change sets and contexts for the policies of `policies.ts`, and the places in them that may turn unknown. */
import fc from "fast-check";

export interface Case {
  readonly changeSet: Record<string, unknown>;
  readonly context: Record<string, unknown>;
}

const usd = fc
  .constantFrom("0.00", "-3.00", "4.99", "20.00", "50.00", "50.01", "120.00", "500.00", "501.00", "1000.00")
  .map((amount) => ({ amount, currency: "USD" }));
const money = fc.oneof(
  { weight: 8, arbitrary: usd },
  { weight: 1, arbitrary: fc.constant({ amount: "3.00", currency: "EUR" }) },
);
const time = fc.constantFrom(
  "2026-11-22T10:15:00Z",
  "2026-11-20T23:30:00+01:00",
  "2026-11-19T00:00:00Z",
  "2026-10-25T02:30:00+01:00",
  "2026-11-21T21:00:00Z",
  "2026-11-23T12:00:00Z",
);
const color = fc.constantFrom("red", "green", "blue");
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 2 });

const line = fc.record({
  sku: fc.constantFrom("a", "b", "c"),
  price: money,
  qty: fc.integer({ min: 0, max: 4 }),
  note: optional(fc.constant("n")),
  color,
});
const order = fc.record({
  id: fc.constantFrom("o-1", "x-2"),
  total: money,
  refunded: money,
  flag: fc.boolean(),
  placed_at: time,
  day: fc.constantFrom("2026-11-20", "2026-11-22"),
  credit: optional(money),
  lines: fc.array(line, { maxLength: 3 }),
  tags: fc.dictionary(fc.constantFrom("kind", "__proto__", "constructor"), fc.constantFrom("gift", "plain")),
  sub: fc.dictionary(fc.constantFrom("a", "b"), line),
  color,
  ratio: fc.constantFrom("0.5", "1", "0"),
  wait: fc.constantFrom("PT1H", "P2D"),
  buddy: optional(fc.constantFrom("x", "user:ann")),
  owner: fc.record({
    name: fc.constantFrom("Ann", "O"),
    home: optional(fc.record({ city: fc.constantFrom("Rome", "Bern"), rent: money })),
  }),
  scores: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
  cash: fc.array(money, { maxLength: 3 }),
  grid: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }), { maxLength: 2 }),
  marks: fc.dictionary(fc.constantFrom("2026-11-20", "2026-11-22"), fc.integer({ min: 0, max: 9 }), { maxKeys: 2 }),
  prices: fc.dictionary(color, money, { maxKeys: 2 }),
  spare: optional(fc.array(line, { maxLength: 2 })),
});

const inputs = fc.record({
  order_id: fc.constantFrom("o-1", "x-2"),
  amount: money,
  n: fc.integer({ min: 0, max: 400 }),
  d: fc.constantFrom("0.5", "7.25", "0"),
  b: fc.boolean(),
  reason: color,
  opt: optional(fc.integer({ min: 0, max: 5 })),
  items: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
  moment: time,
});

const ONE = { id: "agent:one", kind: "agent", roles: ["support"], owner: "user:olga" };
const requester = fc.constantFrom(
  { id: "agent:one", kind: "agent", roles: ["support"], owner: "user:olga" },
  { id: "agent:one", kind: "agent", roles: [], owner: "user:olga", on_behalf_of: "user:ann" },
  { id: "user:ann", kind: "person", roles: ["support", "lead"] },
  { id: "service:sync", kind: "service", roles: [] },
  { id: "user:new", kind: "person", roles: [], on_behalf_of: "user:bob" },
  { id: "agent:two", kind: "agent", roles: [], owner: "agent:one", on_behalf_of: "user:nobody" },
);

const evidence = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom("e1", "e2", "e3"),
      kind: fc.constantFrom("check", "photo"),
      at: fc.constantFrom("2026-11-22T09:00:00Z", "2026-11-20T09:00:00Z"),
    }),
    { selector: (item) => item.id, maxLength: 3 },
  )
  .chain((items) =>
    fc.tuple(
      ...items.map((item) =>
        item.kind === "photo"
          ? fc.constant({ ...item, issuer: "user:bob" })
          : fc
              .record({ points: fc.integer({ min: 0, max: 90 }), flag: optional(fc.boolean()) })
              .map((data) => ({ ...item, issuer: "tool:risk", data })),
      ),
    ),
  );

const history = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        action: fc.constant("gen.main.Act"),
        at: fc.constantFrom("2026-11-22T08:00:00Z", "2026-11-20T08:00:00Z", "2026-10-01T08:00:00Z"),
        status: fc.constantFrom("committed", "pending"),
        requester: fc.oneof(fc.constant(ONE), requester),
        inputs,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        action: fc.constant("gen.main.Undo"),
        at: fc.constant("2026-11-21T08:00:00Z"),
        status: fc.constant("committed"),
        requester,
        inputs: fc.record({ order_id: fc.constantFrom("o-1", "x-2") }),
      }),
    },
  ),
  { maxLength: 3 },
);

/** Two entries of one instant that differ in their inputs only. */
const twins = fc
  .record({
    at: fc.constantFrom("2026-11-22T08:00:00Z", "2026-11-20T08:00:00Z"),
    both: fc.tuple(inputs, fc.record({ amount: money, reason: color })),
  })
  .map(({ at, both: [first, other] }) =>
    [first, { ...first, ...other }].map((own) => ({
      action: "gen.main.Act",
      at,
      status: "committed",
      requester: ONE,
      inputs: own,
    })),
  );

/** Of every quota that a policy may have; those it does not have are left out when it is asked. */
const amounts = fc.constantFrom("0", "1", "2", "90.00");
const usage = fc.uniqueArray(
  fc.record({
    clause: fc.constantFrom(
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `gen.main.Act.c${n}`),
      "gen.base.e0_0",
      "gen.base.e0_1",
      "gen.base.e1_0",
    ),
    key: fc.constantFrom<string[]>([], ["agent:one"], ["user:ann"], ["o-1"], ["o-1", "red"], ["none"], ["x"]),
    counted: fc.oneof(
      fc.record({ used: amounts }),
      fc.record({
        entries: fc.array(
          fc.record({
            at: fc.constantFrom("2026-11-22T09:00:00Z", "2026-11-19T23:30:00Z", "2026-11-01T00:00:00Z"),
            amount: amounts,
            open: fc.boolean(),
          }),
          { maxLength: 3 },
        ),
      }),
    ),
  }),
  { maxLength: 4, selector: ({ clause, key }) => JSON.stringify([clause, key]) },
);

const PRINCIPALS = {
  "user:ann": { roles: ["support"] },
  "user:ann.admin": { roles: ["boss", "lead"], person: "user:ann" },
  "user:bob": { roles: ["lead", "money"] },
  "user:cy": { roles: ["money", "boss"] },
  "user:di": { groups: ["lawyers"] },
  "user:olga": { roles: ["boss"] },
  "user:gone": { roles: ["lead"], active: false },
  "agent:one": { kind: "agent", roles: ["support"], owner: "user:olga" },
};
const GROUPS = { lawyers: { in: ["staff"], roles: ["law"] }, staff: { roles: ["support"] } };

export const change: fc.Arbitrary<Case> = fc
  .record({
    inputs,
    requester,
    evidence,
    history: fc.option(fc.oneof(history, twins), { nil: undefined, freq: 4 }),
    usage: fc.option(usage, { nil: undefined, freq: 4 }),
    order,
    extra: optional(order),
    environment: fc.constantFrom("prod", "sandbox"),
    confidence: fc.constantFrom("0.4", "0.75", "0.95"),
    now: time,
    known: fc.boolean(),
    editors: fc.option(fc.constantFrom(["user:bob"], ["user:cy", "user:di"]), { nil: undefined }),
    key: fc.boolean(),
    refs: fc.boolean(),
    news: money,
  })
  .map(
    (draft): Case => ({
      changeSet: {
        id: "cs-1",
        action: "gen.main.Act",
        environment: draft.environment,
        requester: draft.requester,
        inputs: draft.inputs,
        changes: [
          {
            target: { type: "Order", id: draft.inputs.order_id },
            field: "refunded",
            old: draft.order.refunded,
            new: draft.news,
            ...(draft.refs && draft.evidence[0] !== undefined ? { evidence: [draft.evidence[0].id] } : {}),
          },
          { target: { type: "Order", id: draft.inputs.order_id }, field: "flag", old: false, new: true },
        ],
        evidence: draft.evidence,
        confidence: draft.confidence,
      },
      context: {
        now: draft.now,
        facts: { order: draft.order, extra: draft.extra },
        ...(draft.history === undefined ? {} : { history: draft.history }),
        ...(draft.usage === undefined ? {} : { usage: draft.usage }),
        ...(draft.known ? { directory: { version: "7", principals: PRINCIPALS, groups: GROUPS } } : {}),
        ...(draft.editors === undefined ? {} : { editors: draft.editors }),
        ...(draft.key ? { sample_key: "k" } : {}),
      },
    }),
  );

export type Steps = readonly (string | number)[];

/** Where a value may be unknown. `kind` says what it is, so that it can be told which were ever tried. */
export interface Place {
  readonly of: "changeSet" | "context";
  readonly path: Steps;
  readonly kind: string;
}

/** Inputs by which maps are looked up. */
const KEYS = ["reason", "moment"];

interface Past {
  readonly at: string;
  readonly requester: unknown;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Whether this input is what tells another entry of the same instant from this one. */
const isTwin =
  (entry: Past, name: string) =>
  (other: Past): boolean =>
    other.at === entry.at &&
    other.requester === entry.requester &&
    JSON.stringify(other.inputs[name]) !== JSON.stringify(entry.inputs[name]);

/** Every place whose value a contract types, at every depth: one of them replaced by unknown must never loosen. */
export function places({ changeSet, context }: Case): readonly Place[] {
  const found: Place[] = [];
  const inside = (of: Place["of"], path: Steps, value: unknown, kind: string): void => {
    found.push({ of, path, kind });
    if (value === null || typeof value !== "object") return;
    const is = Array.isArray(value) ? "item" : "amount" in value && "currency" in value ? "money" : "field";
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value))
      inside(of, [...path, key], item, is === "money" ? `${kind.split(" ")[0]} ${key}` : `${kind.split(" ")[0]} ${is}`);
  };
  for (const [name, value] of Object.entries(changeSet["inputs"] as object))
    inside("changeSet", ["inputs", name], value, KEYS.includes(name) ? "key" : "input");
  (changeSet["changes"] as readonly { old: unknown; new: unknown }[]).forEach((item, index) => {
    inside("changeSet", ["changes", index, "old"], item.old, "old");
    inside("changeSet", ["changes", index, "new"], item.new, "new");
  });
  (changeSet["evidence"] as readonly { data?: object }[]).forEach((item, index) => {
    for (const name of Object.keys(item.data ?? {}))
      found.push({ of: "changeSet", path: ["evidence", index, "data", name], kind: "evidence" });
  });
  found.push({ of: "changeSet", path: ["confidence"], kind: "confidence" });
  for (const [name, value] of Object.entries(context["facts"] as object))
    inside("context", ["facts", name], value, "fact");
  const past = context["history"] as readonly Past[] | undefined;
  past?.forEach((entry, index) => {
    for (const [name, value] of Object.entries(entry.inputs))
      inside("context", ["history", index, "inputs", name], value, past.some(isTwin(entry, name)) ? "twin" : "past");
  });
  // Whole parts that are left out.
  for (const part of ["history", "usage"]) if (part in context) found.push({ of: "context", path: [part], kind: part });
  return found;
}

/** The same change set with these places unknown. */
export function hide(given: Case, chosen: readonly Place[]): Case {
  const copy = structuredClone(given) as Case;
  // Deepest first, so that a place that is hidden with the whole around it stays harmless.
  for (const { of, path } of [...chosen].sort((a, b) => b.path.length - a.path.length)) {
    let at = copy[of] as Record<string | number, unknown>;
    for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
    const last = path.at(-1)!;
    if (of === "context" && path.length === 1) delete at[last];
    else
      Object.defineProperty(at, last, {
        value: { $unknown: "hidden" },
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return copy;
}
