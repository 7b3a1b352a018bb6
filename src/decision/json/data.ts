/**
 * Data that a caller parsed already (`JSON.parse`, a web framework) to JSON as this stage holds it, within the same
 * bounds. Getters, proxies and class instances are a caller's mistake like any other: named, never trusted, never thrown.
 */
import {
  elementPath,
  exactNumber,
  type Json,
  type JsonFault,
  type JsonResult,
  LONE_SURROGATE,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_FAULTS,
  memberPath,
} from "./json.ts";

/** Reads parsed data. Never throws. */
export function readData(data: unknown): JsonResult {
  const faults: JsonFault[] = [];
  let weight = 0;

  // Recursion is bounded by MAX_DEPTH, which also ends cycles.
  function read(value: unknown, path: string, depth: number): Json {
    if (faults.length >= MAX_FAULTS) return null;
    weight += 2;
    if (weight > MAX_BYTES) return fail(path, "data above 10 MB", "at most 10 MB");
    switch (typeof value) {
      case "string":
        weight += value.length;
        if (LONE_SURROGATE.test(value)) fail(path, "half of a surrogate pair", "well-formed Unicode");
        return value;
      case "number":
        return Number.isFinite(value)
          ? exactNumber(String(value))
          : fail(path, String(value), "a JSON value", "there is no such number in JSON");
      case "boolean":
        return value;
      case "object":
        break;
      case "bigint":
        return fail(path, "a bigint", "a JSON value", "send it as text");
      default:
        return fail(path, typeof value === "undefined" ? "undefined" : `a ${typeof value}`, "a JSON value");
    }
    if (value === null) return null;
    if (depth >= MAX_DEPTH) return fail(path, `nesting deeper than ${MAX_DEPTH}`, `at most ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (let i = 0; i < value.length && faults.length < MAX_FAULTS; i++)
        items.push(read(value[i], elementPath(path, i), depth + 1));
      return items;
    }
    const members = new Map<string, Json>();
    if (value instanceof Map) {
      for (const [key, member] of value) {
        if (typeof key === "string") members.set(key, read(member, memberPath(path, key), depth + 1));
        else fail(path, "a Map with keys that are not text", "a plain record");
      }
      return members;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    // A plain object of another realm has that realm's Object.prototype, whose own prototype is null.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return fail(path, "an instance of a class", "plain JSON data");
    for (const key of Object.keys(value)) {
      const member = (value as Record<string, unknown>)[key];
      // As JSON.stringify does: a member that is undefined is not there.
      if (member === undefined) continue;
      weight += key.length;
      const where = memberPath(path, key);
      if (LONE_SURROGATE.test(key)) fail(where, "half of a surrogate pair in a name", "well-formed Unicode");
      members.set(key, read(member, where, depth + 1));
    }
    return members;
  }
  function fail(path: string, found: string, expected: string, help: string | null = null): null {
    if (faults.length < MAX_FAULTS) faults.push({ path, at: null, found, expected, help });
    return null;
  }

  try {
    return { json: read(data, "", 0), faults };
  } catch {
    // A getter or a proxy threw.
    return {
      json: undefined,
      faults: [{ path: "", at: null, found: "data that cannot be read", expected: "plain JSON data", help: null }],
    };
  }
}
