/** Results as Markdown tables. */
import { median } from "../measure/slices.ts";
import type { Measured } from "./task.ts";

/** One subject over all rounds. */
export interface Row {
  readonly name: string;
  readonly all: readonly Measured[];
}

const of = (row: Row, pick: (one: Measured) => number): number => median(row.all.map(pick));

export const rowsOf = (results: readonly Measured[]): readonly Row[] =>
  [...new Set(results.map(({ task }) => task.variant))]
    .map((name) => ({ name, all: results.filter(({ task }) => task.variant === name) }))
    .sort((a, b) => of(a, (one) => one.timesRules) - of(b, (one) => one.timesRules));

/** Three digits: more would say more than was measured. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function time(ns: number): string {
  if (!Number.isFinite(ns)) return "–";
  if (ns < 1000) return `${ns.toFixed(0)} ns`;
  return ns < 1e6 ? `${digits(ns / 1e3)} µs` : `${digits(ns / 1e6)} ms`;
}

/** The handwritten program, from all processes together. */
function handRows(results: readonly Measured[]): readonly (readonly string[])[] {
  const row = (name: string, pick: (one: Measured) => number): readonly string[] => [
    name,
    time(median(results.map(pick))),
    ...[(one: Measured) => one.rulesNs, (one: Measured) => one.checkedNs, (one: Measured) => one.fullNs].map((base) =>
      digits(median(results.map((one) => pick(one) / base(one)))),
    ),
    "",
  ];
  return [
    row("*by hand: rules only*", (one) => one.rulesNs),
    row("*by hand: contract and rules*", (one) => one.checkedNs),
    row("*by hand: full decision*", (one) => one.fullNs),
  ];
}

export function decisionsTable(results: readonly Measured[]): string {
  if (results.length === 0) return "Not measured.";
  const rows = rowsOf(results).map((row) => [
    row.name,
    time(of(row, (one) => one.ns)),
    digits(of(row, (one) => one.timesRules)),
    digits(of(row, (one) => one.timesChecked)),
    digits(of(row, (one) => one.timesFull)),
    time(of(row, (one) => one.p99)),
  ]);
  return table(
    ["", "a decision", "× rules", "× contract and rules", "× full", "one call, p99"],
    [...handRows(results), ...rows],
  );
}

/** One column for each size. */
export function sizesTable(results: readonly Measured[], told: (one: Measured) => string): string {
  const sizes = [...new Set(results.map(({ task }) => task.actions ?? 1))].sort((a, b) => a - b);
  const rows = rowsOf(results).map(({ name, all }) => [
    name,
    ...sizes.map((size) => {
      const here = all.filter(({ task }) => task.actions === size);
      return here.length === 0 ? "–" : told(middle(here));
    }),
  ]);
  return table(["", ...sizes.map((size) => size.toLocaleString("en"))], rows);
}

/** The run whose ratio is the median. */
const middle = (all: readonly Measured[]): Measured =>
  [...all].sort((a, b) => a.timesChecked - b.timesChecked)[Math.floor(all.length / 2)]!;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
