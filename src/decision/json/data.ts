/**
 * Data that a caller parsed already (`JSON.parse`, a web framework) to JSON as this stage holds it, within the same
 * bounds. Getters, proxies and class instances are a caller's mistake like any other: named, never trusted, never thrown.
 */
import {
  elementPath,
  hasLoneSurrogate,
  type Json,
  type JsonFault,
  type JsonResult,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_FAULTS,
  memberPath,
  numberOf,
} from "./json.ts";
import { ReadBefore } from "./read-before.ts";

/** Reads parsed data. Never throws. */
export function readData(data: unknown): JsonResult {
  const { json, faults } = readWeighed(data);
  return { json, faults };
}

/** `weight`: about how many bytes it is; every document has a bound on them. */
export function readWeighed(data: unknown): JsonResult & { readonly weight: number } {
  const faults: JsonFault[] = [];
  let weight = 0;
  // Where reading stands: a path is written only for what is at fault.
  const steps: (string | number)[] = [];

  // Recursion is bounded by MAX_DEPTH, which also ends cycles.
  function read(value: unknown): Json {
    if (faults.length >= MAX_FAULTS) return null;
    weight += 2;
    if (weight > MAX_BYTES) return fail("data above 10 MB", "at most 10 MB");
    switch (typeof value) {
      case "string":
        weight += value.length;
        if (hasLoneSurrogate(value)) fail("half of a surrogate pair", "well-formed Unicode");
        return value;
      case "number":
        return Number.isFinite(value)
          ? numberOf(value)
          : fail(String(value), "a JSON value", "there is no such number in JSON");
      case "boolean":
        return value;
      case "object":
        break;
      case "bigint":
        return fail("a bigint", "a JSON value", "send it as text");
      default:
        return fail(typeof value === "undefined" ? "undefined" : `a ${typeof value}`, "a JSON value");
    }
    if (value === null) return null;
    if (steps.length >= MAX_DEPTH) return fail(`nesting deeper than ${MAX_DEPTH}`, `at most ${MAX_DEPTH} levels`);
    if (value instanceof ReadBefore) return readBefore(value);
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (let i = 0; i < value.length && faults.length < MAX_FAULTS; i++) {
        steps.push(i);
        items.push(read(value[i]));
        steps.pop();
      }
      return items;
    }
    const members = new Map<string, Json>();
    if (value instanceof Map) {
      for (const [key, member] of value) {
        if (typeof key === "string") {
          steps.push(key);
          members.set(key, read(member));
          steps.pop();
        } else fail("a Map with keys that are not text", "a plain record");
      }
      return members;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    // A plain object of another realm has that realm's Object.prototype, whose own prototype is null.
    if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return fail("an instance of a class", "plain JSON data");
    for (const key of Object.keys(value)) {
      const member = (value as Record<string, unknown>)[key];
      // As JSON.stringify does: a member that is undefined is not there.
      if (member === undefined) continue;
      weight += key.length;
      steps.push(key);
      if (hasLoneSurrogate(key)) fail("half of a surrogate pair in a name", "well-formed Unicode");
      members.set(key, read(member));
      steps.pop();
    }
    return members;
  }
  /** As if it were read again here. */
  function readBefore({ found, depth, again }: ReadBefore): Json {
    // What every value weighs was counted when this one was met.
    const weighs = found === null ? Number.POSITIVE_INFINITY : weight - 2 + found.weight;
    if (found === null || depth !== steps.length || weighs > MAX_BYTES) {
      weight -= 2;
      return read(again());
    }
    weight = weighs;
    return found.json;
  }
  function fail(found: string, expected: string, help: string | null = null): null {
    if (faults.length < MAX_FAULTS) faults.push({ path: pathOf(steps), at: null, found, expected, help });
    return null;
  }

  try {
    return { json: read(data), faults, weight };
  } catch {
    // A getter or a proxy threw.
    return {
      json: undefined,
      weight,
      faults: [{ path: "", at: null, found: "data that cannot be read", expected: "plain JSON data", help: null }],
    };
  }
}

const pathOf = (steps: readonly (string | number)[]): string =>
  steps.reduce<string>(
    (path, step) => (typeof step === "number" ? elementPath(path, step) : memberPath(path, step)),
    "",
  );
