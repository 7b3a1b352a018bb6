/** What may be done to the gate, as data that fast-check makes and makes smaller, and how it is done. */
import fc from "fast-check";
import type { Answer, Gate, ProposalView } from "../../../src/gate/api.ts";
import { as } from "../world.ts";
import { type Company, MODES, type Mode, SOURCES, type SourceMode } from "./company.ts";
import { FLAWS, type Flaw } from "./flaky.ts";
import { DAY, HOUR, PEOPLE, RULES } from "./rules.ts";

/** `of`: which of the proposals, counted from the latest. */
export type Move =
  | { readonly move: "propose"; readonly by: string; readonly order: string; readonly cents: number }
  | { readonly move: "again"; readonly of: number; readonly other: boolean }
  | { readonly move: "revise"; readonly by: string; readonly of: number; readonly cents: number | null }
  | {
      readonly move: "approve" | "reject" | "question";
      readonly by: string;
      readonly of: number;
      readonly role: string | null;
      readonly stale: boolean;
    }
  | { readonly move: "answer" | "withdrawAct" | "withdraw" | "override"; readonly by: string; readonly of: number }
  | { readonly move: "panel"; readonly of: number }
  | {
      readonly move: "commit";
      readonly by: string;
      readonly of: number;
      readonly mode: Mode;
      readonly key: boolean;
      readonly said: boolean;
    }
  | { readonly move: "reconcile"; readonly by: string; readonly of: number; readonly told: boolean }
  | { readonly move: "revert"; readonly by: string; readonly of: number }
  | { readonly move: "incident"; readonly by: string; readonly of: number }
  | { readonly move: "tick" }
  | { readonly move: "clock"; readonly ms: number };

/** What changes between two batches. */
export type Turn =
  | { readonly turn: "rules" | "people"; readonly to: number }
  | { readonly turn: "sources"; readonly to: SourceMode }
  | { readonly turn: "answers"; readonly to: boolean }
  | { readonly turn: "store"; readonly to: Flaw; readonly pattern: number }
  | { readonly turn: "reopen" }
  | { readonly turn: "look"; readonly by: string };

export interface Batch {
  readonly turns: readonly Turn[];
  readonly moves: readonly Move[];
}

const REVIEWERS = ["ann", "ann-admin", "ben", "cleo", "dora", "olga", "otto", "gone", "agent:bot", "nobody"] as const;
const EVERYBODY = [...REVIEWERS, "carl", "root", "agent:other"] as const;

const one = <const T>(...items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);
const fixed = <T extends string>(move: T): fc.Arbitrary<T> => fc.constant(move);
/** The first is what mostly makes sense. */
const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: other });
const by = (...usual: readonly string[]): fc.Arbitrary<string> => mostly(one(...usual), one(...EVERYBODY));

const of = mostly(fc.constant(0), fc.nat({ max: 8 }));
const cents = one(19_99, 20_00, 45_00, 50_00, 50_01, 99_99, 120_00, 333_33, 500_00, 620_00);
const hat = mostly(
  one("ann support_lead", "cleo support_lead", "cleo finance", "ben finance", "ann-admin finance", "dora director"),
  fc.tuple(one(...REVIEWERS), one("support_lead", "finance", "director", "-")).map((both) => both.join(" ")),
);
const acting = <const T extends "approve" | "reject" | "question">(move: T, stale: number) =>
  fc.record({ move: fixed(move), hat, of, stale: fc.nat({ max: 9 }).map((n) => n < stale) }).map(({ hat, ...rest }) => {
    const [by, role] = hat.split(" ") as [string, string];
    return { ...rest, by, role: role === "-" ? null : role };
  });

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      move: fixed("propose"),
      by: by("agent:bot", "agent:bot", "agent:other", "carl"),
      order: one("o-1", "o-2", "o-3"),
      cents,
    }),
  },
  { weight: 1, arbitrary: fc.record({ move: fixed("again"), of, other: fc.boolean() }) },
  {
    weight: 7,
    arbitrary: fc.record({
      move: fixed("revise"),
      by: by("agent:bot", "agent:bot", "olga", "ann"),
      of,
      cents: fc.option(cents),
    }),
  },
  { weight: 10, arbitrary: acting("approve", 3) },
  { weight: 3, arbitrary: acting("reject", 1) },
  { weight: 3, arbitrary: acting("question", 1) },
  { weight: 10, arbitrary: fc.record({ move: fixed("panel"), of }) },
  { weight: 3, arbitrary: fc.record({ move: fixed("answer"), by: by("agent:bot"), of }) },
  { weight: 3, arbitrary: fc.record({ move: fixed("withdrawAct"), by: by("ann", "cleo", "ben"), of }) },
  { weight: 1, arbitrary: fc.record({ move: fixed("withdraw"), by: by("agent:bot"), of }) },
  { weight: 2, arbitrary: fc.record({ move: fixed("override"), by: by("dora"), of }) },
  {
    weight: 16,
    arbitrary: fc.record({
      move: fixed("commit"),
      by: by("agent:bot", "carl", "root"),
      of,
      mode: one("done", "done", "done", "done", "done", ...MODES),
      key: fc.boolean(),
      said: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ move: fixed("reconcile"), by: by("root"), of, told: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ move: fixed("revert"), by: by("cleo", "ann", "agent:bot"), of }) },
  { weight: 1, arbitrary: fc.record({ move: fixed("incident"), by: by("root"), of }) },
  { weight: 3, arbitrary: fc.record({ move: fixed("tick") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      move: fixed("clock"),
      ms: mostly(
        one(1, 60_000, 66_000, 66_000, HOUR / 4, HOUR),
        one(4 * HOUR, 7 * HOUR, DAY, 2 * DAY, 7 * DAY, -1, -HOUR, -3 * DAY),
      ),
    }),
  },
);

