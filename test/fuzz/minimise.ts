/**
 * Cuts a failing input down while it fails in the same way (delta debugging, Zeller and Hildebrandt 2002, on any JSON):
 * members and items are left out, texts are cut in pieces that halve in length.
 */
import type { Input } from "./target.ts";

type Json = unknown;

/** The smallest input found with at most `budget` tries for which `fails` still holds. */
export function minimise(input: Input, fails: (candidate: Input) => boolean, budget = 4_000): Input {
  let best: Json = input;
  let left = budget;
  let smaller = true;
  const better = (candidate: Json): boolean => {
    if (left-- <= 0 || !fails(candidate as Input)) return false;
    best = candidate;
    smaller = true;
    return true;
  };
  while (smaller && left > 0) {
    smaller = false;
    for (const path of paths(best)) {
      if (left <= 0) break;
      const here = at(best, path);
      if (here === MISSING) continue;
      if (path.length > 1 && better(without(best, path))) continue;
      if (typeof here === "string") cut(here, (shorter) => better(set(best, path, shorter)));
      else if (Array.isArray(here) && here.length > 8) cut(here, (shorter) => better(set(best, path, shorter)));
    }
  }
  return best as Input;
}

/** Leaves out pieces of a text or a list, long ones first. */
function cut<T extends string | readonly Json[]>(whole: T, better: (shorter: T) => boolean): void {
  let current: T = whole;
  for (let size = Math.ceil(whole.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < current.length; ) {
      const shorter = joined(current, from, size);
      if (better(shorter)) current = shorter;
      else from += size;
    }
  }
}

function joined<T extends string | readonly Json[]>(whole: T, from: number, size: number): T {
  if (typeof whole === "string") return (whole.slice(0, from) + whole.slice(from + size)) as T;
  return [...whole.slice(0, from), ...whole.slice(from + size)] as unknown as T;
}

type Path = readonly string[];
const MISSING = Symbol("missing");

/** Every place of a document, outermost first. */
function paths(root: Json): Path[] {
  const found: Path[] = [];
  const open: Path[] = [[]];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const here = at(root, next);
    if (next.length > 0) found.push(next);
    if (typeof here === "object" && here !== null) for (const key of Object.keys(here)) open.push([...next, key]);
  }
  return found;
}

function at(root: Json, path: Path): Json {
  let here = root;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return MISSING;
    here = (here as Record<string, Json>)[key];
  }
  return here;
}

function set(root: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...root] : { ...(root as object) };
  const inner = set((root as Record<string, Json>)[key], rest, value);
  Object.defineProperty(copy, key, { value: inner, enumerable: true, writable: true, configurable: true });
  return copy;
}

function without(root: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (rest.length > 0) return set(root, [key!], without((root as Record<string, Json>)[key!], rest));
  if (Array.isArray(root)) return root.filter((_, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(root as object).filter(([name]) => name !== key));
}
