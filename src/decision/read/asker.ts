/**
 * Who asks. The change set may claim what it likes: where the directory knows the principal, its kind, roles and owner
 * are those of the directory, and a claim that goes further is told.
 */
import { describe, type Json } from "../json/json.ts";
import type { Account, People } from "../reviewers/directory.ts";
import { recordOrEmpty, sortedTexts, textOf, textsOf } from "./members.ts";
import type { Misfits } from "./misfits.ts";
import type { Asker, RequesterKind } from "./question.ts";

/** `sound`: the record has no faults; else what it claims is not known. */
export function readAsker(
  json: Json | undefined,
  sound: boolean,
  people: People | null,
  misfits: Misfits,
  warnings: string[],
): Asker {
  const record = recordOrEmpty(json);
  const id = textOf(record.get("id")) ?? "";
  const claimedKind = sound ? kindOf(textOf(record.get("kind"))) : null;
  const claimedRoles = sound ? sortedTexts(textsOf(record.get("roles"))) : null;
  const claimedOwner = textOf(record.get("owner"));
  const account = people?.account(id) ?? null;
  if (people !== null && account === null && id !== "")
    warnings.push(`the directory does not know \`${id}\`: kind and roles are as claimed`);
  if (account !== null) tellMismatch(account, claimedKind, claimedRoles ?? [], warnings);
  const asker: Asker = {
    id,
    kind: account?.kind ?? claimedKind,
    roles: account === null ? claimedRoles : sortedTexts(account.roles),
    owner: account?.owner ?? claimedOwner,
    on_behalf_of: textOf(record.get("on_behalf_of")),
    unreadable: (["owner", "on_behalf_of"] as const).filter(
      (member) => record.has(member) && textOf(record.get(member)) === null,
    ),
  };
  for (const [member, name] of [
    ["id", id],
    ["on_behalf_of", asker.on_behalf_of],
  ] as const) {
    if (name === null || people?.account(name)?.active !== false) continue;
    misfits.add(`requester.${member}`, `${describe(name)}, an account that is not active`, "an active account");
  }
  if (asker.kind === "agent" && asker.owner === null) {
    misfits.add(
      "requester.owner",
      "nothing",
      "the principal who answers for the agent",
      'add "owner" to the requester',
    );
  }
  return asker;
}

const kindOf = (text: string | null): RequesterKind | null =>
  text === "person" || text === "agent" || text === "service" ? text : null;

function tellMismatch(
  account: Account,
  kind: RequesterKind | null,
  roles: readonly string[],
  warnings: string[],
): void {
  if (kind !== null && kind !== account.kind) {
    warnings.push(
      `\`${account.id}\` claims to be of kind ${kind}, the directory says ${account.kind}: the directory counts`,
    );
  }
  const more = roles.filter((role) => !account.roles.has(role));
  if (more.length > 0)
    warnings.push(`\`${account.id}\` claims ${list(more)}, which the directory does not give: the directory counts`);
}

const list = (roles: readonly string[]): string =>
  `the role${roles.length === 1 ? "" : "s"} ${roles.map((role) => `\`${role}\``).join(", ")}`;

/** The person on whose behalf somebody asks, as asker of their own. Without a directory their roles are not known. */
export function askerBehind(id: string, people: People | null): Asker {
  const account = people?.account(id) ?? null;
  return {
    id,
    kind: account?.kind ?? "person",
    roles: account === null ? null : sortedTexts(account.roles),
    owner: account?.owner ?? null,
    on_behalf_of: null,
    unreadable: [],
  };
}

/** Somebody of whom nothing is known. */
export const NOBODY_KNOWN: Asker = {
  id: "",
  kind: null,
  roles: null,
  owner: null,
  on_behalf_of: null,
  unreadable: ["owner"],
};
