import { buildBundle, bundleText } from "../../../src/bundle/build.ts";
import type { Bundle } from "../../../src/bundle/format.ts";
import { openBundle } from "../../../src/bundle/open.ts";
import { planDigest } from "../../../src/eval/digest.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { sha256 } from "../../../src/source/sha256.ts";
import { cases, evaluatorOf } from "../../decision/fixtures.ts";
import { mutateJson, value } from "../json.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";
import { mutate } from "../text.ts";
import { noise } from "../words.ts";
import { soundDecision } from "./decide.ts";

const given = cases.filter((one) => one.document === null).slice(0, 40);
const byName = new Map(given.map((one) => [one.name, one]));
const built = new Map<string, Bundle>();

function bundleOf(name: string): Bundle | null {
  const one = byName.get(name);
  if (one === undefined) return null;
  let bundle = built.get(name);
  if (bundle === undefined) {
    bundle = buildBundle(evaluatorOf(one.policies).plan, { files: [] });
    built.set(name, bundle);
  }
  return bundle;
}

/** With the digests of what it holds: as somebody sends it who can compute them. */
function sealed(bundle: Bundle, plan: unknown): object | null {
  const { digest: _, signatures: __, ...content } = bundle;
  try {
    const edited = { ...content, plan, plan_digest: planDigest(plan as Plan) };
    return { ...edited, digest: `sha256:${sha256(bundleText(edited))}` };
  } catch {
    // What has no canonical form, half a surrogate pair for one, has no digest either.
    return null;
  }
}

export const bundleTarget: Target = {
  name: "bundle",
  about: "bundle to evaluator: never throws, takes nothing that was edited unless resealed, and what it takes decides",
  make: (random: Random) => {
    const { name } = random.pick(given);
    const bundle = bundleOf(name)!;
    switch (random.below(8)) {
      case 0:
        return { text: noise(random, random.few(200)) };
      case 1:
        return { document: value(random) };
      case 2:
        return { rules: name, text: mutate(bundleText(bundle), [bundleText(bundle)], random) };
      case 3:
        return { rules: name, document: mutateJson(bundle, bundle, random) };
      default:
        return { rules: name, plan: mutateJson(bundle.plan, bundleOf(random.pick(given).name)!.plan, random) };
    }
  },
  run: ({ rules, text, document, plan }) => {
    const bundle = typeof rules === "string" ? bundleOf(rules) : null;
    const whole = bundle === null ? null : bundleText(bundle);
    if (typeof text === "string") {
      const opened = openBundle(text);
      holds(opened.ok === (text.replace(/\n$/, "") === whole), "what was edited is refused", () => text);
    }
    if (document !== undefined) {
      const opened = openBundle(document);
      const same =
        whole !== null && typeof document === "object" && document !== null && bundleText(document) === whole;
      holds(opened.ok === same, "what was edited is refused", () => JSON.stringify(document));
    }
    if (plan === undefined || bundle === null || typeof plan !== "object" || plan === null) return;
    const resealed = sealed(bundle, plan);
    if (resealed === null) return;
    const opened = openBundle(resealed);
    if (!opened.ok) {
      holds(opened.faults.length > 0, "a refusal has its reasons", () => "");
      return;
    }
    const { change_set, context } = byName.get(String(rules))!;
    soundDecision(opened.evaluator, change_set, context, true);
  },
};
