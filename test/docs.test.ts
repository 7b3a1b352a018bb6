/** Every snippet and command of the README and the docs is tried. test/support/markdown.ts says how blocks are marked. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { frame } from "../src/diagnostics/render/frame.ts";
import { loadPolicySet } from "../src/policy-set.ts";
import { parse } from "../src/syntax/parse.ts";
import { readFixture } from "../src/tools/testing/read.ts";
import { type Block, blocksOf, fitsOutput, stepsOf } from "./support/markdown.ts";
import { ROOT, workplace } from "./support/workplace.ts";

const TODAY = "2026-11-22";

/** Blocks that show something and do nothing. */
const SHOWN = ["text", "", "ebnf", "mermaid", "diff", "markdown", "md", "html", "xml"];

const pages = ["README.md", ...markdownUnder("docs"), ...markdownUnder("rules"), ...markdownUnder("grammar")].filter(
  (page) => existsSync(join(ROOT, page)),
);

function markdownUnder(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

for (const page of pages) {
  const blocks = blocksOf(readFileSync(join(ROOT, page), "utf8"));
  if (blocks.length === 0) continue;
  describe.sequential(page, () => {
    const place = workplace({ rules: true });
    afterAll(place.remove);
    const shell = staying(place.shell);
    blocks.forEach((block, index) => {
      const name = `${block.language || "block"} at line ${block.line}`;
      if (block.skipped !== null) {
        test.skip(`${name} (${block.skipped})`, () => undefined);
        return;
      }
      test(name, () => {
        if (block.file !== null) place.write(block.file, block.text);
        switch (block.language) {
          case "bylaw":
            return tryBylaw(page, blocks, index);
          case "console":
          case "sh":
            return tryCommands(block, shell);
          case "ts":
            return tryTypeScript(blocks, index, place.folder, place.shell);
          case "json":
            expect(() => JSON.parse(block.text)).not.toThrow();
            return;
          case "yaml":
            if (block.file?.endsWith(".test.yaml"))
              expect(readFixture({ name: block.file, text: block.text }).faults).toEqual([]);
            else expect(() => parseYaml(block.text, { logLevel: "silent" })).not.toThrow();
            return;
          default:
            expect(SHOWN, `nobody knows how to try a block of \`${block.language}\``).toContain(block.language);
        }
      });
    });
  });
}

function tryBylaw(page: string, blocks: readonly Block[], index: number): void {
  const block = blocks[index]!;
  const draw = (files: readonly { name: string; text: string }[], diagnostics: Parameters<typeof frame>[0]): string =>
    frame(diagnostics, files, { colour: false, width: 100 });
  if (block.words.includes("fragment")) {
    const files = wrappings(block.text).map((text) => ({ name: page, text }));
    const faults = files.map((file) => parse(file).diagnostics.filter((one) => one.severity === "error"));
    const least = faults.reduce((a, b) => (b.length < a.length ? b : a));
    expect(least.length, draw([files[faults.indexOf(least)]!], least)).toBe(0);
    return;
  }
  if (block.words.includes("set")) {
    // The run of `set` blocks that this one stands in.
    const apart = (other: Block | undefined): boolean => other?.language !== "bylaw" || !other.words.includes("set");
    let first = index;
    while (!apart(blocks[first - 1])) first--;
    let last = index;
    while (!apart(blocks[last + 1])) last++;
    const files = blocks.slice(first, last + 1).map((one) => ({ name: `${page}-${one.line}.bylaw`, text: one.text }));
    mustCheck(files);
    return;
  }
  const code = block.words.find((word) => word.startsWith("error="))?.slice(6);
  const files = [{ name: page, text: block.text }];
  if (code !== undefined) {
    const { diagnostics } = loadPolicySet(files, { today: TODAY });
    expect(
      diagnostics.map((one) => one.code),
      draw(files, diagnostics),
    ).toContain(code);
  } else if (block.file === null) mustCheck(files);
  else {
    // It may import others; the commands that follow check it with them.
    const faults = parse(files[0]!).diagnostics.filter((one) => one.severity === "error");
    expect(faults.length, draw(files, faults)).toBe(0);
  }

  function mustCheck(set: readonly { name: string; text: string }[]): void {
    const errors = loadPolicySet(set, { today: TODAY }).diagnostics.filter((one) => one.severity === "error");
    expect(errors.length, draw(set, errors)).toBe(0);
  }
}

/** Where a part of a file may belong. */
const wrappings = (text: string): readonly string[] => [
  text,
  `policy docs.fragment\n${text}`,
  `policy docs.fragment\naction Fragment {\n${text}\n}`,
  `policy docs.fragment\naction Fragment {\nlet fragment = ${text}\n}`,
  `policy docs.fragment\naction Fragment {\napprove by ${text}\n}`,
];

type Shell = (command: string) => { readonly code: number; readonly out: string; readonly err: string };

/** As at a terminal: `cd FOLDER` and `export NAME=VALUE`, alone on a line, hold for the rest of the page. */
function staying(shell: Shell): Shell {
  const before: string[] = [];
  return (command) => {
    const ran = shell([...before, command].join("\n"));
    if (ran.code === 0 && /^(cd|export) [^\n;&|]+$/.test(command)) before.push(command);
    return ran;
  };
}

/** `allow`, `review`, `hold`, `deny`: an outcome is no failure. */
const FINE = [0, 10, 11, 12];

function tryCommands(block: Block, shell: Shell): void {
  for (const { command, output } of stepsOf(block)) {
    const { code, out, err } = shell(command);
    const real = (out + err)
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => line.trimEnd());
    const shown = [...output];
    while (shown.at(-1)?.trim() === "") shown.pop();
    if (shown.length === 0) expect(FINE, `$ ${command}\n${out}${err}`).toContain(code);
    else if (!fitsOutput(shown, real)) expect(real.join("\n"), `$ ${command}`).toBe(shown.join("\n"));
  }
}

