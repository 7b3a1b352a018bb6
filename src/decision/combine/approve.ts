/** `approve by`: the requirement, its tables looked up, and whom it excludes. */
import { isList } from "../../eval/equality.ts";
import { type Cause, sortCauses, Unknown, type Value } from "../../eval/value.ts";
import type { PlanExpr, PlanRequirement } from "../../plan/plan.ts";
import { type Finding, finding, type Outcome, type Scene } from "./finding.ts";
import { asksForNobody, requirementWords } from "./words.ts";

export function approve(scene: Scene<"approve">): Outcome {
  return { findings: approval(scene, scene.effect.requirement, scene.effect.excluding) };
}

type Asking = Pick<Scene<"approve">, "evaluator" | "evaluate" | "clause" | "frame" | "assumed" | "causes">;

/** The findings of a requirement, for `approve` and for what `else approve by` follows. */
export function approval(
  scene: Asking,
  asked: PlanRequirement,
  excluding: PlanExpr | null,
  values: Finding["values"] = {},
): readonly Finding[] {
  const { requirement, assumed: open, causes } = scene.evaluator.resolve(asked, scene.frame, scene.clause.slots);
  const named = excluding === null ? [] : principals(scene.evaluate(excluding));
  const excluded = named instanceof Unknown ? [] : named;
  const findings: Finding[] = [];
  if (!asksForNobody(requirement) || excluded.length > 0) {
    findings.push(
      finding(
        scene,
        { kind: "approve", requirement, excluding: excluded },
        `approve by ${requirementWords(requirement)}`,
        {
          assumed: scene.assumed || open,
          causes: sortCauses([...scene.causes, ...causes]),
          values,
        },
      ),
    );
  }
  // Whom to exclude is not known, or no row of a table could be told: somebody might approve who must not.
  const unsure = [
    ...(named instanceof Unknown ? named.causes : []),
    ...(open && asksForNobody(requirement) ? causes : []),
  ];
  if (unsure.length > 0) {
    findings.push(
      finding(scene, { kind: "hold" }, "hold", {
        assumed: true,
        causes: sortCauses([...scene.causes, ...unsure]),
        values,
      }),
    );
  }
  return findings;
}

function principals(value: Value): readonly string[] | Unknown {
  if (value instanceof Unknown) return value;
  if (value === null) return [];
  if (typeof value === "string") return [value];
  if (!isList(value)) return new Unknown([{ path: "excluding", why: "not of the expected type" }]);
  const names: string[] = [];
  const causes: Cause[] = [];
  for (const item of value) {
    if (item instanceof Unknown) causes.push(...item.causes);
    else if (typeof item === "string") names.push(item);
  }
  return causes.length > 0 ? new Unknown(sortCauses(causes)) : names;
}
