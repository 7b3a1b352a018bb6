/** Instants: milliseconds inside, ISO 8601 in documents. */
import { instantText, parseInstant } from "../eval/iso.ts";

export { instantText };

/** INVARIANT: the gate wrote the text. */
export function instantOf(text: string): number {
  const read = parseInstant(text, null);
  if (!read.ok) throw new RangeError(`no instant: ${text}`);
  return read.ms;
}
