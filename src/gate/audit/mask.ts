/**
 * Masking at the source: what an event says is changed before it is chained, so that the log never held what it must not
 * hold. A value at a masked path becomes `{ "$masked": "hmac-sha256:…" }`. The same value is then looked for wherever else
 * the event could say it: in the reasons of a decision, in misfits, keys of quotas, drift, comments, answers of executors.
 * docs/reference/audit.md says what this cannot find.
 */
import { canonicalText } from "../../eval/canonical.ts";
import type { Plan } from "../../plan/plan.ts";
import { hmacSha256 } from "../../source/sha256.ts";
import type { Mask } from "../api.ts";
import type { Proposal } from "../documents.ts";
import type { Draft } from "./chain.ts";
import { type MaskPath, maskPath, overlap, ROOTS, replaced, type Step, stepsOf, visited } from "./paths.ts";
import { type Secrets, secretsOf } from "./secrets.ts";

/** Whence the values of masked paths are known, beside the event itself: the proposal before and after what happened. */
export type Known = Partial<Pick<Proposal, "acts" | "override" | "execution" | "reverts">> & {
  readonly change_set?: unknown;
  readonly facts?: unknown;
};

/** What is wrong with a mask, for whoever configures it; null: nothing. `plan`: the rules, where they are known. */
export function maskFault(mask: Mask, plan: Pick<Plan, "actions"> | null = null): string | null {
  const wrong = mask.paths.find((path) => maskPath(path) === null);
  if (wrong !== undefined)
    return `\`${wrong}\` is no path of a mask: it starts with ${ROOTS.join(", ")}, and goes on with \`.name\`, \`[]\` (each item) or \`.*\` (each member)`;
  const nowhere = plan === null ? undefined : mask.paths.find((path) => isNowhere(maskPath(path)!, plan));
  if (nowhere !== undefined) return `\`${nowhere}\` masks nothing: no action has such an input or fact`;
  return mask.key.length < SHORTEST
    ? `the key of a mask has at least ${SHORTEST} characters, or what is masked can be guessed`
    : null;
}

const SHORTEST = 16;

/** A misspelt name would be found in the log, when it is too late. */
function isNowhere({ root, steps: [name] }: MaskPath, { actions }: Pick<Plan, "actions">): boolean {
  if ((root !== "inputs" && root !== "facts") || typeof name !== "string") return false;
  return !Object.values(actions).some((action) => action[root].some((one) => one.name === name));
}

const REASONS: readonly Step[] = stepsOf("changes[0].reason");

/** Deeper than any document that the gate takes. */
const DEPTH = 200;

/**
 * The event without what the mask names. Without a mask: the event. `known`: proposals (or change sets that were refused) that
 * the event is about, so that their masked values are found where the event only mentions them.
 */
export function masked(mask: Mask | undefined, draft: Draft, known: readonly Known[] = []): Draft {
  if (mask === undefined || mask.paths.length === 0) return draft;
  const masker = maskerOf(mask);
  const { data } = draft;
  const sources: readonly Known[] = [...known, data as Known];
  const secrets = secretsOf(masker.values(sources, [draft.why, commentOf(data["act"])]), masker.text);
  const hides = (root: string): boolean => masker.paths.some((path) => path.root === root);
  const hidden = Object.fromEntries(
    Object.entries(data).map(([name, value]): [string, unknown] => [
      name,
      masker.member(name, value, secrets, sources),
    ]),
  );
  return {
    ...draft,
    why: draft.why === null ? null : hides("comment") ? masker.text(draft.why) : secrets.within(draft.why),
    data: hidden,
  };
}

const commentOf = (act: unknown): unknown => (isRecord(act) ? act["comment"] : null);

/** By mask: its paths are read once. */
const maskers = new WeakMap<Mask, Masker>();

function maskerOf(mask: Mask): Masker {
  let found = maskers.get(mask);
  if (found === undefined) {
    found = new Masker(mask);
    maskers.set(mask, found);
  }
  return found;
}

type Fields = { readonly [name: string]: unknown };

const isRecord = (value: unknown): value is Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value);

class Masker {
  readonly paths: readonly MaskPath[];
  readonly #key: string;

  constructor(mask: Mask) {
    this.#key = mask.key;
    this.paths = mask.paths.flatMap((text) => maskPath(text) ?? []);
  }

