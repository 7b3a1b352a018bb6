/** Masking: what a mask names stands nowhere in the log, whatever an event says of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { ChangeSet, Context } from "../../../src/decision/documents.ts";
import type { Mask } from "../../../src/gate/api.ts";
import { chained } from "../../../src/gate/audit/chain.ts";
import { masked, maskFault } from "../../../src/gate/audit/mask.ts";
import { maskPath } from "../../../src/gate/audit/paths.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { draftOf } from "./log.ts";

const POLICY = `policy care.letters
tiers low < medium < high
environments prod
role lead
evidence letter from tool "mail" {
  body: text
}
record Customer {
  id:    text
  email: text
  notes: list of text
  limit: int
}
action Write {
  impact customers = 1
  autonomy guided
  input customer_id: text, note: text, amount: money, copies: int
  fact customer: Customer = customers(customer_id)
  changes Customer.email
  let quiet = lower(note)
  forbid same: quiet == customer.email because "it is there already"
  forbid loud: quiet like "*q" because "no shouting"
  tier medium: amount > 10 USD
  tier high: copies > 100
  approve by 1 of lead when amount > 1 USD and note != "" and customer_id != "" and customer.limit > copies
  require short: length(note) < 3 else warn because "it is long"
  quota each: 3 per day for each note
  quota sum: sum of amount up to 5 USD per day for each customer_id, customer.email
  irreversible
}
`;

const set = loadPolicySet([{ name: "care.bylaw", text: POLICY }], { today: "2026-11-22" });
expect(set.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);

interface Secrets {
  readonly note: string;
  readonly email: string;
  readonly fresh: string;
  readonly id: string;
  readonly amount: string;
  readonly copies: number;
  readonly comment: string;
}

const MASK: Mask = {
  key: "a key that nobody guesses",
  paths: [
    ...["inputs.note", "inputs.customer_id", "inputs.amount", "inputs.copies", "changes[].old", "changes[].new"],
    ...["changes[].target.id", "changes[].reason", "evidence[].data", "facts.customer.email", "facts.customer.notes[]"],
    ...["facts.customer.id", "comment", "receipt.mail"],
  ],
};

function everything(secret: Secrets) {
  const changeSet: ChangeSet = {
    id: "cs-1",
    action: "care.letters.Write",
    environment: "prod",
    requester: { id: "agent:a", kind: "agent", owner: "user:o" },
    inputs: {
      note: secret.note,
      customer_id: secret.id,
      amount: { amount: secret.amount, currency: "USD" },
      copies: secret.copies,
    },
    changes: [
      {
        target: { type: "Customer", id: secret.id },
        field: "email",
        old: secret.email,
        new: secret.fresh,
        reason: `they wrote: ${secret.note}`,
        evidence: ["e-1"],
      },
    ],
    evidence: [
      { id: "e-1", kind: "letter", issuer: "tool:mail", at: "2026-11-22T09:00:00Z", data: { body: secret.note } },
    ],
  };
  const facts = { customer: { id: secret.id, email: secret.email, notes: [secret.note], limit: 7 } };
  const context: Context = {
    now: "2026-11-22T10:00:00Z",
    facts,
    history: [],
    usage: [
      { clause: "care.letters.Write.sum", key: [secret.id, secret.email], used: { amount: "4.00", currency: "USD" } },
    ],
  };
  return { changeSet, facts, context };
}

/** Every kind of event that could say something, as one log. */
function logOf(secret: Secrets, mask: Mask): string {
  const { changeSet, facts, context } = everything(secret);
  const decision = decide(set.evaluator!, changeSet, context);
  // Documents that do not fit are said in misfits.
  const misfit = decide(
    set.evaluator!,
    { ...changeSet, inputs: { ...changeSet.inputs, copies: secret.note } },
    context,
  );
  const other = decide(set.evaluator!, { ...changeSet, inputs: { ...changeSet.inputs, [secret.note]: 1 } }, context);
  expect(decision.misfits).toEqual([]);
  expect(decision.reasons.length).toBeGreaterThan(3);
  const reservations = decision.quotas.map(({ clause, key }) => ({ clause, key, unit: "USD", amount: secret.amount }));
  const act = { act: "approve", by: "user:x", role: "lead", revision: 1, comment: secret.comment };
  const proposal = { change_set: changeSet, facts };
  const event = (type: Parameters<typeof draftOf>[0]["type"], data: Record<string, unknown>, why?: string) =>
    draftOf({
      at: "",
      type,
      proposal: "p-1",
      by: "user:x",
      status: [null, null],
      data,
      ...(why !== undefined && { why }),
    });
  const drafts = [
    masked(mask, event("proposed", { change_set: changeSet, decision, facts, reservations })),
    masked(mask, event("refused", { decision: misfit, message: `${secret.note} does not fit` }), [proposal]),
    masked(mask, event("refused", { decision: other }), [proposal]),
    masked(mask, event("approved", { act }, secret.comment), [proposal]),
    masked(mask, event("rejected", { act: { ...act, comment: `about ${secret.email}` } }, `about ${secret.email}`), [
      proposal,
    ]),
    masked(
      mask,
      event("drifted", {
        drift: [
          { path: "facts.customer.email", was: secret.email, now: secret.fresh },
          { path: "facts.customer", was: facts.customer, now: { ...facts.customer, email: secret.fresh } },
          { path: `Customer/${secret.id}.email`, was: secret.email, now: `x${secret.fresh}` },
        ],
        decision,
        facts,
      }),
      [proposal],
    ),
    masked(
      mask,
      event("committed", {
        receipt: { by: "user:x", reason: `sent ${secret.note}`, receipt: { mail: secret.fresh, to: secret.email } },
      }),
      [proposal],
    ),
    masked(
      mask,
      event("failed", { receipt: { reason: `could not send "${secret.note}" to ${secret.email}`, receipt: null } }),
      [proposal],
    ),
  ];
  return chained("default", null, 0, drafts)
    .map(({ body }) => body)
    .join("\n");
}

