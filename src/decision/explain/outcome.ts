/** The outcome in one sentence, and who has to agree. */
import type { Decision, Outcome } from "../documents.ts";
import { ANYONE } from "../reviewers/algebra.ts";
import type { Block, Line, Piece, Section } from "./page.ts";
import { item, list, paragraph, quote, say, section, series } from "./page.ts";
import { grouped } from "./text.ts";
import type { Voice } from "./voice.ts";
import { durationInWords, numberWord, peopleInWords, plural, seatsInWords, timeInWords, titleOf } from "./words.ts";

/** More alternatives than this are not read by anybody. */
const ALTERNATIVES = 8;
const NAMES = 8;

const MARKS: Readonly<Record<Outcome, Piece>> = {
  allow: say("allowed", "good"),
  review: say("needs review", "warn"),
  hold: say("on hold", "warn"),
  deny: say("denied", "bad"),
};

export function outcomeSection(decision: Decision, voice: Voice): readonly Section[] {
  return section(
    "Outcome",
    [paragraph(...verdict(decision)), ...reviewers(decision, voice), ...standing(decision, voice)],
    MARKS[decision.outcome],
  );
}

function verdict(decision: Decision): Line {
  const stops = decision.reasons.filter((reason) => reason.effect === "deny").length;
  const person = decision.apply_by === "person" ? " A person has to apply it; the requester may only propose." : "";
  switch (decision.outcome) {
    case "allow":
      return [
        say(
          decision.apply_by === "person"
            ? "Nobody has to agree. A person has to apply it; the requester may only propose."
            : "This may be executed now.",
        ),
      ];
    case "review":
      return [say(`Nothing forbids this, but people have to agree first.${person}`)];
    case "hold":
      return [say(`Nothing forbids this, but ${obstacles(decision)}.${person}`)];
    case "deny":
      if (decision.misfits.length > 0) return [say("This does not fit the contract of its action.")];
      if (stops === 0) return [say("This may not be executed.")];
      return [
        say(`This may not be executed: ${numberWord(stops)} ${plural(stops, "rule forbids", "rules forbid")} it.`),
      ];
  }
}

/** `two rules cannot be decided yet and evidence is missing` */
function obstacles({ reasons, evidence }: Decision): string {
  const open = new Set(reasons.filter((reason) => reason.effect === "hold").map((reason) => reason.clause)).size;
  const parts = [
    ...(open > 0 ? [`${numberWord(open)} ${plural(open, "rule")} cannot be decided yet`] : []),
    ...(evidence.missing.length > 0 ? ["evidence is missing"] : []),
    ...(evidence.stale.length > 0 ? ["evidence is too old"] : []),
  ];
  if (parts.length === 0) return "it cannot go on as it stands";
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Nothing where nobody is asked, and nothing under a denial, which no reviewer can lift. */
function reviewers(decision: Decision, voice: Voice): readonly Block[] {
  const { sets, people, excluded, escalations, fillable, lacking } = decision.reviewers;
  if (decision.outcome === "deny") return [];
  if (sets.length === 0) return [paragraph(say("No set of reviewers can meet what is asked for.", "bad"))];
  if (people === 0) return [];
  const { outcome } = decision;
  const opening = (whom: string): string =>
    outcome === "hold" ? `Once that is settled, ${whom.charAt(0).toLowerCase()}${whom.slice(1)}` : whom;
  const whom = peopleInWords(people);
  if (!voice.says("reviewers")) return [paragraph(say(`${opening(whom)} must agree.`, "strong"))];

  const blocks: Block[] = [];
  const only = sets.length === 1 ? Object.keys(sets[0]!) : [];
  if (only.length === 1) {
    const from = only[0] === ANYONE ? "" : ` from ${titleOf(voice.titles.roles, only[0]!)}`;
    blocks.push(
      paragraph(
        say(`${opening(whom)}${from}`, "strong"),
        say(" must agree"),
        say(only[0] === ANYONE ? "; anybody who may review will do." : "."),
      ),
    );
  } else if (sets.length === 1) {
    blocks.push(
      paragraph(say(opening(whom), "strong"), say(" must agree: "), ...seatsInWords(sets[0]!, voice.titles), say(".")),
    );
  } else {
    const more = sets.some((set) => Object.values(set).reduce((sum, count) => sum + count, 0) > people)
      ? " or more"
      : "";
    const rest = sets.length - ALTERNATIVES;
    blocks.push(
      paragraph(say(`${opening(whom)}${more}`, "strong"), say(" must agree, in one of these ways:")),
      list([
        ...sets.slice(0, ALTERNATIVES).map((set) => item(seatsInWords(set, voice.titles))),
        ...(rest > 0 ? [item([say(`or ${grouped(String(rest))} more ${plural(rest, "way")}`, "muted")])] : []),
      ]),
    );
  }
  if (people > 1) blocks.push(paragraph(say("Each of them is another person, and acts in one role only.", "muted")));
  if (excluded.length > 0) {
    const names = excluded.slice(0, NAMES).map((id) => quote(id));
    const left = excluded.length - NAMES;
    blocks.push(
      paragraph(
        say(people === 1 ? "It cannot be " : "None of them can be "),
        ...series(left > 0 ? [...names, say(`${left} more`)] : names, "or"),
        say("."),
      ),
    );
  }
  if (fillable === false) blocks.push(paragraph(say("Nobody can fill these seats as things are:", "bad")));
  else if (lacking.length > 0) blocks.push(paragraph(say("These seats lack people:", "warn")));
  if (lacking.length > 0)
    blocks.push(
      list(
        lacking.map((words) =>
          item([say(words.replace(/^until (\S+), /, (_, at: string) => `until ${timeInWords(at)}, `))]),
        ),
      ),
    );
  for (const { role, after, at } of escalations) {
    blocks.push(
      paragraph(
        say(`From ${timeInWords(at)} (after ${durationInWords(after)}), `),
        say(titleOf(voice.titles.roles, role), "strong"),
        say(" may take a seat that is still empty."),
      ),
    );
  }
  return blocks;
}

const LADDER: Readonly<Record<string, string>> = {
  read_only: "may change nothing",
  proposal: "proposes; a person applies",
  guided: "acts once a person has agreed",
  autopilot: "acts within these rules",
};

/** Tier, score, autonomy, queue and sample, on as few lines as they need. */
function standing(decision: Decision, voice: Voice): readonly Block[] {
  const { tier, score, autonomy, route, sample } = decision;
  const rows: { name: Line; value: Line; align: "left" }[] = [];
  const row = (name: string, ...value: Line): void => {
    rows.push({ name: [say(name)], value, align: "left" });
  };
  row("Risk tier", say(tier, "strong"), ...(voice.says("thresholds") && score > 0 ? [say(`, score ${score}`)] : []));
  if (autonomy !== null) row("Autonomy", say(autonomy), say(`: the requester ${LADDER[autonomy]}`, "muted"));
  if (route !== null && decision.outcome !== "allow")
    row("Goes to", say(titleOf(voice.titles.queues, route), "strong"));
  if (sample?.picked && !voice.requester) row("Audit", say(`picked for a later audit, as ${sample.rate} are`));
  return [{ kind: "facts", caption: null, rows }];
}
