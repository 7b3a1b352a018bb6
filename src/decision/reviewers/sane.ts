/**
 * A question as it may come from anywhere, made safe to answer. What is broken never counts: an account that is not well
 * formed cannot review, a count that is none cannot be reached, an escalation without a time is never due.
 */
import type { Directory, SeatSet } from "../documents.ts";
import { type People, readDirectory } from "./directory.ts";
import { preparedPeople } from "./prepared.ts";
import type { Approval, ReviewersQuestion } from "./question.ts";

type Loose = Readonly<Record<string, unknown>>;

/** A question whose directory is a document, or was read before. */
export type SaneQuestion = Omit<ReviewersQuestion, "directory"> & { readonly people: People };

export function saneQuestion(question: ReviewersQuestion): SaneQuestion {
  const asked = loose(question);
  const reviewers = loose(asked["reviewers"]);
  const requester = loose(asked["requester"]);
  const { people, document } = preparedPeople(asked["directory"]);
  return {
    reviewers: {
      sets: list(reviewers["sets"]).map(saneSet),
      excluded: texts(reviewers["excluded"]),
      escalations: list(reviewers["escalations"]).flatMap((one) => {
        const { role, at } = loose(one);
        return typeof role === "string" && typeof at === "string" ? [{ role, at }] : [];
      }),
    },
    people: people ?? readDirectory(saneDirectory(document)),
    approvals: list(asked["approvals"]).map(saneApproval),
    now: text(asked["now"]),
    editors: texts(asked["editors"]),
    requester:
      typeof requester["id"] === "string"
        ? {
            id: requester["id"],
            ...optional("owner", requester["owner"]),
            ...optional("on_behalf_of", requester["on_behalf_of"]),
          }
        : undefined,
  };
}

function saneSet(set: unknown): SeatSet {
  if (typeof set !== "object" || set === null || Array.isArray(set)) return OUT_OF_REACH;
  return Object.fromEntries(
    Object.entries(set).map(([role, count]) => [role, Number.isSafeInteger(count) && count > 0 ? count : BEYOND]),
  );
}

/** More people than there are. */
const BEYOND = Number.MAX_SAFE_INTEGER;
const OUT_OF_REACH: SeatSet = { person: BEYOND };

/** A role that is no text is one that nobody holds. */
function saneApproval(approval: unknown): Approval {
  const { by, role, at } = loose(approval);
  return {
    by: typeof by === "string" ? by : "",
    ...(role === undefined || role === null ? {} : { role: typeof role === "string" ? role : "" }),
    ...optional("at", at),
  };
}

function saneDirectory(directory: unknown): Directory {
  const { principals, groups } = loose(directory);
  return {
    principals: Object.fromEntries(
      Object.entries(loose(principals)).map(([id, one]) => {
        const { kind = "person", roles, groups, person, owner, active = true } = loose(one);
        const formed = isLoose(one) && isAbsentOrText(person) && typeof active === "boolean";
        return [
          id,
          {
            kind: kind === "person" || kind === "agent" ? kind : "service",
            roles: texts(roles),
            groups: texts(groups),
            active: formed && active,
            ...optional("person", person),
            ...optional("owner", owner),
          },
        ];
      }),
    ),
    groups: Object.fromEntries(
      Object.entries(loose(groups)).map(([id, group]) => [
        id,
        { in: texts(loose(group)["in"]), roles: texts(loose(group)["roles"]) },
      ]),
    ),
  };
}

function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function loose(value: unknown): Loose {
  return isLoose(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((one) => typeof one === "string");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isAbsentOrText(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === "string" ? { [key]: value } : {}) as { [P in K]?: string };
}
