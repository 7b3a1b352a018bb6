/** Faults of a fixture file, in the shape that every renderer knows. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import type { Span } from "../../source/span.ts";

export type FixtureCode =
  | "fixture-not-yaml"
  | "fixture-shape"
  | "fixture-unknown-key"
  | "fixture-unknown-name"
  | "fixture-asserts-nothing"
  | "fixture-duplicate-name"
  | "fixture-no-clock"
  | "fixture-path"
  | "fixture-policy";

const WHY: Readonly<Record<FixtureCode, string>> = {
  "fixture-not-yaml": "Fixture files are YAML 1.2; what cannot be read cannot be tested.",
  "fixture-shape": "A fixture has one form, so that every part of it does what its reader thinks.",
  "fixture-unknown-key": "A misspelt key would be passed over, and the case would test less than it says.",
  "fixture-unknown-name":
    "A name that the policy set does not know can never be met, so the case could not fail as meant.",
  "fixture-asserts-nothing": "It would pass whatever is decided, and so protects nothing.",
  "fixture-duplicate-name": "A failure is told by the name of its case, so each name stands once in a file.",
  "fixture-no-clock": "A decision depends on the time, and a test must come out the same tomorrow.",
  "fixture-path": "A value that goes nowhere would be passed over, and the case would test less than it says.",
  "fixture-policy": "Only a policy set without errors can decide.",
};

export function fault(code: FixtureCode, span: Span, what: string, help: string): Diagnostic {
  return { code, severity: "error", span, what, why: WHY[code], help, labels: [], fixes: [] };
}

/** `Did you mean …?` or the list of what there is. */
export function suggest(name: string, legal: readonly string[]): string {
  const close = nearest(name, legal);
  if (close !== undefined) return `Did you mean \`${close}\`?`;
  if (legal.length === 0) return "There is none to choose from.";
  const shown = legal.slice(0, 12).map((one) => `\`${one}\``);
  return `There ${legal.length === 1 ? "is" : "are"} ${shown.join(", ")}${legal.length > 12 ? ", …" : ""}.`;
}
