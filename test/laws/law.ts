/**
 * Laws as properties. A sample is one policy set with several change sets for it: each of them is a run. `LAW_RUNS=100000`
 * runs longer, `LAW_SEED=…` repeats; a failure shrinks to one change set and few clauses, and prints both as people write
 * them.
 */
import fc from "fast-check";
import type { Case } from "./change-sets.ts";
import type { Engine } from "./engine.ts";
import { HEADER, type PolicyDraft, texts } from "./policies.ts";

export const RUNS = Number(process.env["LAW_RUNS"] ?? 10_000);
export const SEED = Number(process.env["LAW_SEED"] ?? Date.now() % 1_000_000_000);

export interface Law<Sample> {
  readonly number: number;
  readonly says: string;
  readonly samples: fc.Arbitrary<Sample>;
  /** Throws what the law does not allow; gives how many runs the sample was. */
  readonly check: (engine: Engine, sample: Sample) => number;
  /** The sample with each of its change sets alone. */
  readonly alone?: (sample: Sample) => readonly Sample[];
  /** The sample as people write it. */
  readonly tell: (sample: Sample) => string;
}

/** What a run found: how many runs it was, and, when the law is broken, the smallest example. */
export interface Verdict {
  readonly runs: number;
  readonly broken: string | null;
}

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Left out: a failure is made as small as it gets. */
  readonly shrink?: boolean;
  /** Called now and then with how many runs are done. */
  readonly progress?: (done: number) => void;
}

/** Samples between two looks at how many runs are done. */
const BATCH = 50;

/** Holds a law against an engine. Every batch has a seed of its own, the next number: the last one repeats a failure. */
export function hold<Sample>(law: Law<Sample>, engine: Engine, options: RunOptions): Verdict {
  const { runs, shrink = true, progress } = options;
  let done = 0;
  for (let seed = options.seed; done < runs; seed++) {
    let failing = false;
    const property = fc.property(law.samples, (sample) => {
      try {
        const own = law.check(engine, sample);
        if (!failing) done += own;
      } catch (fault) {
        failing = true;
        throw fault;
      }
    });
    const result = fc.check(property, { numRuns: BATCH, seed, endOnFailure: !shrink });
    progress?.(done);
    if (!result.failed) continue;
    const fault = result.errorInstance;
    const words = fault instanceof Error ? fault.message : String(fault);
    const found = result.counterexample![0] as Sample;
    const smallest = shrink ? (law.alone?.(found).find((one) => isBroken(law, engine, one)) ?? found) : found;
    return { runs: done, broken: `${words}\n\n${law.tell(smallest)}\n\nrepeat with LAW_SEED=${seed}` };
  }
  return { runs: done, broken: null };
}

/** The clauses of a policy, without the declarations that all generated policies share. */
export const tellPolicy = (draft: PolicyDraft): string =>
  texts(draft)
    .map(({ name, text }) => `--- ${name}\n${text.startsWith(HEADER) ? `…\n${text.slice(HEADER.length)}` : text}`)
    .join("\n");

/** A line for each part of the documents. */
export const tellCase = ({ changeSet, context }: Case): string =>
  ["--- change set", ...members(changeSet), "--- context", ...members(context)].join("\n");

const members = (document: Record<string, unknown>): readonly string[] =>
  Object.entries(document).map(([name, value]) => `${name}: ${JSON.stringify(value, asWritten)}`);

/** Odd values are shown too; JSON has no word for some. */
const asWritten = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);

function isBroken<Sample>(law: Law<Sample>, engine: Engine, sample: Sample): boolean {
  try {
    law.check(engine, sample);
    return false;
  } catch {
    return true;
  }
}

/** What a law claims. */
export function claim(holds: boolean, words: string | (() => string)): asserts holds {
  if (!holds) throw new Error(typeof words === "string" ? words : words());
}
