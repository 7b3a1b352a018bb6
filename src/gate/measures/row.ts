/** The measures of a group of proposals. docs/reference/measures.md says the same in words; a test holds both to one list. */
import { durationText } from "../../plan/duration.ts";
import type { Durations, MeasuresRow, Rate, ReviewerLoad } from "./document.ts";
import { had, type Load, SEVERITIES, type Told } from "./fold.ts";

export function rowOf(group: MeasuresRow["group"], all: readonly Told[]): MeasuresRow {
  const count = (test: (told: Told) => boolean): number => all.filter(test).length;
  const sum = (of: (told: Told) => number): number => all.reduce((total, told) => total + of(told), 0);
  const ever = (name: string): number => count((told) => had(told, name));
  const exceptional = (told: Told): boolean => had(told, "held") || had(told, "denied");
  const committed = ever("committed");
  const claimed = ever("committing");
  const reviewed = ever("in_review");
  const changes = sum((told) => told.changes);
  const [low, medium, high] = SEVERITIES.map((one) =>
    rate(
      sum((told) => told.incidents?.[one] ?? 0),
      committed,
    ),
  );
  return {
    group,
    proposals: all.length,
    statuses: statusesOf(all),
    reviewed,
    approval_latency: durations(all, (told) => told.approved_at),
    time_to_decision: durations(all, (told) => told.settled_at),
    completion: rate(
      committed,
      count((told) => told.status !== "denied"),
    ),
    denial: rate(ever("denied"), all.length),
    hold: rate(ever("held"), all.length),
    exception: rate(count(exceptional), all.length),
    override: rate(ever("overridden"), all.length),
    rollback: rate(ever("reverted"), committed),
    expiry: rate(ever("expired"), all.length),
    withdrawal: rate(ever("withdrawn"), all.length),
    failure: rate(ever("failed"), claimed),
    in_doubt: rate(ever("in_doubt"), claimed),
    rework: rate(
      sum((told) => told.revisions),
      all.length,
    ),
    drift: rate(ever("drifted"), all.length),
    evidence: {
      changes_with_reason: rate(
        sum((told) => told.with_reason),
        changes,
      ),
      changes_with_evidence: rate(
        sum((told) => told.with_evidence),
        changes,
      ),
      required_ready: rate(
        sum((told) => told.ready),
        sum((told) => told.required),
      ),
    },
    incidents: { low: low!, medium: medium!, high: high! },
    reviewers: reviewersOf(all),
  };
}

function rate(numerator: number, denominator: number): Rate {
  return { numerator, denominator, decimal: denominator === 0 ? null : decimalOf(numerator, denominator) };
}

/** Four places, half up. Whole numbers all the way. */
function decimalOf(numerator: number, denominator: number): string {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const scaled = (n * 20_000n + d) / (2n * d);
  return `${scaled / 10_000n}.${String(scaled % 10_000n).padStart(4, "0")}`;
}

/** From the proposal on, of those that got there. */
function durations(all: readonly Told[], end: (told: Told) => number | null): Durations {
  const found = all
    .flatMap((told) => {
      const at = end(told);
      return at === null ? [] : [at - told.proposed_at];
    })
    .sort((a, b) => a - b);
  // The nearest rank: the smallest that at least so many per cent are not longer than.
  const rank = (percent: number): string | null =>
    found.length === 0 ? null : durationText(found[Math.ceil((percent * found.length) / 100) - 1]!);
  return {
    count: found.length,
    median: rank(50),
    p90: rank(90),
    total: durationText(found.reduce((total, one) => total + one, 0)),
  };
}

function statusesOf(all: readonly Told[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of all) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function reviewersOf(all: readonly Told[]): ReviewerLoad[] {
  const loads = new Map<string, Load>();
  for (const { reviewers } of all)
    for (const [reviewer, load] of reviewers ?? []) {
      const total = loads.get(reviewer) ?? { approvals: 0, rejections: 0, questions: 0, overrides: 0 };
      for (const name of Object.keys(load) as (keyof Load)[]) total[name] += load[name];
      loads.set(reviewer, total);
    }
  return [...loads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reviewer, load]) => ({ reviewer, ...load }));
}
