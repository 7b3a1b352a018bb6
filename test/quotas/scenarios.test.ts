/**
 * The shared quota scenarios. Whether an amount fits is asked of `decide`; postings, holds and their end are kept by a
 * ledger as simple as can be, since keeping them is the business of whoever commits.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

const FILE = new URL("../../../shared/scenarios/approval-scenarios.json", import.meta.url);

interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly window: number | "day" | "lifetime" | "concurrent";
  readonly measure: "count" | "amount";
  readonly tz: string;
}

interface Op {
  readonly op: "use" | "reserve" | "post" | "void";
  readonly id: string;
  readonly t: string;
  readonly expect: string;
  readonly amt?: number | null;
  readonly keys?: Readonly<Record<string, string>> | null;
  readonly ttl?: number | null;
}

interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly limits: readonly Limit[];
  readonly ops: readonly Op[];
}

/** Answers of the ledger, not of the rules: it is asked nothing, or refuses before a rule is. */
const OF_THE_LEDGER: Readonly<Record<string, string>> = {
  "refused:already_expired": "a hold that has run out cannot be posted",
  "refused:exceeds_reservation": "no more can be posted than was held",
  "refused:already_posted": "what is posted cannot be given back",
  "conflict:different_payload": "an id stands for one payload",
};

const SHAPES = { day: "per day", lifetime: "in total", concurrent: "at once" };

function evaluatorOf({ limits }: Scenario): Evaluator {
  const quotas = limits.map(({ name, window, measure }) => {
    const shape = typeof window === "number" ? `in any ${window} minutes` : SHAPES[window];
    const counts = measure === "count" ? `cap_${name}` : `sum of amount up to cap_${name}`;
    return `  quota ${name}: ${counts} ${shape} for each key_${name}`;
  });
  const inputs = limits.map(({ name }) => `cap_${name}: int, key_${name}: text`);
  const text = `policy q
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
  const { evaluator, diagnostics } = loadPolicySet([{ name: "q.bylaw", text }], { today: "2026-01-01" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return evaluator!;
}

const instant = (t: string): string =>
  t.includes("T") ? t : `2026-03-02T${t.split(":").length === 2 ? `${t}:00` : t}Z`;

interface Entry {
  readonly op: Op;
  readonly amount: number;
  at: number;
  open: boolean;
  readonly until: number;
}

/** What the scenario gets to hear; null: the ledger's own answer. */
function answer(scenario: Scenario, evaluator: Evaluator, entries: Entry[], op: Op): string | null {
  const now = Date.parse(instant(op.t));
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.open && entries[i]!.until <= now) entries.splice(i, 1);
  if (op.expect in OF_THE_LEDGER) return null;
  const held = entries.findIndex((entry) => entry.op.id === op.id && entry.open);
  if (op.op === "void") {
    if (held >= 0) entries.splice(held, 1);
    return "ok";
  }
  if (op.op === "post") {
    Object.assign(entries[held]!, { open: false, at: now });
    return "ok";
  }
  const keys = op.keys ?? {};
  const amount = op.amt ?? 1;
  const { outcome, quotas } = decide(
    evaluator,
    {
      id: op.id,
      action: "q.Spend",
      environment: "prod",
      requester: { id: "person:ann", kind: "person" },
      inputs: {
        amount,
        ...Object.fromEntries(scenario.limits.map(({ name, limit }) => [`cap_${name}`, limit])),
        ...Object.fromEntries(scenario.limits.map(({ name }) => [`key_${name}`, keys[name] ?? ""])),
      },
    },
    {
      now: instant(op.t),
      usage: scenario.limits.map(({ name, measure }) => ({
        clause: `q.Spend.${name}`,
        key: [keys[name] ?? ""],
        entries: entries
          .filter(({ op: { keys: own } }) => own?.[name] === keys[name])
          .map((entry) => ({
            at: new Date(entry.at).toISOString(),
            amount: String(measure === "count" ? 1 : entry.amount),
            open: entry.open,
          })),
      })),
    },
  );
  const past = quotas.filter(({ fits }) => !fits).map(({ clause }) => clause.split(".").at(-1)!);
  expect(outcome).toBe(past.length === 0 ? "allow" : "deny");
  if (past.length > 0) return `refused:${past.sort().join("+")}`;
  const until = op.ttl == null ? Number.POSITIVE_INFINITY : now + op.ttl * 60_000;
  entries.push({ op, amount, at: now, open: op.op === "reserve", until });
  return "ok";
}

describe.skipIf(!existsSync(FILE))("shared quota scenarios", () => {
  const scenarios: readonly Scenario[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")).quotas : [];

  for (const scenario of scenarios) {
    const others = [...new Set(scenario.ops.map((op) => OF_THE_LEDGER[op.expect]).filter((why) => why !== undefined))];
    it(`${scenario.id} ${scenario.title}${others.length === 0 ? "" : ` (left to the ledger: ${others.join("; ")})`}`, () => {
      const evaluator = evaluatorOf(scenario);
      const entries: Entry[] = [];
      for (const op of scenario.ops) {
        const found = answer(scenario, evaluator, entries, op);
        if (found !== null) expect(found, `${op.op} ${op.id} at ${op.t}`).toBe(op.expect);
      }
    });
  }

  it("all of them are asked", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(16);
    const asked = scenarios.flatMap(({ ops }) => ops).filter(({ op }) => op === "use" || op === "reserve");
    expect(asked.filter((op) => op.expect in OF_THE_LEDGER)).toHaveLength(1);
  });
});
