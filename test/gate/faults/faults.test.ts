/** Faults, one by one: what comes of each is what the table in the docs says, and the table has no others. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADDRESS } from "../../stores/server.ts";
import { LEFT_OUT } from "../places.ts";
import { anyoneMayRun, type Program, workerProgram } from "./processes.ts";
import { PROCESSES, SERVER, STORES } from "./stores.ts";
import { SURROUNDINGS } from "./surroundings.ts";

const page = readFileSync(new URL("../../../docs/reference/gate-faults.md", import.meta.url), "utf8");

/** The rows by the name of their test: what the caller is told, where the proposal and its reservation stand. */
const rows = new Map(
  page.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.replaceAll("`", "").trim());
    if (cells.length !== 8 || cells[1] === "what happens" || cells[1]!.startsWith("---")) return [];
    return [[cells[6]!, { told: cells[2]!, state: cells[3]!, reservation: cells[4]! }]];
  }),
);

const expected = (name: string) => rows.get(name) ?? "a row of docs/reference/gate-faults.md";

describe.each([["surroundings", SURROUNDINGS] as const, ["stores", STORES] as const])("faults of %s", (_, faults) => {
  test.each(Object.entries(faults))("%s", async (name, run) => {
    expect(await run()).toEqual(expected(name));
  });
});

describe("faults of processes", { timeout: 300_000 }, () => {
  let program: Program;
  beforeAll(async () => {
    program = await workerProgram();
  }, 120_000);
  afterAll(() => program.remove());

  for (const [name, run] of Object.entries(PROCESSES))
    test.skipIf(name === "store-read-only" && !anyoneMayRun())(name, async () => {
      expect(await run(program)).toEqual(expected(name));
    });
  if (!anyoneMayRun())
    test.skip("SKIPPED: root may write everything, and others may not read the repository", () => {});
});

describe("faults of a server", { timeout: 300_000 }, () => {
  test.each(Object.entries(ADDRESS === null ? {} : SERVER))("%s", async (name, run) => {
    expect(await run()).toEqual(expected(name));
  });
  if (LEFT_OUT !== null) test.skip(LEFT_OUT, () => {});
});

test("the table has a row for each of them, and no other", () => {
  const names = [SURROUNDINGS, STORES, PROCESSES, SERVER].flatMap((faults) => Object.keys(faults));
  expect([...rows.keys()].sort()).toEqual(names.sort());
});
