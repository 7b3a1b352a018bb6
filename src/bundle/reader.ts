/**
 * Small checks that make up the reader of bundles. What was parsed is looked at member by member: exactly the members
 * that belong there, each with a check of its own. Without recursion: a text may nest as deep as it likes.
 */
import { clip, elementPath, memberPath } from "../decision/json/json.ts";
import { type BundleFault, type BundleFaultCode, fault } from "./faults.ts";
import { MAX_BUNDLE_FAULTS } from "./format.ts";
import type { Scope } from "./plan/scope.ts";

export type Data = Readonly<Record<string, unknown>>;

/** Where a value stands; a text is made of it only for a fault. */
export interface At {
  readonly parent: At | null;
  readonly step: string | number;
}

/** `owner`: the record or list that holds the value. */
export type Check = (reader: Reader, value: unknown, at: At | null, scope: Scope, owner: Data) => void;

export interface Reader {
  /** Ends the reading where there are faults enough: a long list of what does not belong there costs no more than a short one. */
  readonly refuse: (code: BundleFaultCode, at: At | null, found: unknown, expected: string) => void;
  /** Records that are looked at when it is their turn. */
  readonly todo: { value: Data; members: readonly Member[]; at: At | null; scope: Scope; depth: number }[];
  /** How deep it nests where it is looked at now. */
  depth: number;
  /** Runs when everything has the shape it must have. */
  readonly atLast: (check: () => void) => void;
}

/** All faults of a value, at most so many, in a fixed order. */
export function inspect(check: Check, value: unknown, root: At | null, scope: Scope): readonly BundleFault[] {
  const faults: BundleFault[] = [];
  const last: (() => void)[] = [];
  const reader: Reader = {
    refuse(code, at, found, expected) {
      faults.push(fault(code, pathText(at), words(found), expected));
      if (faults.length === MAX_BUNDLE_FAULTS) throw faults;
    },
    todo: [],
    depth: 0,
    atLast: (check) => last.push(check),
  };
  try {
    check(reader, value, root, scope, NOTHING);
    for (let next = reader.todo.pop(); next !== undefined; next = reader.todo.pop()) {
      reader.depth = next.depth;
      look(reader, next.value, next.members, next.at, next.scope, 1);
    }
    for (const check of faults.length === 0 ? last : []) check();
  } catch (thrown) {
    if (thrown !== faults) throw thrown;
  }
  return faults;
}

export const NOTHING: Data = {};

function pathText(at: At | null): string {
  const steps: At[] = [];
  for (let step = at; step !== null; step = step.parent) steps.push(step);
  return steps.reduceRight(
    (parent, { step }) => (typeof step === "number" ? elementPath(parent, step) : memberPath(parent, step)),
    "",
  );
}

/** What was found, short enough for a message. */
export function words(found: unknown): string {
  if (found === undefined) return "nothing";
  if (typeof found === "string") return `"${clip(found)}"`;
  if (Array.isArray(found)) return `a list of ${found.length}`;
  return typeof found === "object" && found !== null ? "a record" : String(found);
}

export const isData = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Any value that meets a condition. */
export const that =
  (test: (value: unknown) => boolean, expected: string): Check =>
  (reader, value, at) => {
    if (!test(value)) reader.refuse("wrong_value", at, value, expected);
  };

export const anything: Check = () => {};
export const text = that((value) => typeof value === "string", "text");
export const name = that((value) => typeof value === "string" && value !== "", "text that is not empty");
export const flag = that((value) => typeof value === "boolean", "true or false");
export const oneOf = (...values: readonly unknown[]): Check =>
  that((value) => values.includes(value), values.map((value) => words(value)).join(" or "));
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): Check =>
  that(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    `a whole number from ${least} to ${most}`,
  );

export const orNull =
  (check: Check): Check =>
  (reader, value, at, scope, owner) => {
    if (value !== null) check(reader, value, at, scope, owner);
  };

/** One after the other, on the same value. */
export const both =
  (first: Check, second: Check): Check =>
  (reader, value, at, scope, owner) => {
    first(reader, value, at, scope, owner);
    second(reader, value, at, scope, owner);
  };

