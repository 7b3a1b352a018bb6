/** The laws, said of derived policies and documents. */
import type { Decision } from "../../../src/decision/documents.ts";
import { verdict } from "../../../src/decision/verdict.ts";
import { BACKENDS } from "../../../src/eval/backend.ts";
import type { Evaluator } from "../../../src/eval/evaluator.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { Random } from "../../fuzz/random.ts";
import type { Engine } from "../engine.ts";
import { claim } from "../law.ts";
import { claimStricter, LEVELS, OUTCOMES, TIERS } from "../strictness.ts";
import { type Documents, documentsBy, holes, withHole } from "./documents.ts";
import { type Derived, derive } from "./policies.ts";

export interface Sample {
  readonly derived: Derived;
  readonly reference: Evaluator;
  readonly documents: Documents;
  readonly random: Random;
}

const bytes = (decision: Decision, ...without: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.keys(decision)
        .filter((name) => !without.includes(name))
        .map((name) => [name, decision[name as keyof Decision]]),
    ),
  );

const ask = (engine: Engine, evaluator: Evaluator, { changeSet, context }: Documents): Decision =>
  engine.decide(evaluator, changeSet, context as never);

function without(engine: Engine, plan: Plan, clauses: ReadonlySet<string>): Evaluator {
  const actions = Object.fromEntries(
    Object.entries(plan.actions).map(([id, action]) => [
      id,
      { ...action, clauses: action.clauses.filter((one) => !clauses.has(one.id)) },
    ]),
  );
  const rest = { ...plan, actions };
  return {
    ...engine.compile(rest, { backend: "interpreter" }),
    plan: rest,
    backend: "interpreter",
    digest: "sha256:0",
  };
}

export const LAWS: Readonly<Record<number, (engine: Engine, sample: Sample) => void>> = {
  1(engine, { reference, documents, random }) {
    const decision = ask(engine, reference, documents);
    claim(OUTCOMES.includes(decision.outcome), "no outcome");
    const fault = decision.warnings.find((text) => text.includes("internal fault"));
    claim(fault === undefined, () => String(fault));
    claim(decision.misfits.every(isMeant), () => JSON.stringify(decision.misfits));
    if (random.chance(0.05)) claim(Array.isArray(decision.remedies), "no remedies");
  },
  2(engine, sample) {
    const { reference, random } = sample;
    let { documents } = sample;
    let before = ask(engine, reference, documents);
    if (before.misfits.length > 0) return;
    for (let i = 0; i < 4; i++) {
      const all = holes(documents, sample.derived);
      const hole = random.pick(all.filter((one) => !one.odd || random.chance(0.2)));
      if (hole === undefined) return;
      const next = withHole(documents, hole);
      const after = ask(engine, reference, next);
      const where = `${hole.of}.${hole.path.join(".")} ${hole.how}`;
      if (hole.odd) {
        claim(after.outcome === "deny", () => `${where}: ${after.outcome}, though it does not fit`);
        continue;
      }
      claim(after.misfits.length === 0, () => `${where}: ${JSON.stringify(after.misfits)}`);
      try {
        claimStricter(after, before, "with escalations");
        claim(before.outcome !== "hold" || after.outcome !== "review", "a hold became a review");
      } catch (fault) {
        throw new Error(`${where}: ${(fault as Error).message}\nbefore ${JSON.stringify(documents)}`);
      }
      documents = next;
      before = after;
    }
  },
  3(engine, { reference, documents, random }) {
    const id = String(documents.changeSet["action"]);
    const { clauses } = reference.plan.actions[id]!;
    const kept = clauses.filter(({ effect }) => effect.kind !== "escalate" || random.chance(0.1));
    if (kept.length === 0) return;
    const strict = ask(engine, reference, documents);
    const gone = random.pick(kept).id;
    if (documents.context["usage"] !== undefined && JSON.stringify(documents.context["usage"]).includes(`"${gone}"`))
      return;
    const loose = ask(engine, without(engine, reference.plan, new Set([gone])), documents);
    try {
      claimStricter(strict, loose, "apart");
      claim(
        OUTCOMES.indexOf(strict.outcome) >= OUTCOMES.indexOf(loose.outcome),
        `${loose.outcome} became ${strict.outcome}`,
      );
    } catch (fault) {
      throw new Error(`with ${gone}: ${(fault as Error).message}`);
    }
  },
  4(engine, { derived, reference, documents, random }) {
    const turned = shuffled(engine, random, derived);
    const places = (decision: Decision): string =>
      JSON.stringify(JSON.parse(bytes(decision, "policy", "change_set_digest", "remedies")), (key, value: unknown) =>
        key === "at" && typeof value === "object" ? undefined : value,
      );
    const expected = places(ask(engine, reference, documents));
    const found = places(ask(engine, turned, reordered(random, documents)));
    claim(found === expected, () => `in another order\n${found}\nand before\n${expected}`);
  },
  5(engine, { reference, documents, random }) {
    const expected = bytes(ask(engine, reference, documents), ...(random.chance(0.03) ? [] : ["remedies"]));
    const again = bytes(
      engine.decide(
        reference,
        JSON.stringify(backwards(documents.changeSet), null, 1),
        JSON.stringify(backwards(documents.context)) as never,
      ),
      ...(expected.includes('"remedies"') ? [] : ["remedies"]),
    );
    claim(again === expected, () => `from text\n${again}\nand from data\n${expected}`);
  },
  6(engine, { reference, documents }) {
    explained(engine, reference, documents);
  },
  7(engine, sample) {
    const { reference, random } = sample;
    let { documents } = sample;
    const all = holes(documents, sample.derived);
    for (let i = random.below(4); i > 0; i--) documents = withHole(documents, random.pick(all));
    const remedies = random.chance(0.02) ? [] : ["remedies"];
    const expected = ask(engine, reference, documents);
    const wanted = bytes(expected, ...remedies);
    for (const backend of BACKENDS.slice(1)) {
      const evaluator = compiledBy(engine, reference, backend);
      const is = bytes(ask(engine, evaluator, documents), ...remedies);
      claim(
        is === wanted,
        () => `${backend} gives\n${is}\nand the interpreter\n${wanted}\nfor ${JSON.stringify(documents)}`,
      );
      const said = verdict(evaluator, documents.changeSet, documents.context as never);
      claim(said.outcome === expected.outcome && said.tier === expected.tier, () => `verdict ${JSON.stringify(said)}`);
    }
  },
};

