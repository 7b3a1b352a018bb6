/**
 * What is sound and known is decided by generated code, in the reference's bytes: every expression and every effect that it
 * models. Where it gives up though it need not, it would be right and slow; so what it may give up for is named.
 */
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context, Decision } from "../../../src/decision/documents.ts";
import { program } from "../../../src/decision/fast/action.ts";
import { adopt, type FastForm, fastOf, type Generated, type Verdict } from "../../../src/decision/fast/fast.ts";
import { generateModule } from "../../../src/decision/fast/module.ts";
import { MODES } from "../../../src/decision/fast/stage.ts";
import type { OnDemand } from "../../../src/decision/fast/write.ts";
import type { Limits } from "../../../src/model/type.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { type Documents, ODD, sound } from "./documents.ts";
import { ASIDE, FORMS, LEAVES, policy, policyOf } from "./policies.ts";
import { random } from "./random.ts";
import { compare, isQuick, type Pair, pairOf, written } from "./same.ts";

const DOCUMENTS = 12;

/** No code is made of a text before somebody asks for it, so its plan may be kept. */
const plans = new Map<string, Plan>();
function planFrom(text: string): Plan {
  const known = plans.get(text);
  if (known !== undefined) return known;
  const { evaluator, diagnostics } = loadPolicySet([{ name: "main.bylaw", text }], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what }) => what).join("\n"));
  plans.set(text, evaluator.plan);
  return evaluator.plan;
}
const pairFrom = (text: string): Pair => pairOf(planFrom(text));

/** What the reference alone decides, by what it says of it. */
const left = ({ unknown, misfits, warnings, waived, quotas, reasons }: Decision): boolean =>
  unknown.length > 0 ||
  misfits.length > 0 ||
  waived.length > 0 ||
  warnings.some((text) => text.includes("does not count")) ||
  quotas.some(({ fits }) => !fits) ||
  // A clause reads what is absent where another part of it has decided.
  reasons.some(({ values }) => Object.values(values).includes("unknown"));

/** Then rules that read who asks are decided twice, which the reference does. */
const actsForAnother = ({ requester }: Documents["changeSet"]): boolean =>
  (requester as { readonly on_behalf_of?: string } | null | undefined)?.on_behalf_of !== undefined;

/** Code that meets what it did not expect may throw, as those who call it know. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}

function shortly(form: FastForm, way: "verdict" | "vouched", changeSet: object, context: object): Verdict | null {
  const bits = orNull(() => form[way](changeSet, context));
  return bits === null || bits < 0 ? null : form.verdicts[bits]!;
}

/** Whether generated code decided; all three of its ways must have. */
function agree(pair: Pair, { changeSet, context }: Documents, about: string): boolean {
  const form = fastOf(pair.generated)!;
  const wanted = decide(pair.reference, changeSet, context as unknown as Context);
  const quick = orNull(() =>
    form.decide(changeSet, context, { inFull: () => wanted, changeSetDigest: () => wanted.change_set_digest }),
  );
  const [checked, vouched] = (["verdict", "vouched"] as const).map((way) => shortly(form, way, changeSet, context));
  const { outcome, tier } = wanted;
  if (checked !== null) expect(checked, about).toEqual({ outcome, tier });
  // What no rule reads may be at fault there.
  if (vouched !== null && wanted.misfits.length === 0) expect(vouched, about).toEqual({ outcome, tier });
  if (quick !== null) expect(written(quick, false), about).toBe(written(wanted, false));
  return (quick !== null && checked !== null && vouched !== null) || actsForAnother(changeSet) || left(wanted);
}

/** What is done with the past of an action that no rule asks for is looked at by the reference. */
const asksForPast = (text: string): boolean => text.slice(text.indexOf("let known")).includes("history of");

/** In which of its ways the code of an action asks anything of the evaluator. */
const asides = (text: string): readonly string[] => {
  const plan = planFrom(text);
  return MODES.filter((mode) => program(plan, plan.actions["gen.main.Act"]!, mode).aside);
};

