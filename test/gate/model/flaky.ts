/** A store that fails now and then, as a database does whose disk fills up or whose connection is lost. */
import { type Store, StoreError } from "../../../src/gate/store.ts";

/**
 * `refuses`: nothing of a transaction is kept. `forgets`: it is kept, and whoever waits for it is told that this is not known.
 * `loses`: they are told the same, and nothing is kept.
 */
export const FLAWS = ["none", "refuses", "forgets", "loses"] as const;
export type Flaw = (typeof FLAWS)[number];

export class FlakyStore implements Store {
  readonly #store: Store;
  /** What goes wrong with some of the transactions. */
  flaw: Flaw = "none";
  /** Which of them: one bit for each, over and over. */
  pattern = 0;
  #turn = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  readonly transact: Store["transact"] = async (tenant, work) => {
    const flawed = this.flaw !== "none" && ((this.pattern >> (this.#turn++ % 8)) & 1) === 1;
    if (flawed && this.flaw === "refuses") throw new StoreError("the disk is full", "nothing_kept");
    if (flawed && this.flaw === "loses") throw new StoreError("the connection was lost", "unknown");
    const value = await this.#store.transact(tenant, work);
    if (flawed) throw new StoreError("the connection was lost", "unknown");
    return value;
  };

  readonly read: Store["read"] = (tenant, work) => this.#store.read(tenant, work);
  readonly close: Store["close"] = () => this.#store.close();
}
