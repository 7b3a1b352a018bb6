import type { Json } from "./json.ts";

/**
 * A part of a document that was read before. INVARIANT: there was no fault in it; what was at fault is kept as it came, and
 * read again wherever it is handed over, so that each fault is told in its place.
 */
export class ReadBefore {
  /** Null: read `again`. */
  readonly found: { readonly json: Json; readonly weight: number } | null;
  /** How deep it stood in the document. */
  readonly depth: number;
  readonly again: () => unknown;

  constructor(found: ReadBefore["found"], depth: number, again: () => unknown) {
    this.found = found;
    this.depth = depth;
    this.again = again;
    Object.freeze(this);
  }
}
