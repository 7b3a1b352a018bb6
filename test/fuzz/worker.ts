/** One worker thread of a campaign. It says where it is before every input, so that the watch-dog can name one that never ends. */
import { parentPort, workerData } from "node:worker_threads";
import { attempt, type Failure, inputOf } from "./campaign.ts";
import { minimise } from "./minimise.ts";
import { TARGETS } from "./targets.ts";

export interface Errand {
  readonly target: string;
  readonly seed: number;
  /** The inputs `from`, `from + step`, … below `to`. */
  readonly from: number;
  readonly step: number;
  readonly to: number;
  /** `[index under way]` */
  readonly place: SharedArrayBuffer;
}

export type Message =
  | { readonly kind: "failure"; readonly index: number; readonly failure: Failure; readonly smallest: Failure["input"] }
  | { readonly kind: "slow"; readonly index: number; readonly milliseconds: number; readonly characters: number }
  | { readonly kind: "done" };

/** What any input may take, and what each of its characters may add: generous, a machine may be busy. */
const BASE_MS = 3_000;
const MS_PER_CHARACTER = 0.05;

function work({ target: name, seed, from, step, to, place }: Errand, tell: (message: Message) => void): void {
  const target = TARGETS.get(name)!;
  const at = new Int32Array(place);
  const known = new Set<string>();
  const timed = (index: number): [Failure | null, number, number] => {
    const input = inputOf(target, seed, index);
    const [start, before] = [performance.now(), process.cpuUsage()];
    const failure = attempt(target, input);
    const { user, system } = process.cpuUsage(before);
    // The machine may be busy, which the clock tells and the processor does not; or other workers, the other way round.
    const took = Math.min(performance.now() - start, (user + system) / 1_000);
    return [failure, took, JSON.stringify(input).length];
  };
  for (let index = from; index < to; index += step) {
    Atomics.store(at, 0, index);
    const [failure, milliseconds, characters] = timed(index);
    if (failure !== null && !known.has(failure.kind)) {
      known.add(failure.kind);
      const smallest = minimise(failure.input, (candidate) => attempt(target, candidate)?.kind === failure.kind);
      tell({ kind: "failure", index, failure, smallest });
    }
    const bound = BASE_MS + MS_PER_CHARACTER * characters;
    // Once may be the machine; twice is the input.
    if (milliseconds > bound) {
      const [, again] = timed(index);
      if (again > bound) tell({ kind: "slow", index, milliseconds: again, characters });
    }
  }
  tell({ kind: "done" });
}

work(workerData as Errand, (message) => parentPort!.postMessage(message));
