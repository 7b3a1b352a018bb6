/**
 * `bylaw replay` over a long log, beside `JSON.parse` alone over the same file: `npx unrun bench/replay.ts --lines 1000000`.
 * The log is written to the folder for temporary files, and removed.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { replayTable } from "./runs/replay.ts";

const { values: options } = parseArgs({
  options: {
    peers: { type: "string" },
    lines: { type: "string", default: "100000" },
    rounds: { type: "string", default: "3" },
  },
});
const harness = options.peers ?? fileURLToPath(new URL("../../shared/bench-peers", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bylaw-replay-"));
try {
  if (!existsSync(harness)) throw new Error(`there is no harness at ${harness}: it generates the change sets`);
  console.log(await replayTable({ harness, folder, lines: Number(options.lines), rounds: Number(options.rounds) }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