/** Faults that are drawn on purpose: they deny. */
const isMeant = ({ path, found }: Decision["misfits"][number]): boolean =>
  path === "environment" || found.includes("a second time");

const compiled = new WeakMap<Plan, Map<string, Evaluator>>();
function compiledBy(engine: Engine, { plan }: Evaluator, backend: (typeof BACKENDS)[number]): Evaluator {
  const own = compiled.get(plan) ?? new Map<string, Evaluator>();
  compiled.set(plan, own);
  const found = own.get(backend) ?? engine.compile(plan, { backend });
  own.set(backend, found);
  return found;
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, backwards(item)]),
  );
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}

function reordered(random: Random, { changeSet, context }: Documents): Documents {
  const turn = (document: Documents["context"], names: readonly string[]): Documents["context"] => ({
    ...(backwards(document) as object),
    ...Object.fromEntries(
      names
        .filter((name) => Array.isArray(document[name]))
        .map((name) => [name, shuffle(random, document[name] as unknown[])]),
    ),
  });
  const usage = ((context["usage"] ?? []) as { entries?: unknown[] }[]).map((entry) =>
    entry.entries === undefined ? entry : { ...entry, entries: shuffle(random, entry.entries) },
  );
  return {
    changeSet: turn(changeSet, ["changes", "evidence"]),
    context: turn(context["usage"] === undefined ? context : { ...context, usage }, ["history", "usage", "editors"]),
  };
}

const turnedSets = new WeakMap<Derived, Evaluator>();

/** The same policies with their clauses, heads and files in another order. */
function shuffled(engine: Engine, random: Random, derived: Derived): Evaluator {
  const known = turnedSets.get(derived);
  if (known !== undefined) return known;
  const files = derived.files.map(({ name, text }) => ({ name, text: blocks(random, text) }));
  const { evaluator, diagnostics } = loadPolicySet(shuffle(random, files), { today: "2026-11-22" });
  claim(
    evaluator !== null,
    () => `turned round it does not check\n${JSON.stringify(diagnostics.filter((d) => d.severity === "error"))}`,
  );
  const reference = engine.compile(evaluator.plan, { backend: "interpreter" });
  turnedSets.set(derived, reference);
  return reference;
}

