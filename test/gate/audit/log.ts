/** Logs as tests write them, and what somebody does to them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { chained, type Draft } from "../../../src/gate/audit/chain.ts";
import { signCheckpoint } from "../../../src/gate/audit/checkpoint.ts";
import { stateOf } from "../../../src/gate/audit/state.ts";
import type { EventType, Status } from "../../../src/gate/documents.ts";
import type { CheckpointRow, EventRow, ProposalRow, View } from "../../../src/gate/store.ts";

export const FIXTURES = join(import.meta.dirname, "../../../fixtures/gate/audit");

/** An event in a line. */
export interface Short {
  readonly at: string;
  readonly type: EventType;
  readonly proposal: string;
  readonly by: string;
  readonly status: readonly [Status | null, Status | null];
  readonly action?: string;
  readonly revision?: number;
  readonly why?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Written {
  readonly tenant: string;
  readonly rows: EventRow[];
  readonly proposals: ProposalRow[];
}

const ACTION = "support.refunds.IssueRefund";

export function draftOf(short: Short, state: string | null = null): Draft {
  return {
    type: short.type,
    proposal: short.proposal,
    revision: short.revision ?? 1,
    action: short.action ?? ACTION,
    actor: { id: short.by, via: "cli", on_behalf_of: null, auth_strength: 0 },
    why: short.why ?? null,
    status: { before: short.status[0], after: short.status[1] },
    digest: null,
    policy: null,
    state,
    data: short.data ?? {},
  };
}

/** Chains events as the gate does, and keeps a document for each proposal. */
export function written(tenant: string, events: readonly Short[]): Written {
  const rows: EventRow[] = [];
  const proposals = new Map<string, ProposalRow>();
  for (const short of events) {
    const at = Date.parse(short.at);
    const before = proposals.get(short.proposal);
    const proposal = listed(short.proposal, short.status[1] ?? "held", before?.proposed_at ?? at, before?.version ?? 0);
    proposals.set(proposal.id, proposal);
    const last = rows.at(-1);
    const head = last === undefined ? null : { seq: last.seq, hash: last.hash, at: last.at };
    rows.push(...chained(tenant, head, at, [draftOf(short, stateOf(proposal.doc))]));
  }
  return { tenant, rows, proposals: [...proposals.values()] };
}

export function listed(id: string, status: string, proposed_at: number, version = 0): ProposalRow {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const doc = {
    id,
    status,
    change_set: { action: ACTION, environment: "prod", requester: { id: "agent:support-7" } },
    proposed_at: iso(proposed_at),
    decided_at: iso(proposed_at),
    expires_at: iso(proposed_at + 1000),
    execution: null,
    writes: version,
  };
  const entry = { status: COUNTED[status] ?? "pending", requester: doc.change_set.requester, inputs: {} };
  return {
    id,
    status,
    proposed_at,
    expires_at: proposed_at + 1000,
    version: version + 1,
    action: ACTION,
    environment: "prod",
    requester: "agent:support-7",
    wake_at: null,
    counts_at: ENDED.includes(status) ? null : proposed_at,
    entry: JSON.stringify(entry),
    doc: JSON.stringify(doc),
  };
}

const COUNTED: Readonly<Record<string, string>> = { committed: "committed", reverted: "committed" };
/** What counts for no history. */
const ENDED: readonly string[] = ["denied", "expired", "withdrawn", "failed"];

export interface LogFile {
  readonly tenant: string;
  readonly events: readonly Short[];
  readonly checkpoints: readonly number[];
}

export const theLog = (): LogFile => parse(readFileSync(join(FIXTURES, "log.yaml"), "utf8")) as LogFile;

export async function signed(written: Written, seqs: readonly number[], pem: string): Promise<CheckpointRow[]> {
  const rows: CheckpointRow[] = [];
  for (const seq of seqs) {
    const { hash, at } = written.rows[seq - 1]!;
    rows.push((await signCheckpoint(written.tenant, { seq, hash, at }, at, pem))!);
  }
  return rows;
}

/** A store's view of rows that may be anything. */
export function viewOf(
  rows: readonly EventRow[],
  checkpoints: readonly CheckpointRow[],
  proposals: readonly ProposalRow[],
): View {
  const byId = new Map(proposals.map((row) => [row.id, row]));
  const none = (): Promise<never> => Promise.reject(new Error("nobody asks for this"));
  // Whatever order they stand in: as a file that somebody has edited would give them.
  const page = <Row extends { readonly seq: number }>(all: readonly Row[], after: number, limit: number) => {
    const start = after === 0 ? 0 : all.findLastIndex(({ seq }) => seq === after) + 1;
    return Promise.resolve(all.slice(start, start + limit));
  };
  return {
    head: none,
    usage: none,
    postings: none,
    history: none,
    due: none,
    load: ({ proposal }) => Promise.resolve({ head: null, answer: null, proposal: byId.get(proposal ?? "") ?? null }),
    find: ({ after, limit }) => {
      const start = after === undefined ? 0 : proposals.findIndex(({ id }) => id === after.id) + 1;
      return Promise.resolve(proposals.slice(start, start + limit));
    },
    events: (after, limit, proposal) =>
      page(proposal === undefined ? rows : rows.filter((row) => row.proposal === proposal), after, limit),
    checkpoints: (after, limit) => page(checkpoints, after, limit),
    ledger: () => Promise.resolve([]),
  };
}
