/** The tables, as both databases have them. Every key begins with the tenant, so that no query meets another's rows. */
import type {
  AnswerRow,
  CheckpointRow,
  EventRow,
  HoldRow,
  PostingRow,
  ProposalRow,
  TotalRow,
} from "../../gate/store.ts";

interface Owned {
  readonly tenant: string;
}

export interface Tables {
  readonly proposals: Owned & ProposalRow;
  readonly answers: Owned & AnswerRow;
  /** Reservations that are open. */
  readonly holds: Owned & HoldRow;
  readonly postings: Owned & PostingRow;
  /** The last posting of each quota, key and unit: what usage is read from, and what keeps `n` without a gap. */
  readonly totals: Owned & TotalRow;
  readonly events: Owned & EventRow;
  readonly checkpoints: Owned & CheckpointRow;
  readonly migrations: { readonly version: number; readonly name: string };
}
