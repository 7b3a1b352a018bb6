/** The door: a gate over a policy set, a store, and the systems around it. */
import type { Gate, GateOptions } from "./api.ts";
import { entering, enteringAlone, enteringWith } from "./door.ts";
import { envOf } from "./env.ts";
import { commit } from "./operations/committing.ts";
import { get, history, list, measures } from "./operations/looking.ts";
import { propose } from "./operations/proposing.ts";
import { revert } from "./operations/reverting.ts";
import { answerQuestion, override, reviewAct, withdrawAct } from "./operations/reviewing.ts";
import { revise, withdraw } from "./operations/revising.ts";
import { incident, reconcile } from "./operations/settling.ts";
import { tick } from "./operations/ticking.ts";

/**
 * A gate. It has no state of its own: any number of them, in any number of processes, may share a store.
 * Throws a `TypeError` for options that make none; its operations never throw.
 */
export function createGate(options: GateOptions): Gate {
  const env = envOf(options);
  return {
    propose: entering("propose", propose(env)),
    revise: entering("revise", revise(env)),
    withdraw: entering("withdraw", withdraw(env)),
    approve: entering("approve", reviewAct(env, "approve")),
    reject: entering("reject", reviewAct(env, "reject")),
    question: entering("question", reviewAct(env, "question")),
    answer: entering("answer", answerQuestion(env)),
    withdrawAct: entering("withdrawAct", withdrawAct(env)),
    override: entering("override", override(env)),
    commit: entering("commit", commit(env)),
    reconcile: entering("reconcile", reconcile(env)),
    revert: entering("revert", revert(env)),
    incident: entering("incident", incident(env)),
    tick: enteringAlone(tick(env)),
    get: enteringWith(get(env)),
    list: entering("list", list(env)),
    history: enteringWith(history(env)),
    measures: entering("measures", measures(env)),
  };
}
