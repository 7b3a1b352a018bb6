import { describe, expect, it } from "vitest";
import { printExpression } from "../../src/syntax/print.ts";
import type {
  ActionDeclaration,
  Clause,
  DefineDeclaration,
  Expression,
  RecordDeclaration,
  TableDeclaration,
} from "../../src/syntax/tree.ts";
import { declaration, fixture, legal, shape } from "./helpers.ts";

const expression = (text: string): Expression => (declaration(`define f() = ${text}`) as DefineDeclaration).body;
const action = (text: string): ActionDeclaration => declaration(`action A {\n${text}\n}`) as ActionDeclaration;
const clause = (text: string): Clause => action(text).items[0] as Clause;

/** An expression with all its parentheses. */
function bracketed(node: Expression): string {
  switch (node.kind) {
    case "binary":
      return `(${bracketed(node.left)} ${node.operator} ${bracketed(node.right)})`;
    case "not":
      return `(not ${bracketed(node.operand)})`;
    case "negate":
      return `(-${bracketed(node.operand)})`;
    case "presence":
      return `(${bracketed(node.operand)} is ${node.present ? "present" : "missing"})`;
    case "if":
      return `(if ${bracketed(node.condition)} then ${bracketed(node.then)} else ${bracketed(node.otherwise)})`;
    default:
      return printExpression(node);
  }
}

