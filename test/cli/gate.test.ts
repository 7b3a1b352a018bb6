/** The commands of a gate, as people type them: the built program, over the gate that the entitlement rules ship with. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { EXIT } from "../../src/tools/cli/exit-codes.ts";
import { runProgram } from "../../src/tools/cli/program.ts";
import { type Ran, workplace } from "../support/workplace.ts";

const place = workplace({ rules: true });
afterAll(place.remove);
const home = "rules/entitlements/gate";
const agent = "agent:growth-2";

/** In this process, which is a quarter of the time; what only a process of its own has (its input, its environment) is tried by it. */
async function bylaw(...args: readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await runProgram(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: { out: false, err: false },
    width: 100,
    now: () => new Date().toISOString(),
  });
  return { code, out, err };
}
const inside = (path: string): string => join(place.folder, path);
/** Files are named as in the folder. */
const as = (principal: string, ...args: readonly string[]): Promise<Ran> =>
  bylaw(...args.map((one) => (one.endsWith(".json") ? inside(one) : one)), "--gate", inside(home), "--as", principal);
interface Told {
  readonly ok: boolean;
  readonly code?: string;
  readonly proposal: {
    readonly id: string;
    readonly status: string;
    readonly revision: number;
    readonly acts: readonly unknown[];
  };
}
const answer = ({ out }: Ran): Told => JSON.parse(out) as Told;
const changeSet = (id: string, ...accounts: readonly string[]): string =>
  place.shell(`node ${home}/agent.mjs ${id} ${accounts.join(" ")}`).out;

/** A fresh store and fresh accounts. */
const accounts = readFileSync(join(place.folder, home, "records/accounts.json"), "utf8");
function anew(): void {
  rmSync(join(place.folder, home, ".bylaw"), { recursive: true, force: true });
  place.write(`${home}/records/accounts.json`, accounts);
}

async function proposed(id: string, ...ids: readonly string[]): Promise<string> {
  place.write("cs.json", changeSet(id, ...(ids.length === 0 ? ["a-1"] : ids)));
  const ran = await as(agent, "propose", "cs.json", "-q");
  expect([ran.code, ran.err]).toEqual([EXIT.review, ""]);
  return ran.out.trim();
}

describe("propose", () => {
  beforeAll(anew);
  test("tells the outcome by text, exit code and JSON, and makes its store", async () => {
    place.write("cs.json", changeSet("one", "a-1"));
    const ran = await as(agent, "propose", "cs.json");
    expect([ran.code, ran.err]).toEqual([EXIT.review, ""]);
    expect(ran.out).toContain("• open    1 from Product owners: user:pia");
    expect(existsSync(join(place.folder, home, ".bylaw/gate.db"))).toBe(true);
    const again = await as(agent, "propose", "cs.json", "--json");
    expect(again.code).toBe(EXIT.review);
    expect(answer(again)).toMatchObject({
      ok: true,
      proposal: { status: "in_review", change_set: { id: "one" } },
      decision: { outcome: "review" },
    });
    expect(ran.out).toContain(answer(again).proposal.id);
  });

  test("reads standard input", async () => {
    const ran = place.bylaw(["propose", "-", "--gate", home, "--as", agent, "-q"], {
      input: changeSet("piped", "a-2"),
    });
    expect(ran).toMatchObject({ code: EXIT.review, err: "" });
    expect(ran.out).toMatch(/^pr_[0-9A-Z]{26}\n$/);
  });

  test("a denial says why, and has its exit code", async () => {
    place.write("cs.json", changeSet("suspended", "a-3"));
    const ran = await as(agent, "propose", "cs.json");
    expect(ran.code).toBe(EXIT.deny);
    expect(ran.out).toContain("The rules deny it");
    expect(ran.out).toContain("suspended and closed accounts get nothing");
  });

  test.each([
    ["nobody", ["propose", "cs.json", "--gate", home], EXIT.usage, "Nobody is named who acts"],
    [
      "a stranger",
      ["propose", "cs.json", "--gate", home, "--as", "user:eve"],
      EXIT.refused,
      "refused[unknown_principal]",
    ],
    [
      "another than the requester",
      ["propose", "named.json", "--gate", home, "--as", "user:pia"],
      EXIT.refused,
      "refused[requester_mismatch]",
    ],
    ["what is no JSON", ["propose", "broken.json", "--gate", home, "--as", agent], EXIT.refused, "refused[malformed]"],
    ["a file that is not there", ["propose", "none.json", "--gate", home, "--as", agent], EXIT.usage, "cannot read"],
    [
      "no gate",
      ["propose", "cs.json", "--gate", "nowhere.yaml", "--as", agent],
      EXIT.usage,
      "no gate configuration at nowhere.yaml",
    ],
  ])("%s is refused", async (_, args, code, words) => {
    place.write("broken.json", "{");
    place.write(
      "named.json",
      JSON.stringify({ ...JSON.parse(changeSet("named", "a-1")), requester: { id: agent, kind: "agent" } }),
    );
    const ran = place.bylaw(args);
    expect([ran.code, ran.out]).toEqual([code, ""]);
    expect(ran.err).toContain(words);
  });

  test("who acts and which gate may come from the environment", async () => {
    place.write("cs.json", changeSet("env", "a-1"));
    const ran = place.bylaw(["propose", "cs.json"], {
      env: { BYLAW_GATE: `${home}/gate.yaml`, BYLAW_PRINCIPAL: agent },
    });
    expect(ran.code).toBe(EXIT.review);
  });
});

