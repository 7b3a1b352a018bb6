/**
 * Who could take which seat, as groups of natural persons with the same roles. Only roles that somebody asks for matter,
 * so a directory of a hundred thousand people shrinks to a handful of groups.
 */
import type { SeatSet } from "../documents.ts";
import { compareTexts, sortedTexts } from "../read/members.ts";
import { ANYONE } from "./algebra.ts";
import type { People } from "./directory.ts";
import { canReview } from "./exclusion.ts";
import type { Transport } from "./transport.ts";
import { transport } from "./transport.ts";

/** A natural person who may review, and for each role one account that holds it (the first by id). */
export interface Candidate {
  readonly person: string;
  /** The account to ask for a seat that anybody may take. */
  readonly account: string;
  readonly roles: ReadonlyMap<string, string>;
}

/** People with exactly the same relevant roles. */
export interface Group {
  readonly roles: readonly string[];
  readonly members: readonly Candidate[];
}

/**
 * Everybody who may review, by natural person: active accounts of people, none of them excluded. Sorted by person. Of their
 * roles only the relevant ones are kept.
 */
export function candidates(
  people: People,
  excluded: Iterable<string>,
  relevant: Iterable<string>,
): readonly Candidate[] {
  const asked = new Set(relevant);
  const barred = new Set<string>();
  for (const id of excluded) barred.add(people.personOf(id));
  const found = new Map<string, { account: string; roles: Map<string, string> }>();
  for (const account of people.accounts) {
    if (!canReview(account) || barred.has(account.person)) continue;
    let entry = found.get(account.person);
    if (!entry) {
      entry = { account: account.id, roles: new Map() };
      found.set(account.person, entry);
    }
    for (const role of asked) if (account.roles.has(role) && !entry.roles.has(role)) entry.roles.set(role, account.id);
  }
  return [...found].map(([person, entry]) => ({ person, ...entry })).sort((x, y) => compareTexts(x.person, y.person));
}

/** Groups by the relevant roles held; people who hold none form a group too, for seats that anybody may take. */
export function groupByRoles(pool: readonly Candidate[], relevant: Iterable<string>): readonly Group[] {
  const roles = sortedTexts(relevant).filter((role) => role !== ANYONE);
  const groups = new Map<string, { roles: string[]; members: Candidate[] }>();
  for (const candidate of pool) {
    const held = roles.filter((role) => candidate.roles.has(role));
    const key = held.join("\u0000");
    const group = groups.get(key);
    if (group) group.members.push(candidate);
    else groups.set(key, { roles: held, members: [candidate] });
  }
  return [...groups.values()];
}

/** Everybody who may review, as persons and as groups. */
export interface Pool {
  /** Sorted by person. */
  readonly members: readonly Candidate[];
  readonly groups: readonly Group[];
}

/** By people, then by the roles asked for: a directory that is prepared is asked again and again. */
const pools = new WeakMap<People, Map<string, Pool>>();
/** Past so many different sets of roles the memory of one directory starts afresh. */
const MOST_POOLS = 100;

/** `candidates` and their `groupByRoles`, without looking at everybody for each question. */
export function poolOf(people: People, excluded: Iterable<string>, relevant: readonly string[]): Pool {
  const all = poolOfAll(people, relevant);
  const barred = new Set<string>();
  for (const id of excluded) barred.add(people.personOf(id));
  if (barred.size === 0) return all;
  return {
    members: all.members.filter(({ person }) => !barred.has(person)),
    groups: groupsWithout(all.groups, barred),
  };
}

/** The same groups without some persons. */
export function groupsWithout(groups: readonly Group[], persons: ReadonlySet<string>): readonly Group[] {
  const left: Group[] = [];
  for (const group of groups) {
    const members = group.members.filter(({ person }) => !persons.has(person));
    if (members.length > 0) left.push(members.length === group.members.length ? group : { ...group, members });
  }
  // Groups stand in the order of their first members, and keep it.
  return left.sort((a, b) => compareTexts(a.members[0]!.person, b.members[0]!.person));
}

function poolOfAll(people: People, relevant: readonly string[]): Pool {
  let known = pools.get(people);
  if (known === undefined || known.size >= MOST_POOLS) {
    known = new Map();
    pools.set(people, known);
  }
  const key = JSON.stringify(sortedTexts(relevant));
  let pool = known.get(key);
  if (pool === undefined) {
    const members = candidates(people, [], relevant);
    pool = { members, groups: groupByRoles(members, relevant) };
    known.set(key, pool);
  }
  return pool;
}

/** Seats that people cannot fill: all of these seats together have only these people. */
export interface Bottleneck {
  readonly seats: SeatSet;
  /** Natural persons, sorted. */
  readonly people: readonly string[];
}

/** Can the groups fill this alternative? Null: yes. `anywhere` are roles that may take any seat. */
export function bottleneckOf(set: SeatSet, groups: readonly Group[], anywhere: ReadonlySet<string>): Bottleneck | null {
  const roles = Object.keys(set);
  const arcs = groups.map((group) => {
    const everywhere = group.roles.some((role) => anywhere.has(role));
    return roles.flatMap((role, sink) =>
      everywhere || role === ANYONE || group.roles.includes(role) ? [{ sink, cost: 0 }] : [],
    );
  });
  const result: Transport = transport({
    supply: groups.map((group) => group.members.length),
    demand: roles.map((role) => set[role]!),
    arcs,
  });
  if (result.bottleneck === null) return null;
  return {
    seats: Object.fromEntries(result.bottleneck.sinks.map((sink) => [roles[sink]!, set[roles[sink]!]!])),
    people: result.bottleneck.sources
      .flatMap((source) => groups[source]!.members.map((member) => member.person))
      .sort(),
  };
}

const NAMED_PEOPLE = 5;

/** `finance and security: 2 seats, but only ana may take them` */
export function bottleneckInWords({ seats, people }: Bottleneck): string {
  const roles = Object.keys(seats);
  const wanted = Object.values(seats).reduce((sum, count) => sum + count, 0);
  const label = roles.map((role) => (role === ANYONE ? "anybody" : role));
  const where = label.length < 2 ? (label[0] ?? "") : `${label.slice(0, -1).join(", ")} and ${label.at(-1)}`;
  if (people.length === 0) {
    return roles.length === 1 && roles[0] !== ANYONE
      ? `${where}: nobody who may review holds this role`
      : `${where}: nobody may take these seats`;
  }
  const names =
    people.slice(0, NAMED_PEOPLE).join(", ") +
    (people.length > NAMED_PEOPLE ? ` and ${people.length - NAMED_PEOPLE} more` : "");
  // There are more seats than people, so more than one.
  return `${where}: ${wanted} seats, but only ${names} may take them`;
}
