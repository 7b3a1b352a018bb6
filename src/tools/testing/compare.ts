/** Holds a decision against its expectations. */
import type { Span } from "../../source/span.ts";
import { compareNumbers, sameValue } from "./equal.ts";
import type { Located, Setting } from "./format.ts";
import { resolveClause } from "./names.ts";
import { type Path, showPath } from "./path.ts";
import { legalNames, type Shape } from "./shape.ts";
import { type Known, matchers, shapeAt, textOf } from "./validate.ts";

export interface Mismatch {
  /** The part of the decision, as `reviewers.people`. */
  readonly path: string;
  readonly expected: string;
  readonly came: string;
  readonly span: Span;
}

/** INVARIANT: `validate` found no fault in `settings`. */
export function compare(settings: readonly Setting[], decision: unknown, known: Known): readonly Mismatch[] {
  return settings.flatMap((setting) => {
    const shape = shapeAt(setting, null);
    if (shape === null) return [];
    let actual: unknown = decision;
    for (const step of setting.path) actual = part(actual, String(step));
    return match(setting.value, actual, shape, setting.path, known);
  });
}

const part = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

function match(expected: Located, actual: unknown, shape: Shape, path: Path, known: Known): readonly Mismatch[] {
  const miss = (want: string, came: string = show(actual)): readonly Mismatch[] => [
    { path: showPath(path), expected: want, came, span: expected.span },
  ];
  const found = matchers(expected);
  if (found !== null) {
    return found.flatMap(({ key, value }) => {
      switch (key) {
        case "contains":
        case "lacks":
        case "exactly":
          return lists(key, value, actual, shape, path, known);
        case "one_of": {
          const options = value.kind === "list" ? value.items : [];
          const met = options.some((option) => match(option, actual, shape, path, known).length === 0);
          return met ? [] : miss(`one of ${options.map(written).join(", ")}`);
        }
        case "at_least":
        case "at_most": {
          const bound = value.kind === "scalar" ? textOf(value) : "";
          const sign = rank(String(actual), bound, shape, known);
          const met = sign !== null && (key === "at_least" ? sign >= 0 : sign <= 0);
          return met ? [] : miss(`${key === "at_least" ? "at least" : "at most"} ${bound}`);
        }
        default:
          return [];
      }
    });
  }
  switch (shape.kind) {
    case "value": {
      if (expected.kind !== "scalar") return miss(written(expected));
      if (shape.names === "clause" && typeof expected.value === "string" && typeof actual === "string") {
        const resolved = resolveClause(expected.value, known.plan, known.action);
        return resolved.ok && resolved.ids.includes(actual) ? [] : miss(written(expected));
      }
      return sameValue(expected.value, expected.source, actual ?? null) ? [] : miss(written(expected));
    }
    case "either":
      if (expected.kind === "scalar")
        return sameValue(expected.value, expected.source, actual ?? null) ? [] : miss(written(expected));
      return match(expected, actual, shape.record, path, known);
    case "list":
      return lists("exactly", expected, actual, shape, path, known);
    case "record":
      if (expected.kind !== "map") return actual === null || actual === undefined ? [] : miss(written(expected));
      if (typeof actual !== "object" || actual === null) return miss(written(expected));
      return expected.entries.flatMap((entry) => {
        const inner = shape.fields[entry.key];
        return inner === undefined
          ? []
          : match(entry.value, part(actual, entry.key), inner, [...path, entry.key], known);
      });
    case "dict": {
      if (expected.kind !== "map") return miss(written(expected));
      // A mapping from names, such as a reviewer set, is meant whole.
      const keys = typeof actual === "object" && actual !== null ? Object.keys(actual) : [];
      const extra =
        shape.keys === null ? [] : keys.filter((key) => !expected.entries.some((entry) => entry.key === key));
      const wrong = expected.entries.some(
        (entry) => match(entry.value, part(actual, entry.key), shape.value, path, known).length > 0,
      );
      return wrong || extra.length > 0 ? miss(written(expected)) : [];
    }
  }
}

function lists(
  how: "contains" | "lacks" | "exactly",
  expected: Located,
  actual: unknown,
  shape: Shape,
  path: Path,
  known: Known,
): readonly Mismatch[] {
  if (shape.kind !== "list" || expected.kind !== "list") return [];
  const entries = Array.isArray(actual) ? (actual as readonly unknown[]) : [];
  const fitting = (item: Located, entry: unknown): boolean => {
    if (shape.by !== null && item.kind === "scalar" && shape.item.kind === "record") {
      const field = shape.item.fields[shape.by];
      return field !== undefined && match(item, part(entry, shape.by), field, path, known).length === 0;
    }
    return match(item, entry, shape.item, path, known).length === 0;
  };
  const telling = (entry: unknown): string => (shape.by === null ? show(entry) : show(part(entry, shape.by)));
  const came = entries.length === 0 ? "nothing" : [...new Set(entries.map(telling))].join(", ");
  const at = (item: Located, words: string): Mismatch => ({
    path: showPath(path),
    expected: words,
    came,
    span: item.span,
  });
  if (how === "lacks") {
    return expected.items
      .filter((item) => entries.some((entry) => fitting(item, entry)))
      .map((item) => at(item, `no ${written(item)}`));
  }
  const absent = expected.items.filter((item) => !entries.some((entry) => fitting(item, entry)));
  if (how === "contains") return absent.map((item) => at(item, `${written(item)} among them`));
  // Exactly: a pairing, because one entry must not stand for two. Greedy would do for equal texts, not for patterns.
  if (entries.length === expected.items.length && paired(expected.items, entries, fitting)) return [];
  return [at(expected, expected.items.length === 0 ? "nothing" : `exactly ${expected.items.map(written).join(", ")}`)];
}

/** Kuhn's augmenting paths: is there a one-to-one pairing? */
function paired(
  items: readonly Located[],
  entries: readonly unknown[],
  fitting: (item: Located, entry: unknown) => boolean,
): boolean {
  const owner = new Map<number, number>();
  const seat = (item: number, tried: Set<number>): boolean =>
    entries.some((entry, index) => {
      if (tried.has(index) || !fitting(items[item]!, entry)) return false;
      tried.add(index);
      const before = owner.get(index);
      if (before !== undefined && !seat(before, tried)) return false;
      owner.set(index, item);
      return true;
    });
  return items.every((_, index) => seat(index, new Set()));
}

function rank(actual: string, bound: string, shape: Shape, known: Known): number | null {
  if (shape.kind !== "value" || shape.names === null) return compareNumbers(actual, bound);
  const { all } = legalNames(shape.names, known.plan);
  const left = all.indexOf(actual);
  return left < 0 ? null : left - all.indexOf(bound);
}

/** An expectation as it was written, shortened. */
function written(value: Located): string {
  switch (value.kind) {
    case "scalar":
      return value.value === null ? "null" : textOf(value);
    case "list":
      return `[${value.items.map(written).join(", ")}]`;
    case "map":
      return `{ ${value.entries.map((entry) => `${entry.key}: ${written(entry.value)}`).join(", ")} }`;
    case "unknown":
      return `!unknown ${value.why}`;
    case "missing":
      return "!missing";
  }
}

/** A value of a decision in the words of a fixture. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(show).join(", ")}]`;
  const entries = Object.entries(value);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, inner]) => `${key}: ${show(inner)}`).join(", ")} }`;
}
