/**
 * The fixture format: what a `*.test.yaml` file may hold. docs/howto/testing.md explains it to its readers.
 *
 *     policy: .                          the folder of the policy set, from this file; or a list of folders
 *     today: 2026-11-22                  the date the set is checked at; default: the day of `given.now`
 *     given:                             parts of a change set and of its context, side by side
 *       now: 2026-11-22T10:15:00Z
 *       action: support.refunds.IssueRefund
 *       inputs: { amount: 20 USD }
 *     cases:
 *       - name: a small refund is made at once
 *         when: { inputs.amount: 20 USD }          paths at the top, deep merge below
 *         expect: { outcome: allow }               any part of the decision, nested or by path
 *       - name: by amount
 *         table:                                   one case a row; `=>` parts `when` from `expect`
 *           - [inputs.amount, =>, tier]
 *           - [20 USD,        =>, low]
 *           - [60 USD,        =>, medium]
 *
 * Values: `!unknown why` is a value that is not known, `!missing` takes a value out, `20 USD` is money where the contract
 * of the action says so. Matchers: `contains`, `lacks`, `exactly`, `one_of`, `at_least`, `at_most`.
 *
 * INVARIANT: whatever cannot fail is a fault. Unknown keys and names, cases without expectations, expectations that every
 * decision meets, duplicate keys and names are reported with their place.
 */
import type { Span } from "../../source/span.ts";

/** A YAML value that remembers where it stands. */
export type Located =
  | {
      readonly kind: "scalar";
      readonly value: string | number | boolean | null;
      readonly source: string;
      readonly span: Span;
    }
  | { readonly kind: "list"; readonly items: readonly Located[]; readonly span: Span }
  | { readonly kind: "map"; readonly entries: readonly LocatedEntry[]; readonly span: Span }
  /** `!unknown why` */
  | { readonly kind: "unknown"; readonly why: string; readonly span: Span }
  /** `!missing` */
  | { readonly kind: "missing"; readonly span: Span };

export interface LocatedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

/** A value under a path: `inputs.amount` → `["inputs", "amount"]`, `changes[0].new` → `["changes", 0, "new"]`. */
export interface Setting {
  readonly path: readonly (string | number)[];
  readonly keySpan: Span;
  readonly value: Located;
}

export interface FixtureFile {
  readonly name: string;
  /** Folders of the policy set, relative to the folder of the fixture file. */
  readonly policy: readonly string[];
  readonly today: string | null;
  readonly given: readonly Setting[];
  readonly cases: readonly FixtureCase[];
}

/** One case; a row of a table is one case. */
export interface FixtureCase {
  readonly name: string;
  readonly span: Span;
  readonly when: readonly Setting[];
  readonly expect: readonly Setting[];
  readonly approvals: Located | null;
}

export const FILE_KEYS = ["policy", "today", "given", "cases"] as const;
export const CASE_KEYS = ["name", "when", "expect", "table", "approvals"] as const;

/** Parts of a change set, as `given` and `when` name them. */
export const CHANGE_SET_KEYS = [
  "version",
  "id",
  "action",
  "environment",
  "requester",
  "requested_at",
  "inputs",
  "changes",
  "evidence",
  "confidence",
  "correlation_id",
] as const;

/** Parts of the context. */
export const CONTEXT_KEYS = ["now", "facts", "history", "usage", "directory", "editors", "sample_key"] as const;

export const MATCHERS = ["contains", "lacks", "exactly", "one_of", "at_least", "at_most"] as const;
