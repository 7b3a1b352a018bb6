/**
 * The syntax tree: what was written, before anything is known about names or types. Every node is plain, readonly data with
 * a `span`, and a `kind` where a place takes several sorts; the printer turns a tree back into the same meaning, and no stage after `model` sees it.
 */
import type { Span } from "../source/span.ts";

export interface Node {
  readonly span: Span;
}

/** An identifier as written. */
export interface Name extends Node {
  readonly text: string;
}

/** A dotted name: `support.refunds.IssueRefund`. One part for a plain name. */
export interface Path extends Node {
  readonly parts: readonly Name[];
}

/** A quoted text with escapes resolved. */
export interface Quoted extends Node {
  readonly text: string;
}

/** One `.bylaw` file. `declarations` keeps the written order. */
export interface PolicyFile extends Node {
  readonly kind: "policy";
  readonly doc: string | null;
  /** Absent only when the `policy` line was missing (an error has been reported). */
  readonly name: Path | null;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

export interface Import extends Node {
  readonly kind: "import";
  readonly path: Path;
}

// ---------------------------------------------------------------------------------------------------- declarations

export type Declaration =
  | RecordDeclaration
  | EnumDeclaration
  | RoleDeclaration
  | QueueDeclaration
  | EvidenceDeclaration
  | TiersDeclaration
  | EnvironmentsDeclaration
  | TimezoneDeclaration
  | ImpactDeclaration
  | DefineDeclaration
  | TableDeclaration
  | ApprovalTableDeclaration
  | ActionDeclaration
  | EveryDeclaration
  | GuaranteeDeclaration
  | WaiveDeclaration;

interface Documented extends Node {
  /** The `///` lines above, joined by newlines, or null. */
  readonly doc: string | null;
}

/** `record Order { id: text, total: money }` */
export interface RecordDeclaration extends Documented {
  readonly kind: "record";
  readonly name: Name;
  readonly fields: readonly Field[];
}

/** `name: type`, in records, evidence payloads, inputs, and parameters. */
export interface Field extends Documented {
  readonly kind: "field";
  readonly name: Name;
  readonly type: TypeNode;
}

/** `enum Region = "EMEA" | "APAC"` */
export interface EnumDeclaration extends Documented {
  readonly kind: "enum";
  readonly name: Name;
  readonly values: readonly Quoted[];
}

/** `role finance "Finance operations"`; the title may be left out. */
export interface RoleDeclaration extends Documented {
  readonly kind: "role";
  readonly name: Name;
  readonly title: Quoted | null;
}

/** `queue fraud_desk "Fraud desk"` */
export interface QueueDeclaration extends Documented {
  readonly kind: "queue";
  readonly name: Name;
  readonly title: Quoted | null;
}

/** `evidence fraud_check from tool "risk", "risk_eu" { score: int }` */
export interface EvidenceDeclaration extends Documented {
  readonly kind: "evidence-kind";
  readonly name: Name;
  /** Names of the tools that may issue it; empty: anyone may. */
  readonly tools: readonly Quoted[];
  readonly fields: readonly Field[];
}

/** `tiers low < medium < high` */
export interface TiersDeclaration extends Documented {
  readonly kind: "tiers";
  readonly names: readonly Name[];
}

/** `environments sandbox, staging, prod` */
export interface EnvironmentsDeclaration extends Documented {
  readonly kind: "environments";
  readonly names: readonly Name[];
}

/** `timezone "Europe/Berlin"` */
export interface TimezoneDeclaration extends Documented {
  readonly kind: "timezone";
  readonly zone: Quoted;
}

/** `impact reputation` */
export interface ImpactDeclaration extends Documented {
  readonly kind: "impact-category";
  readonly name: Name;
}

/** `define weekend(t: time) = weekday(t) in ["saturday", "sunday"]` */
export interface DefineDeclaration extends Documented {
  readonly kind: "define";
  readonly name: Name;
  readonly params: readonly Field[];
  readonly body: Expression;
}

/**
 * A decision table whose rows give a value; the first row that fits decides. The head line names the inputs again when
 * the author wants column heads: it is layout only, and must repeat the parameters in order.
 *
 *     table fee(amount: money, region: Region) {
 *       | amount      | region |
 *       <= 100 USD,   "EMEA"            => 5 USD
 *       <= 100 USD,   "APAC" | "LATAM"  => 7 USD
 *       _,            _                 => 20 USD
 *     }
 */
export interface TableDeclaration extends Documented {
  readonly kind: "table";
  readonly name: Name;
  readonly params: readonly Field[];
  readonly head: readonly Name[] | null;
  readonly rows: readonly MatchRow[];
}

/** `approval table sign_off(amount: money) { <= 1_000 USD => nobody   _ => 1 of cfo and 1 of legal }` */
export interface ApprovalTableDeclaration extends Documented {
  readonly kind: "approval-table";
  readonly name: Name;
  readonly params: readonly Field[];
  readonly head: readonly Name[] | null;
  readonly rows: readonly ApprovalRow[];
}

export interface ApprovalRow extends Node {
  readonly patterns: readonly Pattern[];
  readonly requirement: Requirement;
}

/** `action IssueRefund { … }` */
export interface ActionDeclaration extends Documented {
  readonly kind: "action";
  readonly name: Name;
  readonly items: readonly ActionItem[];
}

/** `every action [impacting money or access] { … }` */
export interface EveryDeclaration extends Documented {
  readonly kind: "every";
  /** Empty: all actions. Otherwise actions with at least one of these categories. */
  readonly impacting: readonly Name[];
  readonly items: readonly BlockItem[];
}

/** `guarantee name: for IssueRefund when C expect C` */
export interface GuaranteeDeclaration extends Documented {
  readonly kind: "guarantee";
  readonly name: Name;
  /** Empty: `for every action`. */
  readonly actions: readonly Path[];
  readonly impacting: readonly Name[];
  readonly when: Expression | null;
  readonly expect: Expression;
  readonly because: Quoted | null;
}

/** `waive org.baseline.sourced for IssueRefund until 2026-12-01 because "…"` */
export interface WaiveDeclaration extends Documented {
  readonly kind: "waive";
  readonly clause: Path;
  /** Empty: for every action the clause reaches. */
  readonly actions: readonly Path[];
  /** ISO date as written; the waiver is in force before that day begins in the policy's time zone. */
  readonly until: DateLiteral;
  readonly because: Quoted;
}

// --------------------------------------------------------------------------------------------------- inside actions

export type ActionItem = HeadItem | BlockItem;

/** What an action says of itself, once. */
export type HeadItem =
  | ImpactItem
  | AutonomyItem
  | InputItem
  | InputSchemaItem
  | FactItem
  | ChangesItem
  | LetItem
  | OpenItem
  | ImmaterialItem
  | DiscloseItem
  | RollbackItem
  | IrreversibleItem;

/** `impact money = amount, customers = 1, access` */
export interface ImpactItem extends Node {
  readonly kind: "impact";
  readonly entries: readonly { readonly category: Name; readonly value: Expression | null }[];
}

export type AutonomyLevel = "read_only" | "proposal" | "guided" | "autopilot";

/** `autonomy autopilot` */
export interface AutonomyItem extends Node {
  readonly kind: "autonomy";
  readonly level: AutonomyLevel;
}

/** `input order_id: text, amount: money` */
export interface InputItem extends Node {
  readonly kind: "input";
  readonly fields: readonly Field[];
}

/** `input from schema "issue_refund.json"`; the path is relative to the file. */
export interface InputSchemaItem extends Node {
  readonly kind: "input-schema";
  readonly file: Quoted;
}

/** `fact order: Order = orders(order_id)` */
export interface FactItem extends Documented {
  readonly kind: "fact";
  readonly name: Name;
  readonly type: TypeNode;
  readonly source: Path;
  readonly args: readonly Expression[];
}

/** `changes Order.refunded, Ledger.balance` */
export interface ChangesItem extends Node {
  readonly kind: "changes";
  readonly targets: readonly ChangeTarget[];
}

/** `Order.refunded`; the record may be qualified by its policy. */
export interface ChangeTarget extends Node {
  readonly record: Path;
  readonly field: Name;
}

/** `let remaining = order.total - order.refunded` */
export interface LetItem extends Documented {
  readonly kind: "let";
  readonly name: Name;
  readonly value: Expression;
}

/** `open in staging, prod` */
export interface OpenItem extends Node {
  readonly kind: "open";
  readonly environments: readonly Name[];
}

/** `immaterial note, Order.comment`: input names, or record fields in `changes`. */
export interface ImmaterialItem extends Node {
  readonly kind: "immaterial";
  readonly fields: readonly Path[];
}

export type Disclosure = "evidence" | "reviewers" | "time" | "thresholds";

/** `disclose evidence, reviewers, time, thresholds`: which remedies may name themselves; unsaid: all but thresholds. */
export interface DiscloseItem extends Node {
  readonly kind: "disclose";
  readonly what: readonly Disclosure[];
}

/** `rollback by ReverseRefund within 30 days` */
export interface RollbackItem extends Node {
  readonly kind: "rollback";
  readonly action: Path;
  readonly within: DurationLiteral | null;
}

/** `irreversible` */
export interface IrreversibleItem extends Node {
  readonly kind: "irreversible";
}

/** What may stand in an action, an `every action`, and in any block inside them. */
export type BlockItem = Block | Clause | ControlItem;

export type Block = EnvironmentBlock | AtBlock | IfBlock | ControlBlock;

/** `environment prod, staging { … }` */
export interface EnvironmentBlock extends Node {
  readonly kind: "environment-block";
  readonly environments: readonly Name[];
  readonly items: readonly BlockItem[];
}

/** `at high { … }`: that tier or a higher one. */
export interface AtBlock extends Node {
  readonly kind: "at-block";
  readonly tier: Name;
  readonly items: readonly BlockItem[];
}

/** `if C { … }` */
export interface IfBlock extends Node {
  readonly kind: "if-block";
  readonly condition: Expression;
  readonly items: readonly BlockItem[];
}

/** `control "ISO/IEC 42001, A.9.2" { … }` maps the clauses inside. */
export interface ControlBlock extends Node {
  readonly kind: "control-block";
  readonly controls: readonly Quoted[];
  readonly items: readonly BlockItem[];
}

/** `control "…"` without braces maps the enclosing block or action. */
export interface ControlItem extends Node {
  readonly kind: "control";
  readonly controls: readonly Quoted[];
}

// ------------------------------------------------------------------------------------------------------- clauses

export type Clause =
  | RequireClause
  | ForbidClause
  | ScoreClause
  | TierClause
  | ApproveClause
  | EvidenceClause
  | QuotaClause
  | LimitClause
  | SampleClause
  | RouteClause
  | EscalateClause;

export interface ClauseBase extends Documented {
  /** `shadow` before the verb: evaluated and reported, without effect. */
  readonly shadow: boolean;
  /** `waivable` before the verb: a `waive` may name it. */
  readonly waivable: boolean;
  readonly name: Name | null;
  readonly because: Quoted | null;
}

/** `require NAME: C else … because "…"` */
export interface RequireClause extends ClauseBase {
  readonly kind: "require";
  readonly condition: Expression;
  readonly otherwise: Consequence | null;
}

/** `forbid NAME: C because "…"` */
export interface ForbidClause extends ClauseBase {
  readonly kind: "forbid";
  readonly condition: Expression;
}

/** `score 20 NAME: C`; without a condition it always counts. */
export interface ScoreClause extends ClauseBase {
  readonly kind: "score";
  readonly points: NumberLiteral;
  readonly condition: Expression | null;
}

/** `tier high NAME: C`; without a condition it always holds. */
export interface TierClause extends ClauseBase {
  readonly kind: "tier";
  readonly tier: Name;
  readonly condition: Expression | null;
}

/** `approve [NAME:] by REQUIREMENT [excluding EXPR] [when C]` */
export interface ApproveClause extends ClauseBase {
  readonly kind: "approve";
  readonly requirement: Requirement;
  readonly excluding: Expression | null;
  readonly when: Expression | null;
}

/** `evidence [NAME:] fraud_check [within 24 hours] [when C]` */
export interface EvidenceClause extends ClauseBase {
  readonly kind: "evidence";
  readonly evidence: Name;
  readonly within: DurationLiteral | null;
  readonly when: Expression | null;
}

/** `quota NAME: 20 per day for each requester.id when C else tier high` */
export interface QuotaClause extends ClauseBase {
  readonly kind: "quota";
  /** What is added up; null counts change sets. */
  readonly sum: Expression | null;
  readonly limit: Expression;
  readonly window: QuotaWindow;
  readonly keys: readonly Expression[];
  readonly when: Expression | null;
  readonly otherwise: Consequence | null;
}

export type CalendarUnit = "hour" | "day" | "week" | "month" | "year";

export type QuotaWindow =
  | { readonly kind: "calendar"; readonly unit: CalendarUnit; readonly span: Span } // per day
  | { readonly kind: "rolling"; readonly duration: DurationLiteral; readonly span: Span } // in any 30 days
  | { readonly kind: "ever"; readonly span: Span } // in total
  | { readonly kind: "open"; readonly span: Span }; // at once: reservations still open

/** `limit [NAME:] autonomy to guided [when C]` */
export interface LimitClause extends ClauseBase {
  readonly kind: "limit";
  readonly level: AutonomyLevel;
  readonly when: Expression | null;
}

/** `sample [NAME:] 5% [when C]` */
export interface SampleClause extends ClauseBase {
  readonly kind: "sample";
  readonly rate: NumberLiteral;
  readonly when: Expression | null;
}

/** `route [NAME:] to fraud_desk [when C]` */
export interface RouteClause extends ClauseBase {
  readonly kind: "route";
  readonly queue: Name;
  readonly when: Expression | null;
}

/** `escalate [NAME:] to finance_director after 4 hours [when C]` */
export interface EscalateClause extends ClauseBase {
  readonly kind: "escalate";
  readonly role: Name;
  readonly after: DurationLiteral;
  readonly when: Expression | null;
}

/** What follows `else`. */
export type Consequence =
  | { readonly kind: "deny"; readonly span: Span }
  | { readonly kind: "warn"; readonly span: Span }
  | { readonly kind: "tier"; readonly tier: Name; readonly span: Span }
  | {
      readonly kind: "approve";
      readonly requirement: Requirement;
      readonly excluding: Expression | null;
      readonly span: Span;
    };

// -------------------------------------------------------------------------------------------------- requirements

export type Requirement =
  | SeatsRequirement
  | AnyRequirement
  | RolesRequirement
  | JoinRequirement
  | TableRequirement
  | NobodyRequirement;

/** `2 of finance` */
export interface SeatsRequirement extends Node {
  readonly kind: "seats";
  readonly count: NumberLiteral;
  readonly role: Name;
}

/** `2 of any [finance, legal]`: two people from the union. */
export interface AnyRequirement extends Node {
  readonly kind: "any";
  readonly count: NumberLiteral;
  readonly roles: readonly Name[];
}

/** `2 roles of [finance, legal, risk]`: two people, each in another role. */
export interface RolesRequirement extends Node {
  readonly kind: "roles";
  readonly count: NumberLiteral;
  readonly roles: readonly Name[];
}

/** `a and b` adds seats; `a or b` offers alternatives. Two or more parts; `and` binds tighter. */
export interface JoinRequirement extends Node {
  readonly kind: "and" | "or";
  readonly parts: readonly Requirement[];
}

/** `sign_off(amount, region)`: a row of an approval table. */
export interface TableRequirement extends Node {
  readonly kind: "table";
  readonly table: Path;
  readonly args: readonly Expression[];
}

/** `nobody`, in approval tables. */
export interface NobodyRequirement extends Node {
  readonly kind: "nobody";
}

// --------------------------------------------------------------------------------------------------------- types

export type TypeNode = NamedType | ChoiceType | ListType | MapType | OptionalType;

/** A built-in type word (`text`, `money`, …), a record, or an enum. */
export interface NamedType extends Node {
  readonly kind: "named-type";
  readonly path: Path;
}

/** `"a" | "b"` */
export interface ChoiceType extends Node {
  readonly kind: "choice-type";
  readonly values: readonly Quoted[];
}

/** `list of T` */
export interface ListType extends Node {
  readonly kind: "list-type";
  readonly element: TypeNode;
}

/** `map of T` */
export interface MapType extends Node {
  readonly kind: "map-type";
  readonly element: TypeNode;
}

/** `T?` */
export interface OptionalType extends Node {
  readonly kind: "optional-type";
  readonly inner: TypeNode;
}

// --------------------------------------------------------------------------------------------------- expressions

export type Expression =
  | TextLiteral
  | NumberLiteral
  | MoneyLiteral
  | DurationLiteral
  | DateLiteral
  | TimeLiteral
  | BoolLiteral
  | ListLiteral
  | NameExpression
  | FieldExpression
  | IndexExpression
  | NotExpression
  | NegateExpression
  | BinaryExpression
  | PresenceExpression
  | IfExpression
  | MatchExpression
  | QuantifierExpression
  | CallExpression
  | HistoryExpression
  | ChangesToExpression
  | EvidenceOfExpression;

export interface TextLiteral extends Node {
  readonly kind: "text";
  readonly value: string;
}

/** `42`, `5_000`, `0.7`, `5%`: `value` is the plain decimal (`"0.05"` for `5%`), `percent` remembers how it was written. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: string;
  readonly percent: boolean;
}

/** `500 USD`: plain decimal and ISO 4217 code. */
export interface MoneyLiteral extends Node {
  readonly kind: "money";
  readonly amount: string;
  readonly currency: string;
}

export type DurationUnit = "second" | "minute" | "hour" | "day" | "week";

/** `30 days`; a day is 24 hours, a week 7 days. */
export interface DurationLiteral extends Node {
  readonly kind: "duration";
  readonly count: string;
  readonly unit: DurationUnit;
}

/** `2026-12-01` */
export interface DateLiteral extends Node {
  readonly kind: "date";
  readonly value: string;
}

/** `2026-12-01T10:00:00Z`, with an offset. */
export interface TimeLiteral extends Node {
  readonly kind: "time";
  readonly value: string;
}

export interface BoolLiteral extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}

