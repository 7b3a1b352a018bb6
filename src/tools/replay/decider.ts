/** Decides the lines of a piece of a log, and counts. */
import { decide } from "../../decision/decide.ts";
import type { Decision } from "../../decision/documents.ts";
import { verdict } from "../../decision/verdict.ts";
import { compile } from "../../eval/compile.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import type { Plan } from "../../plan/plan.ts";
import type { LineReader } from "./lines.ts";
import { type Documents, parseLine } from "./parse.ts";
import { countChange, countReasons, countUnread, countVerdict, emptyTally, type Tally, type Verdict } from "./tally.ts";

export interface Rules {
  readonly plan: Plan;
  /** Decides the same lines, to be compared; null: nothing to compare with. */
  readonly against: Plan | null;
}

export interface DeciderOptions {
  /** Count which clauses took effect: needs whole decisions. */
  readonly clauses: boolean;
  /** Write the decisions out: one line for each line that is not empty. */
  readonly write: boolean;
}

/** What a piece of a log came to. */
export interface Piece {
  readonly tally: Tally;
  /** Decisions as JSON lines, in the order of the log; empty when they are not wanted. */
  readonly text: string;
}

export interface Decider extends LineReader {
  /** Gives what was counted since the last time, and begins anew. */
  readonly take: () => Piece;
}

export function decider(rules: Rules, options: DeciderOptions): Decider {
  const evaluator = compile(rules.plan);
  const other = rules.against === null ? null : compile(rules.against);
  let tally = emptyTally(rules.plan);
  let text: string[] = [];

  function unread(why: string): void {
    countUnread(tally, why);
    if (options.write) text.push(JSON.stringify({ unread: why }));
  }
  function decided(documents: Documents): void {
    let found: Verdict;
    if (options.clauses || options.write) {
      const decision = ask(evaluator, documents);
      if (options.clauses) countReasons(tally, decision);
      if (options.write) text.push(written(documents.id, decision));
      found = decision;
    } else found = judge(evaluator, documents);
    countVerdict(tally, documents.action, found);
    if (other !== null) countChange(tally, documents.id, found, judge(other, documents));
  }
  return {
    line(bytes, from, to) {
      tally.lines++;
      if (isBlank(bytes, from, to)) return;
      const line = parseLine(bytes, from, to);
      if (typeof line === "string") unread(line);
      else decided(line);
    },
    tooLong() {
      tally.lines++;
      unread("longer than 10 MB, the bound of a document");
    },
    take() {
      const piece = { tally, text: text.length === 0 ? "" : `${text.join("\n")}\n` };
      tally = emptyTally(rules.plan);
      text = [];
      return piece;
    },
  };
}

// A context that is no record is a misfit like any other, whatever its type.
const ask = (evaluator: Evaluator, { changeSet, context }: Documents): Decision =>
  decide(evaluator, changeSet, context as string);
const judge = (evaluator: Evaluator, { changeSet, context }: Documents): Verdict =>
  verdict(evaluator, changeSet, context as string);

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return false;
  return true;
}

/** Without remedies: each would have to be decided again, which takes a hundred times as long as the decision. */
function written(id: string | null, decision: Decision): string {
  const members = Object.keys(decision).filter((name) => name !== "remedies") as (keyof Decision)[];
  return JSON.stringify({
    change_set: id,
    decision: Object.fromEntries(members.map((name) => [name, decision[name]])),
  });
}
