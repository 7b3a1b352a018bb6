/** What is left of a proposal after a fault, as the table of faults says it. */
import type { Answer } from "../../../src/gate/api.ts";
import type { Proposal } from "../../../src/gate/documents.ts";
import type { Store } from "../../../src/gate/store.ts";

export interface Observed {
  /** `ok`, or the code of the refusal; `nothing`: nobody was there to be told. */
  readonly told: string;
  readonly state: string;
  readonly reservation: string;
}

/** Looks past the gate, which may be what failed. */
export async function observed(
  store: Store,
  answer: Answer<unknown> | null,
  id: string,
  tenant = "default",
): Promise<Observed> {
  const told = answer === null ? "nothing" : answer.ok ? "ok" : answer.code;
  const row = await store.read(tenant, async (view) => (await view.load({ proposal: id })).proposal);
  if (row === null) return { told, state: "none", reservation: "none" };
  const { status, reservations } = JSON.parse(row.doc) as Proposal;
  const states = [...new Set(reservations.map(({ state }) => state))].sort();
  return { told, state: status, reservation: states.join(", ") || "none" };
}
