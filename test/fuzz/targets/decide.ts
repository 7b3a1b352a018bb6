import { decide } from "../../../src/decision/decide.ts";
import { type Context, Decision } from "../../../src/decision/documents.ts";
import { explain } from "../../../src/decision/explain/explain.ts";
import { ask } from "../../../src/decision/read/ask.ts";
import { ALL_WAYS } from "../../../src/decision/read/ways.ts";
import { remediesOf } from "../../../src/decision/remedies/remedies.ts";
import { settle } from "../../../src/decision/settle.ts";
import type { Evaluator } from "../../../src/eval/evaluator.ts";
import { cases, evaluatorOf, examples } from "../../decision/fixtures.ts";
import { mutateJson, value } from "../json.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";
import { mutate } from "../text.ts";

const small = cases.filter((one) => one.document === null);
const large = examples();
const byName = new Map([...small, ...large].map((one) => [one.name, one]));
const given = (random: Random) => random.pick(random.chance(0.1) ? large : small);

const FORMS = ["data", "text", "bytes"] as const;

function make(random: Random): Record<string, unknown> {
  const one = given(random);
  const other = random.chance(0.7) ? one : given(random);
  // Mostly one of both documents stays sound, so that the fault in the other is not hidden by a first one.
  const which = random.below(3);
  const changeSet = which === 0 ? one.change_set : mutateJson(one.change_set, other.change_set, random);
  const context = which === 1 ? one.context : mutateJson(one.context, other.context, random);
  return {
    rules: one.name,
    changeSet: random.chance(0.01) ? value(random) : changeSet,
    context: random.chance(0.01) ? value(random) : context,
    form: random.pick(FORMS),
    thorough: random.chance(0.1),
    broken: random.chance(0.1) ? mutate(JSON.stringify(changeSet), [JSON.stringify(other.change_set)], random) : null,
  };
}

function inForm(data: unknown, form: unknown): unknown {
  if (form === "data" || data === undefined) return data;
  const text = JSON.stringify(data);
  return form === "text" ? text : new TextEncoder().encode(text);
}

/** What holds for every decision. Remedies are up to 256 decisions, so they are looked at only when it is to be thorough. */
export function soundDecision(evaluator: Evaluator, changeSet: unknown, context: unknown, thorough: boolean): Decision {
  const decision = decide(evaluator, changeSet, context as Context);
  const bytes = bytesOf(decision, thorough);
  const read = Decision.safeParse(JSON.parse(bytes));
  holds(read.success, "a decision has its published shape", () => `${read.error}`);
  holds(
    bytesOf(decide(evaluator, changeSet, context as Context), thorough) === bytes,
    "the same input gives the same bytes",
    () => bytes,
  );
  holds(decision.misfits.length === 0 || decision.outcome === "deny", "what does not fit is denied", () => bytes);
  const fault = decision.warnings.find((warning) => warning.startsWith("internal fault"));
  holds(fault === undefined, "deciding meets no fault of the engine", () => `${fault}`);
  if (!thorough) return decision;
  // `decide` gives no remedies where looking for them throws; here that is a fault.
  const asked = ask(evaluator.plan, changeSet, context, ALL_WAYS);
  if (asked.question !== null)
    remediesOf(evaluator, asked, settle(evaluator, asked.question, asked.misfits.count() > 0));
  return decision;
}

/** A decision as text; without remedies they are not even made. */
function bytesOf(decision: Decision, remedies: boolean): string {
  const names = Object.keys(decision) as (keyof Decision)[];
  return JSON.stringify(
    Object.fromEntries(names.map((name) => [name, name === "remedies" && !remedies ? [] : decision[name]])),
  );
}

/** What would act on a terminal instead of being shown; line breaks lay out the page. */
const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export function pagesOf(decision: Decision, changeSet: unknown): void {
  const common = { colour: false, width: 72 } as const;
  for (const format of ["markdown", "terminal"] as const)
    for (const audience of ["operator", "requester"] as const) {
      const page = explain(decision, changeSet, { ...common, format, audience });
      holds(!ACTIVE.test(page), "a page shows control characters, never sends them", () => JSON.stringify(page));
    }
}

export const decideTarget: Target = {
  name: "decide",
  about: "change set and context to decision and pages: total, deterministic, denies what does not fit",
  make,
  run: ({ rules, changeSet, context, form, broken, thorough: asked }) => {
    const one = byName.get(String(rules));
    if (one === undefined) return;
    const evaluator = evaluatorOf(one.policies);
    const thorough = asked !== false;
    const decision = soundDecision(evaluator, inForm(changeSet, form), inForm(context, form), thorough);
    if (form !== "data") {
      const parsed = decide(evaluator, changeSet, context as Context);
      holds(
        parsed.outcome === decision.outcome,
        "text and data mean the same",
        () => `${parsed.outcome} ${decision.outcome}`,
      );
      if (decision.misfits.length === 0)
        holds(bytesOf(parsed, thorough) === bytesOf(decision, thorough), "text and data mean the same", () =>
          bytesOf(decision, thorough),
        );
    }
    if (thorough) pagesOf(decision, changeSet);
    if (typeof broken === "string") {
      const refused = soundDecision(evaluator, broken, inForm(context, form), thorough);
      if (thorough) pagesOf(refused, broken);
    }
  },
};
