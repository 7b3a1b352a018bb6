/** The page of bounds says what the code holds. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_DEPTH,
  MAX_BUNDLE_FAULTS,
  MAX_OFFSETS,
  MAX_SIGNATURES,
} from "../src/bundle/format.ts";
import { MAX_SLOTS } from "../src/bundle/plan/expressions.ts";
import { MAX_REQUIREMENT_DEPTH } from "../src/bundle/plan/requirements.ts";
import * as json from "../src/decision/json/json.ts";
import { MAX_ITEMS, MAX_NUMBER_TEXT } from "../src/decision/read/bounds.ts";
import { MAX_MISFITS } from "../src/decision/read/misfits.ts";
import { MAX_REMEDIES } from "../src/decision/remedies/remedies.ts";
import { MAX_DECISIONS, MAX_REMEDY_STEPS } from "../src/decision/remedies/search.ts";
import { ALTERNATIVES_PER_CLAUSE, ALTERNATIVES_PER_JOIN } from "../src/decision/reviewers/algebra.ts";
import { CREWS } from "../src/decision/reviewers/extent.ts";
import { DIGITS } from "../src/eval/decimal.ts";
import { DEPTH, STEPS } from "../src/eval/interpreter/run.ts";
import { MAX_FORMULA, MAX_NESTING as MAX_NESTING_EXPORTED } from "../src/eval/portable/condition.ts";
import { EXACT, LEAF } from "../src/eval/portable/scale.ts";
import { CAUSES } from "../src/eval/value.ts";
import { COMMENT } from "../src/gate/checks.ts";
import { HISTORY } from "../src/gate/judge.ts";
import { LENGTH, MOST, SCANNED } from "../src/gate/operations/looking.ts";
import { MOST_ACTS } from "../src/gate/operations/reviewing.ts";
import { LONGEST } from "../src/gate/operations/taking.ts";
import { BOUND } from "../src/model/alternatives.ts";
import { EVALUATION_DEPTH } from "../src/model/height.ts";
import { MAX_FAULTS, MAX_NESTING } from "../src/syntax/grammar/base.ts";
import { MAX_DEPTH } from "../src/syntax/grammar/fold.ts";
import { MAX_DIGITS } from "../src/syntax/literals.ts";
import { MAX_FILE_BYTES } from "../src/syntax/parse.ts";
import { MAX_LINE_BYTES } from "../src/tools/replay/lines.ts";
import { MOST_EXAMPLES } from "../src/tools/replay/tally.ts";

const rows = new Map(
  [
    ...readFileSync(new URL("../docs/reference/bounds.md", import.meta.url), "utf8").matchAll(
      /^\| ([^|]+) \| ([\d,]+)/gm,
    ),
  ].map(([, what, bound]) => [what!, Number(bound!.replaceAll(",", ""))]),
);

test.each([
  ["a rule file", MAX_FILE_BYTES],
  ["nesting of brackets and blocks", MAX_NESTING],
  ["depth of one expression, chains of operators included", MAX_DEPTH],
  ["depth of an expression with its definitions and lets followed", EVALUATION_DEPTH],
  ["significant digits of a number", MAX_DIGITS],
  ["faults told of one file", MAX_FAULTS],
  ["alternatives of one requirement", ALTERNATIVES_PER_CLAUSE],
  ["alternatives of all requirements of a decision, multiplied", ALTERNATIVES_PER_JOIN],
  ["crews that the roles of these requirements can make", CREWS],
  ["a change set or a context", json.MAX_BYTES],
  ["depth of JSON", json.MAX_DEPTH],
  ["items of a list or a map", MAX_ITEMS],
  ["text of a number", MAX_NUMBER_TEXT],
  ["misfits listed", MAX_MISFITS],
  ["steps of evaluation in a decision", STEPS],
  ["causes kept of one unknown", CAUSES],
  ["decisions made again to find remedies", MAX_DECISIONS],
  ["steps of evaluation in all of these together", MAX_REMEDY_STEPS],
  ["remedies", MAX_REMEDIES],
  ["a bundle", MAX_BUNDLE_BYTES],
  ["depth of a bundle as JSON", MAX_BUNDLE_DEPTH],
  ["depth of an expression in a plan", DEPTH],
  ["depth of a requirement in a plan", MAX_REQUIREMENT_DEPTH],
  ["locals of an expression in a plan", MAX_SLOTS],
  ["signatures of a bundle", MAX_SIGNATURES],
  ["offsets of the time zone of a bundle", MAX_OFFSETS],
  ["faults told of a bundle", MAX_BUNDLE_FAULTS],
  ["operators and operands of a formula", MAX_FORMULA],
  ["depth of a condition with its definitions and lets followed", MAX_NESTING_EXPORTED],
  ["a number of the normal form", Number(LEAF)],
  ["sums and products in a formula", Number(EXACT)],
  ["a change set as JSON", LONGEST],
  ["a comment or a reason", COMMENT],
  ["acts of one person on one proposal", MOST_ACTS],
  ["entries of `history of` that a decision reads", HISTORY],
  ["proposals of a page", MOST],
  ["documents of a page in all", LENGTH],
  ["open proposals that an inbox looks at", SCANNED],
  ["a line of a log", MAX_LINE_BYTES],
  ["lines told of each kind", MOST_EXAMPLES],
])("%s: %d", (what, bound) => {
  expect(rows.get(what)).toBe(bound);
});

test("what the checker and the engine both hold is one number", () => {
  expect(BOUND).toBe(ALTERNATIVES_PER_CLAUSE);
  expect(DIGITS).toBe(MAX_DIGITS);
});
