/** Lets: evaluated once a frame, on first use. */
import type { Frame } from "../evaluator.ts";
import { unknown, type Value } from "../value.ts";
import type { Machine, MachineLet } from "./run.ts";

/**
 * A let, from the frame or evaluated once. Lets that it reads come first, by a list instead of recursion: a chain of ten
 * thousand lets is as good as one of two.
 */
export function letValue(machine: Machine, frame: Frame, name: string, evaluate: (found: MachineLet) => Value): Value {
  const cached = frame.lets.get(name);
  if (cached !== undefined) return cached;
  const lets = machine.lets.get(frame.action);
  const todo = [name];
  while (todo.length > 0) {
    const next = todo.at(-1)!;
    const found = lets?.get(next);
    const waiting = frame.lets.has(next) ? [] : (found?.reads.filter((read) => !frame.lets.has(read)) ?? []);
    if (waiting.length > 0) {
      todo.push(...waiting);
      continue;
    }
    todo.pop();
    if (frame.lets.has(next)) continue;
    frame.lets.set(next, found === undefined ? unknown(next, "no such let") : evaluate(found));
  }
  return frame.lets.get(name)!;
}
