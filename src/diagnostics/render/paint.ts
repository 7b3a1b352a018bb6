/** Colours by name, or none: `painter(false)` gives the text back. */
export type Tone = "red" | "yellow" | "cyan" | "blue" | "bold" | "dim" | "green";
export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Tone, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
};

export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (tone, text) => (text === "" ? "" : `\u001b[${CODES[tone][0]}m${text}\u001b[${CODES[tone][1]}m`);
}
