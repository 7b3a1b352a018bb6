/**
 * Well-typed policies, drawn at random: every clause kind, nested blocks, every operator, optionals, lists, maps, history,
 * quotas, tables, defines, waivers, shadows, a second policy with `every action`. They shrink towards short texts.
 */
import fc from "fast-check";

type Kind = "bool" | "int" | "decimal" | "money" | "text" | "color" | "time" | "date" | "duration";

/** What a clause may read of score and tier; each only so that more of it cannot loosen. */
type Reads = "nothing" | "score" | "tier";

export interface PolicyDraft {
  readonly autonomy: string;
  readonly lets: readonly string[];
  readonly clauses: readonly string[];
  readonly every: readonly { readonly impacting: string; readonly clauses: readonly string[] }[];
  readonly defines: readonly string[];
}

const pick = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const join = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));

const LEAVES: Record<Kind, readonly string[]> = {
  bool: [
    "b",
    "order.flag",
    "true",
    "order.credit is present",
    "opt is missing",
    "extra is present",
    "weekend(now)",
    "x0",
    "x1",
    "order.owner.home is missing",
  ],
  int: [
    "n",
    "3",
    "0",
    "count(order.lines)",
    "(opt ?? 2)",
    "length(order_id)",
    "count(items)",
    "(impact.customers ?? 1)",
    "(-n)",
    "min(n, 4)",
    "sum(values(order.marks))",
    "sum(order.scores)",
    "(min(order.scores) ?? 1)",
    "gap(opt)",
    "(last(order.scores) ?? 0)",
    "count(order.spare ?? [])",
    "(order.marks[date(moment)] ?? 7)",
  ],
  decimal: ["d", "order.ratio", "0.5", "12.75", "confidence", "(amount / 20 USD)", "share(order.total)"],
  money: [
    "amount",
    "order.total",
    "order.refunded",
    "rest",
    "100 USD",
    "0 USD",
    "(order.credit ?? 10 USD)",
    "sum(l in order.lines: l.price)",
    "sum(l in order.lines: l.price * l.qty where l.qty > 1)",
    "fee(amount, reason)",
    "(impact.money ?? 1 USD)",
    "(max(l in order.lines: l.price) ?? 3 USD)",
    "(min(l in order.lines: l.price where l.qty > 0) ?? 2 USD)",
    "(order.owner.home?.rent ?? 7 USD)",
    "(-amount)",
    "sum(values(order.prices))",
    "(order.prices[reason] ?? 4 USD)",
    "(max(order.cash) ?? 1 USD)",
    "sum(order.cash)",
    "(first(history of Act in last 3 days)?.amount ?? 0 USD)",
    "(last(history of Act in last 60 days)?.inputs?.amount ?? 0 USD)",
  ],
  text: [
    "order_id",
    "order.id",
    '"o-1"',
    "lower(order.id)",
    '(order.buddy ?? "nobody")',
    "requester.id",
    "lower(weekday(now))",
    '(order.tags["kind"] ?? "none")',
    '(first(items) ?? "x")',
    '(order.owner.home?.city ?? "Rome")',
    "order.owner.name",
    '(requester.on_behalf_of ?? "nobody")',
  ],
  color: ["reason", "order.color", '"red"'],
  time: ["now", "order.placed_at", "moment", "(now - 3 days)"],
  date: ["order.day", "date(now)", "2026-11-20", "(date(moment) + 2 days)"],
  duration: [
    "order.wait",
    "(-order.wait)",
    "(order.wait / 2)",
    "(now - order.placed_at)",
    "2 days",
    "time_of_day(now)",
  ],
};

const leaf = (kind: Kind): fc.Arbitrary<string> => pick(...LEAVES[kind]);

