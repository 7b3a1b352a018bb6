/**
 * One line of a log to the two documents of a decision: `{ "change_set": …, "context": … }`. Exactly what the strict
 * reader says of the line, and mostly at the cost of `JSON.parse`.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { InexactNumber, isRecord, type Json } from "../../decision/json/json.ts";
import { readJson } from "../../decision/json/read.ts";
import { membersIn, membersOf, shortest } from "./proof.ts";

/** The documents as `decide` takes them: parsed data, or text where data could not carry every digit. */
export interface Documents {
  readonly changeSet: unknown;
  readonly context: unknown;
  readonly id: string | null;
  readonly action: string | null;
}

/** Or, in words, why the line is not one. */
export type Line = Documents | string;

/** Past this the strict reader takes over, whose bounds are told in bytes. */
const MOST_BYTES = 1024 * 1024;

export function parseLine(bytes: Buffer, from: number, to: number): Line {
  const parsed = to - from > MOST_BYTES ? undefined : quickly(bytes, from, to);
  return parsed === undefined ? strictly(bytes.subarray(from, to)) : fromData(parsed);
}

/** The value of the line, or undefined where `JSON.parse` cannot be shown to lose nothing. */
function quickly(bytes: Buffer, from: number, to: number): unknown {
  const line = bytes.subarray(from, to);
  const ascii = isAscii(line);
  // Decoding puts a mark in the place of what is not UTF-8, and says nothing.
  if (!ascii && !isUtf8(line)) return undefined;
  const text = bytes.toString(ascii ? "latin1" : "utf8", from, to);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (shortest(parsed, text)) return parsed;
  const members = membersIn(bytes, from, to);
  return members >= 0 && membersOf(parsed) === members ? parsed : undefined;
}

function fromData(parsed: unknown): Line {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return NO_RECORD;
  const line = parsed as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(line, "change_set")) return without("change_set");
  if (!Object.hasOwn(line, "context")) return without("context");
  const changeSet = line["change_set"];
  const said = (typeof changeSet === "object" && changeSet !== null ? changeSet : {}) as {
    id?: unknown;
    action?: unknown;
  };
  return { changeSet, context: line["context"], id: textOf(said.id), action: textOf(said.action) };
}

/** The meaning of a line: what the exact reader says. */
export function strictly(bytes: Uint8Array): Line {
  const { json, faults } = readJson(bytes);
  const fault = faults[0];
  if (fault !== undefined) {
    const place = fault.at === null ? "" : ` at column ${fault.at.column}`;
    const path = fault.path === "" ? "" : ` in ${fault.path}`;
    return `not JSON${place}${path}: found ${fault.found}, expected ${fault.expected}`;
  }
  if (!isRecord(json)) return NO_RECORD;
  const changeSet = json.get("change_set");
  const context = json.get("context");
  if (changeSet === undefined) return without("change_set");
  if (context === undefined) return without("context");
  const said = isRecord(changeSet) ? changeSet : new Map<string, Json>();
  return {
    changeSet: written(changeSet),
    context: written(context),
    id: textOf(said.get("id")),
    action: textOf(said.get("action")),
  };
}

const NO_RECORD = 'not a record with "change_set" and "context"';
const without = (member: string): string => `no "${member}" beside the rest`;
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Back to text, each number with the digits it came with. */
function written(json: Json): string {
  if (json instanceof InexactNumber) return json.text;
  if (isRecord(json))
    return `{${[...json].map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(",")}}`;
  if (Array.isArray(json)) return `[${json.map((item: Json) => written(item)).join(",")}]`;
  return JSON.stringify(json);
}
