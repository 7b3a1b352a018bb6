/** What a proposal says is decided, with what the systems around say: when it comes in, and for each revision of it. */
import type { ChangeSet, Decision } from "../../decision/documents.ts";
import { settled } from "../checks.ts";
import type { Desk } from "../desk.ts";
import type { Proposal, Revision } from "../documents.ts";
import { recordDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import { type Looked, lookUp, type Records, readRecords } from "../facts.ts";
import { instantText } from "../instants.ts";
import { judge } from "../judge.ts";
import { materialDigest } from "../material.ts";
import { refuse } from "../refusals.ts";
import { requiredNow, requiredOf } from "../required.ts";
import { reservationsOf } from "../reservations.ts";

/** Facts and records, read before the transaction: nothing in it waits for others. */
export async function surroundings(
  env: Env,
  changeSet: ChangeSet,
  id: string,
): Promise<{ readonly looked: Looked; readonly records: Records | null }> {
  const now = instantText(env.options.clock.now());
  const [looked, records] = await Promise.all([
    lookUp(env.evaluator(), changeSet, now, id, env.sources),
    readRecords(changeSet, env.sources),
  ]);
  return { looked, records };
}

/** Old values that are not true are refused at the door. */
export function oldValues(
  env: Env,
  changeSet: ChangeSet,
  records: Records | null,
  versions: { readonly [target: string]: string },
): void {
  if (records === null) return;
  const { drift } = recordDrift(env.evaluator(), changeSet, versions, records);
  if (drift.length > 0)
    refuse(
      "drift",
      `The change set says what was there before, and ${drift.length} of it is not so: ${drift[0]!.path}.`,
      {
        drift,
      },
    );
}

export interface Anew {
  readonly changeSet: ChangeSet;
  readonly looked: Looked;
  readonly records: Records | null;
  readonly id: string;
  readonly reverts: string | null;
  readonly why?: Revision["why"];
  /** Approvals of the revision before hold for this one too. */
  readonly carries?: ((decision: Decision) => boolean) | undefined;
}

/** A proposal, or its next revision, decided at the desk. */
export async function decidedAnew(desk: Desk, before: Proposal | null, asked: Anew): Promise<Proposal> {
  const { env, at, known } = desk;
  const evaluator = env.evaluator();
  const editors = [
    ...new Set([...(before?.editors ?? []), ...(asked.why === "drifted" ? [] : [desk.account.id])]),
  ].sort();
  const decision = materialised(
    await judge(
      desk.tx,
      { evaluator, known, sampleKey: env.options.sample_key },
      { changeSet: asked.changeSet, facts: asked.looked.facts, editors, proposal: asked.id, now: at },
    ),
  );
  const denied = decision.outcome === "deny";
  const proposed_at = before?.proposed_at ?? instantText(at);
  const carried = before !== null && (asked.carries?.(decision) ?? false);
  const required = carried ? requiredNow(before.required, decision) : requiredOf(decision);
  const allowed = decision.outcome === "allow" && required.people === 0;
  const expires = at + (allowed ? env.lifetimes.allowed_ms : env.lifetimes.proposal_ms);
  const revision = (before?.revision ?? 0) + 1;
  const digest = decision.change_set_digest;
  const made: Proposal = {
    version: "1",
    tenant: env.tenant,
    id: asked.id,
    status: "in_review",
    revision,
    revisions: [
      ...(before?.revisions ?? []),
      {
        revision,
        at: instantText(at),
        by: asked.why === "drifted" ? "gate" : desk.account.id,
        digest,
        material_digest: materialDigest(evaluator.plan, asked.changeSet),
        why: asked.why ?? (before === null ? "proposed" : "revised"),
        carried,
      },
    ],
    change_set: asked.changeSet,
    digest,
    editors,
    decision,
    required,
    facts: asked.looked.facts as Record<string, unknown>,
    versions: {
      ...(carried ? versionsUnread(before, asked.records) : {}),
      ...asked.looked.versions,
      ...asked.records?.versions,
    },
    acts: (before?.acts ?? []).map((act) =>
      carried && act.carried_to === revision - 1 ? { ...act, carried_to: revision } : act,
    ),
    override: null,
    reservations: denied ? [] : [...reservationsOf(decision, Math.min(expires, at + env.lifetimes.reservation_ms))],
    drift: [],
    proposed_at,
    decided_at: instantText(at),
    expires_at: instantText(expires),
    closed_at: denied ? instantText(at) : null,
    execution: null,
    reverts: asked.reverts,
    reverted_by: null,
    escalated: [],
  };
  return { ...made, status: settled(env, made, known, at) };
}

/** Versions of records that could not be read now: what was approved was approved beside them. */
function versionsUnread({ versions }: Proposal, records: Records | null): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(versions).filter(([key]) => records?.failed.has(key)));
}

/** A decision as plain data: what is found when it is first read is found now, as long as its documents are as they were. */
export const materialised = (decision: Decision): Decision => ({ ...decision });

/** What the log says of a decision. */
export const dataOf = (proposal: Proposal): { readonly [member: string]: unknown } => ({
  change_set: proposal.change_set,
  decision: proposal.decision,
  facts: proposal.facts,
  editors: proposal.editors,
  reservations: proposal.reservations,
  required: proposal.required,
  expires_at: proposal.expires_at,
  reverts: proposal.reverts,
});
