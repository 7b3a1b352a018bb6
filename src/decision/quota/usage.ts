/** How much of a quota is used at an instant, and when enough of it will be free again. */
import { calendarWindow, type Zone } from "../../eval/calendar.ts";
import { Unknown, unknown } from "../../eval/value.ts";
import type { WindowShape } from "../../model/expression.ts";
import { compareTexts } from "../read/members.ts";
import type { Usage } from "../read/question.ts";
import { type Amount, amountOf, amountText, plus, within, zeroLike } from "./amount.ts";

interface Entry {
  readonly at: number;
  readonly amount: Amount;
  readonly open: boolean;
}

/** Usage with every amount known. */
export interface Ledger {
  /** As the source sums it up; null: only `entries` say. */
  readonly used: Amount | null;
  /** Oldest first; null: the source did not list them. */
  readonly entries: readonly Entry[] | null;
}

/** Reads usage for a quota; nothing listed: nothing used. */
export function ledger(usage: Usage | undefined, like: Amount, path: string): Ledger | Unknown {
  if (usage === undefined) return { used: zeroLike(like), entries: [] };
  const used = usage.used === null ? null : amountOf(usage.used, path);
  if (used instanceof Unknown) return used;
  if (usage.entries === null) return { used, entries: null };
  const entries: Entry[] = [];
  for (const entry of usage.entries) {
    const amount = amountOf(entry.amount, path);
    if (amount instanceof Unknown) return amount;
    entries.push({ at: entry.at, amount, open: entry.open });
  }
  // Of one instant by what they say: what does not add up is told alike, however they are listed.
  const inOrder = (a: Entry, b: Entry): number =>
    a.at - b.at || compareTexts(amountText(a.amount), amountText(b.amount));
  return { used, entries: entries.sort(inOrder) };
}

/**
 * What was posted in the window that ends at `now`, plus what is open. A posting dated after `now` counts: clocks of
 * two machines differ. Where the source gives both a sum and entries, the larger of the two counts.
 */
export function usedAt(
  given: Ledger,
  window: WindowShape,
  zone: Zone,
  now: number,
  like: Amount,
  path: string,
): Amount | Unknown {
  if (given.entries === null) return given.used ?? unknown(path, "not supplied");
  let sum: Amount | Unknown = zeroLike(like);
  const from = windowStart(window, zone, now);
  for (const entry of given.entries) {
    const counts = entry.open || (from.exclusive ? entry.at > from.at : entry.at >= from.at);
    if (!counts || sum instanceof Unknown) continue;
    sum = plus(sum, entry.amount, path);
  }
  if (sum instanceof Unknown || given.used === null) return sum;
  const covered = within(given.used, sum, path);
  return covered instanceof Unknown ? covered : covered ? sum : given.used;
}

function windowStart(
  window: WindowShape,
  zone: Zone,
  now: number,
): { readonly at: number; readonly exclusive: boolean } {
  switch (window.kind) {
    case "calendar":
      return { at: calendarWindow(zone, window.unit, now).start, exclusive: false };
    case "rolling":
      // (t - W, t]
      return { at: now - window.ms, exclusive: true };
    case "ever":
      return { at: Number.NEGATIVE_INFINITY, exclusive: false };
    case "open":
      return { at: Number.POSITIVE_INFINITY, exclusive: false };
  }
}

/**
 * The first instant from which `amount` fits, if nothing else happens: the next calendar window, or the moment when
 * enough has left the rolling window. Null: never, or not to be told from what the source gave.
 */
export function freesAt(
  given: Ledger,
  window: WindowShape,
  zone: Zone,
  now: number,
  amount: Amount,
  limit: Amount,
  path: string,
): number | null {
  if (window.kind === "calendar") {
    const next = calendarWindow(zone, window.unit, now).end;
    // A sum alone does not say what of it is open; then all of it is taken to lapse with the window.
    const used =
      given.entries === null
        ? zeroLike(amount)
        : usedAt({ used: null, entries: given.entries }, window, zone, next, amount, path);
    return fits(used, amount, limit, path) ? next : null;
  }
  if (window.kind !== "rolling" || given.entries === null) return null;
  return rollingFreesAt(given.entries, window.ms, now, amount, limit, path);
}

/** From the last moment backwards: at `posted + W` only later postings are still in the window. Linear. */
function rollingFreesAt(
  entries: readonly Entry[],
  window_ms: number,
  now: number,
  amount: Amount,
  limit: Amount,
  path: string,
): number | null {
  let used: Amount | Unknown = zeroLike(amount);
  for (const entry of entries) if (entry.open && !(used instanceof Unknown)) used = plus(used, entry.amount, path);
  let first: number | null = null;
  const posted = entries.filter((entry) => !entry.open);
  for (let index = posted.length - 1; index >= 0; index--) {
    const { at } = posted[index]!;
    const leaves = at + window_ms;
    if (leaves <= now) break;
    if (posted[index + 1]?.at !== at && fits(used, amount, limit, path)) first = leaves;
    if (!(used instanceof Unknown)) used = plus(used, posted[index]!.amount, path);
  }
  return first;
}

function fits(used: Amount | Unknown, amount: Amount, limit: Amount, path: string): boolean {
  if (used instanceof Unknown) return false;
  const after = plus(used, amount, path);
  return !(after instanceof Unknown) && within(after, limit, path) === true;
}
