/** Which evaluators have generated code, where it comes from, and what it says of actions that it does not model. */
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context } from "../../../src/decision/documents.ts";
import { adopt, type FastForm, fastOf, GENERATED_VERSION, type Generated } from "../../../src/decision/fast/fast.ts";
import { generateModule } from "../../../src/decision/fast/module.ts";
import type { OnDemand } from "../../../src/decision/fast/write.ts";
import { compile } from "../../../src/eval/compile.ts";
import type { Plan, PlanExpr } from "../../../src/plan/plan.ts";
import { ACT, constant, denying, documents, equal, handPlan, input, withAction } from "./hand-made.ts";

const PLAN = handPlan();
const b = input("b");
/** Denies where `b` holds; the other action is not modelled, because its clauses stand in no order. */
const half = (): Plan => {
  const plan = denying(PLAN, b);
  const undo = plan.actions["hand.Undo"]!;
  const clauses = [2, 1].map((stratum) => ({
    ...undo.clauses[0]!,
    id: `hand.Undo.c${stratum}`,
    stratum: stratum as 1 | 2,
  }));
  return { ...plan, actions: { ...plan.actions, "hand.Undo": { ...undo, clauses } } };
};
const { changeSet, context } = documents();
const undone = { ...changeSet, action: "hand.Undo", inputs: { word: "a" } };
const trusted = { ...context, facts: {} };
const LATER: OnDemand = {
  inFull: () => decide(compile(half()), changeSet, context as unknown as Context),
  changeSetDigest: () => "d",
};
const none = (form: FastForm, cs: object, cx: object): readonly unknown[] => [
  form.verdict(cs, cx),
  form.vouched(cs, cx),
  form.decide(cs, cx, LATER),
];
const NONE = [-1, -1, null];

const evaluate = (text: string): Generated =>
  new Function(text.replace("export const generated =", "return"))() as Generated;

describe("who has it", () => {
  test("evaluators that make code, each the same form for good", () => {
    const [one, two] = [compile(half(), { backend: "generated" }), compile(half(), { backend: "generated" })];
    const form = fastOf(one)!;
    expect(fastOf(one)).toBe(form);
    const other = fastOf(two)!;
    expect(other).not.toBe(form);
    expect([fastOf(one), fastOf(two), fastOf(two)]).toEqual([form, other, other]);
    expect(fastOf(one)).toBe(form);
  });

  test.each(["interpreter", "closures"] as const)("not %s, before they adopt some", (backend) => {
    const plan = half();
    const evaluator = compile(plan, { backend });
    expect(fastOf(evaluator)).toBeNull();
    const generated = evaluate(generateModule(plan));
    for (const wrong of [{ plan: "another" }, { version: "1" }]) {
      expect(adopt(evaluator, { ...generated, ...wrong })).toBe(false);
      expect(fastOf(evaluator)).toBeNull();
    }
    expect(adopt(evaluator, generated)).toBe(true);
    const form = fastOf(evaluator)!;
    expect(form.verdicts[form.verdict(changeSet, context)]).toEqual({ outcome: "deny", tier: "low" });
  });

  test("what is adopted takes the place of what was made, also for who was asked last", () => {
    const plan = half();
    const evaluator = compile(plan, { backend: "generated" });
    const made = fastOf(evaluator)!;
    const nothing: Generated = { ...evaluate(generateModule(plan)), actions: {} };
    expect(adopt(evaluator, nothing)).toBe(true);
    expect(fastOf(evaluator)).not.toBe(made);
    expect(none(fastOf(evaluator)!, changeSet, context)).toEqual(NONE);
  });
});

