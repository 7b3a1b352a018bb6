/** A change set comes in: taken, decided with fresh facts, reserved, kept. */
import type { ChangeSet } from "../../decision/documents.ts";
import type { Answer, Gate } from "../api.ts";
import { viewOf } from "../checks.ts";
import { answering, atDesk, type Desk } from "../desk.ts";
import type { Proposal } from "../documents.ts";
import type { Env } from "../env.ts";
import { accountOf, type Known, may } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { holdsOf } from "../reservations.ts";
import { keep, type More } from "../writing.ts";
import { dataOf, decidedAnew, oldValues, surroundings } from "./deciding.ts";
import { answerRow, checkedKey, type Proposed, replayed } from "./replaying.ts";
import { filledIn, type Given, readChangeSet } from "./taking.ts";

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

const keyOf = ({ given, idempotency_key }: Proposing): string =>
  idempotency_key === undefined ? `id:${given.data.id}` : `key:${checkedKey(idempotency_key)}`;

/** Whom the caller's token speaks for is part of what they ask. */
const payloadOf = ({ digest }: Given, { on_behalf_of }: Caller): string =>
  on_behalf_of === undefined ? digest : `${digest} for ${on_behalf_of}`;
