/**
 * Decides inside a transaction, where usage and history stand still. Which quotas are asked for may depend on what is used of
 * others, so it is decided again until everything that the decision looked at was there.
 */
import { decide } from "../decision/decide.ts";
import type { ChangeSet, Context, Decision, Quota } from "../decision/documents.ts";
import { calendarWindow, zoneOf } from "../eval/calendar.ts";
import type { Evaluator } from "../eval/evaluator.ts";
import type { WindowShape } from "../model/expression.ts";
import type { PlanAction } from "../plan/plan.ts";
import { decimalOf, difference, negative, sum, text } from "./amounts.ts";
import { holdsUnknown } from "./facts.ts";
import { instantText } from "./instants.ts";
import type { Known } from "./people.ts";
import { readsOf } from "./reads.ts";
import { storedKey } from "./reservations.ts";
import type { UsageAsked, UsageFound, View } from "./store.ts";

export interface Judged {
  readonly evaluator: Evaluator;
  readonly known: Known;
  readonly sampleKey: string | undefined;
}

export interface Case {
  readonly changeSet: ChangeSet;
  readonly facts: { readonly [fact: string]: unknown };
  readonly editors: readonly string[];
  /** Whose own reservations do not count against it; null: it has none yet. */
  readonly proposal: string | null;
  readonly now: number;
  /** The quotas of an earlier decision about the same: asked for first, so that where they are the same one decision is enough. */
  readonly likely?: readonly Quota[] | undefined;
}

/** More of the past than this is not read: then it is not known, and nothing is allowed on the strength of it. */
export const HISTORY = 50_000;
/** A decision that is not told for its quotas after so many rounds asks for ever new ones. */
const ROUNDS = 20;
/** Postings that are listed to tell when there will be room. */
const POSTINGS = 1_000;

type UsageEntry = NonNullable<Context["usage"]>[number];

export async function judge(view: View, judged: Judged, asked: Case): Promise<Decision> {
  const { evaluator, known, sampleKey } = judged;
  const { plan } = evaluator;
  const action = Object.hasOwn(plan.actions, asked.changeSet.action) ? plan.actions[asked.changeSet.action]! : null;
  let history = action === null ? [] : await historyOf(view, action, asked);
  /** Null: nothing is used. */
  const usage = new Map<string, UsageEntry | null>();
  const decided = (): Decision => {
    const context: Context = {
      now: instantText(asked.now),
      facts: asked.facts as Record<string, unknown>,
      usage: [...usage.values()].filter((entry) => entry !== null),
      directory: known.directory,
      editors: [...asked.editors],
    };
    if (history !== null) context.history = history;
    if (sampleKey !== undefined) context.sample_key = sampleKey;
    return decide(evaluator, asked.changeSet, context);
  };
  const likely = action === null ? [] : (asked.likely ?? []).filter(({ clause }) => windowsOf(action).has(clause));
  if (action !== null && likely.length > 0) await add(view, evaluator, action, asked, likely, usage);
  let decision = decided();
  for (let round = 0; history !== null && decision.misfits.some(isOfHistory); round++) {
    if (round === ROUNDS || !forgotten(history, decision)) history = null;
    decision = decided();
  }
  for (let round = 0; action !== null && round < ROUNDS; round++) {
    const missing = decision.quotas.filter((quota) => !usage.has(nameOf(quota)));
    if (missing.length === 0) break;
    await add(view, evaluator, action, asked, missing, usage);
    decision = decided();
  }
  const full = decision.quotas.filter((quota) => !quota.fits && quota.used !== null);
  if (action === null || full.length === 0) return decision;
  if (!(await listed(view, evaluator, action, asked, full, usage))) return decision;
  return decided();
}

const nameOf = ({ clause, key }: Pick<Quota, "clause" | "key">): string => JSON.stringify([clause, key]);

async function historyOf(view: View, action: PlanAction, asked: Case): Promise<History | null> {
  const found: History = [];
  for (const [name, back_ms] of readsOf(action).history) {
    const rows = await view.history(name, asked.now - back_ms, HISTORY + 1);
    if (rows.length > HISTORY) return null;
    for (const { id, at, entry } of rows) {
      if (id === asked.proposal) continue;
      const told = JSON.parse(entry) as Omit<History[number], "action" | "at">;
      // What says itself that it is not whole cannot be committed, and is nothing that others have to mind.
      if (told.status === "committed" || !holdsUnknown(told.inputs))
        found.push({ action: name, at: instantText(at), ...told });
    }
  }
  return found;
}

type History = NonNullable<Context["history"]>;
type Misfit = Decision["misfits"][number];

const INPUT = /^history\[(\d+)\]\.inputs\.([A-Za-z_][A-Za-z0-9_]*)/;
const isOfHistory = ({ path }: Misfit): boolean => INPUT.test(path);

/** What was proposed under an earlier contract may not fit the one of now: that is not known, and no fault of who asks. */
function forgotten(history: History, { misfits }: Decision): boolean {
  let any = false;
  for (const { path } of misfits) {
    const [, index, input] = INPUT.exec(path) ?? [];
    const inputs = index === undefined ? undefined : history[Number(index)]?.inputs;
    if (inputs === undefined || input === undefined) continue;
    inputs[input] = { $unknown: "it does not fit the contract of now" };
    any = true;
  }
  return any;
}

