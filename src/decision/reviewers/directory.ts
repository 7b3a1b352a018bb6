/**
 * The directory, indexed: which account belongs to which natural person, and which roles it holds through groups.
 * Everything about reviewers is decided on natural persons, never on accounts.
 */
import type { Directory } from "../documents.ts";
import type { JsonRecord } from "../json/json.ts";
import { compareTexts, recordOrEmpty, textOf, textsOf } from "../read/members.ts";

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

/** What a directory says of an account, and of a group. */
interface Listed {
  readonly id: string;
  readonly kind: Account["kind"];
  readonly active: boolean;
  readonly person: string | null;
  readonly owner: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

type Groups = ReadonlyMap<string, { readonly in: readonly string[]; readonly roles: readonly string[] }>;

/** From a document. */
export function readDirectory(directory: Directory): People {
  const listed = Object.entries(directory.principals).map(
    ([id, { kind = "person", active = true, person = null, owner = null, roles = [], groups = [] }]): Listed => ({
      id,
      kind,
      active,
      person,
      owner,
      roles,
      groups,
    }),
  );
  const groups = Object.entries(directory.groups ?? {}).map(
    ([id, { in: within = [], roles = [] }]) => [id, { in: within, roles }] as const,
  );
  return index(listed, new Map(groups));
}

/** By what was read from the document of a prepared directory; nobody changes that. */
const remembered = new WeakMap<JsonRecord, People>();

export const rememberPeople = (directory: JsonRecord): unknown => remembered.set(directory, readPeople(directory));
export const rememberedPeople = (directory: JsonRecord): People | null => remembered.get(directory) ?? null;

/** The people of a directory that fits its shape. */
export const peopleOf = (directory: JsonRecord): People => remembered.get(directory) ?? readPeople(directory);

/** From what was read. INVARIANT: it fits the shape of a directory. */
export function readPeople(directory: JsonRecord): People {
  const listed: Listed[] = [];
  for (const [id, json] of recordOrEmpty(directory.get("principals"))) {
    const principal = recordOrEmpty(json);
    listed.push({
      id,
      kind: (textOf(principal.get("kind")) as Account["kind"] | null) ?? "person",
      active: principal.get("active") !== false,
      person: textOf(principal.get("person")),
      owner: textOf(principal.get("owner")),
      roles: textsOf(principal.get("roles")),
      groups: textsOf(principal.get("groups")),
    });
  }
  const groups = [...recordOrEmpty(directory.get("groups"))].map(([id, json]) => {
    const group = recordOrEmpty(json);
    return [id, { in: textsOf(group.get("in")), roles: textsOf(group.get("roles")) }] as const;
  });
  return index(listed, new Map(groups));
}

/**
 * Cycles of groups, persons and owners end. Linear, but for inherited roles: they are gathered once for each group that
 * accounts name, and once for each different membership.
 */
function index(listed: readonly Listed[], groups: Groups): People {
  const pointers = new Map<string, string>();
  for (const { id, person } of listed) if (person !== null && person !== id) pointers.set(id, person);
  const persons = new Map<string, string>();
  const personOf = (id: string): string => persons.get(id) ?? settlePerson(id, pointers, persons);

  const rolesOf = sharedRoles(groupRoles(groups));
  const accounts: Account[] = [];
  const byId = new Map<string, Account>();
  const byPerson = new Map<string, string[]>();
  for (const { id, kind, active, owner, roles, groups } of sortedById(listed)) {
    const account: Account = { id, person: personOf(id), kind, active, owner, roles: rolesOf(roles, groups) };
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

/** Directories are often written in order. */
function sortedById(listed: readonly Listed[]): readonly Listed[] {
  const sorted = listed.every(({ id }, i) => i === 0 || listed[i - 1]!.id < id);
  return sorted ? listed : [...listed].sort((a, b) => compareTexts(a.id, b.id));
}

/** Accounts with the same roles and groups share one set, so that a large team in many groups costs one. */
function sharedRoles(
  rolesOfGroup: (group: string) => ReadonlySet<string>,
): (roles: readonly string[], groups: readonly string[]) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (roles, groups) => {
    const key = `${keyOf(roles)}|${keyOf(groups)}`;
    let all = known.get(key);
    if (all === undefined) {
      all = new Set([...roles, ...groups.flatMap((group) => [...rolesOfGroup(group)])]);
      known.set(key, all);
    }
    return all;
  };
}

/** The same for the same texts in the same order, and for no others. */
function keyOf(texts: readonly string[]): string {
  let key = `${texts.length}`;
  for (const text of texts) key += ` ${text.length} ${text}`;
  return key;
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
function groupRoles(groups: Groups): (group: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (start) => {
    const before = known.get(start);
    if (before) return before;
    const roles = new Set<string>();
    const seen = new Set([start]);
    const queue = [start];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const group = groups.get(name);
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