const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzäß漢\"\\\n '@!0123456789".split(""));
/** Distinctive: a text that is a word of the rules would stand in the log for another reason. */
const text = (least: number, most: number) =>
  fc.array(letter, { minLength: least, maxLength: most }).map((letters) => `zq${letters.join("")}xj`);

const secrets: fc.Arbitrary<Secrets> = fc.record({
  note: fc.oneof(text(0, 6), text(8, 30), text(50, 300)),
  email: text(3, 20),
  fresh: text(3, 20),
  id: text(0, 5),
  amount: fc.bigInt(1_234n, 9_876_543n).map((n) => `${n / 100n}.${String(n % 100n).padStart(2, "0")}`),
  copies: fc.integer({ min: 10_007, max: 9_999_999 }),
  comment: text(4, 100),
});

describe("a mask", () => {
  test("leaves the text of no masked value anywhere in the log", () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const log = logOf(secret, MASK);
        for (const value of [secret.note, secret.email, secret.fresh, secret.id, secret.comment])
          expect(log).not.toContain(JSON.stringify(value).slice(1, -1));
        // Long values are cut where they are shown: the start of one is some of it.
        for (const value of [secret.note, secret.comment])
          if (value.length > 40) expect(log).not.toContain(JSON.stringify(value.slice(0, 41)).slice(1, -1));
        for (const number of [secret.amount, String(secret.copies)])
          expect(log).not.toMatch(new RegExp(`(?<![0-9a-f])${number.replace(".", "\\.")}(?![0-9a-f])`));
      }),
      { numRuns: 60 },
    );
  });

  test("shows all of it where there is none, or the test above proves nothing", () => {
    const secret: Secrets = {
      ...{ note: "zqnotexj", email: "zqoldxj", fresh: "zqnewxj", id: "zqidxj", amount: "1234.50", copies: 10_007 },
      comment: "zqcommentxj",
    };
    const log = logOf(secret, { ...MASK, paths: [] });
    for (const value of Object.values(secret)) expect(log).toContain(String(value));
  });

  test("replaces a value by its HMAC, so that the same values can be told to be the same", () => {
    const { changeSet, facts } = everything({
      ...{ note: "zqnote", email: "zqnote", fresh: "zqother", id: "zqid", amount: "5.00", copies: 20_000 },
      comment: "",
    });
    const event = masked(MASK, {
      ...draftOf({ at: "", type: "proposed", proposal: "p", by: "u", status: [null, null] }),
      data: { change_set: changeSet, facts },
    });
    const { change_set, facts: shown } = event.data as never as {
      change_set: { inputs: Record<string, unknown>; changes: Record<string, unknown>[] };
      facts: { customer: Record<string, unknown> };
    };
    expect(change_set.inputs["note"]).toEqual({ $masked: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/) });
    expect(shown.customer["email"]).toEqual(change_set.inputs["note"]);
    expect(change_set.changes[0]!["new"]).not.toEqual(change_set.inputs["note"]);
    // What is not masked stays.
    expect(shown.customer["limit"]).toBe(7);
    expect(change_set.changes[0]!["field"]).toBe("email");
  });

  test("changes nothing where none of its paths is", () => {
    const { changeSet, facts, context } = everything({
      ...{ note: "zqnote", email: "zqmail", fresh: "zqother", id: "zqid", amount: "5.00", copies: 20_000 },
      comment: "",
    });
    const decision = decide(set.evaluator!, changeSet, context);
    const draft = {
      ...draftOf({ at: "", type: "proposed", proposal: "p", by: "u", status: [null, null], why: "fine" }),
      data: { change_set: changeSet, facts, decision },
    };
    expect(masked({ key: MASK.key, paths: ["receipt"] }, draft)).toEqual(draft);
    expect(masked(undefined, draft)).toBe(draft);
  });

  test("hides values of one letter, and what is computed from them, where they have a place of their own", () => {
    const secret: Secrets = {
      ...{ note: "Q", email: "z", fresh: "w", id: "e", amount: "5.00", copies: 7 },
      comment: "r",
    };
    const { changeSet, facts, context } = everything(secret);
    const decision = decide(set.evaluator!, changeSet, context);
    const misfit = decide(set.evaluator!, { ...changeSet, inputs: { ...changeSet.inputs, copies: true } }, context);
    const event = (data: Record<string, unknown>) => ({
      ...draftOf({ at: "", type: "proposed", proposal: "p", by: "u", status: [null, null] }),
      data: { change_set: changeSet, facts, ...data },
    });
    const shown = masked(MASK, event({ decision })).data["decision"] as typeof decision;
    const loud = shown.reasons.find(({ clause }) => clause.endsWith(".loud"))!;
    const hidden = { $masked: expect.any(String) };
    expect(loud.values).toEqual({ quiet: hidden });
    expect(shown.quotas.map(({ key }) => key)).toEqual([[hidden], [hidden, hidden]]);
    const said = masked(MASK, event({ decision: misfit })).data["decision"] as typeof decision;
    expect(misfit.misfits[0]).toMatchObject({ path: "inputs.copies", found: "true" });
    expect(said.misfits[0]).toMatchObject({ path: "inputs.copies", found: hidden });
  });

  test("keeps what the rules say, though a masked value says the same", () => {
    const { changeSet, facts, context } = everything({
      ...{ note: "medium", email: "lead", fresh: "prod", id: "zqid", amount: "50.00", copies: 20_000 },
      comment: "",
    });
    const decision = decide(set.evaluator!, changeSet, context);
    const draft = {
      ...draftOf({ at: "", type: "proposed", proposal: "p", by: "u", status: [null, null] }),
      data: { change_set: changeSet, facts, decision },
    };
    const shown = masked(MASK, draft).data["decision"] as typeof decision;
    expect(shown).toMatchObject({ outcome: decision.outcome, tier: decision.tier, reviewers: decision.reviewers });
    expect(shown.reasons.map(({ effect }) => effect)).toEqual(decision.reasons.map(({ effect }) => effect));
  });
});

describe("paths of a mask", () => {
  test.each([
    "inputs.note",
    "changes[].new",
    "facts.order.lines[].sku",
    "facts.by_mail.*.name",
    "comment",
    "receipt",
    "evidence[].data",
  ])("%s", (path) => {
    expect(maskPath(path)).not.toBeNull();
    expect(maskFault({ key: MASK.key, paths: [path] })).toBeNull();
  });

  test.each([
    "",
    "note",
    "decision.tier",
    "inputs..a",
    "inputs.a[0]",
    "comment.text",
    "changes[",
    "requester.id",
    "inputs[]x",
  ])("%j is none, and the fault says what is", (path) => {
    expect(maskFault({ key: MASK.key, paths: ["inputs.note", path] })).toContain(`\`${path}\` is no path`);
  });

  test("a key that can be guessed is none", () => {
    expect(maskFault({ key: "secret", paths: [] })).toContain("16 characters");
  });
});
