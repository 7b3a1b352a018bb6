/** The door: a gate over a policy set, a store, and the systems around it. */
import type { Gate, GateOptions } from "./api.ts";
import { envOf } from "./env.ts";
import { commit } from "./operations/committing.ts";
import { get, history, list, measures } from "./operations/looking.ts";
import { propose } from "./operations/proposing.ts";
import { answerQuestion, override, reviewAct, withdrawAct } from "./operations/reviewing.ts";
import { revise, withdraw } from "./operations/revising.ts";
import { incident, reconcile, revert } from "./operations/settling.ts";
import { tick } from "./operations/ticking.ts";

/**
 * A gate. It has no state of its own: any number of them, in any number of processes, may share a store.
 * Throws a `TypeError` for options that make none; its operations never throw.
 */
export function createGate(options: GateOptions): Gate {
  const env = envOf(options);
  return {
    propose: propose(env),
    revise: revise(env),
    withdraw: withdraw(env),
    approve: reviewAct(env, "approve"),
    reject: reviewAct(env, "reject"),
    question: reviewAct(env, "question"),
    answer: answerQuestion(env),
    withdrawAct: withdrawAct(env),
    override: override(env),
    commit: commit(env),
    reconcile: reconcile(env),
    revert: revert(env),
    incident: incident(env),
    tick: tick(env),
    get: get(env),
    list: list(env),
    history: history(env),
    measures: measures(env),
  };
}
