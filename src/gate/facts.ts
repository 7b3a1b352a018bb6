/** Asks the systems of record for what the rules look up, and for what the change set says was there before. */
import type { ChangeSet } from "../decision/documents.ts";
import { frames, NO_RANGES } from "../decision/frame.ts";
import { readWeighed } from "../decision/json/data.ts";
import { MAX_BYTES } from "../decision/json/json.ts";
import { plain } from "../decision/json/plain.ts";
import { ask } from "../decision/read/ask.ts";
import type { Question } from "../decision/read/question.ts";
import { ALL_WAYS } from "../decision/read/ways.ts";
import { canonicalText } from "../eval/canonical.ts";
import type { Evaluator } from "../eval/evaluator.ts";
import { Unknown } from "../eval/value.ts";
import { encodeWire } from "../eval/wire.ts";
import type { PlanAction, PlanFact } from "../plan/plan.ts";
import { walk } from "../plan/walk.ts";
import { limited } from "./limited.ts";
import { wordsOf } from "./people.ts";
import type { Clock, Data, FactAnswer, FactSource, RecordAnswer, RecordSource } from "./ports.ts";

export interface Sources {
  readonly clock: Clock;
  readonly sources: { readonly [source: string]: FactSource };
  readonly records: { readonly [record: string]: RecordSource } | null;
  readonly facts_ms: number;
}

export interface Looked {
  /** As the decision is told: a value, `null` for none, `{ "$unknown": why }`. */
  readonly facts: { readonly [fact: string]: Data };
  readonly versions: { readonly [path: string]: string };
}

/** Deeper than any document that is read. */
const DEPTH = 80;
/** A document is no reason to look for arguments forever. */
const STEPS = 100_000;

/**
 * All facts of an action. Those whose arguments are known are asked at the same time, each query once; what fails is unknown
 * with the reason. Never throws.
 */
export async function lookUp(
  evaluator: Evaluator,
  changeSet: ChangeSet,
  now: string,
  proposal: string,
  around: Sources,
): Promise<Looked> {
  const action = Object.hasOwn(evaluator.plan.actions, changeSet.action)
    ? evaluator.plan.actions[changeSet.action]!
    : null;
  // Ordinary records: a fact is named by the language, which has no name such as `__proto__`.
  const facts: Record<string, Data> = {};
  const versions: Record<string, string> = {};
  if (action === null || action.facts.length === 0) return { facts, versions };
  const asked = new Map<string, Promise<FactAnswer>>();
  const ends = around.clock.now() + around.facts_ms;

  async function settle(fact: PlanFact, args: readonly Data[] | Unknown): Promise<void> {
    if (args instanceof Unknown) {
      facts[fact.name] = notKnown(`what it is asked by is not known: ${causeOf(args)}`);
      return;
    }
    const source = Object.hasOwn(around.sources, fact.source) ? around.sources[fact.source]! : null;
    if (source === null) {
      facts[fact.name] = notKnown(`no source is called \`${fact.source}\``);
      return;
    }
    try {
      const answer = await once(fact.source, source, args);
      facts[fact.name] = answer.status === "none" ? null : answer.value;
      if (answer.version !== undefined) versions[`facts.${fact.name}`] = answer.version;
    } catch (fault) {
      facts[fact.name] = notKnown(`\`${fact.source}\`: ${wordsOf(fault)}`);
    }
  }

  function once(name: string, source: FactSource, args: readonly Data[]): Promise<FactAnswer> {
    const key = canonicalText([name, args], DEPTH) ?? "";
    const before = asked.get(key);
    if (before !== undefined) return before;
    const left = Math.max(1, Math.min(source.time_limit_ms ?? around.facts_ms, ends - around.clock.now()));
    const query = { source: name, args, proposal };
    const answer = limited(around.clock, left, async (signal) => source.read(query, signal)).then(sound);
    asked.set(key, answer);
    return answer;
  }

  for (const round of rounds(action)) {
    const args = argumentsOf(evaluator, changeSet, { now, facts }, round);
    await Promise.all(round.map((fact, i) => settle(fact, args[i]!)));
  }
  return { facts, versions };
}

/**
 * What a source answers must be an answer. It is read once, into data of its own: what a source or a caller does to theirs
 * afterwards changes nothing here, and nothing that is changed here reaches them.
 */
function sound(answer: FactAnswer): FactAnswer {
  const { status, value, version } = membersOf(answer);
  if (status === "none" && isVersion(version)) return { status, version };
  if (status === "found" && isVersion(version)) return { status, value: ownData(value), version };
  throw noAnswer();
}

function soundRecord(answer: RecordAnswer): RecordAnswer {
  const { status, fields, version } = membersOf(answer);
  if (status === "none") return { status };
  if (status !== "found" || typeof fields !== "object" || fields === null || !isVersion(version)) throw noAnswer();
  return { status, fields: ownData(fields) as { readonly [field: string]: Data }, version };
}

const membersOf = (answer: unknown): { readonly [member: string]: unknown } => {
  const { status, value, fields, version } = (answer ?? {}) as { readonly [member: string]: unknown };
  return { status, value, fields, version };
};

/** A version is kept, and told where it differs. */
const LONGEST_VERSION = 1_000;

const isVersion = (version: unknown): version is string | undefined =>
  version === undefined || (typeof version === "string" && version.length <= LONGEST_VERSION);

