/** Texts that grow in one direction: where a square would hide. Each is given a size in characters and fills it roughly. */
import type { SourceFile } from "../../src/source/file.ts";

export type Shape = (characters: number) => readonly SourceFile[];

/** Lines until the size is reached; `make` is told the number of the line. */
function fill(characters: number, make: (i: number) => string): string {
  const lines: string[] = [];
  let length = 0;
  for (let i = 0; length < characters; i++) {
    const line = make(i);
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join("\n");
}

const one = (text: string): readonly SourceFile[] => [{ name: "policy.bylaw", text: `policy p\n${text}\n` }];
const HEAD = `role lead "Lead"
record Order { id: text, total: money, tag: text }
action A {
  impact   money = amount
  autonomy guided
  input    order_id: text, amount: money, n: int, b: bool, xs: list of int, t: text
  fact     order: Order = orders(order_id)
  changes  Order.total
  irreversible
`;
const act = (clauses: string): readonly SourceFile[] => one(`${HEAD}${clauses}\n}`);
/** A pattern once a line, and one of its own to fill the rest. */
const run = (characters: number, piece: string): string => piece.repeat(Math.ceil(characters / piece.length));

export const SHAPES: Readonly<Record<string, Shape>> = {
  clauses: (size) => act(fill(size, (i) => `  forbid c${i}: n == ${i} because "never ${i}"`)),
  "clauses without a name": (size) => act(fill(size, (i) => `  forbid n == ${i} and t == "x${i}"`)),
  "clauses of equal words": (size) => act(fill(size, () => "  forbid n == 1")),
  "clauses in blocks": (size) => act(fill(size, (i) => `  if n > ${i} { at high { forbid c${i}: b } }`)),
  "approve clauses": (size) => act(fill(size, (i) => `  approve a${i}: by 1 of lead when n > ${i}`)),
  "clauses with controls": (size) => act(fill(size, (i) => `  forbid c${i}: n == ${i} control "C ${i}"`)),
  "long chains of or": (size) =>
    act(fill(size, (i) => `  forbid c${i}: ${Array.from({ length: 400 }, (_, k) => `n == ${k}`).join(" or ")}`)),
  "long sums": (size) => act(fill(size, (i) => `  forbid c${i}: n > ${run(1_500, "n + ")}1`)),
  "deep parentheses": (size) => act(fill(size, (i) => `  forbid c${i}: ${"(".repeat(190)}b${")".repeat(190)}`)),
  "one chain past the bound": (size) => act(`  forbid ${run(size, "b and ")}b`),
  "one long list": (size) => act(`  forbid n in [${fill(size, (i) => `${i},`)} 0]`),
  "one long list of texts": (size) => act(`  forbid t in [${fill(size, (i) => `"v${i}",`)} ""]`),
  "one long list of one text": (size) => act(`  forbid t in [${fill(size, () => '"same",')} ""]`),
  "one long match": (size) => act(`  forbid match n { ${fill(size, (i) => `${i} => b`)}\n _ => false }`),
  "one wide call": (size) => act(`  forbid n > max(${fill(size, (i) => `${i},`)} 0)`),
  "nested ifs": (size) => act(fill(size, (i) => `  forbid c${i}: n > ${run(600, "if b then 1 else ")}2`)),
  lets: (size) => act(`${fill(size, (i) => `  let v${i} = n + ${i}`)}\n  forbid v0 > 1`),
  "lets in a chain": (size) =>
    act(
      `  let v0 = n\n${fill(size, (i) => `  let v${i + 1} = ${i % 400 === 399 ? "n" : `v${i}`} + 1`)}\n  forbid v0 > 1`,
    ),
  "lets that double": (size) =>
    act(`  let v0 = n\n${fill(size, (i) => `  let v${i + 1} = v${i} + v${i}`)}\n  forbid v0 > 1`),
  defines: (size) => one(fill(size, (i) => `define f${i}(x: int) = x + ${i}`)),
  "defines that call twice": (size) =>
    one(`define f0(x: int) = x\n${fill(size, (i) => `define f${i + 1}(x: int) = f${i}(x) + f${i}(x)`)}`),
  "defines in a circle": (size) => one(fill(size, (i) => `define f${i}(x: int) = f${i + 1}(x)`)),
  "rows of a table": (size) =>
    one(`table t(k: int, c: text) {\n${fill(size, (i) => `  ${i}, "c${i}" => ${i}`)}\n  _, _ => 0\n}`),
  "rows that shadow": (size) =>
    one(`table t(k: int, c: text) {\n${fill(size, (i) => `  ${i % 7}, "c${i % 5}" => ${i}`)}\n  _, _ => 0\n}`),
  "rows of ranges": (size) => one(`table t(k: int) {\n${fill(size, (i) => `  < ${i + 1} => ${i}`)}\n  _ => 0\n}`),
  "rows of an approval table": (size) =>
    one(
      `role lead "Lead"\napproval table t(k: money) {\n${fill(size, (i) => `  <= ${i + 1} USD => 1 of lead`)}\n  _ => 1 of lead\n}`,
    ),
  actions: (size) => one(fill(size, (i) => `action A${i} { input n: int\n forbid c: n > ${i} }`)),
  "every action, many actions": (size) =>
    one(`every action { forbid night: confidence < 0.1 }\n${fill(size, (i) => `action A${i} { input n: int }`)}`),
  records: (size) => one(fill(size, (i) => `record R${i} { id: text, next: R${i + 1}? }`)),
  "fields of a record": (size) => one(`record R {\n${fill(size, (i) => `  f${i}: text`)}\n}`),
  "an enum": (size) => one(`enum E = ${fill(size, (i) => `"v${i}" |`)} "last"`),
  inputs: (size) => one(`action A { input ${fill(size, (i) => `i${i}: int,`)} last: int\n forbid last > 1 }`),
  roles: (size) => one(fill(size, (i) => `role r${i} "Role ${i}"`)),
  tiers: (size) => one(`tiers ${fill(size, (i) => `t${i} <`)} last`),
  waivers: (size) =>
    one(
      `action A { input n: int\n${fill(size / 2, (i) => `waivable forbid c${i}: n == ${i}`)} }\n${fill(size / 2, (i) => `waive p.A.c${i} until 2027-01-01 because "x"`)}`,
    ),
  guarantees: (size) =>
    one(`action A { input n: int }\n${fill(size, (i) => `guarantee g${i}: for A when true expect people >= ${i}`)}`),
  files: (size) =>
    Array.from({ length: Math.ceil(size / 500) }, (_, i) => ({
      name: `f${i}.bylaw`,
      text: `policy f${i}\naction A { input n: int\n${fill(400, (k) => `forbid c${k}: n > ${k}`)} }\n`,
    })),
  "files with 30 imports": (size) => {
    const count = Math.ceil(size / 500);
    return Array.from({ length: count }, (_, i) => ({
      name: `f${i}.bylaw`,
      text: `policy f${i}\n${Array.from({ length: Math.min(30, count - 1) }, (_, k) => `import f${(i + k + 1) % count}`).join("\n")}\naction A { input n: int\n forbid n > 1 }\n`,
    }));
  },
  "files in a chain of imports": (size) =>
    Array.from({ length: Math.ceil(size / 100) }, (_, i) => ({
      name: `f${i}.bylaw`,
      text: `policy f${i}\n${i === 0 ? "" : `import f${i - 1}`}\naction A { input n: int\n forbid n > 1 }\n`,
    })),
  "misspelt names": (size) => act(fill(size, (i) => `  forbid c${i}: ordr${i}.total > 1 USD`)),
  "misspelt roles among many": (size) =>
    one(
      `${fill(size / 2, (i) => `role reviewer_${i} "R"`)}\naction A {\n${fill(size / 2, (i) => `approve by 1 of reviewr_${i}`)}\n}`,
    ),
  "misspelt fields": (size) =>
    one(
      `record R {\n${fill(size / 2, (i) => `  field_${i}: text`)}\n}\naction A { fact r: R = rs()\n${fill(size / 2, (i) => `forbid r.feild_${i} == "x"`)} }`,
    ),
  "misspelt policies": (size) =>
    Array.from({ length: Math.ceil(size / 200) }, (_, i) => ({
      name: `f${i}.bylaw`,
      text: `policy department.team_${i}\nimport department.taem_${i}\nimport department.taem_${i}x\n`,
    })),
  "wrong types": (size) => act(fill(size, (i) => `  forbid c${i}: n == "${i}"`)),
  "faults of the grammar": (size) => act(fill(size, () => "  forbid a b c")),
  "declared twice": (size) => one(fill(size, () => 'role lead "Lead"')),
  "fields declared twice": (size) => one(`record R {\n${fill(size, () => "  a: text")}\n}`),
  "open texts": (size) => act(fill(size, () => '  forbid a: t == "open')),
  "one open text": (size) => act(`  forbid t == "${run(size, "a")}`),
  "open comments": (size) => one(fill(size, () => "/* open")),
  "closed comments": (size) => one(fill(size, () => "/* closed */")),
  "open brackets": (size) => act(fill(size, () => "  forbid (a").replaceAll("\n", ")\n")),
  "closing brackets": (size) => one(run(size, "}")),
  "foreign quotes": (size) => one(run(size, "’ ‘ ")),
  "foreign operators": (size) => act(fill(size, () => "  forbid a && b || !c;")),
  "odd characters": (size) => one(run(size, "\u202e@ ")),
  "look-alikes": (size) => one(fill(size, (i) => `role p${i}аy "Cyrillic"`)),
  "one long name": (size) => one(`role ${run(size, "a")} "x"`),
  "long names": (size) => one(fill(size, (i) => `role ${"a".repeat(190)}${i} "x"`)),
  "long paths": (size) => act(fill(size, () => `  forbid ${run(900, "a.")}b == 1`)),
  "one long text": (size) => act(`  forbid t == "${run(size, "a\\n")}"`),
  "like with many stars": (size) => act(`  forbid t like "${run(size, "*a")}"`),
  comments: (size) => one(fill(size, () => "// nothing to see")),
  documentation: (size) => one(`${fill(size, () => "/// words")}\nrole lead "Lead"`),
  "stray documentation": (size) => one(fill(size, () => "/// words\n")),
  "blank lines": (size) => one(run(size, " \n")),
  digits: (size) => act(`  forbid n == ${run(size, "9")}`),
};
