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

interface Remembered {
  readonly known: Known;
  /** What the document said then; null: it was prepared before, and says nothing else later. */
  readonly said: string | null | undefined;
}

/** Prepared once for each document, and again where it says something else by now. */
const prepared = new WeakMap<object, Remembered>();

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
  if (before !== undefined && isAsBefore(before.said, given)) return before.known;
  const isReady = preparedPeople(given).people !== null;
  const said = isReady ? null : saidBy(given);
  const directory = isReady ? (given as PreparedDirectory) : prepareDirectory(given as Directory);
  const { people } = preparedPeople(directory);
  if (people === null) return refuse("directory_unavailable", unfit);
  const known = { directory, people };
  prepared.set(given, { known, said });
  return known;
}

const isAsBefore = (said: Remembered["said"], given: object): boolean =>
  said === null || (said !== undefined && said === saidBy(given));

/** Undefined: it cannot be told, and is like nothing that was said before. */
function saidBy(document: object): string | undefined {
  try {
    return JSON.stringify(document);
  } catch {
    return undefined;
  }
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
