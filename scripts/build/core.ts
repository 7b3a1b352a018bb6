/** What every decision loads, made quick to load: short, of one byte a character, and compiled once. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minifySync } from "rolldown/utils";
import { eager } from "./eager.ts";
import { calledFirst } from "./first-decision.ts";

const CORE = "parts/core.js";

export function shortenCore(dist: string): void {
  const path = join(dist, CORE);
  const { code, errors } = minifySync(CORE, readFileSync(path, "utf8"), { module: true });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  // One character beyond Latin-1, and V8 keeps and reads two bytes for each. They stand in texts and patterns only.
  writeFileSync(
    path,
    code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
  writeFileSync(path, eager(readFileSync(path, "utf8"), calledFirst(dist, CORE)));
}