const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ turn: fixed("rules"), to: mostly(one(0, 1, 1, 2), one(...RULES.keys())) }) },
  {
    weight: 3,
    arbitrary: fc.record({ turn: fixed("people"), to: mostly(one(0, 0, 0, 1, 2, 3, 4, 5), one(...PEOPLE.keys())) }),
  },
  { weight: 2, arbitrary: fc.record({ turn: fixed("sources"), to: one("good", "good", "good", ...SOURCES) }) },
  { weight: 1, arbitrary: fc.record({ turn: fixed("answers"), to: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ turn: fixed("store"), to: one("none", "none", ...FLAWS), pattern: fc.nat({ max: 255 }) }),
  },
  { weight: 1, arbitrary: fc.record({ turn: fixed("reopen") }) },
  { weight: 2, arbitrary: fc.record({ turn: fixed("look"), by: one(...EVERYBODY) }) },
);

export const batches: fc.Arbitrary<readonly Batch[]> = fc.array(
  fc.record({
    turns: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(turn, { minLength: 1, maxLength: 2 }) },
    ),
    moves: fc.array(move, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 6, maxLength: 24, size: "max" },
);

export interface Made {
  readonly move: Move["move"];
  readonly by: string;
  /** The proposal that it was about; null: it made one, or was about none. */
  readonly about: string | null;
  readonly comment: string | null;
  /** Which revision an act is about. */
  readonly revision?: number;
  /** The proposal that the same call made before. */
  readonly before?: string | null;
  readonly answer: Answer<{ readonly proposal?: ProposalView }>;
}

const OPEN: readonly string[] = ["held", "in_review", "approved", "overridden"];
const ABOUT: { readonly [move in Move["move"]]?: readonly string[] } = {
  commit: ["approved", "overridden"],
  reconcile: ["in_doubt", "committing"],
  revert: ["committed"],
  incident: ["committed"],
  answer: ["held"],
};

/** The change sets that were proposed, and what is known of the proposals: what a client would have. */
export class Client {
  readonly proposals: string[] = [];
  readonly seen = new Map<string, ProposalView>();
  readonly sets: { readonly by: string; readonly set: Record<string, unknown>; proposal: string | null }[] = [];
  #serial = 0;

  next(kind: string): string {
    return `${kind}-${++this.#serial}`;
  }

  /** Those that a move is mostly about come first, the latest of them before. */
  of({ of, move }: { readonly of: number; readonly move: Move["move"] }): ProposalView | null {
    const all = this.proposals.map((id) => this.seen.get(id)!).reverse();
    const fits = (view: ProposalView): boolean => (ABOUT[move] ?? OPEN).includes(view.status);
    const sorted = [...all.filter(fits), ...all.filter((view) => !fits(view))];
    return sorted[of] ?? sorted[0] ?? null;
  }

