/** Policies that the checker takes as they are, and what must not matter: the order of files and of clauses. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../src/model/check.ts";
import type { SourceFile } from "../../src/source/file.ts";
import { MAX_FAULTS } from "../../src/syntax/grammar/base.ts";
import { parse } from "../../src/syntax/parse.ts";
import { checkFiles, modelOf, TODAY } from "./helpers.ts";

const folder = join(import.meta.dirname, "../../fixtures/check");

const filesOf = (name: string): SourceFile[] =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return {
        name: path.slice(join(folder, name).length + 1).replaceAll("\\", "/"),
        text: readFileSync(path, "utf8"),
      };
    });

describe("accepted", () => {
  test.each(readdirSync(folder))("%s", (name) => {
    const { model, diagnostics } = checkFiles(filesOf(name));
    expect(diagnostics).toEqual([]);
    expect(model).not.toBeNull();
  });

  test("the order of files does not matter", () => {
    const trees = filesOf("refunds").map((file) => ({ file, ...parse(file) }));
    const [there, back] = [trees, [...trees].reverse()].map((order) => check(order, { today: TODAY }));
    expect(back).toEqual(there);
  });

  test("a schema gives inputs with types and limits", () => {
    const { model } = checkFiles(filesOf("schema"));
    const [action] = model!.actions;
    expect(
      Object.fromEntries(action!.inputs.map(({ name, type, limits }) => [name, { type: type.kind, limits }])),
    ).toEqual({
      order_id: { type: "text", limits: { min_length: 3, max_length: 40 } },
      amount: { type: "money", limits: undefined },
      region: { type: "choice", limits: undefined },
      note: { type: "optional", limits: undefined },
      not_before: { type: "optional", limits: undefined },
      address: { type: "optional", limits: undefined },
      items: { type: "list", limits: { min_items: 1 } },
      labels: { type: "map", limits: undefined },
    });
  });
});

describe("ids of clauses", () => {
  const idsOf = (items: string): string[] =>
    modelOf(`policy demo\nrole finance\nrole legal\naction Do { input n: int\n${items} }`).actions[0]!.clauses.map(
      ({ id, rule }) => `${id}: ${JSON.stringify(rule, (key, value) => (key === "span" ? undefined : value)).length}`,
    );

  test("moving clauses changes none", () => {
    const clauses = [
      "approve by 1 of finance",
      "approve by 2 of legal and 1 of finance",
      "require n > 3",
      "require n > 33333",
      "score 20: n > 5",
      "if n > 7 { approve by 1 of finance }",
      "forbid approve_2: n == 0",
    ];
    expect(idsOf([...clauses].reverse().join("\n")).sort()).toEqual(idsOf(clauses.join("\n")).sort());
  });

  test.each([
    ["shadow approve by 1 of finance", "approve by 1 of finance"],
    ["approve by 1 of finance", "shadow approve by 1 of finance"],
  ])("the one in force comes before its shadow: %s, %s", (...clauses) => {
    const model = modelOf(`policy demo\nrole finance\naction Do { input n: int\n${clauses.join("\n")} }`);
    const names = model.actions[0]!.clauses.map(({ id, shadow }) => `${id}${shadow ? ", shadow" : ""}`);
    expect(names.sort()).toEqual(["demo.Do.approve", "demo.Do.approve_2, shadow"]);
  });

  test("they are called after what they say", () => {
    const model = modelOf(
      `policy demo\nrole finance\nqueue desk\nevidence photo\naction Do { input n: int
      require n > 3 forbid n > 4 score 20: n > 5 tier high approve by 1 of finance evidence photo
      quota q: 5 per day limit autonomy to guided sample 5% route to desk escalate to finance after 1 hour forbid named: n > 9 }`,
    );
    expect(model.actions[0]!.clauses.map(({ id }) => id.slice("demo.Do.".length))).toEqual([
      "require",
      "forbid",
      "score_20",
      "high",
      "approve",
      "photo",
      "q",
      "limit_guided",
      "sample",
      "desk",
      "escalate_finance",
      "named",
    ]);
  });
});

describe("bounds", () => {
  const long = (body: (index: number) => string, count = 10_000): string =>
    Array.from({ length: count }, (_, index) => body(index)).join("\n");
  const inAction = (items: string): string => `policy demo\naction Do {\n input n: int\n${items}\n}`;

  test.each([
    ["clauses", inAction(long((index) => ` forbid f${index}: n > ${index}`))],
    ["unnamed clauses", inAction(long((index) => ` forbid n > ${index}`))],
    [
      "lets that build on one another",
      inAction(
        `${long((index) => ` let l${index} = ${index === 9_999 ? "n" : `l${index + 1}`} + 1`)}\n forbid x: l0 > 3`,
      ),
    ],
    [
      "defines that build on one another",
      `policy demo\n${long((index) => `define d${index}(n: int) = ${index === 0 ? "n" : `d${index - 1}(n)`} + 1`)}`,
    ],
    ["misspelt names", inAction(long((index) => ` forbid f${index}: nn${index} > 3`))],
    ["rows", `policy demo\ntable t(n: int) {\n${long((index) => ` ${index} => ${index}`)}\n _ => 0\n}`],
    ["records in a circle", `policy demo\n${long((index) => `record R${index} { next: R${(index + 1) % 10_000} }`)}`],
  ])("10,000 %s are checked, and told of within the bound", (_name, text) => {
    const file = { name: "big.bylaw", text };
    const { tree } = parse(file);
    const { model, diagnostics } = check([{ file, tree }], { today: TODAY });
    const errors = diagnostics.filter(({ severity }) => severity === "error").length;
    expect(errors).toBeLessThanOrEqual(MAX_FAULTS);
    expect(model === null).toBe(errors > 0);
  });
});
