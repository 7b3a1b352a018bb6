/** Every reason why a bundle is refused, with where and what. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { buildBundle, bundleText, seal } from "../../src/bundle/build.ts";
import { derivedFaults } from "../../src/bundle/derived.ts";
import { BUNDLE_FAULTS, type BundleFaultCode } from "../../src/bundle/faults.ts";
import { type Bundle, MAX_BUNDLE_BYTES } from "../../src/bundle/format.ts";
import { type OpenedBundle, openBundle, type RefusedBundle } from "../../src/bundle/open.ts";
import { generateKeys, type KeyPair, signBundle } from "../../src/bundle/sign.ts";
import { verifyBundle } from "../../src/bundle/verify.ts";
import { planDigest } from "../../src/eval/digest.ts";
import { refunds } from "./sets.ts";

const { bundle, evaluator } = refunds();
const text = bundleText(bundle);
const met = new Set<BundleFaultCode>();

/** `code path` of each fault. */
function faults(opened: OpenedBundle | RefusedBundle): readonly string[] {
  if (opened.ok) return [];
  for (const { code } of opened.faults) met.add(code);
  for (const one of opened.faults)
    expect(one).toEqual({ code: one.code, path: one.path, found: expect.any(String), expected: expect.any(String) });
  return opened.faults.map(({ code, path }) => `${code} ${path}`.trim());
}

type Loose = { [member: string]: Loose } & Loose[] & string;

/** The bundle with an edit by somebody who can take digests, but not sign. */
function edited(edit: (bundle: Loose) => void): Bundle {
  const copy = JSON.parse(text) as Loose;
  edit(copy);
  const own = copy as unknown as Bundle;
  return seal({ ...own, plan_digest: planDigest(own.plan) });
}

const refund = (bundle: Loose): Loose => bundle["plan"]!["actions"]!["support.refunds.IssueRefund"]!;
const clause = (bundle: Loose, kind: string): Loose =>
  (refund(bundle)["clauses"] as unknown as Loose[]).find((one) => (one["effect"]!["kind"] as string) === kind)!;
const set = (record: Loose, member: string, value: unknown): void => {
  (record as Record<string, unknown>)[member] = value;
};
const editedFaults = (edit: (bundle: Loose) => void): readonly string[] => faults(openBundle(bundleText(edited(edit))));

describe("the file", () => {
  test("is opened as text, as bytes and as data, with a line feed at its end or none", () => {
    for (const document of [text, `${text}\n`, new TextEncoder().encode(text), JSON.parse(text)]) {
      const opened = openBundle(document);
      expect(opened).toMatchObject({ ok: true, bundle: { revision: 7 } });
      expect(opened.ok && opened.evaluator.digest).toBe(evaluator.digest);
    }
  });

  test.each([
    ["nothing", undefined, "unreadable"],
    ["a function", () => 1, "unreadable"],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff), "unreadable"],
    ["a number", 7, "not_a_bundle"],
    ["another JSON document", '{"name":"x"}', "not_a_bundle"],
    ["an empty text", "", "not_json"],
    ["a program", "export default {}", "not_json"],
    ["half of it", text.slice(0, text.length / 2), "truncated"],
    ["more than the bound", " ".repeat(MAX_BUNDLE_BYTES + 1), "too_large"],
    ["the same, laid out for people", JSON.stringify(bundle, null, 2), "not_canonical"],
    ["a member twice", text.replace('"bundle":"2"', '"bundle":"2","bundle":"2"'), "not_canonical"],
    [
      "members in another order",
      `{"set":${JSON.stringify(bundle.set)},${text.slice(1).replace(`,"set":${JSON.stringify(bundle.set)}`, "")}`,
      "not_canonical",
    ],
    ["two line feeds", `${text}\n\n`, "not_canonical"],
  ])("%s", (_, document, code) => {
    expect(faults(openBundle(document))).toEqual([code]);
  });

  test("data that throws, or never ends", () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    const circle: Record<string, unknown> = { bundle: "2" };
    circle["plan"] = circle;
    for (const document of [trap, circle]) expect(faults(openBundle(document))).toEqual(["unreadable"]);
  });

  test("what nests without end", () => {
    const deep = text.replace('"docs":{', `"docs":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)},`);
    expect(faults(openBundle(deep))).toEqual(["too_deep"]);
  });

  test("of another version, or for another language", () => {
    // The first of them is that of before, which carried no time zone.
    for (const version of ['"1"', '"3"', '"0"', "2", "null", '"2.0"'])
      expect(faults(openBundle(text.replace('"bundle":"2"', `"bundle":${version}`)))).toEqual([
        "unknown_version bundle",
      ]);
    expect(faults(openBundle({ ...bundle, language: "0" }))).toEqual(["unknown_language language"]);
  });

  test("edited by hand: the digest tells", () => {
    expect(faults(openBundle(text.replace('"500"', '"50000"')))).toEqual([expect.stringMatching(/^digest_mismatch/)]);
    const other = buildBundle(evaluator.plan, { files: [], revision: 7 });
    expect(faults(openBundle({ ...other, digest: bundle.digest }))).toEqual(["digest_mismatch digest"]);
    expect(faults(openBundle(seal({ ...bundle, plan_digest: bundle.digest })))).toEqual([
      "digest_mismatch plan_digest",
    ]);
  });
});

