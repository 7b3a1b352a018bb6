/** Policy sets by derivation: one clause on each line, and lines that the checker refuses are left out. */
import { loadPolicySet, type PolicySet } from "../../../src/policy-set.ts";
import type { SourceFile } from "../../../src/source/file.ts";
import type { Random } from "../../fuzz/random.ts";
import { condition, expression, literal, type Scope } from "./expressions.ts";
import { type Fields, plain, type Records, type Type, typeBy, typeText } from "./types.ts";

export interface Contract {
  readonly id: string;
  readonly inputs: Fields;
  readonly facts: Fields;
  readonly changes: readonly (readonly [record: string, field: string, type: Type])[];
}

export interface Derived {
  readonly files: readonly SourceFile[];
  readonly set: PolicySet;
  readonly records: Records;
  readonly actions: readonly Contract[];
  readonly evidence: ReadonlyMap<string, Fields>;
}

const ROLES = ["finance", "legal", "lead", "clerk"];
const BECAUSE = ['because "so it is"', ""];

const fieldsBy = (random: Random, prefix: string, count: number, depth: number, records: readonly string[]): Fields =>
  Array.from({ length: count }, (_, i) => [`${prefix}${i}`, typeBy(random, depth, records)] as const);

const fieldsText = (fields: Fields): string => fields.map(([name, type]) => `${name}: ${typeText(type)}`).join(", ");

const typeOf = (found: string | null): string => found ?? "true";

function requirement(random: Random, depth: number): string {
  const count = random.pick(["1", "1", "2", "3"]);
  const some = (): string =>
    `[${ROLES.filter(() => random.chance(0.6))
      .concat("finance")
      .filter((role, i, all) => all.indexOf(role) === i)
      .join(", ")}]`;
  switch (random.below(depth > 0 ? 8 : 5)) {
    case 0:
      return `${count} of any ${some()}`;
    case 1:
      return `${random.pick(["1", "2"])} roles of [finance, legal, lead]`;
    case 2:
      return `${count} of person`;
    case 5:
      return `${requirement(random, depth - 1)} and ${requirement(random, 0)}`;
    case 6:
      return `(${requirement(random, depth - 1)} or ${requirement(random, depth - 1)})`;
    case 7:
      return "sign_off(WORTH)";
    default:
      return `${count} of ${random.pick(ROLES)}`;
  }
}

const nothing: Omit<Scope, "records"> = {
  names: [],
  functions: [],
  history: [],
  changes: [],
  evidence: [],
  score: false,
  tier: false,
  ambient: true,
};

let number = 0;

function clause(random: Random, scope: Scope, depth = 3): string | null {
  const label = (): string => `n${number++}`;
  const own = random.chance(0.5);
  const when = (more: Partial<Scope> = { score: true, tier: true }): string =>
    random.chance(0.6) ? ` when ${typeOf(condition(random, { ...scope, ...more }, random.below(depth)))}` : "";
  const test = (more: Partial<Scope> = {}): string =>
    typeOf(condition(random, { ...scope, ...more }, random.below(depth)));
  const worth = (): string => expression(random, "money", scope, 1) ?? "1 USD";
  const asked = (): string => requirement(random, 2).replaceAll("WORTH", worth());
  const excluding = (): string => {
    if (random.chance(0.7)) return "";
    const found = random.chance(0.5)
      ? expression(random, "text", scope, 1)
      : expression(random, { list: "text" }, scope, 1);
    return found === null ? "" : ` excluding ${found}`;
  };
  const otherwise = (): string =>
    random.chance(0.5)
      ? ""
      : ` else ${random.pick(["deny", "warn", "tier medium", "tier high", `approve by ${asked()}`, `approve by ${asked()}${excluding()}`])}`;
  const because = random.pick(BECAUSE);
  const head = random.chance(0.06) ? "shadow " : "";
  const body = ((): string => {
    switch (random.below(16)) {
      case 0:
        return `require ${own ? `${label()}: ` : ""}${test({ score: true, tier: true })}${otherwise()}`;
      case 1:
      case 2:
        return `forbid ${own ? `${label()}: ` : ""}${test({ score: true, tier: true })}`;
      case 3:
      case 13:
      case 14:
      case 15:
        return `score ${random.pick(["10", "20", "50"])} ${label()}: ${test()}`;
      case 4:
        return `tier ${random.pick(["medium", "high"])} ${label()}: ${test({ score: true })}`;
      case 5:
      case 6:
        return `approve ${label()}: by ${asked()}${excluding()}${when()}`;
      case 7:
        return `evidence ${label()}: ${random.pick(["photo", "check"])}${random.chance(0.5) ? ` within ${random.pick(["1 hours", "24 hours"])}` : ""}${when()}`;
      case 8:
      case 9: {
        const keys = random.times(
          random.below(3),
          () => expression(random, random.pick(["text", "text", "int", "bool"] as const), scope, 0) ?? "requester.id",
        );
        const each = keys.length === 0 ? "" : ` for each ${keys.join(", ")}`;
        const span = random.pick([
          "per hour",
          "per day",
          "per week",
          "per month",
          "in any 24 hours",
          "in any 7 days",
          "in total",
          "at once",
        ]);
        const sum = random.chance(0.5);
        const [of, limit] = random.chance(0.7)
          ? ([
              expression(random, "money", scope, 1),
              random.chance(0.7) ? literal(random, "money") : expression(random, "money", scope, 1),
            ] as const)
          : ([expression(random, "decimal", scope, 1), literal(random, "decimal")] as const);
        const what = sum ? `sum of ${of} up to ${limit}` : random.pick(["1", "2", "5"]);
        return `quota ${label()}: ${what} ${span}${each}${when({})}${otherwise()}`;
      }
      case 10:
        return `limit ${label()}: autonomy to ${random.pick(["read_only", "proposal", "guided", "guided"])}${when()}`;
      case 11:
        return random.pick([
          `sample ${label()}: ${random.pick(["5%", "100%", "50%"])}${when()}`,
          `route ${label()}: to ${random.pick(["desk", "dusk"])}${when()}`,
        ]);
      default:
        return `escalate ${label()}: to ${random.pick(ROLES)} after ${random.pick(["1 hours", "4 hours"])}${when()}`;
    }
  })();
  return `${head}${body} ${because}`;
}

