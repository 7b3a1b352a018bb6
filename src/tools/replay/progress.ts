/** One line on a terminal that says how far a replay is. */
import type { Progress } from "./replay.ts";

const EVERY_MS = 100;

export interface ProgressLine {
  readonly tell: (lines: number, done: Progress) => void;
  /** Leaves no trace on the terminal. */
  readonly clear: () => void;
}

export function progressLine(write: (text: string) => void, nowMs: () => number): ProgressLine {
  const began = nowMs();
  let last = began;
  let shown = 0;
  return {
    tell(lines, done) {
      const now = nowMs();
      if (now - last < EVERY_MS) return;
      last = now;
      const text = progressText(lines, done, now - began);
      write(`\r${text.padEnd(shown)}`);
      shown = text.length;
    },
    clear() {
      if (shown > 0) write(`\r${" ".repeat(shown)}\r`);
      shown = 0;
    },
  };
}

/** `1,250,000 lines  43%  71,000 a second  13 s left` */
export function progressText(lines: number, { bytes, of }: Progress, ms: number): string {
  const parts = [`${lines.toLocaleString("en")} lines`];
  if (of !== null && of > 0) parts.push(`${Math.floor((bytes / of) * 100)}%`);
  if (ms > 0) parts.push(`${Math.round((lines / ms) * 1000).toLocaleString("en")} a second`);
  if (of !== null && bytes > 0) parts.push(`${Math.ceil(((of - bytes) / bytes) * (ms / 1000))} s left`);
  return parts.join("  ");
}
