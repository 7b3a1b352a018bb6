/** A store over a database: views and changes as statements, transactions in lanes. */
import { type Changes, type Head, type Store, StoreError, type Tenant, type View } from "../../gate/store.ts";
import { checkSeq } from "../checks.ts";
import { handedTransaction, handedView } from "../handed.ts";
import type { Driver } from "./driver.ts";
import type { Shared } from "./group.ts";
import { Lanes } from "./lanes.ts";
import { viewOf } from "./reading.ts";
import type { Statements } from "./statements.ts";
import { requestsOf } from "./writing.ts";

export function sqlStore(driver: Driver, statements: Statements): Store {
  const lanes = new Lanes(driver);
  let closed: Promise<void> | null = null;

  function refuseClosed(): void {
    if (closed === null) return;
    throw new StoreError("the store is closed, so nothing can be read or written; open another", "nothing_kept");
  }

  const transact: Store["transact"] = async (tenant, work) => {
    refuseClosed();
    return lanes.run(driver.laneOf(tenant), async (shared) => {
      const view = watching(tenant, viewOf(tenant, statements, shared.ask), shared);
      let writing: Promise<void> = Promise.resolve();
      const { handed, end } = handedTransaction(view, (changes) => {
        writing = keep(tenant, statements, changes, view, shared);
        return writing;
      });
      try {
        const value = await work(handed);
        await writing;
        return value;
      } finally {
        end();
        // A write that the work did not wait for belongs to its turn all the same.
        await writing.catch(() => undefined);
      }
    });
  };

  const read: Store["read"] = async (tenant, work) => {
    refuseClosed();
    const snapshot = await driver.snapshot();
    const { handed, end } = handedView(viewOf(tenant, statements, snapshot.ask));
    try {
      return await work(handed);
    } finally {
      end();
      await snapshot.end();
    }
  };

  const close = (): Promise<void> => {
    closed ??= lanes.idle().then(() => driver.close());
    return closed;
  };

  return { transact, read, close };
}

/** Remembers where the log ends. */
function watching(tenant: Tenant, view: View, { known }: Shared): View {
  const seen = (head: Head | null): Head | null => {
    known.set(tenant, head);
    return head;
  };
  return {
    ...view,
    head: async () => seen(await view.head()),
    load: async (asked) => {
      const loaded = await view.load(asked);
      seen(loaded.head);
      return loaded;
    },
  };
}

/** Nobody else adds to the log meanwhile, so what is known of its end stays true until the next write of this transaction. */
async function keep(
  tenant: Tenant,
  statements: Statements,
  changes: Changes,
  view: View,
  { known, send, turn }: Shared,
): Promise<void> {
  await turn();
  const last = changes.events?.at(-1);
  if (last !== undefined) {
    if (!known.has(tenant)) await view.head();
    checkSeq((known.get(tenant) as Head | null | undefined) ?? null, changes);
    known.delete(tenant);
  }
  send(requestsOf(tenant, statements, changes));
}