/** The documents that neither could decide, of the first so many. */
function slow(
  text: string,
  prepare: (documents: Documents, turn: number) => void = () => {},
  documents = DOCUMENTS,
): readonly string[] {
  const pair = pairFrom(text);
  const found: string[] = [];
  for (let turn = 0; turn < documents; turn++) {
    const all = sound(random(turn), [], false);
    if (!asksForPast(text)) all.context["history"] = [];
    prepare(all, turn);
    if (!agree(pair, all, `${text.slice(text.indexOf("let known"))}, documents ${turn}`)) found.push(String(turn));
  }
  return found;
}

describe("expressions", () => {
  const compared = Object.entries(LEAVES).flatMap(([kind, values]) =>
    values.map((value, i) => {
      if (kind === "bool") return value;
      const signs = ["text", "color"].includes(kind) ? ["==", "!="] : ["==", "<", "!=", ">=", ">", "<="];
      return `${value} ${signs[i % signs.length]} ${values[(i * 7 + 3) % values.length]}`;
    }),
  );
  const past = (of: string): string => `any(h in history of Act in last 30 days: ${of})`;
  const members = [
    past('h.requester.kind == "agent" and h.requester.on_behalf_of is missing'),
    past('(h.requester.owner ?? "") == "user:cat" or h.requester.id == "user:bob"'),
    past("h.at > now - 2 days and h.inputs.n == h.n"),
    past('(h.ot ?? "none") == word or h.om is present'),
    'any(c in changes: c.field == "flag" and (c.reason ?? "") == "a reason")',
    'any(c in changes: c.target.id == "o-1" or c.target.type == "gen.main.Order")',
    'any(e in evidence: e.id == "e1" and e.issuer == "tool:risk")',
    'any(e in evidence: (e.uri ?? "") like "https*" and e.digest is missing)',
    "any(e in evidence of photo: e.digest is present)",
    'any(e in evidence of check: e.id == "e0" and e.at < now and (e.flag ?? true))',
    "d in [0.5, 0.25]",
    "wait in [1 hour, 2 hours]",
    "moment in [2026-11-22T10:15:00Z, 2026-12-05T21:00:00Z]",
    "color not in cols",
    "b or (n > 1 and (d > 0.2 or order.flag) and not (ob ?? b))",
    "(extra?.home?.rent ?? 7 USD) > 5 USD",
    'any(r in requester.roles: r == "lead") or all(r in requester.roles: r == "boss")',
    "all(l in order.lines: any(x in items: x == l.sku or x == word) or l.qty > 2)",
  ];
  const all = [...FORMS, ...compared, ...members];
  // Nothing of no currency is no amount, so of an empty list the reference says what it adds up to.
  const isSumOfMoney = (text: string): boolean => /sum\(.*(price|amount|c\.new)/.test(text);
  // Totals of numbers as they stand in a list, and a choice between numbers of unlike places.
  const isAsked = (text: string): boolean => /(min|max|sum)\(order\.scores\)|then d else d \*/.test(text);
  // Roles have no order of their own to be told in.
  const isToldAside = (text: string): boolean => text.includes("requester.roles");
  const PER_POLICY = 10;

  const inGroups = (items: readonly string[]): readonly (readonly string[])[] =>
    Array.from({ length: Math.ceil(items.length / PER_POLICY) }, (_, i) =>
      items.slice(i * PER_POLICY, (i + 1) * PER_POLICY),
    );
  // Each as it is, and turned around: what it reads is told where it holds.
  const clauses = (items: readonly string[]): readonly string[] =>
    items.flatMap((item, i) => [`score ${i + 1} c${i}: ${item}`, `score 1 n${i}: not (${item})`]);

  test.each(inGroups(all.filter((one) => !isSumOfMoney(one) && !isAsked(one) && !isToldAside(one))))(
    "%s, …",
    (...items) => {
      const text = policyOf(clauses(items));
      expect(asides(text)).toEqual([]);
      expect(slow(text)).toEqual([]);
    },
  );

  test.each(inGroups(all.filter(isSumOfMoney)))("%s, …", (...items) => {
    const text = policyOf(clauses(items));
    expect(asides(text)).toEqual([]);
    expect(slow(text).length).toBeLessThan(DOCUMENTS);
  });

  test.each([...ASIDE, ...all.filter(isAsked)])("asked of the evaluator: %s", (condition) => {
    const text = policyOf(clauses([condition]));
    expect(asides(text)).toEqual(MODES);
    expect(slow(text, undefined, 4)).toEqual([]);
  });

  test.each([
    "d > 0.00005",
    "d / 0.5 > 1",
    "d * d * d * d > 0.5",
    `n in [${Array.from({ length: 33 }, (_, i) => i).join(", ")}]`,
    "min(n, tries, 4) > 2",
    "first(order.lines) is present",
  ])("asked of the evaluator, because it has no exact form, or a long one: %s", (condition) => {
    const text = policyOf(clauses([condition]));
    expect(asides(text)).toEqual(MODES);
    expect(slow(text, undefined, 4)).toEqual([]);
  });

  test("asked of the evaluator, with score and tier as they stand", () => {
    const text = policyOf([
      "score 7 s: b",
      "tier high t: n > 2",
      "tier medium u: score >= 7 and amount / 20 USD > d",
      "forbid f: score >= 7 and amount / 20 USD > d",
      "forbid g: tier >= high and amount / 20 USD > d",
    ]);
    expect(asides(text)).toEqual(MODES);
    expect(slow(text)).toEqual([]);
  });

  test("told by the evaluator: roles", () => {
    const text = policyOf(clauses(all.filter((one) => isToldAside(one) && !isAsked(one))));
    expect(asides(text)).toEqual(["full"]);
    expect(slow(text)).toEqual([]);
  });
});

describe("effects", () => {
  /** What was used of a quota before. */
  const USED: Readonly<Record<string, readonly unknown[]>> = {
    count: [{ clause: "gen.main.Act.q", used: "1" }],
    color: [
      { clause: "gen.main.Act.q", key: ["red"], used: 1 },
      { clause: "gen.main.Act.q", key: ["green"], used: "2" },
      { clause: "gen.main.Act.q", key: ["red", "more"], used: "4" },
    ],
    money: [{ clause: "gen.main.Act.q", used: { amount: "40.00", currency: "USD" } }],
    euro: [{ clause: "gen.main.Act.q", used: { amount: "40.00", currency: "EUR" } }],
  };

  test.each([
    // Outcomes.
    ["autopilot", "forbid c: b"],
    ["autopilot", "require c: b", "sample s: 100%"],
    ["autopilot", "require c: b else warn", "forbid f: n > 5"],
    ["autopilot", "require c: b else warn", "require a: n > 2 else warn", "shadow require d: b else warn"],
    ["autopilot", "require c: b else approve by 2 of lead", "require d: n > 2 else tier medium"],
    ["autopilot", ...Array.from({ length: 52 }, (_, i) => `require c${i}: b else warn`)],
    ["autopilot\n  open in prod", "forbid c: n > 5"],
    ["autopilot\n  open in prod, sandbox", 'forbid c: environment == "sandbox"'],
    ["guided", "forbid c: n > 5"],
    ["guided", "approve c: by 1 of lead when b"],
    ["guided", "limit c: autonomy to proposal when b", "escalate e: to boss after 1 hour"],
    ["proposal", "forbid c: n > 5"],
    ["read_only", "forbid c: n > 5"],
    ["autopilot", "limit c: autonomy to guided when b", "route r: to desk"],
    ["autopilot", "limit c: autonomy to read_only when b"],
    ["autopilot", "limit c: autonomy to guided when b", "limit d: autonomy to proposal when n > 2"],
    ["guided", "limit c: autonomy to guided when b", "limit d: autonomy to autopilot"],
    ["autopilot", "shadow limit c: autonomy to read_only when b", "shadow forbid d: n > 2"],
    // Score and tier.
    ["autopilot", "score 10 a: b", "score 20 c: n > 2", "tier high t: score >= 30", "tier medium u: b"],
    [
      "autopilot",
      "score 10 a: b",
      "tier medium u: n > 2",
      "forbid f: tier >= medium",
      "forbid g: score > 5 and tier >= high",
    ],
    ["autopilot", "shadow score 10 a: b", "shadow tier high u: n > 2", "forbid f: tier >= medium"],
    ["autopilot", "tier medium u: n > 2", "tier high v: b", "at medium { approve p: by 1 of lead }"],
    ["autopilot", "tier high u: n > 2", "tier medium v: b", "at high { forbid p: d > 0.5 }"],
    ["autopilot", "score 10 a: b", "score 7 c: n > 2", "approve p: by 2 of lead when score > 10"],
    // Evidence.
    ["autopilot", "evidence c: check"],
    ["autopilot", "evidence c: photo within 24 hours", "evidence d: check within 3 days when b"],
    ["autopilot", "shadow evidence c: photo within 24 hours", "evidence d: photo within 3 days"],
    // Who must agree.
    ["autopilot", "approve c: by 1 of lead when b"],
    ["autopilot", "approve c: by 2 of money when b", "approve d: by 1 of any [lead, money] when n > 2"],
    ["autopilot", "approve c: by 2 roles of [lead, money, law]", "escalate e: to boss after 2 days when b"],
    [
      "autopilot",
      "approve c: by 1 of person when b",
      "escalate e: to boss after 1 hour",
      "escalate f: to law after 1 day",
    ],
    ["autopilot", "approve c: by sign(amount, color)", "route r: to desk", "route s: to night when b"],
    ["autopilot", "approve c: by chain(opt, b)", "approve d: by sign(amount, color) when n > 2"],
    ["autopilot", "approve c: by 1 of lead and 1 of money", "approve d: by (1 of lead or 2 of law) when b"],
    ["autopilot", "approve c: by chain(opt, b) excluding items", "approve d: by 1 of boss excluding word when b"],
    ["autopilot", 'approve c: by sign(amount, color) excluding [word, "user:cat"]'],
    ["autopilot", 'approve c: by 1 of lead excluding (requester.owner ?? "x")'],
    [
      "autopilot",
      "approve c: by 1 of lead excluding order.names when b",
      'shadow approve d: by 1 of law excluding "q"',
    ],
    ["autopilot", "shadow approve c: by sign(amount, color)", "approve d: by 1 of lead excluding (ot ?? word)"],
    // Sampling and routes.
    ["autopilot", "sample c: 5%", "sample d: 50% when b", "sample e: 0.5% when n > 2"],
    ["autopilot", "shadow sample c: 100%", "shadow route r: to night", "route s: to desk when b", "forbid f: n > 2"],
    ["guided", "route r: to night when b", "route s: to desk", "route t: to desk when n > 2"],
    // Around clauses.
    ["autopilot", 'control "house, 4.2" { forbid f: b }', 'control "a, 1" { control "b, 2" { score 1 s: n > 2 } }'],
    ["autopilot", "environment prod { forbid f: b }", "environment sandbox { if n > 2 { forbid g: d > 0.5 } }"],
    ["autopilot", 'forbid f: b because "that is why"', 'approve a: by 1 of lead when n > 2 because "and this"'],
  ])("of %s: %s", (autonomy, ...clauses) => {
    const text = policyOf(clauses, autonomy);
    expect(asides(text)).toEqual([]);
    expect(slow(text)).toEqual([]);
  });

  test.each([
    ["count", "quota q: 50 per day"],
    ["count", "quota q: 3 in any 24 hours when b"],
    ["count", "quota q: n in total"],
    ["color", "quota q: 50 per year for each color"],
    ["color", "quota q: 2 per month for each color else warn"],
    ["color", "quota q: 50 per day for each color, ot ?? word, day, n, b, d"],
    ["count", "quota q: sum of n up to 100 in total", "quota a: 5 per day for each word"],
    ["count", "quota q: sum of d up to 12.5 per day", "shadow quota a: sum of n up to 1_000 in total"],
    ["money", "quota q: sum of amount up to 100 USD per month"],
    ["euro", "quota q: sum of amount up to 100 USD per month"],
    ["money", "quota q: sum of amount * 1.05 up to 5_000 USD per month", "score 7 s: b"],
    ["money", "quota q: sum of order.total up to order.total * 3 in total else approve by 1 of lead"],
  ])("quotas, with some of a %s used: %s", (used, ...clauses) => {
    const text = policyOf(clauses);
    const given = ({ context }: Documents, turn: number): void => {
      context["usage"] = turn % 3 === 0 ? [] : USED[used];
    };
    expect(asides(text)).toEqual([]);
    expect(slow(text, given)).toEqual([]);
  });

  test("drawn together, some of which may give up for what is above", () => {
    const texts = Array.from({ length: 12 }, (_, seed) => policy(random(seed)));
    const unused = ({ context }: Documents): void => {
      context["usage"] = [];
    };
    expect(texts.flatMap((text) => slow(text, unused, 6)).length).toBeLessThan(6);
  });
});

describe("documents", () => {
  /** What stands in some place instead of what should; null: the place is left out. */
  const INSTEAD: readonly (readonly [string, (value: unknown) => unknown])[] = [
    ["nothing", () => undefined],
    ["null", () => null],
    ["a number", () => 7],
    ["a text", () => "odd"],
    ["half of a character", () => "\ud800"],
    ["a list of one", () => ["odd"]],
    ["a record", () => ({})],
    ["what is unknown", () => ({ $unknown: "why" })],
    ["an instance of a class", (value) => Object.assign(Object.create({}), value)],
    ["a record with a member more", (value) => ({ ...(value as object), more: 1 })],
  ];

  const text = policyOf([
    "quota q: 50 per day for each color",
    "evidence e: check within 3 days",
    'approve a: by sign(amount, color) excluding [word, "user:cat"]',
    "forbid l: any(l in order.lines: l.qty > 50 and l.note is present)",
    "forbid m: order.marks[word] is present and order.home is present",
    "forbid h: any(h in history of Act in last 3 days: h.n > 500)",
    "forbid r: count(requester.roles) > 3 or confidence < 0.1",
    "forbid c: any(c in changes to Order.refunded: c.new is present and c.new > 900 USD)",
  ]);
  /** Made anew for each test, so that each is seen to reach the code that makes it. */
  const made = (): Pair => pairFrom(text);
  /** Documents with something in every place. */
  const full = (): Documents => {
    const money = { amount: "20.00", currency: "USD" };
    const line = { sku: "a", price: { ...money }, qty: 3, note: "n", color: "red" };
    const order = {
      ...{ id: "o-1", name: "one", total: { ...money }, refunded: { ...money }, flag: true, maybe: false },
      ...{ placed: "2026-11-22T09:00:00Z", day: "2026-11-20", lines: [{ ...line }], tags: { a: "x" } },
      ...{ sub: { a: { ...line } }, marks: { a: 1 }, prices: { a: { ...money } }, names: ["a"], color: "red" },
      ...{ ratio: "0.5", scores: [1, "2"], home: { city: "Rome", rent: { ...money } }, spare: [{ ...line }] },
      credit: { ...money },
    };
    const inputs = (): Record<string, unknown> => ({
      ...{
        word: "o-1",
        items_pattern: "o-*",
        amount: { ...money },
        n: 1,
        d: 0.5,
        b: false,
        color: "red",
        items: ["a"],
      },
      ...{ cols: ["red"], moment: "2026-11-22T09:00:00Z", day: "2026-11-22", wait: "PT1H", opt: 2, om: { ...money } },
      ...{
        od: "0.25",
        ot: "a",
        oc: "green",
        owhen: "2026-11-22T09:00:00.500Z",
        oday: "2026-11-21",
        owait: "P1D",
        ob: true,
      },
    });
    const who = () => ({ id: "agent:one", kind: "agent", roles: ["lead"], owner: "user:olga" });
    return {
      changeSet: {
        ...{ id: "cs-1", action: "gen.main.Act", environment: "prod", version: "1", confidence: 0.5 },
        ...{ correlation_id: "c", requested_at: "2026-11-22T10:00:00Z", requester: who(), inputs: inputs() },
        changes: [
          {
            ...{ target: { type: "Order", id: "o-1" }, field: "refunded", old: null, new: { ...money } },
            ...{ reason: "why", evidence: ["e1"] },
          },
          { target: { type: "gen.main.Order", id: "o-1" }, field: "flag", old: true, new: false },
        ],
        evidence: [
          {
            ...{
              id: "e1",
              kind: "check",
              issuer: "tool:risk",
              at: "2026-11-22T09:00:00Z",
              uri: "https://example.org/1",
            },
            ...{ digest: "sha256:1", data: { points: 5, flag: true, cost: { ...money } } },
          },
          { id: "e2", kind: "photo", issuer: "user:ann", at: "2026-11-22T09:00:00Z" },
        ],
      },
      context: {
        ...{ now: "2026-11-22T10:15:00Z", editors: ["user:cat"], sample_key: "k" },
        facts: { order, extra: null, tries: 3, unread: { a: ["b", { c: 1 }] } },
        history: [
          {
            ...{ action: "gen.main.Act", at: "2026-11-22T09:00:00Z", status: "committed", requester: who() },
            inputs: inputs(),
          },
        ],
        usage: [{ clause: "gen.main.Act.q", key: ["red"], used: "1" }],
      },
    };
  };

  type Path = readonly (string | number)[];
  const paths = (value: unknown, at: Path = []): readonly Path[] =>
    typeof value === "object" && value !== null
      ? Object.keys(value).flatMap((key) => [
          [...at, key],
          ...paths((value as Record<string, unknown>)[key], [...at, key]),
        ])
      : [];
  const changed = (path: Path, change: (of: Record<string, unknown>, key: string) => void): Documents => {
    const all = full();
    const of = path.slice(0, -1).reduce((found, key) => (found as unknown as Record<string, never>)[key]!, all);
    change(of as unknown as Record<string, unknown>, String(path.at(-1)));
    return all;
  };

  test("are decided by generated code as they are", () => {
    const pair = made();
    expect(isQuick(pair.generated, full().changeSet, full().context)).toBe(true);
    expect(agree(pair, full(), "as they are")).toBe(true);
  });

  test.each(INSTEAD)("with %s in any place", (name, value) => {
    const pair = made();
    for (const path of paths(full()).filter((one) => one.length > 1)) {
      const all = changed(path, (of, key) => {
        of[key] = value(of[key]);
      });
      agree(pair, all, `${name} at ${path.join(".")}`);
    }
  });

  test("with something left out, or there without showing itself", () => {
    const pair = made();
    for (const path of paths(full()).filter((one) => one.length > 1)) {
      const without = changed(path, (of, key) => void delete of[key]);
      const hidden = changed(path, (of, key) => void Object.defineProperty(of, key, { enumerable: false }));
      agree(pair, without, `without ${path.join(".")}`);
      expect(compare(pair, hidden.changeSet, hidden.context, false).difference, `hidden ${path.join(".")}`).toBeNull();
    }
  });
});

describe("values in rarer forms", () => {
  // Beside what is read, what is computed of it, up to where a whole number is no longer safe and no day is any more.
  const plan = planFrom(`policy forms
environments prod
timezone "Europe/Berlin"
action Act {
  autonomy autopilot
  input whole: int?, number: decimal?, amount: money?, text: text?, pick: "red" | "green"?
  input instant: time?, day: date?, length: duration?
  fact tries: int = tries()
  changes Order.total
  score 1 s: tries > 0 and (whole is present or number is present or amount is present or text is present or pick is present)
  score 1 t: instant is present or day is present or length is present
  score 1 sum: (whole ?? 0) + (whole ?? 0) > 5
  score 1 difference: (number ?? 0.5) - (whole ?? 0) < 0
  score 1 product: (whole ?? 0) * (whole ?? 0) > 5
  score 1 square: (number ?? 0.5) * (number ?? 0.5) > 5
  score 1 negative: -(number ?? 0.5) < -1 and -(whole ?? 0) != 0
  score 1 times: (amount ?? 1 USD) * (number ?? 1) > 5 USD or (amount ?? 1 USD) + 1 USD > 100 USD
  score 1 long: (length ?? 1 day) * (whole ?? 1) > 1 day or -(length ?? 1 day) > 1 day
  score 1 tiny: (length ?? 2 seconds) * 0.0005 > 0 seconds
  score 1 part: (length ?? 1 day) * (number ?? 1) > 1 day
  score 1 later: (instant ?? now) + (length ?? 1 day) > now and (instant ?? now) - (length ?? 1 day) < now
  score 1 next: (day ?? date(now)) + (length ?? 1 day) > date(now)
  score 1 between: (day ?? date(now)) - date(now) > 1 day and now - (instant ?? now) > 1 day
  score 1 early: time_of_day(instant ?? now) < 8 hours or weekday(instant ?? now) == "sunday"
  score 1 of_day: date(instant ?? now) > (day ?? date(now)) or weekday(day ?? date(now)) == "sunday"
  score 1 letters: length(text ?? "") > 3 and lower(text ?? "") != "pt"
  forbid f: (whole ?? 1) > 50 or (number ?? 0.5) > 100 or (amount ?? 1 USD) > 100 USD or now > 2030-01-01T00:00:00Z
  sample r: 1%
  rollback by Undo within 1 day
}
action Undo { autonomy proposal  changes Order.total  irreversible  approve by 1 of lead }
role lead
record Order { id: text, total: money }
`);
  // Bounds come with types from a schema.
  const LIMITS: Readonly<Record<string, Limits>> = {
    whole: { minimum: "0", maximum: "100" },
    number: { exclusive_minimum: "-1", exclusive_maximum: "5.5" },
    text: { min_length: 2, max_length: 6 },
  };
  const { "forms.Act": act } = plan.actions;
  const inputs = act!.inputs.map((input) => ({
    ...input,
    ...(LIMITS[input.name] === undefined ? {} : { limits: LIMITS[input.name]! }),
  }));
  const made = (): Pair => pairOf({ ...plan, actions: { "forms.Act": { ...act!, inputs } } });
  const NUMBERS = [
    1e21,
    0.1 + 0.2,
    -0,
    1e-7,
    12345.1234,
    0.00005,
    2 ** 53,
    999_999_999_999_999,
    1e15,
    900_719_925_474.0991,
  ];
  const CURRENCIES = ["USD", "AZA", "ZAZ", "@AA", "A@A", "AA@", "[AA", "A[A", "AA["];
  const values = [...ODD.map((make) => make()), ...NUMBERS, ...CURRENCIES, 5, 5.5, 100, 101];

  test.each(["whole", "number", "amount", "currency", "text", "pick", "instant", "day", "length", "now"])(
    "%s",
    (name) => {
      const pair = made();
      let quick = 0;
      for (const value of values) {
        const amount = { amount: name === "amount" ? value : "5", currency: name === "currency" ? value : "USD" };
        const given = ["amount", "currency"].includes(name) ? { amount } : name === "now" ? {} : { [name]: value };
        const changeSet = {
          ...{
            id: "cs-1",
            action: "forms.Act",
            environment: "prod",
            requester: { id: "user:ann", kind: "person" },
            inputs: given,
          },
          changes: [{ target: { type: "Order", id: "o-1" }, field: "total", old: null, new: null }],
        };
        const context = { now: name === "now" ? value : "2026-11-22T10:15:00Z", facts: { tries: 1 } };
        const told = compare(pair, changeSet, context, false);
        expect(told.difference, `${name} ${String(value)}`).toBeNull();
        if (told.quick) quick++;
      }
      expect(quick).toBeGreaterThan(0);
    },
  );
});

test("written down ahead of time, it decides as when it is made at once, for each action and each of its ways", () => {
  const text = policyOf(["forbid f: n > 5", "approve a: by 1 of lead when b", 'require w: word != "a" else warn']);
  const plan = planFrom(text);
  const written = generateModule(plan);
  expect(generateModule(plan)).toBe(written);
  const { generated } = new Function(
    `${written.replace("export const generated =", "const generated =")}return{generated}`,
  )() as {
    readonly generated: Generated;
  };
  expect(Object.keys(generated.actions)).toEqual(["gen.main.Act", "gen.main.Undo"]);
  const pair = pairOf(plan);
  expect(adopt(pair.generated, { ...generated, plan: "another" })).toBe(false);
  expect(adopt(pair.generated, { ...generated, version: "another" })).toBe(false);
  expect(adopt(pair.generated, generated)).toBe(true);
  for (let turn = 0; turn < DOCUMENTS; turn++) {
    const all = sound(random(turn), [], false);
    all.context["history"] = [];
    expect(agree(pair, all, `documents ${turn}`)).toBe(true);
    const undone = { ...all.changeSet, action: "gen.main.Undo", inputs: { word: "o-1" } };
    agree(pair, { changeSet: undone, context: all.context }, `documents ${turn}, undone`);
    expect(fastOf(pair.generated)!.decide({ ...undone, action: "gen.main.None" }, all.context, NEVER)).toBeNull();
  }
});

/** Of a decision that is not made. */
const NEVER: OnDemand = {
  inFull: () => {
    throw new Error("nobody asked");
  },
  changeSetDigest: () => "",
};
