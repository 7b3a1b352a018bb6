/** The log that a gate writes: whole, covered, masked, and what the measures say of it. */
import { describe, expect, test } from "vitest";
import { generateKeys } from "../../../src/bundle/sign.ts";
import { publicKey } from "../../../src/bundle/signature.ts";
import { checkpointed } from "../../../src/gate/audit/checkpointed.ts";
import { cloudEvent, eventLine, eventsIn, rowOfLine } from "../../../src/gate/audit/export.ts";
import { eventsAfter } from "../../../src/gate/audit/log.ts";
import { verifyLog, verifyStore } from "../../../src/gate/audit/verify.ts";
import { GateEvent, Proposal } from "../../../src/gate/documents.ts";
import { Measures } from "../../../src/gate/measures/document.ts";
import type { EventRow, Store } from "../../../src/gate/store.ts";
import { about, as, BOT, no, ok, proposedRefund, world } from "../world.ts";

const TENANT = "default";

/** Two refunds: one goes all the way and back, one is rejected. */
async function lived(options: Parameters<typeof world>[0] = {}, note = "late") {
  const w = world(options);
  const first = await proposedRefund(w, "620.00", { note });
  w.clock.pass(60_000);
  ok(await w.gate.approve(as("ann"), { ...about(first), role: "support_lead", comment: note }));
  no(await w.gate.commit(BOT, { proposal: first.id }));
  w.clock.pass(60_000);
  ok(await w.gate.approve(as("ben"), { ...about(first), role: "finance" }));
  ok(await w.gate.commit(BOT, { proposal: first.id }));
  const back = ok(await w.gate.revert(as("ann"), { proposal: first.id, reason: `wrong: ${note}` })).proposal;
  ok(await w.gate.approve(as("cleo"), { ...about(back), role: "support_lead" }));
  ok(await w.gate.commit(as("ann"), { proposal: back.id }));
  const second = await proposedRefund(w, "60.00", { note });
  ok(await w.gate.question(as("ann"), { ...about(second), role: "support_lead", comment: `what is ${note}?` }));
  ok(await w.gate.reject(as("cleo"), { ...about(second), role: "support_lead", comment: "no" }));
  return w;
}

const rowsOf = async (store: Store): Promise<EventRow[]> =>
  store.read(TENANT, async (view) => {
    const rows: EventRow[] = [];
    for await (const page of eventsAfter(view, 0)) rows.push(...page);
    return rows;
  });

describe("the log of a gate", () => {
  test("is whole, and agrees with the proposals beside it", async () => {
    const { store } = await lived();
    const found = await store.read(TENANT, (view) => verifyStore(view, TENANT));
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ ok: true, proposals: 3, covered: 0, checkpoints: 0 });
    expect(found.events).toBeGreaterThan(12);
  });

  test("holds what the schemas say", async () => {
    const { store } = await lived();
    for (const { body } of await rowsOf(store)) {
      const event: unknown = JSON.parse(body);
      expect(GateEvent.parse(event)).toEqual(event);
    }
    const docs = await store.read(TENANT, (view) => view.find({ order: "newest", limit: 10 }));
    for (const { doc } of docs) Proposal.parse(JSON.parse(doc));
  });

  test("is signed where it stands, once, and again only after new events", async () => {
    const { store, gate, clock } = await lived();
    const key = await generateKeys();
    const sign = () => checkpointed(store, TENANT, { pem: key.private_key, at: clock.now() });
    const first = await sign();
    expect(first).toMatchObject({ ok: true, fresh: true });
    expect(await sign()).toMatchObject({ ok: true, fresh: false });
    no(await gate.commit(BOT, { proposal: "pr_3" }));
    expect(await sign()).toMatchObject({ ok: true, fresh: true });
    const trusted = [(await publicKey(key.public_key))!];
    const found = await store.read(TENANT, (view) => verifyStore(view, TENANT, { keys: trusted }));
    expect(found).toMatchObject({ ok: true, checkpoints: 2, signed_by: [key.id] });
    expect(found.covered).toBe(found.head!.seq);
    const stranger = [(await publicKey((await generateKeys()).public_key))!];
    const refused = await store.read(TENANT, (view) => verifyStore(view, TENANT, { keys: stranger }));
    expect(refused.faults.map(({ code }) => code)).toEqual(["checkpoint_key", "checkpoint_key"]);
  });

  test("that is empty, or a key that is none, gives no checkpoint", async () => {
    const key = await generateKeys();
    const { store } = world();
    expect(await checkpointed(store, TENANT, { pem: key.private_key, at: 0 })).toEqual({
      ok: true,
      fresh: false,
      row: null,
    });
    const { store: full } = await lived();
    expect(await checkpointed(full, TENANT, { pem: key.public_key, at: 0 })).toEqual({ ok: false, why: "bad_key" });
  });

  test("that is broken is not vouched for", async () => {
    const { store } = await lived();
    const broken: Store = {
      ...store,
      read: (tenant, work) =>
        store.read(tenant, (view) =>
          work({
            ...view,
            head: () => view.head(),
            checkpoints: (...asked) => view.checkpoints(...asked),
            events: async (...asked) =>
              (await view.events(...asked)).map((row) =>
                row.type === "approved" ? { ...row, body: row.body.replace('"ann"', '"bob"') } : row,
              ),
          }),
        ),
    };
    const key = await generateKeys();
    const made = await checkpointed(broken, TENANT, { pem: key.private_key, at: 0 });
    expect(made).toMatchObject({ ok: false, verification: { first: { code: "hash_mismatch", seq: 2 } } });
    expect(await store.read(TENANT, (view) => view.checkpoints(0, 10))).toEqual([]);
  });

  test("says nothing of what is masked, in any event", async () => {
    const secret = "Zwetschgenknödel 4711";
    const mask = { key: "a key that nobody guesses", paths: ["inputs.note", "changes[].reason", "comment"] };
    const { store } = await lived({ options: { mask } }, secret);
    const rows = await rowsOf(store);
    expect(rows.map(({ body }) => body).join("\n")).not.toContain("Zwetschgen");
    expect(rows.some(({ body }) => body.includes("$masked"))).toBe(true);
    const open = await rowsOf((await lived({}, secret)).store);
    expect(open.filter(({ body }) => body.includes(secret)).length).toBeGreaterThan(3);
    const found = await store.read(TENANT, (view) => verifyStore(view, TENANT));
    expect(found.faults).toEqual([]);
  });

  test("is measured by the gate", async () => {
    const { gate } = await lived();
    const { measures } = ok(await gate.measures(as("ann"), { by: ["action"] }));
    expect(Measures.parse(measures)).toEqual(measures);
    const [refunds, undone] = measures.rows;
    expect(refunds).toMatchObject({
      group: { action: "shop.Refund" },
      proposals: 2,
      statuses: { held: 1, reverted: 1 },
      approval_latency: { count: 1, median: "PT2M" },
      rollback: { numerator: 1, denominator: 1 },
      evidence: { changes_with_reason: { numerator: 2, denominator: 2 } },
    });
    expect(undone).toMatchObject({ group: { action: "shop.Unrefund" }, proposals: 1, rollback: { numerator: 0 } });
    const asked = no(await gate.measures(as("ann"), { since: "yesterday" }));
    expect(asked).toMatchObject({ code: "malformed" });
  });
});

