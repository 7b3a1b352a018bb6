/** Names with a fixed meaning in expressions. */
import type { Ambient } from "./expression.ts";

/** What can be called without being declared. */
export const BUILTINS: ReadonlySet<string> = new Set([
  "count",
  "sum",
  "min",
  "max",
  "distinct",
  "first",
  "last",
  "zip",
  "adjacent",
  "contains_all",
  "keys",
  "values",
  "lower",
  "length",
  "date",
  "weekday",
  "time_of_day",
]);

/** Names that clauses may read without declaring them. */
export const AMBIENT_NAMES = [
  "requester",
  "environment",
  "now",
  "changes",
  "evidence",
  "confidence",
  "impact",
  "score",
  "tier",
] as const satisfies readonly Ambient[];

export const ALWAYS: ReadonlySet<string> = new Set(AMBIENT_NAMES);

/** Names of the finished decision, for guarantees. */
export const OF_THE_DECISION: ReadonlySet<string> = new Set(["outcome", "people", "autonomy"]);

/** Mildest first. */
export const OUTCOMES: readonly string[] = ["allow", "review", "hold", "deny"];

/** Lowest first. */
export const LEVELS: readonly string[] = ["read_only", "proposal", "guided", "autopilot"];

export const WEEKDAYS: readonly string[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
