/** What every store promises (see `src/gate/store.ts`), tried on one. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConflictError, type Ledger, type Store, StoreError, type UsageAsked } from "../../src/gate/store.ts";
import { answer, append, checkpoint, event, hold, posting, proposal, row, write } from "./rows.ts";

export interface Place {
  /** Opens the same data once more. */
  readonly open: () => Promise<Store>;
  /** Takes everything away. */
  readonly remove: () => Promise<void>;
  /** Whether what was written is there after `close`. */
  readonly durable: boolean;
}

export function contract(make: () => Promise<Place>): void {
  let place: Place;
  let store: Store;

  beforeEach(async () => {
    place = await make();
    store = await place.open();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  const conflict = (what: ConflictError["what"]) => expect.objectContaining({ name: "ConflictError", what });
  const asked = (more: Partial<UsageAsked> = {}): UsageAsked => ({
    clause: "refunds_per_day",
    key: '["c-1"]',
    from: null,
    exclusive: false,
    ...more,
  });
  const loaded = (id: string, tenant = "a") =>
    store.read(tenant, async (view) => (await view.load({ proposal: id })).proposal);

  describe("what is written is read", () => {
    test("an empty store has nothing of anything", async () => {
      const found = await store.read("a", async (view) => ({
        head: await view.head(),
        loaded: await view.load({ proposal: "p-1", answer: { operation: "propose", principal: "x", key: "k" } }),
        usage: await view.usage([asked()]),
        postings: await view.postings(asked(), 10),
        history: await view.history("refund", 0, 10),
        find: await view.find({ order: "newest", limit: 10 }),
        due: await view.due(9_999, 10),
        events: await view.events(0, 10),
        of: await view.events(0, 10, "p-1"),
        checkpoints: await view.checkpoints(0, 10),
        holds: await view.ledger("holds", null, 10),
        rows: await view.ledger("postings", null, 10),
        totals: await view.ledger("totals", null, 10),
      }));
      expect(found).toEqual({
        head: null,
        loaded: { head: null, proposal: null, answer: null },
        usage: [{ totals: [], holds: [] }],
        postings: [],
        history: [],
        find: [],
        due: [],
        events: [],
        of: [],
        checkpoints: [],
        holds: [],
        rows: [],
        totals: [],
      });
    });

    test("a proposal, an answer and the head come back in one go, as they are", async () => {
      const one = proposal("p-1", { wake_at: 4_000, counts_at: 2_000, doc: '{"a":[1,"ü"]}' });
      await write(store, { proposals: [one], answers: [answer("k-1")], events: [event(1), event(2)] });
      const found = await store.read("a", (view) => view.load({ proposal: "p-1", answer: answer("k-1") }));
      expect(found).toEqual({ head: { seq: 2, hash: "hash-2", at: 1_002 }, proposal: row(one), answer: answer("k-1") });
    });

    test("a transaction sees what those before it wrote, and a proposal goes on by versions", async () => {
      await write(store, { proposals: [proposal("p-1")] });
      const version = await store.transact("a", async (transaction) => {
        const { proposal: found } = await transaction.load({ proposal: "p-1" });
        await transaction.write({ proposals: [proposal("p-1", { expected: found!.version, status: "approved" })] });
        return found!.version;
      });
      expect([version, await loaded("p-1")]).toEqual([1, row(proposal("p-1", { version: 2, status: "approved" }))]);
    });

    test("a write that says what was there keeps all that is new, and all that is as it was", async () => {
      const differences = [
        { doc: '{"acts":1}' },
        { status: "approved", wake_at: 5 },
        { action: "ship", environment: "test", requester: "agent-2", proposed_at: 1, expires_at: 2 },
        { wake_at: null, counts_at: 3, entry: "{}" },
        {},
      ];
      await write(store, { proposals: [proposal("p-1"), proposal("p-2")] });
      for (const more of differences) {
        const before = (await store.read("a", (view) => view.load({ proposal: "p-1" }))).proposal!;
        const { version, ...rest } = before;
        await write(store, { proposals: [{ ...rest, ...more, expected: version, version: version + 1, before }] });
        const after = (await store.read("a", (view) => view.load({ proposal: "p-1" }))).proposal;
        expect(after).toEqual({ ...rest, ...more, version: version + 1 });
      }
      const { proposal: other } = await store.read("a", (view) => view.load({ proposal: "p-2" }));
      expect(other).toEqual(row(proposal("p-2")));
    });

    test("one write may take a proposal several versions on", async () => {
      await write(store, { proposals: [proposal("p-1"), proposal("p-1", { expected: 1, status: "denied" })] });
      expect(await loaded("p-1")).toMatchObject({ version: 2, status: "denied" });
    });

    test("events in order, of all or of one proposal, from a place on", async () => {
      const events = [1, 2, 3, 4, 5].map((seq) => event(seq, { proposal: seq % 2 === 0 ? "p-2" : "p-1" }));
      await write(store, { events });
      const found = await store.read("a", async (view) => [
        await view.events(0, 99),
        await view.events(1, 2),
        await view.events(1, 99, "p-1"),
        await view.events(0, 1, "p-2"),
        await view.events(5, 99),
      ]);
      expect(found).toEqual([events, events.slice(1, 3), [events[2], events[4]], [events[1]], []]);
    });

    test("checkpoints in order, from a place on", async () => {
      await write(store, { events: [event(1), event(2), event(3)], checkpoints: [checkpoint(1), checkpoint(3)] });
      const found = await store.read("a", async (view) => [
        await view.checkpoints(0, 9),
        await view.checkpoints(1, 9),
        await view.checkpoints(0, 1),
      ]);
      expect(found).toEqual([[checkpoint(1), checkpoint(3)], [checkpoint(3)], [checkpoint(1)]]);
    });
  });

  describe("finding proposals", () => {
    const ids = (query: Parameters<Parameters<Parameters<Store["read"]>[1]>[0]["find"]>[0]) =>
      store.read("a", async (view) => (await view.find(query)).map(({ id }) => id));

    beforeEach(() =>
      write(store, {
        proposals: [
          proposal("b", { proposed_at: 1, expires_at: 30, status: "approved" }),
          proposal("a", { proposed_at: 1, expires_at: 30 }),
          proposal("c", { proposed_at: 2, expires_at: 10, action: "grant" }),
          proposal("d", { proposed_at: 3, expires_at: 20, requester: "agent-2", status: "denied" }),
          proposal("e", { proposed_at: 3, expires_at: 40, requester: "agent-2", action: "grant" }),
        ],
      }),
    );

    test("by deadline and by age, at one instant by id", async () => {
      expect(await ids({ order: "deadline", limit: 9 })).toEqual(["c", "d", "a", "b", "e"]);
      expect(await ids({ order: "newest", limit: 9 })).toEqual(["d", "e", "c", "a", "b"]);
    });

    test("by status, action and requester, alone and together", async () => {
      expect(await ids({ statuses: ["approved", "denied", "denied"], order: "deadline", limit: 9 })).toEqual([
        "d",
        "b",
      ]);
      expect(await ids({ statuses: [], order: "deadline", limit: 9 })).toEqual([]);
      expect(await ids({ action: "grant", order: "newest", limit: 9 })).toEqual(["e", "c"]);
      expect(await ids({ requester: "agent-2", order: "deadline", limit: 9 })).toEqual(["d", "e"]);
      expect(await ids({ requester: "agent-2", action: "grant", order: "deadline", limit: 9 })).toEqual(["e"]);
      expect(await ids({ requester: "agent-2", statuses: ["in_review"], order: "newest", limit: 9 })).toEqual(["e"]);
      expect(await ids({ action: "refund", statuses: ["held"], order: "newest", limit: 9 })).toEqual([]);
    });

    test.each(["deadline", "newest"] as const)("page by page, by %s, gives each once", async (order) => {
      const all = await ids({ order, limit: 9 });
      const seen: string[] = [];
      for (let after: { at: number; id: string } | undefined; ; ) {
        const page = await store.read("a", (view) => view.find({ order, limit: 2, after }));
        if (page.length === 0) break;
        seen.push(...page.map(({ id }) => id));
        const last = page.at(-1)!;
        after = { at: order === "deadline" ? last.expires_at : last.proposed_at, id: last.id };
      }
      expect(seen).toEqual(all);
    });

    test("what is due, earliest first, and the instant itself is due", async () => {
      await write(store, {
        proposals: [
          proposal("w-2", { wake_at: 20 }),
          proposal("w-1b", { wake_at: 10 }),
          proposal("w-1a", { wake_at: 10 }),
          proposal("w-3", { wake_at: 30 }),
        ],
      });
      const due = (now: number, limit: number) => store.read("a", (view) => view.due(now, limit));
      expect([await due(20, 9), await due(9, 9), await due(99, 2)]).toEqual([
        ["w-1a", "w-1b", "w-2"],
        [],
        ["w-1a", "w-1b"],
      ]);
    });

    test("what counts for history, newest first, after an instant", async () => {
      await write(store, {
        proposals: [
          proposal("h-1", { counts_at: 10 }),
          proposal("h-3", { counts_at: 30 }),
          proposal("h-2b", { counts_at: 20 }),
          proposal("h-2a", { counts_at: 20 }),
          proposal("h-4", { counts_at: 40, action: "grant" }),
        ],
      });
      const history = (after: number, limit: number) => store.read("a", (view) => view.history("refund", after, limit));
      expect((await history(10, 9)).map(({ id }) => id)).toEqual(["h-3", "h-2a", "h-2b"]);
      expect(await history(0, 1)).toEqual([{ id: "h-3", at: 30, entry: '{"id":"h-3"}' }]);
      expect(await history(30, 9)).toEqual([]);
    });
  });

  describe("quotas", () => {
    const usage = (more: Partial<UsageAsked> = {}) =>
      store.read("a", async (view) => (await view.usage([asked(more)]))[0]!);

    test("holds come by proposal, those past their end too, and go once", async () => {
      await write(store, { reserve: [hold("p-2"), hold("p-1", { expires_at: 1 }), hold("p-3", { clause: "other" })] });
      expect((await usage()).holds).toEqual([hold("p-1", { expires_at: 1 }), hold("p-2")]);
      await write(store, { release: [hold("p-1")] });
      expect((await usage()).holds).toEqual([hold("p-2")]);
      await expect(write(store, { release: [hold("p-1")] })).rejects.toEqual(conflict("hold"));
      expect((await usage()).holds).toEqual([hold("p-2")]);
    });

    test("a write may take a hold away and make it anew, but not the other way round", async () => {
      await write(store, { reserve: [hold("p-1")] });
      await write(store, { reserve: [hold("p-1", { amount: "3" })], release: [hold("p-1")] });
      expect((await usage()).holds).toEqual([hold("p-1", { amount: "3" })]);
      await expect(write(store, { reserve: [hold("p-9")], release: [hold("p-9")] })).rejects.toEqual(conflict("hold"));
      await expect(write(store, { reserve: [hold("p-1")] })).rejects.toEqual(conflict("hold"));
      await expect(write(store, { release: [hold("p-1"), hold("p-1")] })).rejects.toEqual(conflict("hold"));
      expect((await usage()).holds).toEqual([hold("p-1", { amount: "3" })]);
    });

    test("the sum of a window is the difference of two totals, wherever it begins", async () => {
      const rows = [posting(1, 10, "1"), posting(2, 20, "2.5"), posting(3, 20, "3"), posting(4, 30, "10")];
      await write(store, { post: rows.slice(0, 2) });
      await write(store, { post: rows.slice(2) });
      const earlier = async (from: number | null, exclusive = false) =>
        (await usage({ from, exclusive })).totals.map((one) => one.before);
      expect(await usage()).toEqual({ totals: [{ unit: "EUR", n: 4, at: 30, total: "10", before: "0" }], holds: [] });
      expect(await earlier(10)).toEqual(["0"]);
      expect(await earlier(10, true)).toEqual(["1"]);
      expect(await earlier(20)).toEqual(["1"]);
      expect(await earlier(20, true)).toEqual(["3"]);
      expect(await earlier(25)).toEqual(["3"]);
      expect(await earlier(31)).toEqual(["10"]);
    });

    test("units, keys and clauses are sums of their own", async () => {
      await write(store, {
        post: [
          posting(1, 10, "1", { unit: "USD" }),
          posting(1, 11, "2", { unit: "EUR" }),
          posting(1, 12, "3", { key: '["c-2"]' }),
          posting(2, 13, "4", { unit: "USD" }),
          posting(1, 14, "5", { clause: "other" }),
        ],
      });
      const found = await store.read("a", (view) => view.usage([asked({ from: 12 }), asked({ key: '["c-2"]' })]));
      expect(found).toEqual([
        {
          totals: [
            { unit: "EUR", n: 1, at: 11, total: "2", before: "2" },
            { unit: "USD", n: 2, at: 13, total: "4", before: "1" },
          ],
          holds: [],
        },
        { totals: [{ unit: "EUR", n: 1, at: 12, total: "3", before: "0" }], holds: [] },
      ]);
    });

    test("postings of a window, newest first, over all units", async () => {
      await write(store, {
        post: [posting(1, 10, "1"), posting(2, 20, "2"), posting(3, 20, "3"), posting(1, 20, "1", { unit: "AUD" })],
      });
      const names = async (more: Partial<UsageAsked>, limit: number) =>
        (await store.read("a", (view) => view.postings(asked(more), limit))).map(
          (one) => `${one.unit} ${one.proposal}`,
        );
      expect(await names({}, 9)).toEqual(["AUD p-1", "EUR p-3", "EUR p-2", "EUR p-1"]);
      expect(await names({}, 2)).toEqual(["AUD p-1", "EUR p-3"]);
      expect(await names({ from: 10, exclusive: true }, 9)).toEqual(["AUD p-1", "EUR p-3", "EUR p-2"]);
      expect(await names({ from: 20 }, 9)).toEqual(["AUD p-1", "EUR p-3", "EUR p-2"]);
      expect(await names({ from: 20, exclusive: true }, 9)).toEqual([]);
      expect(await store.read("a", (view) => view.postings(asked({ from: 20 }), 1))).toEqual([
        { clause: "refunds_per_day", key: '["c-1"]', unit: "AUD", amount: "1", at: 20, proposal: "p-1" },
      ]);
    });

    test("the ledger as it stands, in the order of its keys, from behind a row on", async () => {
      const holds = [hold("p-1"), hold("p-2"), hold("p-9", { clause: "a" }), hold("p-0", { key: '["c-2"]' })];
      const post = [
        posting(1, 10, "1"),
        posting(2, 10, "2"),
        posting(3, 9_007_199_254_740_991, "3"),
        posting(1, 20, "1", { unit: "AUD" }),
        posting(1, 20, "1", { clause: "z", key: "[]", unit: "" }),
      ];
      await write(store, { reserve: holds, post });
      await write(store, { reserve: [hold("p-3")] }, "b");
      const all = async <T extends keyof Ledger>(table: T, limit: number): Promise<readonly Ledger[T][]> => {
        const found: Ledger[T][] = [];
        for (let after: Ledger[T] | null = null; ; after = found.at(-1)!) {
          const page: readonly Ledger[T][] = await store.read("a", (view) => view.ledger(table, after, limit));
          expect(page.length).toBeLessThanOrEqual(limit);
          found.push(...page);
          if (page.length < limit) return found;
        }
      };
      for (const limit of [1, 2, 9]) {
        expect(await all("holds", limit)).toEqual([holds[2], holds[0], holds[1], holds[3]]);
        expect(await all("postings", limit)).toEqual([post[3], post[0], post[1], post[2], post[4]]);
        expect(
          (await all("totals", limit)).map(({ clause, unit, n, at, total }) => [clause, unit, n, at, total]),
        ).toEqual([
          ["refunds_per_day", "AUD", 1, 20, "1"],
          ["refunds_per_day", "EUR", 3, 9_007_199_254_740_991, "3"],
          ["z", "", 1, 20, "1"],
        ]);
      }
    });

    test.each([
      ["a number that is there", [posting(1, 20, "2")]],
      ["a gap", [posting(3, 20, "2")]],
      ["an instant before the last", [posting(2, 9, "2")]],
      ["a series that does not begin at one", [posting(2, 20, "2", { unit: "USD" })]],
    ])("a posting with %s is a conflict", async (_, post) => {
      await write(store, { post: [posting(1, 10, "1")] });
      await expect(write(store, { post })).rejects.toEqual(conflict("posting"));
      expect((await usage()).totals).toEqual([{ unit: "EUR", n: 1, at: 10, total: "1", before: "0" }]);
    });
  });

  describe("conflicts", () => {
    beforeEach(() =>
      write(store, {
        proposals: [proposal("p-1")],
        answers: [answer("k-1")],
        events: [event(1)],
        checkpoints: [checkpoint(1)],
      }),
    );

    test.each([
      ["an id that is taken", { proposals: [proposal("p-1")] }, "proposal"],
      ["a version that is gone", { proposals: [proposal("p-1", { expected: 2 })] }, "proposal"],
      ["a proposal that is not there", { proposals: [proposal("p-2", { expected: 1 })] }, "proposal"],
      ["an answer that is there", { answers: [answer("k-1", { answer: "other" })] }, "answer"],
      ["an answer twice in one write", { answers: [answer("k-2"), answer("k-2")] }, "answer"],
      ["an event that is there", { events: [event(1)] }, "event"],
      ["a gap in the log", { events: [event(3)] }, "event"],
      ["a checkpoint that is there", { checkpoints: [checkpoint(1)] }, "checkpoint"],
    ] as const)("%s, and nothing else of the write is kept", async (_, changes, what) => {
      await expect(write(store, { reserve: [hold("p-7")], proposals: [proposal("p-8")], ...changes })).rejects.toEqual(
        conflict(what),
      );
      const left = await store.read("a", async (view) => [
        (await view.usage([asked()]))[0]!.holds,
        (await view.find({ order: "newest", limit: 9 })).map(({ id, version }) => [id, version]),
        await view.events(0, 9),
        await view.checkpoints(0, 9),
        (await view.load({ answer: answer("k-1") })).answer?.answer,
      ]);
      expect(left).toEqual([[], [["p-1", 1]], [event(1)], [checkpoint(1)], "{}"]);
    });

    test.each([
      ["a version that does not follow", { proposals: [proposal("p-9", { version: 3 })] }],
      ["a gap within a write", { events: [event(2), event(4)] }],
      ["postings that do not follow one another", { post: [posting(1, 10, "1"), posting(3, 10, "1")] }],
      ["postings that go back in time", { post: [posting(1, 10, "1"), posting(2, 9, "1")] }],
      ["an instant that is no whole number", { proposals: [proposal("p-9", { expires_at: 1.5 })] }],
      ["an instant beyond all numbers", { proposals: [proposal("p-9", { expires_at: 2 ** 60 })] }],
      ["U+0000", { proposals: [proposal("p-\0")] }],
      ["half a character", { answers: [answer("k-\ud83d")] }],
      ["the other half", { events: [event(2, { body: "\ude00\ud83d" })] }],
    ] as const)("%s can be kept by no store, and is a TypeError", async (_, changes) => {
      await expect(write(store, changes)).rejects.toThrow(TypeError);
      expect(await store.read("a", (view) => view.head())).toEqual({ seq: 1, hash: "hash-1", at: 1_001 });
    });
  });

  describe("hostile texts", () => {
    const TEXTS = [
      "",
      " ",
      "'; drop table events; --",
      '"quoted" \\ and \\\\',
      "line\nline\r\n\ttab\u2028",
      "$1 ? :id @x {}",
      "😀 \u{10FFFF} é e\u0301",
      "\u0001\u007f\ufffe",
      "__proto__",
      "%_*",
      "null",
      "İstanbul ß ﬁ",
    ];

    test.each(TEXTS)("%j is an id, a key and a tenant like any other", async (text) => {
      const one = proposal(text, {
        doc: text,
        entry: text,
        action: text,
        requester: text,
        environment: text,
        status: text,
      });
      const said = answer(text, { operation: text, principal: text, payload: text, answer: text });
      const changes = {
        proposals: [one],
        answers: [said],
        reserve: [hold(text, { clause: text, key: text, unit: text, amount: text })],
        post: [posting(1, 5, text, { clause: text, key: text, unit: text, proposal: text })],
        events: [event(1, { type: text, proposal: text, hash: text, body: text })],
      };
      await write(store, changes, text);
      const found = await store.read(text, async (view) => ({
        load: await view.load({ proposal: text, answer: said }),
        usage: await view.usage([{ clause: text, key: text, from: null, exclusive: false }]),
        find: await view.find({ statuses: [text], action: text, requester: text, order: "newest", limit: 9 }),
        events: await view.events(0, 9, text),
      }));
      expect(found).toEqual({
        load: { head: { seq: 1, hash: text, at: 1_001 }, proposal: row(one), answer: said },
        usage: [{ totals: [{ unit: text, n: 1, at: 5, total: text, before: "0" }], holds: changes.reserve }],
        find: [row(one)],
        events: changes.events,
      });
      expect(await store.read(`${text}x`, (view) => view.head())).toBeNull();
    });

    test("ids that look alike are different, and are ordered by code points", async () => {
      const ids = ["a", "A", "á", "a\u0301", "a ", "\u{1F600}", "\uffee", "\ue000"];
      await write(store, { proposals: ids.map((id) => proposal(id)) });
      const found = await store.read("a", (view) => view.find({ order: "newest", limit: 99 }));
      expect(found.map(({ id }) => id)).toEqual(["A", "a", "a ", "a\u0301", "á", "\ue000", "\uffee", "\u{1F600}"]);
    });

    test("what no store can keep is asked for, and is not there", async () => {
      await write(store, { proposals: [proposal("p")], events: [event(1)] });
      for (const text of ["p\0", "p\ud83d", "\0"]) {
        const found = await store.read("a", async (view) => [
          await view.load({ proposal: text, answer: answer(text) }),
          await view.events(0, 9, text),
          await view.find({ requester: text, order: "newest", limit: 9 }),
          await view.find({ statuses: [text, "in_review"], order: "newest", limit: 9 }),
          await view.usage([asked({ key: text })]),
          await view.history(text, 0, 9),
        ]);
        expect(found).toEqual([
          { head: { seq: 1, hash: "hash-1", at: 1_001 }, proposal: null, answer: null },
          [],
          [],
          [row(proposal("p"))],
          [{ totals: [], holds: [] }],
          [],
        ]);
      }
    });

    test("a megabyte of text", async () => {
      const doc = JSON.stringify("ü'\\\n😀".repeat(100_000));
      await write(store, { proposals: [proposal("p-1", { doc })], events: [event(1, { body: doc })] });
      expect((await loaded("p-1"))?.doc === doc).toBe(true);
      const [found] = await store.read("a", (view) => view.events(0, 1));
      expect(found?.body === doc).toBe(true);
    });
  });

  describe("transactions", () => {
    test("tenants see nothing of one another, and have the same ids", async () => {
      for (const tenant of ["a", "b"])
        await write(
          store,
          { proposals: [proposal("p-1", { doc: tenant })], events: [event(1)], reserve: [hold("p-1")] },
          tenant,
        );
      await write(store, { release: [hold("p-1")] }, "b");
      expect([(await loaded("p-1", "a"))?.doc, (await loaded("p-1", "b"))?.doc]).toEqual(["a", "b"]);
      const holds = (tenant: string) =>
        store.read(tenant, async (view) => (await view.usage([asked()]))[0]!.holds.length);
      expect([await holds("a"), await holds("b")]).toEqual([1, 0]);
    });

    test("many at once take effect one after another: no number is given twice, none is left out", async () => {
      const tenants = ["a", "b", "c"];
      const seqs = await Promise.all(
        Array.from({ length: 150 }, (_, at) => append(store, tenants[at % 3]!, { proposal: `p-${at}` })),
      );
      for (const [at, tenant] of tenants.entries()) {
        const given = seqs.filter((_, one) => one % 3 === at).sort((a, b) => a - b);
        expect(given).toEqual(Array.from({ length: 50 }, (_, one) => one + 1));
        const log = await store.read(tenant, (view) => view.events(0, 999));
        expect(log.map(({ seq }) => seq)).toEqual(given);
      }
    });

    test("a work that throws keeps nothing, and those beside it go on", async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, at) =>
          store.transact("a", async (transaction) => {
            const seq = ((await transaction.head())?.seq ?? 0) + 1;
            if (at % 4 === 1) throw new Error(`before ${at}`);
            await transaction.write({ events: [event(seq, { proposal: `p-${at}` })] });
            if (at % 4 === 2) throw new Error(`after ${at}`);
            return at;
          }),
        ),
      );
      const said = results.map((one) => (one.status === "fulfilled" ? one.value : (one.reason as Error).message));
      expect(said).toEqual(
        Array.from({ length: 20 }, (_, at) => (at % 4 === 1 ? `before ${at}` : at % 4 === 2 ? `after ${at}` : at)),
      );
      const log = await store.read("a", (view) => view.events(0, 99));
      expect(log.map((one) => one.proposal)).toEqual([0, 3, 4, 7, 8, 11, 12, 15, 16, 19].map((at) => `p-${at}`));
    });

    test("nor does it where it has read what was written before it, or does not wait for its write", async () => {
      const results = await Promise.allSettled([
        append(store, "a"),
        store.transact("a", async (transaction) => {
          const head = await transaction.head();
          await transaction.usage([asked()]);
          await transaction.write({ events: [event((head?.seq ?? 0) + 1, { proposal: "thrown" })] });
          throw new Error("after");
        }),
        store.transact("a", async (transaction) => {
          void transaction.write({ proposals: [proposal("thrown")], reserve: [hold("thrown")] });
          throw new Error("beside");
        }),
        store.transact("a", async (transaction) => {
          void transaction.write({ proposals: [proposal("kept")] });
        }),
        append(store, "a"),
      ]);
      const rejected = ["fulfilled", "rejected", "rejected", "fulfilled", "fulfilled"];
      expect(results.map(({ status }) => status)).toEqual(rejected);
      const left = await store.read("a", async (view) => [
        (await view.events(0, 99)).map((one) => [one.seq, one.proposal]),
        (await view.find({ order: "newest", limit: 9 })).map(({ id }) => id),
        (await view.usage([asked()]))[0]!.holds,
      ]);
      expect(left).toEqual([
        [
          [1, "p-1"],
          [2, "p-1"],
        ],
        ["kept"],
        [],
      ]);
    });

    test("a work whose write is in conflict takes none of those beside it down", async () => {
      await write(store, { proposals: [proposal("taken")] });
      const results = await Promise.allSettled(
        Array.from({ length: 12 }, (_, at) => {
          if (at % 3 === 0) return write(store, { proposals: [proposal("taken")] });
          return write(store, { proposals: [proposal(`p-${at}`)] });
        }),
      );
      expect(results.map((one) => one.status)).toEqual(
        Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? "rejected" : "fulfilled")),
      );
      for (const one of results) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(ConflictError);
      const found = await store.read("a", (view) => view.find({ order: "newest", limit: 99 }));
      expect(found.length).toBe(9);
    });

    test("one quota, many who want it: it is never given twice", async () => {
      const taken = await Promise.all(
        Array.from({ length: 60 }, (_, at) =>
          store.transact("a", async (transaction) => {
            const [found] = await transaction.usage([asked()]);
            if (found!.holds.length >= 7) return false;
            await transaction.write({ reserve: [hold(`p-${at}`)] });
            return true;
          }),
        ),
      );
      expect(taken.filter(Boolean).length).toBe(7);
      const [found] = await store.read("a", (view) => view.usage([asked()]));
      expect(found!.holds.length).toBe(7);
    });

    test("a read sees one state, whatever is written meanwhile, and does not hold the writer up", async () => {
      await write(store, { events: [event(1)], reserve: [hold("p-1")], proposals: [proposal("p-1")] });
      const seen = await store.read("a", async (view) => {
        const first = await view.head();
        await write(store, {
          events: [event(2)],
          release: [hold("p-1")],
          proposals: [proposal("p-1", { expected: 1, status: "approved" })],
          post: [posting(1, 10, "1")],
        });
        const [usage] = await view.usage([asked()]);
        return [
          first?.seq,
          (await view.head())?.seq,
          usage!.holds.length,
          usage!.totals.length,
          (await view.load({ proposal: "p-1" })).proposal?.status,
          (await view.events(0, 9)).length,
        ];
      });
      expect(seen).toEqual([1, 1, 1, 0, "in_review", 1]);
      expect((await store.read("a", (view) => view.head()))?.seq).toBe(2);
    });

    test("questions at the same time are of one state, and leave nothing open", async () => {
      await append(store, "a");
      for (let round = 0; round < 15; round++) {
        const heads = await store.read("a", (view) => Promise.all([view.head(), view.head(), view.head()]));
        expect(heads.map((head) => head?.seq)).toEqual([1, 1, 1]);
      }
      const both = await store.transact("a", (transaction) =>
        Promise.all([transaction.head(), transaction.events(0, 9)]),
      );
      expect(both.map((one) => JSON.stringify(one).includes("hash-1"))).toEqual([true, true]);
    });

    test("many reads at once each see a state that was there", async () => {
      const writes = Array.from({ length: 30 }, () => append(store, "a"));
      const reads = Array.from({ length: 30 }, () =>
        store.read("a", async (view) => {
          const head = await view.head();
          return (await view.events(0, 99)).length - (head?.seq ?? 0);
        }),
      );
      await Promise.all(writes);
      expect(new Set(await Promise.all(reads))).toEqual(new Set([0]));
    });

    test("a work answers when it has written nothing", async () => {
      expect(await store.transact("a", async (transaction) => transaction.head())).toBeNull();
      expect(await store.transact("a", async () => "nothing")).toBe("nothing");
      await write(store, {});
      expect(await store.read("a", (view) => view.head())).toBeNull();
    });

    test("a write is the last step: neither another nor a read comes after it", async () => {
      await expect(
        store.transact("a", async (transaction) => {
          await transaction.write({ events: [event(1)] });
          await transaction.write({ events: [event(2)] });
        }),
      ).rejects.toThrow(TypeError);
      await expect(
        store.transact("a", async (transaction) => {
          await transaction.write({ events: [event(1)] });
          return transaction.head();
        }),
      ).rejects.toThrow(TypeError);
      expect(await store.read("a", (view) => view.head())).toBeNull();
    });

    test("what was handed to a work is of no use after it", async () => {
      const kept = await store.transact("a", async (transaction) => transaction);
      const view = await store.read("a", async (view) => view);
      await expect(kept.write({ events: [event(1)] })).rejects.toThrow(TypeError);
      await expect(kept.head()).rejects.toThrow(TypeError);
      await expect(view.head()).rejects.toThrow(TypeError);
    });

    test("what a work or a read throws is thrown as it is", async () => {
      const error = new RangeError("mine");
      const fail = async (): Promise<never> => {
        throw error;
      };
      await expect(store.transact("a", fail)).rejects.toBe(error);
      await expect(store.read("a", fail)).rejects.toBe(error);
      expect(await append(store, "a")).toBe(1);
    });
  });

  test("one quota and two stores that are open at once: it is never given twice", async () => {
    if (!place.durable) return;
    const other = await place.open();
    const take = (one: Store, name: string): Promise<boolean> =>
      one.transact("a", async (transaction) => {
        const [found] = await transaction.usage([asked()]);
        if (found!.holds.length >= 10) return false;
        await transaction.write({ reserve: [hold(name)] });
        return true;
      });
    try {
      const all = [store, other].map(async (one, which) => {
        let taken = 0;
        for (let at = 0; at < 15; at++) if (await take(one, `p-${which}-${at}`)) taken++;
        return taken;
      });
      expect((await Promise.all(all)).reduce((sum, one) => sum + one)).toBe(10);
      const [found] = await store.read("a", (view) => view.usage([asked()]));
      expect(found!.holds.length).toBe(10);
    } finally {
      await other.close();
    }
  });

  describe("closing", () => {
    test("ends what is under way, and then refuses", async () => {
      const under = Array.from({ length: 10 }, () => append(store, "a"));
      const closing = store.close();
      expect((await Promise.all(under)).length).toBe(10);
      await closing;
      await expect(append(store, "a")).rejects.toThrow(StoreError);
      await expect(store.read("a", (view) => view.head())).rejects.toThrow(StoreError);
      await store.close();
    });

    test("takes nothing away", async () => {
      if (!place.durable) return;
      await write(store, { proposals: [proposal("p-1")], events: [event(1)], reserve: [hold("p-1")] });
      await store.close();
      store = await place.open();
      expect(await loaded("p-1")).toEqual(row(proposal("p-1")));
      expect(await append(store, "a")).toBe(2);
    });

    test("two that are open at once are one store", async () => {
      if (!place.durable) return;
      const other = await place.open();
      try {
        const each = async (one: Store): Promise<number[]> => {
          const seqs: number[] = [];
          for (let at = 0; at < 20; at++) seqs.push(await append(one, "a"));
          return seqs;
        };
        const seqs = (await Promise.all([each(store), each(other)])).flat();
        expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
        expect((await other.read("a", (view) => view.head()))?.seq).toBe(40);
        expect((await store.read("a", (view) => view.events(0, 99))).length).toBe(40);
      } finally {
        await other.close();
      }
    });
  });
}
