/** How long one decision takes, on the shipped refund rules. `npm run bench`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decide } from "../src/decision/decide.ts";
import { loadPolicyFolder } from "../src/tools/files/load.ts";

const rules = new URL("../rules/", import.meta.url).pathname;
const began = performance.now();
const { evaluator } = loadPolicyFolder(
  ["org", "change-freeze", "refunds"].map((folder) => join(rules, folder)),
  "2026-11-17",
);
if (evaluator === null) throw new Error("the shipped rules have faults: run `npx bylaw check rules/org rules/refunds`");
console.log(`load and compile  ${(performance.now() - began).toFixed(1)} ms`);

const ROUNDS = 2_000;
for (const name of ["small", "large", "too-much"]) {
  const changeSet: unknown = JSON.parse(readFileSync(join(rules, `refunds/examples/${name}.json`), "utf8"));
  const context = JSON.parse(readFileSync(join(rules, `refunds/examples/${name}.context.json`), "utf8"));
  for (let i = 0; i < 200; i++) decide(evaluator, changeSet, context);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let i = 0; i < ROUNDS; i++) decide(evaluator, changeSet, context);
    return ((performance.now() - start) / ROUNDS) * 1000;
  }).sort((a, b) => a - b);
  console.log(
    `decide ${name.padEnd(10)} ${times[2]!.toFixed(1)} µs (median of 5 × ${ROUNDS.toLocaleString("en")}, without remedies)`,
  );
}
