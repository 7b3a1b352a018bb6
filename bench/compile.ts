/**
 * How long a policy set takes from source to an evaluator, stage by stage, and how that grows. `npm run bench:compile`.
 * The first parse of a process is told apart: it analyses the grammar.
 */
import { compile } from "../src/eval/compile.ts";
import { check } from "../src/model/check.ts";
import { lower } from "../src/plan/lower.ts";
import type { SourceFile } from "../src/source/file.ts";
import { parse } from "../src/syntax/parse.ts";
import { manyActions, manyFiles, oneAction, oneFile } from "./support/policies.ts";

const SIZES = [1_000, 10_000, 20_000];
const SHAPES: Readonly<Record<string, (clauses: number) => SourceFile[]>> = {
  "one action": oneAction,
  "one file": oneFile,
  "100 clauses a file": manyFiles,
  "1–6 clauses an action": manyActions,
};

interface Times {
  readonly parse: number;
  readonly check: number;
  readonly lower: number;
  readonly compile: number;
  readonly total: number;
}

function measure(files: readonly SourceFile[]): Times {
  const t0 = performance.now();
  const parsed = files.map((file) => ({ file, ...parse(file) }));
  const t1 = performance.now();
  const { model, diagnostics } = check(parsed, { today: "2026-11-17" });
  const t2 = performance.now();
  const fault = [...parsed.flatMap((one) => one.diagnostics), ...diagnostics].find((d) => d.severity === "error");
  if (model === null || fault !== undefined) throw new Error(`the bench's own policy has a fault: ${fault?.what}`);
  const plan = lower(model);
  const t3 = performance.now();
  compile(plan);
  const t4 = performance.now();
  return { parse: t1 - t0, check: t2 - t1, lower: t3 - t2, compile: t4 - t3, total: t4 - t0 };
}

const ms = (value: number): string => `${value.toFixed(0).padStart(6)} ms`;

const tiny = { name: "tiny.bylaw", text: "policy tiny\n" };
const cold = performance.now();
parse(tiny);
console.log(`first parse of the process ${(performance.now() - cold).toFixed(1)} ms`);

console.log("\nThe first time, and the quickest of four with its stages:");
console.log(`${"shape".padEnd(22)} clauses    source     first     parse     check     lower   compile     total`);
const only = process.argv[2];
for (const [name, make] of Object.entries(SHAPES)) {
  if (only !== undefined && !name.includes(only)) continue;
  for (const size of SIZES) {
    const files = make(size);
    const kilobytes = files.reduce((sum, { text }) => sum + text.length, 0) / 1024;
    const first = measure(files);
    const best = [first, measure(files), measure(files), measure(files)].sort((a, b) => a.total - b.total)[0]!;
    const cells = [first.total, best.parse, best.check, best.lower, best.compile, best.total].map(ms).join(" ");
    console.log(`${name.padEnd(22)} ${String(size).padStart(7)} ${kilobytes.toFixed(0).padStart(6)} kB ${cells}`);
  }
}
