/** Replay of a long log by the built program. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "../measure/slices.ts";
import { documentsOf } from "../workload/documents.ts";
import { harnessAt } from "../workload/harness.ts";
import { digits, table } from "./tables.ts";
import { type Used, watched } from "./watched.ts";

export interface ReplayTask {
  readonly harness: string;
  /** Where the log is written. */
  readonly folder: string;
  readonly lines: number;
  readonly rounds: number;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist/cli.js");
const RULES = fileURLToPath(new URL("../workload", import.meta.url));
const ALONE = fileURLToPath(new URL("parse-alone.mjs", import.meta.url));

export async function replayTable(task: ReplayTask): Promise<string> {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  const log = join(task.folder, "log.jsonl");
  await writeLog(task, log);
  const replay = (...more: readonly string[]) => [CLI, "replay", log, "--policy", RULES, "--json", ...more];
  const subjects: readonly (readonly [string, readonly string[]])[] = [
    ["JSON.parse alone", [ALONE, log]],
    ["replay: counts", replay()],
    ["replay: counts, 2 workers", replay("--workers", "2")],
    ["replay: counts and clauses", replay("--clauses")],
  ];
  const results = new Map<string, Used[]>(subjects.map(([name]) => [name, []]));
  for (let round = 0; round < task.rounds; round++) {
    for (const [name, args] of subjects) {
      const used = await watched(process.execPath, args);
      results.get(name)!.push(used);
      process.stderr.write(`${name}: ${Math.round(used.wallMs)} ms\n`);
    }
  }
  const alone = results.get("JSON.parse alone")!;
  const rows = subjects.map(([name]) => {
    const all = results.get(name)!;
    const of = (pick: (one: Used) => number): number => median(all.map(pick));
    const times = (pick: (one: Used) => number): number => median(all.map((one, i) => pick(one) / pick(alone[i]!)));
    return [
      name,
      `${digits((of((one) => one.cpuMs) * 1000) / task.lines)} µs`,
      digits(times((one) => one.cpuMs)),
      `${digits(of((one) => one.wallMs) / 1000)} s`,
      `${Math.round(of((one) => one.peakMb))} MB`,
    ];
  });
  const size = `${task.lines.toLocaleString("en")} lines, ${Math.round(statSync(log).size / 1e6).toLocaleString("en")} MB.`;
  return `${size}\n\n${table(["", "processor time a line", "× JSON.parse", "by the clock", "memory at most"], rows)}`;
}

async function writeLog({ harness, lines }: ReplayTask, path: string): Promise<void> {
  const { generate } = await harnessAt(harness);
  const texts = generate(Math.min(lines, 10_000)).map((given) => {
    const { changeSet, context } = documentsOf(given);
    return `${JSON.stringify({ change_set: changeSet, context })}\n`;
  });
  const file = createWriteStream(path);
  for (let i = 0; i < lines; i++) if (!file.write(texts[i % texts.length]!)) await once(file, "drain");
  file.end();
  await once(file, "close");
}
