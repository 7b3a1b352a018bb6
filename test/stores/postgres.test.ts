/** PostgreSQL: the contract, rights, and what there is about connections. Needs a server, named by BYLAW_TEST_POSTGRES. */
import { randomBytes } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Store, StoreError } from "../../src/gate/store.ts";
import { lockOf } from "../../src/stores/postgres/driver.ts";
import { migratePostgres, postgresStore } from "../../src/stores/postgres/index.ts";
import { contract } from "./contract.ts";
import { answer, append, checkpoint, event, hold, posting, proposal, write } from "./rows.ts";
import { ADDRESS, pgQuery } from "./server.ts";

const fresh = (): string => `bylaw_${randomBytes(6).toString("hex")}`;

if (ADDRESS === null) console.warn("SKIPPED: the PostgreSQL store, because BYLAW_TEST_POSTGRES names no server");

describe.skipIf(ADDRESS === null)("the PostgreSQL store", () => {
  contract(async () => {
    const schema = fresh();
    return {
      open: () => postgresStore({ connectionString: ADDRESS!, schema, migrate: true }),
      remove: () => pgQuery(`drop schema "${schema}" cascade`),
      durable: true,
    };
  });
});

describe.skipIf(ADDRESS === null)("a schema of PostgreSQL as a store", () => {
  const schema = fresh();
  const role = `${schema}_gate`;
  const place = { connectionString: ADDRESS!, schema };

  /** The same server as somebody else. */
  const as = (user: string): string => {
    const url = new URL(ADDRESS!);
    url.username = user;
    url.password = "secret";
    return url.href;
  };
  const failure = async (doing: Promise<unknown>): Promise<StoreError> => {
    const error = await doing.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  };
  async function opened<T>(more: object, use: (store: Store) => Promise<T>): Promise<T> {
    const store = await postgresStore({ ...place, ...more });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  beforeAll(async () => {
    await pgQuery(`create role ${role} login password 'secret'`);
    expect(await migratePostgres({ ...place, role })).toEqual({ from: 0, to: 1 });
  });
  afterAll(async () => {
    await pgQuery(`drop schema ${schema} cascade; drop owned by ${role}; drop role ${role}`);
  });

  test("is migrated once, by several at once too", async () => {
    expect(await migratePostgres(place)).toEqual({ from: 1, to: 1 });
    const other = fresh();
    const all = await Promise.all([1, 2, 3].map(() => migratePostgres({ ...place, schema: other })));
    expect(all.map(({ from }) => from).toSorted()).toEqual([0, 1, 1]);
    await pgQuery(`drop schema ${other} cascade`);
  });

  test("without tables is refused, with the command that makes them", async () => {
    const { message } = await failure(postgresStore({ ...place, schema: fresh() }));
    expect(message).toContain("has no tables of Bylaw; run `bylaw store migrate`");
  });

  test("of a later program is refused", async () => {
    const other = fresh();
    await migratePostgres({ ...place, schema: other });
    await pgQuery(`insert into ${other}.migrations values (99, 'later')`);
    for (const open of [
      () => postgresStore({ ...place, schema: other }),
      () => migratePostgres({ ...place, schema: other }),
      () => postgresStore({ ...place, schema: other, migrate: true }),
    ])
      expect((await failure(open())).message).toContain("version 99 by a later program");
    await pgQuery(`drop schema ${other} cascade`);
  });

  test("whose name is no plain name is refused", async () => {
    for (const name of ["", "Bylaw", "a$1", 'a"b', "1a", "x".repeat(64)])
      expect((await failure(postgresStore({ ...place, schema: name }))).message).toContain(
        "cannot be the name of a schema",
      );
  });

  test("a role that is not there is refused, and nothing is granted", async () => {
    expect((await failure(migratePostgres({ ...place, role: "no_such_role" }))).message).toContain("CREATE ROLE");
  });

  test.each(["events", "checkpoints"])("%s can be changed or removed by nobody, its owner included", async (table) => {
    await opened({}, (store) => write(store, { events: [event(1)], checkpoints: [checkpoint(1)] }, `of ${table}`));
    for (const text of [
      `update ${schema}.${table} set body = 'x'`,
      `delete from ${schema}.${table}`,
      `truncate ${schema}.${table}`,
    ])
      await expect(pgQuery(text)).rejects.toThrow("only ever added to");
  });

  test("the role of a gate does all that a gate does, and may not touch the log", async () => {
    await opened({ connectionString: as(role) }, async (store) => {
      const all = {
        proposals: [proposal("p-1")],
        answers: [answer("k")],
        reserve: [hold("p-1")],
        post: [posting(1, 10, "1")],
        events: [event(1)],
        checkpoints: [checkpoint(1)],
      };
      await write(store, all, "role");
      const next = {
        proposals: [proposal("p-1", { expected: 1 })],
        release: [hold("p-1")],
        post: [posting(2, 11, "2")],
      };
      await write(store, next, "role");
      expect((await store.read("role", (view) => view.head()))?.seq).toBe(1);
    });
    const client = new pg.Client({ connectionString: as(role) });
    await client.connect();
    try {
      for (const text of [
        `update ${schema}.events set body = 'x'`,
        `delete from ${schema}.events`,
        `truncate ${schema}.events`,
        `delete from ${schema}.checkpoints`,
        `drop table ${schema}.events`,
        `alter table ${schema}.events disable trigger all`,
        `create or replace function ${schema}.only_added() returns trigger language sql as 'select null'`,
        `delete from ${schema}.postings`,
        `delete from ${schema}.proposals`,
        `update ${schema}.migrations set version = 0`,
      ])
        await expect(client.query(text)).rejects.toMatchObject({ code: "42501" });
    } finally {
      await client.end();
    }
  });

  test("a server that is not there is a failure of which nothing was kept", async () => {
    const error = await failure(postgresStore({ connectionString: "postgresql://x@127.0.0.1:1/x", schema }));
    expect([error.outcome, error.message]).toEqual(["nothing_kept", expect.stringContaining("lost its connection")]);
  });

  test("a transaction of the tenant that does not end is given up in time; other tenants go on", async () => {
    const blocker = new pg.Client({ connectionString: ADDRESS! });
    await blocker.connect();
    await blocker.query(`begin; select pg_advisory_xact_lock(${lockOf(schema, "slow")})`);
    try {
      await opened({ lock_timeout_ms: 200 }, async (store) => {
        const slow = failure(append(store, "slow"));
        expect(await append(store, "quick")).toBe(1);
        const { outcome, message } = await slow;
        expect([outcome, message]).toEqual(["nothing_kept", expect.stringContaining("waited for too long")]);
        await blocker.query("rollback");
        expect(await append(store, "slow")).toBe(1);
      });
    } finally {
      await blocker.end();
    }
  });

  test("a connection that is lost before the commit: the work runs again, and is kept once", async () => {
    await opened({ max_connections: 1 }, async (store) => {
      let runs = 0;
      await store.transact("lost", async (transaction) => {
        runs++;
        const head = await transaction.head();
        if (runs === 1) await cutAll();
        const { proposal: found } = await transaction.load({ proposal: "p-1" });
        await transaction.write({
          proposals: [proposal("p-1", { expected: found?.version ?? 0 })],
          events: [event((head?.seq ?? 0) + 1)],
        });
      });
      expect(runs).toBe(2);
      expect((await store.read("lost", (view) => view.events(0, 9))).length).toBe(1);
      // The pool has the dead connection no more.
      await cutAll();
      expect((await store.read("lost", (view) => view.head()))?.seq).toBe(1);
      await cutAll();
      expect(await append(store, "lost")).toBe(2);
    });

    /** Ends what holds or wants a lock of this schema, or waits in the pool of a store. */
    async function cutAll(): Promise<void> {
      await pgQuery(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bylaw' and query like '%${schema}%' or query = 'rollback' and application_name = 'bylaw'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  test.each([
    ["behind", true, 1],
    ["before", false, 0],
  ])("a connection that is lost just %s the commit leaves the outcome unknown", async (_, forward, there) => {
    const proxy = await cutting(forward);
    const tenant = `cut ${forward}`;
    try {
      await opened({ connectionString: proxy.address }, async (store) => {
        proxy.arm();
        const error = await failure(append(store, tenant));
        expect([error.outcome, error.message]).toEqual([
          "unknown",
          expect.stringContaining("read before you do it again"),
        ]);
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect((await store.read(tenant, (view) => view.events(0, 9))).length).toBe(there);
      });
    } finally {
      await proxy.close();
    }
  });

  test("a pool of the caller's, which waits for each answer, does as well and is not closed", async () => {
    const pool = new pg.Pool({ connectionString: ADDRESS!, max: 2 });
    const store = await postgresStore({ pool, schema });
    const seqs = await Promise.all(Array.from({ length: 20 }, () => append(store, "pool")));
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
    await expect(write(store, { events: [event(9)] }, "pool")).rejects.toMatchObject({ what: "event" });
    await expect(write(store, { release: [hold("none")] }, "pool")).rejects.toMatchObject({ what: "hold" });
    expect((await store.read("pool", (view) => view.events(0, 99))).length).toBe(20);
    await store.close();
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  test("a server that does not wait for its disk is refused", async () => {
    await pgQuery(`alter role ${role} set synchronous_commit = off`);
    const { message } = await failure(postgresStore({ connectionString: as(role), schema }));
    await pgQuery(`alter role ${role} reset synchronous_commit`);
    expect(message).toContain("synchronous_commit is off");
  });
});

/** A way to the server that is cut when a commit comes along; `forward`: after it was passed on. */
async function cutting(forward: boolean) {
  const target = new URL(ADDRESS!);
  let armed = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.on("data", (part) => {
      const cut = armed && part.includes("commit\0");
      if (!cut || forward) upstream.write(part);
      if (!cut) return;
      armed = false;
      client.destroy();
      // What was passed on is still carried out; what was not is rolled back.
      upstream.end();
    });
    upstream.on("data", (part) => client.write(part));
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = new URL(ADDRESS!);
  address.hostname = "127.0.0.1";
  address.port = String((server.address() as { port: number }).port);
  return {
    address: address.href,
    arm: () => {
      armed = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
