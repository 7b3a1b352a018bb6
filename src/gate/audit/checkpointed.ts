/** Signing the log of a store as it stands. */
import { privateKey } from "../../bundle/sign.ts";
import type { CheckpointRow, Store, Tenant, View } from "../store.ts";
import { checkpointOf, signCheckpoint } from "./checkpoint.ts";
import { checkpointsAfter, eventsAfter } from "./log.ts";
import { type Verification, verifyLog } from "./verify.ts";

export type Checkpointed =
  /** `row`: the fresh checkpoint, or the one that covers the last event already; null: the log is empty. */
  | { readonly ok: true; readonly fresh: boolean; readonly row: CheckpointRow | null }
  /** The key is none, or the log since the last checkpoint is not whole: nobody vouches for that. */
  | { readonly ok: false; readonly why: "bad_key" }
  | { readonly ok: false; readonly why: "not_whole"; readonly verification: Verification };

/**
 * Signs the last event of the log and keeps the checkpoint, where there are events that none covers. What came since the last
 * checkpoint is verified first, so that a key never vouches for a log that is broken.
 */
export async function checkpointed(
  store: Store,
  tenant: Tenant,
  key: { readonly pem: string; readonly at: number },
): Promise<Checkpointed> {
  if ((await privateKey(key.pem)) === null) return { ok: false, why: "bad_key" };
  const seen = await store.read(tenant, async (view) => {
    const last = await lastCheckpoint(view);
    const head = await view.head();
    const checkpoint = last === null ? null : checkpointOf(last.body);
    const from = checkpoint === null ? null : { seq: checkpoint.seq, hash: checkpoint.hash, at: 0 };
    const verification = await verifyLog({ tenant, events: eventsAfter(view, from?.seq ?? 0) }, { from });
    return { last, head, verification };
  });
  if (!seen.verification.ok) return { ok: false, why: "not_whole", verification: seen.verification };
  const { head, last } = seen;
  if (head === null || (last !== null && last.seq >= head.seq)) return { ok: true, fresh: false, row: last };
  const row = await signCheckpoint(tenant, head, key.at, key.pem);
  if (row === null) return { ok: false, why: "bad_key" };
  return store.transact(tenant, async (transaction): Promise<Checkpointed> => {
    // Somebody else may have been quicker.
    const [other] = await transaction.checkpoints(row.seq - 1, 1);
    if (other !== undefined) return { ok: true, fresh: false, row: other };
    await transaction.write({ checkpoints: [row] });
    return { ok: true, fresh: true, row };
  });
}

async function lastCheckpoint(view: View): Promise<CheckpointRow | null> {
  let last: CheckpointRow | null = null;
  for await (const page of checkpointsAfter(view, 0)) last = page.at(-1) ?? last;
  return last;
}
