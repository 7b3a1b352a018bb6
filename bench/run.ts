/**
 * Bylaw beside its peers and beside a handwritten program, in one run: `npm run bench -- --peers PATH --write`.
 *
 * What is measured and how to read it: docs/performance.md, whose tables this writes.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rng } from "./measure/random.ts";
import { type Peer, peersOf, prepare } from "./runs/peers.ts";
import { replayTable } from "./runs/replay.ts";
import { spawned } from "./runs/spawn.ts";
import { decisionsTable, digits, sizesTable, time } from "./runs/tables.ts";
import type { Measured, Task } from "./runs/task.ts";
import { writeTables } from "./runs/write.ts";
import { BYLAW } from "./subjects/bylaw.ts";
import { disagreements } from "./workload/agree.ts";
import { documentsOf } from "./workload/documents.ts";
import { BESIDE, harnessAt, isHarness } from "./workload/harness.ts";
import { evaluatorOf, handwrittenPolicy, REFUND, source } from "./workload/policies.ts";

const PARTS = ["hot", "streaming", "sizes", "replay"] as const;
type Part = (typeof PARTS)[number];

const HELP = `npm run bench -- [--peers FOLDER] [--only ${PARTS.join(",")}] [--match TEXT] [--rounds 1] [--seconds 3] [--lines 100000]
  [--actions 10,100,1000,10000] [--keep FILE] [--write]

--peers    the harness of the peers; left out: the one beside this checkout, if there is one
--only     these parts, separated by commas
--match    only subjects whose name fits this regular expression
--rounds   how often each subject is measured, each time in a fresh process
--lines    of the log that is replayed
--actions  sizes of the policy sets
--keep     results are added to this file, and what it has is not measured again: a run that was stopped goes on
--write    put the tables into docs/performance.md
`;

const { values: options } = parseArgs({
  options: {
    peers: { type: "string" },
    only: { type: "string", default: PARTS.join(",") },
    match: { type: "string", default: "" },
    rounds: { type: "string", default: "1" },
    seconds: { type: "string", default: "3" },
    lines: { type: "string", default: "100000" },
    actions: { type: "string", default: "10,100,1000,10000" },
    keep: { type: "string" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const match = new RegExp(options.match, "u");
const sizes = options.actions.split(",").map(Number);
const parts = options.only.split(",").filter((part): part is Part => (PARTS as readonly string[]).includes(part));
const beside = fileURLToPath(BESIDE);
const from = options.peers === undefined ? beside : resolve(options.peers);

async function main(): Promise<void> {
  say("preparing the peers");
  const folder = prepare(from);
  const harness = await harnessAt(folder);
  const peers = await peersOf(folder);

  say("does everybody decide alike?");
  const evaluator = evaluatorOf(source([REFUND]));
  const policy = handwrittenPolicy(evaluator, "bench.refund.refund", REFUND);
  const workload = harness.generate(10_000).map((given) => ({
    documents: documentsOf(given),
    policy,
    wanted: harness.verdict(given),
  }));
  const faults = disagreements(harness, evaluator, workload);
  if (faults.length > 0) {
    console.error(faults.join("\n"));
    process.exitCode = 1;
    return;
  }

  const tables: Record<string, string> = {};
  const base = { harness: folder, seconds: Number(options.seconds) };
  if (parts.includes("hot")) {
    const results = measured(peers, (one) => [{ ...base, ...one, sets: 10_000, actions: null }]);
    tables["hot"] = decisionsTable(results);
  }
  if (parts.includes("streaming")) {
    const results = measured(peers, (one) => [{ ...base, ...one, sets: 60_000, actions: null }]);
    tables["streaming"] = decisionsTable(results);
  }
  if (parts.includes("sizes")) {
    const some = peers.filter(({ variant }) => SCALING.includes(variant));
    const results = measured(some, (one) => sizes.map((actions) => ({ ...base, ...one, sets: 10_000, actions })), true);
    tables["sizes"] = sizesTable(results, (one) => time(one.ns));
    tables["sizes-ratio"] = sizesTable(
      results,
      (one) => `${digits(one.timesRules)} · ${digits(one.timesChecked)} · ${digits(one.timesFull)}`,
    );
  }
  if (parts.includes("replay")) {
    const log = mkdtempSync(join(tmpdir(), "bylaw-replay-"));
    try {
      const lines = Number(options.lines);
      tables["replay"] = await replayTable({ harness: folder, folder: log, lines, rounds: Number(options.rounds) });
    } finally {
      rmSync(log, { recursive: true, force: true });
    }
  }
  for (const [name, text] of Object.entries(tables)) console.log(`\n## ${name}\n\n${text}`);
  if (options.write) writeTables(tables);
}

/** Peers that still answer within a second where a set has ten thousand actions. */
const SCALING = ["json-logic-engine compiled", "json-logic-js", "@marcbachmann/cel-js parsed"];

/** All subjects, in an order that is another one in each round. */
function measured(
  peers: readonly Peer[],
  tasksFor: (one: Pick<Task, "adapter" | "variant">) => readonly Task[],
  many = false,
): readonly Measured[] {
  const subjects = [
    ...BYLAW.filter(({ oneOnly }) => !(many && oneOnly)).map(({ name }) => ({ adapter: null, variant: name })),
    ...peers.filter(({ manyOnly }) => !manyOnly),
  ].filter(({ variant }) => match.test(variant));
  const results: Measured[] = [];
  const random = rng(7);
  for (let round = 0; round < Number(options.rounds); round++) {
    const tasks = subjects.flatMap(({ adapter, variant }) => tasksFor({ adapter, variant }));
    const order = tasks.map((task) => ({ task, key: random() })).sort((a, b) => a.key - b.key);
    for (const { task } of order) {
      const size = task.actions === null ? "" : `, ${task.actions.toLocaleString("en")} actions`;
      const got = again(task) ?? tried(task);
      if (typeof got === "string") say(`${task.variant}${size}: ${got}`);
      else if (got.wrong > 0)
        say(`${task.variant}${size}: ${got.wrong} of ${got.compared} verdicts are wrong; left out`);
      else {
        results.push(got);
        if (options.keep !== undefined && !kept.includes(got)) appendFileSync(options.keep, `${JSON.stringify(got)}\n`);
        say(`${task.variant}${size}: ${time(got.ns)}, × ${digits(got.timesRules)} rules`);
      }
    }
  }
  return results;
}

const CHILD = new URL("runs/child.ts", import.meta.url);

const kept: readonly Measured[] =
  options.keep !== undefined && existsSync(options.keep)
    ? readFileSync(options.keep, "utf8")
        .trim()
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Measured)
    : [];
const used = new Set<Measured>();

/** From a run before, each result once; undefined: it is still to be measured. */
function again({ variant, sets, actions }: Task): Measured | undefined {
  const found = kept.find(
    (one) => !used.has(one) && one.task.variant === variant && one.task.sets === sets && one.task.actions === actions,
  );
  if (found !== undefined) used.add(found);
  return found;
}

/** Some peers make V8 abort now and then, in their WebAssembly: another process may well end. */
const TRIES = 4;
function tried(task: Task): Measured | string {
  let got: Measured | string = "";
  for (let i = 0; i < TRIES && typeof got === "string"; i++) got = spawned<Measured>(CHILD, task);
  return got;
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

if (options.help) console.log(HELP);
else if (!existsSync(from) || !isHarness(from)) {
  console.error(
    `There is no harness of the peers at ${from}: it has the workload, so nothing can be measured without it.`,
  );
  process.exitCode = 2;
} else await main();
