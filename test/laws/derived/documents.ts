/** Change sets and contexts for a derived policy set, and the places of them that may become unknown. */

import { quotasOf } from "../../../src/decision/read/context.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import type { Random } from "../../fuzz/random.ts";
import type { Contract, Derived } from "./policies.ts";
import {
  ago,
  type Fields,
  instant,
  moneyBy,
  NOW,
  plain,
  type Records,
  recordBy,
  TEXTS,
  type Type,
  valueBy,
} from "./types.ts";

export type Document = Record<string, unknown>;
export interface Documents {
  readonly changeSet: Document;
  readonly context: Document;
}

const PRINCIPALS = ["ann", "bob", "cat", "ann-bot", "ann-2"];

function requesterBy(random: Random): Document {
  const kind = random.pick(["person", "agent", "agent", "service"]);
  const found: Document = {
    id: random.pick(PRINCIPALS),
    kind,
    roles: ["finance", "clerk", "lead"].filter(() => random.chance(0.3)),
  };
  if (kind === "agent" || random.chance(0.2)) found["owner"] = random.pick(PRINCIPALS);
  if (random.chance(0.3)) found["on_behalf_of"] = random.pick(["bob", "cat", "ann"]);
  return found;
}

const DIRECTORY = {
  version: "7",
  principals: {
    ann: { roles: ["finance", "clerk"] },
    "ann-2": { person: "ann", roles: ["lead"] },
    "ann-bot": { kind: "agent", owner: "ann" },
    bob: { roles: ["lead", "finance"], groups: ["house"] },
    cat: { roles: ["legal"], owner: "bob", active: true },
    dan: { groups: ["house"] },
  },
  groups: { house: { roles: ["clerk", "finance"] } },
};

export function documentsBy(random: Random, { actions, records, evidence }: Derived, plan: Plan): Documents {
  const one = random.chance(0.85) ? actions[0]! : actions[1]!;
  const attached = random
    .times(random.below(4), () => random.pick([...evidence]))
    .map(([kind, fields], index) => ({
      id: `e${index}`,
      kind,
      issuer: random.pick(["tool:risk", "ann", "tool:other"]),
      at: ago(random),
      ...(fields.length > 0 || random.chance(0.5) ? { data: recordBy(random, fields, records) } : {}),
    }));
  const side = (type: Type): unknown => (random.chance(0.2) ? null : valueBy(random, plain(type), records));
  const changes = random
    .times(1 + random.below(3), () => random.pick(one.changes))
    .map(([type, field, of], index) => ({
      target: { type, id: index === 0 ? random.pick(TEXTS.slice(0, 3)) : `t${index}` },
      field,
      old: side(of),
      new: side(of),
      ...(random.chance(0.5) ? { reason: random.pick(TEXTS) } : {}),
      ...(random.chance(0.5) && attached.length > 0 ? { evidence: [random.pick(attached).id] } : {}),
    }));
  const clauses = quotasOf(plan);
  const keyed = new Map<string, Document>();
  for (let i = random.below(5); i > 0 && clauses.length > 0; i--) {
    const clause = random.pick(clauses);
    const key = random.times(random.below(3), () => random.pick([...TEXTS, ...PRINCIPALS, "1", "true"]));
    const amount = (): unknown => (random.chance(0.5) ? moneyBy(random) : random.pick(["1", "2", 1, "0"]));
    const used = random.chance(0.5)
      ? { used: amount() }
      : {
          entries: random.times(random.below(4), () => ({
            at: ago(random),
            amount: amount(),
            ...(random.chance(0.3) ? { open: random.chance(0.5) } : {}),
          })),
        };
    keyed.set(JSON.stringify([clause, key]), { clause, key, ...used });
  }
  const changeSet: Document = {
    version: "1",
    id: "cs-1",
    action: one.id,
    environment: random.pick(["prod", "prod", "sandbox"]),
    requester: requesterBy(random),
    inputs: recordBy(random, one.inputs, records),
    changes,
    evidence: attached,
    ...(random.chance(0.7) ? { confidence: random.pick(["0.4", "0.5", "0.95", 1]) } : {}),
  };
  const context: Document = {
    now: instant(NOW),
    facts: Object.fromEntries(one.facts.map(([name, type]) => [name, valueBy(random, type, records)])),
    ...(random.chance(0.9) ? { history: history(random, actions, records) } : {}),
    ...(random.chance(0.9) ? { usage: [...keyed.values()] } : {}),
    ...(random.chance(0.5) ? { directory: structuredClone(DIRECTORY) } : {}),
    ...(random.chance(0.3) ? { editors: [random.pick(PRINCIPALS)] } : {}),
    ...(random.chance(0.5) ? { sample_key: "secret" } : {}),
  };
  return { changeSet, context };
}

const history = (random: Random, actions: readonly Contract[], records: Records): unknown[] =>
  random.times(random.pick([0, 1, 2, 3, 5]), () => {
    const { id, inputs } = random.pick(actions);
    const found = recordBy(random, inputs, records);
    return {
      action: id,
      at: ago(random),
      status: random.pick(["committed", "pending"]),
      requester: requesterBy(random),
      inputs: found,
    };
  });

