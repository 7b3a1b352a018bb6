/** Runs a TypeScript file of the bench in a process of its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const UNRUN = fileURLToPath(new URL("../../node_modules/unrun/dist/cli.mjs", import.meta.url));

/** The last line that it printed, as JSON; or what went wrong, in one line. */
export function spawned<T>(script: URL, argument: unknown): T | string {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [UNRUN, fileURLToPath(script), JSON.stringify(argument)],
    { encoding: "utf8", maxBuffer: 1e8, timeout: 1_200_000 },
  );
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (status === 0 && last.startsWith("{")) return JSON.parse(last) as T;
  const words = stderr.split("\n").find((line) => /error|fatal|unreachable/iu.test(line)) ?? "";
  return `ended with ${signal ?? status}: ${words.trim()}`;
}
