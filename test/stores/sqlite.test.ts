/** The embedded store: the contract, and what there is about files. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoreError } from "../../src/gate/store.ts";
import { failureOf } from "../../src/stores/sqlite/errors.ts";
import { migrateSqlite, sqliteStore } from "../../src/stores/sqlite/index.ts";
import { type Database, sqliteLibrary } from "../../src/stores/sqlite/library.ts";
import { contract } from "./contract.ts";
import { append, checkpoint, event, write } from "./rows.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

describe("the SQLite store", () => {
  contract(async () => {
    const folder = mkdtempSync(join(tmpdir(), "bylaw-sqlite-"));
    return {
      open: () => sqliteStore(join(folder, "store.db")),
      remove: async () => rmSync(folder, { recursive: true }),
      durable: true,
    };
  });
});

describe("a file as a store", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bylaw-file-"));
    path = join(folder, "store.db");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The file as somebody else opens it. */
  async function raw<T>(use: (database: Database) => T): Promise<T> {
    const { DatabaseSync } = await sqliteLibrary();
    const database = new DatabaseSync(path);
    try {
      return use(database);
    } finally {
      database.close();
    }
  }
  const failure = async (opening: Promise<unknown>): Promise<StoreError> => {
    const error = await opening.then(
      () => null,
      (thrown: unknown) => thrown as StoreError,
    );
    expect(error).toMatchObject({ name: "StoreError", outcome: "nothing_kept" });
    return error!;
  };

  test("only its owner may read it, nor what stands beside it", async () => {
    const store = await sqliteStore(path);
    await append(store, "a");
    expect([path, `${path}-wal`, `${path}-shm`].map((name) => statSync(name).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600,
    ]);
    await store.close();
  });

  test("what is committed waits for the disk, and is written ahead", async () => {
    const { connected } = await import("../../src/stores/sqlite/open.ts");
    const database = connected(await sqliteLibrary(), path);
    expect(database.prepare("pragma synchronous").all()).toEqual([{ synchronous: 2 }]);
    expect(database.prepare("pragma journal_mode").all()).toEqual([{ journal_mode: "wal" }]);
    expect(database.prepare("pragma page_size").all()).toEqual([{ page_size: 2048 }]);
    database.close();
  });

  test.each(["events", "checkpoints"])(
    "%s can be changed, removed or replaced by nobody who has the file",
    async (table) => {
      const store = await sqliteStore(path);
      await write(store, { events: [event(1), event(2)], checkpoints: [checkpoint(1), checkpoint(2)] });
      await store.close();
      await raw((database) => {
        for (const text of [
          `update ${table} set body = 'x' where seq = 1`,
          `delete from ${table} where seq = 2`,
          `delete from ${table}`,
          `insert or replace into ${table} select * from ${table} where seq = 1`,
        ])
          expect(() => database.exec(text)).toThrow("only ever added to");
        expect(database.prepare(`select count(*) as n from ${table} where body <> 'x'`).all()).toEqual([{ n: 2 }]);
      });
    },
  );

  test("one of a later program is refused, and left alone", async () => {
    expect(await migrateSqlite(path)).toEqual({ from: 0, to: 1 });
    expect(await migrateSqlite(path)).toEqual({ from: 1, to: 1 });
    await raw((database) => database.exec("insert into migrations values (99, 'later')"));
    const before = readFileSync(path);
    for (const open of [() => sqliteStore(path), () => migrateSqlite(path)]) {
      const { message } = await failure(open());
      expect(message).toContain("version 99 by a later program");
      expect(message).toContain("versions up to 1");
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("without tables is refused where it may not be migrated", async () => {
    expect((await failure(sqliteStore(path, { migrate: false }))).message).toContain("bylaw store migrate");
  });

  test("that is no database is refused, and left alone", async () => {
    writeFileSync(path, "a page of text, which is not a database\n".repeat(50));
    expect((await failure(sqliteStore(path))).message).toMatch(/store\.db is no database of SQLite/);
    expect(readFileSync(path, "utf8")).toContain("a page of text");
  });

  test("in a folder that is not there is refused", async () => {
    expect((await failure(sqliteStore(join(folder, "none", "store.db")))).message).toContain("folder is not there");
  });

  test.each(["", ":memory:", "file:x.db"])("%j is no file", async (name) => {
    expect((await failure(sqliteStore(name))).message).toContain("names no file");
  });

  test("that another process keeps locked is given up in time, and nothing is lost", async () => {
    const store = await sqliteStore(path, { busy_timeout_ms: 100 });
    await append(store, "a");
    const { DatabaseSync } = await sqliteLibrary();
    const other = new DatabaseSync(path);
    other.exec("begin immediate");
    const { message } = await failure(append(store, "a"));
    expect(message).toContain("in use by another process");
    expect((await store.read("a", (view) => view.head()))?.seq).toBe(1);
    other.exec("rollback");
    other.close();
    expect(await append(store, "a")).toBe(2);
    await store.close();
  });

  test("that cannot grow says so, keeps nothing of it, and goes on when there is room", async () => {
    // A bound on the size of files stands for a disk that is full; what is checked is told by the child.
    const script = join(ROOT, "test/stores/processes/full.ts");
    const { out, code } = await run("bash", ["-c", `ulimit -f 1024; exec node ${UNRUN} ${script} ${path}`]);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { failed: { name: "StoreError", outcome: "nothing_kept", full: true }, same: true },
    ]);
    const store = await sqliteStore(path);
    const head = await store.read("a", (view) => view.head());
    expect(head!.seq).toBeGreaterThan(0);
    expect(await append(store, "a")).toBe(head!.seq + 1);
    await store.close();
  });

  test("is one store for several processes: no number twice, none left out, whoever else writes", async () => {
    const script = join(ROOT, "test/stores/processes/append.ts");
    const children = await Promise.all([1, 2, 3, 4].map((n) => run("node", [UNRUN, script, path, `w-${n}`, "40"])));
    expect(children.map(({ code, err }) => [code, err])).toEqual(children.map(() => [0, ""]));
    const store = await sqliteStore(path);
    const log = await store.read("a", (view) => view.events(0, 999));
    await store.close();
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 160 }, (_, at) => at + 1));
    for (const n of [1, 2, 3, 4]) expect(log.filter(({ proposal }) => proposal === `w-${n}`).length).toBe(40);
  });

  test.each([
    [8, false, "may only read it", "nothing_kept"],
    [1032, true, "may only read it", "nothing_kept"],
    [11, false, "is damaged", "nothing_kept"],
    [13, true, "the disk is full", "nothing_kept"],
    [778, true, "the disk is full or faulty", "nothing_kept"],
    [1034, true, "may or may not have been kept", "unknown"],
    [1034, false, "Nothing was kept", "nothing_kept"],
  ])("what SQLite says with %i (while committing: %s) is told", (errcode, committing, words, outcome) => {
    const told = failureOf(Object.assign(new Error("told"), { errcode }), "x.db", committing);
    expect([told.outcome, told.message]).toEqual([outcome, expect.stringContaining(words)]);
  });
});

const UNRUN = join(ROOT, "node_modules/unrun/dist/cli.mjs");

function run(command: string, args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, NODE_NO_WARNINGS: "1" } });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on("data", (part: Buffer) => {
      err += part.toString();
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
