/** Random transactions, alone and many at once: whatever a store answers and holds, the memory store does too. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Changes,
  ConflictError,
  type Head,
  type Store,
  type UsageFound,
  type View,
} from "../../src/gate/store.ts";
import { memoryStore } from "../../src/stores/memory/store.ts";
import { postgresStore } from "../../src/stores/postgres/index.ts";
import { sqliteStore } from "../../src/stores/sqlite/index.ts";
import { answer, checkpoint, event, hold, posting, proposal } from "./rows.ts";
import { ADDRESS, pgQuery } from "./server.ts";

const ids = ["p", "q", "r'\\"];
const id = fc.constantFrom(...ids);
const keys = ['["c-1"]', '["c-2"]'];
const at = fc.integer({ min: 0, max: 6 });

/** What a work does with what it finds. */
interface Step {
  readonly tenant: string;
  readonly proposals: readonly {
    readonly id: string;
    readonly guess: number | null;
    readonly at: number;
    readonly status: string;
  }[];
  readonly answers: readonly string[];
  readonly reserve: readonly { readonly id: string; readonly key: string }[];
  readonly release: readonly { readonly id: string; readonly key: string }[];
  readonly post: readonly { readonly key: string; readonly unit: string; readonly at: number; readonly off: number }[];
  readonly events: number;
  readonly gap: boolean;
  readonly checkpoint: boolean;
  readonly throws: "before" | "after" | null;
}

const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 2 });
const oneHold = fc.record({ id, key: fc.constantFrom(...keys) });
const rarely = fc.integer({ min: 0, max: 15 }).map((n) => n === 0);

const step: fc.Arbitrary<Step> = fc.record({
  tenant: fc.constantFrom("a", "a", "b"),
  proposals: some(
    fc.record({
      id,
      guess: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(2) }),
      at,
      status: fc.constantFrom("in_review", "approved"),
    }),
  ),
  answers: some(fc.constantFrom("k-1", "k-2", "k-3", "k-4", "k-5")),
  reserve: some(oneHold),
  release: some(oneHold),
  post: some(
    fc.record({ key: fc.constantFrom(...keys), unit: fc.constantFrom("EUR", ""), at, off: rarely.map(Number) }),
  ),
  events: fc.nat(2),
  gap: rarely,
  checkpoint: rarely,
  throws: fc.constantFrom(null, null, null, null, null, null, "before", "after"),
});

const question = (key: string, from: number | null, exclusive: boolean) => ({
  clause: "refunds_per_day",
  key,
  from,
  exclusive,
});

/** Mostly goes on from what is there; so most transactions succeed, and some are in conflict. */
async function changesOf(view: View, asked: Step): Promise<Changes> {
  const versions = new Map<string, number>();
  let head: Head | null = null;
  for (const one of ids) {
    const loaded = await view.load({ proposal: one });
    versions.set(one, loaded.proposal?.version ?? 0);
    head = loaded.head;
  }
  const found = await view.usage(keys.map((key) => question(key, null, false)));
  const last = new Map<string, { n: number; at: number }>();
  keys.forEach((key, i) => {
    for (const total of found[i]!.totals) last.set(key + total.unit, total);
  });
  return {
    proposals: asked.proposals.map(({ id, guess, at, status }) => {
      const expected = guess ?? versions.get(id)!;
      versions.set(id, expected + 1);
      const more = { expected, status, expires_at: at, proposed_at: 6 - at, wake_at: at % 2 === 0 ? at : null };
      return proposal(id, { ...more, counts_at: status === "approved" ? at : null, doc: JSON.stringify(asked) });
    }),
    answers: asked.answers.map((key) => answer(key)),
    reserve: asked.reserve.map(({ id, key }) => hold(id, { key })),
    release: asked.release.map(({ id, key }) => ({ clause: "refunds_per_day", proposal: id, key })),
    post: asked.post.map(({ key, unit, at, off }) => {
      const before = last.get(key + unit) ?? { n: 0, at: 0 };
      const next = { n: before.n + 1 + off, at: Math.max(before.at, at) };
      last.set(key + unit, next);
      return posting(next.n, next.at, String(next.n), { key, unit });
    }),
    events: Array.from({ length: asked.events }, (_, i) =>
      event((head?.seq ?? 0) + 1 + i + Number(asked.gap), { proposal: asked.proposals[0]?.id ?? "p" }),
    ),
    checkpoints: asked.checkpoint ? [checkpoint(asked.events + 1)] : [],
  };
}

