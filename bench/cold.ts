/**
 * From nothing to a first decision, by a bundle: processor time of a whole process, next to that of bare Node.
 * Build first (`npm run build`); then `npx unrun bench/cold.ts`. The least of several runs, by turns: others use the machine too.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBundle, bundleText } from "../src/bundle/build.ts";
import { loadPolicyFolder } from "../src/tools/files/load.ts";

const ROUNDS = 15;
/** The promise: this many times bare Node, and so many milliseconds. */
const TIMES = 1.3;
const ABOVE_MS = 15;

const root = new URL("..", import.meta.url).pathname;
const rules = (name: string): string => join(root, "rules", name);
const folder = mkdtempSync(join(tmpdir(), "bylaw-cold-"));

const REPORT = `process.on("exit", () => { const { user, system } = process.cpuUsage(); console.error((user + system) / 1000); });`;
const DECIDE = `
import { readFileSync } from "node:fs";
import { decide, openBundle } from ${JSON.stringify(join(root, "dist/runtime.js"))};
const [bundle, changeSet, context] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const opened = openBundle(bundle);
if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
if (decide(opened.evaluator, JSON.parse(changeSet), JSON.parse(context)).outcome === "deny") throw new Error("not decided");
`;

function cpu(script: string, ...args: readonly string[]): number {
  const { stderr, status } = spawnSync(process.execPath, [join(folder, script), ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return Number(stderr.trim().split("\n").at(-1));
}

try {
  const { evaluator, files } = loadPolicyFolder(["org", "change-freeze", "refunds"].map(rules), "2026-11-17");
  if (evaluator === null) throw new Error("the shipped rules have faults");
  const bundle = join(folder, "bundle.json");
  writeFileSync(bundle, bundleText(buildBundle(evaluator.plan, { files })));
  writeFileSync(join(folder, "bare.mjs"), REPORT);
  writeFileSync(join(folder, "decide.mjs"), `${REPORT}\n${DECIDE}`);
  const example = rules("refunds/examples/large");
  const bare: number[] = [];
  const decided: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(cpu("bare.mjs"));
    decided.push(cpu("decide.mjs", bundle, `${example}.json`, `${example}.context.json`));
  }
  const [least, own] = [Math.min(...bare), Math.min(...decided)];
  const most = TIMES * least + ABOVE_MS;
  console.log(
    `bare Node ${least.toFixed(1)} ms, first decision by a bundle ${own.toFixed(1)} ms (${(own / least).toFixed(2)} times)`,
  );
  console.log(
    `the bound is ${TIMES} × bare + ${ABOVE_MS} ms = ${most.toFixed(1)} ms: ${own <= most ? "kept" : "broken"}`,
  );
  if (own > most) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
