/**
 * The main job in one go: the shipped rules decide shipped change sets, and each decision is shown as the person who has
 * to agree would see it. `npm start` runs it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decide } from "../src/decision/decide.ts";
import { explain } from "../src/decision/explain/explain.ts";
import { painter } from "../src/diagnostics/render/paint.ts";
import { processIo } from "../src/tools/cli/io.ts";
import { watchStreams } from "../src/tools/cli/streams.ts";
import { frames } from "../src/tools/cli/text.ts";
import { titles } from "../src/tools/cli/titles.ts";
import { loadPolicyFolder } from "../src/tools/files/load.ts";

/** The examples carry their own clocks; this is the day of all of them. */
const TODAY = "2026-11-17";

const POLICY = ["org", "change-freeze", "notes-and-tags", "refunds", "entitlements"];

const SHOWN = [
  { about: "A note on an account: nobody has to look", pack: "notes-and-tags", name: "note" },
  { about: "A small refund, in plain order", pack: "refunds", name: "small" },
  { about: "A large refund: two people of different teams", pack: "refunds", name: "large" },
  { about: "A refund for an order that cannot be looked up", pack: "refunds", name: "order-unknown" },
  { about: "More money than is left on the order", pack: "refunds", name: "too-much" },
  { about: "Premium access for a list of accounts, for 30 days", pack: "entitlements", name: "grant" },
];

watchStreams();

const rules = fileURLToPath(new URL("../rules/", import.meta.url));
const io = processIo();
const paint = painter(io.colour.out);

const { evaluator, diagnostics, files } = loadPolicyFolder(
  POLICY.map((folder) => join(rules, folder)),
  TODAY,
);
if (evaluator === null) {
  io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
  process.exitCode = 1;
} else {
  const { plan } = evaluator;
  io.out(
    `${paint("bold", `${files.length} policies from rules/, ${Object.keys(plan.actions).length} actions. ${SHOWN.length} change sets:`)}\n`,
  );
  for (const [index, { about, pack, name }] of SHOWN.entries()) {
    const path = join(rules, pack, "examples", name);
    const changeSet = readFileSync(`${path}.json`, "utf8");
    const decision = decide(evaluator, changeSet, readFileSync(`${path}.context.json`, "utf8"));
    const page = explain(decision, JSON.parse(changeSet), {
      format: "terminal",
      colour: io.colour.out,
      width: io.width,
      titles: titles(plan),
    });
    const line = `${index + 1}. ${about} `;
    io.out(`\n${paint("bold", line + "─".repeat(Math.max(0, io.width - line.length)))}\n\n${page.trimEnd()}\n`);
  }
  const line = "Try next ";
  io.out(`
${paint("bold", line + "─".repeat(Math.max(0, io.width - line.length)))}

Change a number in rules/refunds/refunds.bylaw, then look what it does:

  npx bylaw check rules/org rules/change-freeze rules/refunds
  npx bylaw test rules/refunds
  npx bylaw explain rules/refunds/examples/large.json --context rules/refunds/examples/large.context.json \\
    --policy rules/org rules/change-freeze rules/refunds

Write a policy of your own:

  npx bylaw init my-policy && npx bylaw test my-policy

docs/tutorial.md goes on from there.
`);
}
