import { entry } from "../define.ts";

/** Faults of types and of values that could be absent. */
export const types = {
  "bare-optional": entry<{ text: string; guard: string; use: string }>({
    severity: "error",
    title: "A value that may be absent is used as if it were there",
    what: (p) => `\`${p.text}\` may be absent, and ${p.use} needs a value.`,
    why: () => "A rule has to say what holds when the value is not there.",
    help: (p) => p.guard,
  }),
  "needless-safe": entry<{ text: string; field: string }>({
    severity: "warning",
    title: "`?.` after a value that is always there",
    what: (p) => `\`${p.text}\` is always there.`,
    why: () => "`?.` tells a reader that the value may be absent.",
    help: (p) => `Write \`.${p.field}\`.`,
  }),
  "needless-default": entry<{ text: string }>({
    severity: "warning",
    title: "A default for a value that is always there",
    what: (p) => `\`${p.text}\` is always there, so the default after \`??\` is never taken.`,
    why: () => "A default tells a reader that the value may be absent.",
    help: (p) => `Write \`${p.text}\` alone.`,
  }),
  "needless-presence": entry<{ text: string; present: boolean }>({
    severity: "warning",
    title: "A test for presence of a value that is always there",
    what: (p) => `\`${p.text}\` is always there, so this is always ${p.present ? "true" : "false"}.`,
    why: () => "Only a value whose type ends in `?` may be absent.",
    help: () => "Remove the test, or make the type optional where the value may be absent.",
  }),
  "wrong-type": entry<{ found: string; expected: string; where: string; advice: string }>({
    severity: "error",
    title: "A value has another type than its place needs",
    what: (p) => `${p.where} needs ${p.expected}, and this is ${p.found}.`,
    why: () =>
      "Types are checked before any change set is decided, so that a decision never meets a value it cannot read.",
    help: (p) => (p.advice === "" ? `Write an expression that gives ${p.expected}.` : p.advice),
  }),
  "not-comparable": entry<{ left: string; right: string; operator: string; advice: string }>({
    severity: "error",
    title: "Two values of different types are compared",
    what: (p) => `\`${p.operator}\` compares ${p.left} with ${p.right}.`,
    why: () => "Values of different types are never equal, and none is the greater.",
    help: (p) => (p.advice === "" ? "Compare values of the same type." : p.advice),
  }),
  "no-order": entry<{ type: string; operator: string; advice: string }>({
    severity: "error",
    title: "Values that have no order are ordered",
    what: (p) => `\`${p.operator}\` needs values that have an order, and this is ${p.type}.`,
    why: () => "Order is defined for numbers, money, time, date, duration, text and tiers.",
    help: (p) => p.advice,
  }),
  "two-currencies": entry<{ left: string; right: string }>({
    severity: "error",
    title: "Amounts of two currencies meet",
    what: (p) => `An amount in ${p.left} meets an amount in ${p.right}.`,
    why: () => "Currencies are never converted, so the result could not be known for any change set.",
    help: (p) => `Write both amounts in ${p.left}, or make one rule for each currency.`,
  }),
  "bad-arithmetic": entry<{ operator: string; left: string; right: string; advice: string }>({
    severity: "error",
    title: "Values are calculated with that cannot be",
    what: (p) => `\`${p.operator}\` is not defined for ${p.left} and ${p.right}.`,
    why: () =>
      "Numbers calculate with numbers; money with money of its currency, times and divided by numbers; time and date with durations.",
    help: (p) => (p.advice === "" ? "Calculate with values that fit each other." : p.advice),
  }),
  "bad-negation": entry<{ type: string }>({
    severity: "error",
    title: "A value that has no sign is negated",
    what: (p) => `\`-\` needs a number, money or a duration, and this is ${p.type}.`,
    why: () => "Only amounts have an opposite.",
    help: () => "For a condition write `not (…)`.",
  }),
  "division-by-zero": entry<Record<never, never>>({
    severity: "error",
    title: "A division by zero",
    what: () => "This divides by zero.",
    why: () => "The result would be unknown for every change set.",
    help: () => "Divide by another value.",
  }),
  "mixed-types": entry<{ first: string; second: string; where: string }>({
    severity: "error",
    title: "Branches or items have types that do not fit each other",
    what: (p) => `${p.where} gives ${p.first} in one place and ${p.second} in another.`,
    why: () => "What reads the result must know its type.",
    help: (p) => `Make each of them ${p.first}.`,
  }),
  "argument-count": entry<{ name: string; found: number; expected: string; signature: string }>({
    severity: "error",
    title: "A call has too few or too many arguments",
    what: (p) => `\`${p.name}\` takes ${p.expected}, and ${p.found} ${p.found === 1 ? "is" : "are"} given.`,
    why: () => "Every parameter needs one argument.",
    help: (p) => `Write \`${p.signature}\`.`,
  }),
  "not-a-list": entry<{ text: string; type: string; where: string }>({
    severity: "error",
    title: "A list is needed",
    what: (p) => `${p.where} needs a list, and \`${p.text}\` is ${p.type}.`,
    why: () => "Only a list has items.",
    help: (p) =>
      p.type.startsWith("a map")
        ? `The entries of a map are lists: \`values(${p.text})\`, \`keys(${p.text})\`.`
        : "Name a list, or write one: `[a, b]`.",
  }),
  "no-fields": entry<{ text: string; type: string; field: string; advice: string }>({
    severity: "error",
    title: "A field is read of something that has none",
    what: (p) => `\`${p.text}\` is ${p.type}, which has no field \`${p.field}\`.`,
    why: () => "Only records have fields.",
    help: (p) => (p.advice === "" ? "Read the value itself, or declare it as a record." : p.advice),
  }),
  "not-a-map": entry<{ text: string; type: string; advice: string }>({
    severity: "error",
    title: "A key is looked up in something that is no map",
    what: (p) => `\`${p.text}\` is ${p.type}, and only a map has keys.`,
    why: () => "`m[k]` looks up the key `k` of a `map of …`.",
    help: (p) => p.advice,
  }),
  "endless-record": entry<{ cycle: string }>({
    severity: "error",
    title: "A record contains itself",
    what: (p) => `A value of this record could never be complete: ${p.cycle}.`,
    why: () => "Each would need another one inside, without end.",
    help: () => "Make one of the fields optional (`?`), or a list.",
  }),
  "pattern-count": entry<{ found: number; expected: number; subjects: string }>({
    severity: "error",
    title: "A row has too few or too many patterns",
    what: (p) =>
      `This row has ${p.found} pattern${p.found === 1 ? "" : "s"} for ${p.expected} value${p.expected === 1 ? "" : "s"}.`,
    why: () => "A row has one pattern for each value, in their order.",
    help: (p) => `Write a pattern for each of ${p.subjects}; \`_\` fits everything.`,
  }),
  "pattern-type": entry<{ pattern: string; type: string; advice: string }>({
    severity: "error",
    title: "A pattern can never fit its value",
    what: (p) => `The pattern \`${p.pattern}\` does not fit a value that is ${p.type}.`,
    why: () =>
      "A pattern is a literal of the value's type, a comparison with one, a range, `missing` for what may be absent, or `_`.",
    help: (p) => p.advice,
  }),
  "empty-range": entry<{ low: string; high: string }>({
    severity: "error",
    title: "A range holds nothing",
    what: (p) => `Nothing lies between \`${p.low}\` and \`${p.high}\`.`,
    why: () => "A range runs from the lower to the higher end, both included.",
    help: (p) => `Write \`${p.high} to ${p.low}\`.`,
  }),
  "rows-missing": entry<{ witness: string; row: string; more: boolean }>({
    severity: "error",
    title: "The rows do not cover every case",
    what: (p) => `No row fits ${p.witness}.`,
    why: (p) =>
      `Every case needs a row, so that no change set falls through${p.more ? "; there are more such cases" : ""}.`,
    help: (p) => `Add a row, for example \`${p.row}\`.`,
  }),
  "row-unreachable": entry<{ row: string }>({
    severity: "error",
    title: "A row can never be taken",
    what: (p) => `The row \`${p.row}\` is never taken: rows above it fit every case that it fits.`,
    why: () => "The first row that fits decides.",
    help: () => "Move the row up, narrow the rows above it, or remove it.",
  }),
  "match-too-large": entry<{ rows: number }>({
    severity: "error",
    title: "A match is too large to prove complete",
    what: (p) => `I cannot show within my bound that these ${p.rows} rows cover every case.`,
    why: () => "The number of cases grows with the product of the columns.",
    help: () => "End with a row of `_` in every column, or split the table.",
  }),
  "duration-range": entry<{ text: string; least: string }>({
    severity: "error",
    title: "A duration is out of range",
    what: (p) => `\`${p.text}\` is not a duration that can be used here.`,
    why: (p) => `Durations here are whole milliseconds, from ${p.least} to 1,000 years.`,
    help: () => "Write for example `24 hours` or `30 days`.",
  }),
  "chain-too-deep": entry<{ name: string; bound: number }>({
    severity: "error",
    title: "Definitions build on one another too deeply",
    what: (p) => `Evaluating \`${p.name}\` goes more than ${p.bound} steps deep.`,
    why: () => "Every evaluation ends within a bound that is known beforehand.",
    help: () => "Let definitions build on one another less.",
  }),
};
