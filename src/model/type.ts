/** Types as the checker, the plan and the reader of change sets share them. Plain JSON: they travel in bundles. */
export type Type =
  | { readonly kind: "text" }
  | { readonly kind: "bool" }
  | { readonly kind: "int" }
  | { readonly kind: "decimal" }
  | { readonly kind: "money" }
  | { readonly kind: "time" }
  | { readonly kind: "date" }
  | { readonly kind: "duration" }
  /** A closed set of texts; `name` is the enum's qualified name, or null for one written in place. */
  | { readonly kind: "choice"; readonly name: string | null; readonly values: readonly string[] }
  /** A record by its id in the record table: `support.refunds.Order`, or a built-in one (`$requester`). */
  | { readonly kind: "record"; readonly id: string }
  | { readonly kind: "list"; readonly of: Type }
  | { readonly kind: "map"; readonly of: Type }
  /** INVARIANT: never nested. */
  | { readonly kind: "optional"; readonly of: Type }
  /** Ordered names: tiers (of the policy set), outcomes, autonomy levels. */
  | { readonly kind: "tier" }
  | { readonly kind: "outcome" }
  | { readonly kind: "level" }
  /** The element type of `[]`; fits everything. */
  | { readonly kind: "never" };

export interface FieldType {
  readonly name: string;
  readonly type: Type;
  readonly doc: string | null;
  /** Limits that an imported JSON Schema puts on the value; absent elsewhere. */
  readonly limits?: Limits;
}

/** The keywords of JSON Schema that the reader enforces. Numbers are plain decimals. Bounds are inclusive. */
export interface Limits {
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusive_minimum?: string;
  readonly exclusive_maximum?: string;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly unique_items?: boolean;
}

export interface RecordType {
  readonly id: string;
  readonly doc: string | null;
  readonly fields: readonly FieldType[];
}

/**
 * Built-in records, by id:
 * - `$requester`: id text, kind "person"|"agent"|"service", roles list of text, owner text?, on_behalf_of text?
 * - `$target`: type text, id text
 * - `$change`: target $target, field text, reason text?, evidence (list of $evidence)?
 *   (evidence is missing when the change names none)
 * - `$change:REC.field`: the same, plus `old` T? and `new` T?
 * - `$evidence`: id text, kind text, issuer text, uri text?, digest text?, at time
 * - `$evidence:KIND`: the same, plus the declared payload fields
 * - `$history:ACTION`: requester $requester, at time, status "committed"|"pending", inputs $inputs:ACTION, plus every
 *   input whose name is none of these
 * - `$inputs:ACTION`: the inputs of an action
 * - `$pair:…`: `left` and `right`, what `zip` and `adjacent` give (made by the checker as they are needed)
 * - `$impact`: one optional field per category: money? , customers int?, the others bool?
 */
