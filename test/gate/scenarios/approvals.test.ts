/**
 * The shared approval scenarios through a gate: each is played from its request up to the time of each question, with the
 * directory of each moment; then the proposal is looked at, and its commit is tried, which must go through exactly where the
 * answer lets it.
 */
import { describe, expect, test } from "vitest";
import type { GateOptions, ProposalView } from "../../../src/gate/api.ts";
import {
  approvals,
  directoryAt,
  instantOf,
  leaves,
  type Node,
  OPTIONS,
  OURS,
  ofTheGate,
  present,
  type Scenario,
  subsets,
} from "../../support/scenarios.ts";
import { about, ok, type World, world } from "../world.ts";

/**
 * Scenarios that a gate cannot be asked: their approvals name no role, and people hold several that are asked for. Ours name
 * one hat with each approval; which of them fills which seat is asked in test/reviewers.
 */
const hatless = (scenario: Scenario): boolean => {
  const asked = new Set(scenario.rules.flatMap(({ req }) => leaves(req).flatMap(({ of = [] }) => of)));
  return scenario.events.some(
    ({ act, as, by }) =>
      act === "approve" &&
      as === undefined &&
      (scenario.dir[by]?.roles ?? []).filter((role) => asked.has(role)).length > 1,
  );
};

const identifier = (role: string): string => `r_${role.replace(/[^A-Za-z0-9]/g, "_")}`;

function requirement(node: Node): string {
  const parts = (node.of_nodes ?? []).map((one) => `(${requirement(one)})`);
  switch (node.op) {
    case "all":
      return parts.join(" and ");
    case "any":
      return parts.join(" or ");
    case "kof":
      return subsets(parts, node.k ?? 1)
        .map((chosen) => `(${chosen.join(" and ")})`)
        .join(" or ");
    default: {
      const roles = [...(node.of ?? []), ...(node.people ?? []).map((id) => `people:${id}`)].map(identifier);
      return `${node.need ?? 1} of ${roles.length === 1 ? roles[0]! : `any [${roles.join(", ")}]`}`;
    }
  }
}

function policyOf({ dir, groups, minHumans, rules, separate }: Scenario): string {
  const all = rules.flatMap(({ req }) => leaves(req));
  const roles = new Set([
    ...Object.values(dir).flatMap(({ roles = [], changes = [] }) => [...roles, ...changes.map(([, , role]) => role)]),
    ...Object.values(groups).flatMap((group) => group.roles ?? []),
    ...Object.keys(groups).map((id) => `group:${id}`),
    ...all.flatMap(({ of = [], people = [], escalate }) => [
      ...of,
      ...people.map((id) => `people:${id}`),
      ...(escalate?.add ?? []),
    ]),
  ]);
  const texts = rules.map(({ req }) => `(${requirement(req)})`);
  const clauses = separate ? [texts.join(" and ")] : texts;
  const escalations = all.flatMap(({ escalate }) =>
    (escalate?.add ?? []).map((role) => `  escalate to ${identifier(role)} after ${escalate!.after} minutes`),
  );
  return `policy s
tiers low
environments prod
${[...roles].map((role) => `role ${identifier(role)} "x"`).join("\n")}
action Act {
  autonomy autopilot
  input    body: text, note: text
  immaterial note
${clauses.map((text, i) => `  approve rule_${i}: by ${text}`).join("\n")}
${minHumans === undefined ? "" : `  approve floor: by ${minHumans} of person`}
${escalations.join("\n")}
  sample 1%
  rollback by Act within 1 day
}
`;
}

const YEARS = 50 * 365 * 86_400_000;
const minutes = (value: unknown): number | undefined => (typeof value === "number" ? value * 60_000 : undefined);

function optionsOf({ opts = {} }: Scenario): Partial<GateOptions> {
  return {
    permissions: { override: { roles: [identifier("override")] } },
    lifetimes: {
      proposal_ms: minutes(opts["requestTtl"]) ?? YEARS,
      allowed_ms: YEARS,
      approval_ms: minutes(opts["ttl"]) ?? YEARS,
    },
    auth_strength: typeof opts["minAuth"] === "number" ? { low: opts["minAuth"] } : {},
    records: null,
    executors: { "s.Act": { execute: async () => ({ status: "done" }) } },
  };
}

type Event = Scenario["events"][number];

