/**
 * The reference: what the company's proposals, reviews and quotas are, told from the log alone. The log gives the order in
 * which things happened; whether each was allowed to happen, and where it leads, is worked out here and compared.
 */
import type { Directory } from "../../../src/decision/documents.ts";
import type { Act, EventType, GateEvent, Proposal, Status } from "../../../src/gate/documents.ts";
import { mayStep } from "../../../src/gate/states.ts";
import { Ledger } from "./ledger.ts";
import {
  type ActSeen,
  asksMore,
  both,
  couldSit,
  holds,
  involved,
  isActive,
  latest,
  mayReview,
  personOf,
  questioned,
  type Reviewed,
  seated,
  vetoed,
} from "./reviews.ts";
import { ESCALATION_MS, GRACE_MS, LIFETIMES, type Rules, type Seats, UNREFUND } from "./rules.ts";

/** What is so while a batch of calls runs. */
export interface Surroundings {
  readonly rules: Rules;
  readonly directory: Directory | null;
  /** Whether facts and records can be read. */
  readonly facts: boolean;
  /** What orders may have shown meanwhile: refunded and total, in cents. */
  readonly refunded: (order: string) => readonly number[];
  readonly total: (order: string) => number;
}

export interface Kept extends Reviewed {
  readonly id: string;
  readonly action: string;
  readonly order: string;
  /** Of the agent, when it was revised last. */
  owner: string | null;
  readonly editors: Set<string>;
  readonly acts: ActSeen[];
  barred: ReadonlySet<string>;
  status: Status;
  revision: number;
  cents: number;
  /** The change set without what is immaterial. */
  material: string;
  facts: string;
  seats: Seats;
  escalates: number;
  escalated: boolean;
  held: boolean;
  /** By whom. */
  overridden: string | null;
  expires: number;
  deadline: number;
  digest: string;
  claims: number;
  readonly reverts: string | null;
  reverting: string | null;
}

export class Broken extends Error {}

export function claim(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Broken(words);
}

const FAR = Number.POSITIVE_INFINITY;
const OPEN: readonly (Status | null)[] = ["held", "in_review", "approved", "overridden"];

interface Said {
  readonly change_set: Proposal["change_set"];
  readonly facts: Proposal["facts"];
}

export const centsOf = (amount: unknown): number =>
  Math.round(Number((amount as { readonly amount: string }).amount) * 100);

export class Model {
  readonly proposals = new Map<string, Kept>();
  readonly ledger = new Ledger();
  /** What an execution used of its reservation, where it says so: in cents, by proposal. */
  readonly used = new Map<string, number>();
  #seq = 0;
  #at = 0;

  get seq(): number {
    return this.#seq;
  }

  /** Of the last event. */
  get at(): number {
    return this.#at;
  }

  /** Takes an event in, or throws what about it may not be. */
  apply(event: GateEvent, around: Surroundings): void {
    const at = Date.parse(event.at);
    const words = `event ${event.seq} (${event.type} of ${event.proposal} by ${event.actor.id})`;
    claim(event.seq === this.#seq + 1, `${words} does not follow event ${this.#seq}`);
    claim(at >= this.#at, `${words} goes back in time`);
    this.#seq = event.seq;
    this.#at = at;
    if (event.type === "refused") {
      claim(event.state === null, `${words}: a refusal changed the proposal`);
      return;
    }
    const before = this.proposals.get(event.proposal) ?? null;
    claim(event.status.before === (before?.status ?? null), `${words} finds it ${event.status.before}`);
    claim(mayStep(event.type, event.status.before, event.status.after!), `${words} leads to ${event.status.after}`);
    const after = before === null ? this.#proposed(event, at, around) : this.#changed(before, event, at, around, words);
    const expected = Array.isArray(after) ? after : [after];
    claim(
      expected.includes(event.status.after!),
      `${words} leads to ${event.status.after}; by the model: ${expected.join(" or ")}`,
    );
    this.proposals.get(event.proposal)!.status = event.status.after!;
  }

  #changed(kept: Kept, event: GateEvent, at: number, around: Surroundings, words: string): Status | readonly Status[] {
    const { status } = kept;
    const must = (holds: boolean, why: string): void => claim(holds, `${words}: ${why}`);
    const step = STEPS[event.type];
    if (step !== undefined) return step(this, kept, { event, at, around, must });
    must(event.type === "incident" || event.type === "revert_proposed", "no such event is known");
    if (event.type === "revert_proposed") kept.reverting = String(event.data["by"]);
    return status;
  }

  #proposed(event: GateEvent, at: number, around: Surroundings): readonly Status[] {
    const { change_set, facts } = event.data as unknown as Said;
    const { requester } = change_set;
    const kept: Kept = {
      id: event.proposal,
      action: change_set.action,
      requester: requester.id,
      owner: requester.owner ?? null,
      order: String(change_set.inputs?.["order_id"]),
      editors: new Set([event.actor.id]),
      acts: [],
      barred: new Set(),
      status: "in_review",
      revision: 0,
      cents: 0,
      material: "",
      facts: "",
      seats: {},
      escalates: FAR,
      escalated: false,
      held: false,
      overridden: null,
      expires: 0,
      deadline: 0,
      digest: "",
      claims: 0,
      reverts: (event.data["reverts"] as string | null) ?? null,
      reverting: null,
    };
    this.proposals.set(kept.id, kept);
    return decided(this, kept, { change_set, facts }, event, at, around);
  }
}