  saw(view: ProposalView): void {
    if (!this.seen.has(view.id)) this.proposals.push(view.id);
    const before = this.seen.get(view.id);
    if (before === undefined || before.revision <= view.revision) this.seen.set(view.id, view);
  }
}

/** Does a move; what is about a proposal does nothing where there is none. */
export async function made(company: Company, client: Client, gate: Gate, move: Move): Promise<readonly Made[]> {
  if (move.move === "clock") {
    company.now += move.ms;
    return [];
  }
  if (move.move === "tick") {
    const answer = await gate.tick();
    return [{ move: "tick", by: "gate", about: null, comment: null, answer: answer as Made["answer"] }];
  }
  if (move.move === "propose") {
    const set = company.refund(client.next("cs"), move.order, move.cents, "late");
    const own: Client["sets"][number] = { by: move.by, set, proposal: null };
    client.sets.push(own);
    const answer = await gate.propose(as(move.by), { change_set: set });
    if (answer.ok) own.proposal = answer.proposal.id;
    return [{ move: "propose", by: move.by, about: null, comment: null, answer }];
  }
  if (move.move === "again") {
    const before = client.sets.at(-1 - move.of);
    if (before === undefined) return [];
    const set = move.other ? { ...before.set, confidence: "0.8" } : before.set;
    const answer = await gate.propose(as(before.by), { change_set: set });
    return [{ move: "again", by: before.by, about: null, comment: null, answer, before: before.proposal }];
  }
  const view = client.of(move);
  if (view === null) return [];
  if (move.move === "panel")
    return (
      await Promise.all(
        (["ann support_lead", "cleo support_lead", "ben finance"] as const).map((who) => {
          const [by, role] = who.split(" ") as [string, string];
          return made(company, client, gate, { move: "approve", by, of: move.of, role, stale: false });
        }),
      )
    ).flat();
  const caller = as(move.by);
  const comment = client.next("because");
  const about = { proposal: view.id, revision: view.revision, digest: view.digest };
  const done = (answer: Made["answer"], words: string | null = null): readonly Made[] => [
    { move: move.move, by: move.by, about: view.id, comment: words, answer },
  ];
  switch (move.move) {
    case "approve":
    case "reject":
    case "question": {
      const revision = move.stale && view.revision > 1 ? view.revision - 1 : view.revision;
      const role = move.role === null ? {} : { role: move.role };
      const [act] = done(await gate[move.move](caller, { ...about, revision, ...role, comment }), comment);
      return [{ ...act!, revision }];
    }
    case "answer": {
      const question = view.acts.findLastIndex(({ act }) => act === "question");
      return done(await gate.answer(caller, { proposal: view.id, question, comment }), comment);
    }
    case "withdrawAct":
      return done(await gate.withdrawAct(caller, { proposal: view.id, comment }), comment);
    case "withdraw":
      return done(await gate.withdraw(caller, { proposal: view.id, reason: comment }));
    case "override":
      return done(await gate.override(caller, { ...about, role: "director", reason: comment }));
    case "revise": {
      const order = String(view.change_set.inputs?.["order_id"]);
      const { requester: _, ...own } = view.change_set;
      const noted = own.action === "shop.Refund" ? { ...own.inputs, note: comment } : own.inputs;
      const set =
        move.cents === null ? { ...own, inputs: noted } : company.refund(client.next("cs"), order, move.cents, comment);
      return done(await gate.revise(caller, { ...about, change_set: set }));
    }
    case "commit": {
      if (!company.modes.has(view.id)) company.modes.set(view.id, move.mode);
      const key = move.key ? { idempotency_key: `key-${view.id}` } : {};
      return done(
        await gate.commit(caller, { proposal: view.id, ...key, ...(move.said ? { digest: view.digest } : {}) }),
      );
    }
    case "reconcile": {
      // An administrator who has looked.
      const found = company.executions.get(view.id)?.applied === true ? "done" : "not_applied";
      const told = move.told ? ({ found, reason: comment } as const) : {};
      return done(await gate.reconcile(caller, { proposal: view.id, ...told }));
    }
    case "revert":
      return done(await gate.revert(caller, { proposal: view.id, reason: comment }));
    case "incident":
      return done(await gate.incident(caller, { proposal: view.id, severity: "low", reason: comment }));
  }
}