function clauses(random: Random, scope: Scope, count: number, depth: number): readonly string[] {
  return Array.from({ length: count }, () => {
    if (depth > 0 && random.chance(0.2)) {
      const head = random.pick([
        () => `environment ${random.pick(["prod", "sandbox", "prod, sandbox"])} {`,
        () => `at ${random.pick(["medium", "high"])} {`,
        () => `if ${typeOf(condition(random, scope, 1))} {`,
        () => 'control "X 1" {',
      ])();
      return [head, ...clauses(random, scope, 1 + random.below(3), depth - 1), "}"];
    }
    return [clause(random, scope) ?? ""];
  }).flat();
}

/** A policy set, or null where even its declarations do not check. */
export function derive(random: Random): Derived | null {
  number = 0;
  const records = new Map<string, Fields>();
  for (const name of ["Leaf", "Branch", "Tree"])
    records.set(name, fieldsBy(random, "f", 2 + random.below(3), 2, [...records.keys()]));
  const evidence = new Map<string, Fields>([
    ["photo", []],
    ["check", fieldsBy(random, "p", 2, 1, ["Leaf"])],
    ["ticket", fieldsBy(random, "p", 1, 2, ["Leaf"])],
  ]);
  const changed = [...records].flatMap(([name, fields]) => fields.map(([field, type]) => [name, field, type] as const));
  const contract = (name: string): Contract => ({
    id: `set.main.${name}`,
    inputs: [["worth", "money"], ...fieldsBy(random, "i", 1 + random.below(4), 2, ["Leaf", "Branch"])],
    facts: fieldsBy(random, "k", 1 + random.below(3), 2, [...records.keys()]),
    changes: random.times(1 + random.below(2), () => random.pick(changed)),
  });
  const actions = [contract("Act"), contract("Undo")];
  const functions = [
    { name: "rate", params: ["int"] as Type[], type: "money" as Type },
    { name: "grade", params: ["money", "bool"] as Type[], type: "int" as Type },
    { name: "odd", params: ["text", "int"] as Type[], type: "bool" as Type },
  ];
  const general: Scope = { ...nothing, records, functions, evidence: [...evidence] };
  const scopeOf = ({ inputs, facts, changes }: Contract, lets: Fields): Scope => ({
    ...general,
    names: [...inputs, ...facts, ...lets].map(([text, type]) => ({ text, type })),
    history: actions.map(({ id, inputs: own }) => [id.replace("set.main.", ""), own] as const),
    changes: changes.map(([record, field, type]) => [`${record}.${field}`, plain(type)] as const),
  });
  const param = (params: Fields): Scope => ({
    ...general,
    functions: [],
    ambient: false,
    names: params.map(([text, type]) => ({ text, type })),
  });
  const every = (head: string): readonly string[] => [
    head,
    ...clauses(random, { ...general, names: [{ text: "requester.id", type: "text" }] }, 1 + random.below(3), 1),
    "}",
  ];
  const base = [
    "policy set.base",
    "tiers low < medium < high",
    "environments prod, sandbox",
    `timezone "${random.pick(["UTC", "Europe/Berlin"])}"`,
    ...ROLES.map((role) => `role ${role}`),
    "queue desk",
    "queue dusk",
    ...[...evidence].map(
      ([kind, fields]) => `evidence ${kind}${kind === "check" ? ' from tool "risk"' : ""} { ${fieldsText(fields)} }`,
    ),
    ...[...records].map(([name, fields]) => `record ${name} { ${fieldsText(fields)} }`),
    `define rate(n: int) = ${expression(random, "money", param([["n", "int"]]), 2) ?? "1 USD"}`,
    `define odd(t: text, n: int) = ${typeOf(
      condition(
        random,
        param([
          ["t", "text"],
          ["n", "int"],
        ]),
        2,
      ),
    )}`,
    "table grade(m: money, b: bool) {",
    "< 10 USD, _ => 1",
    "10 USD to 50 USD, true => 2",
    "_, _ => 3",
    "}",
    "approval table sign_off(m: money) {",
    "<= 10 USD => nobody",
    `<= 50 USD => ${requirement(random, 0)}`,
    `_ => ${requirement(random, 1).replaceAll("sign_off(WORTH)", "2 of lead")}`,
    "}",
    ...every("every action {"),
    ...every("every action impacting money {"),
  ];
  const main = [
    "policy set.main",
    "import set.base",
    ...actions.flatMap((one, index) => {
      const lets: Fields = [
        ["m", "money"],
        ["q", "bool"],
      ];
      const scope = scopeOf(one, []);
      const full = scopeOf(one, lets);
      return [
        `action ${one.id.replace("set.main.", "")} {`,
        `impact money = worth, customers = 1`,
        `autonomy ${index === 0 ? random.pick(["autopilot", "guided", "proposal", "autopilot"]) : "guided"}`,
        index === 0 && random.chance(0.1) ? "open in prod" : "",
        `input ${fieldsText(one.inputs)}`,
        ...one.facts.map(([name, type]) => `fact ${name}: ${typeText(type)} = look(worth)`),
        `changes ${[...new Set(one.changes.map(([record, field]) => `${record}.${field}`))].join(", ")}`,
        `let m = ${expression(random, "money", scope, 2) ?? "worth"}`,
        `let q = ${typeOf(condition(random, scope, 2))}`,
        ...(index === 0 ? ["rollback by Undo within 30 days", "sample always: 10%"] : ["irreversible"]),
        ...clauses(random, full, index === 0 ? 3 + random.below(10) : 2, 2),
        "}",
      ];
    }),
  ];
  return checked([base, main], { records, actions, evidence });
}

