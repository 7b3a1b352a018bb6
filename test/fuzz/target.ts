/** What a fuzzing target is: it makes inputs by chance, and knows what must hold for every one of them. */
import type { Random } from "./random.ts";

/** Plain JSON, so that an input can be kept as a file, cut down, and tried again. */
export type Input = Readonly<Record<string, unknown>>;

export interface Target {
  readonly name: string;
  readonly about: string;
  readonly make: (random: Random) => Input;
  /** Throws `Broken` where something does not hold. Whatever else is thrown is a crash. An input of the wrong shape passes. */
  readonly run: (input: Input) => void;
}

/** Something that must hold does not. `rule` names it, and stays the same while an input is cut down. */
export class Broken extends Error {
  readonly rule: string;
  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`);
    this.name = "Broken";
    this.rule = rule;
  }
}

export function holds(condition: boolean, rule: string, detail: () => string): asserts condition {
  if (!condition) throw new Broken(rule, detail().slice(0, 2_000));
}

/** What makes two failures one: the rule, or the fault and the place that threw it. */
export function kindOf(thrown: unknown): string {
  if (thrown instanceof Broken) return thrown.rule;
  if (!(thrown instanceof Error)) return `thrown ${String(thrown)}`;
  const place = /\n\s+at (?:new )?([\w.$<>]+) /.exec(thrown.stack ?? "")?.[1] ?? "";
  // A full stack breaks anywhere.
  if (thrown instanceof RangeError && thrown.message.includes("call stack")) return "call stack";
  return `${thrown.name} in ${place}: ${thrown.message.replace(/\d+/g, "0").slice(0, 80)}`;
}
