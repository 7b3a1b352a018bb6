/**
 * Reads and plays the stories of fixtures/gate: a company, what people and agents do there and when, and what they are
 * answered. Their README says what a step may hold.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { parse } from "yaml";
import type { Answer, GateOptions, Permissions, ProposalView } from "../../src/gate/api.ts";
import type { Caller, Data, Execution } from "../../src/gate/ports.ts";
import { about, DIRECTORY, evaluatorOf, POLICY, refund, START, type World, world } from "./world.ts";

const FOLDER = new URL("../../fixtures/gate/", import.meta.url);

export interface Story {
  readonly story: string;
  readonly policy?: Replacements;
  readonly directory?: { readonly [id: string]: object | null };
  readonly permissions?: Permissions;
  readonly lifetimes?: GateOptions["lifetimes"];
  readonly auth_strength?: GateOptions["auth_strength"];
  readonly executors?: "none";
  readonly steps: readonly Step[];
}

/** Text of the rules that is replaced by other text. */
type Replacements = readonly { readonly replace: string; readonly with: string }[];

export interface Step {
  readonly at?: string;
  // The company changes
  readonly policy?: Replacements;
  readonly directory?: { readonly [id: string]: object | null } | "down";
  readonly orders?: { readonly [id: string]: { readonly [field: string]: Data } | null } | "down";
  readonly executor?: "fails" | "dies" | "is back" | Execution;
  // Somebody does something
  readonly by?: string;
  readonly for?: string;
  readonly strength?: number;
  readonly do?: string;
  readonly of?: string;
  readonly name?: string;
  readonly as?: string;
  readonly refund?: string;
  readonly order?: string;
  readonly old?: string;
  readonly note?: string;
  readonly id?: string;
  readonly claims?: object;
  readonly because?: string;
  readonly call?: object;
  readonly meanwhile?: readonly Step[];
  readonly limit?: number;
  // What is expected
  readonly expect?: string;
  readonly says?: string;
  readonly outcome?: string;
  readonly standing?: string;
  readonly seats?: readonly string[];
  readonly open?: readonly string[];
  readonly uncounted?: readonly string[];
  readonly drift?: readonly string[];
  readonly reserved?: readonly string[];
  readonly revision?: number;
  readonly executed?: number;
  readonly inbox?: readonly string[];
  readonly done?: readonly string[];
  readonly log?: readonly string[];
}

const STEP_MEMBERS: readonly (keyof Step)[] = [
  ...(["at", "policy", "directory", "orders", "executor"] as const),
  ...(["by", "for", "strength", "do", "of", "name", "as", "refund", "order", "old", "note", "id", "claims"] as const),
  ...(["because", "call", "meanwhile", "limit", "expect", "says", "outcome", "standing", "seats", "open"] as const),
  ...(["uncounted", "drift", "reserved", "revision", "executed", "inbox", "done", "log"] as const),
];

export const stories = (): readonly { readonly file: string; readonly story: Story }[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({ file, story: parse(readFileSync(new URL(file, FOLDER), "utf8")) as Story }));

export const stepsOf = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => [step, ...stepsOf(step.meanwhile ?? [])]);

interface Play {
  readonly w: World;
  readonly story: Story;
  readonly proposals: Map<string, ProposalView>;
  policy: string;
  last: string;
  directoryDown: boolean;
  ordersDown: boolean;
}

export async function play(story: Story): Promise<void> {
  const policy = rewritten(POLICY, story.policy ?? []);
  const self: Play = {
    w: undefined as unknown as World,
    story,
    proposals: new Map(),
    policy,
    last: "",
    directoryDown: false,
    ordersDown: false,
  };
  const given: Partial<GateOptions> = {
    ...(story.permissions === undefined ? {} : { permissions: story.permissions }),
    ...(story.lifetimes === undefined ? {} : { lifetimes: story.lifetimes }),
    ...(story.auth_strength === undefined ? {} : { auth_strength: story.auth_strength }),
    ...(story.executors === undefined ? {} : { executors: {} }),
    directory: {
      current: async () => {
        if (self.directoryDown) throw new Error("the directory is down");
        return self.w.directory;
      },
    },
    sources: {
      orders: {
        read: async ({ args }) => {
          if (self.ordersDown) throw new Error("the order service is down");
          const order = self.w.orders.get(String(args[0]));
          return order === undefined ? { status: "none" } : { status: "found", value: { ...order } };
        },
      },
    },
  };
  const w = world({ policy, options: given });
  Object.assign(self, { w });
  w.directory = changed(DIRECTORY, story.directory ?? {});
  for (const step of story.steps) await taken(self, step);
}

