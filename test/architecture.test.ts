/** The house rules of docs/architecture.md that a machine can hold: who may import whom, and what the pipeline never touches. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const SRC = new URL("../src", import.meta.url).pathname;

/** Each may import those before it. */
const PIPELINE = ["source", "diagnostics", "syntax", "model", "plan", "eval", "decision", "bundle", "gate"];

/** Packages that the pipeline may use; all of them run in a browser. */
const PACKAGES = ["chevrotain", "zod", "ajv", "ajv-formats", "sarif", "jose"];

/** What makes a decision depend on more than its input. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\bperformance\./,
  /\bcrypto\.(getRandomValues|randomUUID)\b/,
  /\bprocess\./,
  /\bglobalThis\.process\b/,
  /\bfetch\(/,
  /\bconsole\./,
  /\bsetTimeout\b/,
  /\blocaleCompare\b/,
];

interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(SRC, name));

/** Comments and strings say much that is no code. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");

function importsOf(path: string): Import[] {
  const text = readFileSync(path, "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  const found = tree.statements.flatMap((statement): Import[] => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    return [{ from: path, target: statement.moduleSpecifier.text, typeOnly: typeOnly(statement) }];
  });
  for (const match of withoutComments(text).matchAll(/\bimport\(\s*"([^"]+)"/g)) {
    found.push({ from: path, target: match[1]!, typeOnly: false });
  }
  return found;
}

/** `import type …`, or only names marked `type`. */
function typeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  const names = clause.namedBindings;
  return (
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (clause.name === undefined &&
      names !== undefined &&
      ts.isNamedImports(names) &&
      names.elements.every((one) => one.isTypeOnly))
  );
}

const all = files.flatMap(importsOf);
const areaOf = (path: string): string => relative(SRC, path).split("/")[0]!;
const named = (path: string): string => relative(dirname(SRC), path);
const local = (one: Import): string | null =>
  one.target.startsWith(".") ? resolve(dirname(one.from), one.target) : null;

describe("imports", () => {
  test("there are some, or this test reads nothing", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(200);
  });

  test("a stage imports only stages before it", () => {
    const wrong = all.filter((one) => {
      const from = PIPELINE.indexOf(areaOf(one.from));
      const path = local(one);
      if (from < 0 || path === null) return false;
      const to = PIPELINE.indexOf(areaOf(path));
      return to < 0 || to > from;
    });
    expect(wrong.map((one) => `${named(one.from)} imports ${one.target}`)).toEqual([]);
  });

  test("the pipeline uses no Node built-in and only packages that run in a browser", () => {
    const wrong = all.filter((one) => {
      const inside =
        PIPELINE.includes(areaOf(one.from)) ||
        ["index.ts", "policy-set.ts", "runtime.ts", "runtime-full.ts", "runtime-verify.ts"].includes(areaOf(one.from));
      if (!inside || one.target.startsWith(".")) return false;
      return !PACKAGES.some((name) => one.target === name || one.target.startsWith(`${name}/`));
    });
    expect(wrong.map((one) => `${named(one.from)} imports ${one.target}`)).toEqual([]);
  });

  test("a tool imports the pipeline and the shared file helpers, no other tool; the command line may", () => {
    const wrong = all.filter((one) => {
      const path = local(one);
      if (areaOf(one.from) !== "tools" || path === null || !path.startsWith(join(SRC, "tools"))) return false;
      const from = relative(SRC, one.from).split("/")[1]!;
      const to = relative(SRC, path).split("/")[1]!;
      return from !== "cli" && to !== from && to !== "files";
    });
    expect(wrong.map((one) => `${named(one.from)} imports ${one.target}`)).toEqual([]);
  });

  test("stores import the pipeline, and nothing but tools imports stores", () => {
    const wrong = all.filter((one) => {
      const path = local(one);
      if (path === null) return false;
      const [from, to] = [areaOf(one.from), areaOf(path)];
      if (from === "stores") return to !== "stores" && !PIPELINE.includes(to);
      return to === "stores" && from !== "tools";
    });
    expect(wrong.map((one) => `${named(one.from)} imports ${one.target}`)).toEqual([]);
  });

  test("queries are built in one place, and libraries of databases are loaded only when a store is opened", () => {
    const users = (name: string): string[] => [
      ...new Set(all.filter((one) => one.target === name && !one.typeOnly).map((one) => named(one.from))),
    ];
    expect(users("kysely").filter((path) => !path.startsWith("src/stores/sql/"))).toEqual([]);
    const loaded = ["pg", "@photostructure/sqlite", "node:sqlite"].flatMap(users);
    expect(loaded.length).toBeGreaterThan(1);
    for (const path of loaded) {
      const text = readFileSync(join(dirname(SRC), path), "utf8");
      expect([
        path,
        /^(?:import|export) (?!type).*from "(?:pg|@photostructure\/sqlite|node:sqlite)"/m.test(text),
      ]).toEqual([path, false]);
    }
  });

  test("nothing but tools imports tools", () => {
    const wrong = all.filter(
      (one) => areaOf(one.from) !== "tools" && (local(one)?.startsWith(join(SRC, "tools")) ?? false),
    );
    expect(wrong.map((one) => `${named(one.from)} imports ${one.target}`)).toEqual([]);
  });

  test("there is no cycle", () => {
    const graph = new Map<string, string[]>();
    for (const one of all) {
      const path = local(one);
      // Types are gone at run time; a cycle of types alone has no order to get wrong.
      if (path === null || one.typeOnly) continue;
      graph.set(one.from, [...(graph.get(one.from) ?? []), path]);
    }
    expect(cycle(graph).map(named)).toEqual([]);
  });
});

/** The files of one cycle, or nothing. */
function cycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    trail.push(path);
    for (const next of graph.get(path) ?? []) {
      const found = visit(next);
      if (found.length > 0) return found;
    }
    trail.pop();
    done.add(path);
    return [];
  };
  for (const path of graph.keys()) {
    const found = visit(path);
    if (found.length > 0) return found;
  }
  return [];
}

test("the cycle finder finds cycles", () => {
  expect(
    cycle(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["a"]],
      ]),
    ),
  ).toEqual(["a", "b", "c", "a"]);
  expect(
    cycle(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["c"]],
      ]),
    ),
  ).toEqual([]);
});

describe("purity", () => {
  test("the pipeline reads no clock, no chance, no surroundings", () => {
    const wrong = files
      .filter((path) => PIPELINE.includes(areaOf(path)))
      .flatMap((path) => {
        const text = withoutComments(readFileSync(path, "utf8"));
        return IMPURE.filter((pattern) => pattern.test(text)).map((pattern) => `${named(path)}: ${pattern.source}`);
      });
    expect(wrong).toEqual([]);
  });
});

describe("style that the linter does not hold", () => {
  test("no default exports, no `any`", () => {
    const wrong = files.filter((path) => /^export default\b/m.test(readFileSync(path, "utf8")));
    expect(wrong.map(named)).toEqual([]);
  });
});
