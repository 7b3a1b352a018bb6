/** What is handed to a work answers only while the work may ask: held for every store alike. */
import type { Changes, Transaction, View } from "../gate/store.ts";
import { checkChanges } from "./checks.ts";

export interface Handed<T> {
  readonly handed: T;
  /** From now on whoever asks is told, instead of reading what belongs to somebody else. */
  readonly end: () => void;
}

const READ_OVER = "this view is over; read within the work that it was handed to";
const WRITE_OVER = "this transaction is over; write within the work that it was handed to";
const WRITTEN = "a write is the last step of a transaction, and there is one; put all changes into it";

/** The view, for as long as `refusal` gives nothing to say. */
function whileOpen(view: View, refusal: () => string | null): View {
  const asked = <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>): ((...args: A) => Promise<R>) => {
    return async (...args) => {
      const why = refusal();
      if (why !== null) throw new TypeError(why);
      return call(...args);
    };
  };
  return {
    head: asked(view.head),
    load: asked(view.load),
    usage: asked(view.usage),
    postings: asked(view.postings),
    history: asked(view.history),
    find: asked(view.find),
    due: asked(view.due),
    events: asked(view.events),
    checkpoints: asked(view.checkpoints),
    ledger: asked(view.ledger as (...args: readonly unknown[]) => Promise<readonly never[]>) as View["ledger"],
  };
}

export function handedView(view: View): Handed<View> {
  let refusal: string | null = null;
  const end = (): void => {
    refusal = READ_OVER;
  };
  return { handed: whileOpen(view, () => refusal), end };
}

/** A transaction that takes one write, as its last step, and gives it to `keep` when it is well made. */
export function handedTransaction(view: View, keep: (changes: Changes) => Promise<void>): Handed<Transaction> {
  let refusal: string | null = null;
  const write = async (changes: Changes): Promise<void> => {
    if (refusal !== null) throw new TypeError(refusal);
    checkChanges(changes);
    refusal = WRITTEN;
    await keep(changes);
  };
  const end = (): void => {
    refusal = WRITE_OVER;
  };
  return { handed: { ...whileOpen(view, () => refusal), write }, end };
}
