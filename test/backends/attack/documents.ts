/** Documents for the drawn policies: mostly sound, in every form that JSON and JavaScript have for them; some with faults. */
import { prepareDirectory } from "../../../src/decision/reviewers/prepared.ts";
import type { Random as Choices } from "./random.ts";

/** `wild`: also what the reference alone decides. */
interface Random extends Choices {
  readonly wild: boolean;
}

export interface Documents {
  readonly changeSet: Record<string, unknown>;
  readonly context: Record<string, unknown>;
}

const NOW = Date.parse("2026-11-22T10:15:00Z");
const LATER = Date.parse("2026-12-05T21:00:00Z");

const iso = (ms: number): string => new Date(ms).toISOString();

function instant(random: Random, ms: number): string {
  const text = iso(ms);
  return random.pick([
    text,
    text.replace(".000Z", "Z"),
    text.replace("Z", "+00:00"),
    `${iso(ms + 19_800_000).slice(0, 23)}+05:30`,
    `${iso(ms - 3_600_000).slice(0, 19)}-01:00`,
  ]);
}

const NUMBERS = ["0", "1", "2", "3", "5", "-1", "-3", "7", "100", "40"] as const;
const int = (random: Random): unknown => {
  const text =
    !random.wild || random.chance(0.95)
      ? random.pick(NUMBERS)
      : random.pick(["9007199254740991", "-0", "123456789012345", "2.0", "1000000"]);
  return random.chance(0.5) ? text : Number(text);
};
const decimal = (random: Random): unknown =>
  random.pick<unknown>(
    random.wild
      ? [
          0,
          0.5,
          "0.5",
          0.25,
          "0.7",
          "0.7000",
          1,
          "1",
          "0.9999",
          0.1,
          2.5,
          "-0.5",
          -0.125,
          "12.75",
          "0.00001",
          -0,
          0.1 + 0.2,
        ]
      : [0, 0.5, "0.5", "0.7000", 1, -0.125, "12.75"],
  );
const AMOUNTS = [
  "0",
  "0.00",
  "5",
  "10.00",
  "20",
  "20.00",
  "20.5",
  "49.99",
  "50",
  "50.0001",
  "120.00",
  "-5",
  "99999999999.99",
] as const;
const amount = (random: Random): string => (random.wild ? random.pick(AMOUNTS) : AMOUNTS[random.below(8)]!);
const money = (random: Random): unknown => ({
  amount: random.chance(0.8) ? amount(random) : Number(amount(random)),
  currency: !random.wild || random.chance(0.97) ? "USD" : random.pick(["EUR", "JPY"]),
});
const word = (random: Random): string =>
  random.pick([
    "o-1",
    "o-2",
    "a",
    "kind",
    "x",
    "",
    "Straße",
    "İ",
    "user:ann",
    "none",
    "toString",
    "w".repeat(250),
    "😀😀",
    "o-*",
    "b",
    "__proto__",
  ]);
const color = (random: Random): string => random.pick(["red", "green", "blue"]);
const list = <T>(random: Random, most: number, item: () => T): T[] =>
  Array.from({ length: random.below(most + 1) }, item);
const bool = (random: Random): boolean => random.chance(0.5);
const moment = (random: Random, now: number): string =>
  instant(
    random,
    now + random.pick([0, -1, 1, -86_400_000, -172_800_000, 7_200_000, -3_600_000, -43_200_000, -259_200_000]),
  );
const day = (random: Random): string =>
  random.pick(["2026-11-20", "2026-11-21", "2026-11-22", "2024-02-29", "2026-12-31"]);
const duration = (random: Random): string =>
  random.pick(["PT1H", "PT2H", "P1D", "P2D", "PT90M", "PT0S", "P1DT12H", "PT36H", "P10D", "PT1S", "PT0.5S"]);

const maybe = (random: Random, of: Record<string, unknown>, name: string, value: () => unknown): void => {
  if (random.chance(0.55)) of[name] = value();
  else if (random.chance(0.3)) of[name] = null;
  else if (random.wild && random.chance(0.1)) of[name] = undefined;
};

