/** What a database has to offer so that a store can be made of it. */
import { StoreError, type Tenant } from "../../gate/store.ts";
import type { Ask } from "./reading.ts";
import type { Request } from "./statements.ts";

export interface Driver {
  /** Whether a question is a way to somewhere else and back. */
  readonly far: boolean;
  /** Works of one lane run one after another, and may share a transaction. */
  readonly laneOf: (tenant: Tenant) => string;
  /** Begins to write for a lane: from the first question on nobody else writes for its tenants. */
  readonly begin: (lane: string) => Promise<Running>;
  /** Begins to read one state. */
  readonly snapshot: () => Promise<Snapshot>;
  readonly close: () => Promise<void>;
}

export interface Snapshot {
  readonly ask: Ask;
  /** Gives back what it holds. Never throws. */
  readonly end: () => Promise<void>;
}

/** A transaction. What `ask` and `commit` throw has ended it: a `StoreError`, or a `ConflictError` with what is there. */
export interface Running {
  readonly ask: Ask;
  /** Runs what is left and makes all of it durable. */
  readonly commit: (requests: readonly Request[]) => Promise<void>;
  /** Gives up. Never throws. */
  readonly rollback: () => Promise<void>;
}

/** Nothing was kept, and the same again may well succeed: a connection that was lost, a deadlock. */
export class TransientError extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, "nothing_kept", options);
  }
}