  #hash(value: unknown): string {
    return `hmac-sha256:${hmacSha256(this.#key, canonicalText(value, DEPTH) ?? String(value))}`;
  }
  /** What stands for a value. */
  readonly value = (value: unknown): unknown => ({ $masked: this.#hash(value) });
  /** What stands for a value inside a text. */
  readonly text = (value: unknown): string => `[masked ${this.#hash(value)}]`;

  /** The values at the masked paths of what is known. */
  values(sources: readonly Known[], comments: readonly unknown[]): readonly unknown[] {
    const found: unknown[] = [];
    const see = (value: unknown): void => void found.push(value);
    for (const { root, steps } of this.paths)
      for (const source of sources) {
        if (root === "facts") visited(source.facts, steps, see);
        else if (root === "receipt") {
          visited(source.execution?.receipt, steps, see);
          visited((source as { readonly receipt?: { readonly receipt?: unknown } }).receipt?.receipt, steps, see);
        } else if (root === "comment") {
          for (const act of source.acts ?? []) see(act.comment);
          see(source.override?.reason);
          // Why something is undone is the reason of each of its changes.
          if (source.reverts != null) visited(source.change_set, REASONS, see);
          for (const comment of comments) see(comment);
        } else visited(source.change_set, [root, ...steps], see);
      }
    return found;
  }

  member(name: string, value: unknown, secrets: Secrets, sources: readonly Known[]): unknown {
    switch (name) {
      case "change_set":
        return this.#changeSet(value, secrets);
      case "facts":
        return this.#swept(this.#at(value, "facts"), secrets);
      case "decision":
        return this.#decision(value, secrets, sources);
      case "act":
      case "override":
        return this.#said(value, secrets);
      case "receipt":
        return isRecord(value)
          ? {
              ...(this.#engine(value, secrets) as Fields),
              ...("receipt" in value && { receipt: this.#swept(this.#at(value["receipt"], "receipt"), secrets) }),
            }
          : this.#swept(value, secrets);
      case "drift":
        return Array.isArray(value)
          ? value.map((one: unknown) => this.#drift(one, secrets))
          : this.#swept(value, secrets);
      default:
        return this.#engine(value, secrets);
    }
  }

  /** `value` with what the paths under `root` name replaced. */
  #at(value: unknown, root: MaskPath["root"]): unknown {
    let fresh = value;
    for (const path of this.paths) if (path.root === root) fresh = replaced(fresh, path.steps, this.#once);
    return fresh;
  }
  /** A path may lie inside another one. */
  readonly #once = (value: unknown): unknown => (isMask(value) ? value : this.value(value));

  #changeSet(value: unknown, secrets: Secrets): unknown {
    if (!isRecord(value)) return this.#swept(value, secrets);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]): [string, unknown] => {
        if (NAMED.has(name)) return [name, member];
        const root = ROOTS.find((one) => one === name);
        return [name, this.#swept(root === undefined ? member : this.#at(member, root), secrets)];
      }),
    );
  }

  /** What somebody did and said. */
  #said(value: unknown, secrets: Secrets): unknown {
    const hides = this.paths.some((path) => path.root === "comment");
    const fresh = this.#engine(value, secrets);
    if (!isRecord(value) || !isRecord(fresh) || !hides) return fresh;
    return Object.fromEntries(
      Object.entries(fresh).map(([name, member]) => [
        name,
        (name === "comment" || name === "reason") && (value[name] ?? "") !== "" ? this.value(value[name]) : member,
      ]),
    );
  }

  /** A fact by its path; a record by `Type/id.field`, whose value now is as secret as the old one in the change set. */
  #drift(value: unknown, secrets: Secrets): unknown {
    if (!isRecord(value)) return this.#swept(value, secrets);
    const shown = typeof value["path"] === "string" ? value["path"] : "";
    const side = (found: unknown): unknown => {
      let fresh = found;
      if (!shown.startsWith("facts.")) {
        const old = this.paths.filter(({ root, steps }) => root === "changes" && overlap(steps, stepsOf("[0].old")));
        for (const { steps } of old) fresh = replaced(fresh, steps.slice(2), this.#once);
      } else {
        const own = stepsOf(shown).slice(1);
        for (const { root, steps } of this.paths)
          if (root === "facts" && overlap(steps, own)) fresh = replaced(fresh, steps.slice(own.length), this.#once);
      }
      return this.#swept(fresh, secrets);
    };
    return { ...value, path: secrets.within(shown), was: side(value["was"]), now: side(value["now"]) };
  }

  #decision(value: unknown, secrets: Secrets, sources: readonly Known[]): unknown {
    const fresh = this.#engine(value, secrets);
    if (!isRecord(value) || !isRecord(fresh)) return fresh;
    const told = (name: "reasons" | "shadow"): unknown =>
      list(value[name]).map((reason) => ({
        ...(this.#engine(reason, secrets) as Fields),
        values: this.#values(reason["values"], secrets, sources),
      }));
    const misfits = list(value["misfits"]).map((misfit) => {
      const own = stepsOf(String(misfit["path"]));
      const touched = this.paths.some(({ root, steps }) => overlap([root, ...steps], own));
      return {
        ...(this.#engine(misfit, secrets) as Fields),
        ...(touched && { found: this.value(misfit["found"]), help: null }),
      };
    });
    return { ...fresh, reasons: told("reasons"), shadow: told("shadow"), misfits };
  }

  /**
   * `reasons[].values`: by the names that rules give. Inputs and facts stand there by their bare names; whatever else is
   * computed (a `let`, a call, an amount of a quota) may be made of a masked value, and is masked with it.
   */
  #values(value: unknown, secrets: Secrets, sources: readonly Known[]): unknown {
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([path, shown]): [string, unknown] => [
        secrets.within(path),
        this.#derives(stepsOf(path), sources) ? this.value(shown) : this.#swept(shown, secrets),
      ]),
    );
  }

  #derives(path: readonly Step[], sources: readonly Known[]): boolean {
    const documents = this.paths.filter(({ root }) => root !== "comment" && root !== "receipt");
    const [name] = path;
    if (documents.length === 0 || typeof name !== "string" || AMBIENT.has(name)) return false;
    const input = sources.some(({ change_set: c }) => isRecord(c) && isRecord(c["inputs"]) && own(c["inputs"], name));
    const fact = sources.some(({ facts }) => isRecord(facts) && own(facts, name));
    if (!input && !fact) return true;
    return documents.some(({ root, steps }) => (root === "inputs" || root === "facts") && overlap(steps, path));
  }

  /** What the gate says: sweeps all but the words that come from rules, directory and gate. */
  #engine(value: unknown, secrets: Secrets): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#engine(item, secrets));
    if (!isRecord(value)) return this.#swept(value, secrets);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, OWN.has(name) ? member : this.#engine(member, secrets)]),
    );
  }

  /** Every text and number below, key or value, that is or holds a secret. */
  #swept(value: unknown, secrets: Secrets): unknown {
    if (typeof value === "string" || typeof value === "number") {
      const secret = secrets.whole(String(value));
      if (secret !== undefined) return this.value(secret);
      return typeof value === "string" ? secrets.within(value) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.#swept(item, secrets));
    if (!isRecord(value) || isMask(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [secrets.within(key), this.#swept(member, secrets)]),
    );
  }
}

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const own = (fields: Fields, name: string): boolean => Object.hasOwn(fields, name);
const isMask = (value: unknown): boolean => isRecord(value) && "$masked" in value && Object.keys(value).length === 1;

/** Members of a change set that name what the gate has to know it by. */
const NAMED: ReadonlySet<string> = new Set(["version", "id", "action", "environment", "requester", "requested_at"]);

/** Reserved names of rules, and what the engine adds, that no masked value can be in. */
const AMBIENT: ReadonlySet<string> = new Set(["requester", "environment", "tier", "score", "now", "decided for"]);

/** Members whose words come from the rules, the directory or the gate itself, and never from a document. */
const OWN: ReadonlySet<string> = new Set([
  ...["version", "outcome", "tier", "score", "autonomy", "apply_by", "clause", "effect", "because", "assumed", "at"],
  ...["controls", "sets", "people", "escalations", "fillable", "required", "missing", "stale", "policy", "route"],
  ...["rollback", "waived", "sample", "directory_version", "decided_at", "change_set_digest", "fits", "frees_at"],
  ...["kind", "then", "act", "by", "person", "role", "revision", "digest", "auth_strength", "question", "carried_to"],
  ...["state", "unit", "expires_at", "idempotency_key", "claimed_at", "deadline", "ended_at", "compensated", "seats"],
  ...["old_values", "code", "severity", "reverts", "reverted_by"],
]);
