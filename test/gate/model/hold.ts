/** Many runs of one seed; `GATE_RUNS` and `GATE_SEED` choose them. */
import fc from "fast-check";
import type { Store } from "../../../src/gate/store.ts";
import { memoryStore, type Place, storeAt } from "../places.ts";
import { Broken } from "./model.ts";
import { type Batch, batches } from "./moves.ts";
import { run, type Stores } from "./run.ts";

export const RUNS = Number(process.env["GATE_RUNS"] ?? 30);
export const SEED = Number(process.env["GATE_SEED"] ?? Date.now() % 1_000_000_000);

/** What the model and the gate disagree about, with the fewest calls that show it; null: nothing. */
export async function disagreement(
  stores: Stores,
  { runs, seed, shrink = true }: { readonly runs: number; readonly seed: number; readonly shrink?: boolean },
): Promise<string | null> {
  const property = fc.asyncProperty(batches, (all) => run(stores, all));
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink });
  if (!result.failed) return null;
  const fault = result.errorInstance;
  const words = fault instanceof Broken ? fault.message : fault instanceof Error ? fault.stack : String(fault);
  return `${words}\n\n${tell(result.counterexample![0])}\n\nrepeat with GATE_SEED=${seed}`;
}

/** Nothing outlives the process, so opening it again changes nothing. */
export const inMemory: Stores = { open: async () => memoryStore(), again: async (store) => store };

/** All runs in one store, each as a tenant of its own. */
export const overPlace = ({ address }: Place): Stores => ({
  open: () => storeAt(address),
  again: async (store: Store) => {
    await store.close();
    return storeAt(address);
  },
});

const tell = (all: readonly Batch[]): string =>
  all.map(({ turns, moves }) => [...turns, ...moves].map((one) => JSON.stringify(one)).join("\n  ")).join("\n");

/** Numbers from 0 to 1 that come again with the seed (mulberry32). */
export function numbers(seed = SEED): { readonly seed: number; readonly random: () => number } {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { seed, random };
}
