import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/source/edit.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { ActionDeclaration } from "../../src/syntax/tree.ts";
import { faults } from "./helpers.ts";

describe("several faults in one file", () => {
  it("are reported together, each where it is", () => {
    const text = `policy p
record Order {
  id text
  total: money
}
action A {
  require a: amount > > 5
  forbids b: amount > 5
  approve 1 of finance
  tier: high
  if amount { quota 20 per day }
  require c: 1 < amount < 5
}
acton B {
  require d: amount => 5
}
role
role finance
`;
    expect(faults(text)).toEqual([
      "field-form 3:3",
      "unexpected-token 7:23",
      "clause-word 8:3",
      "missing-word 9:11",
      "colon-after-word 10:7",
      "quota-without-name 11:15",
      "chained-comparison 12:14",
      "declaration-word 14:1",
      "foreign-operator 15:21",
      "unexpected-token 18:1",
    ]);
  });

  it("leave what is right in the tree", () => {
    const text =
      "policy p\naction A {\n  require a: x\n  require b: )\n  require c: y\n}\nrole finance\nrole 5\nrole ops\n";
    const { tree } = parse({ name: "test.bylaw", text });
    expect(tree.declarations.map((item) => item.kind)).toEqual(["action", "role", "role"]);
    expect((tree.declarations[0] as ActionDeclaration).items).toHaveLength(2);
  });

  it("are one where a text is not closed, whatever it swallowed", () => {
    const inside = (line: string): readonly string[] => faults(`policy p\naction A {\n${line}\n  forbid b: )\n}\n`);
    expect(inside('  at high { forbid a: t == "x }')).toEqual(["unterminated-text 3:28", "unexpected-token 4:13"]);
    expect(inside('  forbid a: (t in ["x", "y])')).toEqual(["unterminated-text 3:25", "unexpected-token 4:13"]);
    expect(inside('  forbid a: t == "x because "too big"')).toEqual([
      "unterminated-text 3:37",
      "unexpected-token 4:13",
    ]);
    // What it did not swallow is missing all the same.
    expect(faults('policy p\naction A {\n  forbid a: t == "x\n')).toEqual([
      "missing-brace 2:10",
      "unterminated-text 3:18",
    ]);
  });

  it("are mended where `because` is misspelt, and only there", () => {
    const text = (word: string): string => `policy p\naction A {\n  forbid a: t ${word} "no"\n  forbid b: )\n}\n`;
    expect(faults(text("becuase"))).toEqual(["unknown-word 3:15", "unexpected-token 4:13"]);
    expect(faults(text("becauze"))).toEqual(["unknown-word 3:15", "unexpected-token 4:13"]);
    expect(faults(text("unrelated"))).toEqual(["juxtaposition 3:15", "unexpected-token 4:13"]);
    const [mended] = parse({ name: "test.bylaw", text: text("becuase") }).diagnostics;
    expect(mended!.help).toBe("Did you mean `because`?");
    expect(mended!.fixes[0]!.edits[0]!.text).toBe("because");
  });

  it("do not hide what follows a missing brace", () => {
    expect(faults("policy p\naction A {\n  require a: x\n\naction B {\n  require b: )\n}\n")).toEqual([
      "missing-brace 2:10",
      "unexpected-token 6:14",
    ]);
    expect(faults("policy p\nrecord R {\n  a: text\n\nrole finance\nrole 5\n")).toEqual([
      "missing-brace 2:10",
      "unexpected-token 6:6",
    ]);
    expect(faults("policy p\naction A {\n  at high {\n    require a: x\n")).toEqual(["missing-brace 3:11"]);
  });

  it("mend a word and read its clause", () => {
    const { tree } = parse({ name: "test.bylaw", text: "policy p\naction A {\n  requires a: x\n  must b: y\n}\n" });
    expect((tree.declarations[0] as ActionDeclaration).items.map((item) => item.kind)).toEqual(["require", "require"]);
  });

  it("are mended together: a misspelt word, and the name that its clause lacks", () => {
    const text = "policy p\naction A {\n  quot 20 per day\n}\n";
    const edits = parse({ name: "test.bylaw", text }).diagnostics.flatMap(({ fixes }) => fixes[0]!.edits);
    expect(applyEdits(text, edits)).toContain("  quota NAME: 20 per day\n");
  });
});

describe("small files", () => {
  it.each([
    ["", ["missing-policy-line 1:1"]],
    ["\n\n", ["missing-policy-line 3:1"]],
    ["policy", ["unexpected-end 1:1"]],
    ["policy p", []],
    ["\ufeffpolicy p", []],
    ["\ufeff\ufeffpolicy p", ["invisible-character 1:2"]],
    ["policy p\0", ["not-text 1:9"]],
    ["policy p\r\nrole a\rrole b\r\n", []],
    ["{}", ["missing-policy-line 1:1", "unexpected-token 1:1"]],
  ])("%j", (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });
});

describe("names", () => {
  it.each([
    ["größe", []],
    ["заказ", []],
    ["注文", []],
    ["pаid", ["mixed-scripts 2:6"]],
    ["заказ_id", ["mixed-scripts 2:6"]],
    ["__proto__", []],
    ["constructor", []],
    ["x".repeat(200), []],
    ["x".repeat(201), ["name-too-long 2:6"]],
  ])("%s", (name, expected) => {
    expect(faults(`policy p\nrole ${name}`)).toEqual(expected);
  });
});

describe("slips", () => {
  it.each([
    ["require a && b || !c", ["foreign-operator", "foreign-operator", "foreign-operator"]],
    ["require a = b", ["single-equals"]],
    ["require a == 'b'", ["wrong-quotes"]],
    ["require a; require b;", ["semicolon", "semicolon"]],
    ["require a == 5 b == 6", ["juxtaposition"]],
    ["require a == 5\n  b == 6", ["juxtaposition"]],
    ["if a { forbid b } else if c { forbid d }", ["else-if-block"]],
    ["let a = if b then c elseif d then e else f", ["else-if-word"]],
    ["require a: 'x", ["unknown-character"]],
    ['require a: "x\nrequire b: c', ["unterminated-text"]],
    ["approve by finance", ["seat-without-count"]],
    ["approve by 1 of finance, 1 of ops", ["comma-after-clause"]],
    ["require input: a", ["reserved-name"]],
    ["input a: text, forbid: text", ["reserved-name"]],
    ["input\n  tier: text", ["reserved-name"]],
    ["input a: text,\n  tier: text", ["reserved-name"]],
    ["input a: text\n  when: text", ["reserved-name"]],
    ["input a: text\n  forbid: a > 5", ["colon-after-word"]],
    ["require a == missing", ["presence-form"]],
    ["require a < 5 months", ["calendar-duration"]],
    ["escalate to a after 4h", ["unknown-unit"]],
    ["require a < 2026-02-29", ["impossible-date"]],
    ["require a < 5 XYZ", ["currency-code"]],
    ["require a < 5 eur", ["currency-case"]],
    ["/* x */ require a", ["foreign-comment"]],
    ["# x\nrequire a", ["foreign-comment"]],
  ])("%s", (text, expected) => {
    expect(faults(`policy p\naction A {\n  ${text}\n}\n`).map((fault) => fault.split(" ")[0])).toEqual(expected);
  });
});