describe("actions", () => {
  const forms = (): readonly FastForm[] => {
    const plan = half();
    const [made, adopted] = [compile(plan, { backend: "generated" }), compile(plan, { backend: "closures" })];
    adopt(adopted, evaluate(generateModule(plan)));
    return [fastOf(made)!, fastOf(adopted)!];
  };

  test("that are modelled, asked again and again", () => {
    for (const form of forms())
      for (let turn = 0; turn < 3; turn++) {
        expect(form.verdict(changeSet, context)).toBe(3);
        expect(form.vouched(changeSet, context)).toBe(3);
        expect(form.decide(changeSet, context, LATER)).toMatchObject({ outcome: "deny", change_set_digest: "d" });
      }
  });

  test("that are not", () => {
    for (const form of forms()) for (let turn = 0; turn < 2; turn++) expect(none(form, undone, trusted)).toEqual(NONE);
  });

  test("that are not there", () => {
    for (const form of forms())
      for (const action of ["hand.None", "", "toString", "__proto__", "constructor", 7, null, undefined, [ACT], {}])
        expect(none(form, { ...changeSet, action }, context), String(action)).toEqual(NONE);
  });

  test("written down as they are: code, or none", () => {
    const { actions, shapes, version } = evaluate(generateModule(half()));
    expect(actions["hand.Undo"]).toEqual({ verdict: null, vouched: null, full: null });
    expect(Object.keys(actions)).toEqual([ACT, "hand.Undo"]);
    expect(Object.values(actions[ACT]!).map((made) => made!.shape)).toEqual([0, 1, 2]);
    expect([shapes.length, version]).toEqual([3, GENERATED_VERSION]);
    expect(Object.getPrototypeOf(actions)).toBeNull();
  });

  test("of one shape share a function", () => {
    const plan = denying(PLAN, equal(input("t"), constant("text", "a")));
    const twin = denying(withAction(PLAN, {}), equal(input("t"), constant("text", "b"))).actions[ACT]!;
    const both: Plan = { ...plan, actions: { ...plan.actions, "hand.Twin": { ...twin, id: "hand.Twin" } } };
    const { actions, shapes } = evaluate(generateModule(both));
    expect(actions["hand.Twin"]!.verdict!.shape).toBe(actions[ACT]!.verdict!.shape);
    expect(actions["hand.Twin"]!.verdict!.constants).not.toEqual(actions[ACT]!.verdict!.constants);
    expect(shapes.length).toBeGreaterThan(2);
    const evaluator = compile(both, { backend: "generated" });
    const form = fastOf(evaluator)!;
    const asked = (action: string, t: string) =>
      form.verdict({ ...changeSet, action, inputs: { ...(changeSet["inputs"] as object), t } }, context) & 3;
    expect([asked(ACT, "a"), asked("hand.Twin", "a"), asked(ACT, "b"), asked("hand.Twin", "b")]).toEqual([3, 0, 0, 3]);
  });

  test("a plan that is none is no refusal", () => {
    const broken = denying(PLAN, undefined as unknown as PlanExpr);
    expect(() => generateModule(broken)).toThrow(TypeError);
    const form = fastOf(compile(broken, { backend: "generated" }))!;
    expect(() => form.verdict(changeSet, context)).toThrow(TypeError);
  });

  test("constants as long as they like", () => {
    for (const length of [100, 101, 5_000]) {
      const text = "y".repeat(Math.min(length, 2_000));
      const form = fastOf(compile(denying(PLAN, equal(input("t"), constant("text", text))), { backend: "generated" }))!;
      const asked = (t: string) =>
        form.verdict({ ...changeSet, inputs: { ...(changeSet["inputs"] as object), t } }, context);
      expect([asked(text), asked(`${text.slice(1)}z`)]).toEqual([3, 0]);
    }
    const form = fastOf(
      compile(denying(PLAN, equal(input("t"), constant("text", "__proto__"))), { backend: "generated" }),
    )!;
    const asked = (t: string) =>
      form.verdict({ ...changeSet, inputs: { ...(changeSet["inputs"] as object), t } }, context);
    expect([asked("__proto__"), asked("a")]).toEqual([3, 0]);
  });
});

test("verdicts are one object each, which nobody changes", () => {
  const { verdicts } = fastOf(compile(half(), { backend: "generated" }))!;
  expect(verdicts.map(({ outcome, tier }) => `${outcome} ${tier}`)).toEqual([
    "allow low",
    "review low",
    "hold low",
    "deny low",
    "allow high",
    "review high",
    "hold high",
    "deny high",
  ]);
  expect(verdicts.every((one) => Object.isFrozen(one))).toBe(true);
});

test("a decision by code tells who edited, by which key it was drawn, and finds the rest when it is read", () => {
  const form = fastOf(compile(half(), { backend: "generated" }))!;
  const around = { ...context, editors: ["user:cat"], sample_key: "k" };
  const wanted = decide(compile(half(), { backend: "interpreter" }), changeSet, around as unknown as Context);
  let asked = 0;
  const is = form.decide(changeSet, around, {
    inFull: () => {
      asked++;
      return wanted;
    },
    changeSetDigest: () => {
      asked++;
      return wanted.change_set_digest;
    },
  })!;
  expect(is.reviewers.excluded).toEqual(wanted.reviewers.excluded);
  expect(is.sample).toEqual(wanted.sample);
  expect(asked).toBe(0);
  expect([is.remedies, is.change_set_digest, is.remedies, is.change_set_digest]).toEqual([
    wanted.remedies,
    wanted.change_set_digest,
    wanted.remedies,
    wanted.change_set_digest,
  ]);
  expect(asked).toBe(2);
});
