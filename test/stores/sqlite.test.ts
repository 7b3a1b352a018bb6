import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite/index.ts";
import { contract } from "./contract.ts";

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