function expression(kind: Kind, depth: number): fc.Arbitrary<string> {
  if (depth <= 0) return leaf(kind);
  const below = (of: Kind): fc.Arbitrary<string> => expression(of, depth - 1);
  const branch = join("(if ", condition(depth - 1), " then ", below(kind), " else ", below(kind), ")");
  const matched = join(
    'match reason, order.flag { "red", _ => (',
    below(kind),
    ")  _, true => (",
    below(kind),
    ")  _, false => (",
    below(kind),
    ") }",
  );
  const both = fc.oneof(
    { weight: 6, arbitrary: leaf(kind) },
    { weight: 1, arbitrary: branch },
    { weight: 1, arbitrary: matched.map((text) => `(${text})`) },
  );
  switch (kind) {
    case "int":
      return fc.oneof(both, join("(", below("int"), pick(" + ", " - ", " * "), below("int"), ")"));
    case "decimal":
      return fc.oneof(
        both,
        join("(", below("decimal"), pick(" + ", " - ", " * ", " / "), below("decimal"), ")").filter(dividesByNoZero),
        join("(", below("money"), " / ", below("money"), ")").filter(dividesByNoZero),
      );
    case "money":
      return fc.oneof(
        both,
        join("(", below("money"), pick(" + ", " - "), below("money"), ")"),
        join("(", below("money"), pick(" * ", " / "), below("int"), ")").filter(dividesByNoZero),
        join("max(", below("money"), ", ", below("money"), ")"),
      );
    case "time":
      return fc.oneof(both, join("(", below("time"), pick(" + ", " - "), below("duration"), ")"));
    case "duration":
      return fc.oneof(
        both,
        join("(", below("time"), " - ", below("time"), ")"),
        join("(", below("duration"), " * ", below("int"), ")"),
      );
    default:
      return both;
  }
}

/** The checker refuses a literal zero there; zeros in the data stay. */
const dividesByNoZero = (text: string): boolean => !/\/ \(*0\b(?!\.)/.test(text);

const ORDERED: readonly Kind[] = ["int", "decimal", "money", "time", "date", "duration"];
const ANY_KIND: readonly Kind[] = [...ORDERED, "text", "color", "bool"];

function comparison(depth: number): fc.Arbitrary<string> {
  const ordered = fc
    .constantFrom(...ORDERED)
    .chain((kind) => join(expression(kind, depth), pick(" < ", " <= ", " > ", " >= "), expression(kind, depth)));
  const equal = fc
    .constantFrom(...ANY_KIND)
    .chain((kind) => join("(", expression(kind, depth), ")", pick(" == ", " != "), "(", expression(kind, depth), ")"));
  return fc.oneof(ordered, equal);
}

const FORMS: readonly string[] = [
  'order.buddy == "x"',
  'order.tags["kind"] != "gift"',
  'order.sub["a"]?.qty == 2',
  'order.sub["a"] is present and order.sub["a"].qty > 1',
  "order.credit is present and order.credit > 5 USD",
  "order.credit is missing or order.credit < 50 USD",
  "extra is present and extra.total > amount",
  "extra?.id == order_id",
  'reason in ["red", "green"]',
  "order_id not in items",
  'order.id like "o-*"',
  '"support" in requester.roles',
  'requester.kind == "agent"',
  'requester.owner == "user:olga"',
  "any(l in order.lines: l.qty > n)",
  "all(l in order.lines: l.note is present or l.price < 10 USD)",
  "none(l in order.lines: l.color == reason and l.sku in items)",
  "count(l in order.lines: l.price > 20 USD) >= 2",
  "contains_all(list(l in order.lines: l.sku), items)",
  "all(p in zip(items, list(l in order.lines: l.sku)): p.left == p.right)",
  "any(p in adjacent(order.lines): p.left.price > p.right.price)",
  "any(h in history of Act in last 24 hours: h.order_id == order_id)",
  "count(history of Act in last 3 days) > 2",
  'count(h in history of Act in last 2 days: h.status == "pending" and h.amount > 20 USD) >= 1',
  "all(c in changes: c.evidence is present)",
  "all(c in changes to Order.refunded: c.new is present and c.new <= order.total)",
  "any(e in evidence of check: e.points > 40)",
  "any(e in evidence: e.at > now - 2 days)",
  "count(evidence of photo) > 0",
  "count(distinct(items)) == count(items)",
  "confidence < 0.7",
  "steep(amount)",
  '"kind" in keys(order.tags)',
  'contains_all(values(order.tags), ["gift"])',
  "contains_all(order.cash, [20 USD])",
  "contains_all(order.cash, list(l in order.lines: l.price))",
  "contains_all([20 USD, 50 USD], order.cash)",
  "count(distinct(order.cash)) < count(order.cash)",
  "amount in order.cash",
  "any(row in order.grid: any(cell in row: cell > 2))",
  "all(row in order.grid: count(row) == 2)",
  "sum(row in order.grid: sum(row)) > 4",
  "order.grid == [[1, 2], [3]]",
  "order.spare is present and count(order.spare) > 1",
  'order.owner.home?.city == "Rome"',
  "order.owner.home is present and order.owner.home.rent > 20 USD",
  "order.owner == (extra?.owner ?? order.owner)",
  "extra is present and extra.lines == order.lines",
  "any(c in changes to Order.refunded: c.old is present and c.old > amount)",
  'any(c in changes: c.target.type == "Order" and c.field == "flag")',
  "any(c in changes: any(e in c.evidence ?? []: e.issuer == requester.id))",
  "count(history of Undo in last 3 days) > 0",
  "sum(h in history of Act in last 60 days: h.amount) > 100 USD",
  "any(h in history of Act in last 3 days: h.requester.id == requester.id and h.reason == reason)",
  "any(p in adjacent(history of Act in last 60 days): p.left.amount > p.right.amount)",
  "none(e in evidence of check: e.flag ?? false)",
  "any(e in evidence: e.uri is missing)",
  "requester.on_behalf_of is present",
  'environment == "prod"',
  'lower(order_id) not like "*2"',
  "opt is present and opt > 2",
  "(opt ?? n) > 3",
  "time_of_day(moment) < 8 hours",
  'weekday(order.day) in ["sunday", "saturday"]',
  "weekday(moment) == weekday(now)",
  "date(moment) in [2026-11-20, 2026-11-21]",
  "(impact.money ?? 0 USD) > 40 USD",
  "order.flag == b",
  "match n, order.flag { <= 0, _ => b  1 to 3, true => order.flag  >= 4, _ => true  _, _ => false }",
  'match order.color { "red" | "green" => b  _ => (not b) }',
  "impact.access is present",
  'first(evidence)?.kind == "photo"',
  "any(p in adjacent(evidence): p.left.at > p.right.at)",
  "(last(evidence of check)?.points ?? 0) > 30",
  'first(changes)?.field == "flag"',
  "first(history of Act in last 3 days)?.reason == reason",
];

function condition(depth: number): fc.Arbitrary<string> {
  const simple = fc.oneof(
    { weight: 2, arbitrary: comparison(0) },
    { weight: 5, arbitrary: pick(...FORMS).map((text) => `(${text})`) },
    { weight: 1, arbitrary: leaf("bool").map((text) => `(${text})`) },
  );
  if (depth <= 0) return simple;
  const below = condition(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 2, arbitrary: comparison(depth - 1).map((text) => `(${text})`) },
    { weight: 1, arbitrary: join("(", below, pick(" and ", " or "), below, ")") },
    { weight: 1, arbitrary: join("(not ", below, ")") },
    { weight: 1, arbitrary: join("(if ", below, " then ", below, " else ", below, ")") },
  );
}

