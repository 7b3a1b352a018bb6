/**
 * From nothing to a first decision, by a bundle: processor time of whole processes, next to that of bare Node, and where
 * it goes. Build first (`npm run build`); then `npm run bench:cold`, with `-- --write` for the table of docs/performance.md.
 * The least of several runs, by turns: others use the machine too.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBundle, bundleText } from "../src/bundle/build.ts";
import { compile } from "../src/eval/compile.ts";
import { loadPolicyFolder } from "../src/tools/files/load.ts";
import { table } from "./runs/tables.ts";
import { writeTables } from "./runs/write.ts";

const ROUNDS = 25;
const TZDATA = process.versions["tz"];
/** The promise: this many times bare Node, and so many milliseconds. */
const TIMES = 1.3;
const ABOVE_MS = 15;

const root = new URL("..", import.meta.url).pathname;
const rules = (name: string): string => join(root, "rules", name);
const folder = mkdtempSync(join(tmpdir(), "bylaw-cold-"));

const MARKS = `
const marks = [];
const mark = (name) => { const { user, system } = process.cpuUsage(); marks.push([name, (user + system) / 1000]); };
process.on("exit", () => { mark("end"); console.error(JSON.stringify(marks)); });
`;
/** What a program that decides cannot do without, whoever decides. */
const FILES = `
import { readFileSync } from "node:fs";
const texts = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const [changeSet, context] = texts.slice(1).map((text) => JSON.parse(text));
`;
const DECIDE = `
mark("start");
const { decide, openBundle } = await import(${JSON.stringify(join(root, "dist/runtime-node.js"))});
mark("load");
const opened = openBundle(texts[0]);
if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
mark("open");
if (decide(opened.evaluator, changeSet, context).outcome === "deny") throw new Error("not decided");
mark("decide");
`;

type Marks = readonly (readonly [name: string, ms: number])[];

function run(script: string, ...args: readonly string[]): Marks {
  const { stderr, status } = spawnSync(process.execPath, [join(folder, script), ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stderr.trim().split("\n").at(-1)!) as Marks;
}

const total = (marks: Marks): number => marks.at(-1)![1];
const least = (all: readonly Marks[]): Marks => all.reduce((best, one) => (total(one) < total(best) ? one : best));
const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** How long each step took, by the name of its end. */
const step = (marks: Marks, name: string): number => {
  const place = marks.findIndex(([one]) => one === name);
  return marks[place]![1] - marks[place - 1]![1];
};

try {
  const { evaluator, files } = loadPolicyFolder(["org", "change-freeze", "refunds"].map(rules), "2026-11-17");
  if (evaluator === null) throw new Error("the shipped rules have faults");
  const { plan } = evaluator;
  const inUtc = compile({ ...plan, timezone: "UTC" }).plan;
  const example = rules("refunds/examples/large");
  const documents = [`${example}.json`, `${example}.context.json`];
  const bundles = [plan, inUtc].map((one, i) => {
    const path = join(folder, `bundle-${i}.json`);
    writeFileSync(path, bundleText(buildBundle(one, { files, ...(TZDATA === undefined ? {} : { tzdata: TZDATA }) })));
    return path;
  });
  writeFileSync(join(folder, "bare.mjs"), MARKS);
  writeFileSync(join(folder, "files.mjs"), MARKS + FILES);
  writeFileSync(join(folder, "decide.mjs"), MARKS + FILES + DECIDE);
  const subjects: readonly (readonly [name: string, script: string, args: readonly string[]])[] = [
    ["bare Node", "bare.mjs", []],
    ["Node that reads the files and parses the documents", "files.mjs", [bundles[0]!, ...documents]],
    [`first decision, rules in ${plan.timezone}`, "decide.mjs", [bundles[0]!, ...documents]],
    ["first decision, the same rules in UTC", "decide.mjs", [bundles[1]!, ...documents]],
  ];
  const results = new Map<string, Marks[]>(subjects.map(([name]) => [name, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const [name, script, args] of subjects) results.get(name)!.push(run(script, ...args));
  const best = subjects.map(([name]) => [name, least(results.get(name)!)] as const);
  const bare = total(best[0]![1]);
  const rows = best.map(([name, marks]) => [
    name,
    ms(total(marks)),
    (total(marks) / bare).toFixed(2),
    ...["load", "open", "decide"].map((one) => (marks.length > 1 ? ms(step(marks, one)) : "")),
  ]);
  const most = TIMES * bare + ABOVE_MS;
  const told = `The bound is ${TIMES} × bare Node + ${ABOVE_MS} ms: ${ms(most)} here.`;
  const text = `${table(["", "processor time", "× bare Node", "loading", "opening", "deciding"], rows)}\n\n${told}`;
  console.log(text);
  if (process.argv.includes("--write")) writeTables({ cold: text });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
