/**
 * The shared approval scenarios as they stand in ../shared/scenarios, where that is: what they are made of, which of them only
 * the life of a proposal can answer, and where we answer differently on purpose. No scenario is left out without a reason here.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Directory } from "../../src/decision/documents.ts";

const FILE = new URL("../../../shared/scenarios/approval-scenarios.json", import.meta.url);

export const present = existsSync(FILE);

const all = present ? JSON.parse(readFileSync(FILE, "utf8")) : { approvals: [], quotas: [], narrative: [] };

export const approvals: readonly Scenario[] = all.approvals;
export const quotas: readonly QuotaScenario[] = all.quotas;
export const narrative: readonly { readonly id: string; readonly title: string }[] = all.narrative;

export interface Node {
  readonly op?: "all" | "any" | "kof";
  readonly k?: number;
  readonly of_nodes?: readonly Node[];
  readonly need?: number;
  readonly of?: readonly string[];
  readonly people?: readonly string[];
  readonly allowNonHuman?: boolean;
  readonly escalate?: { readonly after: number; readonly add: readonly string[] };
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly dir: Readonly<Record<string, Entry>>;
  readonly groups: Readonly<Record<string, { in?: string[]; roles?: string[] }>>;
  readonly request: {
    readonly by: string;
    readonly onBehalfOf?: string;
    readonly operator?: string;
    readonly beneficiary?: string;
  };
  readonly rules: readonly { readonly req: Node; readonly mode?: string }[];
  readonly separate?: boolean;
  readonly minHumans?: number;
  readonly events: readonly {
    readonly t: number;
    readonly by: string;
    readonly act: string;
    readonly as?: string;
    readonly rev?: number;
    readonly note?: string;
    readonly reason?: string;
    readonly nonMaterial?: boolean;
    readonly auth?: number;
    readonly behalf?: string;
  }[];
  readonly asks: readonly (readonly [number, string])[];
  readonly opts?: Readonly<Record<string, unknown>>;
  readonly delegations?: readonly unknown[];
}

export interface Entry {
  readonly roles?: string[];
  readonly kind?: string;
  readonly owner?: string;
  readonly person?: string;
  readonly groups?: string[];
  readonly active?: boolean;
  readonly activeUntil?: number;
  /** Roles taken away or given at a time. */
  readonly changes?: readonly (readonly [number, "+" | "-", string])[];
}

/** Whether the answer depends on acts over time, and not only on who approves what now: then the gate answers. */
export function ofTheGate(scenario: Scenario): boolean {
  const { dir, delegations = [], events, opts, request } = scenario;
  return (
    events.some(({ act, by }) => act !== "approve" && (act !== "edit" || by === request.by)) ||
    delegations.length > 0 ||
    ["ttl", "requestTtl", "minAuth", "carryOver", "rejectAt"].some((name) => isOn(opts, name)) ||
    Object.values(dir).some(({ changes }) => changes?.some(([, sign]) => sign === "+"))
  );
}

const isOn = (opts: Scenario["opts"], name: string): boolean => opts?.[name] !== undefined && opts[name] !== false;

/** Answered differently on purpose: why, and our answers where the scenario says its own. */
export const OURS: {
  readonly [id: string]: { readonly because: string; readonly answers: readonly string[] };
} = {
  A19: {
    because: "no coverage mode: one person, one hat, so two seats always mean two people",
    answers: ["unsatisfiable"],
  },
  B09: {
    because: "no seat is open to an agent or a service, so a role that only a service holds cannot be filled",
    answers: ["unsatisfiable"],
  },
  B15: {
    because: "no allowSelf: the requester never reviews; a policy that wants no second person asks for nobody",
    answers: ["unsatisfiable"],
  },
  B17: {
    because: "no allowOwner: the owner of an agent never reviews what it proposes",
    answers: ["unsatisfiable"],
  },
  D09: {
    because: "an override is an outcome of its own, `overridden`, which may be committed and is never called satisfied",
    answers: ["vetoed", "overridden"],
  },
  D11: {
    because: "no rejectAt: one person who could take a seat blocks, and does so until they or an override lift it",
    answers: ["vetoed"],
  },
  E11: {
    because:
      "no delegation in the language: who stands in for somebody is given the role in the directory, for as long",
    answers: ["pending"],
  },
};

