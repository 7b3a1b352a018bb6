/**
 * Windows of the calendar by looking at a clock on the wall every quarter of an hour, with nothing of the engine in it.
 * `Intl` says what the clock shows; a day that has begun does not begin again, so dates only go forward.
 */
export const QUARTER = 900_000;
const DAY = 86_400_000;

export type Unit = "hour" | "day" | "week" | "month" | "year";

export interface Posting {
  readonly at: number;
  readonly amount: number;
  readonly open: boolean;
}

/** When windows of each unit begin. */
export type Starts = Readonly<Record<Unit, readonly number[]>>;

/** Forty days to both sides of a moment, and the turns of three years. */
export function startsAround(timezone: string, moment: number): Starts {
  const near = startsIn(timezone, moment - 40 * DAY, moment + 40 * DAY);
  const thisYear = new Date(moment).getUTCFullYear();
  const turns = [-1, 0, 1, 2].map((n) => Date.UTC(thisYear + n, 0, 1));
  return { ...near, year: turns.flatMap((turn) => startsIn(timezone, turn - DAY, turn + DAY).year) };
}

function startsIn(timezone: string, from: number, to: number): Starts {
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  const starts: Record<Unit, number[]> = { hour: [], day: [], week: [], month: [], year: [] };
  let last: Record<Unit, string> | null = null;
  let date = "";
  for (let at = from; at < to; at += QUARTER) {
    // As in `2026-10-25 02:30`.
    const shown = clock.format(at);
    const today = shown.slice(0, 10);
    if (today > date) date = today;
    const labels = {
      hour: shown.slice(0, 13),
      day: date,
      week: mondayOf(date),
      month: date.slice(0, 7),
      year: date.slice(0, 4),
    };
    // The clock shows a full hour, or has passed one: so the same hour shown twice is two hours.
    for (const unit of Object.keys(labels) as Unit[])
      if (last !== null && (labels[unit] !== last[unit] || (unit === "hour" && shown.endsWith(":00"))))
        starts[unit].push(at);
    last = labels;
  }
  return starts;
}

function mondayOf(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  const sinceMonday = (noon.getUTCDay() + 6) % 7;
  return new Date(noon.getTime() - sinceMonday * DAY).toISOString().slice(0, 10);
}

export type Counted =
  | { readonly kind: "calendar"; readonly unit: Unit }
  | { readonly kind: "rolling"; readonly ms: number }
  | { readonly kind: "ever" | "open" };

/** What of the postings counts at an instant. */
export function counted(postings: readonly Posting[], window: Counted, now: number, starts: Starts): number {
  const inside = (at: number): boolean => {
    switch (window.kind) {
      case "calendar":
        return at >= starts[window.unit].findLast((start) => start <= now)!;
      case "rolling":
        return at > now - window.ms;
      case "ever":
        return true;
      case "open":
        return false;
    }
  };
  return postings.reduce((sum, { at, amount, open }) => (open || inside(at) ? sum + amount : sum), 0);
}

/** The first instant after `now` at which so much more fits, by trying each at which something leaves. */
export function freesAt(
  postings: readonly Posting[],
  window: Counted,
  now: number,
  starts: Starts,
  room: number,
): number | null {
  const leaving =
    window.kind === "rolling"
      ? postings.filter(({ open }) => !open).map(({ at }) => at + window.ms)
      : window.kind === "calendar"
        ? [starts[window.unit].find((start) => start > now)!]
        : [];
  const later = leaving.filter((at) => at > now).sort((a, b) => a - b);
  return later.find((at) => counted(postings, window, at, starts) <= room) ?? null;
}
