/**
 * The store alone: the transactions of one cycle, recorded, and done again under other names with nothing in between. The same
 * rows are read and written, as durable; nothing is decided, hashed or written as JSON.
 */
import type { Changes, Head, Store, Transaction, UsageAsked } from "../../src/gate/store.ts";

type Loading = Parameters<Transaction["load"]>[0];

export interface Recorded {
  readonly loads: Loading[];
  readonly usages: (readonly UsageAsked[])[];
  changes: Changes | null;
}

/** Runs `once` on a store that writes down what it is asked. */
export async function recordedOn(store: Store, once: (store: Store) => Promise<void>): Promise<readonly Recorded[]> {
  const all: Recorded[] = [];
  const noted = (tx: Transaction): Transaction => {
    const own: Recorded = { loads: [], usages: [], changes: null };
    all.push(own);
    return {
      ...tx,
      load: (asked) => {
        own.loads.push(asked);
        return tx.load(asked);
      },
      usage: (asked) => {
        own.usages.push(asked);
        return tx.usage(asked);
      },
      write: (changes) => {
        own.changes = changes;
        return tx.write(changes);
      },
    };
  };
  await once({ ...store, transact: (tenant, work) => store.transact(tenant, (tx) => work(noted(tx))) });
  return all;
}

let serial = 0;

/** One cycle of the recorded transactions, for a proposal of its own. */
export function alone(store: Store, tenant: string, recorded: readonly Recorded[]): () => Promise<void> {
  const run = `alone-${process.pid}-${Date.now()}`;
  return async () => {
    const id = `${run}-${++serial}`;
    for (const { loads, usages, changes } of recorded)
      await store.transact(tenant, async (tx) => {
        let head: Head | null = null;
        for (const asked of loads) ({ head } = await tx.load({ answer: asked.answer, proposal: asked.proposal && id }));
        let last = new Map<string, number>();
        for (const asked of usages) {
          const found = await tx.usage(asked);
          last = new Map(asked.map(({ clause }, i) => [clause, found[i]!.totals[0]?.n ?? 0]));
        }
        if (changes !== null) await tx.write(renamed(changes, id, head, last));
      });
  };
}

function renamed(changes: Changes, id: string, head: Head | null, last: ReadonlyMap<string, number>): Changes {
  const at = Math.max(Date.now(), head?.at ?? 0);
  return {
    proposals: changes.proposals?.map((row) => ({ ...row, id })) ?? [],
    answers: changes.answers?.map((row) => ({ ...row, key: id })) ?? [],
    reserve: changes.reserve?.map((row) => ({ ...row, proposal: id })) ?? [],
    release: changes.release?.map((row) => ({ ...row, proposal: id })) ?? [],
    post: changes.post?.map((row) => ({ ...row, proposal: id, at, n: (last.get(row.clause) ?? 0) + 1 })) ?? [],
    events: changes.events?.map((row, i) => ({ ...row, proposal: id, at, seq: (head?.seq ?? 0) + i + 1 })) ?? [],
  };
}
