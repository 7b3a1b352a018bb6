/**
 * The second stage. One transaction checks everything again and claims the proposal; then it is executed, once; another
 * transaction writes what came of it. Between the two the proposal is `committing`, and whoever finds it so after its
 * deadline knows only that the outcome is in doubt.
 */

import { digestOf } from "../../decision/digest.ts";
import type { ChangeSet, Decision } from "../../decision/documents.ts";
import { readData } from "../../decision/json/data.ts";
import { isRecord } from "../../decision/json/json.ts";
import { plain } from "../../decision/json/plain.ts";
import { implies } from "../../decision/reviewers/algebra.ts";
import type { Account } from "../../decision/reviewers/directory.ts";
import type { Answer, Committed, Gate, ProposalView } from "../api.ts";
import { isInvolved, maySee, stillOpen, termsOf, theSeen, theStored, viewOf } from "../checks.ts";
import type { Code } from "../codes.ts";
import { answering, atDesk, type Desk, type Stored, storedOf, type Unattended, unattended } from "../desk.ts";
import type { Drift, Proposal, Receipt } from "../documents.ts";
import { factDrift, recordDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import type { Looked, Records } from "../facts.ts";
import { instantText } from "../instants.ts";
import { judge } from "../judge.ts";
import { limited } from "../limited.ts";
import { type Known, may, wordsOf } from "../people.ts";
import type { Caller, Data, Execution, Order } from "../ports.ts";
import { refusal, refuse } from "../refusals.ts";
import { requiredNow } from "../required.ts";
import { holdsOf, posted, released, reservationsOf } from "../reservations.ts";
import { exclusionOf, reviewOf } from "../review.ts";
import { isOpen } from "../states.ts";
import type { AnswerKey } from "../store.ts";
import { keep, type More, type Said } from "../writing.ts";
import {
  answerRow,
  checkedKey,
  dataOf,
  decidedAnew,
  type Given,
  readChangeSet,
  requesterOf,
  surroundings,
} from "./proposing.ts";

/** How long after its time limit an execution may still write its outcome. */
const GRACE_MS = 5_000;

type Call = Parameters<Gate["commit"]>[1];

export const commit =
  (env: Env): Gate["commit"] =>
  (caller, call) =>
    answering(async () => {
      const answer = keyOf(call, caller);
      const presented = presentedOf(call);
      const payload = payloadOf(call, presented);
      const first = await env.options.store.read(env.tenant, (view) => view.load({ proposal: call.proposal, answer }));
      if (first.answer !== null) return sameAnswer(first.answer.answer, first.answer.payload, payload);
      const seen = first.proposal === null ? null : storedOf(first.proposal);
      const asks = seen !== null && isOpen(seen.proposal.status) && (await mayAsk(env, caller, seen.proposal));
      const around = asks ? await surroundings(env, seen.proposal.change_set, seen.proposal.id) : null;
      const claim = await claimed(env, caller, call, { answer, presented, seen, around });
      if (!claim.ok) return claim;
      const outcome = await executed(env, claim.order);
      return concluded(env, caller, claim, outcome, answer, payload);
    });

interface Claimed {
  readonly order: Order;
  readonly known: Known;
}

interface Reading {
  readonly answer: AnswerKey | undefined;
  readonly presented: Given | null;
  readonly seen: Stored | null;
  readonly around: { readonly looked: Looked; readonly records: Records | null } | null;
}

// ----------------------------------------------------------------------------------------------------------- the claim

function claimed(env: Env, caller: Caller, call: Call, reading: Reading): Promise<Answer<Claimed>> {
  const asked = { proposal: call.proposal, answer: reading.answer, about: "commit", seen: reading.seen };
  return atDesk<Claimed>(env, caller, asked, async (desk) => {
    const stored = theSeen(desk);
    const { proposal } = stored;
    mayCommit(desk, proposal);
    stillOpen(desk, stored);
    sameDigest(proposal, call, reading.presented);
    if (reading.around === null || reading.seen?.proposal.revision !== proposal.revision) return refuse("conflict");
    if (!Object.hasOwn(env.options.executors, proposal.change_set.action))
      return refuse("no_executor", `No executor is configured for ${proposal.change_set.action}.`);
    const { looked, records } = reading.around;
    const { decision, others } = await decidedAgain(desk, proposal, looked);
    if (decision.outcome === "deny") return denied(desk, stored, decision);
    const drift = driftOf(desk, proposal, looked, records);
    if (drift.length > 0) return drifted(desk, stored, { looked, records }, drift);
    if (decision.outcome === "hold") return heldNow(desk, stored, decision);
    const required = [decision, ...others].reduce(requiredNow, proposal.required);
    const pinned: Proposal = { ...proposal, required };
    if (proposal.override === null) {
      const review = reviewOf(pinned, desk.known, desk.at, termsOf(env, decision.tier));
      if (review.vetoes.length > 0)
        return refuse("rejected", undefined, { proposal: viewOf(env, pinned, desk.known, desk.at) });
      if (review.questions.length > 0)
        return refuse("question_open", undefined, { proposal: viewOf(env, pinned, desk.known, desk.at) });
      if (review.standing !== "satisfied") return notApproved(desk, stored, pinned, decision);
    } else overrideStands(desk, pinned, proposal.override);
    const person = [decision, ...others].some(({ apply_by }) => apply_by === "person");
    if (person && desk.account.kind !== "person") return refuse("apply_by_person");
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
      await judge(tx, judged, { changeSet: own, facts: looked.facts, editors, proposal: id, now: desk.at }),
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
function overrideStands(desk: Desk, pinned: Proposal, { by, role }: NonNullable<Proposal["override"]>): void {
  const { env, known } = desk;
  const account = known.people.account(by);
  const stands =
    account?.active === true &&
    account.kind === "person" &&
    account.roles.has(role) &&
    may("override", account, env.options.permissions) &&
    exclusionOf(pinned, by, known.people) === null;
  if (!stands)
    refuse("not_approved", `\`${by}\`, who gave the override as ${role}, may not do so any more.`, {
      proposal: viewOf(env, pinned, known, desk.at),
    });
}

/** Systems around are asked only for whoever may commit it; the desk says so to everybody else. */
async function mayAsk(env: Env, caller: Caller, proposal: Proposal): Promise<boolean> {
  const account = (await env.known()).people.account(caller.principal);
  return account?.active === true && maySee({ env, account, caller }, proposal) && isCommitter(env, account, proposal);
}

function mayCommit({ account, env }: Desk, proposal: Proposal): void {
  if (!isCommitter(env, account, proposal)) refuse("not_permitted");
}

function isCommitter({ options: { permissions } }: Env, account: Account, proposal: Proposal): boolean {
  return (
    isInvolved(proposal, account.id) || may("commit", account, permissions) || may("administer", account, permissions)
  );
}

/** What is handed to the executor is what was approved: the stored content is looked at, and what the caller believes. */
function sameDigest(proposal: Proposal, call: Call, presented: Given | null): void {
  const stored = digestOf(readData(proposal.change_set).json);
  if (stored !== proposal.digest)
    refuse("digest_mismatch", `The stored change set has the digest ${stored}; approved was ${proposal.digest}.`);
  if (call.digest !== undefined && call.digest !== proposal.digest)
    refuse("digest_mismatch", `The call is about ${call.digest}; approved was ${proposal.digest}.`);
  if (presented === null) {
    if (call.digest === undefined) byItsOwn(proposal);
    return;
  }
  // The gate has filled the requester in; who names the same one says nothing else by leaving the rest out.
  const { requester } = proposal.change_set;
  const claimed = (presented.data.requester as { id?: unknown } | undefined)?.id;
  const own = claimed === undefined || claimed === requester.id ? { ...presented.data, requester } : presented.data;
  const digest = digestOf(readData(own).json);
  if (digest !== proposal.digest)
    refuse("digest_mismatch", `The call is about a change set of ${digest}; approved was ${proposal.digest}.`);
}

/** Whoever commits without saying what must not carry out what somebody else has written into the proposal since. */
function byItsOwn(proposal: Proposal): void {
  const { by, revision } = proposal.revisions.findLast(({ why }) => why !== "drifted")!;
  if (!isInvolved(proposal, by))
    refuse(
      "digest_mismatch",
      `\`${by}\` wrote revision ${revision} of what \`${proposal.change_set.requester.id}\` proposed: say by \`digest\` what is to be committed.`,
    );
}

/** A denial now always wins. A quota that is full now may have room again: then nothing ends. */
async function denied(desk: Desk, stored: Stored, decision: Decision): Promise<Answer<never>> {
  const reasons = decision.reasons.filter(({ effect }) => effect === "deny");
  const quotas = new Set(decision.quotas.filter(({ fits }) => !fits).map(({ clause }) => clause));
  const full = reasons.length > 0 && decision.misfits.length === 0 && reasons.every(({ clause }) => quotas.has(clause));
  if (full) {
    const first = decision.quotas.find(({ fits }) => !fits)!;
    const when = first.frees_at === null ? "" : `, and there is room from ${first.frees_at} on`;
    return refuse("quota", `${first.clause} has ${first.used} of ${first.limit} used${when}.`);
  }
  const { reservations, release } = released(stored.proposal, "void");
  const after: Proposal = {
    ...stored.proposal,
    decision,
    status: "denied",
    decided_at: instantText(desk.at),
    closed_at: instantText(desk.at),
    reservations,
  };
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) }, { changes: { release } });
  const why =
    reasons.map(({ clause, because }) => because ?? clause).join("; ") || "it does not fit its contract any more";
  return refusal("denied", `The rules deny it now: ${why}.`, {
    proposal: viewOf(desk.env, after, desk.known, desk.at),
  });
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

/** Back to review, with what is different: a new revision of the same content, which nobody has approved yet. */
async function drifted(
  desk: Desk,
  stored: Stored,
  around: { readonly looked: Looked; readonly records: Records | null },
  drift: readonly Drift[],
): Promise<Answer<never>> {
  const { proposal } = stored;
  const anew = await decidedAnew(desk, proposal, {
    ...around,
    changeSet: proposal.change_set,
    given: null,
    id: proposal.id,
    reverts: proposal.reverts,
    why: "drifted",
  });
  const after: Proposal = { ...anew, drift: [...drift] };
  const { release } = released(proposal, "void");
  await keep(
    desk,
    stored,
    after,
    { event: "drifted", data: { ...dataOf(after), drift } },
    { changes: { release, reserve: holdsOf(after) } },
  );
  const paths = drift.map(({ path }) => path).join(", ");
  return refusal("drift", `Changed since it was decided: ${paths}.`, {
    proposal: viewOf(desk.env, after, desk.known, desk.at),
    drift,
  });
}

/**
 * A source that does not answer now says nothing about what was approved: the commit is refused and may be tried again. Rules
 * that ask for more than they did hold it until somebody supplies it.
 */
async function heldNow(desk: Desk, stored: Stored, decision: Decision): Promise<Answer<never>> {
  const unknown = decision.unknown.map(({ path, why }) => `${path}: ${why}`).join("; ");
  const { missing, stale } = decision.evidence;
  const evidence = [...missing.map((kind) => `${kind} is missing`), ...stale.map((kind) => `${kind} is stale`)].join(
    "; ",
  );
  const message = `The rules hold it now: ${[unknown, evidence].filter((part) => part !== "").join("; ") || "see the reasons"}.`;
  if (unknown !== "" || stored.proposal.decision.outcome === "hold") return refuse("held", message);
  const after: Proposal = {
    ...stored.proposal,
    decision,
    decided_at: instantText(desk.at),
    status: "held",
    override: null,
  };
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) });
  return refusal("held", message, { proposal: viewOf(desk.env, after, desk.known, desk.at) });
}

