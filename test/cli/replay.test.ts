/** `bylaw replay` as its user meets it: the built program over logs of all kinds. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT } from "../../src/tools/cli/exit-codes.ts";
import { CLI, workplace } from "../support/workplace.ts";

const place = workplace();
afterAll(place.remove);

interface Report {
  readonly decided: number;
  readonly complete: boolean;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly clauses?: Readonly<Record<string, { readonly fired: number }>>;
  readonly changed?: number;
  readonly first_changed?: readonly { readonly line: number; readonly id: string }[];
  readonly unread: number;
  readonly first_unread: readonly { readonly line: number; readonly why: string }[];
}

const report = (args: readonly string[], input?: string): Report =>
  JSON.parse(place.bylaw(["replay", ...args, "--policy", "shop", "--json"], input === undefined ? {} : { input }).out);

let changeSet: Record<string, unknown> & { inputs: Record<string, unknown> };
let context: Record<string, unknown>;

beforeAll(() => {
  expect(place.bylaw(["init", "shop"]).code).toBe(0);
  changeSet = JSON.parse(readFileSync(join(place.folder, "shop/examples/refund.json"), "utf8"));
  context = JSON.parse(readFileSync(join(place.folder, "shop/examples/refund.context.json"), "utf8"));
  // Stricter rules: what asked for nobody before asks for a lead.
  const rules = readFileSync(join(place.folder, "shop/refunds.bylaw"), "utf8");
  place.write("draft/refunds.bylaw", rules.replace("amount > 50 USD", "amount > 5 USD"));
  place.write("log.jsonl", log(200));
});

/** A log of refunds of 1 USD, 2 USD, and so on. */
function log(count: number): string {
  const line = (i: number): string => {
    const amount = { amount: `${i + 1}.00`, currency: "USD" };
    const { inputs } = changeSet;
    return JSON.stringify({ change_set: { ...changeSet, id: `cs-${i + 1}`, inputs: { ...inputs, amount } }, context });
  };
  return Array.from({ length: count }, (_, i) => `${line(i)}\n`).join("");
}

/** What `bylaw decide` says of each line: the counts must be these. */
function decideEach(lines: readonly string[]): Record<string, number> {
  const outcomes: Record<string, number> = { allow: 0, review: 0, hold: 0, deny: 0 };
  lines.forEach((text, index) => {
    const line = JSON.parse(text) as { change_set: unknown; context: unknown };
    place.write(`each/${index}.json`, JSON.stringify(line.change_set));
    place.write(`each/${index}.context.json`, JSON.stringify(line.context));
    const { out } = place.bylaw([
      ...["decide", `each/${index}.json`, "--policy", "shop"],
      ...["--context", `each/${index}.context.json`, "--json"],
    ]);
    outcomes[(JSON.parse(out) as { outcome: string }).outcome]!++;
  });
  return outcomes;
}

describe("counts", () => {
  test("are those of deciding each line", () => {
    const lines = log(200).split("\n").filter(Boolean);
    const some = lines.filter((_, index) => index % 40 === 9);
    place.write("some.jsonl", some.join("\n"));
    expect(report(["some.jsonl"]).outcomes).toEqual(decideEach(some));
    expect(report(["log.jsonl"])).toMatchObject({ decided: 200, complete: true, unread: 0 });
  });

  test("as a table for people, without a word on standard error", () => {
    const { code, out, err } = place.bylaw(["replay", "log.jsonl", "--policy", "shop", "--clauses"]);
    expect([code, err]).toEqual([EXIT.ok, ""]);
    expect(out).toMatch(/^200 change sets decided\.\n/);
    expect(out).toMatch(/action +allow +review +hold +deny\n +shop\.refunds\.IssueRefund /);
    expect(out).toMatch(/shop\.refunds\.IssueRefund\.lead +\d+ +0 +0\n/);
  });

  test("are the same with any number of workers, and from a pipe", () => {
    const plain = place.bylaw(["replay", "log.jsonl", "--policy", "shop", "--clauses"]).out;
    const with2 = place.bylaw(["replay", "log.jsonl", "--policy", "shop", "--clauses", "--workers", "2"]);
    expect(with2).toEqual({ code: EXIT.ok, out: plain, err: "" });
    const piped = place.bylaw(["replay", "-", "--policy", "shop", "--clauses"], { input: log(200) });
    expect(piped.out).toBe(plain);
  });

  test("of an empty log are zero", () => {
    place.write("empty.jsonl", "");
    for (const workers of ["1", "2"])
      expect(report(["empty.jsonl", "--workers", workers])).toMatchObject({ decided: 0, complete: true });
    expect(report(["-"], "\n\n")).toMatchObject({ decided: 0, unread: 0 });
  });
});

