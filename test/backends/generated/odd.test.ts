/**
 * One condition that reads one place, and everything odd in that place: decided as the reference decides it, whether or not
 * somebody vouches for the documents. What is vouched for and read by no rule is another matter, and not looked at here.
 */
import { expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context } from "../../../src/decision/documents.ts";
import { fastOf } from "../../../src/decision/fast/fast.ts";
import type { PlanExpr } from "../../../src/plan/plan.ts";
import { pairOf } from "../attack/same.ts";
import {
  ACT,
  ambient,
  among,
  builtin,
  changesTo,
  compared,
  constant,
  denying,
  documents,
  equal,
  evidenceOf,
  fact,
  field,
  handPlan,
  history,
  index,
  input,
  type Json,
  local,
  or,
  present,
  some,
} from "./hand-made.ts";

const PLAN = handPlan();
const x = local(0);
const order = fact("order");
const lines = field(order, "lines");
const requester = ambient("requester");
/** Reads a value, and cannot be decided without it. */
const reads = (of: PlanExpr): PlanExpr => or(equal(of, of), present(of, true));
const each = (list: PlanExpr, ...parts: readonly string[]): PlanExpr =>
  some("any", list, reads(parts.reduce((of, name) => field(of, name), x)));
const changes = changesTo("hand.Order", "total");
const noon = constant("time", "2026-11-22T12:00:00Z");

type Path = readonly (string | number)[];
const at = (text: string): Path => text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
const CASES: readonly (readonly [path: string, reading: PlanExpr])[] = [
  ...["b", "n", "d", "m", "t", "moment", "day", "long", "pick", "ob", "on", "om", "ot"].map(
    (name) => [`changeSet.inputs.${name}`, reads(input(name))] as const,
  ),
  ["changeSet.inputs", reads(input("n"))],
  ["changeSet.inputs.m.amount", reads(input("m"))],
  ["changeSet.inputs.m.currency", reads(input("m"))],
  ["changeSet.inputs.om.amount", reads(input("om"))],
  ["changeSet.inputs.names", among(input("t"), input("names"))],
  ["changeSet.inputs.names.1", some("any", input("names"), equal(x, input("t"), true))],
  ["context.facts", reads(field(order, "id"))],
  ["context.facts.order", reads(field(order, "id"))],
  ["context.facts.order.id", reads(field(order, "id"))],
  ["context.facts.order.total", reads(field(order, "total"))],
  ["context.facts.order.total.currency", reads(field(order, "total"))],
  ["context.facts.order.bare", reads(field(field(order, "bare"), "qty"))],
  ["context.facts.order.bare.qty", reads(field(field(order, "bare"), "qty"))],
  ["context.facts.order.home", reads(field(field(order, "home"), "sku", true))],
  ["context.facts.order.home.note", reads(field(field(order, "home"), "note", true))],
  ["context.facts.order.flags", some("any", field(order, "flags"), x)],
  ["context.facts.order.flags.0", some("any", field(order, "flags"), x)],
  ["context.facts.order.lines", each(lines, "qty")],
  ["context.facts.order.lines.0", each(lines, "qty")],
  ["context.facts.order.lines.0.qty", each(lines, "qty")],
  ["context.facts.order.lines.0.note", each(lines, "note")],
  ["context.facts.order.prices", reads(index(field(order, "prices"), input("t")))],
  ["context.facts.order.prices.a", reads(index(field(order, "prices"), input("t")))],
  ["context.facts.extra", present(fact("extra"))],
  ["changeSet.requester", reads(field(requester, "id"))],
  ["changeSet.requester.id", reads(field(requester, "id"))],
  ["changeSet.requester.kind", reads(field(requester, "kind"))],
  ["changeSet.requester.owner", reads(field(requester, "owner"))],
  ["changeSet.requester.on_behalf_of", reads(field(requester, "on_behalf_of"))],
  ["changeSet.requester.roles", among(constant("text", "lead"), field(requester, "roles"))],
  ["changeSet.requester.roles.0", among(constant("text", "lead"), field(requester, "roles"))],
  ["changeSet.action", reads(input("n"))],
  ["changeSet.environment", reads(ambient("environment"))],
  ["changeSet.confidence", reads(ambient("confidence"))],
  ["context.now", compared("time", ambient("now"), noon)],
  ["changeSet.changes", each(ambient("changes"), "field")],
  ["changeSet.changes.0.field", each(ambient("changes"), "field")],
  ["changeSet.changes.0.reason", each(ambient("changes"), "reason")],
  ["changeSet.changes.0.target", each(ambient("changes"), "target", "id")],
  ["changeSet.changes.0.target.id", each(ambient("changes"), "target", "id")],
  ["changeSet.changes.0.target.type", each(ambient("changes"), "target", "type")],
  ["changeSet.changes.0.old", each(changes, "old")],
  ["changeSet.changes.0.new", each(changes, "new")],
  ["changeSet.evidence", each(ambient("evidence"), "id")],
  ["changeSet.evidence.0.id", each(ambient("evidence"), "id")],
  ["changeSet.evidence.0.issuer", each(ambient("evidence"), "issuer")],
  ["changeSet.evidence.0.kind", each(ambient("evidence"), "kind")],
  ["changeSet.evidence.0.at", each(ambient("evidence"), "at")],
  ["changeSet.evidence.1.uri", each(ambient("evidence"), "uri")],
  ["changeSet.evidence.1.digest", each(ambient("evidence"), "digest")],
  ["changeSet.evidence.0.at", each(evidenceOf("check"), "points")],
  ["changeSet.evidence.0.data", each(evidenceOf("check"), "points")],
  ["changeSet.evidence.0.data.points", each(evidenceOf("check"), "points")],
  ["changeSet.evidence.0.data.note", each(evidenceOf("check"), "note")],
  ["context.history", present(builtin("count", history(ACT)))],
  ["context.history", each(history(ACT), "n")],
  ["context.history.0.at", each(history(ACT), "at")],
  ["context.history.0.status", each(history(ACT), "status")],
  ["context.history.0.inputs", each(history(ACT), "n")],
  ["context.history.0.inputs.n", each(history(ACT), "n")],
  ["context.history.0.inputs.ot", each(history(ACT), "inputs", "ot")],
  ["context.history.0.requester", each(history(ACT), "requester", "id")],
  ["context.history.0.requester.id", each(history(ACT), "requester", "id")],
  ["context.history.0.requester.owner", each(history(ACT), "requester", "owner")],
];

