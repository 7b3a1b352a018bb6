/** What people did about a proposal, in order, with their own words. */
import { type Item, item, list, quote, type Section, say, section } from "../../../decision/explain/page.ts";
import { timeInWords } from "../../../decision/explain/words.ts";
import type { ProposalView } from "../../../gate/api.ts";
import type { Act } from "../../../gate/documents.ts";

const VERBS: Readonly<Record<Act["act"], string>> = {
  approve: "approved",
  reject: "rejected",
  question: "asked",
  answer: "answered",
  withdraw: "took back what they had said",
};

export function actsSection({ acts, revisions, revision }: ProposalView): readonly Section[] {
  const edits = revisions
    .slice(1)
    .map(({ at, by, why, revision: n, carried }): readonly [string, Item] => [
      at,
      item([
        say(`${timeInWords(at)}  `, "muted"),
        quote(by),
        say(why === "drifted" ? ` saw that something had changed: revision ${n}` : ` wrote revision ${n}`),
        say(carried ? ", which keeps the approvals" : ""),
      ]),
    ]);
  const done = acts.map((act, place): readonly [string, Item] => [
    act.at,
    item(
      [
        say(`${timeInWords(act.at)}  `, "muted"),
        quote(act.by),
        say(` ${VERBS[act.act]}${act.act === "answer" ? ` question ${act.question}` : ""}`),
        ...(act.role === null ? [] : [say(" as "), quote(act.role)]),
        say(act.act === "question" ? ` (question ${place})` : ""),
        say(act.revision === revision ? "" : `, revision ${act.revision}`, "muted"),
      ],
      ...(act.comment === "" ? [] : [[quote(act.comment)]]),
    ),
  ]);
  const all = [...edits, ...done].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
  return section("What happened", all.length === 0 ? [] : [list(all)]);
}