/** A condition whose truth tightens. */
function positive(reads: Reads): fc.Arbitrary<string> {
  const plain = condition(2);
  const score = pick("score >= 30", "score > 10", "20 <= score");
  const tier = pick("tier >= medium", "tier > low", "tier >= high");
  if (reads === "nothing") return plain;
  const other = reads === "score" ? score : fc.oneof(score, tier);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: join("(", plain, pick(" or ", " and "), other, ")") },
    { weight: 1, arbitrary: other },
  );
}

/** A condition whose truth loosens, as in `require`. */
function negative(reads: Reads): fc.Arbitrary<string> {
  const plain = condition(2);
  const score = pick("score < 40", "score <= 20", "not (score > 10)");
  const tier = pick("tier < high", "tier <= medium");
  if (reads === "nothing") return plain;
  const other = reads === "score" ? score : fc.oneof(score, tier);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: join("(", plain, pick(" or ", " and "), other, ")") },
  );
}

const role = pick("lead", "money", "law", "boss");
const atom = fc.oneof(
  join(pick("1 of ", "2 of "), role),
  pick(
    "1 of any [lead, money]",
    "2 of any [money, law, boss]",
    "2 roles of [lead, money, law]",
    "sign(amount, reason)",
    "1 of person",
    "chain(opt, order.flag)",
  ),
);
const requirement = fc.oneof(
  { weight: 3, arbitrary: atom },
  { weight: 1, arbitrary: join(atom, " and ", atom) },
  { weight: 1, arbitrary: join("(", atom, " or ", atom, ")") },
);
const tier = pick("medium", "high");
const maybe = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(""), part);
const when = maybe(join(" when ", positive("tier")));
const level = pick("read_only", "proposal", "guided", "autopilot");