/** A place, and what to do there: a value becomes unknown, or is not supplied at all. */
export interface Hole {
  readonly of: "changeSet" | "context";
  readonly path: readonly (string | number)[];
  readonly how: "unknown" | "gone";
  /** Documents with it do not fit: what is asked for is a denial. */
  readonly odd: boolean;
}

/** Every place at every depth. */
export function holes(documents: Documents, { actions, evidence, records }: Derived): readonly Hole[] {
  const found: Hole[] = [];
  const { changeSet, context } = documents;
  const contract = actions.find(({ id }) => id === changeSet["action"])!;
  const put = (of: Hole["of"], path: Hole["path"], how: Hole["how"], odd = false): void => {
    found.push({ of, path, how, odd });
  };
  /** `gone`: what is not supplied here is unknown. */
  const value = (of: Hole["of"], type: Type, given: unknown, path: Hole["path"], gone: boolean): void => {
    put(of, path, "unknown");
    if (given === null || given === undefined || isMarked(given)) return;
    const kind = plain(type);
    if (kind === "money") {
      put(of, [...path, "amount"], "unknown");
      put(of, [...path, "currency"], "unknown");
    }
    if (typeof kind === "string" || "choice" in kind || "opt" in kind) return;
    if ("list" in kind)
      for (const [i, item] of (given as unknown[]).entries()) value(of, kind.list, item, [...path, i], gone);
    else if ("map" in kind)
      for (const [key, item] of Object.entries(given)) value(of, kind.map, item, [...path, key], gone);
    else fields(of, records.get(kind.record)!, given as Document, path, gone);
  };
  const fields = (of: Hole["of"], all: Fields, given: Document, path: Hole["path"], gone: boolean): void => {
    for (const [name, type] of all) {
      value(of, type, given[name], [...path, name], gone);
      const optional = typeof type === "object" && "opt" in type;
      if (!optional) put(of, [...path, name], "gone", !gone);
    }
  };
  fields("changeSet", contract.inputs, changeSet["inputs"] as Document, ["inputs"], false);
  put("changeSet", ["confidence"], "unknown");
  put("changeSet", ["confidence"], "gone");
  (changeSet["changes"] as Document[]).forEach((change, i) => {
    const { type } = change["target"] as { type: string };
    const of = contract.changes.find(([record, field]) => record === type && field === change["field"])![2];
    for (const name of ["old", "new"]) value("changeSet", of, change[name], ["changes", i, name], false);
    for (const name of ["target", "field", "reason", "evidence"])
      put("changeSet", ["changes", i, name], "unknown", true);
  });
  (changeSet["evidence"] as Document[]).forEach((entry, i) => {
    fields(
      "changeSet",
      evidence.get(entry["kind"] as string)!,
      (entry["data"] ?? {}) as Document,
      ["evidence", i, "data"],
      false,
    );
    for (const name of ["id", "kind", "issuer", "at", "data"]) put("changeSet", ["evidence", i, name], "unknown", true);
  });
  for (const name of ["id", "kind", "roles", "owner", "on_behalf_of"])
    put("changeSet", ["requester", name], "unknown", true);
  for (const name of ["inputs", "changes", "evidence", "requester", "environment", "action"])
    put("changeSet", [name], "unknown", true);
  for (const name of ["facts", "history", "usage"]) {
    put("context", [name], "gone");
    put("context", [name], "unknown", name !== "facts");
  }
  for (const [name, type] of contract.facts) {
    value("context", type, ((context["facts"] ?? {}) as Document)[name], ["facts", name], true);
    put("context", ["facts", name], "gone");
  }
  ((context["history"] ?? []) as Document[]).forEach((entry, i) => {
    const { inputs } = actions.find(({ id }) => id === entry["action"])!;
    fields("context", inputs, entry["inputs"] as Document, ["history", i, "inputs"], true);
    put("context", ["history", i, "inputs"], "unknown");
    for (const name of ["at", "status", "requester"]) put("context", ["history", i, name], "unknown", true);
  });
  ((context["usage"] ?? []) as Document[]).forEach((entry, i) => {
    for (const name of ["used", "key", "clause", "entries"])
      if (name in entry) put("context", ["usage", i, name], "unknown", true);
  });
  // `data` that is not there has no fields; whole parts that are not there cannot be hidden again.
  return found.filter(({ of, path, how }) => {
    const at = parent(documents[of], path);
    return at !== null && (how === "unknown" || Object.hasOwn(at, path.at(-1)!));
  });
}

const isMarked = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "$unknown");

function parent(document: unknown, path: Hole["path"]): Document | null {
  let at = document;
  for (const step of path.slice(0, -1)) {
    if (typeof at !== "object" || at === null) return null;
    at = (at as Document)[step];
  }
  return typeof at === "object" && at !== null && !Object.hasOwn(at, "$unknown") ? (at as Document) : null;
}

export function withHole(documents: Documents, { of, path, how }: Hole): Documents {
  const copy = structuredClone(documents) as { changeSet: Document; context: Document };
  const at = parent(copy[of], path);
  if (at === null) return copy;
  if (how === "gone") delete at[path.at(-1)!];
  else at[path.at(-1)!] = { $unknown: "lost" };
  return copy;
}
