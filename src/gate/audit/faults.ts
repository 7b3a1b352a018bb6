/** What `verify` can find wrong with a log, each kind once: what it means. The reference lists them from here. */
export const AUDIT_FAULTS = {
  not_an_event: "What is stored there is no event.",
  not_canonical: "The text of the event is not in canonical form: somebody wrote it who is not the gate.",
  hash_mismatch: "The hash stored beside the event is not the hash of its text: one of the two was edited.",
  chain_broken: "The event does not hold the hash of the one before it: that one, or this one, was replaced.",
  gap: "Events are missing before this one.",
  duplicate: "There is another event with this number.",
  out_of_order: "The event stands after one with a higher number.",
  foreign_tenant: "The event belongs to another tenant.",
  row_mismatch: "What the store says of the event beside its text is not what the text says.",
  clock_backwards: "The event is older than the one before it.",
  truncated: "A checkpoint covers events that are no longer there.",
  checkpoint_hash: "A checkpoint says another hash: the log was rewritten at this event or before it.",
  checkpoint_malformed: "What is stored there is no checkpoint.",
  checkpoint_signature: "The signature of the checkpoint is not one over what it says.",
  checkpoint_key: "The checkpoint was signed by a key that is not trusted.",
  checkpoint_order: "The checkpoint stands before one that covers less.",
  state_mismatch: "The stored proposal is not what its last event left behind: it was changed past the gate.",
  state_missing: "The log tells of a proposal that the store does not have.",
  state_unlogged: "The store has a proposal of which the log does not tell.",
  ledger_mismatch: "The ledger of quotas has a row that its proposal does not account for, or says otherwise.",
  ledger_missing: "A proposal has reserved or used some of a quota, and the ledger does not have it.",
  ledger_sum: "A sum of the ledger of quotas is not that of its postings.",
} as const;

export type AuditFaultCode = keyof typeof AUDIT_FAULTS;

export interface AuditFault {
  readonly code: AuditFaultCode;
  /** The event that is bad, or the first that is missing; null: it is about a proposal of which there is none. */
  readonly seq: number | null;
  readonly proposal: string | null;
  /** With the hashes, numbers and names of this case. */
  readonly message: string;
}

const MOST = 100;

/** Collects what is found, no more of it than anybody reads. */
export class Faults {
  readonly kept: AuditFault[] = [];
  count = 0;
  /** The first in the order of the log. */
  first: AuditFault | null = null;

  add(code: AuditFaultCode, seq: number | null, proposal: string | null, message: string): void {
    const fault: AuditFault = { code, seq, proposal, message };
    this.count++;
    if (this.kept.length < MOST) this.kept.push(fault);
    if (this.first === null || (seq ?? Infinity) < (this.first.seq ?? Infinity)) this.first = fault;
  }
}
