/**
 * Every word that means something in the grammar. A reserved word is never a name (outside `.x` and the fields of
 * records); a place word means something only in its place and is an ordinary name elsewhere.
 */

export const RESERVED = [
  "policy",
  "import",
  "record",
  "enum",
  "role",
  "queue",
  "evidence",
  "tiers",
  "environments",
  "timezone",
  "impact",
  "define",
  "table",
  "approval",
  "action",
  "every",
  "impacting",
  "guarantee",
  "waive",
  "input",
  "fact",
  "changes",
  "let",
  "open",
  "immaterial",
  "disclose",
  "autonomy",
  "rollback",
  "irreversible",
  "require",
  "forbid",
  "score",
  "tier",
  "approve",
  "quota",
  "limit",
  "sample",
  "route",
  "escalate",
  "environment",
  "at",
  "if",
  "then",
  "else",
  "match",
  "control",
  "shadow",
  "waivable",
  "because",
  "when",
  "where",
  "and",
  "or",
  "not",
  "in",
  "is",
  "present",
  "missing",
  "like",
  "true",
  "false",
  "any",
  "all",
  "none",
  "history",
  "of",
  "nobody",
] as const;

export const PLACE_WORDS = [
  "by",
  "within",
  "after",
  "per",
  "each",
  "for",
  "to",
  "up",
  "sum",
  "count",
  "list",
  "map",
  "min",
  "max",

  "last",
  "from",
  "tool",
  "schema",
  "excluding",
  "expect",
  "until",
  "total",
  "once",
  "roles",
  "deny",
  "warn",
] as const;

export type Reserved = (typeof RESERVED)[number];
export type PlaceWord = (typeof PLACE_WORDS)[number];

/** Closed sets of words that stand where the grammar allows one of them and nothing else. */
export const CLOSED = {
  level: ["read_only", "proposal", "guided", "autopilot"],
  disclosure: ["evidence", "reviewers", "time", "thresholds"],
  calendarUnit: ["hour", "day", "week", "month", "year"],
  durationUnit: ["second", "minute", "hour", "day", "week"],
} as const;

/** Words that begin a declaration at the top of a file. */
export const DECLARATION_WORDS = [
  "record",
  "enum",
  "role",
  "queue",
  "evidence",
  "tiers",
  "environments",
  "timezone",
  "impact",
  "define",
  "table",
  "approval",
  "action",
  "every",
  "guarantee",
  "waive",
  "import",
  "policy",
] as const satisfies readonly Reserved[];

/** Declaration words that nothing inside an action begins with: they show that a `}` is missing above. */
export const ONLY_DECLARATIONS = [
  "record",
  "enum",
  "role",
  "queue",
  "tiers",
  "environments",
  "timezone",
  "define",
  "table",
  "approval",
  "action",
  "every",
  "guarantee",
  "waive",
  "import",
  "policy",
] as const satisfies readonly Reserved[];

/** Words that begin what an action says of itself. */
export const HEAD_WORDS = [
  "impact",
  "autonomy",
  "input",
  "fact",
  "changes",
  "let",
  "open",
  "immaterial",
  "disclose",
  "rollback",
  "irreversible",
] as const satisfies readonly Reserved[];

/** Words that begin a clause, with what may stand before the verb. */
export const CLAUSE_WORDS = [
  "require",
  "forbid",
  "score",
  "tier",
  "approve",
  "evidence",
  "quota",
  "limit",
  "sample",
  "route",
  "escalate",
  "shadow",
  "waivable",
] as const satisfies readonly Reserved[];

/** Words that begin a block or a control. */
export const BLOCK_WORDS = ["environment", "at", "if", "control"] as const satisfies readonly Reserved[];

/** Reserved words that name a value inside an expression. */
export const AMBIENT_WORDS = [
  "changes",
  "evidence",
  "score",
  "tier",
  "environment",
  "impact",
  "autonomy",
] as const satisfies readonly Reserved[];

/** Words that speak over a list: `any(x in xs: …)`. */
export const QUANTIFIERS = ["any", "all", "none", "count", "sum", "list", "min", "max"] as const;
