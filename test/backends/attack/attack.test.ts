/**
 * Drawn policies and documents, decided by generated code and by the reference: the same bytes, whatever comes. Seeds are
 * fixed; a failure names them. `ATTACK_POLICIES` and `ATTACK_SEED` ask for more, or for others.
 */
import { expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context } from "../../../src/decision/documents.ts";
import { verdict } from "../../../src/decision/verdict.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { sound, twist } from "./documents.ts";
import { policy } from "./policies.ts";
import { random } from "./random.ts";
import { compare, pairOf } from "./same.ts";

const FIRST = Number(process.env["ATTACK_SEED"] ?? 4_100);
const POLICIES = Number(process.env["ATTACK_POLICIES"] ?? 6);
const DOCUMENTS = 25;

test("generated code and the reference give the same bytes", () => {
  console.log(`policies ${FIRST} to ${FIRST + POLICIES - 1}, ${DOCUMENTS} pairs of documents each`);
  let quick = 0;
  for (let seed = FIRST; seed < FIRST + POLICIES; seed++) {
    const text = policy(random(seed));
    const { evaluator, diagnostics } = loadPolicySet([{ name: "main.bylaw", text }], { today: "2026-11-22" });
    if (evaluator === null) throw new Error(`policy ${seed}: ${diagnostics.map(({ what }) => what).join("\n")}`);
    const pair = pairOf(evaluator.plan);
    const clauses = Object.values(evaluator.plan.actions).flatMap((action) => action.clauses);
    const quotas = clauses.filter(({ effect }) => effect.kind === "quota").map(({ id }) => id);
    for (let turn = 0; turn < DOCUMENTS; turn++) {
      const choices = random(seed * 1000 + turn);
      const all = sound(choices, quotas);
      if (turn % 3 !== 0) twist(choices, all);
      const name = `policy ${seed}, documents ${turn}`;
      const told = compare(pair, all.changeSet, all.context, turn === 0);
      expect(told.difference, name).toBeNull();
      if (told.quick) quick++;
      // What fits may be vouched for, also where some of it says that it is not known.
      const wanted = decide(pair.reference, all.changeSet, all.context as unknown as Context);
      if (wanted.misfits.length > 0) continue;
      const vouched = verdict(pair.generated, all.changeSet, all.context as unknown as Context, { vouched: true });
      expect(vouched, `${name}, vouched`).toEqual({ outcome: wanted.outcome, tier: wanted.tier });
    }
  }
  console.log(`generated code decided ${quick} of ${POLICIES * DOCUMENTS}`);
  expect(quick).toBeGreaterThan(POLICIES);
}, 600_000);
