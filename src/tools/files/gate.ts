/** A gate on disk: its configuration, its rules, its store, ready to be asked. */
import { dirname, resolve } from "node:path";
import { verifyBundle } from "../../bundle/verify.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { compile } from "../../eval/compile.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import type { Gate } from "../../gate/api.ts";
import { createGate } from "../../gate/gate.ts";
import { StoreError } from "../../gate/store.ts";
import type { SourceFile } from "../../source/file.ts";
import { type Surroundings, surroundingsOf } from "../../stores/configuration/build.ts";
import { readGateConfiguration } from "../../stores/configuration/read.ts";
import type { GateConfiguration } from "../../stores/configuration/schema.ts";
import { DocumentError } from "../../stores/yaml.ts";
import { errorCode, fail, failed } from "./fault.ts";
import { loadPolicyFolder } from "./load.ts";
import { readText } from "./read.ts";
import { kindOf } from "./walk.ts";

export interface OpenedGate {
  readonly gate: Gate;
  readonly evaluator: Evaluator;
  readonly close: () => Promise<void>;
}

/** The rules have errors; nothing was opened. */
export interface BrokenRules {
  readonly evaluator: null;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
}

/** Throws a `FaultError` for what is wrong with the configuration or the store. `now`: ISO 8601, as of when rules are checked. */
export async function openGate(path: string, now: string): Promise<OpenedGate | BrokenRules> {
  const configuration = configurationAt(path);
  const folder = dirname(path);
  const rules = await evaluatorOf(configuration, folder, now);
  if (rules.evaluator === null) return rules;
  const { evaluator } = rules;
  unknownNames(configuration, evaluator, path);
  let surroundings: Surroundings;
  try {
    surroundings = await surroundingsOf(configuration, folder);
  } catch (error) {
    return storeFault(error, path);
  }
  try {
    const gate = createGate({ ...surroundings.options, evaluator });
    return { gate, evaluator, close: surroundings.close };
  } catch (error) {
    await surroundings.close();
    if (!(error instanceof TypeError)) throw error;
    return fail(
      `${path} makes no gate: ${error.message}.`,
      "A gate checks its options once, when it is made.",
      "Mend the file.",
    );
  }
}

/** The configuration of a gate. Throws a `FaultError`. */
export function configurationAt(path: string): GateConfiguration {
  if (kindOf(path) === "nothing")
    fail(
      `There is no gate configuration at ${path}.`,
      "A gate is described by a file: which rules it decides by, who is who, what carries a change set out.",
      "Name it with `--gate FILE` or BYLAW_GATE, or write a `gate.yaml`; docs/howto/gate-at-a-terminal.md shows one.",
    );
  try {
    return readGateConfiguration(readText(path), path, process.env);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return fail(
      `${path} is not what a gate can be made of.`,
      error.message,
      "Mend these places; `bylaw schema --gate` prints what may stand where.",
    );
  }
}

export function storeFault(error: unknown, path: string): never {
  if (error instanceof StoreError)
    return fail(
      `The store of ${path} cannot be opened.`,
      `${error.message}.`,
      "Nothing was changed. Mend it and run the same command again.",
    );
  if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
    return fail(
      `The store of ${path} needs a package that is not installed.`,
      error.message,
      "Install it beside bylaw.",
    );
  if (errorCode(error) !== "") return failed("open the store of", path, error);
  throw error;
}

async function evaluatorOf(
  { policy }: GateConfiguration,
  folder: string,
  now: string,
): Promise<{ readonly evaluator: Evaluator } | BrokenRules> {
  if (typeof policy === "string" || Array.isArray(policy)) {
    const paths = (typeof policy === "string" ? [policy] : policy).map((path) => resolve(folder, path));
    const { evaluator, diagnostics, files } = loadPolicyFolder(paths, now.slice(0, 10));
    return evaluator === null ? { evaluator, diagnostics, files } : { evaluator };
  }
  const { bundle, keys = [], at_least } = policy;
  const path = resolve(folder, bundle);
  const options = { now, ...(at_least === undefined ? {} : { at_least }) };
  const { openBundle } = await import("../../bundle/open.ts");
  const opened =
    keys.length === 0
      ? openBundle(readText(path), options)
      : await verifyBundle(readText(path), { ...options, keys: keys.map((key) => readText(resolve(folder, key))) });
  if (opened.ok) return { evaluator: compile(opened.bundle.plan) };
  const [fault] = opened.faults;
  return fail(
    `The bundle ${path} was refused.`,
    fault === undefined
      ? "It is no bundle."
      : `${fault.path || "it"}: found ${fault.found}, expected ${fault.expected}.`,
    "Look at it with `bylaw verify`.",
  );
}

/** An executor for an action that there is not would silently never be used; so would a source that no rule asks. */
function unknownNames(configuration: GateConfiguration, { plan }: Evaluator, path: string): void {
  const known = {
    executors: Object.keys(plan.actions),
    records: Object.values(plan.actions).flatMap((action) => (action.changes ?? []).map(({ target }) => target)),
    sources: Object.values(plan.actions).flatMap((action) => action.facts.map(({ source }) => source)),
  };
  const words = {
    executors: "action",
    records: "record that any action changes",
    sources: "source that any fact asks",
  };
  for (const part of ["executors", "records", "sources"] as const)
    for (const name of Object.keys(configuration[part] ?? {}))
      if (!known[part].includes(name))
        fail(
          `${path}: ${part}.${name} is for nothing: the rules have no such ${words[part]}.`,
          `They have ${[...new Set(known[part])].sort().join(", ") || "none"}.`,
          "Look for a typing error, or take it out.",
        );
}