/** Clauses as text without a name; `@` stands where a name goes. */
const clause: fc.Arbitrary<string> = fc.oneof(
  join("require @: ", negative("tier"), maybe(pick(" else deny", " else warn"))),
  join("require @: ", negative("tier"), " else approve by ", requirement),
  join("require @: ", negative("score"), " else tier ", tier),
  join("forbid @: ", positive("tier")),
  join("score ", fc.integer({ min: 1, max: 40 }).map(String), " @: ", positive("nothing")),
  join("tier ", tier, " @: ", positive("score")),
  join(
    "approve @: by ",
    requirement,
    maybe(
      pick(
        ' excluding "user:ann"',
        " excluding order.buddy ?? requester.id",
        " excluding items",
        " excluding list(c in changes: c.target.id)",
      ),
    ),
    when,
  ),
  join("evidence @: ", pick("check", "photo"), maybe(pick(" within 24 hours", " within 3 days")), when),
  join(
    "quota @: ",
    pick("2 per day", "3 in any 24 hours", "5 per week", "1 in total", "2 at once", "1 per hour", "n per year"),
    maybe(
      pick(
        " for each requester.id",
        " for each order.id, reason",
        " for each order.day, n",
        ' for each order.buddy ?? "none"',
      ),
    ),
    when,
    maybe(join(" else ", fc.oneof(pick("warn", "deny"), join("approve by ", requirement)))),
  ),
  join(
    "quota @: sum of ",
    pick("amount", "order.total"),
    " up to ",
    pick("100 USD", "1_000 USD", "order.total"),
    pick(" per month", " in any 7 days", " in total"),
    " for each order_id",
    maybe(join(" else tier ", tier)),
  ),
  join("limit @: autonomy to ", level, when),
  join("sample @: ", pick("5%", "50%"), when),
  join("route @: to desk", when),
  join("escalate @: to boss after ", pick("1 hour", "2 days")),
);

/** What a value passed over, a key, a place in an order or a count decides, and nothing beside it. */
const TELLING: readonly string[] = [
  "any(h in history of Act in last 60 days: h.order_id == order_id)",
  "count(history of Act in last 60 days) > 0",
  "first(history of Act in last 60 days)?.reason == reason",
  'first(history of Act in last 60 days)?.reason == "red"',
  'last(history of Act in last 60 days)?.reason == "red"',
  "(first(history of Act in last 60 days)?.amount ?? 0 USD) > 20 USD",
  "any(p in adjacent(history of Act in last 60 days): p.left.amount > p.right.amount)",
  "sum(h in history of Act in last 60 days: h.n) > 100",
  "order.prices[reason] is present",
  "(order.prices[reason] ?? 0 USD) > 10 USD",
  "(order.marks[date(moment)] ?? 0) > 3",
  '(order.sub[first(items) ?? "a"]?.qty ?? 0) > 0',
  "sum(order.cash) > 20 USD",
  "sum(order.scores) > 1",
  "sum(values(order.prices)) > 20 USD",
  "sum(l in order.lines: l.qty) > 1",
  'first(keys(order.sub)) == "a"',
  'last(keys(order.marks)) == "2026-11-22"',
  "any(p in adjacent(values(order.marks)): p.left > p.right)",
  "(first(values(order.prices)) ?? 0 USD) > 20 USD",
  "any(c in changes to Order.refunded: c.new is present and c.new > order.total)",
  "any(e in evidence of check: e.points > 40)",
  'first(evidence)?.kind == "photo"',
  "any(p in adjacent(evidence): p.left.at > p.right.at)",
  'reason == "red" and order.flag and n > 3',
  "order.total > 100 USD or n > 300 or order.flag",
  "count(l in order.lines: l.qty >= 0) == count(order.lines)",
  "count(x in items: x in items) == count(items)",
];

/** Scores add up, so none hides another: many telling conditions fit into one policy, and whatever changes shows. */
const telling: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: join("score ", pick("1", "7", "30"), " @: ", pick(...TELLING)) },
  { weight: 1, arbitrary: join("approve @: by 1 of lead excluding ", pick("order.buddy ?? requester.id", "items")) },
  { weight: 2, arbitrary: join("evidence @: check", pick("", " within 24 hours", " within 3 days")) },
);

