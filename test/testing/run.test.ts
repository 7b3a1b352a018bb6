/** Fixtures decided: what passes, what fails with which words, what is refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { failure, reportJson, reportJunit, reportText, runFixtures } from "../../src/tools/testing/index.ts";

const folder = mkdtempSync(join(tmpdir(), "bylaw-fixtures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const POLICY = `policy shop
role finance "Finance"
role support_lead "Leads"
evidence photo
queue desk "Desk"
record Order { id: text, total: money, note: text? }

action Refund {
  impact   money = amount
  autonomy guided
  input    order_id: text, amount: money, share: decimal
  fact     order: Order = orders(order_id)
  changes  Order.total
  rollback by Refund within 30 days

  forbid too_much: amount > order.total  because "not more than was paid"
  tier medium: amount > 50 USD
  tier high:   amount > 500 USD
  score 20 noted: order.note is present
  approve lead: by 1 of support_lead
  at high { approve money: by 1 of finance and 1 of support_lead
            evidence photo }
  route to desk when amount > 500 USD
  quota daily: sum of amount up to 1_000 USD per day for each requester.id
}

action Other { input a: text  autonomy guided  irreversible
  forbid never: a == "never"
}
`;

const GIVEN = `policy: .
given:
  now: 2026-11-22T10:15:00Z
  action: shop.Refund
  environment: prod
  requester: { id: "agent:a", kind: agent, owner: "user:olga" }
  inputs: { order_id: 17, amount: 20 USD, share: 0.5 }
  changes: [{ target: { type: Order, id: "17" }, field: total, old: 100 USD, new: 80 USD }]
  facts: { order: { id: "17", total: 1_000 USD } }
  history: []
  usage: []
`;

const run = (cases: string, given: string = GIVEN) => {
  write("shop.test.yaml", `${given}cases:\n${cases}`);
  return runFixtures([folder]);
};
const expecting = (text: string) => run(`  - name: one\n    expect: ${text}\n`);
const codes = (report: ReturnType<typeof runFixtures>): readonly string[] => report.faults.map((one) => one.code);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  write("shop.bylaw", POLICY);
});

describe("what is met", () => {
  test.each([
    "{ outcome: review, tier: low, score: 0 }",
    "{ outcome: { at_least: review }, tier: { at_most: medium } }",
    "{ outcome: { one_of: [review, hold] } }",
    "{ reviewers.people: 1, reviewers.sets: [{ support_lead: 1 }] }",
    "{ reviewers: { people: { at_least: 1 }, excluded: ['user:olga', 'agent:a'] } }",
    "{ reasons: { contains: [lead], lacks: [too_much] } }",
    "{ reasons: { contains: [{ clause: shop.Refund.lead, effect: 'approve*', assumed: false }] } }",
    "{ reasons: [lead, shop.Refund] }",
    "{ evidence: { required: [], missing: [] } }",
    "{ impact.money: 20.00 USD, route: null, misfits: [], unknown: [] }",
    "{ quotas: { contains: [{ clause: daily, used: 0 USD, after: 20 USD, fits: true }] } }",
    "{ rollback: { action: shop.Refund, until: 2026-12-22T11:15:00+01:00 } }",
    "{ decided_at: 2026-11-22T10:15:00.000Z }",
  ])("%s", (text) => {
    const report = expecting(text);
    expect(report.faults).toEqual([]);
    expect(report.cases.flatMap((one) => one.mismatches)).toEqual([]);
    expect(report.passed).toBe(true);
  });

  test("unknown, missing, null and merged values go where they should", () => {
    const report = run(`  - name: unknown
    when: { facts.order: !unknown the source timed out }
    expect: { outcome: hold, unknown: { contains: [{ path: "facts.order*", why: "*timed out*" }] } }
  - name: missing
    when: { facts: !missing }
    expect: { outcome: hold }
  - name: merged
    when: { facts: { order: { note: "hello" } } }
    expect: { score: 20 }
  - name: null is known to be absent
    when: { facts.order.note: null }
    expect: { score: 0, outcome: review }
  - name: an item of a list
    when: { "changes[0].field": nope }
    expect: { outcome: deny, misfits: { contains: ["changes[0].field"] } }
  - name: money in facts, usage and changes
    when: { inputs.amount: 600 USD, usage: [{ clause: shop.Refund.daily, key: ["agent:a"], used: 400 USD }] }
    expect: { tier: high, outcome: hold, evidence.missing: [photo], route: desk, quotas: { contains: [{ clause: daily, after: 1000 USD, fits: true }] } }
`);
    expect(report.faults).toEqual([]);
    expect(report.cases.filter((one) => !one.passed).map(failure)).toEqual([]);
  });

  test("approvals are seated", () => {
    const directory = `
    directory: { principals: { "user:fay": { roles: [finance, support_lead] }, "user:lea": { roles: [support_lead] }, "user:olga": { roles: [finance] } } }`;
    const report = run(`  - name: one person has one hat
    when:
      inputs.amount: 600 USD${directory.replace(/\n {4}/, "\n      ")}
    approvals: [{ by: "user:fay" }]
    expect: { approved.satisfied: false, approved.status: pending }
  - name: two people
    when:
      inputs.amount: 600 USD${directory.replace(/\n {4}/, "\n      ")}
    approvals: [{ by: "user:fay", role: finance }, { by: "user:lea" }]
    expect: { approved.satisfied: true, approved.seats: { contains: ["user:fay"] } }
  - name: the owner does not count
    when:
      inputs.amount: 600 USD${directory.replace(/\n {4}/, "\n      ")}
    approvals: [{ by: "user:olga" }, { by: "user:lea" }]
    expect: { approved.satisfied: false, approved.uncounted: { contains: [{ by: "user:olga" }] } }
`);
    expect(report.faults).toEqual([]);
    expect(report.cases.filter((one) => !one.passed).map(failure)).toEqual([]);
  });
});

describe("what is not met says so", () => {
  test("expected, came, and the clause that made it so", () => {
    const report = run(
      "  - name: one\n    when: { inputs.amount: 2000 USD }\n    expect: { outcome: allow, tier: low }\n",
    );
    expect(report.passed).toBe(false);
    const text = reportText(report, { colour: false, width: 100, verbose: false, strict: false });
    expect(text).toContain("expected  allow");
    expect(text).toContain("came      deny");
    expect(text).toMatch(
      /made by {3}deny, because[\s\S]* deny, because of shop\.Refund\.too_much\n +shop\.bylaw:16:3 {2}amount = 2000\.00 USD, order\.total = 1000\.00 USD/,
    );
    expect(text).toContain("tier high, because of shop.Refund.high");
    expect(text).toContain("0 passed, 1 failed");
  });

  test.each([
    ["{ reasons: { contains: [too_much] } }", "too_much among them"],
    ["{ reasons: { lacks: [lead] } }", "no lead"],
    ["{ reasons: [] }", "nothing"],
    ["{ evidence.missing: [photo] }", "exactly photo"],
    ["{ reviewers.sets: [{ finance: 1 }] }", "exactly { finance: 1 }"],
    ["{ reviewers.sets: [{}] }", "exactly {  }"],
    ["{ tier: { at_least: medium } }", "at least medium"],
    ["{ score: { at_least: 10 } }", "at least 10"],
    ["{ outcome: { one_of: [allow, deny] } }", "one of allow, deny"],
    ["{ impact.money: 20 EUR }", "20 EUR"],
    ["{ rollback: irreversible }", "irreversible"],
    ["{ warnings: { contains: ['*quota*'] } }", "*quota* among them"],
    ["{ sample: { picked: true } }", "{ picked: true }"],
  ])("%s", (text, words) => {
    const report = expecting(text);
    expect(report.faults).toEqual([]);
    expect(report.cases[0]!.mismatches.map((one) => one.expected)).toEqual([words]);
  });

  test("in JSON and in JUnit", () => {
    const report = expecting('{ outcome: allow, reasons: { contains: ["too_much"] } }');
    expect(reportJson(report)).toMatchObject({
      passed: false,
      counts: { passed: 0, failed: 1 },
      cases: [{ mismatches: [{ path: "outcome", expected: "allow", came: "review" }, { path: "reasons" }] }],
    });
    const junit = reportJunit(report);
    expect(junit).toContain('failures="1"');
    expect(junit).toContain("outcome: expected allow, came review");
    expect(junit).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });
});

describe("what cannot fail as meant is refused", () => {
  test.each([
    ["{ outcom: deny }", "fixture-unknown-key"],
    ["{ reviewers.peple: 1 }", "fixture-unknown-key"],
    ["{ reasons: { contains: [{ claus: lead }] } }", "fixture-unknown-key"],
    ["{ reasons: { contain: [lead] } }", "fixture-shape"],
    ["{ tier: { atleast: low } }", "fixture-shape"],
    ["{ outcome: alow }", "fixture-unknown-name"],
    ["{ tier: huge }", "fixture-unknown-name"],
    ["{ tier: { at_least: huge } }", "fixture-unknown-name"],
    ["{ reviewers.sets: [{ fnance: 1 }] }", "fixture-unknown-name"],
    ["{ evidence.missing: [foto] }", "fixture-unknown-name"],
    ["{ route: dsk }", "fixture-unknown-name"],
    ["{ reasons: { contains: [lad] } }", "fixture-unknown-name"],
    ["{ reasons: { lacks: [lad] } }", "fixture-unknown-name"],
    ["{ reasons: { lacks: ['nope*'] } }", "fixture-unknown-name"],
    ["{ rollback.action: shop.Refnd }", "fixture-unknown-name"],
    ["{ rollback: revertible }", "fixture-unknown-name"],
    ["{ reasons: { contains: [] } }", "fixture-asserts-nothing"],
    ["{ reasons: { lacks: [] } }", "fixture-asserts-nothing"],
    ["{ reasons: { lacks: [never] } }", "fixture-asserts-nothing"],
    ["{ reviewers: {} }", "fixture-asserts-nothing"],
    ["{ tier: { at_least: low } }", "fixture-asserts-nothing"],
    ["{ outcome: { at_most: deny } }", "fixture-asserts-nothing"],
    ["{ outcome: { one_of: [allow, review, hold, deny] } }", "fixture-asserts-nothing"],
    ["{ outcome: { contains: [deny] } }", "fixture-shape"],
    ["{ outcome: [deny] }", "fixture-shape"],
    ["{ reasons: lead }", "fixture-shape"],
    ["{ 'reasons[0].clause': lead }", "fixture-path"],
    ["{ outcome.x: deny }", "fixture-path"],
    ["{ outcome: !unknown x }", "fixture-shape"],
    ["{ approved.satisfied: true }", "fixture-shape"],
  ])("%s", (text, code) => {
    const report = expecting(text);
    expect(codes(report)).toContain(code);
    expect(report.cases).toEqual([]);
    expect(report.passed).toBe(false);
  });

  test.each([
    [
      "a fact that the action does not have",
      "    when: { facts.ordr: 1 }\n    expect: { tier: low }",
      "fixture-unknown-name",
    ],
    ["an item that is not there", '    when: { "changes[3].new": 1 }\n    expect: { tier: low }', "fixture-path"],
    ["a part of a value without parts", "    when: { environment.x: 1 }\n    expect: { tier: low }", "fixture-path"],
    ["no action", "    when: { action: !missing }\n    expect: { tier: low }", "fixture-shape"],
    ["no clock", "    when: { now: !missing }\n    expect: { tier: low }", "fixture-no-clock"],
    [
      "an approval by nobody",
      "    approvals: [{ role: finance }]\n    expect: { approved.satisfied: true }",
      "fixture-shape",
    ],
    [
      "an approval in a role that is not there",
      "    approvals: [{ by: a, role: fnance }]\n    expect: { approved.satisfied: true }",
      "fixture-unknown-name",
    ],
  ])("%s", (_, text, code) => {
    expect(codes(run(`  - name: one\n${text}\n`))).toContain(code);
  });

  test("no clock anywhere", () => {
    expect(codes(run("  - name: one\n    expect: { tier: low }\n", "given: { action: shop.Refund }\n"))).toEqual([
      "fixture-no-clock",
    ]);
  });

  test("a fault of one case stops the file, not the others", () => {
    write("good.test.yaml", `${GIVEN}cases:\n  - name: good\n    expect: { tier: low }\n`);
    const report = run("  - name: bad\n    expect: { tier: huge }\n");
    expect(report.cases.map((one) => one.name)).toEqual(["good"]);
    expect(report.passed).toBe(false);
  });

  test("a policy set with errors is shown once", () => {
    write("shop.bylaw", POLICY.replace("1 of support_lead", "1 of suport_lead"));
    write("again.test.yaml", `${GIVEN}cases:\n  - name: good\n    expect: { tier: low }\n`);
    const report = run("  - name: one\n    expect: { tier: low }\n");
    expect(codes(report)).toEqual(["unknown-role"]);
    expect(reportText(report, { colour: false, width: 100, verbose: false, strict: false })).toContain("suport_lead");
    expect(reportJunit(report)).toContain("unknown-role");
  });

  test("a policy folder that is not there", () => {
    expect(
      codes(run("  - name: one\n    expect: { tier: low }\n", GIVEN.replace("policy: .", "policy: nope"))),
    ).toEqual(["fixture-policy"]);
  });
});

test.each(["constructor", "__proto__", "shop.Nope", "toString"])(
  "an action named %s is denied, not a crash",
  (name) => {
    const report = run(
      `  - name: one\n    when: { action: ${name} }\n    expect: { outcome: deny, misfits: { contains: [action] } }\n`,
    );
    expect(report.faults).toEqual([]);
    expect(report.cases.map((one) => one.passed)).toEqual([true]);
  },
);

describe("coverage", () => {
  test("names the clauses that no case makes fire, with their place", () => {
    const report = expecting("{ tier: low }");
    expect(report.clauses.total).toBe(10);
    const silent = report.clauses.silent.map((one) => one.id);
    expect(silent).toContain("shop.Refund.too_much");
    expect(silent).not.toContain("shop.Refund.lead");
    expect(report.clauses.silent.find((one) => one.id === "shop.Refund.too_much")!.line).toBe(16);
  });

  test("leaves out the clauses of other folders", () => {
    write(
      "team/team.bylaw",
      "policy team\nimport shop\naction Mine { input a: text autonomy guided irreversible\n approve lead: by 1 of support_lead }\n",
    );
    write(
      "team/team.test.yaml",
      `policy: ..\ngiven: { now: 2026-11-22T10:15:00Z, action: team.Mine, environment: prod, requester: { id: "user:a", kind: person }, inputs: { a: x } }\ncases:\n  - name: one\n    expect: { outcome: review }\n`,
    );
    const report = runFixtures([join(folder, "team")]);
    expect(report.clauses).toEqual({ total: 1, silent: [] });
    expect(report.passed).toBe(true);
  });
});

test("the same files give the same report", () => {
  const once = JSON.stringify(reportJson(expecting("{ outcome: allow }")));
  expect(JSON.stringify(reportJson(expecting("{ outcome: allow }")))).toBe(once);
});
