/** What the memory store holds of one tenant, and how changes are told from conflicts and kept. */
import {
  type AnswerKey,
  type AnswerRow,
  type Changes,
  type CheckpointRow,
  ConflictError,
  type EventRow,
  type HoldKey,
  type HoldRow,
  type PostingRow,
  type ProposalRow,
  type QuotaKey,
} from "../../gate/store.ts";
import { checkSeq, nameOf, seriesOf } from "../checks.ts";

/** Rows are never changed, only replaced. */
export interface State {
  readonly proposals: Map<string, ProposalRow>;
  readonly answers: Map<string, AnswerRow>;
  /** By quota and key, then by proposal. */
  readonly holds: Map<string, Map<string, HoldRow>>;
  /** By quota and key, then by unit, in order of `n`. */
  readonly postings: Map<string, Map<string, PostingRow[]>>;
  /** In order: `seq` is the place, counted from 1. */
  readonly events: EventRow[];
  readonly checkpoints: Map<number, CheckpointRow>;
}

export const quotaName = ({ clause, key }: QuotaKey): string => nameOf(clause, key);
export const answerName = ({ operation, principal, key }: AnswerKey): string => nameOf(operation, principal, key);

export const emptyState = (): State => ({
  proposals: new Map(),
  answers: new Map(),
  holds: new Map(),
  postings: new Map(),
  events: [],
  checkpoints: new Map(),
});

export const copied = (state: State): State => ({
  proposals: new Map(state.proposals),
  answers: new Map(state.answers),
  holds: new Map([...state.holds].map(([name, holds]) => [name, new Map(holds)])),
  postings: new Map(
    [...state.postings].map(([name, units]) => [name, new Map([...units].map(([unit, rows]) => [unit, [...rows]]))]),
  ),
  events: [...state.events],
  checkpoints: new Map(state.checkpoints),
});

/** The first conflict of the changes with what is there, or null. Nothing is changed. */
export function conflicts(state: State, changes: Changes): ConflictError | null {
  try {
    checkProposals(state, changes);
    checkAnswers(state, changes);
    checkHolds(state, changes);
    checkPostings(state, changes);
    checkSeq(state.events.at(-1) ?? null, changes);
    checkCheckpoints(state, changes);
    return null;
  } catch (error) {
    if (error instanceof ConflictError) return error;
    throw error;
  }
}

function checkProposals(state: State, changes: Changes): void {
  const versions = new Map<string, number>();
  for (const { id, version, expected } of changes.proposals ?? []) {
    const there = versions.get(id) ?? state.proposals.get(id)?.version ?? 0;
    if (there !== expected)
      throw new ConflictError("proposal", `proposal ${id} is at version ${there}, and ${expected} was expected`);
    versions.set(id, version);
  }
}

function checkAnswers(state: State, changes: Changes): void {
  const taken = new Set<string>();
  for (const row of changes.answers ?? []) {
    const name = answerName(row);
    if (taken.has(name) || state.answers.has(name))
      throw new ConflictError(
        "answer",
        `there is an answer to ${row.operation} of ${row.principal} with key ${row.key}`,
      );
    taken.add(name);
  }
}

function checkHolds(state: State, changes: Changes): void {
  const changed = new Map<string, boolean>();
  const nameOfHold = (hold: HoldKey): string => nameOf(hold.clause, hold.key, hold.proposal);
  const there = (hold: HoldKey): boolean =>
    changed.get(nameOfHold(hold)) ?? state.holds.get(quotaName(hold))?.has(hold.proposal) ?? false;
  const say = (hold: HoldKey): string => `of ${hold.clause} ${hold.key} for ${hold.proposal}`;
  for (const hold of changes.release ?? []) {
    if (!there(hold)) throw new ConflictError("hold", `there is no hold ${say(hold)}`);
    changed.set(nameOfHold(hold), false);
  }
  for (const hold of changes.reserve ?? []) {
    if (there(hold)) throw new ConflictError("hold", `there is a hold ${say(hold)}`);
    changed.set(nameOfHold(hold), true);
  }
}

function checkPostings(state: State, changes: Changes): void {
  for (const [first] of seriesOf(changes.post ?? []).values()) {
    const { clause, key, unit, n, at } = first!;
    const last = state.postings.get(nameOf(clause, key))?.get(unit)?.at(-1);
    if (n !== (last?.n ?? 0) + 1 || at < (last?.at ?? at))
      throw new ConflictError("posting", `posting ${n} of ${clause} ${key} does not follow posting ${last?.n ?? 0}`);
  }
}

function checkCheckpoints(state: State, changes: Changes): void {
  const taken = new Set<number>();
  for (const { seq } of changes.checkpoints ?? []) {
    if (taken.has(seq) || state.checkpoints.has(seq))
      throw new ConflictError("checkpoint", `there is a checkpoint of event ${seq}`);
    taken.add(seq);
  }
}

/** Keeps changes that have no conflict. */
export function kept(state: State, changes: Changes): void {
  for (const { expected: _, before: __, ...row } of changes.proposals ?? []) state.proposals.set(row.id, row);
  for (const row of changes.answers ?? []) state.answers.set(answerName(row), row);
  for (const hold of changes.release ?? []) state.holds.get(quotaName(hold))!.delete(hold.proposal);
  for (const hold of changes.reserve ?? []) inner(state.holds, quotaName(hold)).set(hold.proposal, hold);
  for (const row of changes.post ?? []) {
    const units = inner(state.postings, quotaName(row));
    const rows = units.get(row.unit);
    if (rows === undefined) units.set(row.unit, [row]);
    else rows.push(row);
  }
  for (const row of changes.events ?? []) state.events.push(row);
  for (const row of changes.checkpoints ?? []) state.checkpoints.set(row.seq, row);
}

function inner<V>(map: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const found = map.get(name) ?? new Map<string, V>();
  map.set(name, found);
  return found;
}