function ownData(given: unknown): Data {
  const { json, faults, weight } = readWeighed(given);
  if (json === undefined || faults.length > 0 || weight > MAX_BYTES) throw noAnswer();
  return plain(json) as Data;
}

const noAnswer = (): TypeError => new TypeError("the source gave something else than an answer");

const notKnown = (why: string): Data => ({ $unknown: why });
const causeOf = (value: Unknown): string =>
  value.causes.map(({ path, why }) => `${path}: ${why}`).join("; ") || "unknown";

/** Facts in an order in which each is asked after those that its arguments read. */
function rounds(action: PlanAction): readonly (readonly PlanFact[])[] {
  const reads = new Map(action.facts.map((fact) => [fact.name, factsBehind(fact, action)]));
  const done = new Set<string>();
  const found: (readonly PlanFact[])[] = [];
  let left = action.facts;
  while (left.length > 0) {
    const ready = left.filter((fact) =>
      [...reads.get(fact.name)!].every((name) => done.has(name) || name === fact.name),
    );
    // The checker refuses circles; a plan made by hand ends here, with what is left asked as it is.
    const round = ready.length > 0 ? ready : left;
    found.push(round);
    for (const fact of round) done.add(fact.name);
    left = left.filter((fact) => !done.has(fact.name));
  }
  return found;
}

/** The facts that the arguments of a fact read, also through lets. */
function factsBehind(fact: PlanFact, action: PlanAction): ReadonlySet<string> {
  const found = new Set<string>();
  const lets = new Map(action.lets.map(({ name, value }) => [name, value]));
  const todo = [...fact.args];
  for (let expr = todo.pop(); expr !== undefined; expr = todo.pop())
    walk(expr, (at) => {
      if (at.op === "fact") found.add(at.name);
      const own = at.op === "let" ? lets.get(at.name) : undefined;
      if (at.op === "let" && own !== undefined) {
        todo.push(own);
        lets.delete(at.name);
      }
      return true;
    });
  return found;
}

/** The arguments of some facts, or what of them is not known. */
function argumentsOf(
  evaluator: Evaluator,
  changeSet: ChangeSet,
  context: { readonly now: string; readonly facts: { readonly [fact: string]: Data } },
  facts: readonly PlanFact[],
): readonly (readonly Data[] | Unknown)[] {
  const { question } = ask(evaluator.plan, changeSet, context, ALL_WAYS);
  if (question === null) return facts.map(() => new Unknown([]));
  const frame = frames(evaluator, question, question.asker, { left: STEPS }).frame(NO_RANGES);
  return facts.map((fact) => {
    const args: Data[] = [];
    for (const [i, arg] of fact.args.entries()) {
      const value = evaluator.evaluate(arg, frame, 0);
      if (value instanceof Unknown) return value;
      const wire = encodeWire(fact.argTypes[i] ?? { kind: "text" }, value, evaluator.plan.records);
      if (holdsUnknown(wire)) return new Unknown([{ path: `${fact.source}(${i + 1})`, why: "not known in part" }]);
      args.push(wire as Data);
    }
    return args;
  });
}

/** Whether some of it says that it is not known. */
export const holdsUnknown = (data: unknown): boolean =>
  typeof data === "object" &&
  data !== null &&
  (Object.hasOwn(data, "$unknown") || Object.values(data as object).some(holdsUnknown));

/** The question as the decision would read it: typed values of facts. */
export function questionOf(
  evaluator: Evaluator,
  changeSet: ChangeSet,
  now: string,
  facts: { readonly [fact: string]: unknown },
): Question | null {
  return ask(evaluator.plan, changeSet, { now, facts }, ALL_WAYS).question;
}

// ---------------------------------------------------------------------------------------------------------- records

export interface Records {
  /** By `Type/id`; null: there is no such record. A record that could not be read is not here. */
  readonly found: ReadonlyMap<string, RecordAnswer>;
  /** Why what is missing could not be read, by `Type/id`. */
  readonly failed: ReadonlyMap<string, string>;
  readonly versions: { readonly [target: string]: string };
}

/** Reads every record that the change set touches, all at once. Null: there is nothing to read them from. */
export async function readRecords(changeSet: ChangeSet, around: Sources): Promise<Records | null> {
  const { records } = around;
  if (records === null) return null;
  const wanted = new Map<string, { type: string; id: string; fields: Set<string> }>();
  for (const { target, field } of changeSet.changes ?? []) {
    const key = `${target.type}/${target.id}`;
    const entry = wanted.get(key) ?? { ...target, fields: new Set<string>() };
    entry.fields.add(field);
    wanted.set(key, entry);
  }
  const found = new Map<string, RecordAnswer>();
  const failed = new Map<string, string>();
  const versions = new Map<string, string>();
  await Promise.all(
    [...wanted].map(async ([key, { type, id, fields }]) => {
      const source = Object.hasOwn(records, type) ? records[type]! : null;
      if (source === null) {
        failed.set(key, `no source of records is called \`${type}\``);
        return;
      }
      try {
        const limit = source.time_limit_ms ?? around.facts_ms;
        const answer = await limited(around.clock, limit, async (signal) =>
          source.read({ type, id }, [...fields], signal),
        ).then(soundRecord);
        found.set(key, answer);
        if (answer.status === "found" && answer.version !== undefined) versions.set(key, answer.version);
      } catch (fault) {
        failed.set(key, wordsOf(fault));
      }
    }),
  );
  return { found, failed, versions: Object.fromEntries(versions) };
}
