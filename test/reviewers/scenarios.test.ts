/**
 * The shared approval scenarios whose answer is a pure function of who approves what now. What depends on the life of a
 * proposal is answered by the gate, in test/gate/scenarios.
 */
import { describe, expect, it } from "vitest";
import type { Alternatives, ResolvedRequirement, SeatSets } from "../../src/decision/reviewers/algebra.ts";
import { add, fromRequirement, join, NOBODY, TOO_MANY } from "../../src/decision/reviewers/algebra.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";
import {
  approvals,
  directoryAt,
  instantOf,
  leaves,
  type Node,
  OURS,
  ofTheGate,
  present,
  type Scenario,
  subsets,
} from "../support/scenarios.ts";

/** What the adapter can put to the public functions. A scenario that uses more is named with what it uses. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  scenario: [
    "id",
    "title",
    "tag",
    "dir",
    "groups",
    "request",
    "rules",
    "separate",
    "minHumans",
    "events",
    "asks",
    "why",
    "src",
    "opts",
    "delegations",
  ],
  principal: ["roles", "kind", "owner", "person", "groups", "activeUntil", "changes", "active"],
  request: ["by", "onBehalfOf", "operator", "beneficiary"],
  rule: ["name", "req", "mode"],
  requirement: ["op", "k", "of_nodes", "need", "of", "people", "escalate", "allowNonHuman"],
  event: ["t", "by", "act", "as", "rev", "note", "reason", "nonMaterial", "auth", "behalf"],
};

const minutes = (t: number): string => new Date(instantOf(t)).toISOString();

/** A leaf may name roles, groups (`group:g2`) and people; the last two become roles of their own in the directory. */
function requirementOf(node: Node): ResolvedRequirement {
  const parts = (node.of_nodes ?? []).map(requirementOf);
  switch (node.op) {
    case "all":
      return { op: "and", parts };
    case "any":
      return { op: "or", parts };
    case "kof":
      return { op: "or", parts: subsets(parts, node.k ?? 1).map((chosen) => ({ op: "and", parts: chosen })) };
    default:
      return {
        op: "any",
        count: node.need ?? 1,
        roles: [...(node.of ?? []), ...(node.people ?? []).map((id) => `people:${id}`)],
      };
  }
}

function setsOf(scenario: Scenario): SeatSets {
  const rules = scenario.rules.map((rule) => fromRequirement(requirementOf(rule.req)));
  const floor: Alternatives = scenario.minHumans === undefined ? NOBODY : [{ person: scenario.minHumans }];
  const sets = join(rules.reduce<Alternatives>(scenario.separate ? add : join, NOBODY), floor);
  if (sets === TOO_MANY) throw new Error("too many alternatives");
  return sets;
}

function answerAt(scenario: Scenario, t: number): string {
  const past = scenario.events.filter((event) => event.t <= t);
  const edits = past.filter((event) => event.act === "edit");
  const revision = 1 + edits.length;
  const approvals = past
    .filter(
      (event) =>
        event.act === "approve" && (event.rev ?? 1 + edits.filter((edit) => edit.t <= event.t).length) === revision,
    )
    .map((event) => ({ by: event.by, at: minutes(event.t), ...(event.as === undefined ? {} : { role: event.as }) }));
  const escalations = scenario.rules.flatMap((rule) =>
    leaves(rule.req).flatMap((leaf) =>
      (leaf.escalate?.add ?? []).map((role) => ({ role, at: minutes(leaf.escalate!.after) })),
    ),
  );
  const { by, onBehalfOf, operator, beneficiary } = scenario.request;
  return reviewersSatisfied({
    reviewers: {
      sets: setsOf(scenario),
      escalations,
      excluded: [operator, beneficiary].filter((id) => id !== undefined),
    },
    directory: directoryAt(scenario, t),
    approvals,
    now: minutes(t),
    requester: { id: by, ...(onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }) },
    editors: edits.map((edit) => edit.by),
  }).status;
}

/** Parts of a scenario that the adapter does not know. */
function unknownParts(scenario: Scenario): readonly string[] {
  const parts: readonly (readonly [string, readonly object[]])[] = [
    ["scenario", [scenario]],
    ["principal", Object.values(scenario.dir)],
    ["request", [scenario.request]],
    ["rule", scenario.rules],
    ["requirement", scenario.rules.flatMap(({ req }) => nodes(req))],
    ["event", scenario.events],
  ];
  const odd = parts.flatMap(([kind, some]) =>
    some.flatMap((one) =>
      Object.keys(one)
        .filter((key) => !KNOWN[kind]!.includes(key))
        .map((key) => `${kind}.${key}`),
    ),
  );
  const acts = scenario.events.map(({ act }) => act).filter((act) => act !== "approve" && act !== "edit");
  const asked = scenario.asks
    .map(([, answer]) => answer)
    .filter((answer) => !["satisfied", "pending", "unsatisfiable"].includes(answer));
  const options = Object.keys(scenario.opts ?? {}).filter((key) => scenario.opts?.[key] !== false);
  return [...new Set([...odd, ...acts, ...asked, ...options])];
}

function nodes(node: Node): readonly Node[] {
  return [node, ...(node.of_nodes ?? []).flatMap(nodes)];
}

describe.skipIf(!present)("shared approval scenarios", () => {
  const scenarios = approvals.filter((scenario) => !ofTheGate(scenario));

  for (const scenario of scenarios) {
    const ours = OURS[scenario.id];
    const asked = scenario.asks.map(([, answer]) => answer);
    it(`${scenario.id} ${scenario.title}${ours === undefined ? "" : `: ours differs: ${ours.because}`}`, () => {
      if (ours === undefined) expect(unknownParts(scenario)).toEqual([]);
      else expect(ours.answers, "ours agrees after all: take it out of the table").not.toEqual(asked);
      expect(scenario.asks.map(([t]) => answerAt(scenario, t))).toEqual(ours?.answers ?? asked);
    });
  }

  it("are most of all", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(approvals.length / 2);
  });
});
