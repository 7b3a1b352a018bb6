/**
 * The back ends that evaluate expressions. All have one meaning, that of the interpreter: `closures` builds a function
 * for each expression once; `generated` adds JavaScript made from the plan, where the surroundings let code be made, and
 * is `closures` for whatever generated code does not model.
 */
export const BACKENDS = ["interpreter", "closures", "generated"] as const;
export type Backend = (typeof BACKENDS)[number];

/** The back end of whoever does not name one. */
export const DEFAULT_BACKEND: Backend = "generated";