async function notApproved(desk: Desk, stored: Stored, pinned: Proposal, decision: Decision): Promise<Answer<never>> {
  const { proposal } = stored;
  const stricter =
    !implies(proposal.required.sets, pinned.required.sets) ||
    pinned.required.excluded.length > proposal.required.excluded.length;
  const after: Proposal = stricter
    ? { ...pinned, decision, decided_at: instantText(desk.at), status: "in_review" }
    : proposal;
  const view = viewOf(desk.env, after, desk.known, desk.at);
  const open = view.review.open.map(({ seat, count }) => `${count} of ${seat}`).join(" and ");
  const message =
    open === "" ? `No set of reviewers is complete: ${view.review.lacking.join("; ")}.` : `Still open: ${open}.`;
  if (!stricter) return refuse("not_approved", message, { proposal: view });
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) });
  return refusal("stricter", `The rules have become stricter since it was approved. ${message}`, { proposal: view });
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

export function orderOf(proposal: Proposal, records: Records | null): Order {
  return {
    idempotency_key: proposal.id,
    tenant: proposal.tenant,
    proposal: proposal.id,
    revision: proposal.revision,
    digest: proposal.digest,
    change_set: proposal.change_set as ChangeSet,
    decision: proposal.decision,
    versions: records?.versions ?? {},
  };
}

