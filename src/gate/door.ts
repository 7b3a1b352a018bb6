/**
 * The door: whatever a caller hands over is read here, once, into data of its own. Nothing behind it meets a getter, a proxy,
 * a number that is none, or a text that no store keeps; and nothing that was read changes between two looks at it.
 */
import { readData } from "../decision/json/data.ts";
import { clip, hasLoneSurrogate, isRecord } from "../decision/json/json.ts";
import { plain } from "../decision/json/plain.ts";
import type { Answer } from "./api.ts";
import { answering } from "./desk.ts";
import type { Caller } from "./ports.ts";
import { Refused, refuse } from "./refusals.ts";
import { STATUSES } from "./states.ts";

/** A revoked proxy throws when it is asked what it is. */
function isList(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return true;
  }
}

/** Reads one member, or refuses with its name. */
type Reader = (given: unknown, name: string) => unknown;
type Form = { readonly [member: string]: Reader };

/** Of ids, keys, roles and digests, in UTF-16 units. */
const SHORT = 200;
/** Ids of principals may be the names of another system. */
const PRINCIPAL = 500;

/** PostgreSQL keeps no U+0000, and UTF-8 has no form for half of a surrogate pair. */
export const storable = (text: string): boolean => !text.includes("\0") && !hasLoneSurrogate(text);

const malformed = (name: string, expected: string): never => refuse("malformed", `\`${name}\` is ${expected}.`);

function textOf(given: unknown, name: string, most: number): string {
  if (typeof given !== "string" || given === "" || given.length > most)
    return malformed(name, `a text of 1 to ${most} characters`);
  return storable(given) ? given : malformed(name, "a text without U+0000 and without half of a surrogate pair");
}

const optional =
  (reader: Reader): Reader =>
  (given, name) =>
    given === undefined ? undefined : reader(given, name);

const text: Reader = (given, name) => textOf(given, name, SHORT);
const whole: Reader = (given, name) =>
  Number.isSafeInteger(given) && (given as number) >= 0 ? given : malformed(name, "a whole number from 0 on");
const positive: Reader = (given, name) =>
  Number.isSafeInteger(given) && (given as number) > 0 ? given : malformed(name, "a whole number above 0");
const choice =
  (...values: readonly string[]): Reader =>
  (given, name) =>
    values.includes(given as string) ? given : malformed(name, `one of ${values.join(", ")}`);
/** Of what length, and whether one is needed, is for the desk to say. */
const comment = optional((given, name) =>
  typeof given === "string" && !hasLoneSurrogate(given)
    ? given
    : malformed(name, "a text without half of a surrogate pair"),
);
/** What has a reader of its own further in, which takes anything. */
const anything: Reader = (given) => given;

const listOf =
  (reader: Reader): Reader =>
  (given, name) => {
    const items = Array.isArray(given) && given.length <= 1_000 ? [...given] : malformed(name, "a list");
    return items.map((item, i) => reader(item, `${name}[${i}]`));
  };

/** JSON as data: an object, or a list of objects. */
const record: Reader = (given, name) => {
  const { json, faults } = readData(given);
  return faults.length === 0 && isRecord(json) ? plain(json) : malformed(name, "a JSON object");
};

const ABOUT = { proposal: text, revision: whole, digest: optional(text) };
const REVIEW: Form = { ...ABOUT, role: optional(text), comment };

/** What each call may hold. A member that is not here is refused: a misspelled `digest` would bind to nothing. */
const FORMS = {
  propose: { change_set: anything, idempotency_key: optional(text) },
  revise: { ...ABOUT, change_set: anything, idempotency_key: optional(text) },
  withdraw: { proposal: text, reason: comment },
  approve: REVIEW,
  reject: REVIEW,
  question: REVIEW,
  answer: { proposal: text, question: whole, comment },
  withdrawAct: { proposal: text, comment },
  override: { ...ABOUT, role: optional(text), reason: comment },
  commit: { proposal: text, digest: optional(text), change_set: anything, idempotency_key: optional(text) },
  reconcile: { proposal: text, found: optional(choice("done", "not_applied")), reason: comment },
  revert: {
    proposal: text,
    reason: comment,
    inputs: optional(record),
    evidence: optional(listOf(record)),
    idempotency_key: optional(text),
  },
  incident: { proposal: text, severity: choice("low", "medium", "high"), reason: comment },
  list: {
    view: optional(choice("mine", "all")),
    statuses: optional(listOf(choice(...STATUSES))),
    action: optional(text),
    requester: optional((given, name) => textOf(given, name, PRINCIPAL)),
    limit: optional(positive),
    after: optional((given, name) => textOf(given, name, PRINCIPAL)),
  },
  measures: {
    since: optional(text),
    until: optional(text),
    action: optional(text),
    tier: optional(text),
    by: optional(listOf(choice("action", "tier", "day", "week", "month"))),
  },
} as const satisfies { readonly [operation: string]: Form };

type Operation<C, T> = (caller: Caller, call: C) => Promise<Answer<T>>;

/** An operation behind the door. `call` may be left out where every member of its form may. */
export const entering =
  <C, T>(form: keyof typeof FORMS, operation: Operation<C, T>): Operation<C, T> =>
  (caller, call) =>
    answering(async () => operation(readCaller(caller), readMembers(FORMS[form], call, "call") as C));

/** One that takes an id instead of a call. */
export const enteringWith =
  <T>(operation: Operation<string, T>): Operation<string, T> =>
  (caller, proposal) =>
    answering(async () => operation(readCaller(caller), text(proposal, "proposal") as string));

/** One that nobody in particular calls. */
export const enteringAlone =
  <T>(operation: (limit?: number) => Promise<Answer<T>>): ((limit?: number) => Promise<Answer<T>>) =>
  (limit) =>
    answering(async () => operation(optional(positive)(limit, "limit") as number | undefined));

const CALLER: Form = {
  principal: (given, name) => textOf(given, name, PRINCIPAL),
  on_behalf_of: optional((given, name) => textOf(given, name, PRINCIPAL)),
  auth_strength: optional(whole),
  via: optional(text),
};

/** What else the surroundings keep of a caller is theirs. */
const readCaller = (given: unknown): Caller => readMembers(CALLER, given, "caller", true) as unknown as Caller;

function readMembers(form: Form, given: unknown, what: "call" | "caller", others = false): Record<string, unknown> {
  const source = given === undefined && what === "call" ? {} : given;
  if (typeof source !== "object" || source === null || isList(source))
    return refuse("malformed", `The ${what} is no object.`);
  let at = what as string;
  try {
    const odd = others ? undefined : Object.keys(source).find((name) => !Object.hasOwn(form, name));
    if (odd !== undefined)
      refuse("malformed", `\`${clip(odd)}\` is no member of this call, which has ${Object.keys(form).join(", ")}.`);
    const found: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries(form)) {
      at = name;
      const value = reader((source as Record<string, unknown>)[name], name);
      if (value !== undefined) found[name] = value;
    }
    return found;
  } catch (fault) {
    if (fault instanceof Refused) throw fault;
    return refuse("malformed", `\`${at}\` cannot be read: a getter or a proxy threw.`);
  }
}