function tryTypeScript(blocks: readonly Block[], index: number, folder: string, shell: Shell): void {
  let first = index;
  while (blocks[first]!.words.includes("continue")) {
    for (first--; first > 0 && blocks[first]!.language !== "ts"; first--);
  }
  const text = blocks
    .slice(first, index + 1)
    .filter((one) => one.language === "ts")
    .map((one) => one.text)
    .join("\n");
  const name = `snippet-${index}`;
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, text);
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
    skipLibCheck: true,
    noEmit: true,
  };
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([path], options));
  const words = problems.map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
  expect(words, text).toEqual([]);
  // Node 20 does not run TypeScript.
  const compiled = ts.transpileModule(text, {
    compilerOptions: { ...options, noEmit: false, module: ts.ModuleKind.ESNext },
  });
  writeFileSync(join(folder, `${name}.mjs`), compiled.outputText);
  // A test file of a reader is compiled only: it needs their test runner.
  if (/from "(vitest|node:test)"/.test(text)) return;
  const { code, out, err } = shell(`node ${name}.mjs`);
  expect(code, `${out}${err}`).toBe(0);
}

test("every link between pages leads somewhere", () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), "utf8").replace(/```[\s\S]*?```/g, "");
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1]!.split("#")[0]!)
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
      .map((target) => `${page}: ${target}`);
  });
  expect(broken).toEqual([]);
});

describe("the runner itself", () => {
  test("reads blocks, marks and commands", () => {
    const page =
      "a\n\n```bylaw fragment\nx\n```\n<!-- no-run: shown only -->\n```console\n$ one \\\n  two\nout\n$ three\n```\n";
    const [first, second] = blocksOf(page);
    expect(first).toMatchObject({ language: "bylaw", words: ["fragment"], text: "x\n", line: 3, skipped: null });
    expect(second).toMatchObject({ language: "console", skipped: "shown only" });
    expect(stepsOf(second!)).toEqual([
      { command: "one \\\n  two", output: ["out"] },
      { command: "three", output: [] },
    ]);
  });

  test("compares output, with `…` for what changes", () => {
    expect(fitsOutput(["a", "…", "c"], ["a", "b", "b", "c"])).toBe(true);
    expect(fitsOutput(["a", "…", "c"], ["a", "b", "d"])).toBe(false);
    expect(fitsOutput(["took … ms"], ["took 12 ms"])).toBe(true);
    expect(fitsOutput(["took … ms"], ["took 12 s"])).toBe(false);
    expect(fitsOutput(["a"], ["a", "b"])).toBe(false);
  });
});
