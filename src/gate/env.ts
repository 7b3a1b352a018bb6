/** A gate's configuration with its defaults, checked once. */

import type { Evaluator } from "../eval/evaluator.ts";
import type { GateOptions, Lifetimes } from "./api.ts";
import { maskFault } from "./audit/mask.ts";
import type { Sources } from "./facts.ts";
import { type Known, known } from "./people.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const LIFETIMES: Lifetimes = {
  proposal_ms: 7 * DAY,
  allowed_ms: 15 * MINUTE,
  approval_ms: 3 * DAY,
  reservation_ms: 7 * DAY,
  facts_ms: 10_000,
  execution_ms: MINUTE,
};

export interface Env {
  readonly options: GateOptions;
  readonly tenant: string;
  readonly lifetimes: Lifetimes;
  readonly sources: Sources;
  readonly evaluator: () => Evaluator;
  readonly known: () => Promise<Known>;
}

/** Throws a `TypeError` for options that make no gate: whoever builds one reads it at start-up. */
export function envOf(options: GateOptions): Env {
  const tenant = options.tenant ?? "default";
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(tenant))
    throw new TypeError("a tenant is named by at most 100 characters of A-Z a-z 0-9 . _ -");
  const given = options.lifetimes ?? {};
  const lifetimes: Lifetimes = { ...LIFETIMES, reservation_ms: given.proposal_ms ?? LIFETIMES.proposal_ms, ...given };
  for (const [name, ms] of Object.entries(lifetimes))
    if (!Number.isSafeInteger(ms) || ms <= 0)
      throw new TypeError(`${name} is a whole number of milliseconds above zero`);
  const { evaluator, clock, sources, records } = options;
  // Rules that may change while the gate runs are not known yet.
  const plan = typeof evaluator === "function" ? null : evaluator.plan;
  const fault = options.mask === undefined ? null : maskFault(options.mask, plan);
  if (fault !== null) throw new TypeError(fault);
  const tiers = plan?.tiers;
  for (const tier of Object.keys(options.auth_strength ?? {}))
    if (tiers?.includes(tier) === false)
      throw new TypeError(`auth_strength names the tier \`${tier}\`, and there is none: there are ${tiers.join(", ")}`);
  return {
    options,
    tenant,
    lifetimes,
    sources: { clock, sources, records, facts_ms: lifetimes.facts_ms },
    evaluator: typeof evaluator === "function" ? evaluator : () => evaluator,
    known: () => known(options.directory, clock),
  };
}
