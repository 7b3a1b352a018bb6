/** Policies over every operator that generated code models, and some that it asks of the evaluator. */
import type { Random } from "./random.ts";

type Kind = "bool" | "int" | "decimal" | "money" | "text" | "color" | "time" | "date" | "duration";

/** Values of each kind. */
export const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  bool: ["b", "(ob ?? false)", "order.flag", "(order.maybe ?? true)", "ob is present", "known", "late(now)"],
  int: [
    "n",
    "0",
    "3",
    "1_000_000",
    "(opt ?? 2)",
    "(opt ?? n)",
    "count(items)",
    "length(word)",
    "count(order.lines)",
    "(order.marks[word] ?? 7)",
    "(impact.customers ?? 1)",
    "(-n)",
    "tries",
    "sum(order.scores)",
    "(min(order.scores) ?? 1)",
    "(max(order.scores) ?? 1)",
    "sum(l in order.lines: l.qty where l.qty > 1)",
    "count(l in order.lines: l.price > amount)",
    "count(requester.roles)",
    "count(history of Act in last 3 days)",
    'count(h in history of Act in last 30 days: h.status == "pending" or h.n > 2)',
    "sum(h in history of Act in last 30 days: h.n)",
    "count(evidence of check)",
    "count(changes)",
    "count(changes to Order.refunded)",
    "gap(opt)",
    "twice(n)",
    "min(n, 4)",
    "max(n, tries)",
  ],
  decimal: [
    "d",
    "(od ?? 0.5)",
    "0.1",
    "12.75",
    "0.0001",
    "order.ratio",
    "confidence",
    "(d * d)",
    "(d * 0.125)",
    "(-d)",
    "(d - order.ratio)",
    "(if b then d else d * 0.5)",
  ],
  money: [
    "amount",
    "(om ?? 5 USD)",
    "100 USD",
    "0 USD",
    "0.01 USD",
    "order.total",
    "order.refunded",
    "(order.credit ?? 10 USD)",
    "(extra?.total ?? 1 USD)",
    "(extra?.credit ?? 2 USD)",
    "sum(l in order.lines: l.price)",
    "sum(l in order.lines: l.price * l.qty)",
    "(max(l in order.lines: l.price) ?? 3 USD)",
    "(min(l in order.lines: l.price where l.qty > 0) ?? 2 USD)",
    "(order.prices[word] ?? 4 USD)",
    "(-amount)",
    "(amount * d)",
    "(amount * n)",
    "(amount * 1.05)",
    "(n * amount)",
    "fee(amount, color)",
    "(impact.money ?? 1 USD)",
    "rest",
    "sum(h in history of Act in last 30 days: h.amount)",
    "max(amount, order.total)",
    "min(amount, 30 USD)",
    "(order.home?.rent ?? 6 USD)",
    "sum(c in changes to Order.refunded: c.new ?? 0 USD)",
  ],
  text: [
    "word",
    "order.id",
    '"o-1"',
    '""',
    "(ot ?? word)",
    '(ot ?? "none")',
    "lower(word)",
    '(order.tags["kind"] ?? "x")',
    "(order.tags[word] ?? word)",
    "requester.id",
    '(requester.owner ?? "nobody")',
    "environment",
    "lower(weekday(now))",
    "order.name",
    '(order.home?.city ?? "Rome")',
  ],
  color: ["color", "order.color", '"red"', '(oc ?? "green")', '(if b then color else "blue")'],
  time: [
    "now",
    "moment",
    "(owhen ?? now)",
    "order.placed",
    "(moment + wait)",
    "(now - 3 days)",
    "2026-11-22T09:00:00Z",
  ],
  date: [
    "day",
    "(oday ?? date(now))",
    "date(moment)",
    "2026-11-20",
    "(day + 2 days)",
    "(day - 1 day)",
    "order.day",
    "date(now)",
  ],
  duration: [
    "wait",
    "(owait ?? 1 hour)",
    "(-wait)",
    "(now - moment)",
    "2 days",
    "(wait * 3)",
    "(wait * n)",
    "(wait * d)",
    "(1.5 * wait)",
    "(day - order.day)",
    "time_of_day(now)",
    "time_of_day(moment)",
    "(moment - order.placed)",
    "(wait + 1 hour)",
  ],
};

