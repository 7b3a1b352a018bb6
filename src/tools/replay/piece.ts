/** A piece of a file: the lines that begin in a range of its bytes. */
import { readSync } from "node:fs";
import { type LineReader, Lines } from "./lines.ts";

const READ_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Gives the lines that begin at `start` or later and before `end`. So ranges that lie side by side give each line once,
 * wherever they are cut.
 */
export function readPiece(file: number, start: number, end: number, reader: LineReader): void {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let at = start === 0 ? 0 : start - 1;
  if (start > 0) {
    // A line begins after an end of line, which may be the byte before.
    for (;;) {
      const count = readSync(file, buffer, 0, Math.min(READ_BYTES, 64 * 1024), at);
      if (count === 0) return;
      const found = buffer.subarray(0, count).indexOf(NEWLINE);
      if (found >= 0) {
        at += found + 1;
        break;
      }
      at += count;
    }
  }
  if (at >= end) return;
  const lines = new Lines(reader);
  for (;;) {
    const count = readSync(file, buffer, 0, READ_BYTES, at);
    if (count === 0) break;
    const bytes = buffer.subarray(0, count);
    if (at + count < end) {
      lines.push(bytes);
      at += count;
      continue;
    }
    // The last line of the piece ends with the first end of line at `end - 1` or later.
    const last = bytes.indexOf(NEWLINE, Math.max(0, end - 1 - at));
    if (last >= 0) {
      lines.push(bytes.subarray(0, last + 1));
      return;
    }
    lines.push(bytes);
    at += count;
  }
  lines.end();
}