const filesOf = (sets: readonly (readonly string[])[]): readonly SourceFile[] =>
  sets.map((lines, index) => ({ name: `${index}.bylaw`, text: lines.join("\n") }));

/** What checks, without the lines that do not. */
function checked(sets: readonly (readonly string[])[], rest: Omit<Derived, "files" | "set">): Derived | null {
  let current = sets;
  for (let turn = 0; turn < 8; turn++) {
    const files = filesOf(current);
    const set = loadPolicySet(files, { today: "2026-11-22" });
    if (set.evaluator !== null) return { ...rest, files, set };
    const bad = new Set(
      set.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ span }) => {
          const text = files.find(({ name }) => name === span.file)!.text;
          return `${span.file} ${text.slice(0, span.start).split("\n").length - 1}`;
        }),
    );
    current = current.map((lines, file) =>
      lines.map((line, i) => (bad.has(`${file}.bylaw ${i}`) ? replaced(line) : line)),
    );
  }
  return null;
}

/** A line that does not check says nothing; a head of a block, or a let, says something plain. */
function replaced(line: string): string {
  if (line.startsWith("let m")) return "let m = worth";
  if (line.startsWith("let q")) return "let q = worth > 10 USD";
  if (line.startsWith("if ")) return 'if environment == "prod" {';
  if (line.startsWith("define rate")) return "define rate(n: int) = 5 USD * n";
  if (line.startsWith("define odd")) return "define odd(t: text, n: int) = length(t) > n";
  return /^(require|forbid|score|tier|approve|evidence|quota|limit|sample|route|escalate|shadow) /.test(line)
    ? ""
    : line;
}
