/** Numbers of a database as data: those that a double carries exactly as numbers, others as their text, or not at all. */
import { exactNumber, InexactNumber } from "../../decision/json/json.ts";

/** A whole number of any size. */
export function wholeOf(digits: string): number | string {
  const number = exactNumber(digits);
  return number instanceof InexactNumber ? digits : number;
}

/** A binary fraction, as the database writes it. */
export function fractionOf(text: string): number {
  const number = exactNumber(text);
  if (number instanceof InexactNumber)
    throw new Error(
      `a column holds the binary fraction ${text}, which loses digits; keep amounts as numeric or as text`,
    );
  return number;
}
