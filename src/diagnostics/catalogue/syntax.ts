import { entry } from "../define.ts";

/** Faults of the text itself: characters, tokens, grammar, bounds. */
export const syntax = {
  "unexpected-token": entry<{ found: string; expected: string }>({
    severity: "error",
    title: "The text does not follow the grammar",
    what: (p) => `I found ${p.found} where I expected ${p.expected}.`,
    why: () => "Every declaration and clause has one fixed form, so that a reader never has to guess.",
    help: (p) => `Write ${p.expected} here.`,
  }),
};
