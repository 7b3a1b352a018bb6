/** An action with an input of each type, and change sets that fit it. */
import { ask } from "../../src/decision/read/ask.ts";
import { ALL_WAYS } from "../../src/decision/read/ways.ts";
import type { Type } from "../../src/model/type.ts";
import { bool, changeSet, decimal, field, int, list, money, NOW, optional, planOf, text } from "./plan.ts";

const choice: Type = { kind: "choice", name: null, values: ["damaged", "late", "goodwill"] };
const TYPES: Readonly<Record<string, Type>> = {
  text,
  bool,
  int,
  decimal,
  money,
  choice,
  time: { kind: "time" },
  date: { kind: "date" },
  duration: { kind: "duration" },
  maybe: optional(money),
  list: list(int),
  map: { kind: "map", of: money },
  record: { kind: "record", id: "a.Node" },
};
const NODE = {
  id: "a.Node",
  doc: null,
  fields: [
    field("name", text),
    field("amount", optional(money)),
    field("next", optional({ kind: "record", id: "a.Node" })),
  ],
};
export const plan = planOf(
  {
    inputs: Object.entries(TYPES).map(([name, type]) => field(name, type)),
    changes: [
      { record: "a.Order", target: "Order", field: "total", type: money },
      { record: "a.Order", target: "Order", field: "note", type: optional(text) },
    ],
  },
  {
    records: { "a.Node": NODE },
    evidence: [
      { id: "photo", title: null, tools: [], fields: [] },
      { id: "score", title: null, tools: [], fields: [field("value", int), field("note", optional(text))] },
    ],
  },
);

export const GOOD: Readonly<Record<string, unknown>> = {
  text: "x",
  bool: true,
  int: "12",
  decimal: "0.5",
  money: { amount: "120.00", currency: "USD" },
  choice: "late",
  time: "2026-11-22T10:15:00+01:00",
  date: "2026-12-01",
  duration: "P30D",
  maybe: null,
  list: ["1", 2],
  map: { a: { amount: 1, currency: "EUR" } },
  record: { name: "a", next: { name: "b", amount: { amount: "1", currency: "USD" } } },
};
export const CHANGE = {
  target: { type: "Order", id: "o-1" },
  field: "total",
  old: null,
  new: { amount: "1", currency: "USD" },
};
/** A change set that fits, but for what is given. */
export const good = (
  inputs: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): Record<string, unknown> => changeSet({ inputs: { ...GOOD, ...inputs }, changes: [CHANGE], ...more });
export const misfitsOf = (document: unknown): string[] =>
  ask(plan, document, { now: NOW }, ALL_WAYS)
    .misfits.list()
    .map(({ path, found, expected, help }) => `${path}: ${found}; ${expected}${help === null ? "" : ` (${help})`}`);
