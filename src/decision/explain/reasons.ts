/** Why: every clause that took effect, grouped by what it did; what is waived; what is on trial. */
import type { Decision, Quota, Reason } from "../documents.ts";
import type { Block, Line, Section } from "./page.ts";
import { item, list, quote, say, section } from "./page.ts";
import type { Voice } from "./voice.ts";
import { amountInWords } from "./words.ts";

const GROUPS: readonly { readonly title: string; readonly verbs: readonly string[] }[] = [
  { title: "Stopped by", verbs: ["deny"] },
  { title: "Held by", verbs: ["hold"] },
  { title: "Raised by", verbs: ["tier", "score"] },
  { title: "Asks for", verbs: ["approve", "evidence", "autonomy"] },
  { title: "Also", verbs: [] },
];

export function reasonsSections(decision: Decision, voice: Voice): readonly Section[] {
  const named = GROUPS.flatMap((group) => group.verbs);
  const blocks = GROUPS.flatMap(({ title, verbs }): readonly Block[] => {
    const members = decision.reasons.filter((reason) =>
      verbs.length === 0 ? !named.includes(verbOf(reason)) : verbs.includes(verbOf(reason)),
    );
    const items = members
      .filter((reason) => maySay(reason, voice))
      .map((reason) => item(headline(reason, decision.quotas, voice), ...detail(reason, voice)));
    return items.length === 0 ? [] : [{ kind: "group", title: [say(title, "strong")], items }];
  });
  const shadow = voice.requester
    ? []
    : decision.shadow.map((reason) => item(effectFirst(reason, voice), ...detail(reason, voice)));
  const waived = decision.waived.map(({ clause, by, until, because }) =>
    item([say(clause, "strong"), say(` does not apply until ${until}: ${because}`)], [say(`waived by ${by}`, "muted")]),
  );
  return [
    ...section("Why", blocks),
    ...section("Waived", waived.length === 0 ? [] : [list(waived)]),
    ...section("On trial, without effect", shadow.length === 0 ? [] : [list(shadow)]),
  ];
}

function verbOf(reason: Reason): string {
  return reason.effect.split(" ", 1)[0]!;
}

/** What the policy does not disclose is not given away by the reasons either. */
function maySay(reason: Reason, voice: Voice): boolean {
  switch (verbOf(reason)) {
    case "score":
      return voice.says("thresholds");
    case "approve":
    case "escalate":
      return voice.says("reviewers");
    case "evidence":
      return voice.says("evidence");
    case "sample":
      return !voice.requester;
    default:
      return true;
  }
}

/** Under "Stopped by" the reason says it all; elsewhere the effect comes first. A clause without a reason has its name. */
function headline(reason: Reason, quotas: readonly Quota[], voice: Voice): Line {
  const verb = verbOf(reason);
  if (verb !== "deny" && verb !== "hold") return effectFirst(reason, voice);
  const because = becauseOf(reason, voice);
  if (because !== null) return [say(because, "strong")];
  const name = reason.clause.slice(reason.clause.lastIndexOf(".") + 1);
  if (!quotas.some((quota) => quota.clause === reason.clause)) return [say(name, "strong")];
  return [
    say(
      verb === "deny" ? `the quota ${name} does not fit` : `it cannot be told whether the quota ${name} fits`,
      "strong",
    ),
  ];
}

function effectFirst(reason: Reason, voice: Voice): Line {
  const because = becauseOf(reason, voice);
  return [say(reason.effect, "strong"), ...(because === null ? [] : [say(`: ${because}`)])];
}

/** Where thresholds are not disclosed, no reason that holds a number is: "more than 500 USD" is the threshold. */
function becauseOf(reason: Reason, voice: Voice): string | null {
  return reason.because !== null && !voice.says("thresholds") && /\p{Nd}/u.test(reason.because) ? null : reason.because;
}

/** Whether it was assumed, the values that made it so, and where it is written. */
function detail(reason: Reason, voice: Voice): readonly Line[] {
  const lines: Line[] = [];
  if (reason.assumed && verbOf(reason) !== "hold")
    lines.push([say("assumed: it is not known whether this applies", "warn")]);
  const values = voice.says("thresholds") ? Object.entries(reason.values) : [];
  if (values.length > 0) {
    lines.push(
      values.flatMap(([path, value], index) => [
        ...(index > 0 ? [say(", ")] : []),
        say(`${path} = `),
        quote(amountInWords(value)),
      ]),
    );
  }
  const controls = reason.controls.length === 0 ? "" : ` (${reason.controls.join("; ")})`;
  lines.push([say(`${reason.clause}, ${reason.at.file}:${reason.at.line}${controls}`, "muted")]);
  return lines;
}
