/** `if`, `match` and `??`: where what is unknown makes no difference, the result is known. */
import type { PatternExpr } from "../../model/expression.ts";
import { and, choose, FALSE, type Formula, literal, not, or, same, TRUE } from "./formula.ts";
import { allOf, anyOf, compareTerms, condition, equalTerms } from "./logic.ts";
import { aligned, leastCommon, over } from "./numbers.ts";
import type { Of, Run } from "./run.ts";
import { larger } from "./scale.ts";
import { type BoolTerm, bool, type MoneyTerm, type NumberTerm, presentOf, quantity, type Term } from "./term.ts";
import { unsupported } from "./unsupported.ts";

/** A value that the expression may have; `may`: whether that is open. */
interface Candidate {
  readonly may: Formula;
  readonly term: Term;
}

export function conditional(run: Run, expr: Of<"if">): Term {
  const { yes, no } = condition(run, expr.condition);
  if (yes === TRUE) return run.term(expr.then);
  if (no === TRUE) return run.term(expr.otherwise);
  return agreement(run, [
    { may: not(no), term: run.term(expr.then) },
    { may: not(yes), term: run.term(expr.otherwise) },
  ]);
}

/** The value that all candidates share that may be. At least one of them always may. */
function agreement(run: Run, candidates: readonly Candidate[]): Term {
  const all = (of: (term: Term) => Formula): Formula =>
    and(...candidates.map(({ may, term }) => or(not(may), of(term))));
  const [first, ...others] = candidates;
  if (first === undefined) return unsupported("a match without rows");
  if (candidates.every(({ term }) => term.kind === "bool"))
    return {
      kind: "bool",
      yes: all((term) => (term as BoolTerm).yes),
      no: all((term) => (term as BoolTerm).no),
      absent: all((term) => term.absent),
    };
  const alike: Formula[] = [];
  candidates.forEach((one, place) => {
    for (const other of candidates.slice(place + 1))
      alike.push(or(not(one.may), not(other.may), identical(run, one.term, other.term)));
  });
  const parts = { present: and(all(presentOf), ...alike), absent: all((term) => term.absent) };
  const pick = (of: (term: Term) => Formula): Formula =>
    others.length === 0
      ? of(first.term)
      : candidates
          .slice(0, -1)
          .reduceRight<Formula>((rest, { may, term }) => choose(may, of(term), rest), of(candidates.at(-1)!.term));
  return chosen(
    run,
    candidates.map(({ term }) => term),
    parts,
    pick,
  );
}

/** A value picked among several of one kind. */
function chosen(
  run: Run,
  terms: readonly Term[],
  parts: { readonly present: Formula; readonly absent: Formula },
  pick: (of: (term: Term) => Formula) => Formula,
): Term {
  // What is nothing at all (an absent constant) is of any kind.
  const told = terms.filter((term) => term.absent !== TRUE);
  const [first] = told;
  if (first === undefined) return terms[0]!;
  if (told.every((one) => one.kind === "text"))
    return {
      kind: "text",
      ...parts,
      value: pick((of) => (of.kind === "text" ? of.value : literal(null))),
      lower: null,
      length: null,
    };
  if ((first.kind === "number" || first.kind === "money") && told.every((one) => one.kind === first.kind))
    return chosenNumber(run, first, told as readonly (NumberTerm | MoneyTerm)[], parts, pick);
  return unsupported("a choice between records, lists or maps");
}

/** Numbers are brought over one denominator first. */
function chosenNumber(
  run: Run,
  first: NumberTerm | MoneyTerm,
  told: readonly (NumberTerm | MoneyTerm)[],
  parts: { readonly present: Formula; readonly absent: Formula },
  pick: (of: (term: Term) => Formula) => Formula,
): Term {
  const common = told.reduce((sofar, one) => leastCommon(sofar, one.denominator), 1n);
  const scaled = new Map(told.map((one): [Term, NumberTerm | MoneyTerm] => [one, over(run, one, common)]));
  const amount = {
    ...parts,
    // A scaled number may have left the exact range.
    present: and(
      parts.present,
      pick((of) => {
        const over = scaled.get(of);
        return over === undefined || over === of ? TRUE : over.present;
      }),
    ),
    value: pick((of) => scaled.get(of)?.value ?? literal(null)),
    denominator: common,
    most: [...scaled.values()].map(({ most }) => most).reduce(larger),
  };
  if (first.kind === "number") return quantity(first.of, amount);
  return {
    kind: "money",
    ...amount,
    currency: pick((of) => (of.kind === "money" ? of.currency : literal(""))),
    any: pick((of) => (of.kind === "money" ? of.any : FALSE)),
  };
}

