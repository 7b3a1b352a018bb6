/** Bytes to text: UTF-8 by the letter, with the place of the first broken byte; a byte order mark is skipped. */
import { type JsonFault, type JsonResult, MAX_BYTES } from "./json.ts";
import { readText } from "./text.ts";

/** Reads a document from bytes. Never throws. */
export function readBytes(bytes: Uint8Array): JsonResult {
  if (bytes.length > MAX_BYTES) return readText(" ".repeat(MAX_BYTES + 1));
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { json: undefined, faults: [broken(bytes)] };
  }
  return readText(text);
}

function broken(bytes: Uint8Array): JsonFault {
  const offset = firstBroken(bytes);
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] !== 0x0a) continue;
    line++;
    start = i + 1;
  }
  const column = new TextDecoder().decode(bytes.subarray(start, offset)).length + 1;
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, "0").toUpperCase();
  return {
    path: "",
    at: { line, column },
    found: `the byte 0x${byte}, which is not UTF-8 here (offset ${offset})`,
    expected: "UTF-8 text",
    help: null,
  };
}

/** Offset of the first byte that is not part of a well-formed sequence (Unicode 15, table 3-7). */
function firstBroken(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead <= 0xdf
          ? 2
          : lead >= 0xe0 && lead <= 0xef
            ? 3
            : lead >= 0xf0 && lead <= 0xf4
              ? 4
              : 0;
    if (length === 0) return at;
    for (let i = 1; i < length; i++) {
      const next = bytes[at + i] ?? 0;
      let low = 0x80;
      let high = 0xbf;
      if (i === 1 && lead === 0xe0) low = 0xa0;
      if (i === 1 && lead === 0xed) high = 0x9f;
      if (i === 1 && lead === 0xf0) low = 0x90;
      if (i === 1 && lead === 0xf4) high = 0x8f;
      if (next < low || next > high) return at;
    }
    at += length;
  }
  return at;
}
