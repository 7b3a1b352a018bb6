/** Questions as they may come from anywhere: what is broken is left out, or such that it never counts. */
import { describe, expect, it } from "vitest";
import { dueAt, instant, timeOf } from "../../src/decision/reviewers/counting.ts";
import type { ReviewersQuestion } from "../../src/decision/reviewers/question.ts";
import { saneQuestion } from "../../src/decision/reviewers/sane.ts";

const sane = (question: unknown): ReturnType<typeof saneQuestion> => saneQuestion(question as ReviewersQuestion);
const EMPTY = {
  reviewers: { sets: [], excluded: [], escalations: [] },
  approvals: [],
  now: undefined,
  editors: [],
  requester: undefined,
};
const NEVER = Number.MAX_SAFE_INTEGER;

describe("a question", () => {
  it.each([undefined, null, 7, "x", [], [{ reviewers: {} }], {}, { reviewers: [] }])(
    "of %j asks nothing",
    (question) => {
      const { people, ...rest } = sane(question);
      expect(rest).toEqual(EMPTY);
      expect(people.accounts).toEqual([]);
    },
  );

  it("that is well formed stays as it is", () => {
    const question = {
      reviewers: {
        sets: [{ finance: 2, person: 1 }, {}],
        excluded: ["ana"],
        escalations: [{ role: "cfo", at: "2026-03-02T10:00:00Z" }],
      },
      approvals: [{ by: "ben" }, { by: "cy", role: "legal", at: "2026-03-02T09:00:00Z" }],
      now: "2026-03-02T11:00:00Z",
      editors: ["dan"],
      requester: { id: "bot", owner: "olga", on_behalf_of: "pat" },
    };
    const { people: _, ...rest } = sane({ ...question, directory: { principals: {} } });
    expect(rest).toEqual(question);
  });

  it.each<[string, unknown, unknown]>([
    ["no set", null, { person: NEVER }],
    ["a list for a set", [1], { person: NEVER }],
    ["a text for a set", "finance", { person: NEVER }],
    [
      "counts that are none",
      { a: 0, b: -1, c: 0.5, d: "1", e: null, f: 2 ** 53, g: 1 },
      { a: NEVER, b: NEVER, c: NEVER, d: NEVER, e: NEVER, f: NEVER, g: 1 },
    ],
  ])("with %s cannot be met there", (_name, set, wanted) => {
    expect(sane({ reviewers: { sets: [set] } }).reviewers.sets).toEqual([wanted]);
  });

  it("keeps of lists what is of its kind", () => {
    const { reviewers, editors, now, requester } = sane({
      reviewers: {
        sets: { finance: 1 },
        excluded: ["ana", 7, null, "ben"],
        escalations: [
          { role: "cfo", at: "soon" },
          { role: 7, at: "2026-03-02T10:00:00Z" },
          { role: "cfo", at: 7 },
          { role: "cfo" },
          "cfo",
          null,
        ],
      },
      editors: "ana",
      now: 7,
      requester: { id: "bot", owner: 7, on_behalf_of: null },
    });
    expect(reviewers).toEqual({ sets: [], excluded: ["ana", "ben"], escalations: [{ role: "cfo", at: "soon" }] });
    expect([editors, now, requester]).toEqual([[], undefined, { id: "bot" }]);
    expect(sane({ requester: { id: 7, owner: "olga" } }).requester).toBeUndefined();
  });

  it.each<[unknown, unknown]>([
    [{ by: "ana", role: null }, { by: "ana" }],
    [{ by: "ana", role: undefined }, { by: "ana" }],
    [
      { by: "ana", role: 7 },
      { by: "ana", role: "" },
    ],
    [
      { by: 7, role: "finance", at: 7 },
      { by: "", role: "finance" },
    ],
    [null, { by: "" }],
    ["ana", { by: "" }],
  ])("takes the approval %j for %j", (approval, wanted) => {
    expect(sane({ approvals: [approval] }).approvals).toEqual([wanted]);
  });

  it("reads a directory account by account", () => {
    const { people } = sane({
      directory: {
        principals: {
          ana: { roles: ["finance", 7], groups: ["g", null], owner: "olga", person: "ann" },
          ben: { active: false },
          bot: { kind: "agent", owner: 7 },
          cy: { active: "yes" },
          dan: { person: 7 },
          eve: "eve",
          flo: null,
          gus: [],
          ida: { kind: "robot", active: true },
          kim: { kind: "person" },
          lou: {},
        },
        groups: { g: { roles: ["staff", 7], in: ["h", 7] }, h: { roles: ["all"] }, k: null },
      },
    });
    const told = people.accounts.map(({ id, kind, active, person, owner, roles }) => [
      id,
      kind,
      active,
      person,
      owner,
      [...roles].sort(),
    ]);
    expect(told).toEqual([
      ["ana", "person", true, "ann", "olga", ["all", "finance", "staff"]],
      ["ben", "person", false, "ben", null, []],
      ["bot", "agent", true, "bot", null, []],
      ["cy", "person", false, "cy", null, []],
      ["dan", "person", false, "dan", null, []],
      ["eve", "person", false, "eve", null, []],
      ["flo", "person", false, "flo", null, []],
      ["gus", "person", false, "gus", null, []],
      ["ida", "service", true, "ida", null, []],
      ["kim", "person", true, "kim", null, []],
      ["lou", "person", true, "lou", null, []],
    ]);
    expect(people.accountsOf("ann")).toEqual(["ana"]);
    expect(sane({ directory: { principals: [], groups: [] } }).people.accounts).toEqual([]);
  });
});

