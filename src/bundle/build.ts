/** The door of those who build: a plan becomes a bundle. The same rules give the same bytes, on any machine and in any order of files. */
import { actionSchema, changeSetSchema, contextSchema, decisionSchema } from "../decision/schemas.ts";
import { canonicalText } from "../eval/canonical.ts";
import { planDigest } from "../eval/digest.ts";
import { exportJsonLogic } from "../eval/portable/export.ts";
import { LANGUAGE, type Place, type Plan, type PlanNamed } from "../plan/plan.ts";
import { CARRIED_FROM_MS, CARRIED_UNTIL_MS, zoneNamed } from "../plan/zone.ts";
import type { SourceFile } from "../source/file.ts";
import { sha256 } from "../source/sha256.ts";
import { BUNDLE, type Bundle, type BundleZone } from "./format.ts";

export interface BuildOptions {
  /** The files that the plan was made of, JSON Schemas that they import among them. */
  readonly files: readonly SourceFile[];
  /** Never smaller than that of the bundle before. Left out: 0. */
  readonly revision?: number;
  /** From when on it is refused, ISO 8601 with offset. */
  readonly expires?: string;
  /** Carry the texts of the files too, not only their digests. */
  readonly texts?: boolean;
  /** The release of the time zone data of this machine: `process.versions.tz` in Node. Left out: not told. */
  readonly tzdata?: string;
  /** Carry the conditions as JSON Logic, for other engines. Left out: yes. It is most of a large bundle. */
  readonly json_logic?: boolean;
}

/** Makes a bundle. INVARIANT: the plan is one that `lower` made. The same rules and time zone data give the same bytes. */
export function buildBundle(plan: Plan, options: BuildOptions): Bundle {
  const { revision = 0, expires, texts = false, json_logic = true } = options;
  const actions = Object.values(plan.actions);
  const clauses = actions.flatMap((action) => action.clauses);
  const content: Omit<Bundle, "digest"> = {
    bundle: BUNDLE,
    language: LANGUAGE,
    revision,
    set: plan.set,
    ...(expires === undefined ? {} : { expires }),
    plan,
    plan_digest: planDigest(plan),
    schemas: {
      change_set: bundleText(changeSetSchema()),
      context: bundleText(contextSchema()),
      decision: bundleText(decisionSchema()),
      actions: Object.fromEntries(actions.map(({ id }) => [id, bundleText(actionSchema(plan, id))])),
    },
    ...(json_logic ? { json_logic: bundleText(exportJsonLogic(plan)) } : {}),
    sources: {
      files: Object.fromEntries(
        options.files.map(({ name, text }) => [name, { sha256: `sha256:${sha256(text)}`, ...(texts ? { text } : {}) }]),
      ),
      clauses: Object.fromEntries(clauses.map(({ id, at }): [string, Place] => [id, at])),
    },
    docs: {
      actions: Object.fromEntries(actions.map(({ id, doc }) => [id, doc])),
      clauses: Object.fromEntries(clauses.map(({ id, because }) => [id, because])),
      roles: titles(plan.roles),
      queues: titles(plan.queues),
      evidence: titles(plan.evidence),
    },
    zone: zoneAsKnown(plan.timezone, options.tzdata ?? null),
  };
  return seal(content);
}

/** With the digest that belongs to it, and not signed: what was edited is another bundle. */
export function seal(edited: Omit<Bundle, "digest">): Bundle {
  const { digest: _, signatures: __, plan, ...content } = edited as Bundle;
  return { ...content, plan, digest: `sha256:${sha256(bundleText(content))}` };
}

/** INVARIANT: the name is that of a zone. */
function zoneAsKnown(name: string, tzdata: string | null): BundleZone | null {
  if (name === "UTC") return null;
  const stretches = zoneNamed(name)!.stretches(CARRIED_FROM_MS, CARRIED_UNTIL_MS - 1);
  return {
    name,
    tzdata,
    from: stretches.map(({ start }) => Math.max(start, CARRIED_FROM_MS) / 1000),
    offset: stretches.map(({ offset }) => offset / 1000),
  };
}

const titles = (named: readonly PlanNamed[]): Readonly<Record<string, string | null>> =>
  Object.fromEntries(named.map(({ id, title }) => [id, title]));

/** The text of a bundle, or of a document in it, canonical (RFC 8785). */
export function bundleText(bundle: object): string {
  const text = canonicalText(bundle, Number.POSITIVE_INFINITY);
  if (text === null) throw new TypeError("a bundle is JSON");
  return text;
}
