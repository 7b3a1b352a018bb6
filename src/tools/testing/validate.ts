/** Expectations that cannot fail as meant are faults: unknown keys and names, matchers that every decision meets. */
import type { Plan } from "../../plan/plan.ts";
import type { Span } from "../../source/span.ts";
import type { Report } from "./build.ts";
import { suggest } from "./faults.ts";
import { type Located, type LocatedEntry, MATCHERS, type Setting } from "./format.ts";
import { ownClauses, resolveClause } from "./names.ts";
import { showPath } from "./path.ts";
import { DECISION, legalNames, type Names, type Shape } from "./shape.ts";

export interface Known {
  readonly plan: Plan;
  /** The action of the case; null when the case tries one that nobody declared. */
  readonly action: string | null;
}

export const textOf = (value: Located & { readonly kind: "scalar" }): string =>
  typeof value.value === "string" ? value.value : value.source;

/** The entries of a mapping such as `{ at_least: medium }`; null for any other value. */
export const matchers = (value: Located): readonly LocatedEntry[] | null =>
  value.kind === "map" && value.entries.some((entry) => (MATCHERS as readonly string[]).includes(entry.key))
    ? value.entries
    : null;

export function validate(settings: readonly Setting[], known: Known, report: Report): void {
  for (const setting of settings) {
    const shape = shapeAt(setting, report);
    if (shape !== null) visit(setting.value, shape, known, report);
  }
}

/** The shape a path leads to; null after a fault. */
export function shapeAt(setting: Setting, report: Report | null): Shape | null {
  let shape: Shape = DECISION;
  for (const [index, step] of setting.path.entries()) {
    const here = showPath(setting.path.slice(0, index)) || "a decision";
    if (shape.kind === "either") shape = shape.record;
    if (typeof step === "number") {
      report?.("fixture-path", setting.keySpan, "The order of a list means nothing in a decision.", "Use `contains`.");
      return null;
    }
    if (shape.kind === "record") {
      const next: Shape | undefined = shape.fields[step];
      if (next === undefined || !Object.hasOwn(shape.fields, step)) {
        report?.(
          "fixture-unknown-key",
          setting.keySpan,
          `There is no \`${step}\` in ${here}.`,
          suggest(step, Object.keys(shape.fields)),
        );
        return null;
      }
      shape = next;
    } else if (shape.kind === "dict") shape = shape.value;
    else {
      report?.(
        "fixture-path",
        setting.keySpan,
        `\`${here}\` has no part \`${step}\`.`,
        shape.kind === "list" ? "Use `contains`." : "Shorten the path.",
      );
      return null;
    }
  }
  return shape;
}

function visit(value: Located, shape: Shape, known: Known, report: Report): void {
  if (value.kind === "unknown" || value.kind === "missing") {
    report(
      "fixture-shape",
      value.span,
      "A decision holds no such value.",
      "Write what must come; `null` where there is nothing.",
    );
    return;
  }
  const found = matchers(value);
  if (found !== null) {
    for (const entry of found) matcher(entry, shape, known, report);
    return;
  }
  switch (shape.kind) {
    case "value":
      if (value.kind !== "scalar")
        report(
          "fixture-shape",
          value.span,
          "One value stands here.",
          "Write a text or a number, or a matcher such as `at_least`.",
        );
      else if (value.value !== null && shape.names !== null)
        name(textOf(value), value.span, shape.names, known, report);
      return;
    case "either":
      if (value.kind === "scalar") {
        if (value.value !== null && !shape.texts.includes(textOf(value))) {
          report(
            "fixture-unknown-name",
            value.span,
            `\`${textOf(value)}\` never stands here.`,
            suggest(textOf(value), shape.texts),
          );
        }
        return;
      }
      visit(value, shape.record, known, report);
      return;
    case "list":
      if (value.kind === "list") for (const item of value.items) listItem(item, shape, known, report);
      else
        report(
          "fixture-shape",
          value.span,
          "A list stands here.",
          "Write `[…]` for exactly these, or `{ contains: […] }`.",
        );
      return;
    case "record":
      if (value.kind === "scalar" && value.value === null) return;
      if (value.kind !== "map")
        report(
          "fixture-shape",
          value.span,
          "A mapping stands here.",
          `Its keys are ${Object.keys(shape.fields)
            .map((key) => `\`${key}\``)
            .join(", ")}.`,
        );
      else {
        if (value.entries.length === 0) nothing(value.span, "It names no key.", report);
        for (const entry of value.entries) {
          const inner = Object.hasOwn(shape.fields, entry.key) ? shape.fields[entry.key] : undefined;
          if (inner === undefined)
            report(
              "fixture-unknown-key",
              entry.keySpan,
              `There is no \`${entry.key}\` here.`,
              suggest(entry.key, Object.keys(shape.fields)),
            );
          else visit(entry.value, inner, known, report);
        }
      }
      return;
    case "dict":
      if (value.kind !== "map")
        report("fixture-shape", value.span, "A mapping stands here.", "Write `{ name: value }`.");
      else {
        for (const entry of value.entries) {
          if (shape.keys !== null) name(entry.key, entry.keySpan, shape.keys, known, report);
          visit(entry.value, shape.value, known, report);
        }
      }
  }
}