describe("precedence", () => {
  it.each([
    ["a or b and c", "(a or (b and c))"],
    ["a and b or c and d", "((a and b) or (c and d))"],
    ["not a and b", "((not a) and b)"],
    ["not a == b", "(not (a == b))"],
    ["not not a", "(not (not a))"],
    ["a + b * c - d", "((a + (b * c)) - d)"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b * c", "((a / b) * c)"],
    ["a * b ?? c", "(a * (b ?? c))"],
    ["a ?? b ?? c", "((a ?? b) ?? c)"],
    ["-a ?? b", "((-a) ?? b)"],
    ["-a.b", "(-a.b)"],
    ["a + b < c * d", "((a + b) < (c * d))"],
    ["a in b and c not in d", "((a in b) and (c not in d))"],
    ["a.b is present and c", "((a.b is present) and c)"],
    ["not a is missing", "(not (a is missing))"],
    ['a like "x" or b not like "y"', '((a like "x") or (b not like "y"))'],
    ["if a then b else c or d", "(if a then b else (c or d))"],
    ["if a then b else if c then d else e", "(if a then b else (if c then d else e))"],
    ["a or if b then c else d or e", "(a or (if b then c else (d or e)))"],
    ["(a or b) and c", "((a or b) and c)"],
    ["a == (b == c)", "(a == (b == c))"],
  ])("%s", (text, expected) => {
    expect(bracketed(expression(text))).toBe(expected);
  });
});

describe("literals", () => {
  it.each([
    ["5_000", { kind: "number", value: "5000", percent: false }],
    ["007.50", { kind: "number", value: "7.50", percent: false }],
    ["5%", { kind: "number", value: "0.05", percent: true }],
    ["0.5 %", { kind: "number", value: "0.005", percent: true }],
    ["150%", { kind: "number", value: "1.5", percent: true }],
    ["5_000.25 EUR", { kind: "money", amount: "5000.25", currency: "EUR" }],
    ["30 days", { kind: "duration", count: "30", unit: "day" }],
    ["1 week", { kind: "duration", count: "1", unit: "week" }],
    ["2024-02-29", { kind: "date", value: "2024-02-29" }],
    ["2026-12-01T10:00:00.5+01:00", { kind: "time", value: "2026-12-01T10:00:00.5+01:00" }],
    ["true", { kind: "bool", value: true }],
    ['"a\\"\\\\\\n\\u{1F600}\\u00e9"', { kind: "text", value: 'a"\\\n😀é' }],
  ])("%s", (text, expected) => {
    expect(shape(expression(text))).toEqual(expected);
  });
});

describe("places", () => {
  it("cover what was written", () => {
    const text = 'policy p\n\n/// About it.\naction A {\n  require x: (a + b) * c  because "why"\n}\n';
    const tree = legal(text);
    const of = (node: { span: { start: number; end: number } }): string => text.slice(node.span.start, node.span.end);
    const found = tree.declarations[0] as ActionDeclaration;
    const require = found.items[0] as Clause & { kind: "require" };
    expect(of(found)).toBe(text.slice(text.indexOf("action"), -1));
    expect(of(require)).toBe('require x: (a + b) * c  because "why"');
    expect(of(require.condition)).toBe("(a + b) * c");
    expect(of(require.name!)).toBe("x");
    expect(found.doc).toBe("About it.");
  });

  it("belong to the file that was parsed", () => {
    expect(legal("policy p\nrole a").declarations[0]!.span.file).toBe("test.bylaw");
  });
});

describe("words", () => {
  it("with a meaning only in their place are names elsewhere", () => {
    const words = [
      "by",
      "within",
      "after",
      "per",
      "each",
      "for",
      "to",
      "up",
      "sum",
      "count",
      "list",
      "map",
      "min",
      "max",
      "first",
      "last",
      "from",
      "tool",
      "schema",
      "excluding",
      "expect",
      "until",
      "total",
      "once",
      "roles",
      "deny",
      "warn",
      "low",
    ];
    for (const word of words) {
      const found = action(
        `input ${word}: text\nrequire ${word}: ${word} == ${word}.${word}\nscore 5 ${word}: ${word}`,
      );
      expect(found.items).toHaveLength(3);
      expect((found.items[1] as Clause).name?.text).toBe(word);
    }
  });

  it("of the language are names after a dot and in records", () => {
    const found = declaration(
      "record R { policy: text, action: text?, require: int evidence: bool }",
    ) as RecordDeclaration;
    expect(found.fields.map((field) => field.name.text)).toEqual(["policy", "action", "require", "evidence"]);
    expect(printExpression(expression("a.policy?.require.evidence[0].if"))).toBe("a.policy?.require.evidence[0].if");
  });

  it("that begin clauses are values inside conditions", () => {
    const found = action(
      "require a: evidence == changes\nforbid b: score >= 5 or tier == high\nevidence photo\ntier low: environment == impact",
    );
    expect(found.items.map((item) => item.kind)).toEqual(["require", "forbid", "evidence", "tier"]);
  });
});

describe("clauses", () => {
  it("end where the next one begins, on one line too", () => {
    const found = action(
      "require a require b: c forbid d score 5 score 5 e tier low approve by 1 of x evidence y sample 5% route to z if a { forbid b } at low { }",
    );
    expect(found.items.map((item) => item.kind)).toEqual([
      "require",
      "require",
      "forbid",
      "score",
      "score",
      "tier",
      "approve",
      "evidence",
      "sample",
      "route",
      "if-block",
      "at-block",
    ]);
  });

  it("take their limits before their windows", () => {
    expect(
      clause("quota q: sum of a + b up to c * 2 in any 30 days for each d.e, f when g in h else deny"),
    ).toMatchObject({
      kind: "quota",
      sum: { kind: "binary", operator: "+" },
      limit: { kind: "binary", operator: "*" },
      window: { kind: "rolling" },
      keys: [{ kind: "field" }, { kind: "name" }],
      when: { kind: "binary", operator: "in" },
      otherwise: { kind: "deny" },
    });
  });

  it("begin a row with the name of a tier, whatever its letters", () => {
    const table = declaration("table t(a: text) { LOW => 3 MID | BIG => 3 BIG => 4 EUR _ => 5 }") as TableDeclaration;
    expect(table.rows.map((row) => row.result.kind)).toEqual(["number", "number", "money", "number"]);
  });

  it("end a pattern after its unit", () => {
    const table = declaration(
      "table t(a: text) { < 1 day => 1 2 days | 3 weeks => 2 5 USD => 3 _ => 4 }",
    ) as TableDeclaration;
    expect(table.rows.map((row) => row.patterns[0]!.kind)).toEqual(["compare", "one-of", "one-of", "any"]);
  });

  it("read a question mark as the whole type's", () => {
    const types = (
      declaration('record R { a: list of text? b: list of (text?) c: "x" | "y"? }') as RecordDeclaration
    ).fields.map((field) => field.type);
    expect(types.map((type) => type.kind)).toEqual(["optional-type", "list-type", "optional-type"]);
  });
});

describe("the two samples of the language page", () => {
  it("read as intended", () => {
    const refunds = legal(fixture("refunds.bylaw"));
    expect(refunds.imports.map((item) => item.path.parts.map((part) => part.text).join("."))).toEqual(["org.baseline"]);
    expect(refunds.declarations.map((item) => item.kind)).toEqual(["record", "record", "action"]);
    const issue = refunds.declarations[2] as ActionDeclaration;
    expect(issue.doc).toBe("Gives money back to a customer.");
    expect(issue.items.map((item) => item.kind)).toEqual([
      "impact",
      "autonomy",
      "input",
      "fact",
      "changes",
      "let",
      "require",
      "forbid",
      "forbid",
      "score",
      "score",
      "tier",
      "tier",
      "at-block",
      "at-block",
      "environment-block",
      "sample",
      "escalate",
      "rollback",
    ]);
    const baseline = legal(fixture("baseline.bylaw"));
    expect(baseline.declarations.map((item) => item.kind)).toEqual([
      "tiers",
      "environments",
      "timezone",
      "role",
      "role",
      "role",
      "every",
      "every",
      "guarantee",
    ]);
  });
});
