/** `bylaw store`, as its user meets it. */
import { randomBytes } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { EXIT } from "../../src/tools/cli/exit-codes.ts";
import { ADDRESS, pgQuery } from "../stores/server.ts";
import { workplace } from "../support/workplace.ts";

const place = workplace();
afterAll(place.remove);
const migrate = (...args: string[]) => place.bylaw(["store", "migrate", ...args]);

describe("store", () => {
  test("makes a file that only its owner may read, and says so when there is nothing to do", () => {
    expect(migrate("--store", "gate.db")).toEqual({ code: 0, out: "The store went from version 0 to 1.\n", err: "" });
    expect(statSync(join(place.folder, "gate.db")).mode & 0o777).toBe(0o600);
    expect(migrate("--store", "gate.db").out).toBe("The store is at version 1, the latest.\n");
    expect(JSON.parse(migrate("--store", "gate.db", "--json").out)).toEqual({ version: "1", from: 1, to: 1 });
  });

  test("refuses what is no store, a role in a file, and another operation", () => {
    writeFileSync(join(place.folder, "text"), "no database, but a text\n".repeat(99));
    expect(migrate("--store", "text")).toMatchObject({ code: EXIT.usage, err: expect.stringContaining("no database") });
    const role = migrate("--store", "gate.db", "--role", "x");
    expect(role).toMatchObject({ code: EXIT.usage, err: expect.stringContaining("no roles") });
    const drop = place.bylaw(["store", "drop", "--store", "gate.db"]);
    expect(drop).toMatchObject({ code: EXIT.usage, err: expect.stringContaining("no operation `drop`") });
    expect(migrate()).toMatchObject({ code: EXIT.usage, err: expect.stringContaining("--store") });
  });

  test("tells of a server that is not there, without its password", () => {
    const { code, err } = migrate("--store", "postgresql://gate:hunter2@127.0.0.1:1/none");
    expect([code, err]).toEqual([EXIT.usage, expect.stringContaining("lost its connection")]);
    expect(err).not.toContain("hunter2");
  });

  test.skipIf(ADDRESS === null)("makes tables in PostgreSQL, and refuses a role that is not there", async () => {
    const schema = `bylaw_${randomBytes(6).toString("hex")}`;
    const given = ["--store", ADDRESS!, "--schema", schema];
    const refused = migrate(...given, "--role", "no_such_role");
    expect(refused).toMatchObject({ code: EXIT.usage, err: expect.stringContaining("CREATE ROLE") });
    expect(migrate(...given).out).toBe("The store went from version 0 to 1.\n");
    expect(migrate(...given).out).toBe("The store is at version 1, the latest.\n");
    await pgQuery(`drop schema ${schema} cascade`);
  });
});
