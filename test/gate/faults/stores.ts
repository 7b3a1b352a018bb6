/** Faults of the store, and of the process that has it open. */
import { chmodSync } from "node:fs";
import { dirname } from "node:path";
import pg from "pg";
import { expect } from "vitest";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { sqliteStore } from "../../../src/stores/sqlite/index.ts";
import { sqliteLibrary } from "../../../src/stores/sqlite/library.ts";
import { ADDRESS, pgQuery } from "../../stores/server.ts";
import { FlakyStore } from "../model/flaky.ts";
import { postgresPlace, sqlitePlace, storeAt } from "../places.ts";
import { about, as, BOT, no, ok, proposedRefund, refund, world } from "../world.ts";
import { type Observed, observed } from "./observed.ts";
import { type Program, started, type Worker } from "./processes.ts";
import { carriedOut, refundOf, shop } from "./shop.ts";
import { kept, onceOnly, whole } from "./sound.ts";
import type { Faults } from "./surroundings.ts";

const LIMITS = { daily: 100_000, spend: 100_000_000 };
const pathOf = (address: string): string => address.slice("sqlite:".length);

/** An approval that meets a store that fails, and the same approval again when it is well. */
async function flawed(flaw: "refuses" | "forgets" | "loses"): Promise<Observed> {
  const store = new FlakyStore(memoryStore());
  const w = world({ store });
  const proposal = await proposedRefund(w, "120.00");
  const call = { ...about(proposal), role: "support_lead" };
  Object.assign(store, { flaw, pattern: 255 });
  const answer = await w.gate.approve(as("ann"), call);
  store.flaw = "none";
  const seen = await observed(store, answer, proposal.id);
  expect(ok(await w.gate.approve(as("ann"), call)).proposal.status).toBe("approved");
  return seen;
}

/** A proposal whose answer was lost; the same call again tells what became of it. */
async function repeated(flaw: "forgets" | "loses"): Promise<Observed> {
  const store = new FlakyStore(memoryStore());
  const w = world({ store });
  const call = { change_set: refund("120.00") };
  Object.assign(store, { flaw, pattern: 255 });
  const answer = await w.gate.propose(BOT, call);
  store.flaw = "none";
  const before = await store.read("default", (view) => view.find({ order: "newest", limit: 10 }));
  const again = ok(await w.gate.propose(BOT, call)).proposal;
  const after = await store.read("default", (view) => view.find({ order: "newest", limit: 10 }));
  expect(after.map(({ id }) => id)).toEqual([again.id]);
  return observed(store, answer, before[0]?.id ?? "none");
}

export const STORES: Faults = {
  "store-refuses": () => flawed("refuses"),
  "answer-lost": () => repeated("forgets"),
  "write-lost": () => repeated("loses"),

  "store-locked": async () => {
    const place = sqlitePlace();
    const store = await sqliteStore(pathOf(place.address), { busy_timeout_ms: 60 });
    const { DatabaseSync } = await sqliteLibrary();
    const other = new DatabaseSync(pathOf(place.address));
    try {
      const w = world({ store });
      const proposal = await proposedRefund(w, "120.00");
      const call = { ...about(proposal), role: "support_lead" };
      other.exec("begin immediate");
      const answer = await w.gate.approve(as("ann"), call);
      expect(no(answer).message).toContain("in use by another process");
      // Looking waits for nobody.
      expect(ok(await w.gate.get(as("ann"), proposal.id)).proposal.status).toBe("in_review");
      const seen = await observed(store, answer, proposal.id);
      other.exec("rollback");
      expect(ok(await w.gate.approve(as("ann"), call)).proposal.status).toBe("approved");
      return seen;
    } finally {
      other.close();
      await store.close();
      await place.remove();
    }
  },
};

/** The worker says which calls the store failed, and goes on. */
async function failing(worker: Worker, times: number): Promise<void> {
  while (worker.faults.length < times && worker.process.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 10));
  worker.process.kill("SIGKILL");
  await worker.gone;
}