const windows = new WeakMap<PlanAction, ReadonlyMap<string, WindowShape>>();

function windowsOf(action: PlanAction): ReadonlyMap<string, WindowShape> {
  let known = windows.get(action);
  if (known === undefined) {
    known = new Map(action.clauses.flatMap(({ id, effect }) => (effect.kind === "quota" ? [[id, effect.window]] : [])));
    windows.set(action, known);
  }
  return known;
}

const windowOf = (action: PlanAction, clause: string): WindowShape => windowsOf(action).get(clause) ?? { kind: "ever" };

function asking(evaluator: Evaluator, action: PlanAction, { clause, key }: Quota, now: number): UsageAsked {
  const window = windowOf(action, clause);
  const base = { clause, key: storedKey(key) };
  switch (window.kind) {
    case "rolling":
      // (t - W, t]
      return { ...base, from: now - window.ms, exclusive: true };
    case "calendar": {
      const zone = zoneOf(evaluator.plan);
      return { ...base, from: calendarWindow(zone, window.unit, now).start, exclusive: false };
    }
    case "ever":
    case "open":
      return { ...base, from: null, exclusive: false };
  }
}

/** What is posted in a window and what is open, by unit. Money that would flow back counts when it has, not before. */
export function usedOf(
  found: UsageFound,
  window: WindowShape,
  proposal: string | null,
  now: number,
): ReadonlyMap<string, { readonly posted: string; readonly open: string }> {
  const units = new Map<string, { posted: string; open: string }>();
  if (window.kind !== "open")
    for (const { unit, total, before } of found.totals)
      units.set(unit, { posted: text(difference(decimalOf(total), decimalOf(before))), open: "0" });
  for (const hold of found.holds) {
    if (hold.proposal === proposal || hold.expires_at <= now) continue;
    const amount = decimalOf(hold.amount);
    if (negative(amount)) continue;
    const unit = units.get(hold.unit) ?? { posted: "0", open: "0" };
    units.set(hold.unit, { ...unit, open: text(sum(decimalOf(unit.open), amount)) });
  }
  return units;
}

const keyed = ({ clause, key }: Quota): Pick<UsageEntry, "clause" | "key"> =>
  key.length === 0 ? { clause } : { clause, key: [...key] };

const wire = (amount: string, unit: string): string | { amount: string; currency: string } =>
  unit === "" ? amount : { amount, currency: unit };

async function add(
  view: View,
  evaluator: Evaluator,
  action: PlanAction,
  asked: Case,
  quotas: readonly Quota[],
  usage: Map<string, UsageEntry | null>,
): Promise<void> {
  const found = await view.usage(quotas.map((quota) => asking(evaluator, action, quota, asked.now)));
  quotas.forEach((quota, i) => {
    const window = windowOf(action, quota.clause);
    const units = [...usedOf(found[i]!, window, asked.proposal, asked.now)];
    const used = units.filter(([, { posted, open }]) => posted !== "0" || open !== "0");
    const base = keyed(quota);
    const [first, ...others] = used;
    if (first === undefined) usage.set(nameOf(quota), null);
    else if (others.length === 0) {
      const [unit, { posted, open }] = first;
      usage.set(nameOf(quota), { ...base, used: wire(text(sum(decimalOf(posted), decimalOf(open))), unit) });
    } else {
      // Two currencies do not add up, and the decision says so.
      const at = instantText(asked.now);
      const entries = used.flatMap(([unit, { posted, open }]) => [
        { at, amount: wire(posted, unit), open: false },
        { at, amount: wire(open, unit), open: true },
      ]);
      usage.set(nameOf(quota), { ...base, entries });
    }
  });
}

/** Where a quota is full: postings one by one, from which the decision tells when there will be room. */
async function listed(
  view: View,
  evaluator: Evaluator,
  action: PlanAction,
  asked: Case,
  quotas: readonly Quota[],
  usage: Map<string, UsageEntry | null>,
): Promise<boolean> {
  let any = false;
  for (const quota of quotas) {
    const question = asking(evaluator, action, quota, asked.now);
    const [found] = await view.usage([question]);
    const window = windowOf(action, quota.clause);
    const posted = window.kind === "open" ? [] : await view.postings(question, POSTINGS + 1);
    if (posted.length > POSTINGS || found === undefined) continue;
    const holds = found.holds.filter(
      (hold) => hold.proposal !== asked.proposal && hold.expires_at > asked.now && !negative(decimalOf(hold.amount)),
    );
    const entries = [
      ...posted.map(({ at, amount, unit }) => ({ at: instantText(at), amount: wire(amount, unit), open: false })),
      ...holds.map(({ amount, unit }) => ({ at: instantText(asked.now), amount: wire(amount, unit), open: true })),
    ];
    usage.set(nameOf(quota), { ...keyed(quota), entries });
    any = true;
  }
  return any;
}