describe("lines that are no change sets", () => {
  const good = (): string => log(1).trim();

  test("are counted and named, and the rest is decided", () => {
    place.write(
      "mixed.jsonl",
      `${good()}\n\nnot json\r\n${good()}\r\n{"change_set":{"id":"a","id":"b"},"context":{}}\n[]`,
    );
    const { code, out } = place.bylaw(["replay", "mixed.jsonl", "--policy", "shop"]);
    expect(code).toBe(EXIT.findings);
    expect(out).toContain("2 change sets decided, 3 lines not read.");
    expect(out).toContain("  line 3: not JSON at column 1");
    expect(out).toContain("  line 5: not JSON at column 25 in change_set.id: found the name `id` a second time");
    expect(out).toContain("  line 6: not a record");
  });

  test("keep their numbers where several workers read", () => {
    // Pieces have two megabytes; a bad line at the beginning, in the middle and at the end.
    const filler = `${good()}\n`.repeat(Math.ceil((2.2 * 1024 * 1024) / good().length));
    place.write("long.jsonl", `bad\n${filler}bad\n${filler}bad`);
    const lines = filler.split("\n").length - 1;
    const one = report(["long.jsonl"]);
    expect(one.first_unread.map(({ line }) => line)).toEqual([1, lines + 2, 2 * lines + 3]);
    expect(report(["long.jsonl", "--workers", "2"])).toEqual(one);
  });

  test("that fit no contract are denied like any other, and so is an action nobody knows", () => {
    place.write("odd.jsonl", '{"change_set":null,"context":null}\n{"change_set":{"action":"x"},"context":{}}\n');
    expect(report(["odd.jsonl"])).toMatchObject({ decided: 2, outcomes: { deny: 2 }, unread: 0 });
  });
});

describe("--out", () => {
  test("writes the decisions as `bylaw decide` gives them, line for line, without remedies", () => {
    place.write("few.jsonl", `${log(3)}bad\n`);
    for (const [name, workers] of [
      ["one", "1"],
      ["two", "2"],
    ] as const) {
      const { code } = place.bylaw(["replay", "few.jsonl", "--policy", "shop", "--out", name, "--workers", workers]);
      expect(code).toBe(EXIT.findings);
    }
    const text = readFileSync(join(place.folder, "one"), "utf8");
    expect(readFileSync(join(place.folder, "two"), "utf8")).toBe(text);
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toEqual({ unread: expect.stringContaining("not JSON") });
    const second = JSON.parse(log(3).split("\n")[1]!) as { change_set: unknown; context: unknown };
    place.write("second.json", JSON.stringify(second.change_set));
    place.write("second.context.json", JSON.stringify(second.context));
    const { out } = place.bylaw([
      "decide",
      "second.json",
      "--policy",
      "shop",
      "--context",
      "second.context.json",
      "--json",
    ]);
    const { remedies: _, ...decision } = JSON.parse(out) as Record<string, unknown>;
    expect(lines[1]).toEqual({ change_set: "cs-2", decision });
  });

  test("never writes over a file", () => {
    place.write("precious", "mine");
    const { code, err } = place.bylaw(["replay", "log.jsonl", "--policy", "shop", "--out", "precious"]);
    expect([code, err.includes("precious")]).toEqual([EXIT.usage, true]);
    expect(readFileSync(join(place.folder, "precious"), "utf8")).toBe("mine");
  });
});

