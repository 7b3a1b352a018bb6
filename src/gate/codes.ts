/**
 * Why the gate says no, each reason once: what it means and what to do. Docs and messages are made from here, so that a code
 * without an explanation does not compile.
 */
export interface CodeEntry {
  readonly means: string;
  readonly help: string;
}

const entry = (means: string, help: string): CodeEntry => ({ means, help });

export const CODES = {
  // The call
  malformed: entry("The call or its document cannot be read.", "Mend what the message names and call again."),
  not_found: entry("There is no such proposal for this tenant.", "Look the id up with `list`."),
  directory_unavailable: entry(
    "The directory cannot be read, so nobody is known.",
    "Mend the directory and call again. Nothing was changed.",
  ),
  unknown_principal: entry(
    "The directory does not list the caller.",
    "Add the account to the directory, or call as one that is listed.",
  ),
  inactive: entry("The caller's account is not active.", "Call as an active account."),
  not_permitted: entry(
    "The caller may not do this.",
    "Who may propose, review, override, commit and administer is part of the gate's configuration.",
  ),
  requester_mismatch: entry(
    "The change set names another requester, or acts for somebody else, than the caller was authenticated as.",
    "Leave `requester` out: the gate fills it in from the caller and the directory.",
  ),
  weak_authentication: entry(
    "The caller is not authenticated strongly enough for this tier.",
    "Sign in again with a stronger method, and repeat the act.",
  ),
  idempotency_conflict: entry(
    "The same idempotency key, or the same change set id, came before with other content.",
    "Use a new key for new content; the first answer stands.",
  ),
  missing_reason: entry("This act needs a reason, and none was given.", "Say why, in a sentence."),
  too_long: entry(
    "A text is longer than the gate keeps.",
    "Shorten it; put the rest where evidence is kept, and link it.",
  ),

  // Acts on a proposal
  stale_revision: entry(
    "The act is about an earlier revision than the current one.",
    "Look at the current revision, and act on it.",
  ),
  digest_mismatch: entry(
    "The content differs from what the proposal holds under this revision.",
    "Look at the proposal again. Only what was proposed can be approved, and only what was approved can be committed.",
  ),
  closed: entry("The proposal has ended.", "Propose again if the change is still wanted."),
  expired: entry("The proposal has expired.", "Propose again; approvals are not carried over."),
  denied: entry("The rules deny it.", "The reasons name the clauses. Nobody can override a denial."),
  not_denied: entry(
    "There is nothing here to override.",
    "An override is for reviewers that are missing or have rejected.",
  ),
  role_not_held: entry(
    "The caller does not hold the role that they act in.",
    "Act in a role that the directory gives.",
  ),
  role_missing: entry("Reviewers act in one named role.", "Name the role: one person, one hat."),
  non_human: entry("Agents and services do not review.", "Ask a person."),
  requester: entry("Whoever proposes does not review it, under none of their accounts.", "Ask somebody else."),
  on_behalf_of: entry("Whoever it is proposed for does not review it.", "Ask somebody else."),
  owner: entry("Whoever answers for the agent does not review what it proposes.", "Ask somebody else."),
  contributor: entry("Whoever edited the change set does not review it.", "Ask somebody else."),
  excluded: entry("The rules exclude this person from reviewing this change set.", "Ask somebody else."),
  no_act: entry("The caller has no act here that stands.", "Nothing is left to withdraw."),
  no_question: entry("There is no open question of that number.", "Look at the proposal's acts for the open ones."),
  not_held_up: entry(
    "A proposal that the rules hold cannot be overridden.",
    "Supply what is missing or unknown, and revise.",
  ),

  // The commit
  not_approved: entry("The required reviewers have not all approved.", "The answer names the seats that are open."),
  rejected: entry("A rejection stands.", "Its author withdraws it, or an override lifts it."),
  question_open: entry("A reviewer's question is open.", "Answer it first."),
  held: entry(
    "The rules hold it: something is missing or unknown.",
    "`decision.evidence.missing` and `decision.unknown` name it.",
  ),
  drift: entry(
    "Something that was decided on has changed since: the proposal went back to review.",
    "Look at the differences. Reviewers see them too, and decide again.",
  ),
  quota: entry("A quota has no room left for it.", "The decision says when there will be room."),
  stricter: entry(
    "The rules have become stricter since it was approved.",
    "The answer names who has to agree as well.",
  ),
  apply_by_person: entry(
    "Only a person may apply this: the agent's level is `proposal`.",
    "Ask a person to commit it.",
  ),
  commit_in_progress: entry("Another call is committing it now.", "Wait for its end; do not repeat the work."),
  already_committed: entry("It was committed before. A proposal is used once.", "The receipt says when, and by whom."),
  in_doubt: entry(
    "It was handed to the executor, and what became of it is not known.",
    "`reconcile` asks the executor, or takes the word of an administrator who has looked.",
  ),
  not_in_doubt: entry("Its outcome is known.", "There is nothing to reconcile."),
  execution_failed: entry(
    "The executor says that it did not carry it out.",
    "The reason is in the receipt. Propose again.",
  ),
  no_executor: entry("Nothing is configured to carry out this action.", "Configure an executor for the action."),

  // The revert
  not_committed: entry("Only what was committed can be reverted.", "Withdraw it instead."),
  irreversible: entry("The action has no way back.", "Its contract says `irreversible`, or names no rollback."),
  rollback_expired: entry("The time within which it could be reverted is over.", "Propose a correction of its own."),
  revert_pending: entry("There is a proposal already that reverts it.", "Review that one."),

  // The surroundings
  conflict: entry(
    "Another act came in between.",
    "Look at the proposal again, and repeat the act if it is still meant.",
  ),
  store_failed: entry(
    "The store could not keep it, so it did not happen.",
    "Mend the store and repeat the call with the same key.",
  ),
  store_unknown: entry(
    "The connection to the store broke while the act was made durable.",
    "Repeat the call with the same idempotency key: it answers whether the first one was kept.",
  ),
  internal: entry("A fault of the gate. Nothing was granted.", "Please report it with the message."),
} as const;

export type Code = keyof typeof CODES;

/** The store could not keep it, or cannot say whether it has. */
export const isOfStore = (code: Code): boolean => code === "store_failed" || code === "store_unknown";