// ------------------------------------------------------------------------------------------------------- the execution

export type Outcome = Execution | { readonly status: "unknown"; readonly reason: string };

/** Whatever is no clear answer is none. */
async function executed(env: Env, order: Order): Promise<Outcome> {
  const executor = env.options.executors[order.change_set.action]!;
  const limit = executor.time_limit_ms ?? env.lifetimes.execution_ms;
  try {
    return soundExecution(await limited(env.options.clock, limit, async (signal) => executor.execute(order, signal)));
  } catch (fault) {
    return { status: "unknown", reason: wordsOf(fault) };
  }
}

/** Read once, member by member: what an executor hands over is not its answer before it has been looked at. */
export function soundExecution(answer: unknown): Outcome {
  const said = (answer ?? {}) as { readonly [member: string]: unknown };
  const status = said["status"];
  if (status === "done") return { status, receipt: receiptOf(said["receipt"]), used: usedOf(said["used"]) };
  if (status === "failed") {
    const reason = wordsOf(said["reason"] ?? "no reason given");
    return { status, reason, compensated: said["compensated"] === true };
  }
  return { status: "unknown", reason: "the executor gave something else than an answer" };
}

// -------------------------------------------------------------------------------------------------------- what came of it

/** Tries to write an outcome down this often; until then only the executor knows it. */
const ATTEMPTS = 4;
const PAUSE_MS = 250;

