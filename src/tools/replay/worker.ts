/**
 * A thread that decides pieces of a log. The module is its own entry point, so that it is found wherever it is bundled:
 * loaded in a thread that was started for this, it serves; anywhere else it only starts threads.
 */
import { once } from "node:events";
import { openSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { hashNatively } from "../../stores/native.ts";
import { type DeciderOptions, decider, type Piece, type Rules } from "./decider.ts";
import { readPiece } from "./piece.ts";

export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Given {
  readonly serves: typeof SERVES;
  readonly path: string;
  readonly rules: Rules;
  readonly options: DeciderOptions;
}

const SERVES = "bylaw replay";

const given = workerData as Partial<Given> | null;
if (!isMainThread && given?.serves === SERVES) serve(given as Given);

function serve({ path, rules, options }: Given): void {
  hashNatively();
  const file = openSync(path, "r");
  const own = decider(rules, options);
  parentPort!.on("message", ({ start, end }: Range) => {
    readPiece(file, start, end, own);
    parentPort!.postMessage(own.take());
  });
}

export interface Crew {
  /** Done when one of the threads is free and has done the range. */
  readonly decide: (range: Range) => Promise<Piece>;
  readonly dismiss: () => Promise<void>;
}

/** As many threads, each of which does one range at a time. */
export function crewOf(count: number, path: string, rules: Rules, options: DeciderOptions): Crew {
  const { clauses, write } = options;
  const data: Given = { serves: SERVES, path, rules, options: { clauses, write } };
  const workers = Array.from({ length: count }, () => new Worker(new URL(import.meta.url), { workerData: data }));
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = (): Promise<Worker> => {
    const worker = free.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const give = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };
  return {
    async decide(range) {
      const worker = await take();
      try {
        worker.postMessage(range);
        const [piece] = (await once(worker, "message")) as [Piece];
        return piece;
      } finally {
        give(worker);
      }
    },
    async dismiss() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
