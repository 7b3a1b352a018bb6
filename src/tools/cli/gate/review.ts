/** Who has agreed, who still has to, and what stands in the way. */
import {
  type Item,
  item,
  type Line,
  list,
  paragraph,
  quote,
  type Section,
  say,
  section,
  series,
} from "../../../decision/explain/page.ts";
import { seatsInWords, type Titles, titleOf } from "../../../decision/explain/words.ts";
import { ANYONE } from "../../../decision/reviewers/algebra.ts";
import type { ProposalView } from "../../../gate/api.ts";

const NAMES = 6;

/** Nothing where nobody is asked, and for what the rules deny. */
export function reviewSection(proposal: ProposalView, titles: Titles): readonly Section[] {
  const { required, review, status } = proposal;
  if (status === "denied" || (required.people === 0 && proposal.acts.length === 0)) return [];
  const over = review.standing === "closed" || review.standing === "expired";
  const asked: Line =
    required.sets.length === 0
      ? [say("No set of reviewers can meet what is asked for.", "bad")]
      : [
          say(`${required.people === 1 ? "One person" : `${required.people} people`} must agree: `),
          ...required.sets.flatMap((set, index) => [
            ...(index > 0 ? [say("; or ")] : []),
            ...seatsInWords(set, titles),
          ]),
          say("."),
        ];
  const items: Item[] = [
    ...seatsOf(proposal).map(({ seat, by }) =>
      item([say("agreed  ", "good"), quote(by), say(`, ${seatName(seat, titles)}`)]),
    ),
    ...(over ? [] : review.open.map((open) => openItem(open, titles))),
    ...(over ? [] : review.vetoes.map((place) => actItem(proposal, place, "rejected by "))),
    ...(over ? [] : review.questions.map((place) => actItem(proposal, place, `question ${place} of `))),
    ...(over ? [] : review.lacking.map((words) => item([say(words, "bad")]))),
    ...review.uncounted.map(({ by, message }) =>
      item([say("not counted  ", "warn"), quote(by), say(": "), quote(message)]),
    ),
  ];
  return section("Review", [paragraph(...asked), ...(items.length === 0 ? [] : [list(items)])]);
}

/** After a commit, those of the receipt: what is known of reviewers by then may have changed. */
const seatsOf = ({ execution, review }: ProposalView): ProposalView["review"]["seats"] =>
  execution?.seats ?? review.seats;

const seatName = (seat: string, titles: Titles): string =>
  seat === ANYONE ? "who may review" : `as ${titleOf(titles.roles, seat)}`;

function openItem({ seat, count, eligible }: ProposalView["review"]["open"][number], titles: Titles): Item {
  const from = seat === ANYONE ? "anybody who may review" : titleOf(titles.roles, seat);
  const names = eligible.slice(0, NAMES).map((id) => quote(id));
  const more = eligible.length - NAMES;
  const who: Line =
    eligible.length === 0
      ? [say("nobody is there who may", "bad")]
      : series(more > 0 ? [...names, say(`${more} more`)] : names, "or");
  return item([say("open    ", "warn"), say(`${count} from ${from}: `), ...who]);
}

function actItem({ acts }: ProposalView, place: number, words: string): Item {
  const { by, comment } = acts[place]!;
  return item([say(words, "bad"), quote(by), say(": "), quote(comment)]);
}
