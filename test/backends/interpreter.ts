/** Stands in for `src/eval/backend.ts`: the suite runs with the interpreter back end. */
import type { Backend } from "../../src/eval/backend.ts";

export const BACKENDS = ["interpreter", "closures", "generated"] as const;
export const DEFAULT_BACKEND: Backend = "interpreter";
