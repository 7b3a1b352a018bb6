/** Laws: whatever is changed in whatever log is found, and where. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chained } from "../../../src/gate/audit/chain.ts";
import { eventsAfter } from "../../../src/gate/audit/log.ts";
import { verifyLog } from "../../../src/gate/audit/verify.ts";
import type { EventType } from "../../../src/gate/documents.ts";
import type { EventRow } from "../../../src/gate/store.ts";
import { sha256 } from "../../../src/source/sha256.ts";
import { draftOf, type Short, viewOf } from "./log.ts";
import { rehashed } from "./tamper.ts";

const types: readonly EventType[] = ["proposed", "approved", "rejected", "claimed", "committed", "refused", "incident"];

const short: fc.Arbitrary<Omit<Short, "at">> = fc.record({
  type: fc.constantFrom(...types),
  proposal: fc.constantFrom("p-1", "p-2", "p-3"),
  by: fc.string({ maxLength: 8 }),
  status: fc.constant([null, null] as const),
  why: fc.string({ unit: "binary", maxLength: 12 }),
  data: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }) as fc.Arbitrary<
    Record<string, unknown>
  >,
});

/** A log whose clock stands still now and then. */
const logs = (least: number): fc.Arbitrary<EventRow[]> =>
  fc.array(fc.tuple(short, fc.constantFrom(0, 0, 1, 5_000)), { minLength: least, maxLength: 12 }).map((events) => {
    const rows: EventRow[] = [];
    let at = Date.parse("2026-11-02T09:00:00Z");
    for (const [event, after] of events) {
      at += after;
      const last = rows.at(-1);
      const head = last === undefined ? null : { seq: last.seq, hash: last.hash, at: last.at };
      rows.push(...chained("default", head, at, [draftOf({ ...event, at: "" })]));
    }
    return rows;
  });

const verify = (rows: readonly EventRow[]) =>
  verifyLog({ tenant: "default", events: eventsAfter(viewOf(rows, [], []), 0) });

describe("verification", () => {
  test("finds nothing in a log that nobody touched", async () => {
    await fc.assert(
      fc.asyncProperty(logs(0), async (rows) => {
        const found = await verify(rows);
        expect(found.faults).toEqual([]);
        expect(found.events).toBe(rows.length);
      }),
    );
  });

  test("names the very event of which one character was changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        logs(1),
        fc.nat(),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (rows, n, c, by) => {
          const at = n % rows.length;
          const { body } = rows[at]!;
          const place = c % body.length;
          const edited = body.slice(0, place) + by + body.slice(place + 1);
          fc.pre(edited !== body);
          const found = await verify(rows.with(at, { ...rows[at]!, body: edited }));
          expect(found.first?.seq).toBe(at + 1);
        },
      ),
    );
  });

  test("names the next one where the hash was made to fit", async () => {
    await fc.assert(
      fc.asyncProperty(logs(2), fc.nat(), fc.string(), async (rows, n, why) => {
        const at = n % (rows.length - 1);
        const row = rows[at]!;
        const event = JSON.parse(row.body) as { why: string };
        fc.pre(event.why !== why && why.isWellFormed());
        const body = row.body.replace(`"why":${JSON.stringify(event.why)}`, () => `"why":${JSON.stringify(why)}`);
        fc.pre(body !== row.body);
        const found = await verify(rows.with(at, { ...row, body, hash: sha256(body) }));
        expect(found.first).toMatchObject({ code: "chain_broken", seq: at + 2 });
      }),
    );
  });

  test("names the first event that is missing, wherever they were cut out, but for the end", async () => {
    await fc.assert(
      fc.asyncProperty(logs(2), fc.nat(), fc.nat(), async (rows, n, m) => {
        const start = n % (rows.length - 1);
        const count = 1 + (m % (rows.length - 1 - start));
        const found = await verify(rows.toSpliced(start, count));
        expect(found.first).toMatchObject({ code: "gap", seq: start + 1 });
      }),
    );
  });

  test("finds every other order", async () => {
    await fc.assert(
      fc.asyncProperty(logs(2), fc.nat(), fc.nat(), async (rows, n, m) => {
        const [a, b] = [n % rows.length, m % rows.length];
        fc.pre(a !== b);
        const swapped = rows.with(a, rows[b]!).with(b, rows[a]!);
        const found = await verify(swapped);
        expect(found.ok).toBe(false);
        // The numbers after the cut are the first that do not follow.
        expect(found.first?.seq).toBe(Math.min(a, b) + 1);
      }),
    );
  });

  test("cannot find what was computed anew to the end: that is what checkpoints are for", async () => {
    await fc.assert(
      fc.asyncProperty(logs(3), async (rows) => {
        const found = await verify(rehashed(rows.slice(1)));
        expect(found.ok).toBe(true);
      }),
    );
  });
});
