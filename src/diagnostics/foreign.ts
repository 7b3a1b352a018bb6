/**
 * What authors bring along from other languages, and how it is said here. Only words: what looks like an operator of another
 * language has its own reports.
 */

/** Words between two operands. */
const OPERATORS: Readonly<Record<string, string>> = {
  between: "Write both ends: `x >= low and x <= high`.",
  contains: "Write the item first: `item in list`.",
  includes: "Write the item first: `item in list`.",
  has: "Write the item first: `item in list`.",
  implies: "Write `not (A) or B`, or put the clause into a block: `if A { … }`.",
  equals: "Write `==`.",
  matches: 'Write a pattern: `text like "*@example.com"`.',
  startswith: 'Write a pattern: `text like "abc*"`.',
  endswith: 'Write a pattern: `text like "*abc"`.',
  xor: "Write `!=` between two conditions.",
  unless: "Put the clause into a block: `if not (C) { … }`.",
  when: "A clause that begins with its condition has no `when`. Put it into a block: `if C { … }`.",
  AND: "Write `and`.",
  OR: "Write `or`.",
  NOT: "Write `not`.",
  IN: "Write `in`.",
};

/** Words that are called. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  abs: "Write `max(x, -x)`.",
  len: "Write `count(list)`, or `length(text)`.",
  size: "Write `count(list)`, or `length(text)`.",
  exists: "Write `any(x in list: …)`.",
  some: "Write `any(x in list: …)`.",
  every: "Write `all(x in list: …)`.",
  forall: "Write `all(x in list: …)`.",
  filter: "Write `list(x in list: x where …)`.",
  map: "Write `list(x in list: …)`.",
  contains: "Write `item in list`.",
  includes: "Write `item in list`.",
  unique: "Write `distinct(list)`.",
  avg: "Write `sum(list) / count(list)`.",
  average: "Write `sum(list) / count(list)`.",
  starts_with: 'Write a pattern: `text like "abc*"`.',
  startswith: 'Write a pattern: `text like "abc*"`.',
  ends_with: 'Write a pattern: `text like "*abc"`.',
  endswith: 'Write a pattern: `text like "*abc"`.',
  matches: 'Write a pattern: `text like "*@example.com"`.',
  regex: 'Write a pattern: `text like "*@example.com"`.',
  upper: "Compare with `lower(text)`.",
  today: "Write `date(now)`.",
  coalesce: "Write `a ?? b`.",
  default: "Write `a ?? b`.",
  exists_one: "Write `count(x in list: …) == 1`.",
  is_null: "Write `x is missing`.",
  isnull: "Write `x is missing`.",
};

/** Words that stand alone. */
const NAMES: Readonly<Record<string, string>> = {
  null: "Ask whether a value is there: `x is missing`, `x is present`.",
  nil: "Ask whether a value is there: `x is missing`, `x is present`.",
  undefined: "Ask whether a value is there: `x is missing`, `x is present`.",
  None: "Ask whether a value is there: `x is missing`, `x is present`.",
  True: "Write `true`.",
  False: "Write `false`.",
  today: "Write `date(now)`.",
  user: "Who asks is `requester`: its `id`, `kind`, `roles`, `owner` and `on_behalf_of`.",
};

const advice = (table: Readonly<Record<string, string>>, word: string): string =>
  Object.hasOwn(table, word) ? table[word]! : "";

/** How to say it here; empty for a word that means nothing elsewhere. */
export const foreignOperator = (word: string): string => advice(OPERATORS, word);
export const foreignFunction = (word: string): string => advice(FUNCTIONS, word);
export const foreignName = (word: string): string => advice(NAMES, word);