describe("what is asked of it", () => {
  const open = (options: object, document: unknown = text) => faults(openBundle(document, options));

  test("an older revision is refused, the same and a newer one are not", () => {
    expect(open({ at_least: 8 })).toEqual(["downgrade revision"]);
    expect(open({ at_least: 7 })).toEqual([]);
    expect(open({ at_least: 0 })).toEqual([]);
  });

  test("another policy set", () => {
    expect(open({ set: "org, sales" })).toEqual(["wrong_set set"]);
    expect(open({ set: bundle.set })).toEqual([]);
  });

  test("one that has expired, or whose time nobody can tell", () => {
    const expiring = bundleText(buildBundle(evaluator.plan, { files: [], expires: "2027-01-01T00:00:00Z" }));
    expect(open({}, expiring)).toEqual(["clock_needed expires"]);
    expect(open({ now: "2027-01-01T00:00:00Z" }, expiring)).toEqual(["expired expires"]);
    expect(open({ now: "2027-01-01T01:00:00+02:00" }, expiring)).toEqual([]);
  });

  test("an option that is misspelt or makes no sense is no check that was made", () => {
    for (const options of [
      { atLeast: 9 },
      { at_least: "9" },
      { at_least: -1 },
      { keys: ["k"] },
      { now: "today" },
      { set: 1 },
      null,
      7,
    ])
      expect(open(options as object)[0]).toMatch(/^bad_option/);
  });
});