describe("--against", () => {
  test("names what other rules decide in another way", () => {
    const found = report(["log.jsonl", "--against", "draft"]);
    expect(found.changed).toBe(45);
    expect(found.first_changed?.[0]).toMatchObject({ line: 6, id: "cs-6" });
    expect(report(["log.jsonl", "--against", "shop"]).changed).toBe(0);
    const { out } = place.bylaw(["replay", "log.jsonl", "--policy", "shop", "--against", "draft", "--workers", "2"]);
    expect(out).toContain("The other rules decide 45 of them in another way:");
    expect(out).toContain("line 6, cs-6:");
    expect(out).toContain("… and 35 more");
  });
});

describe("--bundle", () => {
  test("decides by a bundle as by its rules; one that was changed decides nothing", () => {
    expect(place.bylaw(["build", "shop", "--revision", "1", "--out", "shop.bundle.json"])).toMatchObject({ code: 0 });
    const plain = place.bylaw(["replay", "log.jsonl", "--policy", "shop"]).out;
    expect(place.bylaw(["replay", "log.jsonl", "--bundle", "shop.bundle.json"])).toEqual({
      code: 0,
      out: plain,
      err: "",
    });
    const text = readFileSync(join(place.folder, "shop.bundle.json"), "utf8");
    place.write("changed.json", text.replace("support_lead", "support_chief"));
    const { code, out, err } = place.bylaw(["replay", "log.jsonl", "--bundle", "changed.json"]);
    expect([code, out]).toEqual([EXIT.findings, ""]);
    expect(err).toContain("the bundle was refused");
  });
});

describe("faults of the surroundings", () => {
  test.each([
    [["nowhere.jsonl"], "nothing at this path"],
    [["shop"], "a folder"],
    [["log.jsonl", "--workers", "0"], "no number of workers"],
    [["log.jsonl", "--workers", "two"], "no number of workers"],
    [["log.jsonl", "--today", "2026-02-30"], "There is no date"],
  ])("%j", (args, words) => {
    const { code, out, err } = place.bylaw(["replay", ...args, "--policy", "shop"]);
    expect([code, out]).toEqual([EXIT.usage, ""]);
    expect(err.replace(/\s+/gu, " ")).toContain(words);
  });

  test("rules with faults decide nothing", () => {
    place.write("broken/a.bylaw", "policy a\nrecord A { x: nope }\n");
    for (const args of [
      ["--policy", "broken"],
      ["--policy", "shop", "--against", "broken"],
    ]) {
      const { code, out, err } = place.bylaw(["replay", "log.jsonl", ...args, "--out", "never"]);
      expect([code, out]).toEqual([EXIT.findings, ""]);
      expect(err).toContain("Nothing was decided");
      expect(existsSync(join(place.folder, "never"))).toBe(false);
    }
  });
});

describe("who goes away", () => {
  /** The built program with a log that never ends, until `act` has done its work. */
  async function endless(
    act: (child: ReturnType<typeof spawn>) => void,
  ): Promise<{ code: number | null; out: string }> {
    const child = spawn(process.execPath, [CLI, "replay", "-", "--policy", "shop"], { cwd: place.folder });
    let out = "";
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
    });
    const line = log(1);
    const feed = (): void => {
      while (child.stdin.write(line.repeat(50)));
    };
    child.stdin.on("drain", feed).on("error", () => undefined);
    feed();
    // It reads only after the rules are loaded: so much has to be taken first.
    let drains = 0;
    child.stdin.on("drain", () => {
      if (++drains === 20) act(child);
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, out };
  }

  test("Ctrl-C: the counts so far, and the exit code of a program that was stopped", async () => {
    const { code, out } = await endless((child) => child.kill("SIGINT"));
    expect(code).toBe(EXIT.stopped);
    expect(out).toMatch(/^[\d,]+ change sets? decided.*; stopped before the end\.\n/);
  });

  test("a closed pipe is no fault", () => {
    const { code, err } = place.shell("bylaw replay log.jsonl --policy shop --clauses | head -1 > /dev/null");
    expect([code, err]).toEqual([0, ""]);
  });
});
