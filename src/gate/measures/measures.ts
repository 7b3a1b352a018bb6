/** How the gate does its work, computed from the audit log alone. */

export interface MeasuresQuery {
  /** ISO 8601. Proposals proposed from then on. */
  readonly since?: string | undefined;
  /** ISO 8601. Proposals proposed before then. */
  readonly until?: string | undefined;
  readonly action?: string | undefined;
  readonly tier?: string | undefined;
  /** One row for each of these. Default: none, so one row for all. */
  readonly by?: readonly ("action" | "tier" | "day" | "week" | "month")[] | undefined;
}

export interface Measures {
  readonly version: "1";
  readonly rows: readonly MeasuresRow[];
}

export interface MeasuresRow {
  readonly group: { readonly [by: string]: string };
  readonly proposals: number;
}