describe("its parts", () => {
  test.each<[string, (bundle: Loose) => void, string]>([
    ["a member that is not known", (b) => set(b, "run", "alert(1)"), "unknown_member run"],
    ["a member that lacks", (b) => set(b, "docs", undefined), "missing_member docs"],
    ["a revision that is none", (b) => set(b, "revision", 7.5), "wrong_value revision"],
    ["another set than that of the plan", (b) => set(b, "set", "org"), "wrong_value set"],
    ["a plan without tiers", (b) => set(b["plan"]!, "tiers", []), "wrong_value plan.tiers"],
    ["a time zone that there is not", (b) => set(b["plan"]!, "timezone", "Mars/Base"), "wrong_value plan.timezone"],
    [
      "an action under another name",
      (b) => set(refund(b), "id", "x"),
      'wrong_value plan.actions["support.refunds.IssueRefund"].id',
    ],
    [
      "a name with a meaning of its own",
      (b) => Object.defineProperty(b["plan"]!["records"], "__proto__", { value: {}, enumerable: true }),
      "unsafe plan.records.__proto__",
    ],
    ["an effect that there is not", (b) => set(clause(b, "deny")["effect"]!, "kind", "allow"), "effect.kind"],
    ["a stratum that nobody runs", (b) => set(clause(b, "deny"), "stratum", 3), "stratum"],
    ["a stratum too late", (b) => set(clause(b, "score"), "stratum", 2), "stratum"],
    ["a tier that is not declared", (b) => set(clause(b, "tier")["effect"]!, "tier", "none"), "unknown_name"],
    ["points below zero", (b) => set(clause(b, "score")["effect"]!, "points", "-20"), "effect.points"],
    [
      "a role that is not declared",
      (b) => set(clause(b, "approve")["effect"]!, "requirement", { op: "seats", count: 1, role: "friend" }),
      "requirement.role",
    ],
    [
      "nobody of several",
      (b) => set(clause(b, "approve")["effect"]!, "requirement", { op: "and", parts: [] }),
      "requirement.parts",
    ],
    [
      "a seat for nobody",
      (b) => set(clause(b, "approve")["effect"]!, "requirement", { op: "seats", count: 0, role: "finance" }),
      "requirement.count",
    ],
    ["an operator that there is not", (b) => set(clause(b, "deny"), "fires", { op: "eval", code: "1" }), "fires.op"],
    ["an operator with a member too many", (b) => set(clause(b, "deny")["fires"]!, "js", "1"), "fires.js"],
    [
      "an input that is not declared",
      (b) => set(clause(b, "deny"), "fires", { op: "input", name: "nope" }),
      "fires.name",
    ],
    [
      "a field that no record has",
      (b) =>
        set(clause(b, "deny"), "fires", { op: "field", of: { op: "fact", name: "order" }, field: "nope", safe: false }),
      "fires.field",
    ],
    [
      "a local without a value",
      (b) => set(clause(b, "deny"), "fires", { op: "local", slot: 0, name: "x" }),
      "fires.slot",
    ],
    [
      "a slot that there is not",
      (b) =>
        set(clause(b, "deny"), "fires", {
          op: "any",
          slot: 99,
          binder: "x",
          source: { op: "ambient", name: "changes" },
          body: { op: "const", type: { kind: "bool" }, value: true },
        }),
      "fires.slot",
    ],
    [
      "a function with too few arguments",
      (b) =>
        set(clause(b, "deny"), "fires", {
          op: "call",
          fn: Object.keys(b["plan"]!["functions"]!)[0],
          args: [
            { op: "items", items: [] },
            { op: "items", items: [] },
            { op: "items", items: [] },
            { op: "items", items: [] },
          ],
        }),
      "fires.args",
    ],
    [
      "a constant that is none of its type",
      (b) => set(clause(b, "deny"), "fires", { op: "const", type: { kind: "bool" }, value: "yes" }),
      "fires.value",
    ],
    [
      "the tier, read before it is known",
      (b) =>
        set(clause(b, "score"), "fires", {
          op: "compare",
          cmp: ">=",
          as: "tier",
          left: { op: "ambient", name: "tier" },
          right: { op: "const", type: { kind: "tier" }, value: "low" },
        }),
      "wrong_order",
    ],
    [
      "a condition that nests without end",
      (b) => {
        let deep: object = { op: "const", type: { kind: "bool" }, value: true };
        for (let i = 0; i < 1200; i++) deep = { op: "not", operand: deep };
        set(clause(b, "deny"), "fires", deep);
      },
      "too_deep",
    ],
    ["unknown that helps", (b) => set(clause(b, "deny"), "onUnknown", "effect"), "onUnknown"],
    [
      "a clause under the name of another",
      (b) => (refund(b)["clauses"] as unknown as Loose[]).push(refund(b)["clauses"]!.at(-1)!),
      "wrong_value",
    ],
    ["clauses in another order", (b) => (refund(b)["clauses"] as unknown as Loose[]).reverse(), "wrong_order"],
    [
      "a let that reads itself",
      (b) => set(refund(b)["lets"]![0] as unknown as Loose, "value", { op: "let", name: "remaining" }),
      "wrong_order",
    ],
    [
      "a function that calls itself",
      (b) => {
        const [id, fn] = Object.entries(b["plan"]!["functions"]!)[0]!;
        set(fn as Loose, "params", []);
        set(fn as Loose, "body", { op: "call", fn: id, args: [] });
      },
      "plan.functions",
    ],
    ["an autopilot without a way back", (b) => set(refund(b), "rollback", null), "autonomy"],
    ["a rollback action that there is not", (b) => set(refund(b)["rollback"]!, "action", "x"), "rollback.action"],
    ["an environment that is not declared", (b) => set(refund(b), "open", ["moon"]), "open[0]"],
  ])("%s", (_, edit, words) => {
    const found = editedFaults(edit);
    expect(found.join("\n")).toContain(words);
  });

  test("at most fifty faults are told", () => {
    const many = editedFaults((b) => {
      for (const one of refund(b)["clauses"] as unknown as Loose[])
        for (const member of Object.keys(one)) set(one, member, {});
    });
    expect(many).toHaveLength(50);
  });

  test("a list of what does not belong there is left at the fiftieth, before any of it takes room", () => {
    const many = Array.from({ length: 1_000 }, () => 1);
    for (const found of [
      editedFaults((b) => set(refund(b), "clauses", many)),
      editedFaults((b) => set(clause(b, "deny"), "fires", { op: "or", parts: many })),
    ]) {
      expect(found).toHaveLength(50);
      expect(found.filter((one) => /\[\d{3}\]$/.test(one))).toEqual([]);
    }
  });

  test.each<[string, (bundle: Loose, nameless: unknown) => void, string]>([
    ["tier", (b, nameless) => set(b["plan"]!, "tiers", [[nameless]]), "plan.tiers[0]"],
    ["name of a let", (b, nameless) => set(refund(b)["lets"]![0]!, "name", nameless), "lets[0].name"],
    ["function", (b, nameless) => set(clause(b, "deny"), "fires", { op: "call", fn: nameless, args: [] }), "fires.fn"],
    ["stratum", (b, nameless) => set(clause(b, "deny"), "stratum", nameless), ".stratum"],
  ])("what is in the place of a %s is never made into text", (_, edit, path) => {
    const found = editedFaults((b) => edit(b, { toString: null, valueOf: null }));
    expect(found.filter((one) => one.endsWith(path))).toHaveLength(1);
  });

  test("what follows from the plan is made again by who has the compiler", () => {
    expect(derivedFaults(bundle)).toEqual([]);
    const lying = edited((b) => set(b["docs"]!["clauses"]!, Object.keys(bundle.docs.clauses)[0]!, "allowed, really"));
    expect(openBundle(bundleText(lying))).toMatchObject({ ok: true });
    expect(derivedFaults(lying)).toMatchObject([{ code: "wrong_value", path: "docs" }]);
    // These no loader parses.
    for (const member of ["schemas", "json_logic"]) {
      const other = edited((b) => set(b, member, member === "schemas" ? { ...bundle.schemas, context: "{" } : "{"));
      expect(openBundle(bundleText(other))).toMatchObject({ ok: true });
      expect(derivedFaults(other)).toMatchObject([{ code: "wrong_value", path: member }]);
    }
  });
});

