/** Each command as its user meets it: the built program, in a folder of its own. */
import { readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT, EXIT_HELP } from "../../src/tools/cli/exit-codes.ts";
import { commands } from "../../src/tools/cli/registry.ts";
import { type Ran, ROOT, workplace } from "../support/workplace.ts";

const place = workplace();
beforeAll(() => {
  expect(place.bylaw(["init", "shop"])).toMatchObject({ code: 0, err: "" });
});
afterAll(place.remove);

const set = ["--policy", "shop"];
const context = ["--context", "shop/examples/refund.context.json"];
const refund = "shop/examples/refund.json";
const page = readFileSync(join(ROOT, "docs/howto/command-line.md"), "utf8");
const json = (text: string): unknown => JSON.parse(text);

describe("every command", () => {
  for (const command of commands) {
    test(`${command.name} has help with an example, a docs entry and a test`, () => {
      const { code, out, err } = place.bylaw([command.name, "--help"]);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("Examples:");
      for (const example of command.examples) expect(out).toContain(`$ ${example.command}`);
      expect(out).toContain("--json");
      expect(page).toContain(`bylaw ${command.name}`);
      const folder = new URL(".", import.meta.url);
      const tests = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
      expect(tests.join("\n")).toContain(`describe("${command.name}"`);
    });
  }

  test("is listed by --help, unless it is for those who work on Bylaw", () => {
    const { out } = place.bylaw(["--help"]);
    for (const command of commands) {
      const listed = new RegExp(`^ {2}${command.name}\\b`, "m").test(out);
      expect([command.name, listed]).toEqual([command.name, !command.hidden]);
    }
  });
});