/** An entry of a list: a bare text names it by its telling field. */
function listItem(item: Located, shape: Shape & { readonly kind: "list" }, known: Known, report: Report): void {
  if (shape.by !== null && item.kind === "scalar" && shape.item.kind === "record") {
    const field = shape.item.fields[shape.by];
    if (field !== undefined) visit(item, field, known, report);
  } else visit(item, shape.item, known, report);
}

function matcher({ key, value, keySpan }: LocatedEntry, shape: Shape, known: Known, report: Report): void {
  switch (key) {
    case "contains":
    case "lacks":
    case "exactly":
      if (shape.kind !== "list")
        report("fixture-shape", keySpan, `\`${key}\` is for lists.`, "Write the value itself.");
      else if (value.kind !== "list")
        report("fixture-shape", value.span, `\`${key}\` takes a list.`, `Write \`${key}: […]\`.`);
      else {
        if (value.items.length === 0 && key !== "exactly") nothing(value.span, `Every list ${key} nothing.`, report);
        for (const item of value.items) {
          listItem(item, shape, known, report);
          if (key === "lacks") reachable(item, shape, known, report);
        }
      }
      return;
    case "one_of":
      if (value.kind !== "list" || value.items.length === 0) {
        report("fixture-shape", value.span, "`one_of` takes a list of values.", "Write `one_of: [hold, deny]`.");
        return;
      }
      for (const item of value.items) visit(item, shape, known, report);
      if (
        order(shape, known)?.every((one) => value.items.some((item) => item.kind === "scalar" && textOf(item) === one))
      ) {
        nothing(value.span, "It names every value there is.", report);
      }
      return;
    case "at_least":
    case "at_most":
      bound(key, value, keySpan, shape, known, report);
      return;
    default:
      report("fixture-unknown-key", keySpan, `There is no matcher \`${key}\`.`, suggest(key, MATCHERS));
  }
}

function bound(
  key: "at_least" | "at_most",
  value: Located,
  keySpan: Span,
  shape: Shape,
  known: Known,
  report: Report,
): void {
  const ordered = order(shape, known);
  if (shape.kind !== "value" || (shape.names !== null && ordered === null) || value.kind !== "scalar") {
    const what = `\`${key}\` is for numbers, tiers, outcomes and levels of autonomy.`;
    report("fixture-shape", keySpan, what, "Write the value itself.");
    return;
  }
  visit(value, shape, known, report);
  const [end, word] = key === "at_least" ? [ordered?.[0], "lowest"] : [ordered?.at(-1), "highest"];
  if (end !== undefined && textOf(value) === end) nothing(value.span, `\`${end}\` is the ${word} there is.`, report);
}

/** A clause that does not reach the action of the case is never among its reasons, so its absence says nothing. */
function reachable(item: Located, shape: Shape & { readonly kind: "list" }, known: Known, report: Report): void {
  if (shape.by !== "clause" || item.kind !== "scalar" || known.action === null) return;
  const resolved = resolveClause(textOf(item), known.plan, known.action);
  const own = ownClauses(known.plan, known.action);
  if (resolved.ok && !resolved.ids.some((id) => own.includes(id))) {
    nothing(item.span, `\`${textOf(item)}\` does not reach ${known.action}.`, report);
  }
}

const nothing = (span: Span, what: string, report: Report): void =>
  report("fixture-asserts-nothing", span, `This expectation cannot fail. ${what}`, "Take it out, or expect something.");

function order(shape: Shape, known: Known): readonly string[] | null {
  if (shape.kind !== "value" || shape.names === null) return null;
  const legal = legalNames(shape.names, known.plan);
  return legal.ordered ? legal.all : null;
}

function name(written: string, span: Span, names: Names, known: Known, report: Report): void {
  if (names === "clause") {
    const resolved = resolveClause(written, known.plan, known.action);
    if (!resolved.ok) report("fixture-unknown-name", span, resolved.what, suggest(written, resolved.legal));
    return;
  }
  const { all } = legalNames(names, known.plan);
  if (!all.includes(written))
    report("fixture-unknown-name", span, `There is no ${WORDS[names]} \`${written}\`.`, suggest(written, all));
}

const WORDS: Readonly<Record<Names, string>> = {
  outcome: "outcome",
  tier: "tier",
  level: "level of autonomy",
  role: "role",
  queue: "queue",
  evidence: "kind of evidence",
  clause: "clause",
  action: "action",
  apply_by: "value",
};
