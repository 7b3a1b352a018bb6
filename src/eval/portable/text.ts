/** Texts and the calendar. What JSON Logic cannot compute of them, the normal form says beside them. */

import { text as constantText } from "./constant.ts";
import { and, below, FALSE, type Formula, literal, not, same, slice, TRUE, within } from "./formula.ts";
import { countOf } from "./lists.ts";
import { textLiteral } from "./logic.ts";
import type { Of, Run } from "./run.ts";
import { LEAF } from "./scale.ts";
import { type BoolTerm, bool, quantity, type Term, type TextTerm } from "./term.ts";
import { unsupported } from "./unsupported.ts";

export function likeness(run: Run, expr: Of<"like">): BoolTerm {
  const [text, pattern] = [run.term(expr.text), textLiteral(run.term(expr.pattern))];
  if (text.kind !== "text") return unsupported("`like` of what is no text");
  if (pattern === null) return unsupported("`like` with a pattern that is not a constant");
  const met = matching(text, pattern);
  const [yes, no] = [and(text.present, met), and(text.present, not(met))];
  return expr.negated ? bool(no, yes) : bool(yes, no);
}

/** Texts of ASCII alone are cut at the same places whatever an implementation counts: bytes, units or characters. */
const ASCII = /^[\u0000-\u007f]*$/;

function matching(text: TextTerm, pattern: string): Formula {
  const pieces = pattern.split("*");
  if (pieces.length === 1) return same(text.value, literal(pattern));
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  const between = pieces.slice(1, -1).filter((piece) => piece !== "");
  if (!ASCII.test(first + last)) return unsupported("`like` that begins or ends with other than ASCII");
  if (between.length > 0) {
    if (between.length > 1 || first !== "" || last !== "")
      return unsupported("`like` with several pieces in their order");
    return within(literal(between[0]!), text.value);
  }
  const starts = first === "" ? TRUE : same(slice(text.value, 0, first.length), literal(first));
  const ends = last === "" ? TRUE : same(slice(text.value, -last.length), literal(last));
  if (first === "" || last === "") return and(starts, ends);
  if (text.length === null) return unsupported("`like` with both ends of a text that is computed");
  return and(not(below(text.length, literal(first.length + last.length))), starts, ends);
}

/** The builtins of texts and clocks; `null`: not one of them. */
export function textBuiltin(run: Run, expr: Of<"builtin">): Term | null {
  const of = (): Term => run.term(expr.args[0]!);
  switch (expr.name) {
    case "lower":
      return lower(of());
    case "length":
      return length(of());
    case "date":
    case "time_of_day":
    case "weekday":
      return reading(expr.name, of());
    default:
      return null;
  }
}

function lower(of: Term): Term {
  if (of.kind !== "text") return unsupported("`lower` of what is no text");
  const constant = textLiteral(of);
  if (constant !== null) return constantText(constant.toLowerCase());
  if (of.lower === null) return unsupported("`lower` of a text that is computed");
  return { ...of, absent: FALSE, value: of.lower, lower: null, length: null };
}

function length(of: Term): Term {
  if (of.kind !== "text") return countOf(of);
  if (of.length === null) return unsupported("`length` of a text that is computed");
  return quantity("number", { present: of.present, absent: FALSE, value: of.length, denominator: 1n, most: LEAF });
}

function reading(name: "date" | "time_of_day" | "weekday", of: Term): Term {
  if (of.kind !== "number" || of.calendar === null)
    return unsupported(`\`${name}\` of an instant that is computed: JSON Logic has no calendar`);
  const { present, calendar } = of;
  if (name === "weekday")
    return { kind: "text", present, absent: FALSE, value: calendar.weekday, lower: calendar.weekday, length: null };
  const value = name === "date" ? calendar.date : calendar.time_of_day;
  if (value === null) return unsupported(`\`${name}\` of a date`);
  const parts = { present, absent: FALSE, value, denominator: 1n, most: LEAF };
  if (name === "time_of_day") return quantity("duration", parts);
  return { ...quantity("date", parts), calendar: { date: null, time_of_day: null, weekday: calendar.weekday } };
}
