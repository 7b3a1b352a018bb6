/** What expressions read, for one asker: the same question may be decided for the requester and for the one it acts for. */
import { decimalOfNumber } from "../eval/decimal.ts";
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
  const ambient = new Map<Ambient, Value>([
    ["requester", requesterValue(asker)],
    ["environment", question.environment],
    ["now", question.now],
    [
      "changes",
      question.changes === null ? unknown("changes", NOT_FITTING) : question.changes.map((change) => change.value),
    ],
    [
      "evidence",
      question.evidence === null ? unknown("evidence", NOT_FITTING) : question.evidence.map((entry) => entry.value),
    ],
    ["confidence", question.confidence],
    ["impact", unknown("impact", "not found yet")],
  ]);
  const plain = { ...base(question, work), ambient, lets: new Map<string, Value>() };
  const impact = new Map<string, Value>();
  for (const { category, value } of question.action.impact) {
    const counted = category === "money" || category === "customers";
    impact.set(category, value === null ? (counted ? null : true) : evaluator.evaluate(value, plain, 0));
  }
  ambient.set("impact", impact);
  return {
    impact,
    frame(ranges) {
      const own = new Map(ambient);
      if (ranges.score !== null)
        own.set("score", decimalOfNumber(ranges.score.assumed) ?? unknown("score", "out of the exact range"));
      if (ranges.tier !== null) own.set("tier", ranges.tier.assumed);
      return {
        ...base(question, work),
        ambient: own,
        lets: new Map(),
        rangeCauses: ranges.causes,
        ...(ranges.score === null ? {} : { score: ranges.score }),
        ...(ranges.tier === null ? {} : { tier: ranges.tier }),
      };
    },
  };
}

const NOT_FITTING = "does not fit the contract";

function base(question: Question, work: Work): Omit<Frame, "ambient" | "lets"> {
  return {
    action: question.action.id,
    inputs: question.inputs,
    facts: question.facts,
    now: question.now,
    history(action) {
      if (question.history === null) return unknown("history", "not supplied");
      return question.history.get(action) ?? [];
    },
    changesTo(record, field) {
      if (question.changes === null) return unknown("changes", NOT_FITTING);
      return question.changes
        .filter((change) => change.record === record && change.field === field)
        .map((change) => change.value);
    },
    evidenceOf(kind) {
      if (question.evidence === null) return unknown("evidence", NOT_FITTING);
      return question.evidence
        .filter((entry) => entry.kind === kind && inadmissible(question.plan, entry, question.now) === null)
        .map((entry) => entry.value);
    },
    work,
  };
}

function requesterValue(asker: Asker): Value {
  const told = (member: "owner" | "on_behalf_of"): Value =>
    asker.unreadable.includes(member) ? unknown(`requester.${member}`, NOT_FITTING) : asker[member];
  return new Map<string, Value>([
    ["id", asker.id === "" ? unknown("requester.id", NOT_FITTING) : asker.id],
    ["kind", asker.kind ?? unknown("requester.kind", NOT_FITTING)],
    [
      "roles",
      asker.roles ?? new Unknown([{ path: "requester.roles", why: `no directory says which roles ${asker.id} holds` }]),
    ],
    ["owner", told("owner")],
    ["on_behalf_of", told("on_behalf_of")],
  ]);
}
