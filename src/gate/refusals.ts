/** How the gate says no: one shape, one code, words for this case. */
import type { ProposalView, Refusal } from "./api.ts";
import { CODES, type Code } from "./codes.ts";
import type { Drift } from "./documents.ts";

/** Carries a refusal out of the middle of an operation; the operation's edge turns it into its answer. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export interface Details {
  readonly proposal?: ProposalView | null;
  readonly drift?: readonly Drift[];
}

/** `message`: what happened, in this case; left out: what the code means. */
export function refusal(code: Code, message?: string, details: Details = {}): Refusal {
  return {
    ok: false,
    code,
    message: message ?? CODES[code].means,
    help: CODES[code].help,
    proposal: details.proposal ?? null,
    drift: details.drift ?? [],
  };
}

export function refuse(code: Code, message?: string, details?: Details): never {
  throw new Refused(refusal(code, message, details));
}
