/** Why: every clause that took effect, grouped by what it did; what would help; what is on trial; what is waived. */
import type { Decision, Reason, Remedy } from "../documents.ts";
import type { Block, Item, Line, Section } from "./page.ts";
import { item, list, quote, say, section } from "./page.ts";
import type { Voice } from "./voice.ts";
import { amountInWords, peopleInWords } from "./words.ts";

const GROUPS: readonly { readonly title: string; readonly verbs: readonly string[] }[] = [
  { title: "Stopped by", verbs: ["deny"] },
  { title: "Held by", verbs: ["hold"] },
  { title: "Raised by", verbs: ["tier", "score"] },
  { title: "Asks for", verbs: ["approve", "evidence", "autonomy"] },
  { title: "Also", verbs: [] },
];

export function reasonsSections(decision: Decision, voice: Voice): readonly Section[] {
  const groups = GROUPS.map(({ title, verbs }) => ({
    title,
    reasons: decision.reasons.filter((reason) =>
      verbs.length === 0
        ? !GROUPS.some((other) => other.verbs.includes(verbOf(reason)))
        : verbs.includes(verbOf(reason)),
    ),
  }));
  const blocks = groups.flatMap(({ title, reasons }): readonly Block[] =>
    reasons.length === 0
      ? []
      : [
          {
            kind: "group",
            title: [say(title, "strong")],
            items: reasons.flatMap((reason) => reasonItem(reason, voice)),
          },
        ],
  );
  const shadow = voice.requester ? [] : decision.shadow.flatMap((reason) => reasonItem(reason, voice, true));
  const waived = decision.waived.map(({ clause, by, until, because }) =>
    item([say(clause, "strong"), say(` does not apply until ${until}: ${because}`)], [say(`waived by ${by}`, "muted")]),
  );
  return [
    ...section(
      "Why",
      blocks.filter((block) => block.kind !== "group" || block.items.length > 0),
    ),
    ...section("Waived", waived.length === 0 ? [] : [list(waived)]),
    ...section("On trial, without effect", shadow.length === 0 ? [] : [list(shadow)]),
  ];
}

function verbOf(reason: Reason): string {
  return reason.effect.split(" ", 1)[0]!;
}

/** What it did, why, the values that made it so, and where it is written. */
function reasonItem(reason: Reason, voice: Voice, trial = false): readonly Item[] {
  if (!voice.says("thresholds") && verbOf(reason) === "score") return [];
  if (!voice.says("reviewers") && verbOf(reason) === "approve") return [];
  if (voice.requester && verbOf(reason) === "sample") return [];
  const values = Object.entries(reason.values);
  const under: Line[] = [];
  if (reason.assumed) under.push([say("assumed: it is not known whether this applies", "warn")]);
  if (voice.says("thresholds") && values.length > 0) {
    under.push(
      values.flatMap(([path, value], index) => [
        ...(index > 0 ? [say(", ")] : []),
        say(`${path} = `),
        quote(amountInWords(value)),
      ]),
    );
  }
  const controls = reason.controls.length === 0 ? "" : ` (${reason.controls.join("; ")})`;
  under.push([say(`${reason.clause}, ${reason.at.file}:${reason.at.line}${controls}`, "muted")]);
  return [item(headline(reason, trial), ...under)];
}

/** Under "Stopped by" the reason says it all; elsewhere the effect comes first. A clause without a reason has its name. */
function headline(reason: Reason, trial: boolean): Line {
  const verb = verbOf(reason);
  if (!trial && (verb === "deny" || verb === "hold"))
    return [say(reason.because ?? reason.clause.slice(reason.clause.lastIndexOf(".") + 1), "strong")];
  return [say(reason.effect, "strong"), ...(reason.because === null ? [] : [say(`: ${reason.because}`)])];
}

export function remediesSection(decision: Decision, voice: Voice): readonly Section[] {
  const remedies = decision.remedies.filter((remedy) => voice.says(remedy.kind));
  if (remedies.length === 0) return [];
  return section("What would help", [list(remedies.map((remedy) => item(remedyLine(remedy))))]);
}

function remedyLine({ do: action, then }: Remedy): Line {
  const first = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  return [say(first), say(", then: "), say(thenInWords(then), then.outcome === "allow" ? "good" : "strong")];
}

function thenInWords(then: Remedy["then"]): string {
  switch (then.outcome) {
    case "allow":
      return "allowed";
    case "review":
      return then.reviewers === undefined
        ? "review"
        : `review by ${peopleInWords(then.reviewers.people).toLowerCase()}`;
    case "hold":
      return "on hold";
    case "deny":
      return "still denied";
  }
}