/** Conditions. */
export const FORMS: readonly string[] = [
  "opt is present and opt > 2",
  "ot is missing",
  "om is present and om > 5 USD",
  "extra is missing",
  "extra is present and extra.total > amount",
  "extra?.credit is present",
  "extra?.home?.city == order.name",
  "extra?.flag == true",
  "opt == n",
  "opt != n",
  "om == amount",
  "ot == word",
  "owhen == moment",
  'oc == "red"',
  "ob == b",
  'color in ["red", "green"]',
  "color in cols",
  "word in items",
  "word not in items",
  "ot in items",
  "n in [1, 2, 3]",
  "amount in [20 USD, 50 USD]",
  "word in order.names",
  '"lead" in requester.roles',
  '"support" not in requester.roles',
  'requester.kind == "agent"',
  "requester.owner is present",
  'requester.on_behalf_of == "user:ann"',
  'environment in ["prod", "sandbox"]',
  'word like "o-*"',
  'word not like "*2"',
  'word like "?*-*"',
  "word like items_pattern",
  "any(l in order.lines: l.qty > n)",
  "all(l in order.lines: l.note is present or l.price < 10 USD)",
  "none(l in order.lines: l.color == color and l.sku in items)",
  "any(l in order.lines: any(x in items: x == l.sku))",
  "any(x in items: x == word)",
  "all(c in changes: c.evidence is present)",
  "all(c in changes: c.reason is present)",
  "all(c in changes to Order.refunded: c.new is present and c.new <= order.total)",
  "any(c in changes to Order.refunded: c.old is missing)",
  "any(c in changes to Order.flag: c.new == true)",
  'any(c in changes: c.target.type == "Order" and c.field == "flag")',
  "any(c in changes: c.target.id == word)",
  "any(e in evidence of check: e.points > 40)",
  "any(e in evidence of check: e.flag ?? false)",
  "any(e in evidence of check: e.cost is present and e.cost > amount)",
  "any(e in evidence: e.at > now - 2 days)",
  'any(e in evidence: e.kind == "photo")',
  "all(e in evidence: e.uri is present)",
  "any(h in history of Act in last 24 hours: h.word == word)",
  "any(h in history of Act in last 3 days: h.requester.id == requester.id)",
  "any(h in history of Act in last 3 days: h.opt is present and h.opt > 1)",
  "any(h in history of Act in last 3 days: h.inputs.amount > amount)",
  "any(h in history of Act in last 30 days: h.requester.owner is present)",
  "count(history of Undo in last 3 days) > 0",
  "match n { <= 0 => b  1 to 3 => order.flag  _ => true }",
  "match opt { missing => b  0 | 1 => false  _ => order.flag }",
  'match color, b { "red" | "green", true => true  "red", false => b  _, _ => order.flag }',
  "match amount { < 10 USD => true  10 USD to 20 USD => false  > 50 USD => b  _ => order.flag }",
  "match om { missing => b  <= 10 USD => true  _ => false }",
  "match moment { < 2026-11-22T09:00:00Z => b  _ => true }",
  "match day { 2026-11-20 to 2026-11-22 => b  _ => false }",
  "match wait { <= 2 hours => true  _ => b }",
  "match d { < 0.5 => true  0.5 to 0.75 => b  _ => false }",
  'match word { "o-1" | "o-2" => true  _ => b }',
  'weekday(day) in ["saturday", "sunday"]',
  "weekday(moment) == weekday(now)",
  "time_of_day(moment) < 8 hours",
  "date(moment) in [2026-11-20, 2026-11-21]",
  "confidence < 0.7",
  "confidence >= 0.5 and confidence <= 1",
  "steep(amount)",
  "impact.access is present",
  "(impact.money ?? 0 USD) > 40 USD",
  "(if opt is present then opt > 1 else b)",
  "(if ot is present then ot else word) == word",
  '(ot ?? ot ?? "x") == "x"',
  "(if b then opt else n) == 3",
  "order.home is present and order.home.rent > 20 USD",
  "order.home?.city is present",
  "order.sub[word]?.qty == 2",
  'order.sub["a"] is present',
  "order.marks[word] is present",
  "order.spare is present",
];
/** Conditions that generated code asks of the evaluator. */
export const ASIDE: readonly string[] = [
  "amount / 20 USD > d",
  "contains_all(list(l in order.lines: l.sku), items)",
  "count(distinct(items)) == count(items)",
  "first(items) == word",
];

function leaf(random: Random, kind: Kind): string {
  return random.pick(LEAVES[kind]);
}