describe("show", () => {
  beforeAll(anew);
  test("shows all of it, by id, by a start or an end of it, by the change set", async () => {
    const id = await proposed("two", "a-1", "a-2");
    const { out, code } = await as("user:pia", "show", id);
    expect(code).toBe(0);
    for (const words of ["IMPACT", "QUOTAS", "CHANGES", "WHY", "NEXT", "Account a-2", "pilot of the new", "tier high"])
      expect(out).toContain(words);
    for (const typed of [id.slice(0, 12), id.slice(-8).toLowerCase(), "two"])
      expect((await as("user:pia", "show", typed)).out).toBe(out);
    expect(answer(await as("user:pia", "show", id, "--json")).proposal.id).toBe(id);
  });

  test("what could be several is asked about; what is none is refused", async () => {
    await proposed("three");
    const several = await as("user:pia", "show", "pr_0");
    expect([several.code, several.err]).toEqual([EXIT.usage, expect.stringContaining("could be 2 proposals")]);
    expect(several.err).toContain("(three)");
    expect((await as("user:pia", "show", "nothing")).err).toContain("refused[not_found]");
    expect((await as("user:pia", "show", "x")).code).toBe(EXIT.refused);
  });

  test("what strangers wrote cannot move the cursor", async () => {
    const hostile = JSON.parse(changeSet("h", "a-1")) as { id: string; inputs: { note: string } };
    hostile.id = "x\u001b[2J'\u202e; rm -rf";
    place.write("cs.json", JSON.stringify(hostile));
    const id = (await as(agent, "propose", "cs.json", "-q")).out.trim();
    await as("user:pia", "question", id, "-m", "why\u001b]0;owned\u0007?\nNEXT\n  rm -rf /");
    const { out } = await as("user:pia", "show", id);
    expect(out).toContain("x\\u{1b}[2J'\\u{202e}; rm -rf");
    expect(out).toContain("why\\u{1b}]0;owned\\u{7}?\\nNEXT\\n");
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
  });
});

describe("inbox", () => {
  beforeAll(anew);
  test("holds what somebody could decide, and with --all what they may see", async () => {
    const id = await proposed("four");
    expect((await as("user:pia", "inbox")).out).toContain(id);
    expect((await as("user:gwen", "inbox")).out).toContain("Nothing waits for user:gwen");
    expect((await as("user:gwen", "inbox", "--all")).out).toContain(id);
    expect((await as("user:gwen", "inbox", "--status", "committed")).out).toContain("Nothing");
    const listed = JSON.parse((await as("user:pia", "inbox", "--json")).out) as {
      proposals: { id: string }[];
      next: unknown;
    };
    expect([listed.proposals.map((one) => one.id), listed.next]).toEqual([[id], null]);
  });

  test("goes on page by page", async () => {
    await proposed("five");
    const first = JSON.parse((await as("user:pia", "inbox", "--all", "--limit", "1", "--json")).out) as {
      next: string;
    };
    expect((await as("user:pia", "inbox", "--all", "--limit", "1")).out).toContain(`--all --after ${first.next}`);
    expect((await as("user:pia", "inbox", "--all", "--limit", "1", "--after", first.next)).out).toContain("four");
    expect(await as("user:pia", "inbox", "--limit", "none")).toMatchObject({ code: EXIT.usage });
  });
});

