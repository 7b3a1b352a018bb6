/** What a run of one subject is told and tells. */

export interface Task {
  /** Where the harness is installed. */
  readonly harness: string;
  /** The adapter of a peer; null: Bylaw. */
  readonly adapter: string | null;
  readonly variant: string;
  readonly sets: number;
  /** Null: the one refund policy; else that many actions in one set. */
  readonly actions: number | null;
  readonly seconds: number;
}

export interface Measured {
  readonly task: Task;
  readonly ns: number;
  readonly loadMs: number;
  /** The handwritten program in the same process. */
  readonly rulesNs: number;
  readonly checkedNs: number;
  readonly fullNs: number;
  /** Medians of the ratios of slices side by side. */
  readonly timesRules: number;
  readonly timesChecked: number;
  readonly timesFull: number;
  /** Nanoseconds, of single calls. */
  readonly p99: number;
  readonly wrong: number;
  readonly compared: number;
}
