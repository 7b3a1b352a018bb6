/** Documents made from documents: members cut, doubled, moved, renamed, and values that no schema expects. */
import type { Random } from "./random.ts";
import { noise, ODD } from "./words.ts";

type Json = unknown;

const KEYS = [
  "$unknown",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "amount",
  "currency",
  "id",
  "kind",
  "",
  "0",
  "length",
];

const TEXTS = [
  "",
  "0",
  "-0",
  "1e400",
  "0x10",
  "1.",
  ".5",
  "1_000",
  "NaN",
  "9".repeat(34),
  "9".repeat(35),
  "9".repeat(401),
  `0.${"0".repeat(33)}1`,
  `-${"9".repeat(34)}`,
  "2026-11-22T10:15:00Z",
  "2026-02-30T00:00:00Z",
  "2026-11-22T10:15:00",
  "2026-11-22T24:00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999Z",
  "2026-11-22T10:15:00.123456789+14:00",
  "P1D",
  "PT1H",
  "P1Y",
  "-P1D",
  "P99999999999999D",
  "user:ann",
  "agent:one",
  "USD",
  "EUR",
  "XXX",
  "usd",
  "low",
  "high",
  "prod",
  "person",
  "agent",
  "*",
  "a".repeat(5_000),
];

const SCALARS: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.1,
  0.30000000000000004,
  1e21,
  1e308,
  5e-324,
  2 ** 53 + 2,
  { $unknown: "timed out" },
  { $unknown: "" },
  { $unknown: 1 },
  { $unknown: "x", more: 1 },
  { amount: "1.00", currency: "EUR" },
  { amount: "-1", currency: "USD" },
  { amount: 1, currency: "USD" },
  { amount: "1", currency: "" },
  { amount: { $unknown: "x" }, currency: "USD" },
  [],
  {},
  [[]],
  [null],
];

/** A copy: what goes into a document is changed there later. */
const scalar = (random: Random): Json => structuredClone(random.pick(SCALARS));

export function value(random: Random, depth = 0): Json {
  switch (random.below(depth > 4 ? 4 : 7)) {
    case 0:
      return random.pick(TEXTS);
    case 1:
      return random.chance(0.5) ? random.pick(ODD) : noise(random, random.few(20));
    case 2:
    case 3:
      return scalar(random);
    case 4:
      return random.times(random.few(6), () => value(random, depth + 1));
    case 5:
      return Object.fromEntries(random.times(random.few(6), () => [key(random), value(random, depth + 1)]));
    default: {
      let nested = scalar(random);
      for (let left = random.pick([3, 63, 64, 65, 200]); left > 0; left--)
        nested = random.chance(0.5) ? [nested] : { a: nested };
      return nested;
    }
  }
}

const key = (random: Random): string =>
  random.chance(0.8) ? random.pick(KEYS) : random.chance(0.5) ? random.pick(ODD) : noise(random, 3);

/** Own members only, `__proto__` included. */
function put(holder: object, name: string, given: Json): void {
  Object.defineProperty(holder, name, { value: given, enumerable: true, writable: true, configurable: true });
}

type Place = { readonly holder: object; readonly name: string };

function places(root: Json): Place[] {
  const found: Place[] = [];
  const open: object[] = typeof root === "object" && root !== null ? [root] : [];
  while (open.length > 0 && found.length < 5_000) {
    const holder = open.pop()!;
    for (const name of Object.keys(holder)) {
      found.push({ holder, name });
      const inner = (holder as Record<string, Json>)[name];
      if (typeof inner === "object" && inner !== null) open.push(inner);
    }
  }
  return found;
}

const at = ({ holder, name }: Place): Json => (holder as Record<string, Json>)[name];

/** A changed copy. `other` is where grafts come from. */
export function mutateJson(document: Json, other: Json, random: Random): Json {
  if (random.chance(0.02)) return value(random);
  const copy = structuredClone(document);
  for (let left = 1 + random.few(4); left > 0; left--) {
    const found = places(copy);
    if (found.length === 0) return value(random);
    const place = random.pick(found);
    const { holder, name } = place;
    switch (random.below(8)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(name), 1);
        else delete (holder as Record<string, Json>)[name];
        break;
      case 1:
        if (Array.isArray(holder)) {
          const copies = random.times(random.pick([1, 1, 2, 60]), () => structuredClone(at(place)));
          holder.splice(Number(name), 0, ...copies);
        } else put(holder, key(random), structuredClone(at(place)));
        break;
      case 2: {
        const to = random.pick(found);
        put(holder, name, structuredClone(at(to)));
        break;
      }
      case 3:
        put(holder, name, { $unknown: "timed out" });
        break;
      case 4: {
        const there = places(other);
        if (there.length > 0) put(holder, name, structuredClone(at(random.pick(there))));
        break;
      }
      case 5:
        if (!Array.isArray(holder)) put(holder, key(random), value(random));
        break;
      case 6: {
        // One character of a text: dates, numbers and names at their edges.
        const text = at(place);
        if (typeof text !== "string") break;
        const where = random.below(text.length + 1);
        put(
          holder,
          name,
          text.slice(0, where) +
            random.pick([...ODD, "0", "9", "-", ".", ":", "Z", ""]) +
            text.slice(where + random.below(2)),
        );
        break;
      }
      default:
        put(holder, name, value(random));
    }
  }
  return copy;
}
