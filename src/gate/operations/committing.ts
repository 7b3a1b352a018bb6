/**
 * The second stage. One transaction checks everything again and claims the proposal (`claiming.ts`); then it is executed, once,
 * and another transaction writes what came of it (`executing.ts`). Between the two the proposal is `committing`, and whoever
 * finds it so after its deadline knows only that the outcome is in doubt.
 */
import type { Answer, Committed, Gate } from "../api.ts";
import { answering, atDesk, storedOf } from "../desk.ts";
import type { Env } from "../env.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { isOpen } from "../states.ts";
import type { AnswerKey } from "../store.ts";
import { claimed, mayAsk } from "./claiming.ts";
import { surroundings } from "./deciding.ts";
import { concluded, executed } from "./executing.ts";
import { checkedKey } from "./replaying.ts";
import { type Given, readChangeSet } from "./taking.ts";

export type Call = Parameters<Gate["commit"]>[1];

export const commit =
  (env: Env): Gate["commit"] =>
  (caller, call) =>
    answering(async () => {
      const answer = keyOf(call, caller);
      const presented = presentedOf(call);
      const payload = payloadOf(call, presented);
      const first = await env.options.store.read(env.tenant, (view) => view.load({ proposal: call.proposal, answer }));
      if (first.answer !== null) {
        const { answer: text, payload: before } = first.answer;
        return atDesk(env, caller, { proposal: call.proposal, about: "commit" }, async () =>
          sameAnswer(text, before, payload),
        );
      }
      const seen = first.proposal === null ? null : storedOf(first.proposal);
      const asks = seen !== null && isOpen(seen.proposal.status) && (await mayAsk(env, caller, seen.proposal));
      const around = asks ? await surroundings(env, seen.proposal.change_set, seen.proposal.id) : null;
      const claim = await claimed(env, caller, call, { answer, presented, seen, around });
      if (!claim.ok) return claim;
      const outcome = await executed(env, claim.order);
      return concluded(env, caller, claim, outcome, answer, payload);
    });

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