describe("approve", () => {
  beforeAll(anew);
  test("takes a seat; the agent's owner, a stale revision and another's role do not", async () => {
    const id = await proposed("six");
    const owner = await as("user:gwen", "approve", id);
    expect([owner.code, owner.out]).toEqual([EXIT.refused, ""]);
    expect(owner.err).toContain("refused[owner]");
    expect(answer(await as("user:gwen", "approve", id, "--json"))).toMatchObject({ ok: false, code: "owner" });
    expect((await as("user:pia", "approve", id, "--revision", "2")).err).toContain("refused[stale_revision]");
    expect((await as("user:pia", "approve", id, "--role", "security")).err).toContain("refused[role_not_held]");
    expect((await as("user:pia", "approve", id, "-m", "fits", "--role", "product_owner")).out).toContain(
      "agreed  user:pia, as Product owners",
    );
    expect(answer(await as("user:sam", "approve", id, "--json")).proposal.status).toBe("approved");
  });
});

describe("reject", () => {
  test("blocks, needs a reason, and is withdrawn by its author", async () => {
    const id = await proposed("seven");
    expect((await as("user:pia", "reject", id)).err).toContain("refused[missing_reason]");
    expect((await as("user:pia", "reject", id, "-m", "not these")).out).toContain("rejected by user:pia: not these");
    expect((await as("user:pia", "withdraw", id, "--act")).out).toContain("People have to agree first");
  });
});

describe("question", () => {
  test("holds until it is answered", async () => {
    const id = await proposed("eight");
    expect((await as("user:sam", "question", id, "-m", "why a-1?")).out).toContain("question 0 of user:sam: why a-1?");
  });
});

describe("answer", () => {
  test("answers the only open question, or the one that is named", async () => {
    expect((await as("user:pia", "answer", "eight", "-m", "because")).err).toContain("refused[not_permitted]");
    expect((await as(agent, "answer", "eight", "--question", "3", "-m", "because")).err).toContain(
      "refused[no_question]",
    );
    expect(answer(await as(agent, "answer", "eight", "-m", "it asked", "--json")).proposal.status).toBe("in_review");
    expect((await as(agent, "answer", "eight", "-m", "again")).err).toContain("refused[no_question]");
  });
});

describe("revise", () => {
  test("replaces the change set, and ends the approvals", async () => {
    anew();
    const id = await proposed("nine");
    await as("user:pia", "approve", id);
    place.write("cs.json", changeSet("nine", "a-1", "a-2"));
    const ran = await as(agent, "revise", id, "cs.json", "--revision", "1");
    expect(ran.code).toBe(EXIT.review);
    expect(ran.out).toContain("not counted  user:pia");
    expect(ran.out).toContain("--revision 2");
    expect((await as(agent, "revise", id, "cs.json", "--revision", "1")).err).toContain("refused[stale_revision]");
  });
});

describe("withdraw", () => {
  test("ends a proposal, by whom it belongs to", async () => {
    expect((await as("user:pia", "withdraw", "nine")).code).toBe(EXIT.refused);
    expect((await as(agent, "withdraw", "nine", "-m", "no longer wanted")).out).toContain("STATUS  withdrawn");
    expect((await as("user:pia", "approve", "nine")).err).toContain("refused[closed]");
  });
});

describe("override", () => {
  test("is for whoever the configuration permits it", async () => {
    anew();
    const id = await proposed("ten");
    const args = ["override", id, "--role", "ops", "-m", "nobody reachable"];
    expect((await as("user:olga", ...args)).err).toContain("refused[not_permitted]");
    const text = readFileSync(join(place.folder, home, "gate.yaml"), "utf8");
    place.write(`${home}/open.yaml`, text.replace("permissions:", "permissions:\n  override: { roles: [ops] }"));
    const ran = await bylaw(...args, "--gate", inside(`${home}/open.yaml`), "--as", "user:olga");
    expect([ran.code, ran.err]).toEqual([0, ""]);
    expect(ran.out).toContain("user:olga lifted the review as ops: nobody reachable");
    expect(await as("user:olga", "override", id, "--role", "ops")).toMatchObject({
      code: EXIT.usage,
    });
  });
});