const rewritten = (text: string, replacements: Replacements): string =>
  replacements.reduce((now, { replace, with: other }) => {
    expect(now, "the text to replace stands in the rules").toContain(replace);
    return now.replace(replace, other);
  }, text);

function changed(directory: World["directory"], by: { readonly [id: string]: object | null }): World["directory"] {
  const principals = { ...directory.principals };
  for (const [id, entry] of Object.entries(by))
    if (entry === null) delete principals[id];
    else principals[id] = { ...principals[id], ...entry };
  return { ...directory, principals };
}

async function taken(self: Play, step: Step): Promise<void> {
  const odd = Object.keys(step).filter((member) => !STEP_MEMBERS.includes(member as keyof Step));
  expect(odd, "members of a step that nobody reads").toEqual([]);
  const { w } = self;
  if (step.at !== undefined) w.clock.set(instant(step.at));
  company(self, step);
  if (step.do === undefined) return;
  const words = `${step.by ?? "time"} ${step.do}${step.at === undefined ? "" : ` at ${step.at}`}`;
  const answer = await done(self, step);
  const proposal = (answer as { proposal?: ProposalView | null }).proposal ?? null;
  if (proposal !== null) {
    // Whoever is refused is shown the proposal as it is now.
    const made = answer.ok && (step.do === "propose" || step.do === "revert");
    self.last = step.name ?? (made ? proposal.id : (step.of ?? self.last));
    self.proposals.set(self.last, proposal);
  }
  compared(self, step, answer, words);
}

/** `10:30` on the first day, `Tue 10:30` within the week, or the whole instant. */
function instant(text: string): number {
  const short = /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (short === null) return Date.parse(text);
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(short[1] ?? "Mon");
  const midnight = START - (START % 86_400_000);
  return midnight + day * 86_400_000 + ((Number(short[2]) * 60 + Number(short[3])) * 60 + Number(short[4] ?? 0)) * 1000;
}

function company(self: Play, { policy, directory, orders, executor }: Step): void {
  const { w } = self;
  if (policy !== undefined) {
    self.policy = rewritten(self.policy, policy);
    w.evaluator = evaluatorOf(self.policy);
  }
  self.directoryDown = directory === "down";
  if (typeof directory === "object") w.directory = changed(w.directory, directory);
  self.ordersDown = orders === "down";
  for (const [id, fields] of Object.entries(typeof orders === "object" ? orders : {}))
    if (fields === null) w.orders.delete(id);
    else w.orders.set(id, { ...w.orders.get(id), ...fields });
  if (executor === "is back") w.next = null;
  else if (executor === "dies") w.next = () => Promise.reject(new Error("the connection was lost"));
  else if (executor === "fails") w.next = async () => ({ status: "failed", reason: "the ledger said no" });
  else if (executor !== undefined) w.next = async () => executor;
}

type Told = Answer<object>;

/** Calls the gate as the step says. */
async function done(self: Play, step: Step): Promise<Told> {
  const { w } = self;
  const caller: Caller = {
    principal: step.by ?? "",
    ...(step.for === undefined ? {} : { on_behalf_of: step.for }),
    ...(step.strength === undefined ? {} : { auth_strength: step.strength }),
  };
  const seen = self.proposals.get(step.of ?? self.last);
  const proposal = seen?.id ?? step.of ?? "none";
  const bound = seen === undefined ? { proposal, revision: 1 } : about(seen);
  const said = step.because;
  const comment = said === undefined ? {} : { comment: said };
  const reason = said === undefined ? {} : { reason: said };
  const role = step.as === undefined ? {} : { role: step.as };
  const call = step.call ?? {};
  const { gate } = w;
  switch (step.do) {
    case "propose":
      return gate.propose(caller, { change_set: changeSet(step), ...call });
    case "revise":
      return gate.revise(caller, { ...bound, change_set: changeSet(step), ...call });
    case "withdraw":
      return gate.withdraw(caller, { proposal, ...reason, ...call });
    case "approve":
      return gate.approve(caller, { ...bound, ...role, ...comment, ...call });
    case "reject":
      return gate.reject(caller, { ...bound, ...role, ...comment, ...call });
    case "question":
      return gate.question(caller, { ...bound, ...role, ...comment, ...call });
    case "answer":
      return gate.answer(caller, { proposal, question: 0, comment: said ?? "", ...call });
    case "withdraw act":
      return gate.withdrawAct(caller, { proposal, ...comment, ...call });
    case "override":
      return gate.override(caller, { ...bound, ...role, reason: said ?? "", ...call } as never);
    case "commit": {
      if (step.meanwhile !== undefined) w.next = executing(self, step.meanwhile);
      const answer = await gate.commit(caller, { proposal, ...call });
      if (step.meanwhile !== undefined) w.next = null;
      return answer;
    }
    case "reconcile":
      return gate.reconcile(caller, { proposal, ...reason, ...call });
    case "revert":
      return gate.revert(caller, { proposal, reason: said ?? "", ...call });
    case "incident":
      return gate.incident(caller, { proposal, severity: "low", reason: said ?? "", ...call });
    case "look":
      return gate.get(caller, proposal);
    case "history":
      return gate.history(caller, proposal);
    case "inbox":
      return gate.list(caller, call);
    case "tick":
      return gate.tick(step.limit);
    default:
      throw new Error(`nobody can ${step.do}`);
  }
}

