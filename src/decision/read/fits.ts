/**
 * Whether a document surely fits an envelope: a look without paths, values or words, which is all that most documents
 * need. No is no verdict: then the reader looks again and says what is wrong.
 */
import { isList, isRecord, type Json, type JsonRecord } from "../json/json.ts";
import { MAX_ITEMS } from "./bounds.ts";
import { breach } from "./limits.ts";
import { decimalOf, readInstant } from "./scalars.ts";
import type { Member, Shape } from "./shape.ts";

type Fits = (json: Json) => boolean;

/** What was found to fit before. */
const remembered = new WeakMap<JsonRecord, Shape>();

/** INVARIANT: `fits(shape, json)`. */
export function rememberFit(shape: Shape, json: JsonRecord): void {
  remembered.set(json, shape);
}

const made = new WeakMap<Shape, Fits>();

export function fits(shape: Shape, json: Json): boolean {
  let test = made.get(shape);
  if (test === undefined) {
    test = fitsOf(shape);
    made.set(shape, test);
  }
  return test(json);
}

function fitsOf(shape: Shape): Fits {
  switch (shape.kind) {
    case "anything":
      return () => true;
    case "text":
      return (json) => typeof json === "string";
    case "bool":
      return (json) => typeof json === "boolean";
    case "choice":
      return (json) => typeof json === "string" && shape.values.includes(json);
    case "instant":
      return (json) => typeof json === "string" && typeof readInstant(json, null) === "number";
    case "amount":
      // Money is left to the reader.
      return (json) => typeof json === "string" && decimalOf(json) !== null;
    case "many": {
      const item = fitsOf(shape.of);
      return (json) => isList(json) && json.length <= MAX_ITEMS && json.every(item);
    }
    case "dictionary":
      return dictionaryOf(shape.of);
    case "object": {
      const members = objectOf(shape.members);
      return (json) => remembered.get(json as JsonRecord) === shape || members(json);
    }
    default:
      return () => false;
  }
}

function dictionaryOf(of: Shape): Fits {
  if (of.kind === "anything") return isRecord;
  const item = fitsOf(of);
  return (json) => {
    if (!isRecord(json)) return false;
    for (const value of json.values()) if (!item(value)) return false;
    return true;
  };
}

function objectOf(members: readonly Member[]): Fits {
  const parts = members.map(({ name, shape, needed, limits }) => ({ name, needed, limits, test: fitsOf(shape) }));
  return (json) => {
    if (!isRecord(json)) return false;
    let met = 0;
    for (const { name, needed, limits, test } of parts) {
      const value = json.get(name);
      if (value === undefined) {
        if (needed) return false;
        continue;
      }
      if (!test(value)) return false;
      if (limits !== undefined && typeof value === "string" && breach(limits, value, value) !== null) return false;
      met++;
    }
    // Anything else there is a member that nobody declared.
    return met === json.size;
  };
}
