/** Reading: inputs, facts, ambient values, fields, map entries, and what was collected about an action. */
import type { Type } from "../../model/type.ts";
import type { AMBIENT_NAMES } from "../../model/words.ts";
import { and, FALSE, filter, fold, literal, NOTHING, not, or, part, read, same, some, TRUE } from "./formula.ts";
import type { Of, Run } from "./run.ts";
import { DECIMAL_DENOMINATOR, LEAF } from "./scale.ts";
import { absentAlso, fromNode, PRESENT, presentOf, quantity, type Term } from "./term.ts";
import { unsupported } from "./unsupported.ts";

export function input(run: Run, expr: Of<"input">): Term {
  const type = run.action.inputs.find(({ name }) => name === expr.name)?.type;
  if (type === undefined) return unsupported(`the input ${expr.name}, which the action does not have`);
  return fromNode(run.needs.root({ kind: "input", name: expr.name }, type), type, run.fields);
}

export function fact(run: Run, expr: Of<"fact">): Term {
  const type = run.action.facts.find(({ name }) => name === expr.name)?.type;
  if (type === undefined) return unsupported(`the fact ${expr.name}, which the action does not have`);
  return fromNode(run.needs.root({ kind: "fact", name: expr.name }, type), type, run.fields);
}

const record = (id: string): Type => ({ kind: "record", id });
const listOf = (id: string): Type => ({ kind: "list", of: record(id) });

export function ambient(run: Run, { name }: Of<"ambient">): Term {
  switch (name) {
    case "score":
    case "tier":
      return range(run, name);
    case "requester":
    case "impact":
      return named(run, name, record(`$${name}`));
    case "changes":
      return named(run, name, listOf("$change"));
    case "evidence":
      return named(run, name, listOf("$evidence"));
    case "environment":
      return named(run, name, { kind: "text" });
    case "now":
      return named(run, name, { kind: "time" });
    case "confidence":
      return named(run, name, { kind: "decimal" });
    case "outcome":
    case "people":
    case "autonomy":
      return unsupported(`\`${name}\`, which only guarantees read`);
  }
}

function named(run: Run, name: (typeof AMBIENT_NAMES)[number], type: Type): Term {
  return fromNode(run.needs.root({ kind: "ambient", name }, type), type, run.fields);
}

/** A range has a value where its ends meet. */
function range(run: Run, name: "score" | "tier"): Term {
  const of = name === "score" ? "number" : "tier";
  const node = run.needs.root({ kind: "ambient", name }, { kind: name === "score" ? "decimal" : "tier" });
  const known = same(part(node, "is"), literal(PRESENT));
  const [certain, assumed] = [part(node, "certain"), part(node, "assumed")];
  const denominator = name === "score" ? DECIMAL_DENOMINATOR : 1n;
  const present = and(known, same(certain, assumed));
  return {
    ...quantity(of, { present, absent: FALSE, value: assumed, denominator, most: LEAF }),
    ends: { known, certain, assumed },
  };
}

export function field(run: Run, expr: Of<"field">): Term {
  const of = run.term(expr.of);
  if (of.kind !== "record") return unsupported(`the field ${expr.field} of what is no record`);
  const found = of.field(expr.field);
  return expr.safe ? absentAlso(found, of.absent) : found;
}

/** Nothing is in an empty map, whatever the key; see the interpreter's `entry` for the rest. */
export function entry(run: Run, expr: Of<"index">): Term {
  const of = run.term(expr.of);
  const key = run.term(expr.key);
  if (of.kind !== "map") return unsupported("an entry of what is no map");
  if (key.kind !== "text") return unsupported("an entry under a key that is no text");
  const found = filter(of.entries, (item) => and(key.present, same(read(item, "key"), key.value)));
  const node = fold(found, NOTHING, (item) => read(item, "entry"));
  const empty = not(some(of.entries, () => TRUE));
  const gone = or(
    and(of.present, or(empty, and(key.present, not(some(found, () => TRUE))))),
    expr.safe === true ? of.absent : FALSE,
    expr.safe_key === true ? key.absent : FALSE,
  );
  return fromNode(node, of.of, run.fields, gone);
}

export function history(run: Run, { action, last_ms }: Of<"history">): Term {
  const type = listOf(`$history:${action}`);
  return fromNode(run.needs.root({ kind: "history", action, last_ms }, type), type, run.fields);
}

export function changesTo(run: Run, expr: Of<"changes_to">): Term {
  const type = listOf(`$change:${expr.record}.${expr.field}`);
  const origin = { kind: "changes_to", record: expr.record, field: expr.field } as const;
  return fromNode(run.needs.root(origin, type), type, run.fields);
}

export function evidenceOf(run: Run, expr: Of<"evidence_of">): Term {
  const type = listOf(`$evidence:${expr.kind}`);
  return fromNode(run.needs.root({ kind: "evidence_of", evidence: expr.kind }, type), type, run.fields);
}

export function present(run: Run, expr: Of<"present">): Term {
  const of = run.term(expr.operand);
  const [there, gone] = expr.negated ? [of.absent, presentOf(of)] : [presentOf(of), of.absent];
  return { kind: "bool", yes: there, no: gone, absent: FALSE };
}
