/** A change set comes in: read, filled in from the directory, decided with fresh facts, reserved, kept. */

import { digestOf } from "../../decision/digest.ts";
import type { ChangeSet, Decision } from "../../decision/documents.ts";
import { InexactNumber, isList, isRecord, type Json } from "../../decision/json/json.ts";
import { plain } from "../../decision/json/plain.ts";
import { readJson } from "../../decision/json/read.ts";
import { changeSetShape, requesterShape } from "../../decision/read/envelope.ts";
import { misfits } from "../../decision/read/misfits.ts";
import { read } from "../../decision/read/read.ts";
import { type Member, object, type Shape } from "../../decision/read/shape.ts";
import type { Account } from "../../decision/reviewers/directory.ts";
import { UTC } from "../../eval/calendar.ts";
import type { Answer, Gate, ProposalView } from "../api.ts";
import { settled, viewOf } from "../checks.ts";
import { answering, atDesk, type Desk } from "../desk.ts";
import type { Proposal, Revision } from "../documents.ts";
import { storable } from "../door.ts";
import { recordDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import { type Looked, lookUp, type Records, readRecords } from "../facts.ts";
import { instantText } from "../instants.ts";
import { judge } from "../judge.ts";
import { materialDigest } from "../material.ts";
import { accountOf, type Known, may } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { requiredNow, requiredOf } from "../required.ts";
import { holdsOf, reservationsOf } from "../reservations.ts";
import type { AnswerRow } from "../store.ts";
import { keep, type More } from "../writing.ts";

export type Proposed = { readonly proposal: ProposalView; readonly decision: Decision };

export const propose =
  (env: Env): Gate["propose"] =>
  (caller, call) =>
    answering(async () => {
      // Before anything is waited for: what the caller does to it from then on changes nothing.
      const given = readChangeSet(call.change_set);
      return proposed(env, caller, await env.known(), {
        given,
        idempotency_key: call.idempotency_key,
        reverts: null,
        operation: "propose",
      });
    });

export interface Proposing {
  readonly given: Given;
  readonly idempotency_key: string | undefined;
  readonly reverts: string | null;
  readonly operation: "propose" | "revert";
  /** Runs at the desk before anything is decided, and may refuse. */
  readonly first?: ((desk: Desk) => Promise<void>) | undefined;
  /** What else changes with the proposal that was made. */
  readonly also?: ((desk: Desk, made: Proposal) => Promise<More["others"]>) | undefined;
}

/** A change set as it was handed over, read as data. */
export interface Given {
  readonly data: ChangeSet;
  /** Over what was handed over, before the requester is filled in. */
  readonly digest: string;
}

export async function proposed(env: Env, caller: Caller, known: Known, asked: Proposing): Promise<Answer<Proposed>> {
  const { given } = asked;
  const key = keyOf(asked);
  const about = {
    about: asked.operation,
    said: [{ change_set: given.data, reverts: asked.reverts }],
    answer: { operation: asked.operation, principal: caller.principal, key },
  };
  const payload = payloadOf(given, caller);
  let changeSet: ChangeSet;
  try {
    changeSet = filledIn(given.data, caller, known);
  } catch (fault) {
    // Whoever calls in a name that is not theirs is written down.
    return atDesk<Proposed>(env, caller, about, () => Promise.reject(fault));
  }
  const id = env.options.ids.next("proposal");
  const asks = may("propose", accountOf(caller, known.people), env.options.permissions);
  const { looked, records } = asks ? await surroundings(env, changeSet, id) : NOTHING;
  return atDesk<Proposed>(env, caller, about, async (desk) => {
    if (desk.answer !== null) return replayed(desk.answer, payload);
    if (!asks || !may("propose", desk.account, env.options.permissions)) return refuse("not_permitted");
    await asked.first?.(desk);
    oldValues(env, changeSet, records, {});
    const after = await decidedAnew(desk, null, { changeSet, looked, records, id, reverts: asked.reverts });
    const others = await asked.also?.(desk, after);
    const view = viewOf(env, after, desk.known, desk.at);
    await keep(
      desk,
      null,
      after,
      { event: "proposed", data: dataOf(after) },
      {
        changes: { reserve: holdsOf(after), answers: [answerRow(desk, about.answer, payload, view)] },
        ...(others === undefined ? {} : { others }),
      },
    );
    return { ok: true, proposal: view, decision: view.decision };
  });
}

/** Of systems that were not asked, since nothing will come of it. */
const NOTHING = { looked: { facts: {}, versions: {} }, records: null } as const;

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

// ------------------------------------------------------------------------------------------------- reading what came

export function readChangeSet(document: unknown): Given {
  const { json, faults } = readJson(document);
  const [fault] = faults;
  if (fault !== undefined)
    return refuse(
      "malformed",
      `The change set cannot be read: at ${fault.path === "" ? "its top" : fault.path} there is ${fault.found}, expected is ${fault.expected}${fault.help === null ? "" : `; ${fault.help}`}.`,
    );
  if (!isRecord(json)) return refuse("malformed", "The change set is no JSON object.");
  const inexact = inexactIn(json);
  if (inexact !== null)
    return refuse("malformed", `The number ${inexact} has more digits than a number in JSON carries; send it as text.`);
  const found = misfits();
  read(GIVEN, json, null, { misfits: found, records: {}, tiers: [], zone: UTC, open: false, unknowns: false });
  const faulty = found
    .list()
    .slice(0, MOST_TOLD)
    .map(
      ({ path, found, expected, help }) =>
        `at ${path === "" ? "its top" : path} there is ${found}, expected is ${expected}${help === null ? "" : ` (${help})`}`,
    );
  if (faulty.length > 0) return refuse("malformed", `The change set cannot be read: ${faulty.join("; ")}.`);
  for (const name of ["id", "action", "environment"]) {
    const text = json.get(name) as string;
    if (!storable(text) || text.length > 200)
      return refuse("malformed", `\`${name}\` is a text of at most 200 characters without U+0000.`);
  }
  return { data: plain(json) as ChangeSet, digest: digestOf(json) };
}

/** So many faults are told at once. */
const MOST_TOLD = 5;

/** The envelope of a change set, whose requester the gate fills in. */
const GIVEN: Shape = (() => {
  if (changeSetShape.kind !== "object" || requesterShape.kind !== "object") throw new TypeError("no envelopes");
  const lenient = (members: readonly Member[]): readonly Member[] =>
    members.map((member) => ({ ...member, needed: false }));
  const requester = object(...lenient(requesterShape.members));
  return object(
    ...changeSetShape.members.map((member) =>
      member.name === "requester" ? { ...member, needed: false, shape: requester } : member,
    ),
  );
})();

function inexactIn(json: Json): string | null {
  if (json instanceof InexactNumber) return json.text;
  const items = isList(json) ? json : isRecord(json) ? [...json.values()] : [];
  for (const item of items) {
    const found = inexactIn(item);
    if (found !== null) return found;
  }
  return null;
}

/** The requester is who called, as the directory knows them. A payload that says otherwise is refused. */
export function filledIn(given: ChangeSet, caller: Caller, known: Known): ChangeSet {
  const account = accountOf(caller, known.people);
  const claimed = given.requester as Partial<ChangeSet["requester"]> | undefined;
  if (claimed?.id !== undefined && claimed.id !== caller.principal)
    refuse("requester_mismatch", `The change set names \`${claimed.id}\`, the caller is \`${caller.principal}\`.`);
  const claimedFor = claimed?.on_behalf_of;
  if (caller.on_behalf_of !== undefined && claimedFor !== undefined && claimedFor !== caller.on_behalf_of)
    refuse(
      "requester_mismatch",
      `The change set acts for \`${claimedFor}\`, the caller for \`${caller.on_behalf_of}\`.`,
    );
  const onBehalfOf = caller.on_behalf_of ?? claimedFor;
  return {
    ...given,
    requester: requesterOf(account, onBehalfOf),
  };
}

export const requesterOf = (account: Account, on_behalf_of: string | undefined): ChangeSet["requester"] => ({
  id: account.id,
  kind: account.kind,
  roles: [...account.roles].sort(),
  ...(account.owner === null ? {} : { owner: account.owner }),
  ...(on_behalf_of === undefined ? {} : { on_behalf_of }),
});

// --------------------------------------------------------------------------------------------------- the same call again

const keyOf = ({ given, idempotency_key }: Proposing): string =>
  idempotency_key === undefined ? `id:${given.data.id}` : `key:${checkedKey(idempotency_key)}`;

/** Whom the caller's token speaks for is part of what they ask. */
const payloadOf = ({ digest }: Given, { on_behalf_of }: Caller): string =>
  on_behalf_of === undefined ? digest : `${digest} for ${on_behalf_of}`;

export function checkedKey(key: unknown): string {
  if (typeof key === "string" && key !== "" && key.length <= 200) return key;
  return refuse("malformed", "An idempotency key is a text of 1 to 200 characters.");
}

/** The first answer, as it was. */
export function replayed(row: AnswerRow, payload: string): Answer<Proposed> {
  if (row.payload !== payload) return refuse("idempotency_conflict");
  const proposal = JSON.parse(row.answer) as ProposalView;
  return { ok: true, proposal, decision: proposal.decision };
}

export function answerRow(
  desk: Pick<Desk, "at">,
  key: { readonly operation: string; readonly principal: string; readonly key: string },
  payload: string,
  answer: unknown,
): AnswerRow {
  return { ...key, payload, answer: JSON.stringify(answer), at: desk.at };
}
