/** Rows for tests of stores, with everything that a test does not speak of. */
import type {
  AnswerRow,
  Changes,
  CheckpointRow,
  EventRow,
  Head,
  HoldRow,
  PostingRow,
  ProposalWrite,
  Store,
  Tenant,
} from "../../src/gate/store.ts";

export const proposal = (id: string, more: Partial<ProposalWrite> = {}): ProposalWrite => ({
  id,
  version: (more.expected ?? 0) + 1,
  expected: 0,
  status: "in_review",
  action: "refund",
  environment: "production",
  requester: "agent-1",
  proposed_at: 1_000,
  expires_at: 9_000,
  wake_at: null,
  counts_at: null,
  entry: `{"id":"${id}"}`,
  doc: "{}",
  ...more,
});

export const answer = (key: string, more: Partial<AnswerRow> = {}): AnswerRow => ({
  operation: "propose",
  principal: "agent-1",
  key,
  payload: "sha256:0",
  answer: "{}",
  at: 1_000,
  ...more,
});

export const hold = (proposal: string, more: Partial<HoldRow> = {}): HoldRow => ({
  clause: "refunds_per_day",
  key: '["c-1"]',
  proposal,
  unit: "EUR",
  amount: "10.50",
  expires_at: 5_000,
  ...more,
});

export const posting = (n: number, at: number, total: string, more: Partial<PostingRow> = {}): PostingRow => ({
  clause: "refunds_per_day",
  key: '["c-1"]',
  unit: "EUR",
  amount: "1",
  at,
  proposal: `p-${n}`,
  n,
  total,
  ...more,
});

export const event = (seq: number, more: Partial<EventRow> = {}): EventRow => ({
  seq,
  at: 1_000 + seq,
  type: "proposed",
  proposal: "p-1",
  hash: `hash-${seq}`,
  body: `{"seq":${seq}}`,
  ...more,
});

export const checkpoint = (seq: number): CheckpointRow => ({ seq, at: 2_000 + seq, body: `{"seq":${seq}}`, jws: "{}" });

export const write = (store: Store, changes: Changes, tenant: Tenant = "a"): Promise<void> =>
  store.transact(tenant, (transaction) => transaction.write(changes));

/** Adds an event after the last one; the act of any gate at its smallest. */
export const append = (store: Store, tenant: Tenant, more: Partial<EventRow> = {}): Promise<number> =>
  store.transact(tenant, async (transaction) => {
    const head: Head | null = await transaction.head();
    const seq = (head?.seq ?? 0) + 1;
    await transaction.write({ events: [event(seq, more)] });
    return seq;
  });

/** Without what only a write says. */
export const row = ({ expected: _, ...rest }: ProposalWrite) => rest;
