/**
 * The door of those who decide: a document becomes an evaluator, or faults. Nothing in it is run before all of it has been
 * looked at, and nothing of it is code: a plan that was edited by hand decides like any other plan, or is refused.
 */
import { canonicalText } from "../eval/canonical.ts";
import type { Evaluator } from "../eval/evaluator.ts";
import { interpreterOf } from "../eval/interpreter/interpreter.ts";
import { LANGUAGE } from "../plan/plan.ts";
import { carry } from "../plan/zone.ts";
import { sha256 } from "../source/sha256.ts";
import { envelope, instantOf } from "./envelope.ts";
import { type BundleFault, fault } from "./faults.ts";
import { BUNDLE, type Bundle, MAX_BUNDLE_BYTES, MAX_BUNDLE_DEPTH } from "./format.ts";
import { EMPTY } from "./plan/scope.ts";
import { type Data, inspect, isData, words } from "./reader.ts";

export interface OpenOptions {
  /** The least revision that is taken: the highest that was seen, so that an older bundle is not put in its place. */
  readonly at_least?: number;
  /** The policy set that is meant, so that another one is not put in its place. */
  readonly set?: string;
  /** The clock, ISO 8601 with offset; needed where a bundle expires. */
  readonly now?: string;
}

export interface OpenedBundle {
  readonly ok: true;
  /** For `decide`. */
  readonly evaluator: Evaluator;
  readonly bundle: Bundle;
}

export interface RefusedBundle {
  readonly ok: false;
  readonly faults: readonly [BundleFault, ...BundleFault[]];
}

/**
 * Opens a bundle: text, bytes of UTF-8, or parsed data. Never throws. It says that the bundle is whole and well made, not
 * who made it: for that see `verifyBundle`.
 */
export function openBundle(document: unknown, options: OpenOptions = {}): OpenedBundle | RefusedBundle {
  try {
    const read = readBundle(document, options);
    return read.ok ? { ok: true, bundle: read.bundle, evaluator: evaluatorOf(read.bundle) } : read;
  } catch (error) {
    // A getter, a proxy, or what a machine has too little memory for.
    return refused(fault("unreadable", "", error instanceof Error ? words(error.message) : "a fault", "plain JSON"));
  }
}

export const refused = (first: BundleFault, ...others: readonly BundleFault[]): RefusedBundle => ({
  ok: false,
  faults: [first, ...others],
});

/**
 * Expressions run by the interpreter, which is the smallest of the back ends and makes no code. Who has the whole package
 * and wants speed hands `bundle.plan` to `compile`.
 */
function evaluatorOf({ plan, plan_digest, zone }: Bundle): Evaluator {
  if (zone !== null) carry(plan, zone);
  return { plan, backend: "interpreter", digest: plan_digest, ...interpreterOf(plan) };
}

export function readBundle(
  document: unknown,
  options: OpenOptions,
): { readonly ok: true; readonly bundle: Bundle } | RefusedBundle {
  const mistakes = optionFaults(options, OPTIONS);
  if (mistakes !== null) return mistakes;
  const parsed = parse(document);
  if (!parsed.ok) return parsed;
  const { data, text } = parsed;
  // Of another version nothing else can be told.
  if (!isData(data) || !Object.hasOwn(data, "bundle"))
    return refused(fault("not_a_bundle", "", words(data), "a record with the member `bundle`"));
  if (data["bundle"] !== BUNDLE)
    return refused(fault("unknown_version", "bundle", words(data["bundle"]), `version ${BUNDLE}`));
  if (data["language"] !== LANGUAGE)
    return refused(fault("unknown_language", "language", words(data["language"]), `language ${LANGUAGE}`));
  const broken = sealFault(data, text);
  if (broken !== null) return refused(broken);
  const [first, ...others] = inspect(envelope, data, null, EMPTY);
  if (first !== undefined) return refused(first, ...others);
  const bundle = data as unknown as Bundle;
  const unfit = [...consistency(bundle), ...demands(bundle, options)];
  return unfit.length > 0 ? refused(unfit[0]!, ...unfit.slice(1)) : { ok: true, bundle };
}

export const OPTIONS: Readonly<Record<string, (value: unknown) => boolean>> = {
  at_least: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  set: (value) => typeof value === "string",
  now: (value) => instantOf(value) !== null,
};

/** A misspelt option must not pass for a check that was made. */
export function optionFaults(options: unknown, known: typeof OPTIONS): RefusedBundle | null {
  const given = isData(options) ? Object.entries(options) : [["", options] as const];
  const wrong = given.filter(
    ([name, value]) => !Object.hasOwn(known, name) || !(value === undefined || known[name]!(value)),
  );
  if (wrong.length === 0) return null;
  const [first, ...others] = wrong.map(([name, value]) =>
    fault(
      "bad_option",
      `options.${name}`,
      words(value),
      Object.hasOwn(known, name) ? "a value that fits" : `one of ${Object.keys(known).join(", ")}`,
    ),
  );
  return refused(first!, ...others);
}

interface Parsed {
  readonly ok: true;
  readonly data: unknown;
  readonly text: string;
}

