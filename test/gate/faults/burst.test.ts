/** Eight processes at one quota at the same time: what is used in the end is the limit, to the cent. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Proposal } from "../../../src/gate/documents.ts";
import { DURABLE, LEFT_OUT, storeAt } from "../places.ts";
import { started, workerProgram } from "./processes.ts";
import { kept, onceOnly, whole } from "./sound.ts";

const PROCESSES = 8;
/** `agent:bot` meets the number of a day, `agent:other` what all of them may spend: 20 × 1 USD + 15 × 32 USD are 500 USD. */
const LIMITS = { daily: 20, spend: 500 };
const BURST = [
  { by: "agent:bot", amount: "1.00", times: 5 },
  { by: "agent:other", amount: "32.00", times: 4 },
];

test.each(DURABLE)(
  "eight processes at two quotas end at exactly the limits, over $name",
  { timeout: 600_000 },
  async ({ make }) => {
    const program = await workerProgram();
    const folder = mkdtempSync(join(tmpdir(), "bylaw-burst-"));
    const file = join(folder, "orders");
    const place = make();
    try {
      const store = await storeAt(place.address);
      const errand = { ...LIMITS, address: place.address, tenant: "burst", file, burst: BURST, drains: false };
      const workers = Array.from({ length: PROCESSES }, () => started(program, errand));
      await Promise.all(workers.map(({ ready }) => ready));
      for (const { process } of workers) process.stdin!.write("go\n");
      expect(await Promise.all(workers.map(({ gone }) => gone))).toEqual(workers.map(() => 0));
      expect(workers.flatMap(({ faults }) => faults)).toEqual([]);

      const after = await whole(store, "burst");
      kept(
        workers.flatMap(({ said }) => said),
        after.events,
      );
      onceOnly(after, file);
      const taken = (by: string): readonly Proposal[] =>
        after.proposals.filter(
          ({ change_set, reservations }) =>
            change_set.requester.id === by && reservations.some(({ state }) => state === "open" || state === "posted"),
        );
      expect(after.proposals).toHaveLength(PROCESSES * 9);
      expect(taken("agent:bot")).toHaveLength(20);
      expect(taken("agent:other")).toHaveLength(15);
      // Some of it is posted and some is still open; together it is the limit.
      const spend = await store.read("burst", async (view) =>
        view.usage([{ clause: "shop.Refund.spend", key: "[]", from: null, exclusive: false }]),
      );
      const open = spend[0]!.holds.reduce((sum, { amount }) => sum + Number(amount), 0);
      expect(open).toBeGreaterThan(0);
      expect(open + Number(spend[0]!.totals[0]!.total)).toBe(500);
      await store.close();
    } finally {
      program.remove();
      await place.remove();
      rmSync(folder, { recursive: true });
    }
  },
);

if (LEFT_OUT !== null) test.skip(LEFT_OUT, () => {});
