/** Callers and reviewers as the directory knows them. */
import type { Directory, PreparedDirectory } from "../decision/documents.ts";
import type { Account, People } from "../decision/reviewers/directory.ts";
import { prepareDirectory, preparedPeople } from "../decision/reviewers/prepared.ts";
import type { Grant, Permissions } from "./api.ts";
import { limited } from "./limited.ts";
import type { Caller, Clock, DirectorySource } from "./ports.ts";
import { refuse } from "./refusals.ts";

/** One state of the directory: what decisions are handed, and the same indexed. */
export interface Known {
  readonly directory: PreparedDirectory;
  readonly people: People;
}

const DIRECTORY_MS = 10_000;

/** Prepared once for each document; a source that hands out the same one again costs nothing. */
const prepared = new WeakMap<object, Known>();

export async function known(source: DirectorySource, clock: Clock): Promise<Known> {
  let given: Directory | PreparedDirectory;
  try {
    given = await limited(clock, DIRECTORY_MS, (signal) => source.current(signal));
  } catch (fault) {
    return refuse("directory_unavailable", `The directory cannot be read: ${wordsOf(fault)}.`);
  }
  const unfit = "The directory does not fit its schema, so nobody is known.";
  if (typeof given !== "object" || given === null) return refuse("directory_unavailable", unfit);
  const before = prepared.get(given);
  if (before !== undefined) return before;
  const ready =
    preparedPeople(given).people === null ? prepareDirectory(given as Directory) : (given as PreparedDirectory);
  const { people } = preparedPeople(ready);
  if (people === null) return refuse("directory_unavailable", unfit);
  const made = { directory: ready, people };
  prepared.set(given, made);
  return made;
}

/** The message without a stack. What is thrown may be anything, also what has no text. */
export function wordsOf(fault: unknown): string {
  try {
    return String(fault instanceof Error ? fault.message : fault)
      .slice(0, 300)
      .replace(/\.$/, "")
      .replace(/\p{Surrogate}/gu, "\uFFFD");
  } catch {
    return "something without words was thrown";
  }
}

/** The caller's account: listed and active, or refused. */
export function accountOf(caller: Caller, people: People): Account {
  const account = people.account(caller.principal);
  if (account === null) return refuse("unknown_principal", `The directory does not list \`${caller.principal}\`.`);
  if (!account.active) return refuse("inactive", `The account \`${caller.principal}\` is not active.`);
  return account;
}

const DEFAULTS = {
  propose: "everybody",
  review: "everybody",
  override: "nobody",
  commit: "nobody",
  administer: "nobody",
  read: "everybody",
} as const satisfies Required<Permissions>;

export type Permission = keyof typeof DEFAULTS;

/** Whether it is this role that lets them, or their name. */
export function mayIn(
  role: string,
  permission: Permission,
  account: Account,
  permissions: Permissions | undefined,
): boolean {
  const grant: Grant = permissions?.[permission] ?? DEFAULTS[permission];
  if (typeof grant === "string") return may(permission, account, permissions);
  return (grant.principals ?? []).includes(account.id) || (grant.roles ?? []).includes(role);
}

export function may(permission: Permission, account: Account, permissions: Permissions | undefined): boolean {
  const grant: Grant = permissions?.[permission] ?? DEFAULTS[permission];
  if (grant === "everybody") return true;
  if (grant === "nobody") return false;
  return (grant.principals ?? []).includes(account.id) || (grant.roles ?? []).some((role) => account.roles.has(role));
}
