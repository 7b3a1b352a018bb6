/**
 * Everything is checked again in one transaction, in the order of docs/decisions/0019, and then the proposal is claimed: once.
 */
import { digestOf } from "../../decision/digest.ts";
import type { ChangeSet, Decision } from "../../decision/documents.ts";
import { readData } from "../../decision/json/data.ts";
import type { Answer } from "../api.ts";
import { isInvolved, maySee, stillOpen, strengthOf, termsOf, theSeen, viewOf } from "../checks.ts";
import { atDesk, type Desk, type Stored } from "../desk.ts";
import type { Drift, Proposal, Receipt } from "../documents.ts";
import { factDrift, recordDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import type { Looked, Records } from "../facts.ts";
import { instantText } from "../instants.ts";
import { judge } from "../judge.ts";
import { type Known, may, mayIn } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { requiredNow } from "../required.ts";
import { holdsOf, released, reservationsOf } from "../reservations.ts";
import { exclusionOf, isWhole, reviewOf } from "../review.ts";
import type { AnswerKey } from "../store.ts";
import { keep } from "../writing.ts";
import type { Call } from "./committing.ts";
import { type Claimed, orderOf } from "./executing.ts";
import { denied, drifted, heldNow, notApproved } from "./findings.ts";
import { stillReverts } from "./reverting.ts";
import { type Given, requesterOf } from "./taking.ts";

/** How long after its time limit an execution may still write its outcome. */
const GRACE_MS = 5_000;

export interface Reading {
  readonly answer: AnswerKey | undefined;
  readonly presented: Given | null;
  readonly seen: Stored | null;
  readonly around: { readonly looked: Looked; readonly records: Records | null } | null;
}

export function claimed(env: Env, caller: Caller, call: Call, reading: Reading): Promise<Answer<Claimed>> {
  const asked = { proposal: call.proposal, answer: reading.answer, about: "commit", seen: reading.seen };
  return atDesk<Claimed>(env, caller, asked, async (desk) => {
    const stored = theSeen(desk);
    const { proposal } = stored;
    mayCommit(desk, proposal);
    stillOpen(desk, stored);
    sameDigest(desk, proposal, call, reading.presented);
    if (reading.around === null || reading.seen?.proposal.revision !== proposal.revision) return refuse("conflict");
    if (!Object.hasOwn(env.options.executors, proposal.change_set.action))
      return refuse("no_executor", `No executor is configured for ${proposal.change_set.action}.`);
    await stillReverts(desk, proposal);
    const { looked, records } = reading.around;
    const { decision, others } = await decidedAgain(desk, proposal, looked);
    if (decision.outcome === "deny") return denied(desk, stored, decision, looked);
    const drift = driftOf(desk, proposal, looked, records);
    if (drift.length > 0) return drifted(desk, stored, { looked, records }, drift);
    if (decision.outcome === "hold") return heldNow(desk, stored, decision);
    if (!isWhole(proposal)) return refuse("held", "The change set says of some of it that it is not known: revise it.");
    const required = [decision, ...others].reduce(requiredNow, proposal.required);
    const pinned: Proposal = { ...proposal, required };
    if (proposal.override === null) {
      const review = reviewOf(pinned, desk.known, desk.at, termsOf(env, decision.tier));
      if (review.vetoes.length > 0)
        return refuse("rejected", undefined, { proposal: viewOf(env, pinned, desk.known, desk.at) });
      if (review.questions.length > 0)
        return refuse("question_open", undefined, { proposal: viewOf(env, pinned, desk.known, desk.at) });
      if (review.standing !== "satisfied") return notApproved(desk, stored, pinned, decision);
    } else overrideStands(desk, pinned, proposal.override, decision.tier);
    if (required.apply_by === "person" && desk.account.kind !== "person") return refuse("apply_by_person");
    return claim(desk, stored, pinned, decision, records);
  });
}

/** Who commits needs no way to an approval; looking for one would be deciding several times. */
function withoutRemedies(decision: Decision): Decision {
  const members = Object.keys(decision) as (keyof Decision)[];
  return Object.fromEntries(
    members.map((name) => [name, name === "remedies" ? [] : decision[name]]),
  ) as unknown as Decision;
}

/**
 * As the requester it was proposed by; where the directory says other things of it by now, also as that. Of the two decisions
 * the worse one is taken, and `others` has the other for whom it asks besides: less than it had is no way around the rules,
 * and more than it had is no gain.
 */
async function decidedAgain(
  desk: Desk,
  proposal: Proposal,
  looked: Looked,
): Promise<{ readonly decision: Decision; readonly others: readonly Decision[] }> {
  const { env, known, tx } = desk;
  const { change_set: changeSet, editors, id } = proposal;
  const judged = { evaluator: env.evaluator(), known, sampleKey: env.options.sample_key };
  const as = async (own: ChangeSet): Promise<Decision> =>
    withoutRemedies(
      await judge(tx, judged, {
        changeSet: own,
        facts: looked.facts,
        editors,
        proposal: id,
        now: desk.at,
        likely: proposal.decision.quotas,
      }),
    );
  const decision = await as(changeSet);
  const requester = requesterNow(desk, changeSet);
  if (JSON.stringify(requester) === JSON.stringify(changeSet.requester)) return { decision, others: [] };
  const other = { ...(await as({ ...changeSet, requester })), change_set_digest: decision.change_set_digest };
  return WORST.indexOf(other.outcome) < WORST.indexOf(decision.outcome)
    ? { decision: other, others: [decision] }
    : { decision, others: [other] };
}

const WORST: readonly Decision["outcome"][] = ["deny", "hold", "review", "allow"];

/** The requester as the directory knows it now. Nothing is committed for an account that is gone. */
function requesterNow({ known }: Desk, { requester }: ChangeSet): ChangeSet["requester"] {
  const account = known.people.account(requester.id);
  if (account === null)
    return refuse("unknown_principal", `The directory does not list \`${requester.id}\` any more, which proposed it.`);
  if (!account.active)
    return refuse("inactive", `The account \`${requester.id}\`, which proposed it, is not active any more.`);
  return requesterOf(account, requester.on_behalf_of);
}

/** An override is checked again like an approval: its author is still there, may still override, and is not excluded. */
function overrideStands(
  desk: Desk,
  pinned: Proposal,
  { by, role, auth_strength }: NonNullable<Proposal["override"]>,
  tier: string,
): void {
  const { env, known } = desk;
  const least = strengthOf(env.options.auth_strength, tier);
  if (auth_strength < least)
    refuse(
      "not_approved",
      `The override was given with strength ${auth_strength}; the tier of now asks for ${least}.`,
      {
        proposal: viewOf(env, pinned, known, desk.at),
      },
    );
  const account = known.people.account(by);
  const stands =
    account?.active === true &&
    account.kind === "person" &&
    account.roles.has(role) &&
    mayIn(role, "override", account, env.options.permissions) &&
    exclusionOf(pinned, by, known.people) === null;
  if (!stands)
    refuse("not_approved", `\`${by}\`, who gave the override as ${role}, may not do so any more.`, {
      proposal: viewOf(env, pinned, known, desk.at),
    });
}

/** Systems around are asked only for whoever may commit it; the desk says so to everybody else. */
export async function mayAsk(env: Env, caller: Caller, proposal: Proposal): Promise<boolean> {
  const known = await env.known();
  const account = known.people.account(caller.principal);
  return (
    account?.active === true &&
    maySee({ env, account, known }, proposal) &&
    isCommitter({ env, account, known }, proposal)
  );
}

function mayCommit(desk: Desk, proposal: Proposal): void {
  if (!isCommitter(desk, proposal)) refuse("not_permitted");
}

function isCommitter({ env, account, known }: Pick<Desk, "env" | "account" | "known">, proposal: Proposal): boolean {
  const { permissions } = env.options;
  return (
    isInvolved(proposal, account.id, known) ||
    may("commit", account, permissions) ||
    may("administer", account, permissions)
  );
}

/** What is handed to the executor is what was approved: the stored content is looked at, and what the caller believes. */
function sameDigest({ known }: Desk, proposal: Proposal, call: Call, presented: Given | null): void {
  const stored = digestOf(readData(proposal.change_set).json);
  if (stored !== proposal.digest)
    refuse("digest_mismatch", `The stored change set has the digest ${stored}; approved was ${proposal.digest}.`);
  if (call.digest !== undefined && call.digest !== proposal.digest)
    refuse("digest_mismatch", `The call is about ${call.digest}; approved was ${proposal.digest}.`);
  if (presented === null) {
    if (call.digest === undefined) byItsOwn(proposal, known);
    return;
  }
  // The gate has filled the requester in; who names the same one says nothing else by leaving the rest out.
  const { requester } = proposal.change_set;
  const claimed = presented.data.requester as Partial<ChangeSet["requester"]> | undefined;
  const same = (["id", "on_behalf_of"] as const).every(
    (name) => claimed?.[name] === undefined || claimed[name] === requester[name],
  );
  const own = same ? { ...presented.data, requester } : presented.data;
  const digest = digestOf(readData(own).json);
  if (digest !== proposal.digest)
    refuse("digest_mismatch", `The call is about a change set of ${digest}; approved was ${proposal.digest}.`);
}

/** Whoever commits without saying what must not carry out what somebody else has written into the proposal since. */
function byItsOwn(proposal: Proposal, known: Known): void {
  const { by, revision } = proposal.revisions.findLast(({ why }) => why !== "drifted")!;
  if (!isInvolved(proposal, by, known))
    refuse(
      "digest_mismatch",
      `\`${by}\` wrote revision ${revision} of what \`${proposal.change_set.requester.id}\` proposed: say by \`digest\` what is to be committed.`,
    );
}

function driftOf(desk: Desk, proposal: Proposal, looked: Looked, records: Records | null): readonly Drift[] {
  const evaluator = desk.env.evaluator();
  const before: Looked = { facts: proposal.facts as Looked["facts"], versions: proposal.versions };
  const facts = factDrift(evaluator, proposal.change_set, instantText(desk.at), before, looked);
  if (records === null) return facts;
  const { drift, unread } = recordDrift(evaluator, proposal.change_set, proposal.versions, records);
  if (unread.length > 0) refuse("held", `Old values cannot be compared: ${unread.join("; ")}.`);
  return [...facts, ...drift];
}

/** What is reserved now is what the decision of now counts: an expired reservation is taken anew, or refused by the decision. */
async function claim(
  desk: Desk,
  stored: Stored,
  pinned: Proposal,
  decision: Decision,
  records: Records | null,
): Promise<Answer<Claimed>> {
  const { env, at } = desk;
  const limit = env.options.executors[pinned.change_set.action]!.time_limit_ms ?? env.lifetimes.execution_ms;
  const deadline = at + limit + GRACE_MS;
  const { release } = released(stored.proposal, "void");
  const reservations = [...reservationsOf(decision, FAR)];
  const review = reviewOf(pinned, desk.known, at, termsOf(env, decision.tier));
  const execution: Receipt = {
    idempotency_key: pinned.id,
    by: desk.account.id,
    digest: pinned.digest,
    claimed_at: instantText(at),
    deadline: instantText(deadline),
    ended_at: null,
    outcome: null,
    reason: null,
    compensated: false,
    receipt: null,
    seats: review.seats.map((seat) => ({ ...seat })),
    old_values: records === null ? "not_compared" : "compared",
  };
  const after: Proposal = {
    ...pinned,
    decision,
    decided_at: instantText(at),
    status: "committing",
    reservations,
    execution,
    drift: [],
  };
  await keep(
    desk,
    stored,
    after,
    { event: "claimed", data: { receipt: execution, decision, uncounted: review.uncounted } },
    { changes: { release, reserve: holdsOf(after) } },
  );
  return { ok: true, order: orderOf(after, records), known: desk.known };
}

/** A reservation of what is being executed does not lapse: only its outcome ends it. */
const FAR = Date.parse("9999-12-31T00:00:00Z");
