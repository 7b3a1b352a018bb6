/** A quota for each text that somebody writes is kept exactly on every store, however long the text is. */
import { describe, expect, test } from "vitest";
import { BOT, ok, POLICY, refund, world } from "../world.ts";
import { on, STORES } from "./stores.ts";

const policy = POLICY.replace("daily: 3 per day for each requester.id", "daily: 2 per day for each note").replace(
  "  immaterial note\n",
  "",
);
/** Long, with no pattern that an index could shorten it by, and not of one byte for each character. */
const textOf = (seed: number, length: number): string =>
  Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + ((i * i * 7919 + i * 104_729 + seed) % 20_000))).join(
    "",
  );

describe.each(Object.entries(STORES))("%s", (name, open) => {
  test.skipIf(open === null)(
    open === null ? `SKIPPED on ${name}: BYLAW_TEST_POSTGRES names no server` : "counts each",
    () =>
      on(open!, async (store) => {
        const w = world({ policy, store });
        for (const note of [textOf(1, 9_000), textOf(2, 9_000), textOf(1, 390)]) {
          const outcomes: string[] = [];
          for (let i = 0; i < 3; i++) {
            const { proposal } = ok(await w.gate.propose(BOT, { change_set: refund("20.00", { note }) }));
            outcomes.push(proposal.decision.outcome);
          }
          expect(outcomes).toEqual(["allow", "allow", "deny"]);
        }
        const [one] = ok(await w.gate.list(BOT, { view: "all", statuses: ["approved"], limit: 1 })).proposals;
        const { proposal } = ok(await w.gate.commit(BOT, { proposal: one!.id }));
        expect(proposal.reservations.map(({ state }) => state)).toEqual(["posted", "posted"]);
        const again = ok(
          await w.gate.propose(BOT, { change_set: refund("20.00", { note: textOf(1, 390), old: "20.00" }) }),
        );
        expect(again.decision.outcome).toBe("deny");
      }),
  );
});