const executing =
  (self: Play, steps: readonly Step[]): NonNullable<World["next"]> =>
  async () => {
    for (const step of steps) await taken(self, step);
    return { status: "done" };
  };

function changeSet(step: Step): unknown {
  const { refund: amount = "20.00", order, old, note, id, claims } = step;
  const over = Object.fromEntries(Object.entries({ order, old, note, id }).filter(([, value]) => value !== undefined));
  return { ...refund(amount, over), ...claims };
}

function compared(self: Play, step: Step, answer: Told, words: string): void {
  const { expect: expected, says, executed } = step;
  const found = answer.ok
    ? ((answer as { proposal?: ProposalView }).proposal?.status ?? "done")
    : `refused ${answer.code}`;
  const told = answer.ok ? "" : `: ${answer.message}`;
  if (expected !== undefined)
    expect(`${words}: ${found}${found === expected ? "" : told}`).toBe(`${words}: ${expected}`);
  else expect(answer.ok, `${words}: ${found}${told}`).toBe(true);
  if (says !== undefined) expect(told, words).toContain(says);
  if (executed !== undefined) expect(self.w.executed, words).toHaveLength(executed);
  const rows = answer as {
    proposals?: readonly ProposalView[];
    done?: readonly { event: string }[];
    events?: readonly { type: string; actor: { id: string } }[];
  };
  if (step.inbox !== undefined) {
    const names = new Map([...self.proposals].map(([name, { id }]) => [id, name]));
    expect(
      rows.proposals?.map(({ id }) => names.get(id) ?? id),
      words,
    ).toEqual(step.inbox);
  }
  if (step.done !== undefined)
    expect(
      rows.done?.map(({ event }) => event),
      words,
    ).toEqual(step.done);
  if (step.log !== undefined)
    expect(
      rows.events?.map(({ type, actor }) => `${actor.id}: ${type}`),
      words,
    ).toEqual(step.log);
  const proposal = (answer as { proposal?: ProposalView | null }).proposal ?? null;
  if (proposal !== null) looked(step, proposal, words);
  else
    expect(
      [step.standing, step.seats, step.open, step.uncounted, step.reserved].every((one) => one === undefined),
    ).toBe(true);
}

function looked(step: Step, proposal: ProposalView, words: string): void {
  const { review, decision, drift, reservations, revision } = proposal;
  const is = {
    outcome: decision.outcome,
    standing: review.standing,
    revision,
    seats: review.seats.map(({ seat, by }) => `${seat}: ${by}`),
    open: review.open.map(({ seat, count, eligible }) => `${count} of ${seat}: ${eligible.join(", ")}`),
    uncounted: review.uncounted.map(({ by, code }) => `${by}: ${code}`),
    drift: drift.map(({ path }) => path),
    reserved: reservations.map(
      ({ clause, amount, unit, state }) =>
        `${clause.split(".").at(-1)} ${amount}${unit === "" ? "" : ` ${unit}`} ${state}`,
    ),
  };
  for (const [member, value] of Object.entries(is)) {
    const expected = step[member as keyof Step];
    if (expected !== undefined) expect(value, `${words}: ${member}`).toEqual(expected);
  }
}
