/** The order of texts, by UTF-16 code units: no locale has a say in it. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
