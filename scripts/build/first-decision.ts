/** Which functions a first decision by a bundle calls: told by V8, of a run of the built package with the shipped rules. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Range } from "./eager.ts";

const rules = (name: string): string => new URL(`../../rules/${name}`, import.meta.url).pathname;
const EXAMPLE = rules("refunds/examples/large");
/** A day on which the shipped rules have no faults. */
const TODAY = "2026-11-17";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** `dist`: the built package; `file`: the module in it that is asked about. */
export function calledFirst(dist: string, file: string): readonly Range[] {
  const folder = mkdtempSync(join(dist, "run-"));
  try {
    const bundle = join(folder, "bundle.json");
    const packs = ["org", "change-freeze", "refunds"].map(rules);
    execFileSync(process.execPath, [join(dist, "cli.js"), "build", ...packs, "--out", bundle, "--today", TODAY]);
    const script = join(folder, "decide.mjs");
    writeFileSync(script, SCRIPT);
    const documents = [bundle, `${EXAMPLE}.json`, `${EXAMPLE}.context.json`];
    const counts = join(folder, "counts");
    execFileSync(process.execPath, [script, ...documents], { env: { ...process.env, NODE_V8_COVERAGE: counts } });
    const [counted = ""] = readdirSync(counts);
    const { result } = JSON.parse(readFileSync(join(counts, counted), "utf8")) as Coverage;
    const url = pathToFileURL(join(dist, file)).href;
    const functions = result.find((script) => script.url === url)?.functions ?? [];
    return functions
      .flatMap(({ ranges }) => ranges.slice(0, 1))
      .filter(({ count }) => count > 0)
      .map(({ startOffset, endOffset }) => ({ start: startOffset, end: endOffset }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const SCRIPT = `
import { readFileSync } from "node:fs";
import { decide, openBundle } from "../runtime-node.js";
const [bundle, changeSet, context] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const opened = openBundle(bundle);
if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
const { outcome } = decide(opened.evaluator, JSON.parse(changeSet), JSON.parse(context));
if (outcome === "deny") throw new Error("nothing was decided");
`;