describe("commit", () => {
  test("is refused before everybody agreed, carries out once, and only what was approved", async () => {
    anew();
    const id = await proposed("eleven");
    const early = await as(agent, "commit", id);
    expect([early.code, early.err]).toEqual([EXIT.refused, expect.stringContaining("refused[not_approved]")]);
    await as("user:pia", "approve", id);
    await as("user:sam", "approve", id);
    expect((await as(agent, "commit", id, "--digest", "sha256:0")).err).toContain("refused[digest_mismatch]");
    const ran = await as(agent, "commit", id, "--json");
    expect(answer(ran)).toMatchObject({ ok: true, proposal: { status: "committed" }, receipt: { outcome: "done" } });
    expect(readFileSync(join(place.folder, home, "records/accounts.json"), "utf8")).toContain('"plan": "premium"');
    expect((await as(agent, "commit", id)).err).toContain("refused[already_committed]");
  });

  test("what has changed since is shown, and goes back to review", async () => {
    const id = await proposed("twelve", "a-2");
    await as("user:pia", "approve", id);
    await as("user:sam", "approve", id);
    const file = join(place.folder, home, "records/accounts.json");
    place.write(
      `${home}/records/accounts.json`,
      readFileSync(file, "utf8").replace('"plan": "free"', '"plan": "standard"'),
    );
    const ran = await as(agent, "commit", id);
    expect(ran.code).toBe(EXIT.refused);
    expect(ran.err).toContain("refused[drift]");
    expect(ran.err).toMatch(/Account\/a-2\.plan +free +standard/);
  });
});

describe("incident", () => {
  test("is recorded by an administrator", async () => {
    const args = ["incident", "eleven", "--severity", "high", "-m", "wrong account"];
    expect((await as("user:pia", ...args)).err).toContain("refused[not_permitted]");
    expect(await as("user:olga", ...args)).toMatchObject({ code: 0, err: "" });
    expect((await as("user:olga", "incident", "eleven", "--severity", "worst", "-m", "x")).err).toContain(
      "refused[malformed]",
    );
  });
});

