/** What came out, counted and listed. */
import type { Decision, Outcome } from "../../src/decision/documents.ts";
import type { Origin, RecordedCall, Tool } from "./recording.ts";

/** One decided call. */
export interface Verdict {
  readonly call_id: string;
  readonly origin: Origin;
  readonly tool: Tool;
  readonly outcome: Outcome;
  /** Clauses that denied it, and `misfit: PATH` for what does not fit the contract; sorted. */
  readonly denied_by: readonly string[];
  /** The same for what held it. */
  readonly held_by: readonly string[];
  readonly warned_by: readonly string[];
}

export const OUTCOMES = ["allow", "review", "hold", "deny"] as const satisfies readonly Outcome[];

export const toVerdict = (call: RecordedCall, decision: Decision): Verdict => ({
  call_id: call.call_id,
  origin: call.origin,
  tool: call.tool,
  outcome: decision.outcome,
  denied_by: [...clauses(decision, "deny"), ...decision.misfits.map(({ path }) => `misfit: ${path}`)].sort(),
  held_by: [...clauses(decision, "hold"), ...decision.evidence.missing.map((kind) => `evidence: ${kind}`)].sort(),
  warned_by: clauses(decision, "warn"),
});

const clauses = (decision: Decision, effect: string): string[] =>
  [...new Set(decision.reasons.filter((reason) => reason.effect === effect).map(({ clause }) => clause))].sort();

export interface Row {
  readonly tool: Tool;
  readonly origin: Origin;
  readonly calls: number;
  readonly allow: number;
  readonly review: number;
  readonly hold: number;
  readonly deny: number;
}

/** A row per tool and origin, in the order of their names. */
export const tabulate = (verdicts: readonly Verdict[]): readonly Row[] => {
  const groups = groupBy(verdicts, ({ tool, origin }) => `${tool} ${origin}`);
  return [...groups.values()]
    .map((group) => {
      const { tool, origin } = group[0]!;
      return { tool, origin, calls: group.length, ...count(group) };
    })
    .sort((a, b) => order(a.tool, b.tool) || order(b.origin, a.origin));
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const groupBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

const count = (verdicts: readonly Verdict[]): Record<Outcome, number> => {
  const counts = { allow: 0, review: 0, hold: 0, deny: 0 };
  for (const { outcome } of verdicts) counts[outcome] += 1;
  return counts;
};

/** How often each clause denied (or held, or warned), by origin. A call that broke two rules counts in both. */
export const byClause = (
  verdicts: readonly Verdict[],
  which: "denied_by" | "held_by" | "warned_by",
): readonly { readonly clause: string; readonly ground_truth: number; readonly agent: number }[] => {
  const found = new Map<string, { ground_truth: number; agent: number }>();
  for (const verdict of verdicts) {
    for (const clause of verdict[which]) {
      const counts = found.get(clause) ?? { ground_truth: 0, agent: 0 };
      counts[verdict.origin] += 1;
      found.set(clause, counts);
    }
  }
  return [...found]
    .map(([clause, counts]) => ({ clause, ...counts }))
    .sort((a, b) => b.ground_truth + b.agent - (a.ground_truth + a.agent) || order(a.clause, b.clause));
};

/** Columns as wide as their widest cell; numbers to the right. */
const aligned = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const width = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const right = (column: number): boolean => typeof rows[0]?.[column] === "number";
  return cells
    .map((row) =>
      row
        .map((cell, column) => (right(column) ? cell.padStart(width[column]!) : cell.padEnd(width[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

export const renderTable = (verdicts: readonly Verdict[]): string => {
  const rows = tabulate(verdicts);
  const total = (origin: Origin): readonly (string | number)[] => {
    const part = verdicts.filter((verdict) => verdict.origin === origin);
    const counts = count(part);
    return ["all", origin, part.length, ...OUTCOMES.map((outcome) => counts[outcome])];
  };
  return aligned(
    ["tool", "origin", "calls", ...OUTCOMES],
    [
      ...rows.map((row) => [row.tool, row.origin, row.calls, row.allow, row.review, row.hold, row.deny]),
      total("ground_truth"),
      total("agent"),
    ],
  );
};

export const renderClauses = (verdicts: readonly Verdict[], which: "denied_by" | "held_by" | "warned_by"): string => {
  const rows = byClause(verdicts, which);
  return rows.length === 0
    ? "none"
    : aligned(
        ["clause", "ground_truth", "agent"],
        rows.map((row) => [row.clause, row.ground_truth, row.agent]),
      );
};

/** A line per denied call. */
export const renderDenials = (verdicts: readonly Verdict[]): string =>
  verdicts
    .filter(({ outcome }) => outcome === "deny")
    .map(({ call_id, tool, denied_by }) => `${call_id}  ${tool}\n    ${denied_by.join(", ")}`)
    .join("\n");