describe("instants", () => {
  it.each([
    ["2026-03-02T10:00Z", Date.UTC(2026, 2, 2, 10)],
    ["2026-03-02T10:00:30Z", Date.UTC(2026, 2, 2, 10, 0, 30)],
    ["2026-03-02T10:00:30.5Z", Date.UTC(2026, 2, 2, 10, 0, 30, 500)],
    ["2026-03-02T10:00:30.123Z", Date.UTC(2026, 2, 2, 10, 0, 30, 123)],
    ["2026-03-02T10:00:00+01:00", Date.UTC(2026, 2, 2, 9)],
    ["2026-03-02T10:00:00-05:30", Date.UTC(2026, 2, 2, 15, 30)],
  ])("%s", (text, ms) => expect(instant(text)).toBe(ms));

  it.each([
    "",
    "2026-03-02",
    "2026-03-02T10:00",
    "2026-03-02T10Z",
    "2026-03-02 10:00Z",
    "2026-03-02T10:00:30.1234Z",
    "2026-03-02T10:00:30.Z",
    "2026-03-02T10:00+0100",
    "2026-03-02T10:00+01",
    "2026-13-02T10:00Z",
    "26-03-02T10:00Z",
    "2026-3-02T10:00Z",
    "2026-03-2T10:00Z",
    "2026-03-02T1:00Z",
    "2026-03-02T10:0Z",
    "2026-03-02T10:00:3Z",
    "x2026-03-02T10:00Z",
    "2026-03-02T10:00Zx",
    "2 March 2026 10:00 Z",
    undefined,
  ])("%s is none", (text) => expect(instant(text)).toBeNull());

  const at = (now: string | undefined, ...times: (string | undefined)[]): number | null =>
    timeOf({ reviewers: { sets: [] }, now, approvals: times.map((at) => ({ by: "ana", at })) });

  it("the time of a question is its own, or else that of the latest approval", () => {
    expect(at("2026-03-02T10:00Z", "2026-03-02T12:00Z")).toBe(Date.UTC(2026, 2, 2, 10));
    expect(at(undefined, "2026-03-02T09:00Z", "2026-03-02T12:00Z", undefined, "2026-03-02T11:00Z")).toBe(
      Date.UTC(2026, 2, 2, 12),
    );
    expect(at("soon", "2026-03-02T09:00Z")).toBe(Date.UTC(2026, 2, 2, 9));
    expect([at(undefined), at("soon", "later", undefined)]).toEqual([null, null]);
  });

  it("an escalation without one is never due", () => {
    expect(dueAt({ at: "2026-03-02T10:00Z" })).toBe(Date.UTC(2026, 2, 2, 10));
    expect(dueAt({ at: "soon" })).toBe(Number.POSITIVE_INFINITY);
  });
});