describe("revert", () => {
  test("is reviewed like any other, and restores the records", async () => {
    anew();
    const id = await proposed("thirteen");
    await as("user:pia", "approve", id);
    await as("user:sam", "approve", id);
    await as(agent, "commit", id);
    const evidence = [
      { id: "c-1", kind: "ticket", issuer: "tool:helpdesk", at: new Date().toISOString(), data: { number: "HD-1" } },
    ];
    place.write("case.json", JSON.stringify(evidence));
    place.write("none.json", "{}");
    expect((await as("user:gwen", "revert", id, "-m", "stop", "--evidence", "none.json")).err).toContain(
      "holds no list",
    );
    const undo = await as("user:gwen", "revert", id, "-m", "stop", "--evidence", "case.json", "-q");
    expect(undo.code).toBe(EXIT.review);
    expect((await as("user:gwen", "show", id)).out.replace(/\s+/g, " ")).toContain(
      `Proposed to be undone by ${undo.out.trim()}`,
    );
    expect((await as("user:gwen", "approve", undo.out.trim())).err).toContain("refused[requester]");
    expect(answer(await as("user:pia", "approve", undo.out.trim(), "--json")).proposal.status).toBe("approved");
    expect((await as("user:gwen", "commit", undo.out.trim())).code).toBe(0);
    const after = JSON.parse(readFileSync(join(place.folder, home, "records/accounts.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect({ ...after, $applied: undefined }).toEqual(JSON.parse(accounts));
    expect((await as("user:gwen", "show", id)).out).toContain("STATUS  reverted");
  });
});

describe("reconcile", () => {
  test("has nothing to do where the outcome is known", async () => {
    expect((await as(agent, "reconcile", "thirteen")).err).toContain("refused[not_in_doubt]");
    expect(await as(agent, "reconcile", "thirteen", "--found", "perhaps")).toMatchObject({ code: EXIT.usage });
  });

  test("settles what an executor has left in doubt, by the word of an administrator", async () => {
    anew();
    const text = readFileSync(join(place.folder, home, "gate.yaml"), "utf8");
    // Sent, and no answer: the connection breaks.
    const server = createServer((connection) => connection.once("data", () => connection.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    place.write(
      `${home}/doubt.yaml`,
      text.replace(
        /access\.entitlements\.Grant.*$/m,
        `access.entitlements.GrantPremiumAccess: { url: "http://127.0.0.1:${port}/" }`,
      ),
    );
    const at = (principal: string, ...args: readonly string[]): Promise<Ran> =>
      bylaw(...args, "--gate", inside(`${home}/doubt.yaml`), "--as", principal);
    const id = await proposed("fourteen");
    await at("user:pia", "approve", id);
    await at("user:sam", "approve", id);
    const ran = await at(agent, "commit", id);
    expect([ran.code, ran.err]).toEqual([EXIT.refused, expect.stringContaining("refused[in_doubt]")]);
    expect((await at("user:pia", "show", id)).out).toContain("STATUS  in doubt");
    expect((await at(agent, "reconcile", id)).err).toContain("refused[in_doubt]");
    const settled = await at("user:olga", "reconcile", id, "--found", "not_applied", "-m", "nothing in the ledger");
    expect(settled.out).toContain("STATUS  failed");
  });
});

describe("tick", () => {
  test("says what was due, and needs nobody", async () => {
    anew();
    await proposed("fifteen");
    expect(await bylaw("tick", "--gate", inside(home))).toEqual({ code: 0, out: "Nothing was due.\n", err: "" });
    const text = readFileSync(join(place.folder, home, "gate.yaml"), "utf8");
    place.write(`${home}/short.yaml`, text.replace("proposal: 3 days", "proposal: 1 second"));
    place.write("cs.json", changeSet("sixteen", "a-2"));
    await bylaw("propose", inside("cs.json"), "--gate", inside(`${home}/short.yaml`), "--as", agent);
    place.shell("sleep 1.1");
    expect((await bylaw("tick", "--gate", inside(home))).out).toMatch(/^pr_\w{26} {2}expired\n$/);
  });
});

describe("a gate that cannot be opened", () => {
  test.each([
    [
      "a member that there is not",
      "sorces: {}",
      /gate\.yaml:\d+:1: sorces: there is no such member; did you mean `sources`\?/,
    ],
    [
      "a secret that is not set",
      `sample_key: $${"{NO_SUCH_SECRET}"}`,
      /the environment variable NO_SUCH_SECRET is not set/,
    ],
    [
      "an executor for nothing",
      "executors: { access.entitlements.GrantPremium: { file: a.json, record: Account } }",
      /executors\.access\.entitlements\.GrantPremium is for nothing/,
    ],
    [
      "a store in no folder",
      "store: gate.yaml/x.db",
      /I cannot open the store of .* Something with that name is there already/,
    ],
  ])("%s", async (_, line, words) => {
    const text = readFileSync(join(place.folder, home, "gate.yaml"), "utf8").replace(
      /^(executors|store):(.*\n)( .*\n)*/gm,
      "",
    );
    place.write(
      `${home}/broken/gate.yaml`,
      `${text.replace("[.., ../../org, ../../change-freeze]", "[../.., ../../../org, ../../../change-freeze]").replace(/sources:\n.*\n/, "")}${line}\n`,
    );
    const ran = await bylaw("inbox", "--gate", inside(`${home}/broken`), "--as", "user:pia");
    expect([ran.code, ran.out]).toEqual([EXIT.usage, ""]);
    expect(ran.err.replace(/\n +/g, " ")).toMatch(words);
    expect(ran.err).not.toMatch(/^ {4}at /m);
  });

  test("rules with errors are shown, and nothing is done", async () => {
    place.write("bad/a.bylaw", "policy a\nrecord A { x: nope }\n");
    place.write("bad/gate.yaml", "policy: .\ndirectory: people.yaml\n");
    const ran = await bylaw("inbox", "--gate", inside("bad"), "--as", "user:pia");
    expect([ran.code, ran.out]).toEqual([EXIT.findings, ""]);
    expect(ran.err).toContain("a.bylaw:2:15");
    expect(existsSync(join(place.folder, "bad/.bylaw"))).toBe(false);
  });

  test("a directory that breaks makes acts fail, with the place", async () => {
    anew();
    const path = `${home}/directory.yaml`;
    const text = readFileSync(join(place.folder, path), "utf8");
    place.write(path, text.replace("roles: [ops]", "rols: [ops]"));
    const ran = await as("user:pia", "inbox");
    place.write(path, text);
    expect(ran.code).toBe(EXIT.refused);
    expect(ran.err.replace(/\n/g, " ")).toMatch(/refused\[directory_unavailable\].*did you mean `roles`/);
  });
});
