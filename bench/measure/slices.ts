/**
 * Times several functions in turn, in slices of about a millisecond, in one process: what disturbs the machine meets all
 * of them alike, so that the ratio of two slices that lie side by side says more than any absolute time.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface Subject {
  readonly name: string;
  /** Decides the item at this index. May give a promise. */
  readonly run: (index: number) => unknown;
}

export interface Sliced {
  readonly name: string;
  /** Nanoseconds a call, one number for each slice; slice i of all subjects lies side by side. */
  readonly samples: readonly number[];
}

interface Block {
  readonly name: string;
  readonly waits: boolean;
  readonly run: (calls: number) => number | Promise<number>;
  calls: number;
  readonly samples: number[];
}

export interface SliceOptions {
  readonly items: number;
  /** Of processor time. */
  readonly seconds: number;
}

const SLICE_NS = 1e6;
const WARM_NS = 7e8;
const WARM_AT_MOST_NS = 3e9;

export const nowNs = (): number => performance.now() * 1e6;

/** Processor time of all threads, the compiler's among them: where others use the machine too, the clock says little. */
function usedNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/** Runs the garbage collector, so that nobody pays for what was made before. */
export function collect(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

export async function slices(subjects: readonly Subject[], options: SliceOptions): Promise<readonly Sliced[]> {
  const blocks = subjects.map((subject) => blockOf(subject, options.items));
  for (const block of blocks) await warm(block, options.items);
  collect();
  const end = usedNs() + options.seconds * 1e9;
  while (usedNs() < end || blocks[0]!.samples.length < 5) {
    for (const block of blocks) block.samples.push((await timed(block, block.calls)) / block.calls);
  }
  return blocks.map(({ name, samples }) => ({ name, samples }));
}

/**
 * A loop of its own for each subject, made from text: one loop for all would have one call site for all, and be slow for
 * each. The results are folded into a number that is given back, so that no call can be left out.
 */
function blockOf(subject: Subject, items: number): Block {
  const waits = subject.run(0) instanceof Promise;
  const call = `${waits ? "await " : ""}run(at)`;
  const make = new Function(
    "run",
    "items",
    `let at = 0;
     return ${waits ? "async " : ""}function loop(calls) {
       let sink = 0;
       for (let i = 0; i < calls; i++) { const got = ${call}; sink += got === undefined ? 1 : 2; if (++at === items) at = 0; }
       return sink;
     };`,
  ) as (run: Subject["run"], items: number) => Block["run"];
  return { name: subject.name, waits, run: make(subject.run, items), calls: 1, samples: [] };
}

async function timed(block: Block, calls: number): Promise<number> {
  const began = nowNs();
  const done = block.run(calls);
  if (block.waits) await done;
  return nowNs() - began;
}

/** Until the compiler has seen every item some times, or for three seconds of work; then chooses the length of a slice. */
async function warm(block: Block, items: number): Promise<void> {
  let spent = 0;
  let calls = 0;
  let step = 1;
  while (spent < WARM_AT_MOST_NS && (spent < WARM_NS || calls < 3 * items)) {
    const before = usedNs();
    await timed(block, step);
    spent += usedNs() - before;
    calls += step;
    if ((spent / calls) * step < SLICE_NS) step = Math.min(1000, step * 2);
  }
  const some = Math.max(20, Math.min(20_000, Math.round((5e7 * calls) / spent)));
  block.calls = Math.max(1, Math.round((SLICE_NS * some) / (await timed(block, some))));
}

/** The value below which this share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** The median of the ratios of slices that lie side by side. */
export const ratio = (of: Sliced, to: Sliced): number =>
  median(of.samples.map((sample, index) => sample / to.samples[index]!));