async function concluded(
  env: Env,
  caller: Caller,
  { order, known }: Claimed,
  outcome: Outcome,
  answer: AnswerKey | undefined,
  payload: string,
): Promise<Answer<Committed>> {
  const write = (): Promise<Answer<Committed>> =>
    answering(() =>
      unattended<Committed>(env, caller, known, { proposal: order.proposal, about: "commit" }, async (desk) => {
        const stored = theStored(desk);
        if (stored.proposal.status !== "committing") return settledMeanwhile(desk, stored);
        const { after, changes, others } = await ended(desk, stored, outcome);
        const result = resultOf(viewOf(env, after, known, desk.at), outcome);
        const answers = answer === undefined ? [] : [answerRow(desk, answer, payload, result)];
        const event = outcome.status === "done" ? "committed" : outcome.status === "failed" ? "failed" : "in_doubt";
        const said = { event, why: after.execution!.reason, data: saidOf(after) } as const;
        await keep(desk, stored, after, said, { changes: { ...changes, answers }, others });
        return result;
      }),
    );
  let written = await write();
  for (let attempt = 1; attempt < ATTEMPTS && !written.ok && isOfStore(written.code); attempt++) {
    await env.options.clock.after(PAUSE_MS * attempt, new AbortController().signal);
    written = await write();
  }
  if (written.ok || !isOfStore(written.code)) return written;
  // Whoever looks finds it `committing`, and after its deadline in doubt: which is what it is.
  return refusal(
    "in_doubt",
    `The executor said \`${outcome.status}\`, and the store could not keep that: ${written.message}`,
  );
}

const isOfStore = (code: Code): boolean => code === "store_failed" || code === "store_unknown" || code === "internal";

/** Where an answer came after the deadline, or a lost connection had kept what was written. */
function settledMeanwhile({ env, known, at }: Unattended, { proposal }: Stored): Answer<Committed> {
  const view = viewOf(env, proposal, known, at);
  if (proposal.status === "committed" || proposal.status === "reverted")
    return { ok: true, proposal: view, receipt: proposal.execution! };
  const code = proposal.status === "failed" ? "execution_failed" : "in_doubt";
  return refusal(code, `It is ${proposal.status} by now: ${proposal.execution?.reason ?? "its deadline had passed"}.`, {
    proposal: view,
  });
}

