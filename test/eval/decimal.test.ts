import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compareDecimals,
  type Decimal,
  decimalOfNumber,
  decimalText,
  divide,
  isInteger,
  isZero,
  multiply,
  parseDecimal,
  subtract,
  sumDecimals,
  toSafeInteger,
} from "../../src/eval/decimal.ts";

/** The reference: fractions in lowest terms, with no care for speed. */
interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const lowest = (p: bigint, q: bigint): Fraction => {
  const g = gcd(p, q) * (q < 0n ? -1n : 1n);
  return { p: p / g, q: q / g };
};
const abs = (n: bigint): bigint => (n < 0n ? -n : n);
const fractionOf = (d: Decimal): Fraction => lowest(d.num, d.den);

/** The exact range as the documentation states it, by trying every number of places. */
function inRange({ p, q }: Fraction): boolean {
  for (let places = 0n; places <= 130n; places++) {
    if (10n ** places % q !== 0n) continue;
    const digits = abs((p * 10n ** places) / q).toString();
    return places <= 34n && digits.replace(/0+$/, "").length <= 34 && digits.length <= 68;
  }
  return abs(p) < 10n ** 34n && q < 10n ** 34n;
}

const plain = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 34n - 1n }), fc.nat({ max: 34 }), fc.nat({ max: 5 }))
  .map(([negative, n, places, zeros]) => {
    const digits = n.toString().padStart(places + 1, "0");
    const after = places === 0 ? "" : digits.slice(-places) + "0".repeat(zeros);
    return (negative ? "-" : "") + digits.slice(0, digits.length - places) + (after === "" ? "" : `.${after}`);
  });
const small = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.nat({ max: 3 }))
  .map(([n, places]) => divide(parseDecimal(String(n))!, parseDecimal(`1${"0".repeat(places)}`)!)!);
const finite = fc.oneof(
  small,
  plain.map((text) => parseDecimal(text)!),
);
const quotient = fc
  .tuple(
    finite,
    finite.filter((d) => !isZero(d)),
  )
  .map(([a, b]) => divide(a, b))
  .filter((d): d is Decimal => d !== null);
const decimal = fc.oneof(finite, small, quotient);

function expectExact(result: Decimal | null, exact: Fraction): void {
  expect(result !== null).toBe(inRange(exact));
  if (result !== null) expect(fractionOf(result)).toEqual(exact);
}

describe("arithmetic against fractions", () => {
  test("add, subtract, multiply, divide", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [fractionOf(a), fractionOf(b)];
        expectExact(add(a, b), lowest(x.p * y.q + y.p * x.q, x.q * y.q));
        expectExact(subtract(a, b), lowest(x.p * y.q - y.p * x.q, x.q * y.q));
        expectExact(multiply(a, b), lowest(x.p * y.p, x.q * y.q));
        if (y.p !== 0n) expectExact(divide(a, b), lowest(x.p * y.q, x.q * y.p));
        expect(Math.sign(compareDecimals(a, b))).toBe(
          Number(x.p * y.q < y.p * x.q ? -1 : x.p * y.q > y.p * x.q ? 1 : 0),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("a sum is that of fractions, in any order, and only its result has to be in range", () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 12 }), (terms) => {
        const exact = terms
          .map(fractionOf)
          .reduce((a, b) => lowest(a.p * b.q + b.p * a.q, a.q * b.q), { p: 0n, q: 1n });
        expectExact(sumDecimals(terms), exact);
        expectExact(sumDecimals([...terms].reverse()), exact);
      }),
      { numRuns: 500 },
    );
  });

  test("what is divided and multiplied back is what it was", () => {
    fc.assert(
      fc.property(
        small,
        small.filter((d) => !isZero(d)),
        (a, b) => {
          expect(compareDecimals(multiply(divide(a, b)!, b)!, a)).toBe(0);
        },
      ),
    );
  });
});

