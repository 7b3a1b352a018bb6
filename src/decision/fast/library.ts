/**
 * What generated code calls: reading of scalars as documents write them, and their texts. Each takes the common forms
 * only; for others it says so (`NaN`, false), and the reference reads the documents instead.
 */
import { dateOf, timeOfDay, weekdayOf, type Zone } from "../../eval/calendar.ts";
import { instantText } from "../../eval/iso.ts";
import { like } from "../../eval/like.ts";
import { durationWords } from "../../plan/duration.ts";
import { dateText } from "../../plan/zone.ts";

import {
  begin,
  currency,
  date,
  duration,
  entry,
  has,
  heavier,
  instant,
  light,
  loose,
  number,
  plain,
  text,
  texts,
} from "./reading.ts";
import { askerIn, peopleIn, personIn, rolesOf, usages, used, usedMoney, usedNumber } from "./trusted.ts";
import { characters, copied, countText, cut, listText, moneyText, numberText, recordsText } from "./words.ts";

export const LIBRARY = {
  /** Where a document leaves out a record of optional members. */
  empty: Object.freeze({}),
  none: Object.freeze([]),
  text,
  heavier,
  light,
  peopleIn,
  askerIn,
  personIn,
  rolesOf,
  usages,
  used,
  usedMoney,
  usedNumber,
  number,
  currency,
  date,
  instant,
  duration,
  plain,
  begin,
  loose,
  entry,
  copied,
  has,
  there: (value: unknown): boolean => value !== null,
  texts,
  /** A record has two names, with its policy's and without. What only looks like both is left to the reference. */
  oneRecord: (a: string, b: string): boolean => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`),
  like,
  cut,
  numberText,
  moneyText,
  listText,
  recordsText,
  countText,
  characters,
  lower: (value: string): string => value.toLowerCase(),
  dateText,
  instantText,
  durationText: durationWords,
  day: (ms: number, zone: Zone): number => dateOf(zone, ms),
  weekday: (days: number): string => weekdayOf(days),
  clock: (ms: number, zone: Zone): number => timeOfDay(zone, ms),
} as const;

export type Library = typeof LIBRARY;
