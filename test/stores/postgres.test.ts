import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { postgresStore } from "../../src/stores/postgres/index.ts";
import { contract } from "./contract.ts";
import { ADDRESS, pgQuery } from "./server.ts";

if (ADDRESS === null) {
  test.skip("SKIPPED: BYLAW_TEST_POSTGRES names no server", () => {});
} else {
  describe("the PostgreSQL store", () => {
    contract(async () => {
      const schema = `bylaw_${randomBytes(6).toString("hex")}`;
      return {
        open: () => postgresStore({ connectionString: ADDRESS!, schema, migrate: true }),
        remove: () => pgQuery(`drop schema "${schema}" cascade`),
        durable: true,
      };
    });
  });
}
