/** Bounds of what documents may hold; those of the text are in `json/json.ts`. */

/** No list of a document is longer. */
export const MAX_ITEMS = 100_000;
/** No number that is written as text is longer. */
export const MAX_NUMBER_TEXT = 400;
