/** Who acts for somebody is decided for both, and the stricter holds in every part, whichever of the two it was found for. */
import { describe, expect, test } from "vitest";
import type { Found } from "../../src/decision/combine/found.ts";
import { joined } from "../../src/decision/combine/join.ts";
import { type Decimal, parseDecimal } from "../../src/eval/decimal.ts";

const NOTHING: Found = {
  denied: false,
  held: false,
  score: { certain: 0, assumed: 0 },
  tier: { certain: 0, assumed: 0 },
  autonomy: null,
  guided: false,
  requirements: [],
  excluding: new Set(),
  evidence: new Map(),
  quotas: [],
  reasons: [],
  shadow: [],
  waived: [],
  warnings: [],
  causes: [],
  impact: new Map(),
  rate: null,
  routes: [],
  escalations: [],
};
const found = (parts: Partial<Found>): Found => ({ ...NOTHING, ...parts });
const join = (own: Partial<Found>, other: Partial<Found>): Found => joined(found(own), found(other), "user:ben");

const reason = (clause: string, effect = "deny", assumed = false): Found["shadow"][number] => ({
  clause,
  effect,
  because: "",
  assumed,
  at: { file: "a.bylaw", line: 1, column: 1 },
  values: { amount: "20" },
  controls: [],
});
const told = (...clauses: Parameters<typeof reason>[]): Found["reasons"] =>
  clauses.map((clause) => ({ kind: "deny", reason: reason(...clause) }));

describe("either way round", () => {
  const rate = (text: string): Decimal => parseDecimal(text)!;
  test.each<[string, Partial<Found>, Partial<Found>, Partial<Found>]>([
    ["a denial stays", { denied: true }, {}, { denied: true }],
    ["nobody denies", {}, {}, { denied: false }],
    ["a hold stays", { held: true }, {}, { held: true }],
    ["nobody holds", {}, {}, { held: false }],
    ["guidance stays", { guided: true }, {}, { guided: true }],
    ["nobody is guided", {}, {}, { guided: false }],
    [
      "the higher score counts, at each end",
      { score: { certain: 10, assumed: 20 } },
      { score: { certain: 5, assumed: 30 } },
      { score: { certain: 10, assumed: 30 } },
    ],
    [
      "the higher tier counts, at each end",
      { tier: { certain: 1, assumed: 1 } },
      { tier: { certain: 0, assumed: 2 } },
      { tier: { certain: 1, assumed: 2 } },
    ],
    ["the lower level counts", { autonomy: "guided" }, { autonomy: "proposal" }, { autonomy: "proposal" }],
    ["a person brings no level", { autonomy: "guided" }, { autonomy: null }, { autonomy: "guided" }],
    ["two people have none", { autonomy: null }, { autonomy: null }, { autonomy: null }],
    ["the higher rate counts", { rate: rate("0.1") }, { rate: rate("0.2") }, { rate: rate("0.2") }],
    ["one rate is the rate", { rate: rate("0.1") }, { rate: null }, { rate: rate("0.1") }],
    ["no rate is none", { rate: null }, { rate: null }, { rate: null }],
    [
      "evidence is as bad as the worse of two",
      { evidence: new Map([["photo", "stale"]]) },
      { evidence: new Map([["photo", "missing"]]) },
      { evidence: new Map([["photo", "missing"]]) },
    ],
    [
      "evidence that one needs is needed",
      { evidence: new Map([["photo", "attached"]]) },
      {},
      { evidence: new Map([["photo", "attached"]]) },
    ],
    ["whoever one excludes is excluded", { excluding: new Set(["user:cy"]) }, {}, { excluding: new Set(["user:cy"]) }],
    [
      "an escalation that only one has is none",
      { escalations: [{ role: "lead", after_ms: 60 }] },
      {
        escalations: [
          { role: "lead", after_ms: 90 },
          { role: "owner", after_ms: 60 },
        ],
      },
      { escalations: [] },
    ],
    [
      "an escalation that both have stays",
      { escalations: [{ role: "lead", after_ms: 60 }] },
      {
        escalations: [
          { role: "owner", after_ms: 60 },
          { role: "lead", after_ms: 60 },
        ],
      },
      { escalations: [{ role: "lead", after_ms: 60 }] },
    ],
  ])("%s", (_, one, two, wanted) => {
    expect(join(one, two)).toMatchObject(wanted);
    expect(join(two, one)).toMatchObject(wanted);
  });
});

describe("of lists, what was found for the requester comes first", () => {
  test("requirements, warnings, causes and queues are kept, all of them", () => {
    const parts = (name: string): Partial<Found> => ({
      requirements: [{ name } as unknown as Found["requirements"][number]],
      warnings: [name],
      causes: [{ path: name, why: "offline" }],
      routes: [{ clause: name, queue: name }],
    });
    const both = join(parts("own"), parts("other"));
    for (const key of ["requirements", "warnings", "causes", "routes"] as const)
      expect(both[key]).toEqual([...parts("own")[key]!, ...parts("other")[key]!]);
  });

  test("waivers and impact are those of the requester: they do not depend on who asks", () => {
    const waived = [{ clause: "a.Act.stop", by: "b", until: "2026-11-23", because: "a drill" }];
    const impact = new Map([["money", parseDecimal("1")!]]);
    expect(join({ waived, impact }, {})).toMatchObject({ waived, impact });
  });

  test("a quota that both use up the same way is said once", () => {
    const quota = (used: string) => ({ clause: "a.Act.daily", used }) as unknown as Found["quotas"][number];
    expect(join({ quotas: [quota("1")] }, { quotas: [quota("1"), quota("2")] }).quotas).toEqual([
      quota("1"),
      quota("2"),
    ]);
    expect(join({}, { quotas: [quota("1")] }).quotas).toEqual([quota("1")]);
  });

  test.each(["reasons", "shadow"] as const)("%s found only for the other say for whom", (list) => {
    const of = (...clauses: Parameters<typeof reason>[]): Partial<Found> =>
      list === "reasons" ? { reasons: told(...clauses) } : { shadow: clauses.map((clause) => reason(...clause)) };
    const own: Parameters<typeof reason> = ["a.Act.stop"];
    const others: Parameters<typeof reason>[] = [
      ["a.Act.stop"],
      ["a.Act.stop", "score 10"],
      ["a.Act.stop", "deny", true],
      ["a.Act.stopdeny", ""],
    ];
    const both = join(of(own), of(...others));
    const reasons = list === "reasons" ? both.reasons.map((one) => one.reason) : both.shadow;
    expect(reasons).toEqual([
      reason(...own),
      ...others.slice(1).map((one) => ({ ...reason(...one), values: { amount: "20", "decided for": "user:ben" } })),
    ]);
    if (list === "reasons") expect(both.reasons.map(({ kind }) => kind)).toEqual(["deny", "deny", "deny", "deny"]);
  });
});
