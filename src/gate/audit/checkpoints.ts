/** Checkpoints beside the log that they vouch for. */
import type { TrustedKey } from "../../bundle/signature.ts";
import type { CheckpointRow } from "../store.ts";
import { checkpointOf, checkpointSigner } from "./checkpoint.ts";
import type { Faults } from "./faults.ts";

/** Those of the store, page by page, and those that were kept elsewhere, in the order of the events that they cover. */
export async function* inOrder(
  stored: AsyncIterable<readonly CheckpointRow[]> | undefined,
  outside: readonly CheckpointRow[],
): AsyncGenerator<CheckpointRow> {
  const others = [...outside].sort((a, b) => a.seq - b.seq);
  let next = 0;
  for await (const page of stored ?? [])
    for (const row of page) {
      while (next < others.length && others[next]!.seq <= row.seq) yield others[next++]!;
      yield row;
    }
  yield* others.slice(next);
}

export class CheckpointReader {
  readonly #tenant: string;
  readonly #keys: readonly TrustedKey[] | undefined;
  readonly #faults: Faults;
  #last = 0;
  #cut = false;
  count = 0;
  covered = 0;
  readonly signers = new Set<string>();

  /** `keys`: left out, signatures are not looked at. */
  constructor(tenant: string, keys: readonly TrustedKey[] | undefined, faults: Faults) {
    this.#tenant = tenant;
    this.#keys = keys;
    this.#faults = faults;
  }

  /** `hash`: of the event that it covers; null: that event is not there. */
  async read(row: CheckpointRow, hash: string | null): Promise<void> {
    this.count++;
    const add = (code: Parameters<Faults["add"]>[0], message: string): void =>
      this.#faults.add(code, row.seq, null, `checkpoint of event ${row.seq}: ${message}`);
    if (row.seq < this.#last) add("checkpoint_order", `it stands after the one of event ${this.#last}`);
    this.#last = Math.max(this.#last, row.seq);
    const checkpoint = checkpointOf(row.body);
    if (checkpoint === null || checkpoint.seq !== row.seq) return add("checkpoint_malformed", "it cannot be read");
    if (checkpoint.tenant !== this.#tenant) return add("foreign_tenant", `it belongs to ${checkpoint.tenant}`);
    const signer = this.#keys === undefined ? null : await checkpointSigner(row, this.#keys);
    if (signer === "malformed")
      return add("checkpoint_malformed", "its signature cannot be read, or signs another text");
    if (signer === "unknown") return add("checkpoint_key", "none of the given keys signed it");
    if (signer === "bad") return add("checkpoint_signature", "its signature does not fit");
    if (signer !== null) this.signers.add(signer.by);
    if (hash === null) return;
    if (checkpoint.hash === hash) this.covered = row.seq;
    else
      add(
        "checkpoint_hash",
        `it says ${checkpoint.hash}, and the log has ${hash}: an event was rewritten, at the earliest ${this.covered + 1}`,
      );
  }

  /** It covers more than the log has. */
  beyond(row: CheckpointRow, last: number): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#faults.add(
      "truncated",
      last + 1,
      null,
      `event ${last + 1} is missing: a checkpoint covers events up to ${row.seq}, and the log ends at ${last}`,
    );
  }
}