function value(random: Random, kind: Kind, depth: number): string {
  if (depth <= 0 || random.chance(0.5)) return leaf(random, kind);
  const below = (of: Kind): string => value(random, of, depth - 1);
  if (random.chance(0.25)) return `(if ${condition(random, depth - 1)} then ${below(kind)} else ${below(kind)})`;
  if (random.chance(0.15))
    return `(match n { <= 0 => (${below(kind)})  1 to 5 => (${below(kind)})  _ => (${below(kind)}) })`;
  switch (kind) {
    case "int":
      return `(${below("int")} ${random.pick(["+", "-", "*"])} ${below("int")})`;
    case "decimal":
      return `(${below("decimal")} ${random.pick(["+", "-", "*"])} ${below(random.pick(["decimal", "int"]))})`;
    case "money":
      return random.chance(0.6)
        ? `(${below("money")} ${random.pick(["+", "-"])} ${below("money")})`
        : `(${below("money")} * ${below(random.pick(["int", "decimal"]))})`;
    case "time":
      return `(${below("time")} ${random.pick(["+", "-"])} ${below("duration")})`;
    case "duration":
      return random.pick([
        `(${below("time")} - ${below("time")})`,
        `(${below("duration")} * ${below(random.pick(["int", "decimal"]))})`,
        `(${below("duration")} ${random.pick(["+", "-"])} ${below("duration")})`,
        `(${below("date")} - ${below("date")})`,
      ]);
    case "date":
      return `(${below("date")} ${random.pick(["+", "-"])} ${random.pick(["1 day", "3 days", "(day - order.day)", "wait"])})`;
    default:
      return leaf(random, kind);
  }
}

const ORDERED: readonly Kind[] = ["int", "decimal", "money", "time", "date", "duration"];

export function condition(random: Random, depth: number): string {
  if (depth > 0 && random.chance(0.35)) {
    const [a, b] = [condition(random, depth - 1), condition(random, depth - 1)];
    return random.pick([
      `(${a} and ${b})`,
      `(${a} or ${b})`,
      `(not ${a})`,
      `(if ${a} then ${b} else ${condition(random, depth - 1)})`,
    ]);
  }
  if (random.chance(0.45)) return `(${random.pick([...FORMS, ...ASIDE])})`;
  if (random.chance(0.15)) return leaf(random, "bool");
  if (random.chance(0.7)) {
    const kind = random.pick(ORDERED);
    return `(${value(random, kind, 2)} ${random.pick(["<", "<=", ">", ">="])} ${value(random, kind, 1)})`;
  }
  const kind = random.pick([...ORDERED, "text", "color", "bool"] as const);
  return `((${value(random, kind, 1)}) ${random.pick(["==", "!="])} (${value(random, kind, 1)}))`;
}

const REQUIREMENTS = [
  "1 of lead",
  "2 of money",
  "1 of any [lead, money]",
  "2 roles of [lead, money, law]",
  "1 of person",
  "sign(amount, color)",
  "chain(opt, b)",
  "1 of lead and 1 of money",
  "(1 of lead or 2 of law)",
] as const;
const EXCLUDING = [
  '"user:ann"',
  "(ot ?? requester.id)",
  "items",
  "word",
  '[word, "user:cat"]',
  "order.names",
  '(requester.owner ?? "x")',
] as const;

function clause(random: Random, name: string): string {
  const when = random.chance(0.7) ? ` when ${condition(random, 2)}` : "";
  const late = random.chance(0.2)
    ? random.pick([" when tier >= medium", " when score > 20", " when tier >= high or b"])
    : when;
  const by = random.pick(REQUIREMENTS);
  const shadow = random.chance(0.1) ? "shadow " : "";
  const text = random.pick<() => string>([
    () =>
      `require ${name}: ${condition(random, 2)}${random.pick(["", " else deny", " else warn", ` else approve by ${by}`, " else tier medium"])}`,
    () => `forbid ${name}: ${condition(random, 2)}`,
    () => `score ${1 + random.below(40)} ${name}: ${condition(random, 2)}`,
    () => `score ${1 + random.below(40)} ${name}: ${condition(random, 1)}`,
    () =>
      `tier ${random.pick(["medium", "high"])} ${name}: ${random.chance(0.3) ? "score >= 30" : condition(random, 2)}`,
    () => `approve ${name}: by ${by}${random.chance(0.4) ? ` excluding ${random.pick(EXCLUDING)}` : ""}${late}`,
    () =>
      `evidence ${name}: ${random.pick(["check", "photo"])}${random.pick(["", " within 24 hours", " within 3 days"])}${late}`,
    () =>
      `quota ${name}: ${random.pick(["2 per day", "3 in any 24 hours", "n in total", "50 per year"])}${random.pick(["", " for each requester.id", " for each word, color", " for each day, n", ' for each ot ?? "none"', " for each b"])}${when}${random.pick(["", "", " else warn", " else deny", ` else approve by ${by}`])}`,
    () =>
      `quota ${name}: sum of ${random.pick(["amount", "order.total", "amount * 1.05"])} up to ${random.pick(["100 USD", "5_000 USD", "order.total"])} per month${random.pick([" for each word", ""])}`,
    () => `quota ${name}: sum of ${random.pick(["n", "d"])} up to ${random.pick(["100", "n", "12.5"])} in total`,
    () => `limit ${name}: autonomy to ${random.pick(["read_only", "proposal", "guided", "autopilot"])}${late}`,
    () => `sample ${name}: ${random.pick(["5%", "50%", "100%"])}${when}`,
    () => `route ${name}: to ${random.pick(["desk", "night"])}${late}`,
    () => `escalate ${name}: to ${random.pick(["boss", "law"])} after ${random.pick(["1 hour", "2 days"])}${late}`,
  ])();
  let all = shadow + text;
  const tiered = /^(shadow )?(score|tier|quota)|else tier/.test(all);
  if (random.chance(0.12)) all = `environment prod { ${all} }`;
  if (random.chance(0.12) && !tiered) all = `at medium { ${all} }`;
  if (random.chance(0.12)) all = `if ${condition(random, 1)} { ${all} }`;
  if (random.chance(0.08)) all = `control "house, 4.2" { ${all} }`;
  return all;
}

