/** `bylaw audit` and `bylaw metrics` as their users meet them, over stores that hold whatever somebody has written there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite/index.ts";
import { sqliteLibrary } from "../../src/stores/sqlite/library.ts";
import { EXIT } from "../../src/tools/cli/exit-codes.ts";
import { type Short, theLog, written } from "../gate/audit/log.ts";
import { workplace } from "../support/workplace.ts";

const place = workplace();
afterAll(place.remove);

const file = (name: string): string => join(place.folder, name);

async function storeWith(name: string, events: readonly Short[]): Promise<void> {
  const { rows, proposals } = written("default", events);
  const store = await sqliteStore(file(name));
  await store.transact("default", (transaction) =>
    transaction.write({ events: rows, proposals: proposals.map((row) => ({ ...row, version: 1, expected: 0 })) }),
  );
  await store.close();
}

/** As somebody would who may write to the file: what keeps others from it is no hindrance to them. */
async function edit(name: string, sql: string): Promise<void> {
  const database = new (await sqliteLibrary()).DatabaseSync(file(name));
  const triggers = database.prepare("select name from sqlite_schema where type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) database.exec(`drop trigger "${name}"`);
  database.prepare(sql).run();
  database.close();
}

const HOSTILE = "\u001b[2J\u202eevil\u0007\r\n";
const report = (args: readonly string[]) => {
  const { out, code } = place.bylaw([...args, "--json"]);
  return { code, ...(JSON.parse(out) as Record<string, unknown>) };
};

beforeAll(async () => {
  await storeWith("gate.db", theLog().events);
  await storeWith("edited.db", theLog().events);
  await storeWith("beside.db", theLog().events);
  await storeWith("hostile.db", [
    { ...theLog().events[0]!, by: HOSTILE, why: HOSTILE, action: HOSTILE, proposal: `p${HOSTILE}` },
  ]);
  await storeWith("empty.db", []);
  expect(place.bylaw(["keys", "audit"]).code).toBe(0);
  expect(place.bylaw(["keys", "other"]).code).toBe(0);
});

describe("audit", () => {
  const own = ["--store", "gate.db"];

  test("verify says that a log is whole, and how far somebody vouches for it", () => {
    const { code, out, err } = place.bylaw(["audit", "verify", ...own]);
    expect([code, err]).toEqual([EXIT.ok, ""]);
    expect(out).toContain("The log of default is whole: 9 events, the last of 2026-11-05T08:00:00.000Z.");
    expect(out).toContain("No checkpoint vouches for it");
    expect(out).toContain("2 proposals, each as the last event left it.");
  });

  test("checkpoint signs once, adds to a file, and verify checks it with the public key", () => {
    const sign = ["audit", "checkpoint", ...own, "--sign", "audit.key.pem", "--out", "kept.jsonl"];
    expect(place.bylaw(sign)).toMatchObject({ code: EXIT.ok, out: "Signed the log up to event 9.\n" });
    expect(place.bylaw(sign)).toMatchObject({ code: EXIT.ok, out: "Nothing new: event 9 was signed before.\n" });
    expect(readFileSync(file("kept.jsonl"), "utf8").trim().split("\n")).toHaveLength(1);
    const found = report(["audit", "verify", ...own, "--key", "audit.pub.pem", "--checkpoints", "kept.jsonl"]);
    expect(found).toMatchObject({ code: EXIT.ok, ok: true, covered: 9, checkpoints: 2, proposals: 2 });
    const other = report(["audit", "verify", ...own, "--key", "other.pub.pem"]);
    expect(other).toMatchObject({ code: EXIT.findings, ok: false, first: { code: "checkpoint_key", seq: 9 } });
  });

  test("verify names the first bad event of an edited log, and nobody signs that", async () => {
    await edit("edited.db", "update events set body = replace(body, 'user:max', 'user:eve') where seq = 5");
    const { code, out } = place.bylaw(["audit", "verify", "--store", "edited.db"]);
    expect(code).toBe(EXIT.findings);
    expect(out).toContain("not whole. The first that is bad:\nerror[hash_mismatch]: event 5:");
    const sign = place.bylaw(["audit", "checkpoint", "--store", "edited.db", "--sign", "audit.key.pem"]);
    expect(sign.code).toBe(EXIT.findings);
    expect(sign.out).toContain("Nothing was signed.");
  });

  test("verify says of a store that was edited beside its log that the log is whole, and names what differs", async () => {
    await edit("beside.db", "insert into holds values ('default', 'refunds', '[]', 'p-9', '', '1', 5)");
    const { code, out } = place.bylaw(["audit", "verify", "--store", "beside.db"]);
    expect(code).toBe(EXIT.findings);
    expect(out).toContain(
      "The log of default is whole, and the store is not what it says. The first that differs:\nerror[ledger_mismatch]: 1 of refunds [] for proposal p-9",
    );
  });

  test("export hands out what verify reads again, and what somebody edits in it is found", () => {
    expect(place.bylaw(["audit", "export", ...own, "--out", "log.jsonl"])).toMatchObject({ code: 0, out: "", err: "" });
    const check = ["audit", "verify", "--log", "log.jsonl", "--checkpoints", "kept.jsonl", "--key", "audit.pub.pem"];
    expect(report(check)).toMatchObject({ code: EXIT.ok, events: 9, covered: 9, proposals: null });
    const lines = readFileSync(file("log.jsonl"), "utf8").trimEnd().split("\n");
    writeFileSync(file("log.jsonl"), `${lines.slice(0, 6).join("\n")}\n`);
    expect(report(check)).toMatchObject({ code: EXIT.findings, first: { code: "truncated", seq: 7 } });
    writeFileSync(file("log.jsonl"), `${lines.with(3, "not an event").join("\n")}\n`);
    expect(report(check)).toMatchObject({ code: EXIT.findings, first: { code: "not_an_event", seq: 4 } });
    // A file that is there is not written over.
    expect(place.bylaw(["audit", "export", ...own, "--out", "log.jsonl"]).code).toBe(EXIT.usage);
  });

  test("export chooses, and speaks CloudEvents", () => {
    const { out } = place.bylaw([
      "audit",
      "export",
      ...own,
      "--format",
      "cloudevents",
      "--proposal",
      "p-1",
      "--since",
      "2026-11-02T10:31:00Z",
      "--until",
      "2026-11-05",
    ]);
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([
      ["bylaw.gate.claimed", "p-1"],
      ["bylaw.gate.committed", "p-1"],
    ]);
  });

  test("show prints a line for each event", () => {
    const { out } = place.bylaw(["audit", "show", ...own, "--proposal", "p-2"]);
    expect(out).toBe(
      [
        "     3  2026-11-02T10:00:00.000Z  proposed       p-2 r1  agent:support-7  new → in_review",
        '     4  2026-11-02T10:05:00.000Z  rejected       p-2 r1  user:ida  in_review  "too much"',
        "     8  2026-11-02T11:00:00.000Z  withdrawn      p-2 r1  agent:support-7  in_review → withdrawn",
        "",
      ].join("\n"),
    );
    expect(place.bylaw(["audit", "show", ...own, "--type", "claimed", "--json"]).out).toContain('"type":"claimed"');
  });

  test("what strangers wrote never reaches the terminal as it is", async () => {
    await edit("hostile.db", "update events set hash = hash || char(27)");
    for (const args of [["audit", "show"], ["audit", "verify"], ["metrics"], ["metrics", "--by", "action"]]) {
      const { out, err } = place.bylaw([...args, "--store", "hostile.db"]);
      expect(out + err, args.join(" ")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  test.each([
    [["audit", "verify", "--store", "nowhere.db"], "There is no store nowhere.db"],
    [["audit", "verify", "--store", "audit.pub.pem"], "store"],
    [["audit", "checkpoint", "--store", "gate.db"], "no key"],
    [["audit", "checkpoint", "--store", "gate.db", "--sign", "audit.pub.pem"], "holds no key to sign with"],
    [["audit", "verify", "--store", "gate.db", "--key", "audit.key.pem"], "holds no key to check"],
    [["audit", "verify", "--store", "gate.db", "--checkpoints", "audit.pub.pem"], "audit.pub.pem:1 is no checkpoint"],
    [["audit", "verify", "--log", "nowhere.jsonl"], "cannot read nowhere.jsonl"],
    [["audit", "export", "--store", "gate.db", "--format", "xml"], "no format xml"],
    [["audit", "show", "--store", "gate.db", "--since", "2026-02-30"], "no time 2026-02-30"],
    [["audit"], "Usage"],
    [["audit", "frobnicate"], "unknown command"],
    [["metrics", "--store", "gate.db", "--by", "hour"], "`by` is action"],
    [["metrics", "--store", "gate.db", "--since", "soon"], "`since`"],
    [["metrics", "--store", "gate.db", "--format", "prometheus", "--by", "day"], "no rows by day"],
  ])("a wrong command line: %j", (args, words) => {
    const { code, err } = place.bylaw(args);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(words);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  test("a log that is empty is whole, and not signed", () => {
    expect(place.bylaw(["audit", "verify", "--store", "empty.db"])).toMatchObject({
      code: 0,
      out: "The log of default is empty.\n",
    });
    const { code, out } = place.bylaw(["audit", "checkpoint", "--store", "empty.db", "--sign", "audit.key.pem"]);
    expect([code, out]).toEqual([0, "The log is empty: there is nothing to sign.\n"]);
  });
});

describe("metrics", () => {
  const own = ["metrics", "--store", "gate.db"];

  test("as a page", () => {
    const { code, out } = place.bylaw(own);
    expect(code).toBe(0);
    expect(out).toContain("  proposals              2: 1 reverted, 1 withdrawn\n");
    expect(out).toContain("  approval latency       median 1 h 30 min, 90 % within 1 h 30 min (1 proposal)\n");
    expect(out).toContain("  completion             1 of 2, 50.00 %\n");
    expect(out).toContain("  reviewer               user:ida: 1 approval, 1 rejection\n");
    expect(place.bylaw([...own, "--action", "other"]).out).toContain("  completion             -\n");
    expect(place.bylaw([...own, "--action", "other", "--by", "tier"]).out).toBe("Nothing was proposed.\n");
  });

  test("as JSON, by day", () => {
    const { rows, by } = JSON.parse(place.bylaw([...own, "--json", "--by", "day"]).out) as Record<string, unknown[]>;
    expect(by).toEqual(["day"]);
    expect(rows).toMatchObject([{ group: { day: "2026-11-02" }, proposals: 2 }]);
  });

  test("for Prometheus", () => {
    const { out } = place.bylaw([...own, "--format", "prometheus", "--by", "action"]);
    expect(out).toContain("# TYPE bylaw_gate_proposals_total counter\n");
    expect(out).toContain('bylaw_gate_proposals_total{action="support.refunds.IssueRefund"} 2\n');
  });
});
