/** `quota`: does this change set fit into its window, beside what is used? Past the limit: its consequence. */
import { ONE } from "../../eval/decimal.ts";
import { isList, isMap } from "../../eval/equality.ts";
import { instantText } from "../../eval/iso.ts";
import { show } from "../../eval/show.ts";
import { type Cause, sortCauses, Unknown, unknown, type Value } from "../../eval/value.ts";
import { encodeWire, type Records } from "../../eval/wire.ts";
import type { Type } from "../../model/type.ts";
import type { PlanQuotaElse } from "../../plan/plan.ts";
import type { Quota } from "../documents.ts";
import { type Amount, amountOf, amountText, plus, within } from "../quota/amount.ts";
import { freesAt, type Ledger, ledger, usedAt } from "../quota/usage.ts";
import { usageKey } from "../read/question.ts";
import { approval } from "./approve.ts";
import { type Finding, finding, type Outcome, type Scene } from "./finding.ts";

export function quota(scene: Scene<"quota">): Outcome {
  const measured = measure(scene);
  const { otherwise } = scene.effect;
  if (measured.fits === true) return { findings: [], quota: measured.quota };
  const open = measured.fits instanceof Unknown ? measured.fits.causes : [];
  const asked = { ...scene, assumed: scene.assumed || open.length > 0, causes: sortCauses([...scene.causes, ...open]) };
  return { findings: consequence(asked, otherwise, valuesOf(measured.quota)), quota: measured.quota };
}

function consequence(scene: Scene<"quota">, otherwise: PlanQuotaElse, values: Finding["values"]): readonly Finding[] {
  switch (otherwise.kind) {
    case "deny": {
      const kind = scene.assumed ? "hold" : "deny";
      return [finding(scene, { kind }, kind, { values })];
    }
    case "warn": {
      const text = `${scene.clause.id}: ${scene.clause.because ?? "past the quota"}${scene.assumed ? " (assumed)" : ""}`;
      return [finding(scene, { kind: "warn", text }, "warn", { values })];
    }
    case "tier":
      return [finding(scene, { kind: "tier", tier: otherwise.tier }, `tier ${otherwise.tier}`, { values })];
    case "approve":
      return approval(scene, otherwise.requirement, otherwise.excluding, values);
  }
}

interface Measured {
  readonly quota: Quota;
  readonly fits: boolean | Unknown;
}

function measure(scene: Scene<"quota">): Measured {
  const { question, clause, effect, evaluate } = scene;
  const path = `quota ${clause.id}`;
  const keys = effect.keys.map(evaluate);
  const key = keys.map((value, index) =>
    keyText(effect.keyTypes[index] ?? { kind: "text" }, value, question.plan.records),
  );
  const limit = amountOf(evaluate(effect.limit), `${path} (limit)`);
  const amount = effect.sum === null ? ONE : amountOf(evaluate(effect.sum), `${path} (amount)`);
  const used = usedOf();
  const after =
    used instanceof Unknown || amount instanceof Unknown ? together(used, amount) : plus(used.amount, amount, path);
  const fits =
    after instanceof Unknown || limit instanceof Unknown ? together(after, limit) : within(after, limit, path);
  const frees =
    fits === false && !(used instanceof Unknown) && !(amount instanceof Unknown) && !(limit instanceof Unknown)
      ? freesAt(used.ledger, effect.window, question.zone, question.now, amount, limit, path)
      : null;
  return {
    fits,
    quota: {
      clause: clause.id,
      key,
      limit: textOf(limit),
      used: used instanceof Unknown ? null : amountText(used.amount),
      after: textOf(after),
      fits: fits === true,
      frees_at: frees === null ? null : instantText(frees),
    },
  };

  function usedOf(): { readonly amount: Amount; readonly ledger: Ledger } | Unknown {
    const unsure = keys.flatMap((value): readonly Cause[] => {
      if (value instanceof Unknown) return value.causes;
      return value === null ? [{ path: `${path} (key)`, why: "missing" }] : [];
    });
    if (unsure.length > 0) return new Unknown(sortCauses(unsure));
    if (question.usage === null) return unknown("usage", "not supplied");
    // What an amount is not known for still has a kind, and the limit is of the same.
    const like = amount instanceof Unknown ? limit : amount;
    if (like instanceof Unknown) return like;
    const given = ledger(question.usage.get(usageKey(clause.id, key)), like, `usage of ${clause.id}`);
    if (given instanceof Unknown) return given;
    const sum = usedAt(given, effect.window, question.zone, question.now, like, `usage of ${clause.id}`);
    return sum instanceof Unknown ? sum : { amount: sum, ledger: given };
  }
}

/** Two keys are the same where their texts are: nothing is cut or left out. */
function keyText(type: Type, value: Value, records: Records): string {
  if (typeof value === "string") return value;
  const wire = encodeWire(type, value, records);
  return typeof wire === "object" && (value === null || isList(value) || isMap(value))
    ? JSON.stringify(wire)
    : show(type, value);
}

const textOf = (amount: Amount | Unknown): string | null => (amount instanceof Unknown ? null : amountText(amount));

/** Of two of which at least one is unknown: both causes. */
const together = (...values: readonly unknown[]): Unknown =>
  new Unknown(sortCauses(values.flatMap((value) => (value instanceof Unknown ? value.causes : []))));

const valuesOf = (found: Quota): Finding["values"] => ({
  limit: found.limit ?? "unknown",
  used: found.used ?? "unknown",
  after: found.after ?? "unknown",
  ...(found.key.length === 0 ? {} : { key: found.key.join(", ") }),
});