function resultOf(view: ProposalView, outcome: Outcome): Answer<Committed> {
  if (outcome.status === "done") return { ok: true, proposal: view, receipt: view.execution! };
  const code = outcome.status === "failed" ? "execution_failed" : "in_doubt";
  return refusal(code, `The executor: ${outcome.reason}.`, { proposal: view });
}

export const saidOf = (after: Proposal): NonNullable<Said["data"]> => ({
  receipt: after.execution,
  reservations: after.reservations,
});

/** The proposal after its execution, with its quotas settled; and the one that it reverts, if it does. */
export async function ended(
  desk: Unattended,
  { proposal }: Stored,
  outcome: Outcome,
): Promise<{
  readonly after: Proposal;
  readonly changes: NonNullable<More["changes"]>;
  readonly others: NonNullable<More["others"]>;
}> {
  const at = instantText(desk.at);
  const execution: Receipt = {
    ...proposal.execution!,
    ended_at: outcome.status === "unknown" ? null : at,
    outcome: outcome.status,
    reason: outcome.status === "done" ? null : outcome.reason,
    compensated: outcome.status === "failed" && outcome.compensated === true,
    receipt: outcome.status === "done" ? (outcome.receipt ?? null) : null,
  };
  if (outcome.status === "unknown")
    return { after: { ...proposal, status: "in_doubt", execution }, changes: {}, others: [] };
  if (outcome.status === "failed") {
    const { reservations, release } = released(proposal, "void");
    const after: Proposal = { ...proposal, status: "failed", closed_at: at, execution, reservations };
    return { after, changes: { release }, others: [] };
  }
  const { reservations, changes } = await posted(desk.tx, proposal, desk.at, outcome.used);
  const after: Proposal = { ...proposal, status: "committed", closed_at: at, execution, reservations };
  return { after, changes, others: await revertedBy(desk, after) };
}

/** Kept only where it is JSON of a sensible size. */
function receiptOf(receipt: unknown): Data {
  if (receipt === undefined) return null;
  const { json, faults } = readData(receipt);
  if (json === undefined || faults.length > 0) return { $unreadable: true };
  const kept = plain(json) as Data;
  return JSON.stringify(kept).length > 100_000 ? { $too_long: true } : kept;
}

/** What is no amount by clause says nothing, and then all that was reserved is posted. */
function usedOf(used: unknown): { readonly [clause: string]: string } | undefined {
  const { json } = readData(used ?? null);
  return isRecord(json) ? (plain(json) as { readonly [clause: string]: string }) : undefined;
}

async function revertedBy(desk: Unattended, reverting: Proposal): Promise<NonNullable<More["others"]>> {
  if (reverting.reverts === null) return [];
  const { proposal: row } = await desk.tx.load({ proposal: reverting.reverts });
  if (row === null) return [];
  const stored = storedOf(row);
  if (stored.proposal.status !== "committed") return [];
  const after: Proposal = { ...stored.proposal, status: "reverted", reverted_by: reverting.id };
  return [{ before: stored, after, said: { event: "reverted", data: { by: reverting.id } } }];
}

// --------------------------------------------------------------------------------------------------- the same call again

function keyOf(call: Call, caller: Caller): AnswerKey | undefined {
  if (call.idempotency_key === undefined) return undefined;
  return { operation: `commit ${call.proposal}`, principal: caller.principal, key: checkedKey(call.idempotency_key) };
}

const presentedOf = (call: Call): Given | null =>
  call.change_set === undefined ? null : readChangeSet(call.change_set);

const payloadOf = (call: Call, presented: Given | null): string =>
  `${call.proposal} ${call.digest ?? ""}${presented === null ? "" : ` ${presented.digest}`}`;

function sameAnswer(text: string, payload: string, asked: string): Answer<Committed> {
  if (payload !== asked) return refuse("idempotency_conflict");
  return JSON.parse(text) as Answer<Committed>;
}
