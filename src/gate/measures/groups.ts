/** Proposals by what was asked for. Days, weeks (ISO 8601) and months are those of UTC. */
import { DAY_MS } from "../../plan/zone.ts";
import type { Told } from "./fold.ts";
import type { By } from "./measures.ts";

const GROUPS: { readonly [by in By]: (told: Told) => string } = {
  action: (told) => told.action,
  tier: (told) => told.tier,
  day: (told) => iso(told.proposed_at).slice(0, 10),
  week: (told) => weekOf(told.proposed_at),
  month: (told) => iso(told.proposed_at).slice(0, 7),
};

const iso = (ms: number): string => new Date(ms).toISOString();

/** `2026-W48`: the week belongs to the year in which its Thursday lies (ISO 8601). */
function weekOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  // Day 0 was a Thursday; weekdays count from Monday.
  const weekday = (((day + 3) % 7) + 7) % 7;
  const thursday = new Date((day - weekday + 3) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const nth = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(nth).padStart(2, "0")}`;
}

export const byOf = (given: string): By | null => (Object.hasOwn(GROUPS, given) ? (given as By) : null);

export interface Group {
  readonly group: { readonly [by: string]: string };
  readonly members: readonly Told[];
}

/** In order of what they are grouped by; without grouping one, of all. */
export function groupsOf(proposals: readonly Told[], by: readonly By[]): readonly Group[] {
  const groups = new Map<string, { readonly names: readonly string[]; readonly members: Told[] }>();
  if (by.length === 0) groups.set("[]", { names: [], members: [] });
  for (const told of proposals) {
    const names = by.map((one) => GROUPS[one](told));
    const key = JSON.stringify(names);
    let group = groups.get(key);
    if (group === undefined) {
      group = { names, members: [] };
      groups.set(key, group);
    }
    group.members.push(told);
  }
  return [...groups.values()]
    .sort((a, b) => compare(a.names, b.names))
    .map(({ names, members }) => ({ group: Object.fromEntries(by.map((one, i) => [one, names[i]!])), members }));
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, i) => name !== b[i]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