export interface ListLiteral extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** A bare name: input, fact, let, parameter, binder, tier, outcome, level, or an always-there name (`requester`, `score`, …). */
export interface NameExpression extends Node {
  readonly kind: "name";
  readonly name: string;
}

/** `a.b`, or `a?.b` when `safe`. */
export interface FieldExpression extends Node {
  readonly kind: "field";
  readonly of: Expression;
  readonly field: Name;
  readonly safe: boolean;
}

/** `m[k]` */
export interface IndexExpression extends Node {
  readonly kind: "index";
  readonly of: Expression;
  readonly key: Expression;
}

export interface NotExpression extends Node {
  readonly kind: "not";
  readonly operand: Expression;
}

/** `-x` */
export interface NegateExpression extends Node {
  readonly kind: "negate";
  readonly operand: Expression;
}

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "like"
  | "not like"
  | "+"
  | "-"
  | "*"
  | "/"
  | "??";

/** Precedence, loosest first: or; and; not; comparisons (not chained); + -; * /; ??; unary minus; postfix. */
export interface BinaryExpression extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x is present`, `x is missing` */
export interface PresenceExpression extends Node {
  readonly kind: "presence";
  readonly operand: Expression;
  readonly present: boolean;
}

/** `if C then a else b` */
export interface IfExpression extends Node {
  readonly kind: "if";
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

/** `match a, b { "gold", _ => 3  _, _ => 0 }`; the first row that fits decides. */
export interface MatchExpression extends Node {
  readonly kind: "match";
  readonly subjects: readonly Expression[];
  readonly rows: readonly MatchRow[];
}

export interface MatchRow extends Node {
  readonly patterns: readonly Pattern[];
  readonly result: Expression;
}

export type Pattern =
  | { readonly kind: "any"; readonly span: Span } // _
  | { readonly kind: "missing"; readonly span: Span } // missing
  | { readonly kind: "one-of"; readonly values: readonly Expression[]; readonly span: Span } // "a" | "b" (literals, or tier names)
  | {
      readonly kind: "compare";
      readonly operator: "<" | "<=" | ">" | ">=" | "==";
      readonly value: Expression;
      readonly span: Span;
    }
  | { readonly kind: "range"; readonly low: Expression; readonly high: Expression; readonly span: Span }; // 10 USD to 50 USD, both ends included

export type Quantifier = "any" | "all" | "none" | "count" | "sum" | "list" | "min" | "max";

/**
 * `any(x in xs: C)`, `all`, `none`, `count(x in xs: C)`; `sum(x in xs: E where C)`, `list(…)`, `min(…)`, `max(…)`.
 * For the first four `body` is the condition and `where` is null. (`count(xs)` and the like without a binder are calls.)
 */
export interface QuantifierExpression extends Node {
  readonly kind: "quantifier";
  readonly quantifier: Quantifier;
  readonly binder: Name;
  readonly source: Expression;
  readonly body: Expression;
  readonly where: Expression | null;
}

/** `lower(x)`, `weekend(now)`, `org.baseline.weekend(now)`: a builtin, a define, or a table. */
export interface CallExpression extends Node {
  readonly kind: "call";
  readonly callee: Path;
  readonly args: readonly Expression[];
}

/** `history of IssueRefund in last 24 hours` */
export interface HistoryExpression extends Node {
  readonly kind: "history";
  readonly action: Path;
  readonly last: DurationLiteral;
}

/** `changes to Order.refunded` */
export interface ChangesToExpression extends Node {
  readonly kind: "changes-to";
  readonly target: ChangeTarget;
}

/** `evidence of fraud_check` */
export interface EvidenceOfExpression extends Node {
  readonly kind: "evidence-of";
  readonly evidence: Name;
}
