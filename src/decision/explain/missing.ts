/** What stands in the way because it is not there, not known, or not what the contract says. */
import type { Decision } from "../documents.ts";
import type { Item, Section } from "./page.ts";
import { item, list, quote, say, section } from "./page.ts";
import type { Voice } from "./voice.ts";
import { titleOf } from "./words.ts";

const MISFITS = 50;

export function missingSection(decision: Decision, voice: Voice): readonly Section[] {
  const { missing, stale } = decision.evidence;
  const evidence: Item[] = voice.says("evidence")
    ? [
        ...missing.map((kind) =>
          item([say("Evidence "), say(titleOf(voice.titles.evidence, kind), "strong"), say(" is not attached")]),
        ),
        ...stale.map((kind) =>
          item([say("Evidence "), say(titleOf(voice.titles.evidence, kind), "strong"), say(" is too old to count")]),
        ),
      ]
    : missing.length + stale.length > 0
      ? [item([say("Evidence is missing")])]
      : [];
  const unknown = decision.unknown.map(({ path, why }) =>
    item([quote(path, "strong"), say(" is not known: "), quote(why)]),
  );
  const misfits = decision.misfits
    .slice(0, MISFITS)
    .map(({ path, found, expected, help }) =>
      item(
        [
          quote(path === "" ? "the document" : path, "strong"),
          say(": found "),
          quote(found),
          say("; expected "),
          quote(expected),
        ],
        ...(help === null ? [] : [[quote(`${help.charAt(0).toUpperCase()}${help.slice(1)}`, "muted")]]),
      ),
    );
  const more = decision.misfits.length - MISFITS;
  if (more > 0) misfits.push(item([say(`and ${more} more`, "muted")]));
  const warnings = decision.warnings.map((warning) => item([say(warning, "warn")]));
  return [
    ...section("Does not fit", misfits.length === 0 ? [] : [list(misfits)]),
    ...section("Missing or unknown", evidence.length + unknown.length === 0 ? [] : [list([...evidence, ...unknown])]),
    ...section("Warnings", warnings.length === 0 ? [] : [list(warnings)]),
  ];
}