describe("handed out", () => {
  test("line by line, and verified again", async () => {
    const { store } = await lived();
    const lines = await store.read(TENANT, async (view) => {
      const all: string[] = [];
      for await (const row of eventsIn(view)) all.push(eventLine(row));
      return all;
    });
    for (const line of lines) expect(Object.keys(JSON.parse(line) as object)).toEqual(["event", "hash"]);
    const rows = lines.map((line) => rowOfLine(line.trimEnd())!);
    expect(rows).toEqual(await rowsOf(store));
    async function* pages() {
      yield rows;
    }
    expect((await verifyLog({ tenant: TENANT, events: pages() })).ok).toBe(true);
  });

  test("by proposal, type and time", async () => {
    const { store } = await lived();
    const all = await rowsOf(store);
    const some = (filter: Parameters<typeof eventsIn>[1]) =>
      store.read(TENANT, async (view) => {
        const found: number[] = [];
        for await (const { seq } of eventsIn(view, filter)) found.push(seq);
        return found;
      });
    const seqs = (test: (row: EventRow) => boolean): number[] => all.filter(test).map(({ seq }) => seq);
    const middle = all[3]!.at;
    expect(await some({ proposal: "pr_1" })).toEqual(seqs((row) => row.proposal === "pr_1"));
    expect(await some({ types: ["approved", "committed"] })).toEqual(
      seqs(({ type }) => type === "approved" || type === "committed"),
    );
    // Half-open: what is at the end itself is outside.
    expect(await some({ until: middle })).toEqual(seqs(({ at }) => at < middle));
    expect(await some({ since: middle })).toEqual(seqs(({ at }) => at >= middle));
  });

  test("as CloudEvents, by the rules of the specification", async () => {
    const { store } = await lived();
    const rows = await rowsOf(store);
    const seen = new Set<string>();
    let before = "";
    for (const row of rows) {
      const event = cloudEvent(row)!;
      expect(event.specversion).toBe("1.0");
      expect(event.type).toBe(`bylaw.gate.${row.type}`);
      expect(event.source).toBe("/bylaw/gate/default");
      expect(event.subject).toBe(row.proposal);
      expect(event.data).toEqual(JSON.parse(row.body));
      expect(event.bylawhash).toBe(row.hash);
      // RFC 3339.
      expect(event.time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      for (const [name, value] of Object.entries(event)) {
        // Attributes are named by lower-case letters and digits, and no text is empty.
        expect(name).toMatch(/^[a-z0-9]{1,20}$/);
        if (name !== "data") expect(value, name).toMatch(/./);
      }
      expect(seen.has(event.source + event.id)).toBe(false);
      seen.add(event.source + event.id);
      expect(event.sequence > before).toBe(true);
      before = event.sequence;
    }
    expect(cloudEvent(rows[0]!)).not.toHaveProperty("bylawprev");
    expect(cloudEvent(rows[1]!)!.bylawprev).toBe(rows[0]!.hash);
    expect(cloudEvent(rows[0]!, "https://gate.example/eu")!.source).toBe("https://gate.example/eu");
    expect(cloudEvent({ ...rows[0]!, body: "{}" })).toBeNull();
  });
});
