/** Which approvals may count at all, in which hats, and why the others do not. */
import { ANYONE } from "./algebra.ts";
import type { Account, People } from "./directory.ts";
import type { ExclusionCode } from "./exclusion.ts";
import { EXCLUSION_CODES, excludedPrincipals } from "./exclusion.ts";
import type { Approval, ReviewersQuestion, UncountedApproval, UncountedCode } from "./question.ts";
import type { Hat, Voter } from "./seating.ts";

/** The directory is read already. */
type CountedQuestion = Omit<ReviewersQuestion, "directory">;

export interface Counting {
  /** By natural person, in the order of their first approval that may count. */
  readonly voters: readonly Voter[];
  readonly refused: readonly UncountedApproval[];
  /** Approvals that may count, by the person who gave them, in order. */
  readonly approvalsOf: ReadonlyMap<string, readonly number[]>;
}

/** Ids of everybody excluded, each with the most telling reason. */
export function exclusionsOf(question: CountedQuestion, people: People): ReadonlyMap<string, ExclusionCode> {
  const found = new Map<string, ExclusionCode>();
  const { requester } = question;
  if (requester) {
    for (const { id, code } of excludedPrincipals({ requester, editors: question.editors, people }))
      found.set(id, code);
  } else {
    for (const id of question.editors ?? []) found.set(id, "contributor");
  }
  for (const id of question.reviewers.excluded ?? []) if (!found.has(id)) found.set(id, "excluded");
  return found;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch; null for what is not an instant with its offset. */
export function instant(text: string | undefined): number | null {
  if (text === undefined || !INSTANT.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** The time of the question: `now`, or else (or where it cannot be read) that of the latest approval. */
export function timeOf(question: CountedQuestion): number | null {
  const now = instant(question.now);
  if (now !== null) return now;
  let latest: number | null = null;
  for (const approval of question.approvals) {
    const at = instant(approval.at);
    if (at !== null && (latest === null || at > latest)) latest = at;
  }
  return latest;
}

export function countApprovals(
  question: CountedQuestion,
  people: People,
  excluded: ReadonlyMap<string, ExclusionCode>,
  now: number | null,
): Counting {
  const asked = new Set(question.reviewers.sets.flatMap((set) => Object.keys(set)));
  const barred = barredPersons(excluded, people);
  const escalations = question.reviewers.escalations ?? [];

  const refused: UncountedApproval[] = [];
  const hatsOf = new Map<string, { hats: Map<string, Hat>; escalation: Hat | null }>();
  const approvalsOf = new Map<string, number[]>();

  for (const { approval, index } of inOrder(question.approvals)) {
    const seen = look(approval, index);
    if ("code" in seen) {
      refused.push(seen);
      continue;
    }
    const voter = hatsOf.get(seen.person) ?? { hats: new Map<string, Hat>(), escalation: null };
    hatsOf.set(seen.person, voter);
    for (const [seat, hat] of seen.hats) if (!voter.hats.has(seat)) voter.hats.set(seat, hat);
    voter.escalation ??= seen.escalation;
    const before = approvalsOf.get(seen.person);
    if (before) before.push(index);
    else approvalsOf.set(seen.person, [index]);
  }
  const voters = [...hatsOf].map(([person, voter]) => ({ person, ...voter }));
  return { voters, refused, approvalsOf };

  function look(approval: Approval, index: number): UncountedApproval | (Voter & { readonly person: string }) {
    const refuse = (code: UncountedCode, message: string): UncountedApproval => ({
      approval: index,
      by: approval.by,
      role: approval.role ?? null,
      code,
      message,
    });
    const account = people.account(approval.by);
    const person = people.personOf(approval.by);
    const bar = excluded.get(approval.by) ?? barred.get(person);
    if (bar !== undefined) return refuse(bar, exclusionInWords(bar, approval.by, excluded.has(approval.by)));
    if (account === null) return refuse("unknown_principal", `${approval.by} is not in the directory`);
    if (account.kind !== "person")
      return refuse(
        "non_human",
        `${approval.by} is ${account.kind === "agent" ? "an agent" : "a service"}; only people take seats`,
      );
    if (!account.active) return refuse("inactive", `the account ${approval.by} is not active`);
    const at = instant(approval.at);
    if (now !== null && at !== null && at > now)
      return refuse("after_now", `this approval is dated ${approval.at}, which is still to come`);
    const role = approval.role;
    if (role !== undefined && role !== ANYONE && !account.roles.has(role)) {
      return refuse("role_not_held", `${approval.by} does not hold the role ${role}`);
    }
    return wear(account, role, at, index) ?? refuse(...notAsked(account, role, at));
  }

  /** The seats that this approval may take, or null where there are none. */
  function wear(account: Account, role: string | undefined, at: number | null, approval: number): Voter | null {
    const roles = role === undefined ? [...account.roles].sort() : role === ANYONE ? [] : [role];
    const hats = new Map<string, Hat>();
    for (const worn of roles)
      if (worn !== ANYONE && asked.has(worn)) hats.set(worn, { approval, account: account.id, role: worn });
    if (asked.has(ANYONE))
      hats.set(ANYONE, { approval, account: account.id, role: role === ANYONE ? null : (role ?? null) });
    const called = roles.find((worn) => isDue(worn, at));
    const escalation = called === undefined ? null : { approval, account: account.id, role: called };
    return hats.size === 0 && escalation === null ? null : { person: account.person, hats, escalation };
  }

  /** An escalation seats only those who approve once it is due: it is never retroactive, and an unknown time is too early. */
  function isDue(role: string, at: number | null): boolean {
    return at !== null && escalations.some((escalation) => escalation.role === role && dueAt(escalation) <= at);
  }

  function notAsked(account: Account, role: string | undefined, at: number | null): [UncountedCode, string] {
    const roles = role === undefined ? account.roles : new Set([role]);
    const escalation = escalations.find((candidate) => roles.has(candidate.role));
    if (escalation !== undefined) {
      const when =
        at === null ? "and it is not known when this approval was given" : "and this approval was given before";
      return ["escalation_not_due", `${escalation.role} may take an empty seat from ${escalation.at}, ${when}`];
    }
    if (role !== undefined) return ["not_in_pool", `no seat asks for the role ${role}`];
    return ["not_in_pool", `${account.id} holds none of the roles that are asked for`];
  }
}

/** From when an escalation lets its role in; never, where that is not an instant. */
export function dueAt(escalation: { readonly at: string }): number {
  return instant(escalation.at) ?? Number.POSITIVE_INFINITY;
}

/** By time, then as given; what has no time comes last. */
function inOrder(approvals: readonly Approval[]): readonly { readonly approval: Approval; readonly index: number }[] {
  return approvals
    .map((approval, index) => ({ approval, index, at: instant(approval.at) ?? Number.POSITIVE_INFINITY }))
    .sort((x, y) => (x.at === y.at ? x.index - y.index : x.at - y.at));
}

function barredPersons(
  excluded: ReadonlyMap<string, ExclusionCode>,
  people: People,
): ReadonlyMap<string, ExclusionCode> {
  const barred = new Map<string, ExclusionCode>();
  for (const [id, code] of excluded) {
    const person = people.personOf(id);
    const before = barred.get(person);
    if (before === undefined || EXCLUSION_CODES.indexOf(code) < EXCLUSION_CODES.indexOf(before))
      barred.set(person, code);
  }
  return barred;
}

function exclusionInWords(code: ExclusionCode, by: string, itself: boolean): string {
  const who = itself ? by : `${by} belongs to somebody who`;
  switch (code) {
    case "requester":
      return `${who} proposed this change set`;
    case "on_behalf_of":
      return itself
        ? `this change set is proposed on behalf of ${by}`
        : `${by} belongs to the person on whose behalf this is proposed`;
    case "owner":
      return itself
        ? `${by} answers for an agent that had a part in this change set`
        : `${who} answers for an agent that had a part in this change set`;
    case "contributor":
      return `${who} edited this change set`;
    case "excluded":
      return `${itself ? by : who} is excluded from reviewing this change set`;
  }
}
