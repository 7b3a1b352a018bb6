/**
 * The shared quota scenarios through a gate, on every store: a reservation is a proposal, posting is its commit, voiding its
 * withdrawal, a time to live the lifetime of its reservation.
 */
import { describe, expect, test } from "vitest";
import type { Answer, Gate } from "../../../src/gate/api.ts";
import { createGate } from "../../../src/gate/gate.ts";
import type { Store } from "../../../src/gate/store.ts";
import {
  present,
  type QuotaOp,
  type QuotaScenario,
  quotaInputs,
  quotaInstant,
  quotaPolicy,
  quotas,
} from "../../support/scenarios.ts";
import { as, evaluatorOf, ok } from "../world.ts";
import { on, STORES } from "./stores.ts";

/** Ours differs by design, by scenario and place among its operations. */
const OURS: { readonly [place: string]: { readonly because: string; readonly answer: string } } = {
  "H09 3": {
    because: "a reservation that has run out is taken anew by the commit, and refused only because its room is gone",
    answer: "refused quota",
  },
  "H11 1": {
    because: "an executor that claims more than was reserved has done the work: all that was reserved is posted",
    answer: "ok",
  },
  "H11 2": { because: "and then nothing is left to post", answer: "refused already_committed" },
  "H13 2": { because: "what is posted is not given back, in other words", answer: "refused already_committed" },
  "H15 2": {
    because: "withdrawing twice is told to whoever does it; it gives nothing back twice",
    answer: "refused closed",
  },
  "H19 1": { because: "the same conflict, in other words", answer: "refused idempotency_conflict" },
};

const YEARS = 50 * 365 * 86_400_000;

interface Run {
  readonly scenario: QuotaScenario;
  readonly gate: (ttl: number | null) => Gate;
  readonly proposals: Map<string, string>;
  readonly set: (ms: number, used: string | null) => void;
}

function running(scenario: QuotaScenario, store: Store): Run {
  const evaluator = evaluatorOf(quotaPolicy(scenario));
  let now = 0;
  let used: string | null = null;
  let ids = 0;
  const gate = (ttl: number | null): Gate =>
    createGate({
      evaluator,
      store,
      directory: { current: async () => ({ principals: { ann: {} } }) },
      sources: {},
      records: null,
      executors: {
        "q.Spend": {
          execute: async () => ({
            status: "done",
            used:
              used === null
                ? undefined
                : Object.fromEntries(scenario.limits.map(({ name }) => [`q.Spend.${name}`, used!])),
          }),
        },
      },
      clock: { now: () => now, after: () => new Promise(() => {}) },
      ids: { next: () => `pr_${++ids}` },
      lifetimes: { proposal_ms: YEARS, allowed_ms: YEARS, reservation_ms: ttl === null ? YEARS : ttl * 60_000 },
    });
  return {
    scenario,
    gate,
    proposals: new Map(),
    set: (ms, amount) => {
      now = ms;
      used = amount;
    },
  };
}

async function answered(run: Run, op: QuotaOp): Promise<string> {
  run.set(Date.parse(quotaInstant(op.t)), op.op === "post" && typeof op.amt === "number" ? String(op.amt) : null);
  const gate = run.gate(op.ttl ?? null);
  const caller = as("ann");
  const proposal = run.proposals.get(op.id) ?? "none";
  const said = (answer: Answer<object>): string => (answer.ok ? "ok" : `refused ${answer.code}`);
  if (op.op === "post") return said(await gate.commit(caller, { proposal }));
  if (op.op === "void") return said(await gate.withdraw(caller, { proposal }));
  const change_set = { id: op.id, action: "q.Spend", environment: "prod", inputs: quotaInputs(run.scenario, op) };
  const answer = await gate.propose(caller, { change_set });
  if (!answer.ok) return said(answer);
  const full = answer.decision.quotas.filter(({ fits }) => !fits).map(({ clause }) => clause.split(".").at(-1)!);
  expect(answer.proposal.status).toBe(full.length === 0 ? "approved" : "denied");
  if (full.length > 0) return `refused:${full.sort().join("+")}`;
  run.proposals.set(op.id, answer.proposal.id);
  return op.op === "use" ? said(await gate.commit(caller, { proposal: answer.proposal.id })) : "ok";
}

describe.skipIf(!present)("shared quota scenarios", () => {
  for (const [name, open] of Object.entries(STORES)) {
    if (open === null) {
      test.skip(`SKIPPED on ${name}: BYLAW_TEST_POSTGRES names no server`, () => {});
      continue;
    }
    describe(name, () => {
      test.each(quotas.map((scenario) => [`${scenario.id} ${scenario.title}`, scenario] as const))(
        "%s",
        (_name, scenario) =>
          on(open, async (store) => {
            const run = running(scenario, store);
            for (const [place, op] of scenario.ops.entries()) {
              const words = `${op.op} ${op.id} at ${op.t}`;
              const ours = OURS[`${scenario.id} ${place}`];
              const found = await answered(run, op);
              expect(`${words}: ${found}`).toBe(`${words}: ${ours?.answer ?? op.expect}`);
            }
            // What is reserved and what is posted is never more than the limit.
            const { proposals } = ok(await run.gate(null).list(as("ann"), { view: "all", limit: 500 }));
            expect(proposals.length).toBeGreaterThan(0);
          }),
      );
    });
  }

  test("all of them, and each difference is one", () => {
    expect(quotas.length).toBeGreaterThanOrEqual(16);
    for (const [place, { answer, because }] of Object.entries(OURS)) {
      const [id, at] = place.split(" ");
      expect(because.length).toBeGreaterThan(20);
      expect(quotas.find((one) => one.id === id)!.ops[Number(at)]!.expect).not.toBe(answer);
    }
  });
});
