/** A long past: committed proposals with their events and postings, written straight into a store. */
import { chained } from "../../src/gate/audit/chain.ts";
import type { Changes, Store } from "../../src/gate/store.ts";

const BATCH = 2_000;
const SPEND = "shop.Refund.spend";
const DAILY = "shop.Refund.daily";

/** A proposal each two seconds, the last one an hour ago. Their documents are short: nobody reads them here. */
export async function filled(store: Store, tenant: string, count: number, say: (text: string) => void): Promise<void> {
  const end = Date.now() - 3_600_000;
  for (let first = 0; first < count; first += BATCH) {
    await store.transact(tenant, async (tx) => {
      const head = await tx.head();
      const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => first + i);
      const when = (n: number): number => end - (count - n) * 2_000;
      const events = chained(
        tenant,
        head,
        when(first),
        numbers.map((n) => ({
          type: "committed" as const,
          proposal: `past-${n}`,
          revision: 1,
          action: "shop.Refund",
          actor: { id: "agent:bot", via: null, on_behalf_of: null, auth_strength: 0 },
          why: null,
          status: { before: "committing" as const, after: "committed" as const },
          digest: null,
          policy: null,
          state: null,
          data: {},
        })),
      );
      const changes: Changes = {
        proposals: numbers.map((n) => ({
          id: `past-${n}`,
          expected: 0,
          version: 1,
          status: "committed",
          action: "shop.Refund",
          environment: "prod",
          requester: "agent:bot",
          proposed_at: when(n),
          expires_at: when(n) + 86_400_000,
          wake_at: null,
          counts_at: when(n),
          entry: JSON.stringify({ status: "committed", requester: { id: "agent:bot", kind: "agent" }, inputs: {} }),
          doc: JSON.stringify({ id: `past-${n}` }),
        })),
        post: numbers.flatMap((n) => [
          posting(SPEND, "[]", "USD", "620", n, when(n), 620n),
          posting(DAILY, '["agent:bot"]', "", "1", n, when(n), 1n),
        ]),
        events,
      };
      await tx.write(changes);
    });
    if (first % (BATCH * 50) === 0) say(`  ${first.toLocaleString("en")}`);
  }
}

function posting(clause: string, key: string, unit: string, amount: string, n: number, at: number, each: bigint) {
  return { clause, key, unit, amount, at, proposal: `past-${n}`, n: n + 1, total: String(BigInt(n + 1) * each) };
}
