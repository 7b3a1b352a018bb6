/** One run: batches of calls at once, over two gates on one store, and after each of them everything that must hold. */
import { isDeepStrictEqual } from "node:util";
import { stateOf } from "../../../src/gate/audit/state.ts";
import { verifyStore } from "../../../src/gate/audit/verify.ts";
import type { GateEvent, Proposal } from "../../../src/gate/documents.ts";
import type { ProposalRow, Store, View } from "../../../src/gate/store.ts";
import { as } from "../world.ts";
import { Company } from "./company.ts";
import { centsOf, claim, couldCommit, type Kept, Model } from "./model.ts";
import { type Batch, Client, type Made, type Move, made, type Turn } from "./moves.ts";
import { holds, mayReview } from "./reviews.ts";
import { HOUR, PEOPLE, RULES } from "./rules.ts";

/** How often each event and each refusal was met, over all runs: what is never met is not tested. */
export const met = new Map<string, number>();
const meet = (name: string): void => void met.set(name, (met.get(name) ?? 0) + 1);

/** Opens the same store again; whoever has it open is closed before. */
export interface Stores {
  readonly open: () => Promise<Store>;
  readonly again: (store: Store) => Promise<Store>;
}

let tenants = 0;

export async function run(stores: Stores, batches: readonly Batch[]): Promise<void> {
  const store = await stores.open();
  const all = new Run(stores, new Company(store, `run-${++tenants}`));
  try {
    for (const batch of batches) await all.batch(batch);
    await all.end();
  } finally {
    await all.company.store.close();
  }
}

const EVENT_OF: { readonly [move in Move["move"]]?: GateEvent["type"] } = {
  propose: "proposed",
  again: "proposed",
  revert: "proposed",
  revise: "revised",
  approve: "approved",
  reject: "rejected",
  question: "questioned",
  answer: "answered",
  withdrawAct: "act_withdrawn",
  withdraw: "withdrawn",
  override: "overridden",
  incident: "incident",
};

const isOfStore = (code: string): boolean => code === "store_failed" || code === "store_unknown";

/** Refused before there is a desk: the log does not tell of them. */
const UNLOGGED: readonly string[] = [
  "malformed",
  "missing_reason",
  "directory_unavailable",
  "unknown_principal",
  "inactive",
];
/** Refusals that may be told by an event of another name. */
const TOLD: readonly string[] = [
  "drift",
  "stricter",
  "denied",
  "held",
  "in_doubt",
  "execution_failed",
  "not_in_doubt",
  "idempotency_conflict",
];

interface Usage {
  readonly open: readonly string[];
  readonly posted: number;
  readonly count: number;
}

class Run {
  readonly company: Company;
  readonly #stores: Stores;
  readonly #model = new Model();
  readonly #client = new Client();
  readonly #states = new Map<string, string>();
  #lost = false;
  readonly #edited = new Set<string>();
  readonly #said: { readonly proposal: string; readonly comment: string }[] = [];

  constructor(stores: Stores, company: Company) {
    this.#stores = stores;
    this.company = company;
  }

