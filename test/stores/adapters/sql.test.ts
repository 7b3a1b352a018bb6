/** The same questions to SQLite and, where `BYLAW_TEST_POSTGRES` names a server, to PostgreSQL. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { preparedPeople } from "../../../src/decision/reviewers/prepared.ts";
import { openSqlite } from "../../../src/stores/databases/connection.ts";
import { type Database, recordsOf } from "../../../src/stores/databases/database.ts";
import { postgresDatabase } from "../../../src/stores/databases/postgres.ts";
import { sqliteDatabase } from "../../../src/stores/databases/sqlite.ts";
import { sqlDirectory } from "../../../src/stores/directory/sql.ts";
import { sqlFacts, sqlRecords } from "../../../src/stores/sources/sql.ts";
import { folder, never, query } from "./support.ts";

const server = process.env["BYLAW_TEST_POSTGRES"] ?? "";
const SCHEMA = `bylaw_adapters_${process.pid}`;

async function sqlite(script: string): Promise<Database & { readonly run: (script: string) => Promise<void> }> {
  const path = join(folder().path, "shop.db");
  const connection = await openSqlite(path, { readOnly: false });
  connection.exec(script);
  const database = sqliteDatabase({ path });
  onTestFinished(async () => {
    connection.close();
    await database.close();
  });
  return { ...database, run: async (more) => connection.exec(more) };
}

const SHOP = `
  create table orders (id text primary key, total text, currency text, vip integer, tags text, n integer, rate real);
  insert into orders values ('o-1', '12345678901234567.89', 'USD', 1, '["a","b"]', 9007199254740993, 0.25);
  insert into orders values ('o-2', null, null, 0, null, 7, null);
`;
const ORDER = `select id, total as "total.amount", currency as "total.currency", vip as "vip:bool", tags as "tags:json" from orders where id = $1`;

describe("SQLite", () => {
  test("a row is a record: nested, exact, typed as its columns say", async () => {
    const facts = sqlFacts({ database: await sqlite(SHOP), query: ORDER });
    expect(await facts.read(query("o-1"), never)).toEqual({
      status: "found",
      value: { id: "o-1", total: { amount: "12345678901234567.89", currency: "USD" }, vip: true, tags: ["a", "b"] },
      version: undefined,
    });
    expect(await facts.read(query("o-2"), never)).toMatchObject({ value: { total: null, vip: false, tags: null } });
    expect(await facts.read(query("o-3"), never)).toEqual({ status: "none" });
  });

  test("whole numbers of any size are exact; a fraction only if it loses nothing", async () => {
    const database = await sqlite(SHOP);
    const value = (text: string) => sqlFacts({ database, query: text, shape: "value" }).read(query("o-1"), never);
    expect(await value("select n from orders where id = $1")).toMatchObject({ value: "9007199254740993" });
    expect(await value("select n from orders where id = 'o-2'")).toMatchObject({ value: 7 });
    expect(await value("select rate from orders where id = $1")).toMatchObject({ value: 0.25 });
    expect(await value("select rate from orders where id = 'o-2'")).toEqual({ status: "none" });
    await expect(value("select 1.0 / 3")).rejects.toThrow("loses digits");
    await expect(value("select x'00'")).rejects.toThrow("bytes");
  });

  test("arguments are bound, never text of the query; a list through json_each", async () => {
    const database = await sqlite(SHOP);
    const facts = sqlFacts({ database, query: ORDER });
    expect(await facts.read(query("o-1' or '1'='1"), never)).toEqual({ status: "none" });
    const many = sqlFacts({
      database,
      query: "select id, n from orders where id in (select value from json_each($1)) order by id",
      shape: "map",
      key: "id",
    });
    expect(await many.read(query(["o-2", "o-9"]), never)).toEqual({
      status: "found",
      value: { "o-2": { id: "o-2", n: 7 } },
    });
    expect(
      await sqlFacts({ database, query: "select id from orders order by id", shape: "list" }).read(query(), never),
    ).toEqual({
      status: "found",
      value: [{ id: "o-1" }, { id: "o-2" }],
    });
  });

  test("what is not one answer is unknown", async () => {
    const database = await sqlite(SHOP);
    const read = (text: string, shape: "one" | "map" = "one") =>
      sqlFacts({ database, query: text, shape, key: "n" }).read(query("o-1"), never);
    await expect(read("select * from orders")).rejects.toThrow("gave 2 rows");
    await expect(read("select 1 as n union all select 1", "map")).rejects.toThrow('the n "1"');
    await expect(read("select 1 as a, 2 as a")).rejects.toThrow("twice");
    await expect(read('select 1 as a, 2 as "a.b"')).rejects.toThrow(/value and as a record/);
    await expect(read('select 2 as "a:bool"')).rejects.toThrow("neither true nor false");
    await expect(read("select 1 from nowhere")).rejects.toThrow("no such table");
  });

  test("cannot be written through a query", async () => {
    const database = await sqlite(SHOP);
    const facts = sqlFacts({ database, query: "delete from orders returning id", shape: "list" });
    await expect(facts.read(query(), never)).rejects.toThrow(/readonly/);
  });

  test("a file that is not there is unknown, and known when it comes", async () => {
    const here = folder();
    const path = join(here.path, "late.db");
    const database = sqliteDatabase({ path });
    onTestFinished(() => database.close());
    const facts = sqlFacts({ database, query: "select 1", shape: "value" });
    await expect(facts.read(query(), never)).rejects.toThrow();
    (await openSqlite(path, { readOnly: false })).exec("create table t (a)");
    expect(await facts.read(query(), never)).toMatchObject({ value: 1 });
  });

  test("old values with a version; a field without a column is a fault", async () => {
    const database = await sqlite(SHOP);
    const records = sqlRecords({ database, query: 'select total, n as "$version" from orders where id = $1' });
    expect(await records.read({ type: "Order", id: "o-2" }, ["total"], never)).toEqual({
      status: "found",
      fields: { total: null },
      version: "7",
    });
    expect(await records.read({ type: "Order", id: "o-9" }, ["total"], never)).toEqual({ status: "none" });
    await expect(records.read({ type: "Order", id: "o-2" }, ["vip"], never)).rejects.toThrow("no column vip");
  });
});

const PEOPLE = `
  create table principals (id text, kind text, active integer, person text, owner text);
  create table roles (principal text, role text);
  create table members (principal text, grp text);
  create table group_roles (grp text, role text);
  create table parents (grp text, parent text);
  create table version (v integer);
  insert into principals values ('user:ann', 'person', 1, null, null), ('agent:a', 'agent', 1, null, 'user:ann');
  insert into roles values ('user:ann', 'finance');
  insert into members values ('user:ann', 'leads');
  insert into group_roles values ('leads', 'support_lead');
  insert into parents values ('leads', 'staff');
  insert into version values (1);
`;
const QUERIES = {
  principals: 'select id, kind, active as "active:bool", person, owner from principals',
  roles: "select principal, role from roles",
  members: 'select principal, grp as "group" from members',
  group_roles: 'select grp as "group", role from group_roles',
  group_parents: 'select grp as "group", parent as "in" from parents',
  version: "select v from version",
};

describe("a directory from SQL", () => {
  test("is read once for each version, after so much time", async () => {
    let now = 0;
    const database = await sqlite(PEOPLE);
    let reads = 0;
    const counting: Database = {
      ...database,
      read: (...asked) => {
        reads++;
        return database.read(...asked);
      },
    };
    const directory = sqlDirectory({
      database: counting,
      queries: QUERIES,
      refresh_ms: 1000,
      clock: { now: () => now },
    });
    const [first, same] = await Promise.all([directory.current(never), directory.current(never)]);
    expect(same).toBe(first);
    expect(reads).toBe(1);
    now = 999;
    expect(await directory.current(never)).toBe(first);
    expect(reads).toBe(1);
    now = 1000;
    expect(await directory.current(never)).toBe(first);
    expect(reads).toBe(2);
    await database.run("update version set v = 2; delete from roles");
    now = 2000;
    expect(await directory.current(never)).not.toBe(first);
  });

  test("without a query for its version all is read again, so that nobody keeps a role that they have lost", async () => {
    let now = 0;
    const database = await sqlite(PEOPLE);
    const { version: _, ...queries } = QUERIES;
    const directory = sqlDirectory({ database, queries, refresh_ms: 1000, clock: { now: () => now } });
    const rolesOfAnn = async (): Promise<readonly string[]> =>
      [...preparedPeople(await directory.current(never)).people!.account("user:ann")!.roles].sort();
    expect(await rolesOfAnn()).toEqual(["finance", "support_lead"]);
    await database.run("delete from roles");
    expect(await rolesOfAnn()).toEqual(["finance", "support_lead"]);
    now = 1000;
    expect(await rolesOfAnn()).toEqual(["support_lead"]);
  });

  test("a database that cannot be read makes acts fail, and does not leave the old one standing", async () => {
    let now = 0;
    const database = await sqlite(PEOPLE);
    const directory = sqlDirectory({ database, queries: QUERIES, refresh_ms: 1000, clock: { now: () => now } });
    await directory.current(never);
    await database.run("alter table version rename to gone");
    now = 1000;
    await expect(directory.current(never)).rejects.toThrow("no such table");
    await expect(directory.current(never)).rejects.toThrow("no such table");
    await database.run("alter table gone rename to version");
    await expect(directory.current(never)).resolves.toBeDefined();
  });

  test.each([
    ["insert into principals values ('user:bob', 'robot', 1, null, null)", "none of person, agent, service"],
    ["insert into principals values ('user:bob', 'person', null, null, null)", "neither true nor false"],
    ["insert into roles values ('user:ann', null)", "a row has no role"],
    ["insert into principals values ('user:ann', 'person', 1, null, null)", "two rows are about user:ann"],
    ["delete from version", "no one value"],
  ])("a row that says nothing clear is a fault: %s", async (script, words) => {
    const database = await sqlite(PEOPLE);
    await database.run(script);
    const directory = sqlDirectory({ database, queries: QUERIES, clock: { now: () => 0 } });
    await expect(directory.current(never)).rejects.toThrow(words);
  });
});

describe.skipIf(server === "")("PostgreSQL (BYLAW_TEST_POSTGRES)", () => {
  const database = postgresDatabase({ url: server, statement_limit_ms: 2000 });
  beforeAll(async () => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
    await client.query(`create table ${SCHEMA}.orders (id text primary key, total numeric(30,2), vip boolean, n bigint, at timestamptz,
      day date, local timestamp, tags text[], amounts numeric[], wait interval, doc jsonb, rate float8)`);
    await client.query(`insert into ${SCHEMA}.orders values ('o-1', 1234567890123456789.10, true, 9007199254740993,
      '2026-11-22 12:00:00.123456+02', '2026-12-31', '2026-01-02 03:04:05', '{a,"b,c"}', '{1.10,2}', '1 day 2 hours', '{"a":"1.0"}', 0.1)`);
    await client.end();
  });
  afterAll(async () => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.end();
    await database.close();
  });

  test("every type comes back exact, times in UTC to the millisecond", async () => {
    const facts = sqlFacts({ database, query: `select * from ${SCHEMA}.orders where id = $1` });
    expect(await facts.read(query("o-1"), never)).toMatchObject({
      value: {
        id: "o-1",
        total: "1234567890123456789.10",
        vip: true,
        n: "9007199254740993",
        at: "2026-11-22T10:00:00.123Z",
        day: "2026-12-31",
        local: "2026-01-02T03:04:05",
        tags: ["a", "b,c"],
        amounts: ["1.10", "2"],
        wait: "P1DT2H",
        doc: { a: "1.0" },
        rate: 0.1,
      },
    });
  });

  test("arguments are bound, lists as arrays", async () => {
    const facts = sqlFacts({
      database,
      query: `select id, vip from ${SCHEMA}.orders where id = any($1)`,
      shape: "map",
      key: "id",
    });
    expect(await facts.read(query(["o-1", "o-2"]), never)).toEqual({
      status: "found",
      value: { "o-1": { id: "o-1", vip: true } },
    });
    expect(await sqlFacts({ database, query: ORDERS }).read(query("' or true --"), never)).toEqual({ status: "none" });
  });
  const ORDERS = `select id from ${SCHEMA}.orders where id = $1`;

  test("a fraction that loses digits, a second row, a write: unknown", async () => {
    const read = (text: string) => sqlFacts({ database, query: text }).read(query(), never);
    await expect(read("select 1.0::float8 / 3 as x")).rejects.toThrow("loses digits");
    await expect(read("select generate_series(1, 2)")).rejects.toThrow("gave 2 rows");
    await expect(read(`delete from ${SCHEMA}.orders returning id`)).rejects.toThrow("read-only");
    await expect(read("select 1 as a, 2 as a")).rejects.toThrow("twice");
    expect(await read("select 1 as a")).toMatchObject({ status: "found" });
  });

  test("a query that takes too long is ended, and the next one works", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 50);
    await expect(sqlFacts({ database, query: "select pg_sleep(30)" }).read(query(), stop.signal)).rejects.toThrow();
    await expect(sqlFacts({ database, query: "select pg_sleep(30)" }).read(query(), never)).rejects.toThrow(
      "statement timeout",
    );
    expect(await sqlFacts({ database, query: "select 1 as a" }).read(query(), never)).toMatchObject({
      value: { a: 1 },
    });
  });

  test("all queries of a directory see one state", async () => {
    const [one, two] = await database.read(
      [
        { text: "select pg_current_snapshot()::text as s", values: [] },
        { text: "select pg_current_snapshot()::text as s", values: [] },
      ],
      never,
    );
    expect(recordsOf(one!)).toEqual(recordsOf(two!));
  });

  test("a server that is not there is unknown", async () => {
    const gone = postgresDatabase({ url: "postgres://127.0.0.1:1/none" });
    await expect(sqlFacts({ database: gone, query: "select 1" }).read(query(), never)).rejects.toThrow(/ECONNREFUSED/);
    await gone.close();
  });
});
