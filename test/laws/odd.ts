/** Values that stand where they do not belong, and ways to hand over the same data. */

/** What a sloppy or hostile caller sends in the place of a value. */
export const ODD: readonly unknown[] = [
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  5e-324,
  0.1,
  12.345678901234567,
  2 ** 53 + 2,
  "-0",
  "1e5",
  "007",
  "0.000000000000000000000000000000000000000000000001",
  `1${"0".repeat(40)}`,
  "12.500",
  " 1",
  "",
  "\ud800",
  "e\u0301",
  "2026-11-22T10:15:00.5+05:30",
  "2026-11-22T10:15:00.1234567Z",
  "2026-10-25T02:30:00",
  "2026-02-30",
  "P1M",
  true,
  null,
  undefined,
  [],
  {},
  [[]],
  { $unknown: "lost", more: 1 },
  { $unknown: 7 },
  { amount: "1.005", currency: "USD" },
  { amount: 20, currency: "USD" },
  { amount: "20.000", currency: "usd" },
  { amount: "20", currency: "USD", more: true },
  { currency: "USD" },
  JSON.parse('{ "__proto__": { "x": 1 } }'),
  new Map([["a", 1]]),
  new Date(0),
  10n,
  Symbol.iterator,
  () => 1,
];

const each = (make: (entries: [string, unknown][]) => unknown) =>
  function over(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(over);
    if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return make(Object.entries(value).map(([key, item]) => [key, over(item)]));
  };

const define = (object: object, entries: [string, unknown][], how: (item: unknown) => PropertyDescriptor): object => {
  for (const [key, item] of entries)
    Object.defineProperty(object, key, { enumerable: true, configurable: true, ...how(item) });
  return object;
};

const plainly = (value: unknown): unknown => value;
const withoutPrototype = each((entries) => define(Object.create(null), entries, (value) => ({ value })));
const frozen = each((entries) => Object.freeze(define({}, entries, (value) => ({ value }))));
const withGetters = each((entries) => define({}, entries, (value) => ({ get: () => value })));
const withMore = each((entries) => define({}, [...entries, ["more", 1]], (value) => ({ value })));
const inherited = each((entries) => Object.create(define({}, entries, (value) => ({ value }))));
const asMaps = each((entries) => new Map(entries));
function asText(value: unknown): unknown {
  try {
    return JSON.stringify(value);
  } catch {
    return value;
  }
}
function asBytes(value: unknown): unknown {
  const text = asText(value);
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

/** The first is how most people do it; a failure shrinks to it. */
export const disguises: readonly ((value: unknown) => unknown)[] = [
  plainly,
  asText,
  asBytes,
  withoutPrototype,
  frozen,
  withGetters,
  withMore,
  inherited,
  asMaps,
];