/** What became of it, in a form that all stores have in common. */
async function outcome(store: Store, asked: Step): Promise<string> {
  try {
    return await store.transact(asked.tenant, async (transaction) => {
      const changes = await changesOf(transaction, asked);
      if (asked.throws === "before") throw new RangeError("before");
      await transaction.write(changes);
      if (asked.throws === "after") throw new RangeError("after");
      return JSON.stringify(changes);
    });
  } catch (error) {
    if (error instanceof ConflictError) return "conflict";
    // In conflict and thrown after it: a store may find out about either first.
    if (error instanceof RangeError) return asked.throws === "after" ? "conflict" : error.message;
    if (error instanceof TypeError) return "TypeError";
    throw error;
  }
}

const contents = (store: Store, tenant: string) =>
  store.read(tenant, async (view) => {
    const windows = [null, 0, 2, 4].flatMap((from) => [true, false].map((exclusive) => [from, exclusive] as const));
    const usage: (readonly UsageFound[])[] = [];
    const postings: unknown[] = [];
    for (const [from, exclusive] of windows) {
      usage.push(await view.usage(keys.map((key) => question(key, from, exclusive))));
      for (const key of keys) postings.push(await view.postings(question(key, from, exclusive), 3));
    }
    return {
      loads: await Promise.all(ids.map((one) => view.load({ proposal: one, answer: answer("k-1") }))),
      usage,
      postings,
      events: await view.events(0, 999),
      of: await Promise.all(ids.map((one) => view.events(1, 9, one))),
      checkpoints: await view.checkpoints(0, 9),
      due: await view.due(3, 2),
      history: await view.history("refund", 1, 2),
      finds: [
        await view.find({ order: "deadline", limit: 9 }),
        await view.find({ order: "newest", limit: 9, after: { at: 3, id: "q" } }),
        await view.find({ order: "deadline", limit: 9, after: { at: 3, id: "q" }, statuses: ["approved"] }),
        await view.find({ order: "newest", limit: 1, requester: "agent-1", action: "refund" }),
      ],
    };
  });

/** Groups of works that come at the same time, one group after another. */
async function same(store: Store, groups: readonly (readonly Step[])[]): Promise<void> {
  const model = memoryStore();
  for (const group of groups) {
    const answers = await Promise.all(group.map((one) => outcome(store, one)));
    const expected = await Promise.all(group.map((one) => outcome(model, one)));
    expect(answers).toEqual(expected);
  }
  for (const tenant of ["a", "b"]) expect(await contents(store, tenant)).toEqual(await contents(model, tenant));
}

const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });

describe("random transactions give the same as in memory", () => {
  test("in SQLite", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "bylaw-model-"));
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(groups, async (asked) => {
          const store = await sqliteStore(join(folder, `${run++}.db`));
          try {
            await same(store, asked);
          } finally {
            await store.close();
          }
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.skipIf(ADDRESS === null)("in PostgreSQL", { timeout: 240_000 }, async () => {
    const schema = `bylaw_${randomBytes(6).toString("hex")}`;
    const tables = ["proposals", "answers", "holds", "postings", "totals", "events", "checkpoints"];
    const store = await postgresStore({ connectionString: ADDRESS!, schema, migrate: true });
    try {
      // Each run needs empty tables, and a log can only be emptied without its triggers.
      await pgQuery(
        ["events", "checkpoints"].map((name) => `drop trigger ${name}_no_truncate on ${schema}.${name}`).join(";"),
      );
      await fc.assert(
        fc.asyncProperty(groups, async (asked) => {
          await pgQuery(`truncate ${tables.map((name) => `${schema}.${name}`).join(", ")}`);
          await same(store, asked);
        }),
        { numRuns: 40 },
      );
    } finally {
      await store.close();
      await pgQuery(`drop schema ${schema} cascade`);
    }
  });
});
