/**
 * The bundle: a policy set as one JSON file, made once and loaded where no compiler is. Its text is canonical (RFC 8785),
 * it holds no time of its making and no path of a machine, and no code: whatever runs is made from the plan when it is loaded.
 */
import type { LANGUAGE, Place, Plan } from "../plan/plan.ts";
import type { Offsets } from "../plan/zone.ts";

export const BUNDLE = "2";

export interface Bundle {
  readonly bundle: typeof BUNDLE;
  readonly language: typeof LANGUAGE;
  /** Chosen by who builds it, never smaller than before: a loader refuses what is older than it has seen. */
  readonly revision: number;
  /** The name of the policy set, as decisions carry it. */
  readonly set: string;
  /** An instant (ISO 8601 with offset) from which it is no longer loaded. */
  readonly expires?: string;
  readonly plan: Plan;
  /** As decisions carry it. */
  readonly plan_digest: string;
  readonly schemas: BundleSchemas;
  /** The conditions for other engines, as text; see docs/reference/json-logic.md. */
  readonly json_logic?: string;
  readonly sources: BundleSources;
  readonly docs: BundleDocs;
  /** Null where the plan is in UTC. */
  readonly zone: BundleZone | null;
  /** SHA-256 over the canonical form of everything but `digest`, `signatures` and `plan`, for which `plan_digest` stands. */
  readonly digest: string;
  readonly signatures?: readonly BundleSignature[];
}

/**
 * JSON Schemas (draft 2020-12) of the documents; of change sets also one for each action. Each is a text (canonical JSON), like
 * everything that decides nothing and is large: whoever loads the bundle does not parse it, and who reads it does.
 */
export interface BundleSchemas {
  readonly change_set: string;
  readonly context: string;
  readonly decision: string;
  readonly actions: Readonly<Record<string, string>>;
}

/**
 * The time zone of the plan as who built the bundle knew it. A loader goes by it where it reaches, whatever its own machine
 * knows: the same bundle gives the same decisions, and a first decision does not wait for `Intl`.
 */
export interface BundleZone extends Offsets {
  /** The name, as the plan has it. */
  readonly name: string;
  /** The release of the time zone data, as "2026a"; null: whoever built did not say. */
  readonly tzdata: string | null;
}

export interface BundleSources {
  /** By name inside the policy folder. `text` where who built it asked for it. */
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly text?: string }>>;
  /** Where each clause stands. */
  readonly clauses: Readonly<Record<string, Place>>;
}

/** What people read about the set. */
export interface BundleDocs {
  readonly actions: Readonly<Record<string, string | null>>;
  /** The `because` of each clause. */
  readonly clauses: Readonly<Record<string, string | null>>;
  readonly roles: Readonly<Record<string, string | null>>;
  readonly queues: Readonly<Record<string, string | null>>;
  readonly evidence: Readonly<Record<string, string | null>>;
}

/** A flattened JWS (RFC 7515) whose payload, the text of `digest`, is detached. */
export interface BundleSignature {
  readonly protected: string;
  readonly signature: string;
}

/** Bounds of a bundle. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;
/** Levels of JSON: an expression takes at most three for each level of its own. */
export const MAX_BUNDLE_DEPTH = 4_096;
export const MAX_SIGNATURES = 8;
export const MAX_BUNDLE_FAULTS = 50;
/** No clock is set more often within the years that are carried; the most is four times a year. */
export const MAX_OFFSETS = 1_000;
