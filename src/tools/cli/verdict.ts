/** A decision in a few lines: for somebody at a terminal who knows the rules. `explain` is for everybody else. */
import type { Decision, SeatSet } from "../../decision/documents.ts";
import { painter, type Tone } from "../../diagnostics/render/paint.ts";
import { wrap } from "../../diagnostics/render/width.ts";

const TONE: Readonly<Record<Decision["outcome"], Tone>> = {
  allow: "green",
  review: "yellow",
  hold: "yellow",
  deny: "red",
};

export function verdict(decision: Decision, options: { readonly colour: boolean; readonly width: number }): string {
  const paint = painter(options.colour);
  const head = [
    `tier ${decision.tier}`,
    `score ${decision.score}`,
    ...(decision.autonomy === null ? [] : [`autonomy ${decision.autonomy}`]),
  ];
  const lines = [`${paint(TONE[decision.outcome], decision.outcome)}  ${head.join(", ")}`];
  const say = (label: string, text: string): void => {
    lines.push(...wrap(text, options.width, `  ${label.padEnd(10)}`, " ".repeat(12)));
  };
  if (decision.outcome !== "deny" && decision.reviewers.people > 0) {
    say("reviewers", decision.reviewers.sets.map(seats).join(", or "));
    for (const lack of decision.reviewers.lacking) say("", lack);
  }
  if (decision.evidence.missing.length > 0) say("missing", decision.evidence.missing.join(", "));
  if (decision.evidence.stale.length > 0) say("stale", decision.evidence.stale.join(", "));
  for (const misfit of decision.misfits) {
    say(
      "misfit",
      `${misfit.path || "the document"}: found ${misfit.found}, expected ${misfit.expected}${misfit.help === null ? "" : `. ${misfit.help}`}`,
    );
  }
  for (const unknown of decision.unknown) say("unknown", `${unknown.path}: ${unknown.why}`);
  for (const reason of decision.reasons) {
    const values = Object.entries(reason.values).map(([path, value]) => `${path} = ${value}`);
    const place = `${reason.at.file}:${reason.at.line}`;
    say("because", `${reason.effect}${reason.assumed ? " (assumed)" : ""}: ${reason.because ?? reason.clause}`);
    say("", paint("dim", [place, ...values].join("  ")));
  }
  for (const warning of decision.warnings) say("warning", warning);
  if (decision.route !== null) say("route", decision.route);
  for (const remedy of decision.remedies) say("next", `${remedy.do}; then ${remedy.then.outcome}`);
  return `${lines.join("\n")}\n`;
}

function seats(set: SeatSet): string {
  const parts = Object.entries(set).map(([role, count]) => `${count} of ${role === "person" ? "anybody" : role}`);
  return parts.length === 0 ? "nobody" : parts.join(" and ");
}