function map(random: Random, value: () => unknown): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of ["a", "b", "kind", "o-1"]) if (random.chance(0.4)) found[key] = value();
  return found;
}

function line(random: Random): Record<string, unknown> {
  const found: Record<string, unknown> = {
    sku: word(random),
    price: money(random),
    qty: int(random),
    color: color(random),
  };
  maybe(random, found, "note", () => word(random));
  return found;
}

const home = (random: Random): unknown => ({ city: random.pick(["Rome", "a"]), rent: money(random) });

function order(random: Random, now: number): Record<string, unknown> {
  const found: Record<string, unknown> = {
    id: word(random),
    name: word(random),
    total: money(random),
    refunded: money(random),
    flag: bool(random),
    placed: moment(random, now),
    day: day(random),
    lines: list(random, 3, () => line(random)),
    tags: map(random, () => word(random)),
    sub: map(random, () => line(random)),
    marks: map(random, () => int(random)),
    prices: map(random, () => money(random)),
    names: list(random, 3, () => word(random)),
    color: color(random),
    ratio: decimal(random),
    scores: list(random, 3, () => int(random)),
  };
  maybe(random, found, "maybe", () => bool(random));
  maybe(random, found, "credit", () => money(random));
  maybe(random, found, "home", () => home(random));
  maybe(random, found, "spare", () => list(random, 2, () => line(random)));
  return found;
}

function inputs(random: Random, now: number): Record<string, unknown> {
  const found: Record<string, unknown> = {
    word: word(random),
    items_pattern: random.pick(["o-*", "*", "?", "\\*", "a*b", ""]),
    amount: money(random),
    n: int(random),
    d: decimal(random),
    b: bool(random),
    color: color(random),
    items: list(random, 3, () => word(random)),
    cols: list(random, 3, () => color(random)),
    moment: moment(random, now),
    day: day(random),
    wait: duration(random),
  };
  maybe(random, found, "opt", () => int(random));
  maybe(random, found, "om", () => money(random));
  maybe(random, found, "od", () => decimal(random));
  maybe(random, found, "ot", () => word(random));
  maybe(random, found, "oc", () => color(random));
  maybe(random, found, "owhen", () => moment(random, now));
  maybe(random, found, "oday", () => day(random));
  maybe(random, found, "owait", () => duration(random));
  maybe(random, found, "ob", () => bool(random));
  return found;
}

function requester(random: Random): Record<string, unknown> {
  const kind = random.pick(["person", "person", "agent", "agent", "agent", "service"]);
  const found: Record<string, unknown> = {
    id: random.pick(["user:ann", "user:bob", "agent:one", "agent:two", "svc:x"]),
    kind,
  };
  if (random.chance(0.6))
    found["roles"] = random.pick([[], ["lead"], ["lead", "support"], random.wild ? ["lead", "lead"] : [], ["boss"]]);
  if (kind === "agent" || random.chance(0.3)) found["owner"] = random.pick(["user:olga", "user:cat", "agent:two"]);
  if (random.chance(random.wild ? 0.15 : 0.03))
    found["on_behalf_of"] = random.pick(["user:ann", "user:bob", "agent:one"]);
  return found;
}

function evidence(random: Random, now: number): unknown[] {
  return list(random, 3, () => 0).map((_, i) => {
    const kind = random.pick(["photo", "check", "check"]);
    const found: Record<string, unknown> = {
      id: !random.wild || random.chance(0.95) ? `e${i}` : "e0",
      kind,
      issuer:
        kind === "photo"
          ? random.pick(["user:ann", "tool:risk"])
          : random.pick(["tool:risk", "tool:desk", "tool:risk", random.wild ? "tool:other" : "tool:desk"]),
      at: instant(
        random,
        now -
          random.pick([
            0,
            0,
            1,
            random.wild ? -1 : 1,
            86_400_000,
            86_400_000 - 1,
            86_400_001,
            259_200_000,
            259_200_001,
            259_199_999,
            3_600_000,
          ]),
      ),
    };
    if (kind === "check") {
      const data: Record<string, unknown> = { points: int(random) };
      maybe(random, data, "flag", () => bool(random));
      maybe(random, data, "cost", () => money(random));
      found["data"] = data;
    } else if (random.chance(0.2)) found["data"] = {};
    if (random.chance(0.4)) found["uri"] = "https://example.org/1";
    if (random.chance(0.2)) found["digest"] = "sha256:1";
    return found;
  });
}

