/** The order of what happened: newest first, whatever order it was listed in. */
import { identical, isMap } from "../../eval/equality.ts";
import { Unknown, unknown, type Value } from "../../eval/value.ts";
import { canonical } from "../json/canonical.ts";
import type { Json, JsonRecord } from "../json/json.ts";
import { compareTexts } from "./members.ts";

type Fields = ReadonlyMap<string, Value>;

/** One entry of the history: when, as it was written, as expressions read it. */
export interface Recorded {
  readonly at: number;
  readonly json: JsonRecord;
  readonly value: Fields;
}

/**
 * Entries of one instant are told apart by who asked and what became of it, then by their inputs. Inputs may be unknown,
 * and then it is not known which entry comes first: in what differs between such entries each of them could be the other.
 */
export function inOrder(entries: readonly Recorded[]): readonly Value[] {
  const [newest, ...others] = [...entries].sort((a, b) => b.at - a.at);
  if (newest === undefined) return [];
  const groups: Recorded[][] = [[newest]];
  for (const entry of others) {
    const group = groups.at(-1)!;
    if (group[0]!.at === entry.at) group.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap((group) => (group.length === 1 ? [group[0]!.value] : ofOneInstant(group)));
}

function ofOneInstant(entries: readonly Recorded[]): readonly Value[] {
  const keyed = entries
    .map((entry) => ({
      value: entry.value,
      who: canonical(["status", "requester"].map((name): Json => entry.json.get(name) ?? null)),
      what: canonical(entry.json),
    }))
    .sort((a, b) => compareTexts(a.who, b.who) || compareTexts(a.what, b.what));
  const alike = new Map<string, Fields[]>();
  for (const { who, value } of keyed) {
    const group = alike.get(who);
    if (group === undefined) alike.set(who, [value]);
    else group.push(value);
  }
  return [...alike.values()].flatMap(interchangeable);
}

/** Entries whose order rests on their inputs. */
function interchangeable(entries: readonly Fields[]): readonly Fields[] {
  return entries.every((entry) => identical(entry, entry)) ? entries : blurred(entries);
}

/** What differs between the entries becomes unknown. INVARIANT: all have the same fields; `inputs` holds the inputs a second time. */
function blurred(entries: readonly Fields[]): readonly Fields[] {
  const results = entries.map(() => new Map<string, Value>());
  for (const name of entries[0]!.keys()) {
    const values = entries.map((entry) => entry.get(name) ?? null);
    const maps = name === "inputs" ? values.filter(isMap) : [];
    const same = values.every((value) => identical(value, values[0]!));
    const open = unknown(`history.${name}`, "of several entries at one instant, the order is not known");
    const shown =
      maps.length === values.length
        ? blurred(maps)
        : values.map((value) => (same || value instanceof Unknown ? value : open));
    for (const [i, result] of results.entries()) result.set(name, shown[i]!);
  }
  return results;
}