describe("text", () => {
  test("comes back as the same number, in one form", () => {
    fc.assert(
      fc.property(plain, (text) => {
        const read = parseDecimal(text)!;
        const canonical = decimalText(read);
        expect(canonical).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(compareDecimals(parseDecimal(canonical)!, read)).toBe(0);
        expect(canonical.replace("-", "")).not.toBe("");
      }),
    );
  });

  test.each([
    ["0", "0"],
    ["-0", "0"],
    ["-0.00", "0"],
    ["1.50", "1.5"],
    ["0.050", "0.05"],
    ["-12.340", "-12.34"],
    [`1${"0".repeat(60)}`, `1${"0".repeat(60)}`],
    ["9".repeat(34), "9".repeat(34)],
    [`0.${"0".repeat(33)}1`, `0.${"0".repeat(33)}1`],
    [`1.${"0".repeat(1_000_000)}`, "1"],
  ])("%.40s", (text, canonical) => {
    expect(decimalText(parseDecimal(text)!)).toBe(canonical);
  });

  test.each([
    "",
    "-",
    "+1",
    ".5",
    "-.5",
    "-01",
    "-00.5",
    "-5.",
    "5.",
    "01",
    "1e3",
    "1_000",
    " 1",
    "1 ",
    "٣",
    "NaN",
    "0x1",
    "--1",
    "1,5",
    "9".repeat(35),
    `0.${"1".repeat(35)}`,
    "9".repeat(10_000_000),
  ])("%.40s is none", (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test("quotients show 34 digits and say that there are more", () => {
    const one = parseDecimal("1")!;
    expect(decimalText(divide(one, parseDecimal("3")!)!)).toBe(`0.${"3".repeat(34)}…`);
    expect(decimalText(divide(parseDecimal("-200")!, parseDecimal("3")!)!)).toBe(`-66.${"6".repeat(32)}…`);
    expect(decimalText(divide(one, parseDecimal("3000")!)!)).toBe(`0.000${"3".repeat(34)}…`);
    expect(decimalText(divide(one, parseDecimal("8")!)!)).toBe("0.125");
  });
});

describe("JavaScript numbers", () => {
  test("are taken at their shortest form", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }), (n) => {
        const read = decimalOfNumber(n);
        if (read === null) expect(Math.abs(n)).toBeLessThan(1e-15);
        else expect(Number(decimalText(read))).toBe(n === 0 ? 0 : n);
      }),
    );
    expect(decimalText(decimalOfNumber(0.1)!)).toBe("0.1");
    expect(decimalText(decimalOfNumber(1e21)!)).toBe("1000000000000000000000");
    expect(decimalText(decimalOfNumber(1.5e-7)!)).toBe("0.00000015");
    expect(decimalOfNumber(Number.NaN)).toBeNull();
    expect(decimalOfNumber(Number.POSITIVE_INFINITY)).toBeNull();
    expect(decimalOfNumber(1e300)).toBeNull();
    expect(decimalOfNumber(5e-324)).toBeNull();
  });

  test("safe integers come back", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => void expect(toSafeInteger(decimalOfNumber(n)!)).toBe(n)));
    expect(toSafeInteger(parseDecimal("1.0")!)).toBe(1);
    expect(toSafeInteger(parseDecimal("1.5")!)).toBeNull();
    expect(toSafeInteger(parseDecimal("9007199254740993")!)).toBeNull();
    expect(isInteger(divide(parseDecimal("1")!, parseDecimal("3")!)!)).toBe(false);
  });
});

