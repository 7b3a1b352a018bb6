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
  const { names: excluded, causes: unnamed } =
    excluding === null ? { names: [], causes: [] } : principals(scene.evaluate(excluding));
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
  const unsure = [...unnamed, ...(open && asksForNobody(requirement) ? causes : [])];
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

/** Whom to exclude as far as it is known, and why the rest is not. */
function principals(value: Value): { readonly names: readonly string[]; readonly causes: readonly Cause[] } {
  if (value === null) return { names: [], causes: [] };
  if (!isList(value)) return principals([value]);
  const names: string[] = [];
  const causes: Cause[] = [];
  for (const item of value) {
    if (typeof item === "string") names.push(item);
    else if (item instanceof Unknown) causes.push(...item.causes);
    else if (item !== null) causes.push({ path: "excluding", why: "not of the expected type" });
  }
  return { names, causes };
}
