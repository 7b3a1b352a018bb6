/** Whether a store is whole after whatever has happened to it: nothing lost, nothing half done, nothing done twice. */
import { expect } from "vitest";
import { verifyStore } from "../../../src/gate/audit/verify.ts";
import type { GateEvent, Proposal } from "../../../src/gate/documents.ts";
import type { Store } from "../../../src/gate/store.ts";
import { carriedOut } from "./shop.ts";
import type { Said } from "./worker.ts";

export interface Whole {
  readonly proposals: readonly Proposal[];
  readonly events: readonly GateEvent[];
}

export async function whole(store: Store, tenant: string): Promise<Whole> {
  return store.read(tenant, async (view) => {
    const verification = await verifyStore(view, tenant);
    expect(verification.first?.message ?? "whole").toBe("whole");
    const events = (await view.events(0, 100_000)).map(({ body }) => JSON.parse(body) as GateEvent);
    const rows = await view.find({ order: "newest", limit: 10_000 });
    const proposals = rows.map(({ doc }) => JSON.parse(doc) as Proposal);
    const quotas = new Map<string, { open: string[]; posted: bigint; count: number }>();
    for (const { id, reservations } of proposals)
      for (const { clause, key, state, amount, posted } of reservations) {
        const name = JSON.stringify([clause, key]);
        const own = quotas.get(name) ?? { open: [], posted: 0n, count: 0 };
        quotas.set(name, own);
        if (state === "open") own.open.push(`${id} ${hundredths(amount)}`);
        if (state === "posted") {
          own.posted += hundredths(posted!);
          own.count++;
        }
      }
    for (const [name, { open, posted, count }] of quotas) {
      const [clause, key] = JSON.parse(name) as [string, string[]];
      const [found] = await view.usage([{ clause, key: JSON.stringify(key), from: null, exclusive: false }]);
      const holds = found!.holds.map(({ proposal, amount }) => `${proposal} ${hundredths(amount)}`);
      expect(holds.sort(), `holds of ${name}`).toEqual(open.sort());
      expect(hundredths(found!.totals[0]?.total ?? "0"), `posted of ${name}`).toBe(posted);
      expect(found!.totals[0]?.n ?? 0).toBe(count);
    }
    return { proposals, events };
  });
}

/** Exact, for amounts of at most two places. */
export function hundredths(amount: string): bigint {
  const [whole = "0", places = ""] = amount.split(".");
  return BigInt(whole) * 100n + BigInt(places.padEnd(2, "0"));
}

/** Every answer that somebody was given is in the log. */
export function kept(said: readonly Said[], events: readonly GateEvent[]): void {
  const states = new Set(events.map(({ state }) => state));
  for (const { what, proposal, state } of said) expect(states.has(state), `${what} of ${proposal}`).toBe(true);
}

/** No order twice, none that was never claimed, and none that is said to be done and is not. */
export function onceOnly({ proposals, events }: Whole, file: string): void {
  const orders = carriedOut(file);
  expect(new Set(orders).size).toBe(orders.length);
  const claimed = events.filter(({ type }) => type === "claimed").map(({ proposal }) => proposal);
  expect(new Set(claimed).size).toBe(claimed.length);
  for (const order of orders) expect(claimed).toContain(order);
  for (const { id, status } of proposals) {
    if (status === "committed") expect(orders, id).toContain(id);
    if (status === "failed") expect(orders, id).not.toContain(id);
  }
}
