/** Reading texts and folders, with faults that a person can act on. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { noteRead } from "./effort.ts";
import { fail, failed } from "./fault.ts";

/** A source file above this is refused by the parser anyway; a document above 10 MB by its reader. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The text of a file, `-` for standard input. Broken UTF-8 is a fault with the place of the first broken byte. */
export function readText(path: string): string {
  const bytes = path === "-" ? readStandardInput() : readBytes(path);
  noteRead(bytes.length);
  return decode(bytes, path === "-" ? "standard input" : path);
}

function readBytes(path: string): Uint8Array {
  try {
    const descriptor = openSync(path, "r");
    try {
      const about = fstatSync(descriptor);
      if (about.isFile() && about.size > MAX_FILE_BYTES) {
        return fail(
          `I will not read ${path}.`,
          `It has ${about.size.toLocaleString("en")} bytes; the bound is ${MAX_FILE_BYTES.toLocaleString("en")}.`,
          "Split it, or name another file.",
        );
      }
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && error.name === "FaultError") throw error;
    return failed("read", path, error);
  }
}

/** In steps, because `readFileSync(0)` fails with EAGAIN on a pipe that has nothing yet. */
function readStandardInput(): Uint8Array {
  if (process.stdin.isTTY) {
    return fail(
      "Standard input is a terminal.",
      "`-` reads a document from a pipe, and nothing is piped in.",
      "Write `… | bylaw decide -`, or name a file.",
    );
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const buffer = new Uint8Array(65_536);
    let count = 0;
    try {
      count = readSync(0, buffer, 0, buffer.length, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EAGAIN") {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        continue;
      }
      if (code !== "EOF") return failed("read", "standard input", error);
    }
    if (count === 0) break;
    total += count;
    if (total > MAX_FILE_BYTES) {
      return fail(
        "I stopped reading standard input.",
        `It is longer than ${MAX_FILE_BYTES.toLocaleString("en")} bytes.`,
        "Pass one document.",
      );
    }
    parts.push(buffer.subarray(0, count));
  }
  return Buffer.concat(parts);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes to text; a byte order mark is dropped. */
export function decode(bytes: Uint8Array, name: string): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    const at = firstBroken(bytes);
    const line = 1 + bytes.subarray(0, at).reduce((count, byte) => count + Number(byte === 10), 0);
    const byte = bytes[at] === undefined ? "the end" : `the byte 0x${bytes[at].toString(16).padStart(2, "0")}`;
    return fail(
      `${name} is not UTF-8: ${byte} at offset ${at} (line ${line}) cannot stand there.`,
      "Files and documents are read as UTF-8, and a guess at another encoding could change what a rule says.",
      `Save it as UTF-8, for example with \`iconv -f LATIN1 -t UTF-8\`.`,
    );
  }
}

/** Offset of the first byte that is not part of a whole character, by halving. */
function firstBroken(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const fits = (end: number): boolean => {
    try {
      decoder.decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    } finally {
      try {
        decoder.decode();
      } catch {
        // The stream is reset either way.
      }
    }
  };
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
