/**
 * The whole way from texts to something that decides, in one call: what a service does once at start-up.
 * Like the stages it calls it reads no files and no clock.
 */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { compile } from "./eval/compile.ts";
import type { Evaluator } from "./eval/evaluator.ts";
import { check } from "./model/check.ts";
import type { Model } from "./model/model.ts";
import { lower } from "./plan/lower.ts";
import type { SourceFile } from "./source/file.ts";
import { parse } from "./syntax/parse.ts";

export interface PolicySetOptions {
  /** `YYYY-MM-DD`. A waiver that has run out by then is an error. */
  readonly today: string;
  /** The text of a JSON Schema that `input from schema` names, by its path in the policy folder; null: there is none. */
  readonly readSchema?: (path: string) => string | null;
}

export interface PolicySet {
  /** Null when a diagnostic is an error: rules that have not been checked cannot decide. */
  readonly evaluator: Evaluator | null;
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses, checks, lowers and compiles a policy set. Never throws for what the files say. */
export function loadPolicySet(files: readonly SourceFile[], options: PolicySetOptions): PolicySet {
  const parsed = files.map((file) => ({ file, ...parse(file) }));
  const checked = check(parsed, options);
  const diagnostics = [...parsed.flatMap((one) => one.diagnostics), ...checked.diagnostics];
  const broken = checked.model === null || diagnostics.some((d) => d.severity === "error");
  if (broken) return { evaluator: null, model: null, diagnostics };
  return { evaluator: compile(lower(checked.model)), model: checked.model, diagnostics };
}
