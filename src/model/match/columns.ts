/**
 * A column of patterns cut into atoms: the finest pieces of the value's type that these patterns can tell apart. A type
 * with an endless line (numbers, money, time) has the written points and the gaps between them.
 */
import { required } from "../fit.ts";
import { atScale } from "../literals.ts";
import type { Type } from "../type.ts";
import type { Cell, Point } from "./patterns.ts";

/** Atoms `from` to `to`, both included. */
export type Range = readonly [from: number, to: number];

export interface Column {
  readonly size: number;
  /** Atoms that hold nothing (between 3 and 4 there is no whole number). */
  readonly isEmpty: (atom: number) => boolean;
  readonly ranges: (cell: Cell) => readonly Range[];
  /** The pattern that covers an atom, and the words for it; null: it is all there is. */
  readonly show: (atom: number) => { readonly pattern: string; readonly words: (subject: string) => string } | null;
}

export function columnOf(type: Type, cells: readonly Cell[], names: readonly string[]): Column {
  const base = required(type);
  const inner =
    names.length > 0 ? finite(names, base.kind === "choice") : base.kind === "text" ? texts(cells) : line(base, cells);
  return type.kind === "optional" ? withMissing(inner) : inner;
}

const equals =
  (value: string) =>
  (subject: string): string =>
    `\`${subject}\` == \`${value}\``;

function finite(names: readonly string[], quoted: boolean): Column {
  const index = new Map(names.map((name, at) => [name, at]));
  const last = names.length - 1;
  return {
    size: names.length,
    isEmpty: () => false,
    ranges: (cell) =>
      cell.kind === "values"
        ? cell.values.flatMap((value) => point(index.get(value)))
        : cell.kind === "any"
          ? [[0, last]]
          : [],
    show: (atom) => {
      const pattern = quoted ? JSON.stringify(names[atom]) : names[atom]!;
      return { pattern, words: equals(pattern) };
    },
  };
}

const point = (at: number | undefined): Range[] => (at === undefined ? [] : [[at, at]]);

/** The texts that are written, and all others. */
function texts(cells: readonly Cell[]): Column {
  const written = [...new Set(cells.flatMap((cell) => (cell.kind === "values" ? cell.values : [])))];
  const index = new Map(written.map((value, at) => [value, at]));
  return {
    size: written.length + 1,
    isEmpty: () => false,
    ranges: (cell) =>
      cell.kind === "values"
        ? cell.values.flatMap((value) => point(index.get(value)))
        : cell.kind === "any"
          ? [[0, written.length]]
          : [],
    show: (atom) => {
      if (atom < written.length)
        return { pattern: JSON.stringify(written[atom]), words: equals(JSON.stringify(written[atom])) };
      return written.length === 0 ? null : { pattern: "_", words: (subject) => `any other text as \`${subject}\`` };
    },
  };
}

/** Atom 2i+1 is the i-th point; even atoms are the gaps around them. Without points there is one atom. */
function line(base: Type, cells: readonly Cell[]): Column {
  const points = cells.flatMap(pointsOf);
  const scale = points.reduce((most, { at }) => Math.max(most, at.scale), 0);
  const byPlace = new Map(points.map((written) => [atScale(written.at, scale), written.text]));
  const places = [...byPlace.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const index = new Map(places.map((place, at) => [place, 2 * at + 1]));
  const atomOf = ({ at }: Point): number => index.get(atScale(at, scale))!;
  const size = 2 * places.length + 1;
  // Whole numbers, days and milliseconds have neighbours; decimals and money have none.
  const step =
    base.kind === "int"
      ? 10n ** BigInt(scale)
      : base.kind === "date" || base.kind === "time" || base.kind === "duration"
        ? 1n
        : null;
  const text = (at: number): string => byPlace.get(places[at]!)!;
  return {
    size,
    isEmpty: (atom) => {
      if (step === null || atom % 2 === 1 || atom === 0 || atom === size - 1) return false;
      const [low, high] = [places[atom / 2 - 1]!, places[atom / 2]!];
      return nextStep(low, step) >= high;
    },
    ranges: (cell) => {
      switch (cell.kind) {
        case "any":
          return [[0, size - 1]];
        case "points":
          return cell.points.map((written) => [atomOf(written), atomOf(written)]);
        case "below":
          return [[0, atomOf(cell.point) - (cell.included ? 0 : 1)]];
        case "above":
          return [[atomOf(cell.point) + (cell.included ? 0 : 1), size - 1]];
        case "between":
          return [[atomOf(cell.low), atomOf(cell.high)]];
        default:
          return [];
      }
    },
    show: (atom) => {
      if (places.length === 0) return null;
      if (atom % 2 === 1) {
        const value = text((atom - 1) / 2);
        return { pattern: value.startsWith("-") ? `== ${value}` : value, words: equals(value) };
      }
      if (atom === 0) return { pattern: `< ${text(0)}`, words: (subject) => `\`${subject}\` < \`${text(0)}\`` };
      if (atom === size - 1)
        return {
          pattern: `> ${text(places.length - 1)}`,
          words: (subject) => `\`${subject}\` > \`${text(places.length - 1)}\``,
        };
      const [low, high] = [text(atom / 2 - 1), text(atom / 2)];
      return { pattern: `${low} to ${high}`, words: (subject) => `\`${subject}\` between \`${low}\` and \`${high}\`` };
    },
  };
}

/** The next multiple of `step` above `low`. */
const nextStep = (low: bigint, step: bigint): bigint => low - (((low % step) + step) % step) + step;

function pointsOf(cell: Cell): readonly Point[] {
  switch (cell.kind) {
    case "points":
      return cell.points;
    case "below":
    case "above":
      return [cell.point];
    case "between":
      return [cell.low, cell.high];
    default:
      return [];
  }
}

/** One more atom, the first: absent. */
function withMissing(inner: Column): Column {
  return {
    size: inner.size + 1,
    isEmpty: (atom) => atom > 0 && inner.isEmpty(atom - 1),
    ranges: (cell) =>
      cell.kind === "missing"
        ? [[0, 0]]
        : cell.kind === "any"
          ? [[0, inner.size]]
          : inner.ranges(cell).map(([from, to]) => [from + 1, to + 1]),
    show: (atom) =>
      atom === 0
        ? { pattern: "missing", words: (subject) => `a missing \`${subject}\`` }
        : (inner.show(atom - 1) ?? { pattern: "_", words: (subject) => `\`${subject}\` present` }),
  };
}
