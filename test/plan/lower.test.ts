import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { compile } from "../../src/eval/compile.ts";
import { instantText } from "../../src/eval/iso.ts";
import { check } from "../../src/model/check.ts";
import { lower, setName } from "../../src/plan/lower.ts";
import { describe as inWords } from "../../src/plan/path.ts";
import type { Plan, PlanClause } from "../../src/plan/plan.ts";
import type { SourceFile } from "../../src/source/file.ts";
import { parse } from "../../src/syntax/parse.ts";

const folder = new URL("../../fixtures/plan/refunds/", import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".bylaw"))
  .map((name): SourceFile => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

function planOf(files: readonly SourceFile[]): Plan {
  const parsed = files.map((file) => ({ file, ...parse(file) }));
  const checked = check(parsed, { today: "2026-11-22" });
  const faults = [...parsed.flatMap((one) => one.diagnostics), ...checked.diagnostics].filter(
    (d) => d.severity === "error",
  );
  expect(faults.map((d) => `${d.span.file}:${d.span.start} ${d.code}: ${d.what}`)).toEqual([]);
  return lower(checked.model!);
}

interface ExpectedClause {
  readonly id: string;
  readonly stratum: number;
  readonly fires: string;
  readonly effect: unknown;
  readonly unknown?: "hold";
  readonly because?: string;
  readonly at?: string;
  readonly shadow?: true;
  readonly controls?: readonly string[];
  readonly reads?: readonly string[];
  readonly waived?: readonly string[];
}

/** A clause as the fixture writes it: in the plan's order, with conditions in words. */
function summary(clause: PlanClause, expected: ExpectedClause | undefined): ExpectedClause {
  return {
    id: clause.id,
    stratum: clause.stratum,
    fires: inWords(clause.fires),
    effect: typeof expected?.effect === "string" ? clause.effect.kind : clause.effect,
    ...(clause.onUnknown === "hold" ? { unknown: "hold" as const } : {}),
    ...(clause.because === null ? {} : { because: clause.because }),
    ...(expected?.at === undefined ? {} : { at: `${clause.at.file}:${clause.at.line}:${clause.at.column}` }),
    ...(clause.shadow ? { shadow: true as const } : {}),
    ...(clause.controls.length === 0 ? {} : { controls: clause.controls }),
    ...(clause.reads.length === 0 ? {} : { reads: clause.reads.map(({ path }) => path) }),
    ...(clause.waivers.length === 0
      ? {}
      : { waived: clause.waivers.map((w) => `${instantText(w.until_ms)} by ${w.policy}: ${w.because}`) }),
  };
}

test("the plan of the refund fixture, clause by clause", () => {
  const expected = parseYaml(readFileSync(new URL("expected.yaml", folder), "utf8")) as {
    readonly set: string;
    readonly action: string;
    readonly at: string;
    readonly lets: readonly string[];
    readonly clauses: readonly ExpectedClause[];
  };
  const plan = planOf(sources);
  const action = plan.actions[expected.action]!;
  expect(plan.set).toBe(expected.set);
  expect(`${action.at.file}:${action.at.line}:${action.at.column}`).toBe(expected.at);
  expect(action.lets.map((own) => own.name)).toEqual(expected.lets);
  expect(
    action.clauses.map((clause) =>
      summary(
        clause,
        expected.clauses.find(({ id }) => id === clause.id),
      ),
    ),
  ).toEqual(expected.clauses);
  const quota = action.clauses.find(({ id }) => id.endsWith(".daily"))!.effect;
  expect(quota).toMatchObject({
    kind: "quota",
    sum: null,
    sumAs: null,
    window: { kind: "calendar", unit: "day" },
    keyTypes: [{ kind: "text" }, { kind: "text" }],
    otherwise: { kind: "approve" },
  });
  expect(action.clauses.find(({ id }) => id.endsWith(".spend"))!.effect).toMatchObject({
    sumAs: "money",
    otherwise: { kind: "tier", tier: "high" },
  });
  expect(action.impact.map(({ category, as }) => [category, as])).toEqual([
    ["customers", "int"],
    ["money", "money"],
  ]);
});

test("a plan is JSON, without types and spans of its own", () => {
  const plan = planOf(sources);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect(JSON.stringify(plan)).not.toMatch(/"(?:span|start|end)":/);
  expect(compile(plan).digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(compile(JSON.parse(JSON.stringify(plan)) as Plan).digest).toBe(compile(plan).digest);
});

describe("order leaves no trace", () => {
  const clauses = [
    "require a: n > 0",
    "forbid b: n > total",
    "forbid n == 77",
    "forbid n == 78",
    "score 10: n > 5",
    "tier high c: score >= 10",
    "at high { approve by 1 of finance }",
    "environment prod { if flag { limit autonomy to guided   sample 5% } }",
    "quota daily: 3 per day",
    "evidence check when n > 3",
    'control "X 1"',
    "let total = more + 1",
    "let more = n * 2",
    "input n: int",
    "input flag: bool",
    "fact f: int = source(n)",
    "fact e: int = source(n)",
    "impact customers = 1, access",
    "changes R.a, R.b",
    "rollback by Undo within 3 days",
  ];
  const declarations: readonly string[] = [
    "role finance",
    "role ops",
    "queue desk",
    "evidence check { score: int }",
    "record R { a: int?, b: int? }",
    "define twice(x: int) = x * 2",
    "table t(x: int) { < 3 => 1 _ => 2 }",
    "action Undo { irreversible forbid never: true }",
    "every action { forbid late: time_of_day(now) > 22 hours }",
    "every action impacting access { approve by 1 of ops }",
  ];
  const write = (body: readonly string[], own: readonly string[]): readonly SourceFile[] => [
    { name: "a.bylaw", text: `policy x.a\nimport x.b\nimport x.c\naction Act {\n${body.join("\n")}\n}\n` },
    { name: "b.bylaw", text: `policy x.b\n${own.join("\n")}\n` },
    {
      name: "c.bylaw",
      text: 'policy x.c\ntiers low < high\nenvironments prod, test\ntimezone "Asia/Kathmandu"\nevery action { forbid more: now > 2027-01-01T00:00:00Z }\n',
    },
  ];
  const placeless = (plan: Plan): unknown =>
    JSON.parse(JSON.stringify(plan, (key, value) => (key === "at" ? undefined : (value as unknown))));
  /** The paths at which two plans differ. */
  const differing = (a: unknown, b: unknown, path = ""): readonly string[] => {
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
      return a === b ? [] : [`${path}: ${String(a)} or ${String(b)}`];
    const [x, y] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].flatMap((key) =>
      differing(x[key], y[key], `${path}.${key}`),
    );
  };
  const reference = (): unknown => placeless(planOf(write(clauses, declarations)));

  test("of clauses, declarations and files", () => {
    const plan = reference();
    const shuffled = (items: readonly string[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    fc.assert(
      fc.property(shuffled(clauses), shuffled(declarations), fc.boolean(), (body, own, reverse) => {
        const files = write(body, own);
        const other = placeless(planOf(reverse ? [...files].reverse() : files));
        // Texts first: a difference of whole plans takes long to print, and is wanted once.
        if (JSON.stringify(other) !== JSON.stringify(plan)) expect(differing(other, plan)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  [["a.b.c"], "a.b.c"],
  [["a.b.c", "a.b.d", "a.b"], "a.b"],
  [["org.baseline", "support.refunds"], "org, support"],
  [["orga", "org"], "orga, org"],
  [[], ""],
])("the set of %j is %j", (names, set) => {
  expect(setName(names)).toBe(set);
});

test("an entry says whether it may be asked of what is absent, and under a key that is", () => {
  const expr = (text: string): unknown => {
    const policy = `policy a
record Order { id: text, marks: map of int }
action Act {
  input key: text, maybe: text?
  fact order: Order = orders(key)
  fact other: Order? = orders(key)
  forbid it: ${text}
}
`;
    return planOf([{ name: "a.bylaw", text: policy }]).actions["a.Act"]!.clauses.find(({ id }) => id === "a.Act.it")!
      .fires;
  };
  const entry = (of: string, key: string, more: object): unknown => ({
    op: "present",
    operand: {
      op: "index",
      of: { op: "field", of: { op: "fact", name: of }, field: "marks", safe: of === "other" },
      key: { op: "input", name: key },
      ...more,
    },
    negated: false,
  });
  expect(expr("order.marks[key] is present")).toEqual(entry("order", "key", {}));
  expect(expr("other?.marks[key] is present")).toEqual(entry("other", "key", { safe: true }));
  expect(expr("order.marks[maybe] is present")).toEqual(entry("order", "maybe", { safe_key: true }));
});

test.each<[string, readonly [number, string, string]]>([
  ["require it: b", [2, "hold", "deny"]],
  ["require it: b else deny", [2, "hold", "deny"]],
  ["require it: b else warn", [2, "effect", "warn"]],
  ["require it: b else tier high", [1, "effect", "tier"]],
  ["require it: b else approve by 1 of ops", [2, "effect", "approve"]],
  ["forbid it: b", [2, "hold", "deny"]],
  ["score 5 it: b", [0, "effect", "score"]],
  ["tier high it: b", [1, "effect", "tier"]],
  ["approve it: by 1 of ops when b", [2, "effect", "approve"]],
  ["quota it: 3 per day", [2, "effect", "quota"]],
  ["quota it: 3 per day else deny", [2, "effect", "quota"]],
  ["quota it: 3 per day else warn", [2, "effect", "quota"]],
  ["quota it: 3 per day else tier high", [1, "effect", "quota"]],
  ["quota it: 3 per day else approve by 1 of ops", [2, "effect", "quota"]],
])("%s: its stratum, what it is when nothing is known, its effect", (rule, wanted) => {
  const text = `policy a
tiers low < high
role ops
action Act {
  input b: bool
  ${rule}
  forbid other: b
}
`;
  const { clauses } = planOf([{ name: "a.bylaw", text }]).actions["a.Act"]!;
  const { stratum, onUnknown, effect } = clauses.find(({ id }) => id === "a.Act.it")!;
  expect([stratum, onUnknown, effect.kind]).toEqual(wanted);
});

test("what an action changes stands by record and field, however it is listed", () => {
  const text = `policy a
record R { a: int?, b: int? }
record Q { c: int? }
action Act {
  changes R.b, Q.c, R.a
  forbid it: count(changes) > 3
}
`;
  const { changes } = planOf([{ name: "a.bylaw", text }]).actions["a.Act"]!;
  expect(changes!.map(({ target, field }) => `${target}.${field}`)).toEqual(["Q.c", "R.a", "R.b"]);
});
