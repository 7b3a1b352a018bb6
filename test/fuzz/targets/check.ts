import { decide } from "../../../src/decision/decide.ts";
import { compile } from "../../../src/eval/compile.ts";
import { check } from "../../../src/model/check.ts";
import { lower } from "../../../src/plan/lower.ts";
import type { SourceFile } from "../../../src/source/file.ts";
import { parse } from "../../../src/syntax/parse.ts";
import { policySets } from "../corpus.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";
import { mutate } from "../text.ts";
import { graft } from "../tree.ts";
import { wellTold } from "./diagnostics.ts";

const NOW = "2026-11-22T10:15:00Z";
const texts = policySets.flatMap((set) => set.map(({ text }) => text));

function files(random: Random): SourceFile[] {
  const set = random.pick(policySets).map((file) => ({ ...file }));
  const target = random.pick(set);
  target.text = (random.chance(0.6) ? graft(target.text, random) : null) ?? mutate(target.text, texts, random);
  if (random.chance(0.2)) {
    const [other] = random.pick(policySets);
    set.push({ name: `other-${random.below(3)}.bylaw`, text: other!.text });
  }
  return set;
}

const isFile = (file: unknown): file is SourceFile =>
  typeof file === "object" &&
  file !== null &&
  "name" in file &&
  typeof file.name === "string" &&
  "text" in file &&
  typeof file.text === "string";

export const checkTarget: Target = {
  name: "check",
  about: "policy set to evaluator: never throws, gives rules or an error and never both, and these rules decide",
  make: (random) => ({ files: files(random) }),
  run: ({ files: given }) => {
    if (!Array.isArray(given) || !given.every(isFile)) return;
    // Two files of one name are one file to who reads the faults.
    const set = [...new Map(given.map((file) => [file.name, file])).values()];
    const parsed = set.map((file) => ({ file, ...parse(file) }));
    const { model, diagnostics } = check(parsed, { today: "2026-11-17" });
    holds(
      (model === null) === diagnostics.some(({ severity }) => severity === "error"),
      "a model or an error, never both",
      () => diagnostics.map(({ code }) => code).join(" "),
    );
    wellTold(diagnostics, set);
    const turned = check([...parsed].reverse(), { today: "2026-11-17" });
    holds(
      JSON.stringify(turned.diagnostics) === JSON.stringify(diagnostics),
      "the order of the files changes no fault",
      () => diagnostics.map(({ code }) => code).join(" "),
    );
    if (model === null || parsed.some((one) => one.diagnostics.some(({ severity }) => severity === "error"))) return;
    const plan = lower(model);
    holds(JSON.stringify(JSON.parse(JSON.stringify(plan))) === JSON.stringify(plan), "a plan is plain JSON", () => "");
    const evaluator = compile(plan);
    for (const action of Object.keys(plan.actions).slice(0, 5)) {
      const decision = decide(
        evaluator,
        {
          id: "cs-1",
          action,
          environment: plan.environments[0] ?? "prod",
          requester: { id: "user:ann", kind: "person" },
        },
        { now: NOW },
      );
      const fault = decision.warnings.find((warning) => warning.startsWith("internal fault"));
      holds(fault === undefined, "deciding meets no fault of the engine", () => `${fault}`);
    }
  },
};
