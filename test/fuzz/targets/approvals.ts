import { type ReviewersQuestion, reviewersSatisfied } from "../../../src/decision/reviewers/satisfied.ts";
import { mutateJson } from "../json.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";

const PEOPLE = ["user:ann", "user:bob", "user:cy", "user:di", "agent:one", "user:ann2", "nobody"];
const ROLES = ["finance", "lead", "ops", "legal", "person"];

function question(random: Random): Record<string, unknown> {
  const roles = () => random.times(random.few(3), () => random.pick(ROLES));
  const principals = Object.fromEntries(
    random.times(random.few(8), () => [
      random.pick(PEOPLE),
      {
        kind: random.pick(["person", "person", "agent", "service"]),
        roles: roles(),
        groups: random.times(random.few(2), () => random.pick(["g", "h"])),
        ...(random.chance(0.3) ? { person: random.pick(PEOPLE) } : {}),
        ...(random.chance(0.3) ? { owner: random.pick(PEOPLE) } : {}),
        active: random.chance(0.9),
      },
    ]),
  );
  const set = () => Object.fromEntries(roles().map((role) => [role, 1 + random.few(3)]));
  return {
    reviewers: {
      sets: random.times(1 + random.few(4), set),
      excluded: random.times(random.few(2), () => random.pick(PEOPLE)),
      escalations: random.times(random.few(2), () => ({ role: random.pick(ROLES), at: "2026-11-22T12:00:00Z" })),
    },
    directory: { principals, groups: { g: { in: ["h"], roles: roles() }, h: { in: ["g"], roles: roles() } } },
    approvals: random.times(random.few(6), () => ({
      by: random.pick(PEOPLE),
      ...(random.chance(0.5) ? { role: random.pick(ROLES) } : {}),
      ...(random.chance(0.5) ? { at: random.pick(["2026-11-22T10:00:00Z", "2026-11-22T13:00:00Z"]) } : {}),
    })),
    ...(random.chance(0.5) ? { now: "2026-11-22T12:30:00Z" } : {}),
    ...(random.chance(0.5) ? { requester: { id: random.pick(PEOPLE), owner: random.pick(PEOPLE) } } : {}),
  };
}

export const approvalsTarget: Target = {
  name: "approvals",
  about: "approvals and a directory to an answer: total, deterministic, never satisfied by fewer people than seats",
  make: (random) => ({
    asked: random.chance(0.4) ? mutateJson(question(random), question(random), random) : question(random),
  }),
  run: ({ asked }) => {
    const answer = reviewersSatisfied(asked as ReviewersQuestion);
    const bytes = JSON.stringify(answer);
    holds(
      JSON.stringify(reviewersSatisfied(asked as ReviewersQuestion)) === bytes,
      "the same input gives the same bytes",
      () => bytes,
    );
    holds(answer.satisfied === (answer.status === "satisfied"), "satisfied is one word", () => bytes);
    const persons = new Set(answer.seats.map(({ person }) => person));
    holds(persons.size === answer.seats.length, "one person, one seat", () => bytes);
    if (answer.satisfied && answer.alternative !== null)
      holds(
        answer.seats.length === answer.alternatives[answer.alternative]!.people,
        "every seat is taken",
        () => bytes,
      );
  },
};