/** Whether two values are the same and there. INVARIANT: looked at only where both are. */
function identical(run: Run, a: Term, b: Term): Formula {
  if (a.absent === TRUE || b.absent === TRUE) return FALSE;
  if (a.kind === "text" && b.kind === "text") return same(a.value, b.value);
  if (a.kind === "number" && b.kind === "number") {
    const { left, right } = aligned(run, a, b);
    return same(left, right);
  }
  if (a.kind === "money" && b.kind === "money") {
    const { left, right } = aligned(run, a, b);
    return and(same(a.currency, b.currency), same(left, right));
  }
  return unsupported("a choice between records, lists or maps");
}

/** Absent gives the other. */
export function fallback(run: Run, expr: Of<"default">): Term {
  const [value, otherwise] = [run.term(expr.value), run.term(expr.otherwise)];
  if (value.absent === FALSE) return value;
  if (value.kind === "bool" && otherwise.kind === "bool")
    return {
      kind: "bool",
      yes: or(value.yes, and(value.absent, otherwise.yes)),
      no: or(value.no, and(value.absent, otherwise.no)),
      absent: and(value.absent, otherwise.absent),
    };
  const parts = {
    present: or(presentOf(value), and(value.absent, presentOf(otherwise))),
    absent: and(value.absent, otherwise.absent),
  };
  return chosen(run, [value, otherwise], parts, (of) => choose(value.absent, of(otherwise), of(value)));
}

/** The first row that fits decides; when that is open, all rows that may be it must agree. */
export function match(run: Run, expr: Of<"match">): Term {
  const subjects = expr.subjects.map((subject) => run.term(subject));
  const earlier: Formula[] = [];
  const candidates: Candidate[] = [];
  for (const row of expr.rows) {
    const fit = allOf(row.patterns.map((pattern, place) => fits(run, subjects[place]!, pattern)));
    const may = and(not(fit.no), ...earlier.map(not));
    if (may === FALSE) continue;
    candidates.push({ may, term: run.term(row.result) });
    earlier.push(fit.yes);
  }
  // INVARIANT of the checker: rows cover every case. Values that no row fits are none that the checker allowed.
  const some = or(...candidates.map(({ may }) => may));
  const merged = merge(candidates);
  const found = agreement(run, merged);
  return found.kind === "bool"
    ? { ...found, yes: and(some, found.yes), no: and(some, found.no), absent: and(some, found.absent) }
    : { ...found, present: and(some, found.present), absent: and(some, found.absent) };
}

/** Rows with the same constant are one candidate: tables repeat few results. */
function merge(candidates: readonly Candidate[]): readonly Candidate[] {
  const merged = new Map<string, Candidate>();
  candidates.forEach((one, place) => {
    const key = constantKey(one.term) ?? `row ${place}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : { may: or(known.may, one.may), term: known.term });
  });
  return [...merged.values()];
}

function constantKey(of: Term): string | null {
  if (of.kind === "bool") return of.yes === TRUE || of.no === TRUE ? String(of.yes === TRUE) : null;
  if (of.present !== TRUE || (of.kind !== "text" && of.kind !== "number") || of.value.kind !== "literal") return null;
  return JSON.stringify([of.kind, of.value.value, of.kind === "number" ? String(of.denominator) : ""]);
}

function fits(run: Run, subject: Term, pattern: PatternExpr<unknown>): BoolTerm {
  const there = presentOf(subject);
  switch (pattern.kind) {
    case "any":
      return bool(TRUE, FALSE);
    case "missing":
      return bool(subject.absent, there);
    case "one-of": {
      const each = anyOf(pattern.values.map((value) => equalTerms(run, subject, run.term(value))));
      return bool(each.yes, or(subject.absent, each.no));
    }
    case "compare": {
      const value = run.term(pattern.value);
      const met =
        pattern.cmp === "==" ? equalTerms(run, subject, value) : compareTerms(run, pattern.cmp, subject, value);
      return bool(met.yes, or(subject.absent, met.no));
    }
    case "range": {
      const low = compareTerms(run, ">=", subject, run.term(pattern.low));
      const high = compareTerms(run, "<=", subject, run.term(pattern.high));
      // Both ends must be comparable, even where one of them already says no.
      const able = and(presentOf(low), presentOf(high));
      return bool(and(low.yes, high.yes), or(subject.absent, and(able, or(low.no, high.no))));
    }
  }
}
