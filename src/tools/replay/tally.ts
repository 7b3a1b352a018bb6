/**
 * What a replay counts. INVARIANT: its size does not grow with the number of lines: outcomes, tiers, actions and clauses
 * are those of the rules, and of examples only the first few are kept.
 */
import type { Decision, Outcome } from "../../decision/documents.ts";
import type { Plan } from "../../plan/plan.ts";

export const OUTCOMES: readonly Outcome[] = ["allow", "review", "hold", "deny"];

/** By outcome, in the order of `OUTCOMES`. */
export type ByOutcome = [allow: number, review: number, hold: number, deny: number];

/** In how many decisions a clause took effect, and in how many of these it denied or held. */
export interface ClauseCount {
  fired: number;
  denied: number;
  held: number;
}

export interface Unread {
  readonly line: number;
  readonly why: string;
}

/** The outcome or the tier became another one under the other rules. */
export interface Changed {
  readonly line: number;
  readonly id: string | null;
  readonly from: string;
  readonly to: string;
}

export interface Tally {
  /** All lines, empty ones included: what line numbers count. */
  lines: number;
  unread: number;
  readonly firstUnread: Unread[];
  readonly outcomes: ByOutcome;
  readonly tiers: Record<string, number>;
  readonly actions: Record<string, ByOutcome>;
  /** Of actions that the rules do not have. */
  readonly unknownAction: ByOutcome;
  readonly clauses: Record<string, ClauseCount>;
  changed: number;
  /** `allow low → review medium` to how many. */
  readonly changes: Record<string, number>;
  readonly firstChanged: Changed[];
}

/** How many examples are kept of each kind. */
export const MOST_EXAMPLES = 10;

const none = (): ByOutcome => [0, 0, 0, 0];

export function emptyTally(plan: Plan): Tally {
  return {
    lines: 0,
    unread: 0,
    firstUnread: [],
    outcomes: none(),
    tiers: Object.fromEntries(plan.tiers.map((tier) => [tier, 0])),
    actions: Object.fromEntries(Object.keys(plan.actions).map((id) => [id, none()])),
    unknownAction: none(),
    clauses: {},
    changed: 0,
    changes: {},
    firstChanged: [],
  };
}

export type Verdict = Pick<Decision, "outcome" | "tier">;

export function countVerdict(tally: Tally, action: string | null, { outcome, tier }: Verdict): void {
  const column = OUTCOMES.indexOf(outcome);
  tally.outcomes[column]!++;
  tally.tiers[tier] = (tally.tiers[tier] ?? 0) + 1;
  const row = action !== null && Object.hasOwn(tally.actions, action) ? tally.actions[action]! : tally.unknownAction;
  row[column]!++;
}

export function countReasons(tally: Tally, { reasons }: Pick<Decision, "reasons">): void {
  for (const { clause, effect } of reasons) {
    const count = clauseIn(tally, clause);
    count.fired++;
    if (effect === "deny") count.denied++;
    if (effect === "hold") count.held++;
  }
}

export function countUnread(tally: Tally, why: string): void {
  tally.unread++;
  if (tally.firstUnread.length < MOST_EXAMPLES) tally.firstUnread.push({ line: tally.lines, why });
}

export function countChange(tally: Tally, id: string | null, before: Verdict, after: Verdict): void {
  if (before.outcome === after.outcome && before.tier === after.tier) return;
  tally.changed++;
  const [from, to] = [before, after].map(({ outcome, tier }) => `${outcome}, tier ${tier}`) as [string, string];
  const kind = `${from} → ${to}`;
  tally.changes[kind] = (tally.changes[kind] ?? 0) + 1;
  if (tally.firstChanged.length < MOST_EXAMPLES) tally.firstChanged.push({ line: tally.lines, id, from, to });
}

/** Adds what was counted of the lines that follow. */
export function add(tally: Tally, next: Tally): void {
  const later = <T extends { readonly line: number }>(examples: T[], more: readonly T[]): void => {
    for (const one of more)
      if (examples.length < MOST_EXAMPLES) examples.push({ ...one, line: one.line + tally.lines });
  };
  later(tally.firstUnread, next.firstUnread);
  later(tally.firstChanged, next.firstChanged);
  tally.lines += next.lines;
  tally.unread += next.unread;
  tally.changed += next.changed;
  addRow(tally.outcomes, next.outcomes);
  addRow(tally.unknownAction, next.unknownAction);
  for (const [action, row] of Object.entries(next.actions)) {
    tally.actions[action] ??= none();
    addRow(tally.actions[action], row);
  }
  for (const [tier, count] of Object.entries(next.tiers)) tally.tiers[tier] = (tally.tiers[tier] ?? 0) + count;
  for (const [kind, count] of Object.entries(next.changes)) tally.changes[kind] = (tally.changes[kind] ?? 0) + count;
  for (const [clause, count] of Object.entries(next.clauses)) {
    const sum = clauseIn(tally, clause);
    sum.fired += count.fired;
    sum.denied += count.denied;
    sum.held += count.held;
  }
}

function clauseIn({ clauses }: Tally, clause: string): ClauseCount {
  const found = Object.hasOwn(clauses, clause) ? clauses[clause]! : { fired: 0, denied: 0, held: 0 };
  clauses[clause] = found;
  return found;
}

function addRow(row: ByOutcome, more: ByOutcome): void {
  for (const [column, count] of more.entries()) row[column]! += count;
}
