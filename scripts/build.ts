/**
 * Builds `dist` as tsdown.config.ts says, beside the old one, and then swaps them: whoever runs the program meanwhile
 * meets a whole one. (tsdown's own command would also warn about Node 20 at every start; its function does not.)
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsdown";
import { shortenCore } from "./build/core.ts";

const root = new URL("..", import.meta.url).pathname;
const fresh = join(root, "coverage", `dist-${process.pid}`);
const old = `${fresh}-old`;
const dist = join(root, "dist");

try {
  mkdirSync(join(root, "coverage"), { recursive: true });
  await build({ logLevel: "error", outDir: fresh });
  shortenCore(fresh);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
}