/** Options of a scenario that the adapters know. */
export const OPTIONS = ["ttl", "requestTtl", "minAuth", "carryOver", "rejectAt", "allowSelf", "allowOwner"];

export const instantOf = (t: number): number => Date.UTC(2026, 2, 2) + t * 60_000;

export function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

export function leaves(node: Node): readonly Node[] {
  return node.of_nodes ? node.of_nodes.flatMap(leaves) : [node];
}

function rolesAt({ roles = [], changes = [] }: Entry, t: number): readonly string[] {
  const held = new Set(roles);
  for (const [at, sign, role] of changes) {
    if (at > t) continue;
    if (sign === "+") held.add(role);
    else held.delete(role);
  }
  return [...held];
}

/** Leaves name roles, groups (`group:g2`) and people; the last two are roles of their own in the directory. */
export function directoryAt(scenario: Scenario, t: number): Directory {
  const named = new Set(scenario.rules.flatMap((rule) => leaves(rule.req).flatMap((leaf) => leaf.people ?? [])));
  return {
    principals: Object.fromEntries(
      Object.entries(scenario.dir).map(([id, entry]) => [
        id,
        {
          kind: entry.kind === "agent" || entry.kind === "service" ? entry.kind : "person",
          roles: [...rolesAt(entry, t), ...(named.has(id) ? [`people:${id}`] : [])],
          groups: entry.groups ?? [],
          active: entry.active !== false && (entry.activeUntil === undefined || t < entry.activeUntil),
          ...(entry.person === undefined ? {} : { person: entry.person }),
          ...(entry.owner === undefined ? {} : { owner: entry.owner }),
        },
      ]),
    ),
    groups: Object.fromEntries(
      Object.entries(scenario.groups).map(([id, group]) => [
        id,
        { in: group.in ?? [], roles: [...(group.roles ?? []), `group:${id}`] },
      ]),
    ),
  };
}

// ------------------------------------------------------------------------------------------------------------ quotas

interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly window: number | "day" | "lifetime" | "concurrent";
  readonly measure: "count" | "amount";
  readonly tz: string;
}

export interface QuotaOp {
  readonly op: "use" | "reserve" | "post" | "void";
  readonly id: string;
  readonly t: string;
  readonly expect: string;
  readonly amt?: number | null;
  readonly keys?: Readonly<Record<string, string>> | null;
  readonly ttl?: number | null;
}

export interface QuotaScenario {
  readonly id: string;
  readonly title: string;
  readonly limits: readonly Limit[];
  readonly ops: readonly QuotaOp[];
}

const SHAPES = { day: "per day", lifetime: "in total", concurrent: "at once" };

/** Rules with the quotas of a scenario; limits and keys are inputs, so that they are as exact as what is counted. */
export function quotaPolicy({ limits }: QuotaScenario): string {
  const quotas = limits.map(({ name, window, measure }) => {
    const shape = typeof window === "number" ? `in any ${window} minutes` : SHAPES[window];
    const counts = measure === "count" ? `cap_${name}` : `sum of amount up to cap_${name}`;
    return `  quota ${name}: ${counts} ${shape} for each key_${name}`;
  });
  const inputs = limits.map(({ name }) => `cap_${name}: int, key_${name}: text`);
  return `policy q
environments prod
timezone "${limits[0]!.tz}"
action Spend {
  autonomy autopilot
  input amount: int, ${inputs.join(", ")}
${quotas.join("\n")}
  sample 1%
  rollback by Spend within 1 day
}
`;
}

export function quotaInputs({ limits }: QuotaScenario, { amt, keys }: QuotaOp): { readonly [input: string]: unknown } {
  return {
    amount: amt ?? 1,
    ...Object.fromEntries(limits.map(({ name, limit }) => [`cap_${name}`, limit])),
    ...Object.fromEntries(limits.map(({ name }) => [`key_${name}`, keys?.[name] ?? ""])),
  };
}

/** Times without a date are on 2 March 2026. */
export const quotaInstant = (t: string): string =>
  t.includes("T") ? t : `2026-03-02T${t.split(":").length === 2 ? `${t}:00` : t}Z`;