function changes(random: Random): unknown[] {
  return Array.from({ length: random.wild ? random.below(3) : 1 + random.below(2) }).map((_, i) => {
    const field = random.pick(["refunded", "flag"]);
    const side = (): unknown => (random.chance(0.15) ? null : field === "flag" ? bool(random) : money(random));
    const found: Record<string, unknown> = {
      target: { type: "Order", id: random.wild ? random.pick(["o-1", "o-2"]) : `o-${i}` },
      field,
      old: side(),
      new: side(),
    };
    if (random.chance(0.3)) found["reason"] = "a reason";
    if (random.chance(0.4)) found["evidence"] = random.pick(random.wild ? [[], ["e0"], ["e0", "e0"], ["e1"]] : [[]]);
    return found;
  });
}

function history(random: Random, now: number): unknown[] {
  return list(random, 4, () => {
    const action = random.wild && random.chance(0.2) ? "gen.main.Undo" : "gen.main.Act";
    const at =
      now - random.pick([0, -1, 1, 86_400_000, 86_399_999, 259_200_000, 259_199_999, 3_600_000, 2_000_000_000]);
    return {
      action,
      at: !random.wild || random.chance(0.9) ? instant(random, at) : `${iso(at).slice(0, 21)}Z`,
      status: random.pick(["committed", "pending"]),
      requester: requester(random),
      inputs: action === "gen.main.Undo" ? { word: "o-1" } : inputs(random, now),
    };
  });
}

const QUOTA_KEYS = [
  undefined,
  [],
  ["user:ann"],
  ["agent:one"],
  ["o-1", "red"],
  ["none"],
  ["2026-11-22", "3"],
  ["true"],
] as const;

function usage(random: Random, quotas: readonly string[], now: number): unknown[] {
  if (quotas.length === 0) return [];
  return list(random, 3, () => {
    const found: Record<string, unknown> = { clause: random.pick(quotas) };
    const key = random.pick(QUOTA_KEYS);
    if (key !== undefined) found["key"] = key;
    const amount = random.pick<() => unknown>([
      () => int(random),
      () => money(random),
      () => decimal(random),
      () => "0",
      () => 0,
    ])();
    if (random.wild && random.chance(0.15)) found["entries"] = [{ at: instant(random, now - 3_600_000), amount }];
    else found["used"] = amount;
    return found;
  });
}

const DIRECTORIES: readonly Record<string, unknown>[] = [
  {
    principals: {
      "user:ann": { kind: "person", roles: ["lead"] },
      "agent:one": { kind: "agent", owner: "user:olga", roles: ["support", "lead"] },
    },
  },
  {
    version: "v1",
    principals: {
      "user:ann": { kind: "person", roles: ["lead"], groups: ["g"] },
      "user:bob": { kind: "person", active: false },
      "user:cat": { kind: "person", roles: ["boss", "money", "law"] },
      "user:olga": { kind: "person", person: "user:ann" },
      "agent:one": { kind: "agent", owner: "user:olga" },
      "agent:two": { kind: "agent", owner: "agent:one", roles: ["boss"] },
    },
    groups: { g: { roles: ["money"] } },
  },
  { principals: {} },
];
const PREPARED = DIRECTORIES.map((one) => prepareDirectory(one as Parameters<typeof prepareDirectory>[0]));

