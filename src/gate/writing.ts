/** Every change of a proposal is written here: with its event, and held to the table of states. */
import { sha256 } from "../source/sha256.ts";
import { chained, type Draft } from "./audit/chain.ts";
import { masked } from "./audit/mask.ts";
import type { Stored, Unattended } from "./desk.ts";
import type { EventType, Proposal } from "./documents.ts";
import type { Env } from "./env.ts";
import { instantOf } from "./instants.ts";
import type { Caller } from "./ports.ts";
import { counts, isOpen, mayStep } from "./states.ts";
import type { Changes, ProposalRow, ProposalWrite } from "./store.ts";

export interface Said {
  readonly event: EventType;
  readonly why?: string | null;
  readonly data?: { readonly [member: string]: unknown };
  /** Where the gate acts by itself. */
  readonly by?: Caller;
}

/** Writes a change of a proposal with its event, and whatever goes with it. The last step of a transaction. */
export async function keep(
  desk: Unattended,
  before: Stored | null,
  after: Proposal,
  said: Said,
  more: More = {},
): Promise<void> {
  const { changes, others = [] } = more;
  const writes = [{ before, after, said }, ...others];
  const proposals = writes.map((one) => writeOf(desk, one.before, one.after));
  const drafts = writes.map((one, i) =>
    masked(
      desk.env.options.mask,
      draftOf(one.said.by ?? desk.caller, one.before, one.after, one.said, sha256(proposals[i]!.doc)),
      one.before === null ? [one.after] : [one.before.proposal, one.after],
    ),
  );
  await desk.tx.write({
    ...changes,
    proposals,
    events: chained(desk.env.tenant, desk.head, desk.at, drafts),
  });
}

export interface More {
  readonly changes?: Omit<Changes, "proposals" | "events">;
  /** Further proposals that change with it, each with its own event. */
  readonly others?: readonly { readonly before: Stored | null; readonly after: Proposal; readonly said: Said }[];
}

function writeOf({ env, at }: Unattended, before: Stored | null, after: Proposal): ProposalWrite {
  return {
    expected: before?.row.version ?? 0,
    before: before?.row,
    version: (before?.row.version ?? 0) + 1,
    ...columnsOf(after),
    wake_at: wakeOf(env, after, at),
    doc: JSON.stringify(after),
  };
}

/** What stands beside the document for lists and for `history of`, and follows from it. */
export function columnsOf(proposal: Proposal): Omit<ProposalRow, "version" | "wake_at" | "doc"> {
  const counted = counts(proposal.status);
  return {
    id: proposal.id,
    status: proposal.status,
    action: proposal.change_set.action,
    environment: proposal.change_set.environment,
    requester: proposal.change_set.requester.id,
    proposed_at: instantOf(proposal.proposed_at),
    expires_at: instantOf(proposal.expires_at),
    counts_at: counted === null ? null : instantOf(countsFrom(proposal, counted)),
    entry: JSON.stringify({
      status: counted ?? "pending",
      requester: proposal.change_set.requester,
      inputs: proposal.change_set.inputs ?? {},
    }),
  };
}

/** What an executor has in hand may take effect at any time from its claim on, however long ago it was proposed. */
const countsFrom = ({ execution, decided_at, proposed_at }: Proposal, counted: "pending" | "committed"): string =>
  counted === "committed" ? (execution?.ended_at ?? decided_at) : (execution?.claimed_at ?? proposed_at);

function draftOf(caller: Caller, before: Stored | null, after: Proposal, said: Said, state: string): Draft {
  const from = before?.proposal.status ?? null;
  if (!mayStep(said.event, from, after.status))
    throw new TypeError(`no step ${said.event} leads from ${from ?? "nothing"} to ${after.status}`);
  return {
    type: said.event,
    proposal: after.id,
    revision: after.revision,
    action: after.change_set.action,
    actor: actorOf(caller),
    why: said.why ?? null,
    status: { before: from, after: after.status },
    digest: after.digest,
    policy: after.decision.policy.digest,
    state: `sha256:${state}`,
    data: { ...said.data },
  };
}

/** When `tick` has something to do with it. */
function wakeOf(env: Env, proposal: Proposal, at: number): number | null {
  if (proposal.status === "committing") return instantOf(proposal.execution!.deadline);
  if (!isOpen(proposal.status)) return null;
  const times = [
    instantOf(proposal.expires_at),
    ...proposal.reservations.filter(({ state }) => state === "open").map((own) => instantOf(own.expires_at)),
    ...proposal.required.escalations
      .filter(({ role }) => !proposal.escalated.includes(role))
      .map((own) => instantOf(own.at)),
  ];
  // Those that are over have been told, or would have it looked at for ever.
  if (proposal.status === "approved")
    times.push(...approvalEnds(proposal, env.lifetimes.approval_ms).filter((end) => end > at));
  return Math.min(...times);
}

/** When the approvals of the current revision end. */
export const approvalEnds = (proposal: Proposal, approval_ms: number): readonly number[] =>
  proposal.acts
    .filter((act) => act.act === "approve" && act.carried_to === proposal.revision)
    .map((act) => instantOf(act.at) + approval_ms);

export const actorOf = (caller: Caller): Draft["actor"] => ({
  id: caller.principal,
  via: caller.via ?? null,
  on_behalf_of: caller.on_behalf_of ?? null,
  auth_strength: caller.auth_strength ?? 0,
});