class Play {
  readonly w: World;
  readonly scenario: Scenario;
  id = "";
  body = 0;
  note = 0;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.w = world({ policy: policyOf(scenario), options: optionsOf(scenario) });
  }

  at(t: number): void {
    this.w.clock.set(instantOf(t));
    const directory = directoryAt(this.scenario, t);
    const named = (roles: readonly string[] = []): string[] => roles.map(identifier);
    this.w.directory = {
      principals: Object.fromEntries(
        Object.entries(directory.principals).map(([id, entry]) => [id, { ...entry, roles: named(entry.roles) }]),
      ),
      groups: Object.fromEntries(
        Object.entries(directory.groups ?? {}).map(([id, group]) => [id, { ...group, roles: named(group.roles) }]),
      ),
    };
  }

  content(): object {
    return {
      id: `cs-${this.scenario.id}`,
      action: "s.Act",
      environment: "prod",
      inputs: { body: `text ${this.body}`, note: `note ${this.note}` },
    };
  }

  async propose(): Promise<void> {
    this.at(0);
    const { by, onBehalfOf } = this.scenario.request;
    const caller = { principal: by, ...(onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }) };
    this.id = ok(await this.w.gate.propose(caller, { change_set: this.content() })).proposal.id;
  }

  async look(): Promise<ProposalView> {
    return ok(await this.w.gate.get({ principal: this.scenario.request.by }, this.id)).proposal;
  }

  /** What is refused at the door is no act, and the scenario goes on. */
  async take(event: Event): Promise<void> {
    this.at(event.t);
    const view = await this.look();
    const { gate } = this.w;
    const caller = { principal: event.by, auth_strength: event.auth ?? 9 };
    const seen = event.rev === undefined ? about(view) : { proposal: this.id, revision: event.rev };
    const comment = event.reason ?? "because";
    const role = this.hat(event);
    const act = { ...seen, comment, ...(role === undefined ? {} : { role }) };
    switch (event.act) {
      case "approve":
        return void (await gate.approve(caller, act));
      case "reject":
        return void (await gate.reject(caller, act));
      case "question":
        return void (await gate.question(caller, act));
      case "answer":
        return void (await gate.answer(caller, { proposal: this.id, question: view.review.questions[0]!, comment }));
      case "withdraw":
        return void (await gate.withdrawAct(caller, { proposal: this.id }));
      case "cancel":
        return void (await gate.withdraw(caller, { proposal: this.id }));
      case "commit":
        return void (await gate.commit(caller, { proposal: this.id, digest: view.digest }));
      case "override":
      case "overrideVeto":
        return void (await gate.override(caller, { ...seen, role: identifier("override"), reason: comment }));
      case "edit": {
        if (event.nonMaterial === true) this.note++;
        else this.body = event.note?.includes("identical") === true ? 0 : this.body + 1;
        ok(await gate.revise(caller, { ...about(view), change_set: this.content() }));
        return;
      }
      default:
        throw new Error(`the adapter does not know the act ${event.act}`);
    }
  }

  /** Without a name for it the gate takes the only role that is asked for; whoever holds none acts in what they have. */
  hat({ as, by, t }: Event): string | undefined {
    if (as !== undefined) return identifier(as);
    const held = this.w.directory.principals[by]?.roles ?? [];
    const asked = this.scenario.rules.flatMap(({ req }) =>
      leaves(req).flatMap(({ of = [], people = [], escalate }) => [
        ...of,
        ...people.map((id) => `people:${id}`),
        ...(escalate !== undefined && escalate.after <= t ? escalate.add : []),
      ]),
    );
    return held.some((role) => asked.map(identifier).includes(role)) ? undefined : held[0];
  }
}

const CODES: { readonly [answer: string]: readonly string[] } = {
  pending: ["not_approved"],
  unsatisfiable: ["not_approved"],
  vetoed: ["rejected"],
  held: ["question_open"],
  expired: ["expired"],
  cancelled: ["closed"],
};

async function answerAt(scenario: Scenario, t: number): Promise<string> {
  const play = new Play(scenario);
  await play.propose();
  for (const event of scenario.events) if (event.t <= t) await play.take(event);
  play.at(t);
  const view = await play.look();
  const { standing } = view.review;
  const answer = standing === "closed" && view.status === "withdrawn" ? "cancelled" : standing;
  const committed = await play.w.gate.commit(
    { principal: scenario.request.by },
    { proposal: play.id, digest: view.digest },
  );
  const found = committed.ok ? "committed" : committed.code;
  if (answer === "satisfied" || answer === "overridden") expect(found).toBe("committed");
  else expect(CODES[answer], answer).toContain(found);
  return answer;
}

describe.skipIf(!present)("shared approval scenarios", () => {
  for (const scenario of approvals) {
    const ours = OURS[scenario.id];
    const name = `${scenario.id} ${scenario.title}${ours === undefined ? "" : `: ours differs: ${ours.because}`}`;
    if (hatless(scenario) && !ofTheGate(scenario)) continue;
    test(name, async () => {
      expect(Object.keys(scenario.opts ?? {}).filter((option) => !OPTIONS.includes(option))).toEqual([]);
      const found = [];
      for (const [t] of scenario.asks) found.push(await answerAt(scenario, t));
      expect(found).toEqual(ours?.answers ?? scenario.asks.map(([, answer]) => answer));
    });
  }

  test("none of the gate's is left out, and each difference is one", () => {
    const mine = approvals.filter(ofTheGate);
    expect(mine.length).toBeGreaterThan(15);
    expect(mine.filter(hatless).map(({ id }) => id)).toEqual([]);
    for (const [id, { answers }] of Object.entries(OURS)) {
      const scenario = approvals.find((one) => one.id === id)!;
      expect(answers, id).not.toEqual(scenario.asks.map(([, answer]) => answer));
    }
  });
});
