/** Instants at which a policy may say something else: days begin, hours that it names come round, dates it names arrive. */
import { DAY_MS, dateOf, instantsOf, startOfDay, type Zone } from "../../eval/calendar.ts";
import type { Question } from "../read/question.ts";
import { constantsOf } from "./constants.ts";

/** A week and a day: every weekday comes round. */
const DAYS = 8;
/** So many are tried. */
const MOST = 40;

/** Instants after `now`, soonest first; none where the action does not look at the clock. */
export function momentsAfter(question: Question): readonly number[] {
  const { zone, now } = question;
  const { clock, durations, dates, times } = constantsOf(question.plan, question.action);
  if (!clock) return [];
  const today = dateOf(zone, now);
  const named = durations.filter((duration) => duration > 0 && duration < DAY_MS);
  const days = Array.from({ length: DAYS + 1 }, (_, i) => today + i);
  const instants = [
    ...days.map((day) => startOfDay(zone, day)),
    ...days.flatMap((day) => named.flatMap((duration) => at(zone, day, duration))),
    ...dates.flatMap((date) => [startOfDay(zone, date), startOfDay(zone, date + 1)]),
    ...times.flatMap((time) => [time, time + 1]),
  ];
  return [...new Set(instants)]
    .filter((instant) => instant > now)
    .sort((a, b) => a - b)
    .slice(0, MOST);
}

/** The instant at which the wall clock shows a time of day; on days that leave it out, none. */
function at(zone: Zone, day: number, time: number): readonly number[] {
  return instantsOf(zone, day * DAY_MS + time).slice(0, 1);
}
