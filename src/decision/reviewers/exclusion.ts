/**
 * Who may not review a change set: the requester, the one it acts for, every owner up the chain, whoever edited the change
 * set, and whom the policy names; each with all accounts of the same natural person.
 */
import type { ChangeSet } from "../documents.ts";
import { compareTexts } from "../read/members.ts";
import type { Account, People } from "./directory.ts";

/** Why somebody is excluded. Where several reasons hold, the first of this list is given. */
export const EXCLUSION_CODES = ["requester", "on_behalf_of", "owner", "contributor", "excluded"] as const;
export type ExclusionCode = (typeof EXCLUSION_CODES)[number];

export interface Exclusion {
  readonly id: string;
  readonly code: ExclusionCode;
}

export interface ExclusionQuestion {
  readonly requester: Pick<ChangeSet["requester"], "id" | "owner" | "on_behalf_of">;
  /** Principals who edited the change set. */
  readonly editors?: readonly string[] | undefined;
  /** Whom `excluding` names. */
  readonly named?: readonly string[] | undefined;
  /** Null: no directory; then accounts and owners are only those that the change set names. */
  readonly people: People | null;
}

/**
 * Sorted by id. Owners are followed from whoever proposed, edited, or is acted for; not from those whom the policy merely
 * names. What the directory says adds to what the change set says and never replaces it.
 */
export function excludedPrincipals(question: ExclusionQuestion): readonly Exclusion[] {
  const { requester, people } = question;
  const found = new Map<string, ExclusionCode>();
  const queue: Exclusion[] = [];
  const exclude = (id: string | undefined | null, code: ExclusionCode): void => {
    if (id === undefined || id === null || id === "") return;
    for (const account of people === null ? [id] : [id, ...people.accountsOf(people.personOf(id))]) {
      if (found.has(account)) continue;
      found.set(account, code);
      queue.push({ id: account, code });
    }
  };
  // In the order of the codes, so that the first reason stays; owners are followed only after the more telling ones.
  exclude(requester.id, "requester");
  exclude(requester.on_behalf_of, "on_behalf_of");
  const principals = queue.splice(0);
  exclude(requester.owner, "owner");
  followOwners(principals, people, exclude);
  followOwners(queue, people, exclude);
  queue.length = 0;
  for (const editor of question.editors ?? []) exclude(editor, "contributor");
  followOwners(queue, people, exclude);
  for (const id of question.named ?? []) exclude(id, "excluded");
  return [...found].map(([id, code]) => ({ id, code })).sort((x, y) => compareTexts(x.id, y.id));
}

/** `from` may grow while it is walked. */
function followOwners(
  from: readonly Exclusion[],
  people: People | null,
  exclude: (id: string | null, code: ExclusionCode) => void,
): void {
  for (let i = 0; i < from.length; i++) exclude(people?.account(from[i]!.id)?.owner ?? null, "owner");
}

/** May this account ever review? Says nothing of exclusions or roles. */
export function canReview(account: Account): boolean {
  return account.kind === "person" && account.active;
}
