/** The log of a store, page by page: however long it is, one page of it is in memory. */
import type { CheckpointRow, EventRow, Ledger, ProposalRow, View } from "../store.ts";

const PAGE = 500;

/** Whatever gives pages of events: one state of a store, or a store page by page. */
export type Events = Pick<View, "events">;

/** Events after a number, in order; of one proposal where one is named. */
export async function* eventsAfter(
  view: Events,
  after: number,
  proposal?: string,
): AsyncGenerator<readonly EventRow[]> {
  for (let from = after; ; ) {
    const page = await view.events(from, PAGE, proposal);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    // A store whose numbers do not go up would be read for ever.
    if (page.length < PAGE || last === undefined || last.seq <= from) return;
    from = last.seq;
  }
}

export async function* checkpointsAfter(view: View, after: number): AsyncGenerator<readonly CheckpointRow[]> {
  for (let from = after; ; ) {
    const page = await view.checkpoints(from, PAGE);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined || last.seq <= from) return;
    from = last.seq;
  }
}

export async function* proposalsOf(view: View): AsyncGenerator<readonly ProposalRow[]> {
  let after: { readonly at: number; readonly id: string } | undefined;
  for (;;) {
    const page = await view.find({ order: "newest", after, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = { at: last.proposed_at, id: last.id };
  }
}

/** The rows of a table of the ledger of quotas, in the order of its key, from behind one on. */
export async function* ledgerRows<T extends keyof Ledger>(
  view: View,
  table: T,
  after: Ledger[T] | null = null,
): AsyncGenerator<Ledger[T]> {
  for (let from = after; ; ) {
    const page = await view.ledger(table, from, PAGE);
    yield* page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    from = last;
  }
}
