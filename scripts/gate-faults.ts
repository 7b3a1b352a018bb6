/**
 * The gate against its model and against SIGKILL for as long as one likes:
 * `npm run gate:faults -- --runs 5000 --kills 500 --seed 7`. Runs on PostgreSQL too where `BYLAW_TEST_POSTGRES` names a server.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    kills: { type: "string", default: "500" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$/.test(value)) {
    console.error(`--${name} takes a whole number, not ${value}`);
    process.exit(2);
  }
const { runs, kills, seed } = values;
console.log(`${runs} runs, ${kills} kills, --seed ${seed}`);
const root = join(import.meta.dirname, "..");
const tests = [
  ...(runs === "0" ? [] : ["test/gate/model"]),
  ...(kills === "0" ? [] : ["test/gate/faults/kill.test.ts"]),
];
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "source", ...tests],
  { cwd: root, stdio: "inherit", env: { ...process.env, GATE_RUNS: runs, GATE_KILLS: kills, GATE_SEED: seed } },
);
process.exit(status ?? 1);