interface Step {
  readonly event: GateEvent;
  readonly at: number;
  readonly around: Surroundings;
  readonly must: (holds: boolean, why: string) => void;
}

type Apply = (model: Model, kept: Kept, step: Step) => Status | readonly Status[];

/** A new revision: what the rules say of it, what it reserves, and where it then stands. */
function decided(
  model: Model,
  kept: Kept,
  { change_set, facts }: Said,
  event: GateEvent,
  at: number,
  around: Surroundings,
  carried = false,
): readonly Status[] {
  const before = { ...kept };
  const inputs = (change_set.inputs ?? {}) as Record<string, unknown>;
  kept.revision++;
  kept.cents = centsOf(inputs["amount"]);
  kept.material = materialOf(change_set);
  kept.facts = factsOf(facts);
  kept.digest = event.digest!;
  kept.owner = change_set.requester.owner ?? null;
  kept.overridden = null;
  kept.escalated = false;
  kept.escalates = at + ESCALATION_MS;
  model.ledger.release(kept.id);
  const verdicts = rule(model, kept, at, around);
  const denied = event.status.after === "denied";
  if (!denied) {
    kept.seats = seatsNow(kept, around.rules) ?? {};
    kept.barred = involved(around.directory!, kept);
    if (carried) keeps(kept, before);
  }
  // What was true of the order in between is not known; what came of it is one of the possible.
  claim(
    verdicts.includes(denied ? "deny" : event.status.after === "held" ? "hold" : "go") ||
      (event.status.after === "held" && questioned(around.directory!, kept)),
    `event ${event.seq} (${event.type}) leads to ${event.status.after}; the rules say ${verdicts.join(" or ")}`,
  );
  if (denied) return ["denied"];
  kept.held = !around.facts && kept.action === "shop.Refund";
  // Where nobody is asked, nobody is called either.
  if (!carried && (kept.action !== "shop.Refund" || Object.keys(kept.seats).length === 0)) kept.escalates = FAR;
  const allowed = !kept.held && Object.keys(kept.seats).length === 0;
  kept.expires = at + (allowed ? LIFETIMES.allowed_ms : LIFETIMES.proposal_ms);
  if (kept.action === "shop.Refund")
    model.ledger.reserve(kept.id, {
      requester: kept.requester,
      cents: kept.cents,
      until: Math.min(kept.expires, at + LIFETIMES.reservation_ms),
    });
  return [settled(kept, at, around)];
}

/** Approvals that stand, stand for all that was asked for when they were given. */
function keeps(kept: Kept, before: Kept): void {
  kept.seats = both(before.seats, kept.seats);
  kept.barred = new Set([...before.barred, ...kept.barred]);
  kept.escalates = before.escalates;
}

/** What the rules may say, for whatever the order may have shown. */
function rule(model: Model, kept: Kept, at: number, around: Surroundings): readonly ("deny" | "hold" | "go")[] {
  if (kept.action === "shop.Unrefund") return ["go"];
  if (around.rules.refund === null) return ["deny"];
  if (!model.ledger.fits(at, kept.requester, kept.cents, kept.id)) return ["deny"];
  if (!around.facts) return ["hold"];
  const total = around.total(kept.order);
  return around.refunded(kept.order).map((refunded) => (kept.cents > total - refunded ? "deny" : "go"));
}

const tooMuch = ({ cents, order }: Kept, { facts, refunded, total }: Surroundings): boolean =>
  facts && refunded(order).some((already) => cents > total(order) - already);

const seatsNow = ({ action, cents }: Kept, { refund }: Rules): Seats | null =>
  action === "shop.Unrefund" ? UNREFUND : refund === null ? null : refund(cents);

