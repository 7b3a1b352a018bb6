/** The laws for as long as one likes: `npm run laws -- --runs 100000 --seed 7 --law 2`. Ends with 1 when one is broken. */
import { parseArgs } from "node:util";
import { LAWS } from "../test/laws/all.ts";
import { ENGINE } from "../test/laws/engine.ts";

const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, law: { type: "string", multiple: true } },
});
const runs = Number(values.runs ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed))
  throw new Error("--runs and --seed are whole numbers");

const chosen = LAWS.filter(({ number }) => values.law?.includes(String(number)) ?? true);
console.log(`${chosen.length} laws, ${runs} runs each, --seed ${seed}`);
for (const law of chosen) {
  const start = Date.now();
  const line = (done: number): string =>
    `law ${law.number}: ${done} of ${runs} runs, ${Math.round((Date.now() - start) / 1_000)} s`;
  const progress = (done: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${line(done)}`);
  };
  const { runs: done, broken } = law.hold(ENGINE, { runs, seed, progress });
  if (process.stderr.isTTY) process.stderr.write("\r");
  console.log(`${line(done)}: ${broken === null ? "holds" : "BROKEN"}`);
  if (broken === null) continue;
  console.log(`${law.says}\n${broken}`);
  process.exitCode = 1;
}
