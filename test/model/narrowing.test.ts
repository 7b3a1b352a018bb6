/** Where an optional value counts as present. Each line is an action's items; `ok` or the codes that are reported. */
import { describe, expect, test } from "vitest";
import { codes } from "./helpers.ts";

const HEAD = `policy demo
role finance
record Address { city: text, zip: text? }
record Person  { name: text, boss: Person?, home: Address? }
action Do {
  input note: text?, limit_to: int?, sizes: map of int, key: text, who: Person?, amount: money?
  open in prod
`;

const cases: readonly (readonly [title: string, items: string, expected: readonly string[]])[] = [
  ["bare use", "forbid x: length(note) > 3", ["bare-optional"]],
  ["present and …", "forbid x: note is present and length(note) > 3", []],
  ["the guard comes second", "forbid x: length(note) > 3 and note is present", ["bare-optional"]],
  ["missing or …", "forbid x: note is missing or length(note) > 3", []],
  ["not missing and …", "forbid x: not (note is missing) and length(note) > 3", []],
  ["present or …", "forbid x: note is present or length(note) > 3", ["bare-optional"]],
  ["if … then", "forbid x: if note is present then length(note) > 3 else false", []],
  ["if … else", "forbid x: if note is missing then false else length(note) > 3", []],
  ["if … else, wrong branch", "forbid x: if note is missing then length(note) > 3 else false", ["bare-optional"]],
  ["if block", "if note is present { forbid x: length(note) > 3 }", []],
  ["after the if block", "if note is present { forbid y: key == note } forbid x: length(note) > 3", ["bare-optional"]],
  ["when", "approve by 1 of finance excluding note when note is present", []],
  ["excluding without a guard", "approve by 1 of finance excluding note", ["bare-optional"]],
  [
    "quota when",
    "quota q: sum of amount up to 5 USD per day for each note when amount is present and note is present",
    [],
  ],
  ["quota key", "quota q: 5 per day for each note", ["bare-optional"]],
  ["equality holds only for what is there", 'forbid x: note == "a" and length(note) > 3', []],
  ["inequality says nothing", 'forbid x: note != "a" and length(note) > 3', ["bare-optional"]],
  ["in", 'forbid x: note in ["a", "b"] and length(note) > 3', []],
  ["comparing with == needs no guard", 'forbid x: note == "a"', []],
  ["ordering needs one", "forbid x: limit_to > 3", ["bare-optional"]],
  ["a default", "forbid x: (limit_to ?? 0) > 3", []],
  ["map entry with the same key", 'forbid x: sizes["a"] is present and sizes["a"] > 3', []],
  ["map entry with another key", 'forbid x: sizes["a"] is present and sizes["b"] > 3', ["bare-optional"]],
  ["map entry by name", "forbid x: sizes[key] is present and sizes[key] > 3", []],
  ["field of an optional", 'forbid x: who.name == "a"', ["bare-optional"]],
  ["safe field", 'forbid x: who?.name == "a"', []],
  ["safe field present says that the record is", "forbid x: who?.home is present and who.home.city == who.name", []],
  ["safe field of a safe field", 'forbid x: who?.home?.city == "a" and who.home.city != key', []],
  ["a plain dot on what is still optional", 'forbid x: who?.home.city == "a"', ["bare-optional"]],
  ["where", "forbid x: sum(p in [who]: length(p.name) where p is present) > 3", []],
  [
    "an unconditional requirement narrows the other clauses",
    "require given: note is present forbid x: length(note) > 3",
    [],
  ],
  ["wherever it stands", "forbid x: length(note) > 3 require given: note is present", []],
  ["and lets", "let n = length(note) require given: note is present forbid x: n > 3", []],
  ["and impact", "impact money = amount require given: amount is present", []],
  ["not itself", "require given: length(note) > 3 and note is present", ["bare-optional"]],
  [
    "itself, where another requires it too",
    "require given: note is present require long: length(note) > 3 and note is present",
    [],
  ],
  ["but not with else", "require given: note is present else warn forbid x: length(note) > 3", ["bare-optional"]],
  ["else deny is the same as none", "require given: note is present else deny forbid x: length(note) > 3", []],
  [
    "not in a block",
    "environment prod { require given: note is present } forbid x: length(note) > 3",
    ["bare-optional"],
  ],
  ["not as a shadow", "shadow require given: note is present forbid x: length(note) > 3", ["bare-optional"]],
  [
    "not when it can be waived",
    "waivable require given: note is present forbid x: length(note) > 3",
    ["bare-optional"],
  ],
  ["one conjunct of many", 'require given: key != "" and who?.home is present forbid x: who.home.city == who.name', []],
  ["not a disjunct", 'require given: key != "" or note is present forbid x: length(note) > 3', ["bare-optional"]],
  ["a matched value", 'forbid x: match note { missing => false "a" => false _ => (length(note) > 3) }', []],
  ["a matched literal", "forbid x: match limit_to { > 3 => (limit_to > 5) _ => false }", []],
  ["a matched value that may be missing", "forbid x: match note { _ => (length(note) > 3) }", ["bare-optional"]],
  ["what is always there", "forbid x: key is present", ["needless-presence"]],
  [
    "what a guard has shown may be asked again",
    "require given: note is present if note is present { forbid x: length(note) > 3 }",
    [],
  ],
];

describe("narrowing", () => {
  test.each(cases)("%s: %s", (_title, items, expected) => {
    expect(
      codes(`${HEAD}${items}\n}`).filter((code) => code !== "nothing-restricts" && code !== "unused-role"),
    ).toEqual(expected);
  });
});
