/** Events, one after the other, to what is to be remembered of each proposal. */
import type { GateEvent, Status } from "../documents.ts";
import type { EventRow } from "../store.ts";

export const SEVERITIES = ["low", "medium", "high"] as const;
export type Severity = (typeof SEVERITIES)[number];
export type Load = { approvals: number; rejections: number; questions: number; overrides: number };

/** What the log told of one proposal. Times are milliseconds since the epoch. */
export interface Told {
  readonly action: string;
  readonly proposed_at: number;
  /** Of the latest decision. */
  tier: string;
  status: Status;
  /** What it ever was, or what ever happened to it, as bits in the order of `EVER`: there may be a million of these. */
  had: number;
  /** When its reviewers were through: the first time that it became approved out of a review. */
  approved_at: number | null;
  /** When it was first settled: approved, overridden, denied, or rejected by somebody. */
  settled_at: number | null;
  revisions: number;
  changes: number;
  with_reason: number;
  with_evidence: number;
  required: number;
  ready: number;
  /** Null: none. */
  incidents: Record<Severity, number> | null;
  reviewers: Map<string, Load> | null;
}

/** Statuses, and the one type of event that leaves none behind to tell it by. */
const EVER = [
  ...["in_review", "held", "denied", "overridden", "committing", "committed", "failed", "in_doubt"],
  ...["reverted", "withdrawn", "expired", "drifted"],
];
/** 0: nothing that is asked for. */
const bitOf = (name: string): number => {
  const at = EVER.indexOf(name);
  return at < 0 ? 0 : 1 << at;
};

/** Was it ever, or did it ever happen to it? INVARIANT: `name` is one of `EVER`. */
export const had = (told: Told, name: string): boolean => (told.had & bitOf(name)) !== 0;

const SETTLED: ReadonlySet<Status> = new Set(["approved", "overridden", "denied"]);

const LOADS: { readonly [type: string]: keyof Load } = {
  approved: "approvals",
  rejected: "rejections",
  questioned: "questions",
  overridden: "overrides",
};

type Fields = { readonly [name: string]: unknown };

const fields = (value: unknown): Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export class Fold {
  readonly #since: number;
  readonly #until: number;
  readonly #action: string | undefined;
  readonly #told = new Map<string, Told>();
  readonly #texts = new Map<string, string>();

  constructor(since: number, until: number, action: string | undefined) {
    this.#since = since;
    this.#until = until;
    this.#action = action;
  }

  /** Whether an event says anything about a proposal that counts, by what stands beside its text. */
  wants({ type, at, proposal }: EventRow): boolean {
    return type === "proposed" ? at >= this.#since && at < this.#until : this.#told.has(proposal);
  }

  /** INVARIANT: `wants` wants it. */
  take(event: GateEvent): void {
    const told = event.type === "proposed" ? this.#begin(event) : this.#told.get(event.proposal);
    if (told === undefined) return;
    const at = Date.parse(event.at);
    const { before, after } = event.status;
    // What was refused at the door, an act or an override, happened to nobody.
    if (event.type === "refused") return;
    told.had |= bitOf(event.type);
    if (after !== null) {
      told.status = this.#once(after) as Status;
      told.had |= bitOf(after);
      if (after === "approved" && before !== "approved" && had(told, "in_review")) told.approved_at ??= at;
      if (SETTLED.has(after)) told.settled_at ??= at;
    }
    if (event.type === "rejected") told.settled_at ??= at;
    if (event.type === "revised") told.revisions++;
    const { tier } = fields(event.data["decision"]);
    if (typeof tier === "string") told.tier = this.#once(tier);
    if (event.type === "incident") this.#incident(told, event.data["severity"]);
    const load = LOADS[event.type];
    if (load !== undefined) this.#loaded(told, event.actor.id)[load]++;
  }

  proposals(tier: string | undefined): readonly Told[] {
    const all = [...this.#told.values()];
    return tier === undefined ? all : all.filter((told) => told.tier === tier);
  }

  /** The same text once, however many events said it. */
  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }

  #begin(event: GateEvent): Told | undefined {
    if (this.#action !== undefined && event.action !== this.#action) return undefined;
    const set = fields(event.data["change_set"]);
    const changes = list(set["changes"]).map(fields);
    const evidence = fields(fields(event.data["decision"])["evidence"]);
    const required = new Set(list(evidence["required"]));
    for (const kind of [...list(evidence["missing"]), ...list(evidence["stale"])]) required.delete(kind);
    const told: Told = {
      action: this.#once(event.action),
      proposed_at: Date.parse(event.at),
      tier: "",
      status: "held",
      had: 0,
      approved_at: null,
      settled_at: null,
      revisions: 0,
      changes: changes.length,
      with_reason: changes.filter(({ reason }) => said(reason)).length,
      with_evidence: changes.filter((change) => list(change["evidence"]).length > 0).length,
      required: new Set(list(evidence["required"])).size,
      ready: required.size,
      incidents: null,
      reviewers: null,
    };
    this.#told.set(event.proposal, told);
    return told;
  }

  #incident(told: Told, severity: unknown): void {
    const known = SEVERITIES.find((one) => one === severity);
    if (known === undefined) return;
    told.incidents ??= { low: 0, medium: 0, high: 0 };
    told.incidents[known]++;
  }

  #loaded(told: Told, reviewer: string): Load {
    told.reviewers ??= new Map();
    let load = told.reviewers.get(reviewer);
    if (load === undefined) {
      load = { approvals: 0, rejections: 0, questions: 0, overrides: 0 };
      told.reviewers.set(this.#once(reviewer), load);
    }
    return load;
  }
}

/** A reason that was masked was given all the same. */
const said = (reason: unknown): boolean =>
  typeof reason === "string" ? reason.trim() !== "" : reason !== undefined && reason !== null;
