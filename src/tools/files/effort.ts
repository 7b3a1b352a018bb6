/**
 * V8 compiles hot functions again, better, on other threads. A command that is done in a tenth of a second pays for that
 * (a third of its processor time) and never gains, so start-up goes without, and what has much to read gets it back.
 */
import { setFlagsFromString } from "node:v8";

const MUCH_BYTES = 64 * 1024;

let sparing = false;
let read = 0;

export function spareEffort(): void {
  setFlagsFromString("--no-opt");
  sparing = true;
}

export function spendEffort(): void {
  if (!sparing) return;
  setFlagsFromString("--opt");
  sparing = false;
}

/** Tells how much is there to work on. */
export function noteRead(bytes: number): void {
  read += bytes;
  if (read > MUCH_BYTES) spendEffort();
}