/** Sound documents. `quotas`: clauses that usage may name. */
export function sound(choices: Choices, quotas: readonly string[], wild = choices.chance(0.2)): Documents {
  const random: Random = { ...choices, wild };
  const now = random.chance(0.4) ? NOW : LATER;
  const changeSet: Record<string, unknown> = {
    id: "cs-1",
    action: "gen.main.Act",
    environment: random.pick(["prod", "prod", "prod", "sandbox", random.wild ? "staging" : "sandbox"]),
    requester: requester(random),
    inputs: inputs(random, now),
  };
  if (random.chance(0.5)) changeSet["version"] = "1";
  if (!random.wild || random.chance(0.6)) changeSet["changes"] = changes(random);
  if (random.chance(0.7)) changeSet["evidence"] = evidence(random, now);
  if (!random.wild || random.chance(0.8))
    changeSet["confidence"] = random.pick([0.5, "0.69", "0.7", 1, 0, "0.95", 0.05]);
  if (random.chance(0.2)) changeSet["requested_at"] = instant(random, now);
  if (random.chance(0.2)) changeSet["correlation_id"] = "c";
  const context: Record<string, unknown> = {
    now: instant(random, now),
    facts: { order: order(random, now), tries: int(random) },
  };
  const facts = context["facts"] as Record<string, unknown>;
  if (!random.wild || random.chance(0.9)) facts["extra"] = random.chance(0.4) ? null : order(random, now);
  if (random.chance(0.2)) facts["unread"] = random.pick<unknown>([1, "x", { a: [1, null] }, null, undefined]);
  if (random.wild || random.chance(0.9)) context["history"] = random.chance(0.5) ? history(random, now) : [];
  if (!random.wild || random.chance(0.75)) context["usage"] = usage(random, quotas, now);
  if (random.chance(0.3))
    context["directory"] =
      !random.wild || random.chance(0.7)
        ? PREPARED[random.below(random.wild ? PREPARED.length : 2)]
        : random.pick(DIRECTORIES);
  if (random.chance(0.2)) context["editors"] = random.pick([[], ["user:cat"], ["user:cat", "user:ann", "user:cat"]]);
  if (random.chance(0.3)) context["sample_key"] = random.pick(["k", "", "another"]);
  if (!random.wild && context["directory"] !== undefined) known(changeSet["requester"] as Record<string, unknown>);
  return { changeSet, context };
}

/** Somebody whom the directories know, claiming nothing more. */
function known(asker: Record<string, unknown>): void {
  const person = asker["kind"] === "person";
  Object.assign(asker, { id: person ? "user:ann" : "agent:one", kind: person ? "person" : "agent" });
  delete asker["roles"];
  if (!person) asker["owner"] = "user:olga";
}

class Instance {
  readonly amount = "5";
  readonly currency = "USD";
}
const sparse: unknown[] = [];
sparse.length = 2;

