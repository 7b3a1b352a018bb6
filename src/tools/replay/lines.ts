/** Bytes that come in pieces, cut into lines. Memory is bounded by the longest line that is looked at. */
import { MAX_BYTES } from "../../decision/json/json.ts";

export interface LineReader {
  /** A line, without what ends it; the bytes are only there until this returns. */
  readonly line: (bytes: Buffer, from: number, to: number) => void;
  /** Past the bound: skipped, and told. */
  readonly tooLong: () => void;
}

/** What bounds a document bounds a line. */
export const MAX_LINE_BYTES = MAX_BYTES;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

export class Lines {
  readonly #reader: LineReader;
  readonly #most: number;
  /** The begin of a line whose end has not come yet. */
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #skipping = false;

  constructor(reader: LineReader, most = MAX_LINE_BYTES) {
    this.#reader = reader;
    this.#most = most;
  }

  /** The bytes may be written over afterwards. */
  push(bytes: Buffer): void {
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end < 0) break;
      if (this.#keptBytes > 0 || this.#skipping) {
        this.#keep(bytes, from, end);
        this.#finish();
      } else this.#give(bytes, from, end);
      from = end + 1;
    }
    if (from < bytes.length) this.#keep(bytes, from, bytes.length);
  }

  /** The last line may have no end. */
  end(): void {
    if (this.#keptBytes > 0 || this.#skipping) this.#finish();
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (this.#skipping) return;
    if (this.#keptBytes + to - from > this.#most) {
      this.#kept = [];
      this.#keptBytes = 0;
      this.#skipping = true;
      return;
    }
    this.#kept.push(Buffer.from(bytes.subarray(from, to)));
    this.#keptBytes += to - from;
  }

  #finish(): void {
    if (this.#skipping) {
      this.#skipping = false;
      this.#reader.tooLong();
      return;
    }
    const line = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    this.#give(line, 0, line.length);
  }

  #give(bytes: Buffer, from: number, end: number): void {
    const to = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
    if (to - from > this.#most) this.#reader.tooLong();
    else this.#reader.line(bytes, from, to);
  }
}
