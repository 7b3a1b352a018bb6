/** What a decision takes of its quotas: reserved when it is proposed, posted or given back when it ends. */
import type { Decision } from "../decision/documents.ts";
import { sha256 } from "../source/sha256.ts";
import {
  amountOf,
  DIGITS,
  decimalOf,
  difference,
  isCountable,
  isMore,
  negative,
  PLACES,
  sum,
  text,
  unitOf,
} from "./amounts.ts";
import type { Proposal, Reservation } from "./documents.ts";
import { instantOf, instantText } from "./instants.ts";
import { refuse } from "./refusals.ts";
import type { Changes, HoldKey, HoldRow, Posting, PostingRow, View } from "./store.ts";

/**
 * One reservation for each quota and key. A quota that the decision could not measure takes nothing, and is held anyway: one
 * without a limit, and one in another currency than its limit, which would add up with nothing that others reserve.
 */
export function reservationsOf(decision: Decision, expires_at: number): readonly Reservation[] {
  const found = new Map<string, Reservation>();
  for (const { clause, key, limit, used, after } of decision.quotas) {
    if (limit === null || used === null || after === null) continue;
    const [before, then] = [amountOf(used), amountOf(after)];
    if (before === null || then === null)
      return refuse(
        "quota",
        `What the quota ${clause} would count, ${after}, is no finite decimal; round it in the rule.`,
      );
    if (unitOf(limit) !== then.unit) continue;
    const amount = difference(then.amount, before.amount);
    if (!isCountable(amount))
      return refuse(
        "quota",
        `What the quota ${clause} would count has ${DIGITS} digits or more before its point, or more than ${PLACES} behind it; round it in the rule.`,
      );
    const name = JSON.stringify([clause, ...key]);
    const other = found.get(name);
    found.set(name, {
      clause,
      key,
      unit: then.unit,
      amount: text(other === undefined ? amount : sum(decimalOf(other.amount), amount)),
      state: "open",
      posted: null,
      expires_at: instantText(expires_at),
    });
  }
  return [...found.values()];
}

/** Longer ones stand as their hash: databases index no text of any length. */
const LONGEST_KEY = 400;

/** The key of a quota as stores keep it. */
export function storedKey(key: readonly string[]): string {
  const written = JSON.stringify(key);
  return written.length <= LONGEST_KEY ? written : `sha256:${sha256(written)}`;
}

const keyOf = ({ clause, key }: Reservation, proposal: string): HoldKey => ({ clause, key: storedKey(key), proposal });

export const holdsOf = (proposal: Proposal): readonly HoldRow[] =>
  proposal.reservations
    .filter(({ state }) => state === "open")
    .map((own) => ({
      ...keyOf(own, proposal.id),
      unit: own.unit,
      amount: own.amount,
      expires_at: instantOf(own.expires_at),
    }));

/** What was posted of its reservations, when its execution ended. */
export const postedOf = ({ id, reservations, execution }: Proposal): readonly Posting[] =>
  reservations
    .filter(({ state }) => state === "posted")
    .map((own) => ({
      ...keyOf(own, id),
      unit: own.unit,
      amount: own.posted!,
      at: instantOf(execution!.ended_at!),
    }));

/** Ends all open reservations. */
export function released(
  proposal: Proposal,
  state: "void" | "expired",
): { readonly reservations: Reservation[]; readonly release: readonly HoldKey[] } {
  return {
    reservations: proposal.reservations.map((own) => (own.state === "open" ? { ...own, state } : own)),
    release: proposal.reservations.filter((own) => own.state === "open").map((own) => keyOf(own, proposal.id)),
  };
}

/**
 * Posts all open reservations at `at`. `used`: less of a clause than was reserved; anything else that an executor says there is
 * no amount, and then all of it is posted: what may have been used is counted.
 */
export async function posted(
  view: View,
  proposal: Proposal,
  at: number,
  used: { readonly [clause: string]: string } | undefined,
): Promise<{ readonly reservations: Reservation[]; readonly changes: Pick<Changes, "release" | "post"> }> {
  const open = proposal.reservations.filter((own) => own.state === "open");
  const found = await view.usage(
    open.map((own) => ({ clause: own.clause, key: storedKey(own.key), from: null, exclusive: false })),
  );
  const post: PostingRow[] = [];
  const amounts = new Map<Reservation, string>();
  open.forEach((own, i) => {
    const amount = partOf(own, used);
    amounts.set(own, amount);
    const last = found[i]!.totals.find(({ unit }) => unit === own.unit);
    post.push({
      clause: own.clause,
      key: storedKey(own.key),
      unit: own.unit,
      amount,
      at: Math.max(at, last?.at ?? at),
      proposal: proposal.id,
      n: (last?.n ?? 0) + 1,
      total: text(sum(decimalOf(last?.total ?? "0"), decimalOf(amount))),
    });
  });
  return {
    reservations: proposal.reservations.map((own) =>
      own.state === "open" ? { ...own, state: "posted", posted: amounts.get(own)! } : own,
    ),
    changes: { release: open.map((own) => keyOf(own, proposal.id)), post },
  };
}

function partOf(own: Reservation, used: { readonly [clause: string]: string } | undefined): string {
  const said = used !== undefined && Object.hasOwn(used, own.clause) ? used[own.clause] : undefined;
  if (typeof said !== "string") return own.amount;
  const part = amountOf(said);
  if (part === null || !isCountable(part.amount) || (part.unit !== "" && part.unit !== own.unit)) return own.amount;
  return negative(part.amount) || isMore(part.amount, decimalOf(own.amount)) ? own.amount : text(part.amount);
}