describe("the program", () => {
  test("prints its version", () => {
    const about = json(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(place.bylaw(["--version"])).toEqual({ code: 0, out: `${about.version}\n`, err: "" });
  });

  test("without a command shows help", () => {
    expect(place.bylaw([])).toMatchObject({ code: 0, err: "" });
  });

  test.each([
    [["frobnicate"], "unknown command"],
    [["chekc"], "check"],
    [["check", "--jsn"], "--json"],
    [["decide"], "missing required argument"],
    [["check", "shop", "--today", "2026-02-30"], "There is no date"],
    [["schema"], "Which schema"],
    [["schema", "--decision", "--context"], "more than one"],
  ])("a wrong command line: %j", (args, words) => {
    const { code, out, err } = place.bylaw(args);
    expect([code, out]).toEqual([EXIT.usage, ""]);
    expect(err).toContain(words);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  test("documents its exit codes", () => {
    expect(place.bylaw(["--help"]).out).toContain(EXIT_HELP);
    for (const code of Object.values(EXIT)) expect(page).toContain(`| ${code} |`);
  });

  test("colours on a terminal only, or when asked", () => {
    place.write("broken.bylaw", "policy a\nrecord A { x: nope }\n");
    const coloured = (env: NodeJS.ProcessEnv): boolean =>
      place.bylaw(["check", "broken.bylaw"], { env }).out.includes("\u001b[");
    expect(coloured({})).toBe(false);
    expect(coloured({ FORCE_COLOR: "1" })).toBe(true);
    expect(coloured({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
    expect(coloured({ FORCE_COLOR: "0" })).toBe(false);
    expect(coloured({ NO_COLOR: "1" })).toBe(false);
  });
});

describe("init", () => {
  test("writes a policy that checks without a word and passes with every clause fired", () => {
    expect(place.bylaw(["check", "shop", "--strict"])).toMatchObject({ code: 0, err: "" });
    const ran = place.bylaw(["test", "shop"]);
    expect(ran.out).toContain("0 failed");
    expect(ran.code).toBe(0);
  });

  test("what it says to try next works", () => {
    const other = workplace();
    const { out } = other.bylaw(["init"]);
    const lines = out.split("\n").filter((line) => line.startsWith("  bylaw "));
    expect(lines).toHaveLength(4);
    for (const line of lines) expect([0, EXIT.review], line).toContain(other.shell(line).code);
    other.remove();
  });

  test("its gate carries a refund out and undoes it, by the commands that it says come next", {
    timeout: 120_000,
  }, () => {
    const next = ({ out }: Ran): string =>
      out
        .split("\n")
        .find((line) => line.startsWith("  bylaw "))!
        .trim();
    const proposed = place.bylaw(["propose", "shop/examples/refund.json", "--gate", "shop", "--as", "agent:support-7"]);
    expect([proposed.code, proposed.err]).toEqual([EXIT.review, ""]);
    const approved = place.shell(next(proposed));
    expect(approved.out).toContain("user:leo, as Support team leads");
    const committed = place.shell(next(approved));
    expect(json(place.shell("cat shop/orders.json").out)).toMatchObject({
      "o-1881": { refunded: { amount: "120.00" } },
    });
    const reverting = place.shell(next(committed).replace("REASON", "'wrong order'"));
    expect(reverting.code).toBe(EXIT.review);
    const agreed = place.shell(next(reverting));
    expect(agreed.out).toContain("user:fay, as Finance operations");
    expect(place.shell(next(agreed).replace("PERSON", "user:olga"))).toMatchObject({ code: EXIT.ok, err: "" });
    expect(json(place.shell("cat shop/orders.json").out)).toMatchObject({ "o-1881": { refunded: { amount: "0.00" } } });
  });

  test("never writes over a file", () => {
    const before = readFileSync(join(place.folder, "shop/refunds.bylaw"), "utf8");
    const { code, err } = place.bylaw(["init", "shop"]);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain("shop/refunds.bylaw");
    expect(readFileSync(join(place.folder, "shop/refunds.bylaw"), "utf8")).toBe(before);
  });

  test("prints JSON", () => {
    expect(json(place.bylaw(["init", "other", "--json"]).out)).toMatchObject({ folder: "other" });
  });

  test("takes back what it wrote when it cannot write all", () => {
    place.write("blocked/examples", "a file where a folder should be");
    const { code, err } = place.bylaw(["init", "blocked"]);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain("cannot write");
    expect(place.shell("ls blocked").out).toBe("examples\n");
  });
});

describe("check", () => {
  test("shows faults as text, JSON and SARIF, and fails", () => {
    place.write("bad/a.bylaw", "policy a\nrecord A { x: nope }\n");
    const text = place.bylaw(["check", "bad"]);
    expect([text.code, text.err]).toEqual([EXIT.findings, ""]);
    expect(text.out).toContain("a.bylaw:2:15");
    const report = json(place.bylaw(["check", "bad", "--json"]).out) as { counts: { errors: number } };
    expect(report.counts.errors).toBeGreaterThan(0);
    const sarif = place.bylaw(["check", "bad", "--sarif"]).out;
    expect(sarif).toContain('"uri": "bad/a.bylaw"');
  });

  test("a folder without rules is no success", () => {
    place.write("empty/readme.txt", "nothing");
    expect(place.bylaw(["check", "empty"])).toMatchObject({ code: EXIT.usage });
  });

  test("broken UTF-8 is named with its place", () => {
    place.write("latin/a.bylaw", Buffer.from('policy a\nrole x "M\xfcller"\n', "latin1"));
    const { code, err } = place.bylaw(["check", "latin"]);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain("0xfc at offset 18 (line 2)");
  });

  test("links that lead around are followed once", () => {
    place.write("loop/a.bylaw", "policy a\n");
    place.write("loop/inner/b.bylaw", "policy b\n");
    symlinkSync("..", join(place.folder, "loop/inner/up"));
    symlinkSync(".", join(place.folder, "loop/self"));
    expect(place.bylaw(["check", "loop"]).out).toContain("2 files");
  });

  test("a rule file that cannot be read is not left out", () => {
    place.write("dangling/a.bylaw", "policy a\n");
    symlinkSync("nowhere", join(place.folder, "dangling/b.bylaw"));
    symlinkSync("c.bylaw", join(place.folder, "dangling/c.bylaw"));
    expect(place.bylaw(["check", "dangling"])).toMatchObject({ code: EXIT.usage });
  });

  test("a file of four megabytes and one of ten are answered", () => {
    place.write("big/a.bylaw", `policy a\n// ${"x".repeat(10_000_000)}\n`);
    const { code, out, err } = place.bylaw(["check", "big"]);
    expect(code).toBe(EXIT.findings);
    expect(out + err).not.toMatch(/^ {4}at /m);
  });

  test("a reader that goes away is no fault", () => {
    place.write(
      "many/a.bylaw",
      `policy a\n${Array.from({ length: 3000 }, (_, i) => `record R${i} { x: nope${i} }`).join("\n")}\n`,
    );
    const { out, err } = place.shell("bylaw check many --json | head -c 100");
    expect(out).toHaveLength(100);
    expect(err).toBe("");
  });
});

describe("test", () => {
  const fixture = (expect: string): string => `given:
  now: 2026-11-17T10:15:00Z
  action: shop.refunds.IssueRefund
  environment: prod
  requester: { id: "user:ann", kind: person }
  inputs: { order_id: o-1881, amount: 20 USD }
  changes: [{ target: { type: Order, id: o-1881 }, field: refunded, old: 0 USD, new: 20 USD }]
  facts: { order: { id: o-1881, status: paid, total: 1000 USD, refunded: 0 USD } }
  history: []
  usage: []
cases:
  - name: one
    expect: ${expect}
`;

  test("passes, and names what passed", () => {
    const { code, out } = place.bylaw(["test", "shop", "--verbose"]);
    expect(code).toBe(0);
    expect(out).toContain("a small refund is made at once");
  });

  test("a failure says what was expected, what came, and which clause made it so", () => {
    place.write("shop/failing.test.yaml", fixture("{ outcome: deny, tier: high }"));
    const { code, out, err } = place.bylaw(["test", "shop/failing.test.yaml"]);
    expect([code, err]).toEqual([EXIT.findings, ""]);
    expect(out).toContain("expected  deny");
    expect(out).toContain("came      allow");
    const report = json(place.bylaw(["test", "shop/failing.test.yaml", "--json"]).out);
    expect(report).toMatchObject({ passed: false, counts: { passed: 0, failed: 1 } });
    const junit = place.bylaw(["test", "shop/failing.test.yaml", "--junit"]).out;
    expect(junit).toContain('<testsuite name="shop/failing.test.yaml" tests="1" failures="1" errors="0">');
    place.shell("rm shop/failing.test.yaml");
  });

  test("--strict fails for a clause that never fires", () => {
    place.write("half/refunds.bylaw", readFileSync(join(place.folder, "shop/refunds.bylaw"), "utf8"));
    place.write("half/a.test.yaml", fixture("{ outcome: allow }"));
    expect(place.bylaw(["test", "half"]).code).toBe(0);
    const { code, out } = place.bylaw(["test", "half", "--strict"]);
    expect(code).toBe(EXIT.findings);
    expect(out).toContain("Never fired");
    expect(out).toContain("shop.refunds.IssueRefund.over_refund");
  });

  test("no fixtures is no success", () => {
    expect(place.bylaw(["test", "empty"])).toMatchObject({ code: EXIT.usage });
  });
});

describe("decide", () => {
  test("says the outcome by its exit code", () => {
    const { code, out, err } = place.bylaw(["decide", refund, ...set, ...context]);
    expect([code, err]).toEqual([EXIT.review, ""]);
    expect(out).toMatch(/^review {2}tier medium/);
  });

  test("reads standard input, and prints the whole decision", () => {
    const input = readFileSync(join(place.folder, refund), "utf8");
    const { code, out } = place.bylaw(["decide", "-", ...set, ...context, "--json"], { input });
    expect(code).toBe(EXIT.review);
    expect(json(out)).toMatchObject({ outcome: "review", reviewers: { people: 1, sets: [{ support_lead: 1 }] } });
  });

  test("takes the parts of the context from files of their own", () => {
    place.write(
      "facts.json",
      '{"order":{"id":"o-1881","status":"cancelled","total":{"amount":"200.00","currency":"USD"},"refunded":{"amount":"0.00","currency":"USD"}}}',
    );
    place.write("history.json", "[]");
    place.write("usage.json", "[]");
    place.write("directory.json", '{"principals":{"user:lea":{"roles":["support_lead"]}}}');
    const parts = [
      "--facts",
      "facts.json",
      "--history",
      "history.json",
      "--usage",
      "usage.json",
      "--directory",
      "directory.json",
    ];
    const { code, out } = place.bylaw(["decide", refund, ...set, ...parts, "--now", "2026-11-17T10:15:00Z", "--json"]);
    expect(code).toBe(EXIT.deny);
    expect(json(out)).toMatchObject({ decided_at: "2026-11-17T10:15:00.000Z".replace(".000", "") });
  });

  test("without facts it holds", () => {
    expect(place.bylaw(["decide", refund, ...set, "--now", "2026-11-17T10:15:00Z"]).code).toBe(EXIT.hold);
  });

  test.each([
    ["not JSON", "{"],
    ["an empty file", ""],
    ["a list", "[]"],
    ["two equal keys", '{"id":"a","id":"b"}'],
    ["__proto__", '{"__proto__":{"outcome":"allow"}}'],
    [
      "an action nobody declared",
      '{"id":"a","action":"x.Y","environment":"prod","requester":{"id":"user:a","kind":"person"}}',
    ],
    ["nested without end", "[".repeat(100_000)],
  ])("a change set that is %s is denied, with a page", (_, text) => {
    place.write("cs.json", text);
    const { code, out, err } = place.bylaw(["decide", "cs.json", ...set, ...context]);
    expect([code, err]).toEqual([EXIT.deny, ""]);
    expect(out).toMatch(/misfit/);
    expect(place.bylaw(["explain", "cs.json", ...set, ...context]).code).toBe(EXIT.deny);
  });

  test("rules with faults decide nothing", () => {
    const { code, out, err } = place.bylaw(["decide", refund, "--policy", "bad", ...context]);
    expect([code, out]).toEqual([EXIT.findings, ""]);
    expect(err).toContain("Nothing was decided");
  });

  test.each([
    ["a file that is not there", ["nope.json", ...set], "There is nothing at this path"],
    ["a folder", ["shop", ...set], "It is a folder"],
    ["facts that are not JSON", [refund, ...set, "--facts", "shop/refunds.bylaw"], "shop/refunds.bylaw:1:1"],
    ["a context that is a list", [refund, ...set, "--context", "history.json"], "does not hold a context"],
    ["a policy folder that is not there", [refund, "--policy", "nope"], "There is nothing at this path"],
  ])("%s", (_, args, words) => {
    const { code, out, err } = place.bylaw(["decide", ...args]);
    expect([code, out]).toEqual([EXIT.usage, ""]);
    expect(err).toContain(words);
    expect(err).toContain("Help:");
  });

  test("the same input gives the same bytes", () => {
    const once = place.bylaw(["decide", refund, ...set, ...context, "--json"]).out;
    expect(place.bylaw(["decide", refund, ...set, ...context, "--json"]).out).toBe(once);
  });
});

describe("explain", () => {
  test("shows a page, in Markdown too", () => {
    const { code, out, err } = place.bylaw(["explain", refund, ...set, ...context]);
    expect([code, err]).toEqual([EXIT.review, ""]);
    expect(out).toContain("120.00 USD");
    expect(out).toContain("Support team leads");
    expect(place.bylaw(["explain", refund, ...set, ...context, "--markdown"]).out).toMatch(/^#/);
  });

  test("prints JSON", () => {
    const out = json(place.bylaw(["explain", refund, ...set, ...context, "--json"]).out);
    expect(out).toMatchObject({ decision: { outcome: "review" }, page: expect.stringContaining("IssueRefund") });
  });
});

describe("replay", () => {
  // What it does with logs of all kinds is tried in replay.test.ts.
  test("counts the decisions of a log, as text and as JSON", () => {
    const example = (name: string): unknown => json(readFileSync(join(place.folder, "shop/examples", name), "utf8"));
    const line = { change_set: example("refund.json"), context: example("refund.context.json") };
    place.write("log.jsonl", `${JSON.stringify(line)}\n`);
    const { code, out } = place.bylaw(["replay", "log.jsonl", ...set]);
    expect([code, out.split("\n")[0]]).toEqual([EXIT.ok, "1 change set decided."]);
    const counts = json(place.bylaw(["replay", "log.jsonl", ...set, "--json"]).out);
    expect(counts).toMatchObject({ decided: 1, outcomes: { review: 1 } });
  });
});

describe("schema", () => {
  test.each(["--decision", "--context", "--change-set"])("%s", (flag) => {
    const { code, out } = place.bylaw(["schema", flag]);
    expect(code).toBe(0);
    expect(json(out)).toHaveProperty("$schema");
  });

  test("of an action, by its whole name or its last part", () => {
    const whole = place.bylaw(["schema", "shop.refunds.IssueRefund", ...set]);
    expect(whole.code).toBe(0);
    expect(place.bylaw(["schema", "IssueRefund", ...set]).out).toBe(whole.out);
    expect(whole.out).toContain("order_id");
  });

  test("names the nearest action", () => {
    const { code, err } = place.bylaw(["schema", "IsueRefund", ...set]);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain("Did you mean `IssueRefund`?");
  });
});

describe("build", () => {
  test("writes a bundle that decides as the rules do", () => {
    const built = place.bylaw(["build", "shop", "--revision", "3", "-o", "shop.bundle.json"]);
    expect(built).toMatchObject({ code: 0, err: "" });
    expect(built.out).toContain("revision 3, not signed");
    const byRules = place.bylaw(["decide", refund, ...set, ...context, "--json"]);
    expect(place.bylaw(["decide", refund, "--bundle", "shop.bundle.json", ...context, "--json"])).toEqual(byRules);
    const page = place.bylaw(["explain", refund, ...set, ...context]);
    expect(place.bylaw(["explain", refund, "--bundle", "shop.bundle.json", ...context])).toEqual(page);
  });

  test("prints it where no file is named, and says in JSON what it wrote", () => {
    const { out } = place.bylaw(["build", "shop", "--revision", "3"]);
    const { out: report } = place.bylaw(["build", "shop", "--revision", "3", "-o", "again.json", "--json"]);
    expect(readFileSync(join(place.folder, "again.json"), "utf8")).toBe(out);
    expect(json(report)).toMatchObject({
      file: "again.json",
      revision: 3,
      digest: (json(out) as { digest: string }).digest,
    });
  });

  test("a refused bundle decides nothing", () => {
    const text = readFileSync(join(place.folder, "shop.bundle.json"), "utf8");
    place.write("edited.json", text.replace('"tier":"high"', '"tier":"low"'));
    const { code, out, err } = place.bylaw(["decide", refund, "--bundle", "edited.json", ...context]);
    expect([code, out]).toEqual([EXIT.findings, ""]);
    expect(err).toContain("error[digest_mismatch]");
    const old = place.bylaw(["decide", refund, "--bundle", "shop.bundle.json", "--at-least", "4", ...context]);
    expect([old.code, old.err]).toEqual([EXIT.findings, expect.stringContaining("error[downgrade]")]);
    expect(place.bylaw(["decide", refund, ...set, "--at-least", "4", ...context]).code).toBe(EXIT.usage);
  });

  test("rules with faults, a revision that is none and a time without offset build nothing", () => {
    place.write("faulty/a.bylaw", "policy a\nrecord A { x: nope }\n");
    expect(place.bylaw(["build", "faulty"])).toMatchObject({ code: EXIT.findings, out: "" });
    expect(place.bylaw(["build", "shop", "--revision", "x"])).toMatchObject({ code: EXIT.usage, out: "" });
    expect(place.bylaw(["build", "shop", "--expires", "2027-01-01"])).toMatchObject({ code: EXIT.usage, out: "" });
  });
});

describe("keys", () => {
  test("makes a pair that nobody else may read, and never writes over one", () => {
    const made = place.bylaw(["keys", "release", "--json"]);
    expect(json(made.out)).toMatchObject({ files: ["release.key.pem", "release.pub.pem"] });
    expect(statSync(join(place.folder, "release.key.pem")).mode & 0o777).toBe(0o600);
    expect(place.bylaw(["keys", "release"])).toMatchObject({ code: EXIT.usage, out: "" });
  });
});

describe("verify", () => {
  test("takes what a trusted key signed, and nothing else", () => {
    place.bylaw(["keys", "trusted"]);
    place.bylaw(["keys", "other"]);
    const build = ["build", "shop", "--revision", "7", "--sign", "trusted.key.pem"];
    expect(place.bylaw([...build, "-o", "signed.json"]).out).toContain("1 signature");
    const verify = (...flags: string[]) => place.bylaw(["verify", "signed.json", ...flags]);
    expect(verify("--key", "trusted.pub.pem").out).toContain("signed by ");
    expect(json(verify("--key", "trusted.pub.pem", "--json").out)).toMatchObject({ ok: true, revision: 7, faults: [] });
    expect(verify("--key", "other.pub.pem")).toMatchObject({
      code: EXIT.findings,
      out: expect.stringContaining("error[unknown_key]"),
    });
    expect(verify("--key", "trusted.pub.pem", "--at-least", "8").out).toContain("error[downgrade]");
    expect(verify("--key", refund).out).toContain("error[bad_key]");
    const decide = (key: string) =>
      place.bylaw(["decide", refund, "--bundle", "signed.json", "--key", key, ...context]);
    expect(decide("trusted.pub.pem").code).toBe(EXIT.review);
    expect(decide("other.pub.pem")).toMatchObject({ code: EXIT.findings, out: "" });
    expect(place.bylaw([...build.slice(0, -1), "trusted.pub.pem"])).toMatchObject({ code: EXIT.usage, out: "" });
  });
});

describe("parse", () => {
  test("prints the tree", () => {
    const { code, out } = place.bylaw(["parse", "shop/refunds.bylaw"]);
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({ kind: "policy" });
  });
});

describe("plan", () => {
  test("prints the plan and its digest", () => {
    const { code, out } = place.bylaw(["plan", "shop"]);
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({ digest: expect.stringMatching(/^sha256:/), plan: { language: "1" } });
  });
});