/** What stands where something else should, or the same in another form. */
export const ODD: readonly (() => unknown)[] = [
  ...[
    "1.50000",
    "01",
    "+1",
    "1e3",
    " 1",
    "٣",
    "-0",
    "-0.0",
    "1.",
    ".5",
    "--1",
    "-",
    "",
    "00",
    "1,0",
    "0x1",
    "1_0",
    "9007199254740992",
    "9007199254740993",
  ],
  ...[
    "999999999999999",
    "9999999999999999",
    "0.00000000000000000000000000001",
    "12345678901.2345",
    "900719925474.0991",
    "900719925474.0992",
  ],
  ...[
    "2026-11-22T10:15:00.123Z",
    "2024-02-29T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-11-22T24:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ],
  ...[
    "2026-11-22t10:15:00z",
    "2026-11-22T10:15:00",
    "2026-11-22T10:15Z",
    "2026-11-22T10:15:00.5Z",
    "2026-11-22T10:15:00+24:00",
    "2026-11-22T10:15:00-23:59",
  ],
  ...[
    "2026-11-22T10:15:00-00:00",
    "2026-11-22T10:15:60Z",
    "2026-11-22T10:15:00+1:00",
    "2026-11-22 10:15:00Z",
    "2026-11-22T10:15:00.1234Z",
    "2026-11-22T10:15:00.000000Z",
  ],
  ...[
    "2026-02-30",
    "2026-00-10",
    "2026-10-00",
    "1900-02-29",
    "2000-02-29",
    "2024-00-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "0000-01-01",
    "0001-01-01",
    "0002-01-01",
    "9998-12-31",
    "9999-12-31",
    "2026-1-1",
    "20261122",
    "2026-13-01",
  ],
  ...[
    "P1M",
    "PT",
    "P",
    "P1Y",
    "-P1D",
    "P-1D",
    "PT1.5H",
    "P1DT",
    "PT0.001S",
    "PT0.0001S",
    "P99999999D",
    "PT1e3S",
    "p1d",
    "PT24H",
    "P01D",
  ],
  ...[
    "\ud800",
    "a\udc00",
    "e\u0301",
    "\u0000",
    "\u2028",
    "usd",
    "US",
    "USDX",
    "toString",
    "constructor",
    "__proto__",
    "prod",
    "person",
    "red",
    "low",
  ],
].map((value) => () => value);
const ODDER: readonly (() => unknown)[] = [
  () => 1e21,
  () => 0.1 + 0.2,
  () => -0,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 1e-7,
  () => 123456789.1234567,
  () => 12345.1234,
  () => 0.00005,
  () => 2 ** 53,
  () => 999_999_999_999_999,
  () => 1_000_000_000_000_000,
  () => 900_719_925_474.0991,
  () => 5.0,
  () => 5.5,
  () => true,
  () => false,
  () => null,
  () => undefined,
  () => 10n,
  () => Symbol.iterator,
  () => () => 1,
  () => [],
  () => ({}),
  () => [[]],
  () => sparse,
  () => [undefined],
  () => [null],
  () => ["a", "a"],
  () => ({ $unknown: "lost" }),
  () => ({ $unknown: "lost", more: 1 }),
  () => ({ $unknown: 7 }),
  () => ({ $unknown: "lost", amount: "1", currency: "USD" }),
  () => ({ amount: "5", currency: "USD" }),
  () => ({ amount: { $unknown: "x" }, currency: "USD" }),
  () => ({ amount: "5", currency: { $unknown: "x" } }),
  () => ({ amount: "5.00001", currency: "USD" }),
  () => ({ amount: 5, currency: "JPY" }),
  () => ({ amount: "5", currency: "usd" }),
  () => ({ amount: "5", currency: "USD", more: 1 }),
  () => ({ amount: "5", currency: "USD", more: undefined }),
  () => ({ currency: "USD" }),
  () => Object.defineProperty({ amount: "5", junk: 1 }, "currency", { value: "USD", enumerable: false }),
  () =>
    new Map<string, unknown>([
      ["amount", "5"],
      ["currency", "USD"],
    ]),
  () => new Instance(),
  () => Object.create({ amount: "5", currency: "USD" }),
  () => Object.assign(Object.create(null), { amount: "5", currency: "USD" }),
  () => JSON.parse('{"__proto__":{"amount":"5"},"amount":"5","currency":"USD"}'),
  () => JSON.parse('{"__proto__":1}'),
  () => ({ toString: "x", constructor: 1 }),
  () => new Date(0),
  () => new String("a"),
  () => Object.assign(["a"], { more: 1 }),
  () =>
    Object.assign(["a"], {
      includes: () => true,
      indexOf: () => 0,
      map: () => ["q"],
      every: () => true,
      find: () => undefined,
    }),
  () => Object.assign(["lead", "a"], { [Symbol.iterator]: () => ["q"][Symbol.iterator]() }),
  () =>
    (function pass(..._all: unknown[]) {
      // biome-ignore lint/complexity/noArguments: an arguments object is what is wanted.
      return arguments;
    })("a", "b"),
  () => new Uint8Array(2),
  () => Array.from({ length: 99 }, (_, i) => `w${i}`),
  () => Array.from({ length: 100 }, (_, i) => `w${i}`),
  () => Array.from({ length: 101 }, (_, i) => `w${i}`),
  () => "y".repeat(1999),
  () => "y".repeat(2000),
  () => "y".repeat(2001),
  () => "y".repeat(10_001),
  () => "😀".repeat(1000),
  () => "x".repeat(199),
  () => "x".repeat(200),
  () => "x".repeat(201),
  () => new Proxy({}, {}),
  () => new Proxy(["a"], {}),
  () => ({ ["a\ud800"]: 1 }),
  () => ({ a: undefined }),
  () => ({ [Symbol("s")]: 1 }),
];
const ALL_ODD = [...ODD, ...ODDER];

type Place = readonly [of: Record<string | number, unknown>, key: string | number];

function places(value: unknown, into: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return into;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) return into;
  const record = value as Record<string | number, unknown>;
  for (const key of Object.keys(record)) {
    into.push([record, key]);
    places(record[key], into);
  }
  return into;
}

