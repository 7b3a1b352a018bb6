/**
 * `bylaw/gate`: what keeps a decision true over time. A change set is proposed, reviewed, committed once, and can be undone;
 * quotas are reserved, and everything is written to a log that nobody can edit unseen.
 *
 *     const gate = createGate({ evaluator, store, directory, sources, records, executors, clock, ids });
 *     const answer = await gate.propose({ principal: "agent:support-7" }, { change_set });
 *     if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
 *
 * Stores to hand it are in `bylaw/stores/…`, sources, directories and executors in `bylaw/adapters`; all here runs without Node.
 */
export type * from "./api.ts";
export { CODES, type Code, type CodeEntry } from "./codes.ts";
export type {
  Act,
  Checkpoint,
  Drift,
  EventType,
  GateEvent,
  Proposal,
  Receipt,
  Required,
  Reservation,
  Revision,
  Status,
} from "./documents.ts";
export { LIFETIMES } from "./env.ts";
export { createGate } from "./gate.ts";
export type { Measures, MeasuresQuery, MeasuresRow } from "./measures/measures.ts";
export type * from "./ports.ts";
export { OPEN, STEPS, type Step } from "./states.ts";
export { ConflictError, type Store, StoreError } from "./store.ts";
