/** What inputs are put together from: the lexer's own vocabulary, and what has broken readers of text before. */
import { SYMBOLS } from "../../src/syntax/tokens.ts";
import { PLACE_WORDS, RESERVED } from "../../src/syntax/words.ts";
import type { Random } from "./random.ts";

const FOREIGN = ["&&", "||", "!", ";", "'", '"', "\\", "@", "#", "//", "///", "/*", "*/", "`", "```", "_", ":=", "≤"];
const NAMES = ["x", "Order", "Order.total", "amount", "finance", "requester.id", "USD", "days", "hours", "order?.a"];
const NUMBERS = [
  "0",
  "1",
  "-1",
  "5_000",
  "0.5",
  "5%",
  "500 USD",
  "30 days",
  "00",
  "1__0",
  "1_",
  "9".repeat(34),
  "9".repeat(35),
  `0.${"0".repeat(40)}1`,
  "9007199254740993",
  "1e9",
  "2147483648 weeks",
  "0 days",
  "2026-12-01",
  "2026-13-40",
  "0000-00-00",
  "9999-12-31",
  "2026-12-01T10:00:00Z",
  "2026-02-30T25:61:61+99:99",
];
const TEXTS = ['"text"', '""', '"a\\u{1F600}"', '"\\q"', '"\\u0000"', '"*@acme.com"', '"****"', '"open', "‘x’", "“x”"];

/** Characters that editors, terminals and readers stumble over. */
export const ODD = [
  "\u0000",
  "\u0007",
  "\u001b[31m",
  "\r",
  "\r\n",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u2029",
  "\u200b",
  "\u200d",
  "\u202e",
  "\u2066",
  "\ufeff",
  "\ufffd",
  "\uffff",
  "\ud800",
  "\udc00",
  "\u{1f600}",
  "\u{10ffff}",
  "e\u0301\u0301\u0301",
  "ж",
  "аdmin",
  "ﬁ",
  "İ",
  "ß",
  "日本",
  "١",
];

export const SYNTAX: readonly string[] = [...SYMBOLS, ...RESERVED, ...PLACE_WORDS];

export function token(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return random.pick(NUMBERS);
    case 1:
      return random.pick(TEXTS);
    case 2:
      return random.pick(NAMES);
    case 3:
      return random.chance(0.3) ? random.pick(ODD) : random.pick(FOREIGN);
    case 4:
      return random.chance(0.5) ? "\n" : "  ";
    default:
      return random.pick(SYNTAX);
  }
}

/** Something long, deep or many: where a stack overflows, or a square shows. */
export function extreme(random: Random): string {
  const count = random.pick([10, 199, 200, 201, 501, 2_000]);
  const open = random.pick([
    "(",
    "[",
    "{",
    "not ",
    "-",
    "if x then ",
    "if x { ",
    "any(x in xs: ",
    "a.",
    "a + ",
    "m[",
    "else if x ",
  ]);
  switch (random.below(6)) {
    case 0:
      return open.repeat(count);
    case 1:
      return "(".repeat(count) + token(random) + ")".repeat(count);
    case 2:
      return random.pick(["x", "9", "_", "ж", "\n", "///\n", '"', "é", "{}", "[],", '"a",']).repeat(count);
    case 3:
      return `"${random.pick(["a", "\\n", "\u202e", "*", "\\"]).repeat(count)}"`;
    case 4:
      return random
        .times(Math.min(count, 300), () => token(random))
        .join(random.pick([", ", " and ", " + ", ".", " ", "\n"]));
    default:
      return `${"1".repeat(count)}.${"2".repeat(random.few(100))}`;
  }
}

/** Any UTF-16 text, not only well-formed ones. */
export function noise(random: Random, length: number): string {
  const range = random.pick([0x80, 0x80, 0x100, 0x3000, 0x10000]);
  return String.fromCharCode(...random.times(length, () => random.below(range)));
}
