/** The documents of a decision from files, and the policy set that decides: what `decide` and `explain` share. */
import { InexactNumber, isRecord, type Json, type JsonRecord } from "../../decision/json/json.ts";
import { readJson } from "../../decision/json/read.ts";
import { compile } from "../../eval/compile.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import { fail } from "../files/fault.ts";
import { readText } from "../files/read.ts";
import type { BundleFlags } from "./bundles.ts";
import { EXIT } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { plural } from "./plural.ts";
import { frames } from "./text.ts";

export interface DecisionOptions extends BundleFlags {
  readonly policy: readonly string[];
  readonly bundle?: string;
  readonly context?: string;
  readonly facts?: string;
  readonly history?: string;
  readonly usage?: string;
  readonly directory?: string;
}

export interface DecisionInputs {
  readonly evaluator: Evaluator;
  /** As it came: the decision reads it itself, and names each fault by its path. */
  readonly changeSet: string;
  /** One JSON text. */
  readonly context: string;
}

/** Null after faults of the rules have been shown. */
export async function readInputs(changeSet: string, options: DecisionOptions, io: Io): Promise<DecisionInputs | null> {
  const parts = new Map<string, Json>(options.context === undefined ? [] : record(options.context));
  for (const part of ["facts", "history", "usage", "directory"] as const) {
    const path = options[part];
    if (path !== undefined) parts.set(part, document(path));
  }
  if (options.now !== undefined) parts.set("now", options.now);
  if (!parts.has("now")) parts.set("now", io.now());
  const text = readText(changeSet);
  const now = parts.get("now");
  if (options.bundle !== undefined || options.key !== undefined || options.atLeast !== undefined) {
    const evaluator = await evaluatorIn(options, typeof now === "string" ? now : io.now(), io);
    return evaluator === null ? null : { evaluator, changeSet: text, context: write(parts) };
  }
  const date = typeof now === "string" && /^\d{4}-\d{2}-\d{2}/.test(now) ? now.slice(0, 10) : io.now().slice(0, 10);
  // Who decides by a bundle does not wait for a parser.
  const { loadPolicyFolder } = await import("../files/load.ts");
  const { evaluator, diagnostics, files } = loadPolicyFolder(options.policy, date);
  if (evaluator === null) {
    io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
    const errors = diagnostics.filter((one) => one.severity === "error").length;
    io.err(`\nNothing was decided: the policy set has ${plural(errors, "error")}.\n`);
    return null;
  }
  return { evaluator, changeSet: text, context: write(parts) };
}

/** The evaluator of a bundle, run by the fastest back end there is. */
export async function evaluatorIn(
  options: Pick<DecisionOptions, "bundle" | "key" | "atLeast">,
  now: string,
  io: Io,
): Promise<Evaluator | null> {
  const { bundle: path, key, atLeast } = options;
  if (path === undefined)
    return fail("There is no bundle.", "`--key` and `--at-least` are about one.", "Name it with `--bundle`.");
  const { open, shown } = await import("./bundles.ts");
  const opened = await open(path, { now, ...(key && { key }), ...(atLeast !== undefined && { atLeast }) });
  if (opened.ok) return compile(opened.bundle.plan);
  io.err(`${shown(opened.faults)}\nNothing was decided: the bundle was refused.\n`);
  return null;
}

function record(path: string): JsonRecord {
  const json = document(path);
  if (isRecord(json)) return json;
  return fail(`${path} does not hold a context.`, "A context is a JSON object.", "See `bylaw schema --context`.");
}

function document(path: string): Json {
  const { json, faults } = readJson(readText(path));
  const first = faults[0];
  if (first !== undefined || json === undefined) {
    const where = first?.at == null ? path : `${path}:${first.at.line}:${first.at.column}`;
    return fail(
      `${where} is not the JSON I can read: I found ${first?.found ?? "nothing"}.`,
      `Expected was ${first?.expected ?? "a JSON value"}.`,
      first?.help ?? "Mend the file and run the same command again.",
    );
  }
  return json;
}

/** Back to text. Numbers keep the digits they came with, so that joining documents cannot change a value. */
function write(json: Json): string {
  if (json instanceof InexactNumber) return json.text;
  if (isRecord(json)) return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(",")}}`;
  if (Array.isArray(json)) return `[${json.map((item: Json) => write(item)).join(",")}]`;
  return JSON.stringify(json);
}

export const exitOf = (outcome: "allow" | "review" | "hold" | "deny"): number =>
  outcome === "allow" ? EXIT.ok : EXIT[outcome];