/** Without its name, where a clause needs none: its id then comes from what it says. */
const nameless = (text: string): string =>
  text.startsWith("quota") ? text : text.replace(/^(score \d+|tier \w+) @: /, "$1: ").replace(/^(\w+) @: /, "$1 ");

/** Blocks around a clause, up to three deep. */
function wrap(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const guards = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), condition(1)), { maxLength: 3, size: "small" });
  return fc
    .tuple(inner, fc.boolean(), fc.nat({ max: 3 }), guards, fc.nat({ max: 3 }))
    .map(([named, bare, shade, blocks, naming]) => {
      const text = naming === 3 ? nameless(named) : named;
      const clause = shade === 3 ? text.replace(/^(\w+)/, "shadow $1") : text;
      return bare ? clause : blocks.reduce((inside, [kind, guard]) => block(inside, text, kind, guard), clause);
    });
}

function block(inside: string, clause: string, kind: number, guard: string): string {
  // Blocks around score and tier clauses must not read the tier, so only clauses that may are wrapped in `at`.
  if (kind === 0 && !/^(score|tier)|else tier|^quota/.test(clause)) return `at medium { ${inside} }`;
  if (kind === 1) return `environment prod { ${inside} }`;
  if (kind === 2) return `if ${guard} { ${inside} }`;
  return `control "house, ${clause.length}" { ${inside} }`;
}

