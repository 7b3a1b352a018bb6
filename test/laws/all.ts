/** Every law, by its number. */
import type { Engine } from "./engine.ts";
import { hold, type Law, type RunOptions, type Verdict } from "./law.ts";
import { adding } from "./the/adding.ts";
import { algebra } from "./the/algebra.ts";
import { explained } from "./the/explained.ts";
import { oneMeaning } from "./the/one-meaning.ts";
import { order } from "./the/order.ts";
import { sameBytes } from "./the/same-bytes.ts";
import { total } from "./the/total.ts";
import { unknown } from "./the/unknown.ts";

export interface AnyLaw {
  readonly number: number;
  readonly says: string;
  readonly hold: (engine: Engine, options: RunOptions) => Verdict;
}

/** A law whose samples are nobody else's business. */
const closed = <Sample>(law: Law<Sample>): AnyLaw => ({
  number: law.number,
  says: law.says,
  hold: (engine, options) => hold(law, engine, options),
});

export const LAWS: readonly AnyLaw[] = [
  closed(total),
  closed(unknown),
  closed(adding),
  closed(order),
  closed(sameBytes),
  closed(explained),
  closed(oneMeaning),
  closed(algebra),
];