/** Lines of one block in another order; a block is a line that ends in an opening brace, up to the brace that closes it. */
function blocks(random: Random, text: string): string {
  const lines = text.split("\n");
  const read = (at: number): [readonly string[], number] => {
    const items: string[] = [];
    let i = at;
    while (i < lines.length && lines[i] !== "}") {
      const line = lines[i]!;
      if (!line.endsWith("{")) {
        items.push(line);
        i++;
        continue;
      }
      const [inner, end] = read(i + 1);
      const rows = /^(approval )?table/.test(line);
      items.push([line, ...(rows ? inner : shuffle(random, inner)), "}"].join("\n"));
      i = end + 1;
    }
    return [items, i];
  };
  const [items] = read(0);
  const head = items.filter((line) => /^(policy|import) /.test(line));
  return [
    ...head,
    ...shuffle(
      random,
      items.filter((line) => !head.includes(line)),
    ),
  ].join("\n");
}

function explained(engine: Engine, evaluator: Evaluator, documents: Documents): void {
  const action = evaluator.plan.actions[String(documents.changeSet["action"])]!;
  // Usage of a clause that is taken out would be a misfit.
  const decision = ask(engine, evaluator, documents);
  if (decision.misfits.length > 0) return;
  const usage = documents.context["usage"] as readonly { clause: string }[] | undefined;
  const rest = (part: string, gave: (effect: string) => boolean): Decision => {
    const named = new Set(decision.reasons.filter(({ effect }) => gave(effect)).map(({ clause }) => clause));
    claim(named.size > 0, `${part}, and no clause says why`);
    const context =
      usage === undefined
        ? documents.context
        : { ...documents.context, usage: usage.filter(({ clause }) => !named.has(clause)) };
    return ask(engine, without(engine, evaluator.plan, named), { ...documents, context });
  };
  for (const reason of [...decision.reasons, ...decision.shadow]) {
    const clause = action.clauses.find(({ id }) => id === reason.clause);
    claim(clause !== undefined || reason.clause === action.id, () => `${reason.clause} is no clause`);
    if (clause === undefined) continue;
    claim(reason.because === clause.because, "another reason");
    for (const { path } of clause.reads) claim(path in reason.values, () => `${reason.clause} read ${path}, untold`);
  }
  if (decision.outcome === "deny" && decision.autonomy !== "read_only")
    claim(rest("denied", (effect) => effect === "deny").outcome !== "deny", "denied without what denied it");
  if (decision.outcome === "hold")
    claim(
      rest("held", (e) => e === "hold" || e.startsWith("evidence ")).outcome !== "hold",
      "held without what held it",
    );
  if (decision.tier !== "low")
    claim(
      TIERS.indexOf(rest("tier", (e) => e === `tier ${decision.tier}`).tier) < TIERS.indexOf(decision.tier),
      "a tier without its clauses",
    );
  if (decision.score > 0)
    claim(rest("score", (e) => e.startsWith("score ")).score === 0, "a score without its clauses");
  if (decision.evidence.required.length > 0)
    claim(
      rest("evidence", (e) => e.startsWith("evidence ")).evidence.required.length === 0,
      "evidence without its clauses",
    );
  const lowered = LEVELS.indexOf(decision.autonomy ?? "autopilot") < LEVELS.indexOf(action.autonomy);
  if (decision.autonomy !== null && lowered)
    claim(
      rest("level", (e) => e.startsWith("autonomy ")).autonomy === action.autonomy,
      "a lower level without its clauses",
    );
  if (decision.reviewers.people > 0 && action.autonomy !== "guided")
    claim(
      rest("reviewers", (e) => /^(approve|autonomy) /.test(e)).reviewers.people === 0,
      "reviewers without their clauses",
    );
}

export interface Found {
  readonly law: number;
  readonly index: number;
  readonly says: string;
  readonly derived: Derived;
  readonly documents: Documents;
}

/** Policy sets of a seed, and documents for each. `runs` counts documents that were held to each law. */
export function* hold(
  engine: Engine,
  laws: readonly number[],
  seed: number,
  from: number,
  perSet = 12,
): Generator<Found | "set" | "refused"> {
  for (let index = from; ; index++) {
    const random = new Random(seed, index);
    const derived = derive(random);
    if (derived === null) {
      yield "refused";
      continue;
    }
    const { plan } = derived.set.evaluator!;
    const reference = engine.compile(plan, { backend: "interpreter" });
    for (let i = 0; i < perSet; i++) {
      const documents = documentsBy(random, derived, plan);
      for (const law of laws)
        try {
          LAWS[law]!(engine, { derived, reference, documents, random });
        } catch (fault) {
          const says = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
          yield { law, index, says, derived, documents };
        }
    }
    yield "set";
  }
}