const put = (of: object, key: PropertyKey, value: unknown): void => {
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
};

const TWISTS: readonly ((random: Choices, [of, key]: Place) => void)[] = [
  (random, [of, key]) => put(of, key, random.pick(ALL_ODD)()),
  (random, [of, key]) => put(of, key, random.pick(ALL_ODD)()),
  (random, [of, key]) => put(of, key, random.pick(ALL_ODD)()),
  (random, [of, key]) => put(of, key, random.pick(ALL_ODD)()),
  (_, [of, key]) => {
    delete of[key];
  },
  (_, [of, key]) => Object.defineProperty(of, key, { value: of[key], enumerable: false, configurable: true }),
  (_, [of, key]) => {
    const value = of[key];
    Object.defineProperty(of, key, { get: () => value, enumerable: true, configurable: true });
  },
  (random, [of]) => {
    if (!Array.isArray(of))
      put(
        of,
        random.pick(["more", "__proto__", "toString", "$unknown", "zz\ud800", "amount", "kind", "owner"]),
        random.pick(ALL_ODD)(),
      );
  },
  (_, [of, key]) => {
    // One member hidden, one too many: as many as there should be.
    if (Array.isArray(of)) return;
    Object.defineProperty(of, key, { value: of[key], enumerable: false, configurable: true });
    put(of, "more", 1);
  },
  (_, [of, key]) => {
    const value = of[key];
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      put(of, key, Object.assign(Object.create(null), value));
  },
  (_, [of, key]) => {
    const value = of[key];
    if (Array.isArray(value) && value.length > 0) value.push(value[0]);
  },
  (_, [of, key]) => {
    const value = of[key];
    if (Array.isArray(value))
      Object.assign(value, {
        includes: () => true,
        indexOf: () => 7,
        map: () => ["q"],
        every: () => true,
        find: () => undefined,
        some: () => true,
        flat: () => [],
      });
  },
  (_, [of, key]) => {
    const value = of[key];
    if (Array.isArray(value)) put(value, Symbol.iterator, () => ["q"][Symbol.iterator]());
  },
  (_, [of, key]) => {
    if (typeof of[key] === "object" && of[key] !== null) Object.freeze(of[key]);
  },
  (_, [of]) => {
    if (!Array.isArray(of)) Object.defineProperty(of, Symbol("s"), { value: 1, enumerable: true, configurable: true });
  },
];

/** Changes some places of sound documents. */
export function twist(random: Choices, { changeSet, context }: Documents): void {
  for (let left = 1 + random.below(2); left > 0; left--) {
    const all = places(random.chance(0.5) ? changeSet : context);
    const place = random.pick(all);
    try {
      random.pick(TWISTS)(random, place);
    } catch {
      // The place was frozen before.
    }
  }
}