/** Whatever comes in, what goes on is fresh, plain data: it was a text in between. */
function parse(document: unknown): Parsed | RefusedBundle {
  if (typeof document !== "string" && !(document instanceof Uint8Array)) {
    const text = canonicalText(document, MAX_BUNDLE_DEPTH);
    return text === null
      ? refused(
          fault(
            "unreadable",
            "",
            words(document),
            `text, bytes or data that is JSON, nested at most ${MAX_BUNDLE_DEPTH} deep`,
          ),
        )
      : { ok: true, data: JSON.parse(text), text };
  }
  // A character takes at most three bytes for each unit of its length.
  if (document.length > MAX_BUNDLE_BYTES)
    return refused(fault("too_large", "", `${document.length} bytes`, `at most ${MAX_BUNDLE_BYTES}`));
  let text: string;
  try {
    text =
      typeof document === "string"
        ? document
        : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(document);
  } catch {
    return refused(fault("unreadable", "", "bytes that are not UTF-8", "UTF-8 text"));
  }
  // Editors end a file with a line feed.
  if (text.endsWith("\n")) text = text.slice(0, -1);
  try {
    return { ok: true, data: JSON.parse(text), text };
  } catch {
    const short = text.startsWith("{") && !text.endsWith("}");
    return refused(
      short
        ? fault("truncated", "", `a text that ends after ${text.length} characters`, "a JSON text")
        : fault("not_json", "", words(text.slice(0, 20)), "a JSON text"),
    );
  }
}

/** Is the text canonical, so that there is only one for a bundle, and what its digests were taken of? */
function sealFault(data: Data, text: string): BundleFault | null {
  // What parses to members in order and is written back as it came is canonical. The way around is for names such as "10",
  // which JavaScript puts into an order of its own.
  const plain = inOrder(data) ? textsOf(data, text, JSON.stringify) : null;
  const texts = plain?.same ? plain : textsOf(data, text, (value) => canonicalText(value, MAX_BUNDLE_DEPTH - 1));
  if (texts === null) return fault("too_deep", "", "a text that nests deeper", `at most ${MAX_BUNDLE_DEPTH} levels`);
  if (!texts.same)
    return fault("not_canonical", "", "a text that was edited, or has a name twice", "the canonical form (RFC 8785)");
  return digestFault("digest", data, texts.sealed) ?? digestFault("plan_digest", data, texts.plan);
}

function digestFault(name: string, data: Data, of: string): BundleFault | null {
  const stated = data[name];
  const real = `sha256:${sha256(of)}`;
  return stated === real ? null : fault("digest_mismatch", name, words(stated), real);
}

/** Each byte is hashed once: `plan_digest` stands for the plan. */
const UNSEALED: readonly string[] = ["digest", "signatures", "plan"];

interface Texts {
  /** All members together are the text that came. */
  readonly same: boolean;
  readonly plan: string;
  readonly sealed: string;
}

/**
 * Each member is written once, by a writer that gives canonical text, and looked for where it must stand, so that the whole
 * is not written beside it; null: one nests too deep.
 */
function textsOf(data: Data, text: string, write: (value: unknown) => string | null): Texts | null {
  const sealed: string[] = [];
  let at = 0;
  let same = true;
  let plan = "null";
  for (const name of Object.keys(data).sort()) {
    const value = write(data[name]);
    if (value === null) return null;
    const lead = `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`;
    same &&= text.startsWith(lead, at) && text.startsWith(value, at + lead.length);
    at += lead.length + value.length;
    if (name === "plan") plan = value;
    if (!UNSEALED.includes(name)) sealed.push(lead.slice(1) + value);
  }
  // What is left is the end of the record, if it is one character: the text was parsed.
  return { same: same && at + 1 === text.length, plan, sealed: `{${sealed.join(",")}}` };
}

/** Native writing recurses; above this it has room on any machine. */
const SHALLOW = 256;

/**
 * Are the members of all records in canonical order, to a bounded depth? Written for its one run: one function that calls
 * no other, because what is called often is optimized at twice the cost.
 */
function inOrder(data: Data): boolean {
  let level: object[] = [data];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > SHALLOW) return false;
    const next: object[] = [];
    for (let i = 0; i < level.length; i++) {
      const value = level[i]!;
      const list = Array.isArray(value);
      // A text for each place of a long list costs more than the way around. (A record may have such a member: no harm.)
      if ((value as unknown[]).length > 1e5) return false;
      // The empty name is first of all, and is left to the way around.
      let before = "";
      for (const key in value) {
        if (!list && before >= key) return false;
        before = key;
        const item = (value as Data)[key];
        if (typeof item === "object" && item !== null) next.push(item);
      }
    }
    level = next;
  }
  return true;
}

/** What is told in two places is told the same. */
function* consistency({ set, plan, schemas, zone }: Bundle): Iterable<BundleFault> {
  if (set !== plan.set) yield fault("wrong_value", "set", words(set), words(plan.set));
  const named = plan.timezone === "UTC" ? undefined : plan.timezone;
  if (zone?.name !== named) yield fault("wrong_value", "zone", words(zone?.name), words(named));
  for (const id of Object.keys(schemas.actions))
    if (!Object.hasOwn(plan.actions, id))
      yield fault("unknown_name", "schemas.actions", words(id), "an action of the plan");
}

function* demands(bundle: Bundle, options: OpenOptions): Iterable<BundleFault> {
  const { at_least, set, now } = options;
  if (set !== undefined && bundle.set !== set) yield fault("wrong_set", "set", words(bundle.set), words(set));
  if (at_least !== undefined && bundle.revision < at_least)
    yield fault("downgrade", "revision", String(bundle.revision), `at least ${at_least}`);
  if (bundle.expires === undefined) return;
  if (now === undefined)
    yield fault("clock_needed", "expires", bundle.expires, "the option `now`: this bundle expires");
  else if (instantOf(now)! >= instantOf(bundle.expires)!)
    yield fault("expired", "expires", bundle.expires, `after ${now}`);
}
