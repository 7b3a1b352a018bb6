/**
 * The directory, indexed: which account belongs to which natural person, and which roles it holds through groups.
 * Everything about reviewers is decided on natural persons, never on accounts.
 */
import type { Directory } from "../documents.ts";

export interface Account {
  readonly id: string;
  /** The natural person behind it. Accounts that point at one another are one person. */
  readonly person: string;
  readonly kind: "person" | "agent" | "service";
  readonly active: boolean;
  readonly owner: string | null;
  /** Its own and those of its groups, and of the groups these stand in. */
  readonly roles: ReadonlySet<string>;
}

export interface People {
  /** Null: the directory does not list it. */
  readonly account: (id: string) => Account | null;
  /** The person behind an id; an id that is not listed is its own person. */
  readonly personOf: (id: string) => string;
  /** Accounts of one natural person, in code-point order; the id itself if it is not listed. */
  readonly accountsOf: (person: string) => readonly string[];
  /** Sorted by id. */
  readonly accounts: readonly Account[];
}

/**
 * Cycles of groups, persons and owners end. Linear, but for inherited roles: they are gathered once for each group that
 * accounts name, and once for each different membership.
 */
export function readDirectory(directory: Directory): People {
  const pointers = new Map<string, string>();
  for (const [id, principal] of Object.entries(directory.principals)) {
    if (principal.person !== undefined && principal.person !== id) pointers.set(id, principal.person);
  }
  const persons = new Map<string, string>();
  const personOf = (id: string): string => persons.get(id) ?? settlePerson(id, pointers, persons);

  const rolesOf = sharedRoles(groupRoles(directory));
  const accounts: Account[] = [];
  const byId = new Map<string, Account>();
  const byPerson = new Map<string, string[]>();
  for (const id of Object.keys(directory.principals).sort()) {
    const principal = directory.principals[id]!;
    const account: Account = {
      id,
      person: personOf(id),
      kind: principal.kind ?? "person",
      active: principal.active ?? true,
      owner: principal.owner ?? null,
      roles: rolesOf(principal.roles ?? [], principal.groups ?? []),
    };
    accounts.push(account);
    byId.set(id, account);
    const siblings = byPerson.get(account.person);
    if (siblings) siblings.push(id);
    else byPerson.set(account.person, [id]);
  }
  return {
    accounts,
    account: (id) => byId.get(id) ?? null,
    personOf,
    accountsOf: (person) => byPerson.get(person) ?? [person],
  };
}

/** Accounts with the same roles and groups share one set, so that a large team in many groups costs one. */
function sharedRoles(
  rolesOfGroup: (group: string) => ReadonlySet<string>,
): (roles: readonly string[], groups: readonly string[]) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (roles, groups) => {
    const key = JSON.stringify([roles, groups]);
    let all = known.get(key);
    if (all === undefined) {
      all = new Set([...roles, ...groups.flatMap((group) => [...rolesOfGroup(group)])]);
      known.set(key, all);
    }
    return all;
  };
}

/** Follows `person` to its end, or to the smallest id of the circle it runs into; remembers it for all ids on the way. */
function settlePerson(id: string, pointers: ReadonlyMap<string, string>, settled: Map<string, string>): string {
  const trail: string[] = [];
  const seen = new Map<string, number>();
  let here = id;
  while (!seen.has(here) && !settled.has(here) && pointers.has(here)) {
    seen.set(here, trail.length);
    trail.push(here);
    here = pointers.get(here)!;
  }
  const circle = seen.has(here) ? trail.slice(seen.get(here)!) : null;
  const person = settled.get(here) ?? (circle ? [...circle].sort()[0]! : here);
  for (const passed of trail) settled.set(passed, person);
  return person;
}

/** The roles that membership in a group confers, its parents' included. */
function groupRoles(directory: Directory): (group: string) => ReadonlySet<string> {
  const groups = directory.groups ?? {};
  const known = new Map<string, ReadonlySet<string>>();
  return (start) => {
    const before = known.get(start);
    if (before) return before;
    const roles = new Set<string>();
    const seen = new Set([start]);
    const queue = [start];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const group = Object.hasOwn(groups, name) ? groups[name]! : null;
      for (const role of group?.roles ?? []) roles.add(role);
      for (const parent of group?.in ?? []) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        queue.push(parent);
      }
    }
    known.set(start, roles);
    return roles;
  };
}
