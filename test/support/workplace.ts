/** A folder like the one a reader works in: the shipped rules beside it, and `bylaw` on the path. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
export const CLI = join(ROOT, "dist/cli.js");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Workplace {
  readonly folder: string;
  readonly write: (path: string, text: string | Uint8Array) => string;
  /** A line for the shell. */
  readonly shell: (command: string, env?: NodeJS.ProcessEnv) => Ran;
  /** `bylaw` with these arguments. */
  readonly bylaw: (
    args: readonly string[],
    options?: { readonly input?: string | Uint8Array; readonly env?: NodeJS.ProcessEnv },
  ) => Ran;
  readonly remove: () => void;
}

/** Inside the repository, so that `import … from "bylaw"` finds the package itself. */
export function workplace(options: { readonly rules?: boolean } = {}): Workplace {
  const parent = join(ROOT, "coverage");
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, "work-"));
  const folder = join(home, "here");
  const bin = join(home, "bin");
  mkdirSync(folder);
  mkdirSync(bin);
  const script = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  script("bylaw", `exec node "${CLI}" "$@"`);
  script("npx", `test "$1" = bylaw || exit 64\nshift\nexec node "${CLI}" "$@"`);
  // What installs and tests is tried by CI itself; what starts is tried here.
  script(
    "npm",
    `case "$1" in ci|install|test) exit 0;; start) cd "${ROOT}" && exec node dist/start.js;; *) exit 64;; esac`,
  );
  if (options.rules)
    cpSync(join(ROOT, "rules"), join(folder, "rules"), {
      recursive: true,
      // What somebody has tried in place is no part of what is shipped.
      filter: (path) => !path.endsWith("/.bylaw"),
    });
  const environment = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
    const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
    return { ...rest, PATH: `${bin}:${process.env["PATH"]}`, TZ: "UTC", LANG: "C.UTF-8", ...extra };
  };
  const run = (
    file: string,
    args: readonly string[],
    input: string | Uint8Array | undefined,
    env: NodeJS.ProcessEnv | undefined,
  ): Ran => {
    const result = spawnSync(file, args, {
      cwd: folder,
      env: environment(env),
      encoding: "utf8",
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
      ...(input === undefined ? { stdio: ["ignore", "pipe", "pipe"] as const } : { input }),
    });
    return { code: result.status ?? -1, out: result.stdout, err: result.stderr };
  };
  return {
    folder,
    write: (path, text) => {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    shell: (command, env) => run("sh", ["-c", command], undefined, env),
    bylaw: (args, given = {}) => run(process.execPath, [CLI, ...args], given.input, given.env),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
