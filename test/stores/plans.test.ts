/** No query of a store goes through a table, however many rows there are: looked up in the plans of both databases. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { migratePostgres } from "../../src/stores/postgres/index.ts";
import { postgresDialect, sqliteDialect } from "../../src/stores/sql/dialect.ts";
import { type Statement, type Statements, statementsOf } from "../../src/stores/sql/statements.ts";
import { migrateSqlite } from "../../src/stores/sqlite/index.ts";
import { sqliteLibrary } from "../../src/stores/sqlite/library.ts";
import { proposal, row } from "./rows.ts";
import { ADDRESS, pgQuery } from "./server.ts";

/** Every statement there is, with every form of a page. */
function all(statements: Statements): readonly Statement[] {
  const { dialect: _, pages, ledger, changeProposal, ...rest } = statements;
  const filters = [[], ["action"], ["requester"], ["after"], ["action", "after"], ["requester", "after"]] as const;
  return [
    ...Object.values(rest),
    changeProposal(proposal("p-1", { expected: 1 })),
    ...Object.values(ledger).flatMap(({ first, next }) => [first, next]),
    ...(["deadline", "newest"] as const).flatMap((order) => filters.map((some) => pages(order, some))),
  ];
}

/** By deadline there is no index for actions and requesters: what waits is looked through, which is not all that ever was. */
const sqliteMayNot = /\bSCAN (?!found|one\b|CONSTANT|\(|json_each)|USE TEMP B-TREE/;

test("an act that leaves a proposal where it stands writes to no index", () => {
  const before = row(proposal("p-1"));
  const { text } = statementsOf(sqliteDialect).changeProposal({
    ...proposal("p-1", { expected: 1, doc: '{"acts":1}' }),
    before,
  });
  expect(text).toMatch(/^update "proposals" set "version" = \?, "doc" = \? where/);
});

test("in SQLite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bylaw-plans-"));
  const path = join(folder, "store.db");
  await migrateSqlite(path);
  const { DatabaseSync } = await sqliteLibrary();
  const database = new DatabaseSync(path);
  const plans = all(statementsOf(sqliteDialect)).map(({ name, text }) => {
    const lines = database.prepare(`explain query plan ${text}`).all(...(text.match(/\?/g) ?? []).map(() => null));
    return [name, (lines as { detail: string }[]).map(({ detail }) => detail)] as const;
  });
  database.close();
  rmSync(folder, { recursive: true });
  expect(plans.length).toBeGreaterThan(30);
  expect(plans.filter(([, details]) => details.some((detail) => sqliteMayNot.test(detail)))).toEqual([]);
  // What is asked for is looked up, and not picked out of what else the index gives.
  const looked = {
    bylaw_page_newest: "tenant=? AND status=?",
    bylaw_page_deadline: "tenant=? AND status=?",
    bylaw_page_newest_after: "tenant=? AND status=? AND proposed_at<?",
    bylaw_page_newest_action: "tenant=? AND action=? AND status=?",
    bylaw_page_newest_requester: "tenant=? AND requester=? AND status=?",
    bylaw_history: "tenant=? AND action=? AND counts_at>?",
    bylaw_due: "tenant=? AND wake_at<?",
    bylaw_events_of: "tenant=? AND proposal=? AND seq>?",
    bylaw_holds: "tenant=? AND clause=? AND key=?",
    bylaw_postings: "tenant=? AND clause=? AND key=? AND unit=? AND at>?",
  };
  for (const [name, by] of Object.entries(looked))
    expect([name, plans.find(([one]) => one === name)![1].join("\n")]).toEqual([name, expect.stringContaining(by)]);
  // What a usage costs does not grow with what was posted: both are one step into a key.
  const totals = plans.find(([name]) => name === "bylaw_totals")!;
  expect(totals[1].join("\n")).toMatch(/SEARCH totals USING PRIMARY KEY[\s\S]*SEARCH postings USING PRIMARY KEY.*at</);
});

test.skipIf(ADDRESS === null)("in PostgreSQL", { timeout: 120_000 }, async () => {
  const schema = `bylaw_${randomBytes(6).toString("hex")}`;
  await migratePostgres({ connectionString: ADDRESS!, schema });
  const client = new pg.Client({ connectionString: ADDRESS! });
  await client.connect();
  try {
    await client.query(filled(schema));
    await client.query("set plan_cache_mode = force_generic_plan");
    const plans: [string, string][] = [];
    for (const { name, text, parameters } of all(statementsOf(postgresDialect(schema)))) {
      const prepared = `plan_${plans.length}`;
      await client.query(`prepare ${prepared} as ${text}`);
      const given = parameters.length === 0 ? "" : `(${parameters.map(() => "null").join(", ")})`;
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain execute ${prepared}${given}`);
      plans.push([name, rows.map((row) => row["QUERY PLAN"]).join("\n")]);
    }
    expect(plans.length).toBeGreaterThan(30);
    expect(plans.filter(([, plan]) => /Seq Scan|Sort/.test(plan))).toEqual([]);
  } finally {
    await client.end();
    await pgQuery(`drop schema ${schema} cascade`);
  }
});

/** Enough rows of every table that going through one is the worse plan. */
const filled = (schema: string): string => `
  set search_path = ${schema};
  insert into proposals select 't', 'p-' || n, 1, 's-' || n % 12, 'a-' || n % 20, 'e', 'r-' || n % 50, n, n,
    case when n % 50 = 0 then n end, case when n % 2 = 0 then n end, '{}', '{}' from generate_series(1, 30000) n;
  insert into answers select 't', 'propose', 'r-' || n % 50, 'k-' || n, '', '', n from generate_series(1, 30000) n;
  insert into holds select 't', 'c-' || n % 10, 'k-' || n % 100, 'p-' || n, '', '1', n from generate_series(1, 30000) n;
  insert into postings select 't', 'c-' || n % 10, 'k-' || n % 100, '', n, n, '1', '1', 'p-' || n from generate_series(1, 30000) n;
  insert into totals select 't', 'c-' || n % 100, 'k-' || n, '', 1, n, '1' from generate_series(1, 30000) n;
  insert into events select 't', n, n, 'x', 'p-' || n, 'h', 'b' from generate_series(1, 30000) n;
  insert into checkpoints select 't', n, n, 'b', 'j' from generate_series(1, 30000) n;
  analyze proposals, answers, holds, postings, totals, events, checkpoints;
  reset search_path`;
