/**
 * `m[k]` is absent where the map is, where the key is, and where there is no such entry. So nested maps, as business data has
 * them, are read in one breath: `flights[number]?.days[day]?.status`.
 */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { compile } from "../../src/eval/compile.ts";
import { check } from "../../src/model/check.ts";
import { lower } from "../../src/plan/lower.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { parse } from "../../src/syntax/parse.ts";

const policy = (condition: string): string => `
  policy air
  record Day { status: text, seats: (map of int)? }
  record Flight { days: map of Day }
  action Board {
    input number: text, day: text?
    fact flights: map of Flight = flights()
    forbid shut: not (${condition})
    require some: number != ""
  }
`;

const checked = (condition: string) => {
  const file = { name: "air.bylaw", text: policy(condition) };
  const { tree, diagnostics } = parse(file);
  const result = check([{ file, tree }], { today: "2026-11-23" });
  return { model: result.model, diagnostics: [...diagnostics, ...result.diagnostics] };
};

const flights = {
  F1: { days: { mon: { status: "open", seats: { economy: 3 } }, tue: { status: "gone", seats: null } } },
};

const outcome = (condition: string, inputs: object, facts: unknown = flights): string => {
  const { model, diagnostics } = checked(condition);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const set = {
    id: "cs",
    action: "air.Board",
    environment: "prod",
    requester: { id: "user:ann", kind: "person" },
    inputs,
  };
  return decide(compile(lower(model!)), set, { now: "2026-11-23T10:00:00Z", facts: { flights: facts } }).outcome;
};

describe("an entry of a map that may be absent", () => {
  const status = `flights[number]?.days[day]?.status == "open"`;

  it.each([
    ["is found through every level", { number: "F1", day: "mon" }, "allow"],
    ["is another value", { number: "F1", day: "tue" }, "deny"],
    ["is not there", { number: "F1", day: "wed" }, "deny"],
    ["has no map", { number: "F2", day: "mon" }, "deny"],
    ["has no key", { number: "F1" }, "deny"],
    ["is unknown", { number: "F1", day: { $unknown: "not said" } }, "hold"],
  ])("%s", (_, inputs, expected) => {
    expect(outcome(status, inputs)).toBe(expected);
  });

  it("is absent under no key, though the map is unknown", () => {
    expect(outcome("flights[number]?.days[day] is missing", { number: "F1" }, { $unknown: "timed out" })).toBe("allow");
    expect(
      outcome("flights[number]?.days[day] is missing", { number: "F1", day: "mon" }, { $unknown: "timed out" }),
    ).toBe("hold");
  });

  it("counts as none where the map is an optional field", () => {
    const seats = `(flights[number]?.days[day]?.seats["economy"] ?? 0) > 0`;
    expect(outcome(seats, { number: "F1", day: "mon" })).toBe("allow");
    expect(outcome(seats, { number: "F1", day: "tue" })).toBe("deny");
  });

  it("says of its map and its key that they are present", () => {
    const { diagnostics } = checked(
      `flights[number]?.days[day] is present and length(day) == 3 and flights[number].days[day].status != "gone"`,
    );
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("is found by a date, as documents write it", () => {
    const first = `first(list(d in ["2026-12-01", "2026-12-02"]: flights["F1"]?.days[d]?.status ?? "none")) == "open"`;
    const today = {
      F1: { days: { "2026-12-01": { status: "open", seats: null }, "2026-11-23": { status: "now", seats: null } } },
    };
    expect(outcome(first, { number: "F1" }, today)).toBe("allow");
    expect(outcome(`flights["F1"]?.days[date(now)]?.status == "now"`, { number: "F1" }, today)).toBe("allow");
    expect(outcome(`flights["F1"]?.days[2026-12-01]?.status == "open"`, { number: "F1" }, today)).toBe("allow");
    expect(outcome(`flights["F1"]?.days[2026-12-02] is missing`, { number: "F1" }, today)).toBe("allow");
  });

  it("has no whole number for a key", () => {
    expect(checked(`flights[3]?.days["mon"]?.status == "open"`).diagnostics.map(({ code }) => code)).toContain(
      "wrong-type",
    );
  });

  it("is unknown where a guard has made its map present and it is not", () => {
    const text = `policy air
      action Board {
        input number: text
        fact seats: map of text? = seats(number)
        require there: seats is present
        forbid gone: seats[number] is missing
      }`;
    const { evaluator } = loadPolicySet([{ name: "air.bylaw", text }], { today: "2026-11-23" });
    const set = {
      id: "cs",
      action: "air.Board",
      environment: "prod",
      requester: { id: "user:ann", kind: "person" },
      inputs: { number: "F1" },
    };
    const { reasons } = decide(evaluator!, set, { now: "2026-11-23T10:00:00Z", facts: { seats: null } });
    expect(reasons.map(({ clause, effect }) => `${clause} ${effect}`)).toEqual([
      "air.Board.there deny",
      "air.Board.gone hold",
    ]);
  });

  it("still needs a guard before its fields are read", () => {
    expect(checked(`flights[number].days[day]?.status == "open"`).diagnostics.map(({ code }) => code)).toContain(
      "bare-optional",
    );
  });
});