/** With a past where it is read: another one the reference looks at. No change names evidence that is not there. */
function full(path: string): { readonly changeSet: Json; readonly context: Json } {
  const { changeSet, context } = documents();
  const { inputs, requester: who } = documents().changeSet;
  const done = { action: ACT, at: "2026-11-22T09:00:00Z", status: "committed", requester: who, inputs };
  if (path.startsWith("changeSet.evidence")) delete (changeSet["changes"] as Json[])[0]!["evidence"];
  return { changeSet, context: { ...context, history: path.startsWith("context.history") ? [done] : [] } };
}

const LEFT_OUT = Symbol("left out");
const AS_IT_IS = Symbol("as it is");
const many = (length: number): readonly string[] => Array.from({ length }, (_, i) => `w${i}`);
const VALUES: Readonly<Record<string, () => unknown>> = {
  "left out": () => LEFT_OUT,
  undefined: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a part of a number": () => 0.5,
  "a text": () => "odd",
  "a text of no characters": () => "",
  "a long text": () => "y".repeat(2_001),
  "half of a character": () => "\ud800",
  "a truth": () => true,
  "an empty list": () => [],
  "a list of nothing": () => [undefined],
  "a list of one": () => ["odd"],
  "a list with half of a character": () => ["\ud800"],
  "a list of the same": () => ["odd", "odd"],
  "a long list": () => many(101),
  "what is as long as a list": () => ({ length: 0 }),
  "an empty record": () => ({}),
  "an instance of a class": () => Object.assign(Object.create({}), { amount: "5", currency: "USD" }),
  "what is unknown": () => ({ $unknown: "why" }),
  "an amount that is unknown": () => ({ $unknown: "why", amount: "5", currency: "USD" }),
  "an amount with a member more": () => ({ amount: "5", currency: "USD", more: 1 }),
  "another amount": () => ({ amount: "5", currency: "EUR" }),
};

function put(all: object, path: Path, value: unknown): void {
  const of = path.slice(0, -1).reduce<unknown>((found, key) => (found as Json)[key], all) as Json;
  const key = path.at(-1)!;
  if (value === LEFT_OUT) delete of[key];
  else if (value !== AS_IT_IS) of[key] = value;
}

/** With half of a character, which is believed of a text that somebody vouches for. */
const isHalf = (name: string): boolean => name.includes("half of a character");
/** A member more is looked at where all is. */
const isMore = (name: string): boolean => name.includes("a member more") || name.includes("an instance");

test.each(CASES)("%s", (path, reading) => {
  const pair = pairOf(denying(PLAN, reading));
  const form = fastOf(pair.generated)!;
  const told = (make: () => unknown) => {
    const all = full(path);
    put(all, at(path), make());
    const wanted = decide(pair.reference, all.changeSet, all.context as unknown as Context);
    const [checked, vouched] = (["verdict", "vouched"] as const).map((way) => {
      const bits = orNull(() => form[way](all.changeSet, all.context));
      return bits === null || bits < 0 ? null : form.verdicts[bits]!.outcome;
    });
    return { wanted: wanted.outcome, checked, vouched };
  };
  const { wanted, ...plain } = told(() => AS_IT_IS);
  expect(plain).toEqual({ checked: wanted, vouched: wanted });
  for (const [name, make] of Object.entries(VALUES)) {
    const odd = told(make);
    expect(odd.checked ?? odd.wanted, name).toBe(odd.wanted);
    if (!isHalf(name) && !isMore(name)) expect(odd.vouched ?? odd.wanted, `${name}, vouched`).toBe(odd.wanted);
  }
});

/** Code that meets what it did not expect may throw, as those who call it know. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