const HEADER = `policy gen.main
tiers low < medium < high
environments sandbox, prod, staging
role lead
role money
role law
role boss
evidence photo
evidence check from tool "risk", "desk" { points: int, flag: bool?, cost: money? }
queue desk
queue night
enum Color = "red" | "green" | "blue"
record Line { sku: text, price: money, qty: int, note: text?, color: Color }
record Home { city: text, rent: money }
record Order {
  id: text, name: text, total: money, refunded: money, flag: bool, maybe: bool?, placed: time, day: date, credit: money?,
  lines: list of Line, tags: map of text, sub: map of Line, marks: map of int, prices: map of money, names: list of text,
  color: Color, ratio: decimal, scores: list of int, home: Home?, spare: list of Line?
}
define late(t: time) = time_of_day(t) > 18 hours
define steep(m: money) = m > 50 USD
define twice(i: int) = i + i
table gap(o: int?) { missing => 1  0 to 2 => 2  _ => 3 }
table fee(m: money, c: Color) { <= 50 USD, _ => 1 USD  <= 500 USD, "red" | "green" => 5 USD  _, _ => 20 USD }
approval table sign(m: money, c: Color) {
  <= 10 USD,  _       => nobody
  <= 50 USD,  "red"   => 1 of money
  <= 50 USD,  _       => 1 of lead or 2 of law
  _,          _       => 1 of money and 1 of boss
}
approval table chain(o: int?, f: bool) {
  missing, true  => nobody
  missing, false => 1 of boss
  <= 2,    _     => 1 of any [lead, law]
  _,       _     => 2 of lead and 1 of law
}
`;

const BODY = `  impact money = amount, customers = n, access
  input word: text, items_pattern: text, amount: money, n: int, d: decimal, b: bool, color: Color, items: list of text
  input cols: list of Color, moment: time, day: date, wait: duration
  input opt: int?, om: money?, od: decimal?, ot: text?, oc: Color?, owhen: time?, oday: date?, owait: duration?, ob: bool?
  fact order: Order = orders(word)
  fact extra: Order? = others(word)
  fact tries: int = tries(word)
  changes Order.refunded, Order.flag
  let rest = order.total - order.refunded`;
const REST = `  sample always: 1%
  rollback by Undo within 30 days
}
action Undo { autonomy proposal  input word: text  changes Order.flag  irreversible  approve by 1 of lead }
`;

/** The text of a policy set with the action `gen.main.Act`. */
export function policy(random: Random): string {
  const clauses = Array.from({ length: 1 + random.below(7) }, (_, i) => `  ${clause(random, `c${i}`)}`);
  const every = random.chance(0.3)
    ? `every action${random.pick(["", " impacting money"])} {\n  waivable forbid e0: ${random.pick(["confidence < 0.1", 'environment == "staging"'])}\n  require e1: all(c in changes: c.evidence is present) else approve by 1 of boss\n}\n`
    : "";
  const waiver =
    every !== "" && random.chance(0.5) ? `waive gen.main.e0 until 2026-11-30 because "a test of the exception"\n` : "";
  return `${HEADER}timezone "${random.pick(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"])}"
${every}${waiver}action Act {
  autonomy ${random.pick(["autopilot", "autopilot", "guided", "proposal", "read_only"])}
${random.chance(0.2) ? "  open in prod, sandbox\n" : ""}${BODY}
  let known = ${condition(random, 1).replaceAll(/\bknown\b/g, "b")}
${clauses.join("\n")}
${REST}`;
}

/** The same action with clauses that are given; `autonomy` may be followed by `open in`. */
export const policyOf = (clauses: readonly string[], autonomy = "autopilot"): string =>
  `${HEADER}timezone "Europe/Berlin"
action Act {
  autonomy ${autonomy}
${BODY}
  let known = b or n > 3
${clauses.join("\n")}
${REST}`;
