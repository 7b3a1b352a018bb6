/** Could the people in the directory ever fill the seats that a decision asks for? */
import type { SeatSets } from "./algebra.ts";
import type { People } from "./directory.ts";
import { bottleneckInWords, bottleneckOf, type Group, poolOf } from "./pool.ts";

export interface FillableQuestion {
  readonly sets: SeatSets;
  readonly excluded: readonly string[];
  /** Null: no directory, so nobody can tell. */
  readonly people: People | null;
  /** Roles that may take any empty seat in time. */
  readonly escalations: readonly { readonly role: string; readonly at: string }[];
}

export interface Fillable {
  readonly fillable: boolean | null;
  /** In words, where no alternative can be filled, or none before an escalation. */
  readonly lacking: readonly string[];
}

/** More bottlenecks than this say nothing new. */
const BOTTLENECKS = 10;

/**
 * A requirement that only an escalation can save counts as fillable; `lacking` then says what is missing until then.
 * Stops at the first alternative that can be filled.
 */
export function fillable({ sets, excluded, people, escalations }: FillableQuestion): Fillable {
  if (people === null) return { fillable: null, lacking: [] };
  if (sets.length === 0) return { fillable: false, lacking: ["no set of reviewers meets what is asked for"] };
  const relevant = [...sets.flatMap((set) => Object.keys(set)), ...escalations.map((escalation) => escalation.role)];
  const { groups } = poolOf(people, excluded, relevant);
  const lacking = new Set<string>();
  for (const set of sets) {
    const bottleneck = bottleneckOf(set, groups, NOWHERE);
    if (bottleneck === null) return { fillable: true, lacking: [] };
    if (lacking.size < BOTTLENECKS) lacking.add(bottleneckInWords(bottleneck));
  }
  const until = earliestRescue(sets, groups, escalations);
  return {
    fillable: until !== null,
    lacking: [...lacking].map((words) => (until === null ? words : `until ${until}, ${words}`)),
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

/** The first instant from which the escalations that are due by then let some alternative be filled. */
function earliestRescue(
  sets: SeatSets,
  groups: readonly Group[],
  escalations: FillableQuestion["escalations"],
): string | null {
  const order = [...escalations].sort((x, y) => Date.parse(x.at) - Date.parse(y.at));
  const due = new Set<string>();
  for (const escalation of order) {
    due.add(escalation.role);
    if (sets.some((set) => bottleneckOf(set, groups, due) === null)) return escalation.at;
  }
  return null;
}
