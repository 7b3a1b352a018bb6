/** The families that need nothing but themselves: deny, warn, score, tier, limit, sample, route, escalate. */
import { parseDecimal, ZERO } from "../../eval/decimal.ts";
import { finding, type Outcome, type Scene } from "./finding.ts";
import { percent } from "./words.ts";

/** A `require` or `forbid` that cannot be decided holds: nothing forbids it for certain. */
export function deny(scene: Scene<"deny">): Outcome {
  const kind = scene.assumed ? "hold" : "deny";
  return { findings: [finding(scene, { kind }, kind)] };
}

export function warn(scene: Scene<"warn">): Outcome {
  const text = `${scene.clause.id}: ${scene.clause.because ?? "not as required"}${scene.assumed ? " (assumed)" : ""}`;
  return { findings: [finding(scene, { kind: "warn", text }, "warn")] };
}

export function score(scene: Scene<"score">): Outcome {
  const points = Number(scene.effect.points);
  return { findings: [finding(scene, { kind: "score", points }, `score ${scene.effect.points}`)] };
}

export function tier(scene: Scene<"tier">): Outcome {
  return { findings: [finding(scene, { kind: "tier", tier: scene.effect.tier }, `tier ${scene.effect.tier}`)] };
}

export function limit(scene: Scene<"limit">): Outcome {
  return { findings: [finding(scene, { kind: "limit", level: scene.effect.level }, `autonomy ${scene.effect.level}`)] };
}

export function sample(scene: Scene<"sample">): Outcome {
  const rate = parseDecimal(scene.effect.rate) ?? ZERO;
  return { findings: [finding(scene, { kind: "sample", rate }, `sample ${percent(rate)}`)] };
}

export function route(scene: Scene<"route">): Outcome {
  return { findings: [finding(scene, { kind: "route", queue: scene.effect.queue }, `route to ${scene.effect.queue}`)] };
}

/** Escalation adds who may take a seat, so it must not rest on what is not known. */
export function escalate(scene: Scene<"escalate">): Outcome {
  if (scene.assumed) return { findings: [] };
  const { role, after_ms } = scene.effect;
  return { findings: [finding(scene, { kind: "escalate", role, after_ms }, `escalate to ${role}`)] };
}