/** Asks a process that is carrying an order out to go. */
async function terminated(program: Program, drains: boolean): Promise<Observed> {
  const place = sqlitePlace();
  const file = `${pathOf(place.address)}.orders`;
  try {
    const errand = { ...LIMITS, address: place.address, tenant: "term", file, burst: null, drains, slow: 500 };
    const worker = started(program, errand);
    while (carriedOut(file).length === 0 && worker.process.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    worker.process.kill("SIGTERM");
    expect(await worker.gone).toBe(drains ? 0 : "SIGTERM");
    const store = await storeAt(place.address);
    const after = await whole(store, "term");
    kept(worker.said, after.events);
    onceOnly(after, file);
    const [id] = carriedOut(file);
    const seen = await observed(store, null, id!, "term");
    const gate = shop({ store, tenant: "term", file, ahead: 120_000, ...LIMITS });
    await gate.tick(1_000);
    for (const { id, status } of after.proposals)
      if (status === "committing")
        expect(await gate.reconcile(as("root"), { proposal: id })).toMatchObject({ ok: true });
    onceOnly(await whole(store, "term"), file);
    expect((await observed(store, null, id!, "term")).state).toBe("committed");
    await store.close();
    return seen;
  } finally {
    await place.remove();
  }
}

/** What takes a process of its own. */
export const PROCESSES: { readonly [name: string]: (program: Program) => Promise<Observed> } = {
  "store-full": async (program) => {
    const place = sqlitePlace();
    const file = `${pathOf(place.address)}.orders`;
    try {
      await (await storeAt(place.address)).close();
      const errand = { ...LIMITS, address: place.address, tenant: "full", file, burst: null, drains: false };
      // The process may not make files longer than this: to it the disk is full.
      const worker = started(program, errand, { kilobytes: 600 });
      await failing(worker, 5);
      expect(worker.said.length).toBeGreaterThan(0);
      const store = await storeAt(place.address);
      const after = await whole(store, "full");
      kept(worker.said, after.events);
      onceOnly(after, file);
      const gate = shop({ store, tenant: "full", file, ahead: 120_000, ...LIMITS });
      expect(await gate.tick(1_000)).toMatchObject({ ok: true });
      expect(await gate.propose(BOT, { change_set: refundOf("after", "20.00") })).toMatchObject({ ok: true });
      await store.close();
      const [told, ...others] = [...new Set(worker.faults.map((fault) => fault.split(" ")[0]!))].sort();
      expect(others.filter((code) => code !== "in_doubt")).toEqual([]);
      return { told: told === "in_doubt" ? others[0]! : told!, state: "as before", reservation: "as before" };
    } finally {
      await place.remove();
    }
  },
  "store-read-only": async (program) => {
    const place = sqlitePlace();
    const path = pathOf(place.address);
    const store = await storeAt(place.address);
    const w = world({ store });
    const { id } = await proposedRefund(w, "120.00");
    await store.close();
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    try {
      const errand = { ...LIMITS, address: place.address, tenant: "t", file: "none", burst: null, drains: false };
      const worker = started(program, errand, { nobody: true });
      await worker.gone;
      expect(worker.faults).toHaveLength(1);
      // Later versions of SQLite open it, and cannot write.
      expect(worker.faults[0]).toMatch(
        /^StoreError the store .* cannot be (opened: .* not write into it|written: .* its folder)/,
      );
      chmodSync(dirname(path), 0o700);
      chmodSync(path, 0o600);
      const again = await storeAt(place.address);
      const seen = await observed(again, null, id);
      await again.close();
      return { ...seen, told: worker.faults[0]!.split(" ")[0]! };
    } finally {
      chmodSync(dirname(path), 0o700);
      await place.remove();
    }
  },
  sigterm: (program) => terminated(program, false),
  "sigterm-drained": (program) => terminated(program, true),
};

/** What only a server can suffer. */
export const SERVER: Faults = {
  "backend-killed-in-commit": async () => {
    const place = postgresPlace();
    const schema = place.address.slice("postgres:".length);
    const store = await storeAt(place.address);
    try {
      const w = world({ store });
      const proposal = await proposedRefund(w, "120.00");
      const call = { ...about(proposal), role: "support_lead" };
      // The commit of the next event takes until somebody ends it.
      await pgQuery(
        `create function "${schema}".wait() returns trigger language plpgsql as 'begin perform pg_sleep(30); return null; end';
         create constraint trigger wait after insert on "${schema}".events deferrable initially deferred
         for each row execute function "${schema}".wait()`,
      );
      const waiting = w.gate.approve(as("ann"), call);
      const client = new pg.Client({ connectionString: ADDRESS! });
      await client.connect();
      const killed = async (): Promise<boolean> => {
        const { rowCount } = await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and query = 'commit'",
        );
        return (rowCount ?? 0) > 0;
      };
      while (!(await killed())) await new Promise((resolve) => setTimeout(resolve, 10));
      const answer = await waiting;
      await client.query(`drop trigger wait on "${schema}".events`);
      await client.end();
      const seen = await observed(store, answer, proposal.id);
      expect(ok(await w.gate.approve(as("ann"), call)).proposal.status).toBe("approved");
      return seen;
    } finally {
      await store.close();
      await place.remove();
    }
  },
  "backends-killed-between": async () => {
    const place = postgresPlace();
    const store = await storeAt(place.address);
    try {
      const w = world({ store });
      const proposal = await proposedRefund(w, "120.00");
      await pgQuery(
        "select pg_terminate_backend(pid) from pg_stat_activity where query ~ '" +
          `${place.address.slice("postgres:".length)}' and pid <> pg_backend_pid()`,
      );
      const answer = await w.gate.approve(as("ann"), { ...about(proposal), role: "support_lead" });
      return await observed(store, answer, proposal.id);
    } finally {
      await store.close();
      await place.remove();
    }
  },
};
