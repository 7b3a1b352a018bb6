/** A change set is taken in: read as data, and its requester filled in from the directory. */
import { digestOf } from "../../decision/digest.ts";
import type { ChangeSet } from "../../decision/documents.ts";
import { InexactNumber, isList, isRecord, type Json } from "../../decision/json/json.ts";
import { plain } from "../../decision/json/plain.ts";
import { readJson } from "../../decision/json/read.ts";
import { changeSetShape, requesterShape } from "../../decision/read/envelope.ts";
import { misfits } from "../../decision/read/misfits.ts";
import { read } from "../../decision/read/read.ts";
import { type Member, object, type Shape } from "../../decision/read/shape.ts";
import type { Account } from "../../decision/reviewers/directory.ts";
import { UTC } from "../../eval/calendar.ts";
import { storable } from "../door.ts";
import { accountOf, type Known } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";

/** A change set as it was handed over, read as data. */
export interface Given {
  readonly data: ChangeSet;
  /** Over what was handed over, before the requester is filled in. */
  readonly digest: string;
}

export function readChangeSet(document: unknown): Given {
  const { json, faults } = readJson(document);
  const [fault] = faults;
  if (fault !== undefined)
    return refuse(
      "malformed",
      `The change set cannot be read: at ${fault.path === "" ? "its top" : fault.path} there is ${fault.found}, expected is ${fault.expected}${fault.help === null ? "" : `; ${fault.help}`}.`,
    );
  if (!isRecord(json)) return refuse("malformed", "The change set is no JSON object.");
  const inexact = inexactIn(json);
  if (inexact !== null)
    return refuse("malformed", `The number ${inexact} has more digits than a number in JSON carries; send it as text.`);
  const found = misfits();
  read(GIVEN, json, null, { misfits: found, records: {}, tiers: [], zone: UTC, open: false, unknowns: false });
  const faulty = found
    .list()
    .slice(0, MOST_TOLD)
    .map(
      ({ path, found, expected, help }) =>
        `at ${path === "" ? "its top" : path} there is ${found}, expected is ${expected}${help === null ? "" : ` (${help})`}`,
    );
  if (faulty.length > 0) return refuse("malformed", `The change set cannot be read: ${faulty.join("; ")}.`);
  for (const name of ["id", "action", "environment"]) {
    const text = json.get(name) as string;
    if (!storable(text) || text.length > 200)
      return refuse("malformed", `\`${name}\` is a text of at most 200 characters without U+0000.`);
  }
  const data = plain(json) as ChangeSet;
  const { length } = JSON.stringify(data);
  if (length > LONGEST)
    refuse("too_long", `The change set has ${length} characters as JSON; at most ${LONGEST} are kept.`);
  return { data, digest: digestOf(json) };
}

/** Whoever reviews it is shown all of it, and each page of an inbox holds many. */
export const LONGEST = 1_000_000;

/** So many faults are told at once. */
const MOST_TOLD = 5;

/** The envelope of a change set, whose requester the gate fills in. */
const GIVEN: Shape = (() => {
  if (changeSetShape.kind !== "object" || requesterShape.kind !== "object") throw new TypeError("no envelopes");
  const lenient = (members: readonly Member[]): readonly Member[] =>
    members.map((member) => ({ ...member, needed: false }));
  const requester = object(...lenient(requesterShape.members));
  return object(
    ...changeSetShape.members.map((member) =>
      member.name === "requester" ? { ...member, needed: false, shape: requester } : member,
    ),
  );
})();

function inexactIn(json: Json): string | null {
  if (json instanceof InexactNumber) return json.text;
  const items = isList(json) ? json : isRecord(json) ? [...json.values()] : [];
  for (const item of items) {
    const found = inexactIn(item);
    if (found !== null) return found;
  }
  return null;
}

/** The requester is who called, as the directory knows them. A payload that says otherwise is refused. */
export function filledIn(given: ChangeSet, caller: Caller, known: Known): ChangeSet {
  const account = accountOf(caller, known.people);
  const claimed = given.requester as Partial<ChangeSet["requester"]> | undefined;
  if (claimed?.id !== undefined && claimed.id !== caller.principal)
    refuse("requester_mismatch", `The change set names \`${claimed.id}\`, the caller is \`${caller.principal}\`.`);
  const claimedFor = claimed?.on_behalf_of;
  if (caller.on_behalf_of !== undefined && claimedFor !== undefined && claimedFor !== caller.on_behalf_of)
    refuse(
      "requester_mismatch",
      `The change set acts for \`${claimedFor}\`, the caller for \`${caller.on_behalf_of}\`.`,
    );
  const onBehalfOf = caller.on_behalf_of ?? claimedFor;
  return {
    ...given,
    requester: requesterOf(account, onBehalfOf),
  };
}

export const requesterOf = (account: Account, on_behalf_of: string | undefined): ChangeSet["requester"] => ({
  id: account.id,
  kind: account.kind,
  roles: [...account.roles].sort(),
  ...(account.owner === null ? {} : { owner: account.owner }),
  ...(on_behalf_of === undefined ? {} : { on_behalf_of }),
});
