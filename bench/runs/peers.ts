/** The harness of the peers, made ready to run: a copy in a scratch folder with its packages installed. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { variantsOf } from "../workload/harness.ts";

export interface Peer {
  readonly adapter: string;
  readonly variant: string;
  /** Does it give the whole verdict: outcome, tier and codes? */
  readonly whole: boolean;
  /** Only for many policies at once. */
  readonly manyOnly: boolean;
}

/**
 * Copies the harness and installs its packages, once for each state of it: a second run finds the folder ready. Nothing
 * is written where the harness lies. Install scripts are not run; none of the peers needs one.
 */
export function prepare(from: string): string {
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|out)[\\/]/.test(path))
    .sort();
  const state = createHash("sha256");
  for (const path of files) state.update(path).update(readFileSync(path));
  const ready = join(tmpdir(), `bylaw-bench-${state.digest("hex").slice(0, 12)}`);
  if (existsSync(ready)) return ready;
  const fresh = `${ready}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    for (const path of files) {
      const to = join(fresh, path.slice(from.length));
      mkdirSync(join(to, ".."), { recursive: true });
      cpSync(path, to);
    }
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"], {
      cwd: fresh,
      stdio: ["ignore", "ignore", "inherit"],
    });
    renameSync(fresh, ready);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return ready;
}

/** Not peers: what the harness has for comparison with itself. */
const OWN = ["handwritten", "own"];

/** Every variant of every adapter whose packages are there. */
export async function peersOf(folder: string): Promise<readonly Peer[]> {
  const adapters = readdirSync(join(folder, "peers"))
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => basename(name, ".mjs"))
    .filter((name) => !OWN.includes(name))
    .sort();
  const found: Peer[] = [];
  for (const adapter of adapters) {
    const variants = await variantsOf(folder, adapter);
    for (const [variant, { canon, w1 }] of Object.entries(variants))
      found.push({ adapter, variant, whole: typeof canon === "function", manyOnly: w1 === false });
  }
  return found;
}
