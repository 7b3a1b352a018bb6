/**
 * The harness of the peers as this bench sees it: a folder with the generator of the workload, one adapter for each peer,
 * and a handwritten verdict that all of them are checked against. None of it is copied here.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A change set of the workload. Amounts are in minor units. */
export interface Given {
  readonly id: string;
  readonly action: string;
  readonly environment: string;
  readonly requester: { readonly id: string; readonly roles: readonly string[] };
  readonly submittedAt: string;
  readonly inputs: {
    readonly orderId: string;
    readonly amount: number;
    readonly currency: string;
    readonly reason: string;
    readonly note: string;
  };
  readonly facts: {
    readonly order: {
      readonly id: string;
      readonly status: string;
      readonly paid: boolean;
      readonly total: number;
      readonly refunded: number;
      readonly currency: string;
      readonly placedAt: string;
      readonly lines: readonly { readonly sku: string; readonly qty: number; readonly unitPrice: number }[];
    };
    readonly customer: {
      readonly id: string;
      readonly vip: boolean;
      readonly country: string;
      readonly riskScore: number;
      readonly openDisputes: number;
      readonly since: string;
    };
  };
  readonly changes: readonly {
    readonly entity: string;
    readonly id: string;
    readonly field: string;
    readonly old: string | number | null;
    readonly new: string | number | null;
  }[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly id: string;
    readonly by: string;
    readonly at: string;
    readonly sha256: string;
  }[];
}

/** Thresholds of one policy of the workload, in minor units. */
export interface Thresholds {
  readonly action: string;
  readonly low: number;
  readonly med: number;
}

/** A verdict in the form in which the harness compares: `A:low` and with codes and reviewers `D:high:8:finance+…`. */
export interface Canon {
  readonly s: string;
  readonly full: string;
}

/** One way to run one peer. `decide` may give a promise. */
export interface Variant {
  readonly setup: () => { decide: Decide } | Promise<{ decide: Decide }>;
  readonly many?: (count: number) => { decide: Decide } | Promise<{ decide: Decide }>;
  /** The whole verdict, or null where the peer gives only a part of it. */
  readonly canon?: ((result: unknown) => Canon) | null;
  readonly decisionTier?: (result: unknown) => string;
  readonly decisionOnly?: (result: unknown) => string;
  /** False: only for many policies at once. */
  readonly w1?: boolean;
}

export type Decide = (given: Given) => unknown;

export interface Harness {
  readonly folder: string;
  readonly generate: (count: number, seed?: number, actionOf?: (random: () => number) => string) => Given[];
  readonly canon: (tier: string, codes: readonly string[]) => Canon;
  readonly canonPacked: (packed: number) => Canon;
  readonly thresholdsOf: (k: number) => Thresholds;
  /** The handwritten verdict of the harness, over its own change sets. */
  readonly verdict: (given: Given, low?: number, med?: number) => number;
}

/** Where the harness lies when nothing else is said: beside the checkout of this repository, if it is there. */
export const BESIDE = new URL("../../../shared/bench-peers", import.meta.url);

export const isHarness = (folder: string): boolean => existsSync(join(folder, "lib/gen.mjs"));

const load = (folder: string, file: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(folder, file)).href);

export async function harnessAt(folder: string): Promise<Harness> {
  const { generate } = await load(folder, "lib/gen.mjs");
  const { canon, canonPacked, paramsFor } = await load(folder, "lib/spec.mjs");
  const { verdict } = await load(folder, "lib/handwritten.mjs");
  return { folder, generate, canon, canonPacked, thresholdsOf: paramsFor, verdict } as Harness;
}

/** The variants of one adapter; none where its packages are not installed. */
export async function variantsOf(folder: string, adapter: string): Promise<Readonly<Record<string, Variant>>> {
  try {
    return (await load(folder, `peers/${adapter}.mjs`))["variants"] as Record<string, Variant>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return {};
    throw error;
  }
}