export function settled(kept: Kept, at: number, { directory }: Pick<Surroundings, "directory">): Status {
  if (kept.overridden !== null) return "overridden";
  if (kept.held || questioned(directory!, kept)) return "held";
  if (vetoed(directory!, kept)) return "in_review";
  // Past its end nothing is settled any more, and nothing of it counts.
  if (at >= kept.expires) return "in_review";
  return seated(directory!, kept, at, LIFETIMES.approval_ms) ? "approved" : "in_review";
}

const materialOf = ({ action, environment, confidence, inputs = {}, changes = [] }: Said["change_set"]): string => {
  const { note: _, ...material } = inputs;
  return JSON.stringify([action, environment, confidence, Object.entries(material).sort(), changes]);
};

/** What the order showed when it was decided. */
const refundedOf = ({ facts }: Kept): number => centsOf((JSON.parse(facts) as unknown[])[1]);

const factsOf = (facts: Said["facts"]): string => {
  const order = facts["order"] as Record<string, unknown> | undefined;
  // Without rules for the action nothing is asked.
  if (order === undefined) return "none";
  return Object.hasOwn(order, "$unknown") ? "unknown" : JSON.stringify([order["total"], order["refunded"]]);
};

function acted(act: Act["act"]): Apply {
  return (_, kept, { event, at, around, must }) => {
    const said = event.data["act"] as Act;
    const directory = around.directory!;
    const by = event.actor.id;
    must(said.act === act && said.by === by, "the log names another act than it is of");
    must(at < kept.expires, "it has expired");
    must(isActive(directory, by), "they are no active account");
    const seen: ActSeen = {
      act,
      by,
      role: said.role,
      at,
      revision: kept.revision,
      question: said.question,
      could_sit: (act === "approve" || act === "reject" || act === "question") && couldSit(kept, said.role, at),
    };
    if (act === "approve" || act === "reject" || act === "question") {
      must(mayReview(directory, by, kept), "they may not review it");
      must(said.role !== null && holds(directory, by, said.role), `they do not hold ${said.role}`);
      must(said.could_sit === seen.could_sit, `it says could_sit ${said.could_sit}`);
      must(said.revision === kept.revision && said.digest === kept.digest, "it is about other content");
    }
    if (act === "answer") {
      const asked = kept.acts[said.question!];
      must(asked?.act === "question" && latest(directory, kept.acts).includes(asked), "there is no such question");
    }
    if (act === "withdraw") {
      const own = latest(directory, kept.acts).find((one) => personOf(directory, one.by) === personOf(directory, by));
      must(own !== undefined && own.act !== "withdraw", "there is nothing to take back");
    }
    kept.acts.push(seen);
    return settled(kept, at, around);
  };
}

const ended =
  (status: Status): Apply =>
  (model, kept) => {
    model.ledger.release(kept.id);
    return status;
  };