  async batch({ turns, moves }: Batch): Promise<void> {
    for (const turn of turns) await this.#turn(turn);
    this.company.begin();
    const could = moves.length === 1 ? this.#could(moves[0]!) : null;
    const { gates } = this.company;
    const answers = await Promise.all(
      moves.map((move, i) => made(this.company, this.#client, gates[i % gates.length]!, move)),
    );
    await this.#check(answers.flat(), moves.length === 1 && moves[0]!.move !== "panel");
    if (could !== null) {
      const [own] = answers.flat();
      const code = own === undefined || own.answer.ok ? null : own.answer.code;
      claim(
        code === null || code === "in_doubt" || code === "execution_failed" || isOfStore(code),
        `${moves[0]!.move} of ${own?.about} by ${own?.by} is refused as ${code}, and by the model ${could}`,
      );
    }
  }

  /** What was begun comes to its end: doubt is settled, and nothing is left of what is over. */
  async end(): Promise<void> {
    Object.assign(this.company, { rules: RULES[0], people: PEOPLE[0], sources: "good", answers: true });
    this.company.now = Math.max(this.company.now, this.#model.at) + 8 * 24 * HOUR;
    this.company.begin();
    this.company.flaky.flaw = "none";
    const [gate] = this.company.gates;
    await gate!.tick();
    await this.#check([], false);
    for (const { id, status } of [...this.#model.proposals.values()])
      if (status === "in_doubt") {
        const answer = await gate!.reconcile(as("root"), { proposal: id });
        claim(answer.ok, `${id} stays in doubt`);
      }
    await this.#check([], false);
    for (const { id, status } of this.#model.proposals.values())
      claim(
        !["committing", "in_doubt", "approved", "in_review", "held"].includes(status),
        `${id} is ${status} for ever`,
      );
    const verification = await this.company.store.read(this.company.tenant, (view) =>
      verifyStore(view, this.company.tenant),
    );
    claim(verification.ok, `the log is not whole: ${verification.first?.message}`);
    claim(verification.events === this.#model.seq, "the log has other events than were seen");
  }

  async #turn(turn: Turn): Promise<void> {
    const { company } = this;
    if (turn.turn === "rules") company.rules = RULES[turn.to]!;
    if (turn.turn === "people") company.people = PEOPLE[turn.to]!;
    if (turn.turn === "sources") company.sources = turn.to;
    if (turn.turn === "answers") company.answers = turn.to;
    if (turn.turn === "store" && turn.to === "forgets") this.#lost = true;
    if (turn.turn === "store") Object.assign(company.flaky, { flaw: turn.to, pattern: turn.pattern });
    if (turn.turn === "reopen") company.opened(await this.#stores.again(company.store));
    if (turn.turn === "look") await this.#look(turn.by);
  }

  /** Looking changes nothing at all. */
  async #look(by: string): Promise<void> {
    const all = (): Promise<unknown> =>
      this.company.store.read(this.company.tenant, async (view) => [
        await view.head(),
        await view.find({ order: "newest", limit: 1_000 }),
        await this.#usage(view),
      ]);
    const before = await all();
    const [gate] = this.company.gates;
    const id = this.#client.of({ of: 0, move: "approve" })?.id ?? "pr_0";
    for (const look of [
      gate!.get(as(by), id),
      gate!.list(as(by)),
      gate!.list(as(by), { view: "all", limit: 2 }),
      gate!.history(as(by), id),
    ])
      claimKnown(await look);
    claim(isDeepStrictEqual(await all(), before), `looking changed something (as ${by})`);
  }

  /** Why a move alone must be accepted; null: it need not be. */
  #could(move: Move): string | null {
    const { company } = this;
    const { directory } = company.people;
    if (!("of" in move) || directory === null || move.move === "again") return null;
    const view = this.#client.of(move);
    const kept = view === null ? undefined : this.#model.proposals.get(view.id);
    if (view === null || kept === undefined) return null;
    // The gate's time is never before its last event.
    const at = Math.max(company.now, this.#model.at);
    company.begin();
    if (move.move === "approve" || move.move === "reject" || move.move === "question") {
      const open = ["held", "in_review", "approved", "overridden"].includes(kept.status) && at < kept.expires;
      const current = view.revision === kept.revision && (!move.stale || view.revision === 1);
      const may = move.role !== null && holds(directory, move.by, move.role) && mayReview(directory, move.by, kept);
      return open && current && may ? "they may act" : null;
    }
    if (move.move !== "commit") return null;
    // Of what others have written into it, the caller has to say that they mean it.
    const said = move.said ? view.digest === kept.digest : !this.#edited.has(kept.id);
    if (!said) return null;
    const involved = [kept.requester, kept.owner, "carl", "root"].includes(move.by);
    const listed = directory.principals[move.by];
    if (!involved || listed === undefined || listed.active === false) return null;
    if (!couldCommit(kept, at, company.around()) || this.#drift(kept, view.change_set)) return null;
    const fits = kept.action !== "shop.Refund" || this.#model.ledger.fits(at, kept.requester, kept.cents, kept.id);
    return fits ? "nothing speaks against it" : null;
  }

  #drift(kept: Kept, changeSet: Proposal["change_set"]): boolean {
    const refunded = this.company.refunded.get(kept.order)!;
    if ((changeSet.changes ?? []).some(({ old }) => centsOf(old) !== refunded)) return true;
    const read = /"amount":"([\d.]+)","currency":"USD"\}\]$/.exec(kept.facts)?.[1];
    return kept.action === "shop.Refund" && Math.round(Number(read) * 100) !== refunded;
  }

  async #check(answers: readonly Made[], alone: boolean): Promise<void> {
    const model = this.#model;
    const around = this.company.around();
    for (const [id, cents] of this.company.used) model.used.set(id, cents);
    const { events, rows, usage } = await this.company.store.read(this.company.tenant, async (view) => ({
      events: (await view.events(model.seq, 10_000)).map(({ body }) => JSON.parse(body) as GateEvent),
      rows: await view.find({ order: "newest", limit: 1_000 }),
      usage: await this.#usage(view),
    }));
    for (const event of events) {
      model.apply(event, around);
      meet(event.type);
      if (event.type === "revised") this.#edited.add(event.proposal);
      if (event.state !== null) this.#states.set(event.proposal, event.state);
    }
    this.#acknowledged(answers, events, alone);
    this.#kept(rows);
    this.#executed();
    this.#counted(usage);
  }

  /** Every answer is in the log, and the log has nothing that nobody was told. */
  #acknowledged(answers: readonly Made[], events: readonly GateEvent[], alone: boolean): void {
    const news = new Map<string, number>();
    const count = (name: string, by: number): void => void news.set(name, (news.get(name) ?? 0) + by);
    const open = events.filter(({ actor }) => actor.id !== "gate");
    const replayed = new Set<string>();
    for (const { move, by, about, comment, answer, revision, before: first = null } of answers) {
      claimKnown(answer);
      if (!answer.ok) meet(answer.code);
      if (!answer.ok && (answer.code === "store_unknown" || answer.code === "in_doubt")) {
        // It may be there, or not.
        for (const type of [EVENT_OF[move]]) count(`may be ${type} ${by}`, 1);
        count(`may be refused ${by}`, 1);
        continue;
      }
      if (answer.ok) {
        const view = answer.proposal;
        if (view === undefined) continue;
        this.#client.saw(view);
        const { review: _, ...doc } = view;
        const state = stateOf(JSON.stringify(doc));
        const own = events.find((event) => event.state === state);
        const before = move === "again" || move === "commit" || move === "revert" || move === "propose";
        claim(own !== undefined || before, `${move} of ${view.id} by ${by} was acknowledged, and is not in the log`);
        claim(first === null || first === view.id, `the same call proposed ${first} and ${view.id}`);
        claim(
          revision === undefined || own === undefined || own.revision === revision,
          `${move} of ${view.id} by ${by} is about revision ${revision}, and counts for ${own?.revision}`,
        );
        if (comment !== null) this.#said.push({ proposal: about!, comment });
        const type = EVENT_OF[move];
        if (type === undefined || own === undefined || replayed.has(`${type} ${state}`)) continue;
        if (type === "proposed") replayed.add(`${type} ${state}`);
        count(`${type} ${by}`, 1);
      } else {
        if (answer.proposal !== null) this.#client.saw(answer.proposal);
        claim(!alone || answer.code !== "conflict", `${move} by ${by} met a conflict with nobody`);
        const logged = !UNLOGGED.includes(answer.code) && !TOLD.includes(answer.code) && !isOfStore(answer.code);
        if (logged) count(`refused ${by} ${answer.code}`, 1);
      }
    }
    const types = new Set<string>(Object.values(EVENT_OF));
    for (const { type, actor, data } of open) {
      const code = String(data["code"]);
      if (types.has(type)) count(`${type} ${actor.id}`, -1);
      if (type === "refused" && !UNLOGGED.includes(code) && !TOLD.includes(code))
        count(`refused ${actor.id} ${code}`, -1);
    }
    // At the end of a run calls are made that are not noted.
    if (answers.length === 0) return;
    for (const [name, left] of news) {
      if (name.startsWith("may be ")) continue;
      const [type, by] = name.split(" ");
      if (left < 0 && -left <= (news.get(`may be ${type} ${by}`) ?? 0)) continue;
      claim(
        left === 0,
        left > 0 ? `${name}: answered, and not in the log` : `${name}: in the log, and nobody was answered`,
      );
    }
  }

  /** What the store keeps of a proposal is what its last event left behind, and what the model says. */
  #kept(rows: readonly ProposalRow[]): void {
    claim(
      rows.length === this.#model.proposals.size,
      `${rows.length} proposals, and ${this.#model.proposals.size} by the log`,
    );
    for (const { id, status, doc } of rows) {
      const kept = this.#model.proposals.get(id)!;
      claim(stateOf(doc) === this.#states.get(id), `${id} is not as its last event left it`);
      const proposal = JSON.parse(doc) as Proposal;
      claim(status === kept.status && proposal.status === status, `${id} is ${status}; by the model ${kept.status}`);
      claim(proposal.acts.length === kept.acts.length, `${id} has ${proposal.acts.length} acts of ${kept.acts.length}`);
      claim(proposal.revision === kept.revision, `${id} is at revision ${proposal.revision} of ${kept.revision}`);
      for (const own of this.#said)
        if (own.proposal === id)
          claim(
            proposal.acts.some(({ comment }) => comment === own.comment),
            `an acknowledged act on ${id} is lost: ${own.comment}`,
          );
      const open = proposal.reservations.some(({ state }) => state === "open");
      claim(open === this.#model.ledger.open.has(id), `${id} ${open ? "has" : "has no"} open reservation`);
    }
  }

  /** Never twice, never unclaimed, never something else than was approved. */
  #executed(): void {
    const { executions, refunded, totals } = this.company;
    for (const [id, { times, order, applied }] of executions) {
      const kept = this.#model.proposals.get(id);
      claim(times === 1 && kept?.claims === 1, `${id} was executed ${times} times, and claimed ${kept?.claims} times`);
      claim(order.digest === kept.digest && order.revision === kept.revision, `${id}: something else was executed`);
      if (kept.status === "committed" || kept.status === "reverted") claim(applied, `${id} was not carried out`);
      if (kept.status === "failed") claim(!applied, `${id} was carried out, and failed`);
    }
    // A claim that the store has kept, and nobody knows of, is never carried out.
    for (const { id, claims } of this.#model.proposals.values())
      claim(claims === 0 || executions.has(id) || this.#lost, `${id} was claimed, and not executed`);
    for (const [id, cents] of refunded) claim(cents <= totals.get(id)!, `more than ${id} was refunded`);
  }

  async #usage(view: View): Promise<readonly Usage[]> {
    const asked = [["shop.Refund.spend", "[]"], ...REQUESTERS.map((id) => ["shop.Refund.daily", JSON.stringify([id])])];
    const found = await view.usage(
      asked.map(([clause, key]) => ({ clause: clause!, key: key!, from: null, exclusive: false })),
    );
    return found.map(({ holds, totals }) => ({
      open: holds.map(({ proposal, amount }) => `${proposal} ${Number(amount)}`).sort(),
      posted: Number(totals[0]?.total ?? "0"),
      count: totals[0]?.n ?? 0,
    }));
  }

  /** The store's ledger is the model's. */
  #counted(usage: readonly Usage[]): void {
    const { open, posted } = this.#model.ledger;
    const [spend, ...daily] = usage;
    const sum = posted.reduce((all, one) => all + one.cents, 0);
    claim(Math.round(spend!.posted * 100) === sum, `${spend!.posted} are posted; by the model ${sum / 100}`);
    const holds = [...open].map(([id, { cents }]) => `${id} ${cents / 100}`).sort();
    claim(isDeepStrictEqual(spend!.open, holds), `open are ${spend!.open}; by the model ${holds}`);
    for (const [i, requester] of REQUESTERS.entries()) {
      const own = posted.filter((one) => one.requester === requester).length;
      claim(
        daily[i]!.posted === own && daily[i]!.count === own,
        `${requester} has ${daily[i]!.posted} posted of ${own}`,
      );
      const mine = [...open].filter(([, one]) => one.requester === requester).map(([id]) => `${id} 1`);
      claim(isDeepStrictEqual(daily[i]!.open, mine.sort()), `${requester} has open ${daily[i]!.open} of ${mine}`);
    }
  }
}

const REQUESTERS = ["agent:bot", "agent:other", "carl"];

function claimKnown(
  answer: { readonly ok: boolean } | { readonly ok: false; readonly code: string; readonly message: string },
): void {
  if ("code" in answer) claim(answer.code !== "internal", answer.message);
}