const everyClause: fc.Arbitrary<string> = fc.oneof(
  pick(
    "require @: all(c in changes: c.evidence is present) else approve by 1 of boss",
    "tier medium @: confidence < 0.9",
    "tier high @: confidence < 0.5",
    'forbid @: weekday(now) == "sunday"',
    "limit @: autonomy to guided when time_of_day(now) > 20 hours",
    'score 15 @: requester.kind != "person"',
    "approve @: by 1 of lead when impact.money is present and impact.money > 50 USD",
    "evidence @: photo when tier >= high",
    "quota @: 4 per day for each requester.id",
    "waivable forbid @: count(changes) > 1",
    "waivable approve @: by 2 of boss when confidence < 0.9",
    "waivable score 20 @: confidence < 0.9",
    "waivable tier high @: impact.customers is present and impact.customers > 3",
    "waivable evidence @: photo within 24 hours",
    "escalate @: to law after 3 hours",
    "sample @: 10% when confidence < 0.8",
    'shadow forbid @: environment == "prod"',
  ),
  join(
    "environment prod { approve @: by ",
    requirement.filter((text) => !/sign\(|chain\(/.test(text)),
    " }",
  ),
  join("if confidence < 0.8 { forbid @: ", pick('environment == "prod"', "count(changes) > 1"), " }"),
);

/** Without the lets themselves. */
const plainCondition = condition(1).filter((text) => !/\bx[01]\b/.test(text));

export const policy: fc.Arbitrary<PolicyDraft> = fc.record({
  autonomy: pick("proposal", "guided", "autopilot"),
  // `x1` may read `x0`: clauses may name both, so both are always there.
  lets: fc.tuple(
    join("let x@ = ", plainCondition),
    join("let x@ = ", fc.oneof(plainCondition, join("(x0 or ", plainCondition, ")"))),
  ),
  clauses: fc.oneof(
    { weight: 1, arbitrary: fc.array(wrap(clause), { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(telling, { minLength: 1, maxLength: 8, size: "max" }) },
  ),
  every: fc.array(
    fc.record({
      impacting: pick("", " impacting money", " impacting access or customers", " impacting contract"),
      clauses: fc.array(everyClause, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  defines: fc.constant([]),
});

/** One more clause: of the action, or of every action. */
export const addition: fc.Arbitrary<(draft: PolicyDraft) => PolicyDraft> = fc.oneof(
  wrap(clause).map((text) => shown(text, (draft: PolicyDraft) => ({ ...draft, clauses: [...draft.clauses, text] }))),
  everyClause.map((text) =>
    shown(text, (draft: PolicyDraft) => ({ ...draft, every: [...draft.every, { impacting: "", clauses: [text] }] })),
  ),
);

/** A function that prints as what it adds. */
const shown = <F extends object>(text: string, add: F): F =>
  Object.assign(add, { [fc.toStringMethod]: () => `adding ${text}` });

export const HEADER = `policy gen.main
import gen.base

evidence check from tool "risk" { points: int, flag: bool? }
queue desk
enum Color = "red" | "green" | "blue"
record Line { sku: text, price: money, qty: int, note: text?, color: Color }
record Order {
  id: text, total: money, refunded: money, flag: bool, placed_at: time, day: date, credit: money?,
  lines: list of Line, tags: map of text, sub: map of Line, color: Color, ratio: decimal, wait: duration, buddy: text?,
  owner: Person, scores: list of int, cash: list of money, grid: list of list of int, marks: map of int,
  prices: map of money, spare: list of Line?
}
record Person { name: text, home: Home? }
record Home { city: text, rent: money }
define weekend(t: time) = weekday(t) in ["saturday", "sunday"]
define steep(m: money) = m > 200 USD
define share(m: money) = m / 40 USD
table gap(o: int?) { missing => 1  0 to 2 => 2  _ => 3 }
table fee(m: money, c: Color) { <= 50 USD, _ => 1 USD  <= 500 USD, "red" | "green" => 5 USD  _, _ => 20 USD }
approval table sign(m: money, c: Color) {
  <= 50 USD,  _       => nobody
  <= 500 USD, "red"   => 1 of money
  <= 500 USD, _       => 1 of lead or 2 of law
  _,          _       => 1 of money and 1 of boss
}
approval table chain(o: int?, f: bool) {
  missing, true  => nobody
  missing, false => 1 of boss
  <= 2,    _     => 1 of any [lead, law]
  _,       _     => 2 of lead and 1 of law
}
`;

const ACTION_HEAD = `  impact   money = amount, customers = n, access
  input    order_id: text, amount: money, n: int, d: decimal, b: bool, reason: Color, opt: int?, items: list of text, moment: time
  fact     order: Order = orders(order_id)
  fact     extra: Order? = others(order_id)
  changes  Order.refunded, Order.flag
  let rest = order.total - order.refunded
`;

const UNDO =
  "action Undo { autonomy proposal  input order_id: text  changes Order.flag  irreversible  approve by 1 of lead }\n";

const BASE = `policy gen.base
tiers low < medium < high
environments sandbox, prod
timezone "Europe/Berlin"
role lead
role money
role law
role boss
evidence photo
`;

/** Waivers for clauses that may be waived: some for all actions, some for one; some over while others still hold. */
function waivers({ every }: PolicyDraft): readonly string[] {
  return every.flatMap(({ impacting, clauses }, block) =>
    clauses.flatMap((text, index) =>
      text.startsWith("waivable") && !impacting.includes("contract")
        ? [
            `waive gen.base.e${block}_${index}${index % 2 === 0 ? " for Act" : ""} until 2026-11-2${3 + (block % 2)} because "a test of the exception"`,
          ]
        : [],
    ),
  );
}

/** The files of a policy set; `order` rearranges what may be rearranged. */
export function texts(
  draft: PolicyDraft,
  order: (items: readonly string[]) => readonly string[] = (items) => items,
): readonly { readonly name: string; readonly text: string }[] {
  const named = draft.clauses.map((text, index) => text.replace("@", `c${index}`));
  const lets = draft.lets.map((text, index) => `  ${text.replace("@", String(index))}`);
  const action = [
    "action Act {",
    `  autonomy ${draft.autonomy}`,
    ACTION_HEAD,
    ...order([...lets, ...named.map((text) => `  ${text}`), "  sample always: 1%"]),
    "  rollback by Undo within 30 days",
    "}",
  ].join("\n");
  const every = draft.every.map(({ impacting, clauses }, block) =>
    [
      `every action${impacting} {`,
      ...order(clauses.map((text, index) => `  ${text.replace("@", `e${block}_${index}`)}`)),
      "}",
    ].join("\n"),
  );
  const files = [
    { name: "main.bylaw", text: `${HEADER}${order([action, UNDO, ...waivers(draft)]).join("\n")}` },
    { name: "base.bylaw", text: `${BASE}${order(every).join("\n")}\n` },
  ];
  return order(files.map((_, index) => String(index))).map((index) => files[Number(index)]!);
}