const STEPS: { readonly [event in EventType]?: Apply } = {
  revised: (model, kept, { event, at, around, must }) => {
    const said = event.data as unknown as Said & { readonly carried: boolean };
    must(at < kept.expires, "it has expired");
    // What cannot be read now says nothing about what was approved.
    const now = factsOf(said.facts);
    const readable = now !== "unknown" && now !== "none" && kept.action === "shop.Refund";
    const same = materialOf(said.change_set) === kept.material && (!readable || now === kept.facts);
    if (now !== "none") must(said.carried === same, `it says carried ${said.carried}`);
    kept.editors.add(event.actor.id);
    if (same) for (const act of kept.acts) if (act.revision === kept.revision) act.revision++;
    return decided(model, kept, said, event, at, around, same);
  },
  drifted: (model, kept, { event, at, around, must }) => {
    must(kept.claims === 0, "it was claimed before");
    return decided(model, kept, event.data as unknown as Said, event, at, around);
  },
  redecided: (model, kept, { event, at, around, must }) => {
    const verdicts = rule(model, kept, at, around);
    if (event.status.after === "denied") {
      must(verdicts.includes("deny"), "the rules do not deny it");
      must(around.rules.refund === null || tooMuch(kept, around), "it ends because a quota is full for now");
      model.ledger.release(kept.id);
      return "denied";
    }
    const now = seatsNow(kept, around.rules)!;
    const barred = involved(around.directory!, kept);
    const more = asksMore(now, kept.seats) || [...barred].some((id) => !kept.barred.has(id));
    must(more, "the rules have not become stricter");
    must(kept.overridden === null, "it was overridden");
    kept.seats = both(kept.seats, now);
    kept.barred = new Set([...kept.barred, ...barred]);
    kept.held = false;
    must(!seated(around.directory!, kept, at, LIFETIMES.approval_ms), "everybody who is asked for has agreed");
    return "in_review";
  },
  approved: acted("approve"),
  rejected: acted("reject"),
  questioned: acted("question"),
  answered: acted("answer"),
  act_withdrawn: acted("withdraw"),
  overridden: (_, kept, { event, at, around, must }) => {
    must(holds(around.directory!, event.actor.id, "director"), "they are no director");
    must(mayReview(around.directory!, event.actor.id, kept), "they have a part in it");
    must(!kept.held, "the rules hold it");
    must(at < kept.expires, "it has expired");
    kept.overridden = event.actor.id;
    return "overridden";
  },
  escalated: (_, kept, { at, around, must }) => {
    must(at >= kept.escalates && !kept.escalated, "nobody is to be called");
    kept.escalated = true;
    return settled(kept, at, around);
  },
  reservation_expired: (model, kept, { at, must }) => {
    must((model.ledger.open.get(kept.id)?.until ?? FAR) <= at, "its reservation holds");
    model.ledger.release(kept.id);
    return kept.status;
  },
  approval_expired: (_, kept, { at, around, must }) => {
    must(
      kept.acts.some((act) => act.act === "approve" && act.at + LIFETIMES.approval_ms <= at),
      "no approval has expired",
    );
    return settled(kept, at, around);
  },
  claimed: (model, kept, { event, at, around, must }) => {
    must(kept.claims === 0, "it was claimed before");
    must(at < kept.expires, "it has expired");
    must(!kept.held && around.facts, "what the decision reads is not known");
    must(
      kept.action !== "shop.Refund" || around.refunded(kept.order).includes(refundedOf(kept)),
      "a fact has changed since",
    );
    must(rule(model, kept, at, around).includes("go"), "the rules do not let it go on, or its quota is full");
    const now = seatsNow(kept, around.rules)!;
    kept.seats = both(kept.seats, now);
    if (kept.overridden !== null)
      must(overrides(kept, around.directory!), "whoever overrode it may not do so any more");
    else {
      must(!vetoed(around.directory!, kept), "a rejection stands");
      must(!questioned(around.directory!, kept), "a question is open");
      must(seated(around.directory!, kept, at, LIFETIMES.approval_ms), "its reviewers have not agreed");
    }
    must(event.digest === kept.digest, "it is not what was approved");
    kept.claims++;
    kept.deadline = at + LIFETIMES.execution_ms + GRACE_MS;
    if (kept.action === "shop.Refund")
      model.ledger.reserve(kept.id, { requester: kept.requester, cents: kept.cents, until: FAR });
    return "committing";
  },
  committed: (model, kept, { at }) => {
    posted(model, kept, at, model.used.get(kept.id));
    return "committed";
  },
  failed: ended("failed"),
  in_doubt: () => "in_doubt",
  reconciled: (model, kept, { event, at, must }) => {
    must(kept.status === "in_doubt" || at >= kept.deadline, "its outcome may still come");
    // Whoever is asked later knows that it was carried out, and not how much of it.
    if (event.status.after === "committed") posted(model, kept, at);
    else model.ledger.release(kept.id);
    return event.status.after!;
  },
  reverted: (model, kept, { event, must }) => {
    const by = model.proposals.get(String(event.data["by"]));
    must(by?.status === "committed" && by.reverts === kept.id, "nothing that was carried out undoes it");
    return "reverted";
  },
  withdrawn: (model, kept, step) => {
    step.must(step.at < kept.expires, "it has expired");
    return ended("withdrawn")(model, kept, step);
  },
  expired: (model, kept, step) => {
    step.must(step.at >= kept.expires && OPEN.includes(kept.status), "its time has not come");
    return ended("expired")(model, kept, step);
  },
};

const overrides = (kept: Kept, directory: Directory): boolean =>
  holds(directory, kept.overridden!, "director") && mayReview(directory, kept.overridden!, kept);

function posted(model: Model, kept: Kept, at: number, cents = kept.cents): void {
  if (model.ledger.open.has(kept.id)) model.ledger.post(kept.id, at, cents);
}

/** Whether somebody could carry it out now, as far as reviews and time go. */
export function couldCommit(kept: Kept, at: number, around: Surroundings): boolean {
  const seats = seatsNow(kept, around.rules);
  if (seats === null || kept.held || !around.facts || at >= kept.expires || !OPEN.includes(kept.status)) return false;
  if (kept.overridden !== null) return overrides(kept, around.directory!);
  const asked = { ...kept, seats: both(kept.seats, seats) };
  return (
    !vetoed(around.directory!, asked) &&
    !questioned(around.directory!, asked) &&
    seated(around.directory!, asked, at, LIFETIMES.approval_ms)
  );
}
