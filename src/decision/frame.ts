/** What expressions read, for one asker: the same question may be decided for the requester and for the one it acts for. */
import type { Evaluator, Frame, Work } from "../eval/evaluator.ts";
import { type Cause, Unknown, unknown, type Value } from "../eval/value.ts";
import type { Ambient } from "../model/expression.ts";
import { inadmissible } from "./admissible.ts";
import type { Asker, Question } from "./read/question.ts";

export interface Range<T> {
  readonly certain: T;
  readonly assumed: T;
}

/** Score and tier as far as they are found; null while their turn has not come. */
export interface Ranges {
  readonly score: Range<number> | null;
  readonly tier: Range<string> | null;
  /** What is unknown behind them. */
  readonly causes: readonly Cause[];
}

export const NO_RANGES: Ranges = { score: null, tier: null, causes: [] };

/** Makes frames for one asker. Impact is found once, with a frame in which it is not known yet. */
export function frames(
  evaluator: Evaluator,
  question: Question,
  asker: Asker,
  work: Work,
): { readonly impact: ReadonlyMap<string, Value>; readonly frame: (ranges: Ranges) => Frame } {
  const ambient = new Map<Ambient, Value>()
    .set("requester", requesterValue(asker))
    .set("environment", question.environment)
    .set("now", question.now)
    .set("changes", question.changes === null ? UNREADABLE_CHANGES : question.changes.map(itsValue))
    .set("evidence", question.evidence === null ? UNREADABLE_EVIDENCE : question.evidence.map(itsValue))
    .set("confidence", question.confidence)
    .set("impact", NOT_FOUND_YET);
  const plain = base(question, work, ambient);
  const impact = new Map<string, Value>();
  for (const { category, value } of question.action.impact) {
    const counted = category === "money" || category === "customers";
    impact.set(category, value === null ? (counted ? null : true) : evaluator.evaluate(value, plain, 0));
  }
  // What is ambient is the same from now on; score and tier stand beside it, as ranges.
  ambient.set("impact", impact);
  return {
    impact,
    frame({ score, tier, causes }) {
      // Without lets there is nothing to keep apart.
      const lets = question.action.lets.length === 0 ? plain.lets : new Map<string, Value>();
      const frame: Writable<Frame> = { ...plain, lets, rangeCauses: causes };
      if (score !== null) frame.score = score;
      if (tier !== null) frame.tier = tier;
      return frame;
    },
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NOT_FITTING = "does not fit the contract";
const UNREADABLE_CHANGES = unknown("changes", NOT_FITTING);
const UNREADABLE_EVIDENCE = unknown("evidence", NOT_FITTING);
const NOT_FOUND_YET = unknown("impact", "not found yet");
const itsValue = ({ value }: { readonly value: ReadonlyMap<string, Value> }): Value => value;

function base(question: Question, work: Work, ambient: Frame["ambient"]): Frame {
  return {
    action: question.action.id,
    inputs: question.inputs,
    facts: question.facts,
    ambient,
    lets: new Map(),
    now: question.now,
    history(action) {
      if (question.history === null) return unknown("history", "not supplied");
      return question.history.get(action) ?? [];
    },
    changesTo(record, field) {
      if (question.changes === null) return UNREADABLE_CHANGES;
      return question.changes.filter((change) => change.record === record && change.field === field).map(itsValue);
    },
    evidenceOf(kind) {
      if (question.evidence === null) return UNREADABLE_EVIDENCE;
      return question.evidence
        .filter((entry) => entry.kind === kind && inadmissible(question.plan, entry, question.now) === null)
        .map(itsValue);
    },
    work,
  };
}

function requesterValue(asker: Asker): Value {
  const told = (member: "owner" | "on_behalf_of"): Value =>
    asker.unreadable.includes(member) ? unknown(`requester.${member}`, NOT_FITTING) : asker[member];
  return new Map<string, Value>()
    .set("id", asker.id === "" ? unknown("requester.id", NOT_FITTING) : asker.id)
    .set("kind", asker.kind ?? unknown("requester.kind", NOT_FITTING))
    .set(
      "roles",
      asker.roles ??
        new Unknown([
          { path: "requester.roles", why: `no directory says which roles ${asker.id || "the requester"} holds` },
        ]),
    )
    .set("owner", told("owner"))
    .set("on_behalf_of", told("on_behalf_of"));
}
