/**
 * Fuzzing by command: `npm run fuzz -- --inputs 1000000 --seed 7 --target all --workers 2`.
 *
 * Input number n of a seed is always the same, so a campaign goes on where it was stopped with `--from`. What fails is cut
 * down and written into `fixtures/fuzz`, which the suite tries again from then on; so mend the fault, and keep the file.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { inputOf } from "../test/fuzz/campaign.ts";
import type { Input, Target } from "../test/fuzz/target.ts";
import { TARGETS } from "../test/fuzz/targets.ts";
import type { Errand, Message } from "../test/fuzz/worker.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "fixtures/fuzz");
/** An input that takes longer never ends, as far as anybody who waits for it is concerned. */
const HANG_MS = 120_000;
const TICK_MS = 1_000;

const { values: options } = parseArgs({
  options: {
    inputs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    target: { type: "string", default: "all" },
    workers: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});

const whole = (name: keyof typeof options): number => {
  const value = Number(options[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not ${options[name]}`);
  process.exit(2);
};
const [inputs, seed, workers, from] = [whole("inputs"), whole("seed"), Math.max(1, whole("workers")), whole("from")];
const named = options.target === "all" ? [...TARGETS.values()] : [TARGETS.get(options.target)];
if (named.includes(undefined)) {
  console.error(`there is no target ${options.target}: all, ${[...TARGETS.keys()].join(", ")}`);
  process.exit(2);
}

let failures = 0;

function keep(target: Target, kind: string, says: string, index: number, input: Input): void {
  failures++;
  mkdirSync(FOLDER, { recursive: true });
  const slug = kind
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
  const path = join(FOLDER, `${target.name}-${slug}.json`);
  const where = `seed ${seed}, input ${index}`;
  if (!existsSync(path))
    writeFileSync(path, `${JSON.stringify({ target: target.name, rule: kind, says: "", input }, null, 2)}\n`);
  console.log(`\n${target.name}: ${kind} (${where})\n${says}\n→ ${path}`);
}

/** Runs one share of the inputs; a worker that dies or hangs is replaced by one that begins behind the culprit. */
function share(
  target: Target,
  first: number,
  step: number,
  to: number,
  progress: (index: number) => void,
): Promise<void> {
  const place = new SharedArrayBuffer(4);
  const at = new Int32Array(place);
  const run = (begin: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const errand: Errand = { target: target.name, seed, from: begin, step, to, place };
      // The worker is TypeScript, too; the runner of this script brings it in.
      const worker = new Worker("import('unrun').then(({ unrun }) => unrun({ path: process.env.FUZZ_WORKER }))", {
        eval: true,
        workerData: errand,
        env: { ...process.env, FUZZ_WORKER: join(ROOT, "test/fuzz/worker.ts") },
      });
      Atomics.store(at, 0, -1);
      let last = -1;
      let since = performance.now();
      let settled = false;
      const settle = (then: () => void): void => {
        if (settled) return;
        settled = true;
        clearInterval(watch);
        void worker.terminate();
        then();
      };
      const goOn = (kind: string, says: string): void =>
        settle(() => {
          const culprit = Atomics.load(at, 0);
          if (culprit < 0) return reject(new Error(says));
          keep(target, kind, says, culprit, inputOf(target, seed, culprit));
          run(culprit + step).then(resolve, reject);
        });
      const watch = setInterval(() => {
        const index = Atomics.load(at, 0);
        if (index !== last) {
          last = index;
          since = performance.now();
          progress(index);
        } else if (index >= 0 && performance.now() - since > HANG_MS)
          goOn("hang", `no answer after ${HANG_MS / 1_000} s`);
      }, TICK_MS);
      worker.on("message", (message: Message) => {
        if (message.kind === "done") settle(resolve);
        else if (message.kind === "failure")
          keep(target, message.failure.kind, message.failure.message, message.index, message.smallest);
        else
          keep(
            target,
            "slow",
            `${message.milliseconds.toFixed(0)} ms for ${message.characters} characters`,
            message.index,
            inputOf(target, seed, message.index),
          );
      });
      worker.on("error", (error) => goOn("crash of the worker", String(error)));
    });
  return first < to ? run(first) : Promise.resolve();
}

for (const target of named as Target[]) {
  const began = performance.now();
  const to = from + inputs;
  const done = new Map<number, number>();
  let printed = 0;
  const progress = (lane: number, index: number): void => {
    done.set(lane, index);
    const reached = Math.min(...done.values());
    const seconds = (performance.now() - began) / 1_000;
    const line = `${target.name}: ${Math.max(0, reached - from).toLocaleString("en")} of ${inputs.toLocaleString("en")} in ${seconds.toFixed(0)} s, seed ${seed}, go on with --from ${Math.max(from, reached)}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}\u001b[K`);
    else if (performance.now() - printed > 60_000) {
      printed = performance.now();
      console.log(line);
    }
  };
  await Promise.all(
    Array.from({ length: workers }, (_, lane) =>
      share(target, from + lane, workers, to, (index) => progress(lane, index)),
    ),
  );
  const seconds = (performance.now() - began) / 1_000;
  console.log(
    `${process.stdout.isTTY ? "\r\u001b[K" : ""}${target.name}: ${inputs.toLocaleString("en")} inputs in ${seconds.toFixed(0)} s, seed ${seed}: ${target.about}`,
  );
}
console.log(failures === 0 ? "nothing found" : `${failures} found: see fixtures/fuzz`);
process.exit(failures === 0 ? 0 : 1);