test("short texts are read by the grammar and without a rounding", () => {
  const grammar = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
  const character = fc.constantFrom(..."00112589.-+e \u0660");
  let [tried, taken] = [0, 0];
  fc.assert(
    fc.property(fc.array(character, { maxLength: 18 }), (characters) => {
      const text = characters.join("");
      tried++;
      const read = parseDecimal(text);
      expect(read !== null).toBe(grammar.test(text));
      if (read === null) return;
      taken++;
      const [whole = "", places = ""] = text.replace("-", "").split(".");
      const sign = text.startsWith("-") ? -1n : 1n;
      expect(fractionOf(read)).toEqual(lowest(sign * BigInt(whole + places), 10n ** BigInt(places.length)));
      expect(places.length === 0 ? read.scale : read.scale <= places.replace(/0+$/, "").length).toBe(
        places.length === 0 ? 0 : true,
      );
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(tried * 0.03);
});

describe("at the ends of the exact range", () => {
  const number = (text: string): Decimal => parseDecimal(text)!;
  const shown = (found: Decimal | null): string | null => (found === null ? null : decimalText(found));
  const tens = (n: number): string => `1${"0".repeat(n)}`;
  const part = (n: number): string => `0.${"0".repeat(n - 1)}1`;

  test.each<[string, Decimal | null, string | null]>([
    ["67 zeros", multiply(number(tens(34)), number(tens(33))), tens(67)],
    ["68 zeros", multiply(number(tens(34)), number(tens(34))), null],
    ["below zero the same", multiply(number(`-${tens(34)}`), number(tens(34))), null],
    ["34 places", multiply(number(part(17)), number(part(17))), part(34)],
    ["35 places", multiply(number(part(17)), number(part(18))), null],
    [
      "35 places of which the last is zero",
      multiply(number(`0.${"0".repeat(16)}2`), number(`0.${"0".repeat(17)}5`)),
      part(34),
    ],
    ["34 digits", add(number("9".repeat(34)), number("0")), "9".repeat(34)],
    ["one more", add(number("9".repeat(34)), number("1")), tens(34)],
    ["35 digits", add(number("9".repeat(34)), number("2")), null],
    ["34 digits around the point", add(number("9".repeat(33)), number("0.9")), `${"9".repeat(33)}.9`],
    ["35 digits around the point", add(number("9".repeat(33)), number("0.91")), null],
    ["below zero", subtract(number(`-${"9".repeat(34)}`), number("2")), null],
    ["a quotient of 34 digits", divide(number("1"), number("9".repeat(34))), `0.${"0".repeat(33)}1${"0".repeat(33)}…`],
    ["a quotient of 35 digits", divide(number("1"), number(`3${"0".repeat(34)}`)), null],
    ["a numerator of 35 digits", divide(number(`1${"0".repeat(34)}`), number("3")), null],
    ["over what is below zero", divide(number("1"), number("-3")), `-0.${"3".repeat(34)}…`],
    ["below zero over what is below zero", divide(number("-1"), number("-4")), "0.25"],
    ["powers of two", divide(number("1"), number(String(2n ** 34n))), decimalText(number((1 / 2 ** 34).toFixed(34)))],
    ["one too many", divide(number("1"), number(String(2n ** 35n))), null],
    [
      "powers of five",
      divide(number("1"), number(String(5n ** 34n))),
      shown(multiply(number(String(2n ** 34n)), number(part(34)))),
    ],
  ])("%s", (_name, found, wanted) => {
    expect(shown(found)).toBe(wanted);
  });

  test("sums leave it in between, not at their end", () => {
    const most = number("9".repeat(34));
    expect(shown(sumDecimals([most, number("2"), number("-2")]))).toBe("9".repeat(34));
    expect(sumDecimals([most, number("2")])).toBeNull();
    const thirds = [divide(number("1"), number("3"))!, divide(number("2"), number("3"))!];
    expect(shown(sumDecimals([...thirds, number("0.5")]))).toBe("1.5");
    expect(shown(sumDecimals([number("0.5"), thirds[0]!]))).toBe(`0.8${"3".repeat(33)}…`);
    expect(shown(sumDecimals([]))).toBe("0");
  });

  test("JavaScript numbers with exponents", () => {
    expect([1e67, 1e68, 1.5e-7, -2.5e-10, 1e-34, 1e-35, 123e25].map((n) => shown(decimalOfNumber(n)))).toEqual([
      tens(67),
      null,
      "0.00000015",
      "-0.00000000025",
      part(34),
      null,
      `123${"0".repeat(25)}`,
    ]);
    expect([100, 101, -1, 0, -0, 2 ** 53].map((n) => shown(decimalOfNumber(n)))).toEqual([
      "100",
      "101",
      "-1",
      "0",
      "0",
      "9007199254740992",
    ]);
  });
});
