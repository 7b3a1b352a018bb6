/** Change sets and contexts for the policies of `policies.ts`, and the places in them that may turn unknown. */
import fc from "fast-check";

export interface Case {
  readonly changeSet: Record<string, unknown>;
  readonly context: Record<string, unknown>;
}

const usd = fc
  .constantFrom("0.00", "4.99", "20.00", "50.00", "50.01", "120.00", "500.00", "501.00", "1000.00")
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

const requester = fc.constantFrom(
  { id: "agent:one", kind: "agent", roles: ["support"], owner: "user:olga" },
  { id: "agent:one", kind: "agent", roles: [], owner: "user:olga", on_behalf_of: "user:ann" },
  { id: "user:ann", kind: "person", roles: ["support", "lead"] },
  { id: "service:sync", kind: "service", roles: [] },
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
  fc.record({
    action: fc.constant("gen.main.Act"),
    at: fc.constantFrom("2026-11-22T08:00:00Z", "2026-11-20T08:00:00Z", "2026-10-01T08:00:00Z"),
    status: fc.constantFrom("committed", "pending"),
    requester,
    inputs,
  }),
  { maxLength: 3 },
);

const usage = fc.uniqueArray(
  fc.record({
    clause: fc.constantFrom(...[0, 1, 2, 3, 4].map((n) => `gen.main.Act.c${n}`)),
    key: fc.constantFrom([], ["agent:one"], ["o-1"]),
    used: fc.constantFrom("0", "1", "2"),
  }),
  { maxLength: 2, selector: ({ clause, key }) => JSON.stringify([clause, key]) },
);

const directory = fc.constant({
  principals: {
    "user:ann": { roles: ["support"] },
    "user:bob": { roles: ["lead", "money"] },
    "user:cy": { roles: ["money", "boss"] },
    "user:di": { roles: ["law"] },
    "user:olga": { roles: ["boss"] },
  },
});

export const change: fc.Arbitrary<Case> = fc
  .record({
    inputs,
    requester,
    evidence,
    history: fc.option(history, { nil: undefined, freq: 4 }),
    usage: fc.option(usage, { nil: undefined, freq: 4 }),
    order,
    extra: optional(order),
    environment: fc.constantFrom("prod", "sandbox"),
    confidence: fc.constantFrom("0.4", "0.75", "0.95"),
    now: time,
    known: fc.boolean(),
    refs: fc.boolean(),
    news: money,
  })
  .map((draft) => ({
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
      ...(draft.known ? { directory: { principals: directoryOf() } } : {}),
      sample_key: "k",
    },
  }));

function directoryOf(): unknown {
  return fc.sample(directory, 1)[0]!.principals;
}

type Steps = readonly (string | number)[];

/** Every place whose value a contract types, at every depth: one of them replaced by unknown must never loosen. */
export function places({
  changeSet,
  context,
}: Case): readonly { readonly of: "changeSet" | "context"; readonly path: Steps }[] {
  const found: { of: "changeSet" | "context"; path: Steps }[] = [];
  const inside = (of: "changeSet" | "context", path: Steps, value: unknown): void => {
    found.push({ of, path });
    if (value === null || typeof value !== "object") return;
    if (!Array.isArray(value) && "amount" in value && "currency" in value) return;
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value))
      inside(of, [...path, key], item);
  };
  for (const [name, value] of Object.entries(changeSet["inputs"] as object))
    inside("changeSet", ["inputs", name], value);
  (changeSet["changes"] as readonly { old: unknown; new: unknown }[]).forEach((item, index) => {
    inside("changeSet", ["changes", index, "old"], item.old);
    inside("changeSet", ["changes", index, "new"], item.new);
  });
  (changeSet["evidence"] as readonly { data?: object }[]).forEach((item, index) => {
    for (const name of Object.keys(item.data ?? {}))
      found.push({ of: "changeSet", path: ["evidence", index, "data", name] });
  });
  found.push({ of: "changeSet", path: ["confidence"] });
  for (const [name, value] of Object.entries(context["facts"] as object)) inside("context", ["facts", name], value);
  (context["history"] as readonly { inputs: object }[] | undefined)?.forEach((entry, index) => {
    for (const [name, value] of Object.entries(entry.inputs))
      inside("context", ["history", index, "inputs", name], value);
  });
  // Whole parts that are left out.
  for (const part of ["history", "usage"]) if (part in context) found.push({ of: "context", path: [part] });
  return found;
}

export function hide(
  given: Case,
  chosen: readonly { readonly of: "changeSet" | "context"; readonly path: Steps }[],
): Case {
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
