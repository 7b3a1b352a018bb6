/**
 * Writes the pictures of the grammar into `grammar/`: EBNF, railroad diagrams, and the TextMate grammar for editors. With
 * `--check` it writes nothing and ends with 1 when a file is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artefacts } from "./grammar/artefacts.ts";

const folder = join(import.meta.dirname, "../grammar");
const checkOnly = process.argv.includes("--check");
let stale = 0;

mkdirSync(folder, { recursive: true });
for (const { name, text } of artefacts()) {
  const path = join(folder, name);
  const same = existsSync(path) && readFileSync(path, "utf8") === text;
  if (same) continue;
  if (checkOnly) {
    console.error(`grammar/${name} is stale: run \`npm run grammar\`.`);
    stale++;
  } else {
    writeFileSync(path, text);
    console.log(`grammar/${name} written`);
  }
}
if (stale > 0) process.exitCode = 1;
