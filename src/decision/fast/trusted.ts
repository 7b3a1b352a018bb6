import { usageKey } from "../read/question.ts";
import type { Account, People } from "../reviewers/directory.ts";
import { preparedPeople } from "../reviewers/prepared.ts";
import { currency, heavier, LIST_LENGTH, number, plain, text, texts } from "./reading.ts";
import { copied } from "./words.ts";

const NO_KEY: readonly string[] = Object.freeze([]);

/** The people of a directory that was prepared; undefined: of another, which the reference reads. */
export function peopleIn(directory: unknown): People | undefined {
  return preparedPeople(directory).people ?? undefined;
}

/** The account that asks, where nothing that the change set claims of it goes further than the directory. */
export function askerIn(people: People, id: string, kind: string, roles: readonly string[]): Account | undefined {
  const account = people.account(id);
  if (account === null || !account.active || account.kind !== kind) return undefined;
  for (let i = 0; i < roles.length; i++) if (!account.roles.has(roles[i]!)) return undefined;
  return account;
}

/** Whether somebody whom the directory may or may not know is a person who may be acted for. */
export function personIn(people: People, id: string): boolean {
  const account = people.account(id);
  return account === null || (account.active && account.kind === "person");
}

export const rolesOf = (account: Account): readonly string[] => [...account.roles];

/** Usage as a sum for each quota and key; false: of another form, or with faults. */
export function usages(list: unknown, quotas: readonly string[]): boolean {
  if (!Array.isArray(list) || list.length > LIST_LENGTH) return false;
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const entry: unknown = list[i];
    if (typeof entry !== "object" || entry === null || !plain(entry)) return false;
    const { clause, key, used } = entry as { clause?: unknown; key?: unknown; used?: unknown };
    if (typeof clause !== "string" || !text(clause) || !quotas.includes(clause)) return false;
    if (key !== undefined && !texts(key, false)) return false;
    if (!onlyMembers(entry, key === undefined ? USED : USED_OF_KEY)) return false;
    if (typeof used === "object" ? !amount(used) : Number.isNaN(number(used, 4))) return false;
    const name = usageKey(clause, copied((key as readonly string[] | undefined) ?? []));
    if (seen.has(name)) return false;
    seen.add(name);
    heavier(200);
  }
  return true;
}

export const USED = ["clause", "used"];
export const USED_OF_KEY = ["clause", "key", "used"];
export const AMOUNT = ["amount", "currency"];

/** Whether a record shows these members and no others. */
export function onlyMembers(record: object, names: readonly string[]): boolean {
  const shown = Object.keys(record);
  return shown.length === names.length && shown.every((name) => names.includes(name));
}

export function amount(value: object | null): boolean {
  if (value === null || !plain(value) || !onlyMembers(value, AMOUNT)) return false;
  const { amount: sum, currency: code } = value as { amount?: unknown; currency?: unknown };
  return currency(code) && !Number.isNaN(number(sum, 4));
}

/** What is used of a quota under a key; undefined: nothing. */
export function used(
  list: readonly { clause: string; key?: readonly string[]; used: unknown }[],
  clause: string,
  key: readonly string[],
): unknown {
  for (let i = 0; i < list.length; i++) {
    const entry = list[i]!;
    if (entry.clause === clause && sameKey(entry.key ?? NO_KEY, key)) return entry.used;
  }
  return undefined;
}

export const sameKey = (given: readonly unknown[], key: readonly string[]): boolean =>
  given.length === key.length && key.every((part, i) => part === given[i]);

/** The amount of money that is used, in units of 10^-scale: nothing is none of any currency. NaN: not of this currency. */
export function usedMoney(value: unknown, scale: number, code: string): number {
  if (value === undefined) return 0;
  const { amount: sum, currency: own } = value as { amount?: unknown; currency?: unknown };
  return own === code ? number(sum, scale) : Number.NaN;
}

export const usedNumber = (value: unknown, scale: number): number => (value === undefined ? 0 : number(value, scale));