export const list =
  (of: Check, least = 0): Check =>
  (reader, value, at, scope, owner) => {
    if (!Array.isArray(value) || value.length < least) {
      reader.refuse("wrong_value", at, value, least === 0 ? "a list" : `a list of at least ${least}`);
      return;
    }
    for (let i = 0; i < value.length; i++) of(reader, value[i], { parent: at, step: i }, scope, owner);
  };

/** Different texts. */
export const texts = (least = 0): Check => both(list(text, least), distinct());
/** Different names. */
export const names = (least = 0): Check => both(list(name, least), distinct());

/** No two items of a list that are the same, or have the same value of a member. */
export const distinct =
  (member?: string): Check =>
  (reader, value, at) => {
    if (!Array.isArray(value)) return;
    const seen = new Set<unknown>();
    value.forEach((item, i) => {
      const own = member === undefined ? item : isData(item) && item[member];
      if (seen.has(own)) reader.refuse("wrong_value", { parent: at, step: i }, own, "each once");
      seen.add(own);
    });
  };

/** Values by name. */
export const dictionary =
  (of: Check): Check =>
  (reader, value, at, scope) => {
    if (!isData(value)) {
      reader.refuse("wrong_value", at, value, "a record");
      return;
    }
    for (const key of Object.keys(value)) {
      const step = { parent: at, step: key };
      if (UNSAFE.includes(key)) reader.refuse("unsafe", step, `the name ${key}`, "a name without a meaning of its own");
      else of(reader, value[key], step, scope, value);
    }
  };

/** What plain objects of JavaScript have of their own. */
const UNSAFE: readonly string[] = ["__proto__", "constructor", "prototype", ""];

/** The members of a record; those whose name ends in `?` may be left out. */
export type Members = Readonly<Record<string, Check>>;

/** Exactly these members. */
export function record(members: Members): Check {
  const known = membersOf(members);
  return (reader, value, at, scope) => {
    if (isData(value)) look(reader, value, known, at, scope);
    else reader.refuse("wrong_value", at, value, "a record");
  };
}

/** A record whose member `tag` says which others it has; these are looked at by `then`. */
export function variant(tag: string, families: Readonly<Record<string, Members>>, then = look): Check {
  const known = new Map<unknown, readonly Member[]>(
    Object.entries(families).map(([kind, members]) => [kind, membersOf({ [tag]: anything, ...members })]),
  );
  return (reader, value, at, scope) => {
    if (!isData(value)) {
      reader.refuse("wrong_value", at, value, "a record");
      return;
    }
    const members = Object.hasOwn(value, tag) ? known.get(value[tag]) : undefined;
    if (members !== undefined) then(reader, value, members, at, scope, 1);
    else reader.refuse("wrong_value", { parent: at, step: tag }, value[tag], `one of ${[...known.keys()].join(", ")}`);
  };
}

interface Member {
  readonly name: string;
  readonly check: Check;
  readonly needed: boolean;
}

const membersOf = (members: Members): readonly Member[] =>
  Object.entries(members).map(([name, check]) => ({ name: name.replace("?", ""), check, needed: !name.endsWith("?") }));

/**
 * `first`: how many of them were looked at before, as the tag was. INVARIANT: `value` was parsed, so it holds no undefined,
 * and no member is named as one of every object.
 */
function look(reader: Reader, value: Data, members: readonly Member[], at: At | null, scope: Scope, first = 0): void {
  let left = Object.keys(value).length - first;
  // By index: an iterator costs more than the rest where nothing is optimized yet.
  for (let i = first; i < members.length; i++) {
    const member = members[i]!;
    const item = value[member.name];
    const step = { parent: at, step: member.name };
    if (item !== undefined) {
      left--;
      member.check(reader, item, step, scope, value);
    } else if (member.needed) reader.refuse("missing_member", step, item, "this member");
  }
  if (left === 0) return;
  for (const other of Object.keys(value))
    if (!members.some(({ name }) => name === other))
      reader.refuse("unknown_member", { parent: at, step: other }, value[other], "only known members");
}

/**
 * Looks at the members when it is their turn, one level deeper. Whatever may hold more of its own kind goes through here,
 * and only what is of a known kind: what waits takes many times the room of the shortest text.
 */
export const later: typeof look = (reader, value, members, at, scope) => {
  reader.todo.push({ value, members, at, scope, depth: reader.depth + 1 });
};
