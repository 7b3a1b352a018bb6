import { decide } from "../../../src/decision/decide.ts";
import type { Context } from "../../../src/decision/documents.ts";
import { type ReviewersQuestion, reviewersSatisfied } from "../../../src/decision/reviewers/satisfied.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { readApprovals } from "../../../src/tools/testing/approvals.ts";
import { assemble, documents, type Report } from "../../../src/tools/testing/build.ts";
import { compare } from "../../../src/tools/testing/compare.ts";
import { fault } from "../../../src/tools/testing/faults.ts";
import { readFixture } from "../../../src/tools/testing/read.ts";
import { validate } from "../../../src/tools/testing/validate.ts";
import { evaluatorOf, examples } from "../../decision/fixtures.ts";
import { testFiles } from "../corpus.ts";
import type { Random } from "../random.ts";
import type { Target } from "../target.ts";
import { mutate } from "../text.ts";
import { noise } from "../words.ts";
import { wellTold } from "./diagnostics.ts";

const texts = testFiles.map(({ text }) => text);
const shipped = texts.filter((text) => /^policy:/m.test(text));
const PIECES = [
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  "&a ",
  "*a",
  "!unknown ",
  "!missing",
  "|\n",
  ">\n",
  "\n  ",
  "\n",
  "? ",
  "<<: ",
  "%",
  "'",
  '"',
  "#",
  "---\n",
  "cases",
  "given",
  "when",
  "expect",
  "table",
  "=>",
];

function text(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return noise(random, random.few(200));
    case 1:
      return random.times(random.few(80), () => random.pick(PIECES)).join("");
    case 2: {
      // References to references: the classic blow-up of YAML.
      const lines = random.times(random.pick([3, 30]), () => "");
      return lines.map((_, i) => `a${i}: &a${i} [${i === 0 ? "x" : `*a${i - 1}, *a${i - 1}, *a${i - 1}`}]`).join("\n");
    }
    default:
      return mutate(random.pick(random.chance(0.8) ? shipped : texts), texts, random);
  }
}

export const yamlTarget: Target = {
  name: "yaml",
  about: "test file to cases, decided and compared: never throws, points inside the text",
  make: (random) => ({ text: text(random) }),
  run: ({ text: given }) => {
    if (typeof given !== "string") return;
    const file = { name: "policy.test.yaml", text: given };
    const { fixture, faults } = readFixture(file);
    wellTold(faults, [file]);
    if (fixture === null || faults.length > 0) return;
    const evaluator = evaluatorOf(examples()[0]!.policies);
    const { plan } = evaluator;
    const found: Diagnostic[] = [];
    const tell: Report = (code, span, what, help) => {
      // One reader of a table tells of its head for every row; the harness folds these, as `bylaw test` does.
      if (!found.some((one) => one.code === code && one.span.start === span.start && one.what === what))
        found.push(fault(code, span, what, help));
    };
    for (const one of fixture.cases.slice(0, 3)) {
      const { changeSet, context } = documents(assemble([...fixture.given, ...one.when], tell), plan);
      const action = typeof changeSet["action"] === "string" ? changeSet["action"] : null;
      validate(one.expect, { plan, action }, tell);
      const approvals = readApprovals(one, plan, tell);
      const decision = decide(evaluator, changeSet, context as unknown as Context);
      const question = { reviewers: decision.reviewers, directory: context["directory"], approvals };
      const approved = approvals === null ? null : reviewersSatisfied(question as unknown as ReviewersQuestion);
      compare(one.expect, approved === null ? decision : { ...decision, approved }, { plan, action });
    }
    wellTold(found, [file]);
  },
};
