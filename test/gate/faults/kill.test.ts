/**
 * Processes that are killed in the middle of anything: SIGKILL, at points that chance chooses. `GATE_KILLS=500` kills more
 * often, `GATE_SEED=…` chooses the same delays again (what a process does meanwhile depends on the machine).
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { numbers } from "../model/hold.ts";
import { DURABLE, LEFT_OUT } from "../places.ts";
import { kills } from "./kill.ts";
import { type Program, workerProgram } from "./processes.ts";

const KILLS = Number(process.env["GATE_KILLS"] ?? 50);
let program: Program;
let begun = 0;

beforeAll(async () => {
  program = await workerProgram();
}, 120_000);
afterAll(() => program.remove());

/** SQLite is killed more often: it writes the file itself, where PostgreSQL only loses a client. */
test.each(DURABLE)(
  "killed over $name: nothing acknowledged is lost, nothing is half done",
  { timeout: 3_600_000 },
  async ({ name, make }) => {
    const fifth = DURABLE.length === 1 ? 0 : Math.floor(KILLS / 5);
    const count = name === "SQLite" ? KILLS - fifth : fifth;
    const { random, seed } = numbers();
    const place = make();
    try {
      const found = await kills(program, place, count, random);
      console.log(`${name}, GATE_SEED=${seed}: ${JSON.stringify(found)}`);
      expect(found.kills).toBe(count);
      begun += found.done + found.undone;
    } finally {
      await place.remove();
    }
  },
);

test("some were killed with an order in hand: before it was carried out, or after", () => {
  expect(begun).toBeGreaterThan(0);
});

if (LEFT_OUT !== null) test.skip(LEFT_OUT, () => {});