describe("its signatures", () => {
  let ours: KeyPair;
  let theirs: KeyPair;
  let signed: Bundle;
  beforeAll(async () => {
    ours = await generateKeys();
    theirs = await generateKeys();
    signed = (await signBundle(bundle, ours.private_key))!;
  });
  const verify = async (document: unknown, keys: unknown = [ours.public_key], more: object = {}) =>
    faults(await verifyBundle(document, { keys, ...more } as Parameters<typeof verifyBundle>[1]));
  const header = (fields: object): string => Buffer.from(JSON.stringify(fields)).toString("base64url");
  const withHeader = (fields: object): Bundle => ({
    ...signed,
    signatures: [{ ...signed.signatures![0]!, protected: header(fields) }],
  });

  test("one by a trusted key is enough", async () => {
    const opened = await verifyBundle(bundleText(signed), { keys: [theirs.public_key, ours.public_key] });
    expect(opened).toMatchObject({ ok: true, signed_by: [ours.id] });
    const both = (await signBundle(signed, theirs.private_key))!;
    expect(await verify(bundleText(both))).toEqual([]);
    expect(await verifyBundle(bundleText(both), { keys: [theirs.public_key, ours.public_key] })).toMatchObject({
      signed_by: expect.arrayContaining([ours.id, theirs.id]),
    });
  });

  test("none, or none that is trusted", async () => {
    expect(await verify(text)).toEqual(["unsigned signatures"]);
    expect(await verify({ ...signed, signatures: [] })).toEqual(["wrong_value signatures"]);
    expect(await verify(bundleText(signed), [theirs.public_key])).toEqual(["unknown_key signatures"]);
  });

  test("a signature of another bundle, or of nothing", async () => {
    const other = seal({ ...bundle, revision: 9 });
    expect(await verify({ ...other, signatures: signed.signatures })).toEqual([
      "bad_signature signatures[0].signature",
    ]);
    expect(await verify({ ...signed, signatures: [{ ...signed.signatures![0]!, signature: "AAAA" }] })).toEqual([
      "bad_signature signatures[0].signature",
    ]);
    const forged = (await signBundle(bundle, theirs.private_key))!.signatures![0]!;
    const named = { ...forged, protected: signed.signatures![0]!.protected };
    expect(await verify({ ...signed, signatures: [named] })).toEqual(["bad_signature signatures[0].signature"]);
  });

  test("another algorithm, or anything more in the header", async () => {
    const good = { alg: "EdDSA", kid: ours.id, typ: "bylaw-bundle" };
    for (const fields of [
      { ...good, alg: "none" },
      { ...good, alg: "HS256" },
      { ...good, typ: "JWT" },
      { ...good, crit: ["b64"], b64: false },
      { ...good, jwk: { kty: "OKP" } },
      { alg: "EdDSA", typ: "bylaw-bundle" },
    ])
      expect(await verify(withHeader(fields))).toEqual(["wrong_algorithm signatures[0].protected"]);
  });

  test("keys that are none, and none at all", async () => {
    expect(await verify(bundleText(signed), ["not a key"])).toEqual(["bad_key options.keys[0]"]);
    expect(await verify(bundleText(signed), [ours.private_key])).toEqual(["bad_key options.keys[0]"]);
    for (const keys of [[], null, "pem", [7]])
      expect((await verify(bundleText(signed), keys))[0]).toMatch(/^bad_option/);
  });

  test("a signed bundle is still refused when it is too old", async () => {
    expect(await verify(bundleText(signed), [ours.public_key], { at_least: 8 })).toEqual(["downgrade revision"]);
  });

  test("what is no key signs nothing", async () => {
    expect(await signBundle(bundle, ours.public_key)).toBeNull();
    expect(await signBundle(bundle, "nonsense")).toBeNull();
  });
});

test("every code is met here, and told of in the reference", () => {
  expect(BUNDLE_FAULTS.filter((code) => !met.has(code))).toEqual([]);
  const page = readFileSync(new URL("../../docs/reference/bundle.md", import.meta.url), "utf8");
  expect(BUNDLE_FAULTS.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
});
