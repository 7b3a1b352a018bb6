/** Builds `dist` when a source file is newer, so that tests of the command line never run yesterday's program. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = new URL("../..", import.meta.url).pathname;

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

export default function setup(): void {
  const target = join(ROOT, "dist/cli.js");
  const sources = Math.max(
    newest(join(ROOT, "src")),
    newest(join(ROOT, "scripts")),
    statSync(join(ROOT, "package.json")).mtimeMs,
    statSync(join(ROOT, "tsdown.config.ts")).mtimeMs,
  );
  if (existsSync(target) && statSync(target).mtimeMs >= sources) return;
  execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
}
