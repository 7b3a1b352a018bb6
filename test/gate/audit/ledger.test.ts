/** Quotas are decided by what the ledger says: whoever edits it past the gate is found, and which row is named. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Verification, verifyStore } from "../../../src/gate/audit/verify.ts";
import { sqliteStore } from "../../../src/stores/sqlite/index.ts";
import { sqliteLibrary } from "../../../src/stores/sqlite/library.ts";
import { BOT, ok, POLICY, proposedRefund, world } from "../world.ts";

let folder: string;
let path: string;

/** Two refunds that were committed, and one that waits: three holds and postings a kind. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bylaw-ledger-"));
  path = join(folder, "store.db");
  const store = await sqliteStore(path);
  const w = world({ store, policy: POLICY });
  for (const [amount, old] of [
    ["20.00", "0.00"],
    ["30.00", "20.00"],
  ] as const) {
    const { id } = await proposedRefund(w, amount, { old });
    ok(await w.gate.commit(BOT, { proposal: id }));
    w.clock.pass(60_000);
  }
  await proposedRefund(w, "80.00", { old: "50.00" });
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function verified(): Promise<Verification> {
  const store = await sqliteStore(path);
  try {
    return await store.read("default", (view) => verifyStore(view, "default"));
  } finally {
    await store.close();
  }
}

async function edited(...statements: readonly string[]): Promise<void> {
  const { DatabaseSync } = await sqliteLibrary();
  const database = new DatabaseSync(path);
  for (const statement of statements) database.exec(statement);
  database.close();
}

const DAILY = `shop.Refund.daily ["agent:bot"]`;
const SPEND = "shop.Refund.spend []";

describe("the ledger of quotas", () => {
  test("that nobody touched is whole", async () => {
    const found = await verified();
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ ok: true, proposals: 3, ledger: 6 });
  });

  test.each([
    [
      "gives a reservation back",
      "delete from holds where clause like '%daily'",
      [`ledger_missing: 1 of ${DAILY} for proposal pr_3 until`, "is reserved, and not held"],
    ],
    [
      "reserves less",
      "update holds set amount = '1' where clause like '%spend'",
      [`ledger_mismatch: 1 USD of ${SPEND} for proposal pr_3`, "its proposal says 80 USD"],
    ],
    [
      "reserves in another currency",
      "update holds set unit = 'EUR' where clause like '%spend'",
      ["ledger_mismatch: 80 EUR", "its proposal says 80 USD"],
    ],
    [
      "lets a reservation end sooner",
      "update holds set expires_at = 1",
      ["ledger_mismatch", "until 1970-01-01T00:00:00.001Z is held", "or another time"],
    ],
    [
      "reserves for others",
      "insert into holds select tenant, clause, '[\"eve\"]', proposal, unit, amount, expires_at from holds where clause like '%daily'",
      [`ledger_mismatch: 1 of shop.Refund.daily ["eve"] for proposal pr_3`, "its proposal says nothing of it"],
    ],
    [
      "reserves for a proposal that is not there",
      "insert into holds select tenant, clause, key, 'pr_9', unit, amount, expires_at from holds where clause like '%daily'",
      ["ledger_mismatch", "for proposal pr_9", "its proposal says nothing of it"],
    ],
    [
      "sets what is used to nothing",
      "update totals set total = '0' where unit = 'USD'",
      [`ledger_sum: the total of ${SPEND} in USD says 0 in 2; its postings make 50 in 2`],
    ],
    [
      "takes the total away",
      "delete from totals where unit = 'USD'",
      [`ledger_sum: there is no total of ${SPEND} in USD, of which 50 is used`],
    ],
    [
      "adds a total",
      "insert into totals select tenant, clause, key, 'EUR', n, at, total from totals where unit = 'USD'",
      [`ledger_sum: there is a total of ${SPEND} in EUR, 50, and nothing was posted`],
    ],
    [
      "adds a total of another clause",
      "insert into totals select tenant, 'a', key, unit, n, at, total from totals where unit = 'USD'",
      ["ledger_sum: there is a total of a [] in USD, 50, and nothing was posted"],
    ],
    [
      "posts less",
      "update postings set amount = '2' where n = 1 and unit = 'USD'",
      [`ledger_sum: 2 USD of ${SPEND} for proposal pr_1`, "is number 1 and makes 20; it should be number 1 and make 2"],
    ],
    [
      "posts less, with sums that fit",
      "update postings set amount = '2', total = '2' where n = 1 and unit = 'USD'; update postings set total = '32' where n = 2 and unit = 'USD'; update totals set total = '32' where unit = 'USD'",
      [`ledger_mismatch: 2 USD of ${SPEND} for proposal pr_1`, "its proposal says 20 USD"],
    ],
    [
      "moves what was posted out of the window",
      "update postings set at = 5 where n = 1 and unit = 'USD'",
      [
        `ledger_mismatch: 20 USD of ${SPEND} for proposal pr_1 at 1970-01-01T00:00:00.005Z is posted`,
        "or another time",
      ],
    ],
    [
      "takes a posting away",
      "delete from postings where n = 1 and unit = 'USD'",
      [
        `ledger_sum: 30 USD of ${SPEND} for proposal pr_2`,
        "is number 2 and makes 50; it should be number 1 and make 30",
      ],
    ],
    [
      "takes the last posting away, with sums that fit",
      "delete from postings where n = 2 and unit = 'USD'; update totals set n = 1, total = '20', at = (select at from postings where unit = 'USD') where unit = 'USD'",
      [`ledger_missing: 30 USD of ${SPEND} for proposal pr_2`, "is used, and not posted"],
    ],
    [
      "takes all of it away",
      "delete from postings; delete from totals",
      [`ledger_missing: 1 of ${DAILY} for proposal`, "is used, and not posted"],
    ],
  ])("somebody %s", async (_, statement, words) => {
    await edited(statement);
    const { first } = await verified();
    const said = `${first?.code}: ${first?.message}`;
    for (const word of words) expect(said).toContain(word);
  });

  test("is not blamed for a proposal that was made unreadable", async () => {
    await edited("update proposals set doc = '{' where id = 'pr_3'");
    expect((await verified()).faults.map(({ code }) => code)).toEqual(["state_mismatch"]);
  });
});
