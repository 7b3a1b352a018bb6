/**
 * Decides the recorded calls of a retail support agent by the policy in `rules/retail`.
 *
 *     npm run retail -- [FOLDER] [--json] [--brief]
 *
 * FOLDER holds `calls.jsonl`; `../shared/data/retail` when it is left out.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { decideAll, loadPolicy } from "./engine.ts";
import { readCalls } from "./recording.ts";
import { byClause, renderClauses, renderDenials, renderTable, tabulate, type Verdict } from "./table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, brief: { type: "boolean", default: false } },
});

const folder = resolve(positionals[0] ?? join("..", "shared", "data", "retail"));
const calls = readCalls(folder);

if (calls === null) {
  console.error(
    `There are no recorded calls in ${folder}: calls.jsonl is not there. Name the folder that holds it: npm run retail -- FOLDER`,
  );
  process.exitCode = 2;
} else {
  const decide = loadPolicy(join("rules", "retail"), "2024-05-15");
  const recorded = decideAll(calls, "recorded", decide);
  const inOrder = decideAll(calls, "in_order", decide);
  if (values.json) {
    console.log(JSON.stringify({ recorded: document(recorded), in_order: document(inOrder) }, null, 2));
  } else {
    console.log(`${calls.length} recorded calls\n`);
    console.log("1. As recorded. What the recording does not show is unknown.\n");
    console.log(renderTable(recorded));
    console.log("\nHeld by\n");
    console.log(renderClauses(recorded, "held_by"));
    console.log("\n2. With the conversation taken to be in order where it is not recorded, and everybody's yes.\n");
    console.log(renderTable(inOrder));
    console.log("\nDenied by\n");
    console.log(renderClauses(inOrder, "denied_by"));
    console.log("\nWarned by\n");
    console.log(renderClauses(inOrder, "warned_by"));
    if (!values.brief) {
      console.log("\nEvery denied call\n");
      console.log(renderDenials(inOrder));
    }
  }
}

function document(verdicts: readonly Verdict[]): unknown {
  return { table: tabulate(verdicts), denied_by: byClause(verdicts, "denied_by"), verdicts };
}
