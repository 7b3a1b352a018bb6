import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { functionExecutor, NotApplied } from "../../../src/stores/executors/function.ts";
import { httpExecutor } from "../../../src/stores/executors/http.ts";
import { recordsExecutor } from "../../../src/stores/executors/records.ts";
import { ROOT } from "../../support/workplace.ts";
import { change, folder, json, never, order, serve } from "./support.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const grant = [change("a-1", "plan", "free", "premium"), change("a-1", "until", null, "2026-12-15")];
const FILE = '{"a-1":{"id":"a-1","plan":"free"},"a-2":{"id":"a-2","plan":"standard","note":"stays"}}';

describe("a function", () => {
  test("gives the receipt, says that nothing happened, or leaves it in doubt", async () => {
    expect(await functionExecutor(async ({ proposal }) => proposal).execute(order([]), never)).toEqual({
      status: "done",
      receipt: "pr_1",
    });
    const refusing = functionExecutor(async () => {
      throw new NotApplied("closed for the day");
    });
    expect(await refusing.execute(order([]), never)).toEqual({ status: "failed", reason: "closed for the day" });
    const failing = functionExecutor(async () => {
      throw new Error("connection lost");
    });
    await expect(failing.execute(order([]), never)).rejects.toThrow("connection lost");
  });
});

describe("a file of records", () => {
  test("gets the new values, all in one write, and nothing else changes", async () => {
    const path = folder().write("accounts.json", FILE);
    const done = await recordsExecutor({ path, record: "Account" }).execute(order(grant), never);
    expect(done).toEqual({ status: "done", receipt: { applied: "sha256:pr_1", changes: 2 } });
    expect(read(path)).toEqual({
      "a-1": { id: "a-1", plan: "premium", until: "2026-12-15" },
      "a-2": { id: "a-2", plan: "standard", note: "stays" },
      $applied: { pr_1: "sha256:pr_1" },
    });
  });

  test("the same order again changes nothing and has the same answer", async () => {
    const path = folder().write("accounts.json", FILE);
    const executor = recordsExecutor({ path, record: "Account" });
    const first = await executor.execute(order(grant), never);
    const text = readFileSync(path, "utf8");
    expect(await executor.execute(order(grant), never)).toEqual(first);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test.each([
    ["another old value", [change("a-1", "plan", "standard", "premium")], 'plan is "free"'],
    ["an old value of another form", [change("a-1", "plan", ["free"], "premium")], "plan is"],
    ["a second change that does not fit", [...grant, change("a-2", "plan", "free", "premium")], "Account a-2"],
    ["a record that is not there", [change("a-9", "plan", null, "premium")], "there is no Account a-9"],
    ["a name of every object", [change("constructor", "plan", null, "premium")], "there is no Account constructor"],
    ["the executor's own notes", [change("$applied", "pr_9", null, "x")], "there is no Account $applied"],
    ["records of another kind", [change("o-1", "total", null, "1", "Order")], "not kept here"],
  ])("%s: refused, and the file is as it was", async (_, changes, reason) => {
    const path = folder().write("accounts.json", FILE);
    const executor = recordsExecutor({ path, record: "Account" });
    const answer = await executor.execute(order(changes), never);
    expect(answer).toMatchObject({ status: "failed", reason: expect.stringContaining(reason) as string });
    expect(readFileSync(path, "utf8")).toBe(FILE);
    expect(await executor.lookup!(order(changes), never)).toBe("not_applied");
  });

  test("a later change of the same field of the order sees the earlier one", async () => {
    const path = folder().write("a.json", FILE);
    const executor = recordsExecutor({ path, record: "Account" });
    await executor.execute(order([change("a-1", "plan", "free", "x"), change("a-1", "plan", "x", "y")]), never);
    expect(read(path)).toMatchObject({ "a-1": { plan: "y" } });
  });

  test("the way back restores the values", async () => {
    const path = folder().write("accounts.json", FILE);
    const executor = recordsExecutor({ path, record: "Account" });
    await executor.execute(order([change("a-1", "plan", "free", "premium")]), never);
    await executor.execute(order([change("a-1", "plan", "premium", "free")], "pr_2"), never);
    const { $applied, ...records } = read(path) as Record<string, unknown>;
    expect(records).toEqual(JSON.parse(FILE));
    expect($applied).toEqual({ pr_1: "sha256:pr_1", pr_2: "sha256:pr_2" });
  });

  test("a file that is broken or cannot be written: surely nothing happened", async () => {
    const here = folder();
    const broken = recordsExecutor({ path: here.write("a.json", '{"a-1":'), record: "Account" });
    expect(await broken.execute(order(grant), never)).toMatchObject({ status: "failed" });
    const path = here.write("b.json", FILE);
    // The name of the file to be written first is taken by a folder that is not empty.
    mkdirSync(join(here.path, ".b.json.tmp", "x"), { recursive: true });
    expect(await recordsExecutor({ path, record: "Account" }).execute(order(grant), never)).toMatchObject({
      status: "failed",
    });
    expect(readFileSync(path, "utf8")).toBe(FILE);
  });

  test("orders wait for one another, and none is lost", async () => {
    const path = folder().write("a.json", FILE);
    const executor = recordsExecutor({ path, record: "Account" });
    const fields = Array.from({ length: 10 }, (_, index) => `f${index}`);
    const all = fields.map((field) => executor.execute(order([change("a-1", field, null, field)], field), never));
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(fields.map(() => "done"));
    expect(read(path)).toMatchObject({ "a-1": Object.fromEntries(fields.map((field) => [field, field])) });
  });

  test("killed at any point: an answered order is there, one without an answer is there whole or not at all", async () => {
    const here = folder();
    const path = here.write("a.json", '{"a-1":{"n":0}}');
    const executor = recordsExecutor({ path, record: "Account" });
    let total = 0;
    for (let kills = 0; kills < 4; kills++) {
      const answered = await runAndKill(path, 3 + kills * 7);
      const { n } = (read(path) as { "a-1": { n: number } })["a-1"];
      expect(n).toBeGreaterThan(answered);
      for (const k of [answered, n - 1])
        expect(await executor.lookup!(order([], `k${k}`), never)).toMatchObject({ status: "done" });
      expect(await executor.lookup!(order([], `k${n}`), never)).toBe("not_applied");
      total = n;
    }
    expect(total).toBeGreaterThan(30);
    expect(readdirSync(here.path).filter((name) => name.startsWith("a.json"))).toEqual(["a.json"]);
  });
});

const SCRIPT = join(ROOT, "test/stores/adapters/apply-orders.ts");

/** The last order that was answered before the process was killed, somewhere after so many answers. */
async function runAndKill(path: string, answers: number): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules/unrun/dist/cli.mjs"), SCRIPT, path], {
    stdio: ["ignore", "pipe", "inherit"],
    // unrun starts another process; all of the group are killed.
    detached: true,
  });
  let killed = false;
  const kill = (): void => {
    if (!killed) process.kill(-child.pid!, "SIGKILL");
    killed = true;
  };
  let text = "";
  child.stdout.on("data", (part) => {
    text += part;
    if (text.split("\n").length > answers) setTimeout(kill, Math.random() * 5);
  });
  await new Promise((resolve) => child.on("close", resolve));
  const lines = text.split("\n").slice(0, -1);
  expect(lines.filter((line) => !line.startsWith("done "))).toEqual([]);
  return Number(lines.at(-1)!.split(" ")[1]);
}

describe("HTTP", () => {
  const body = async (status: number, answer: unknown) => {
    const server = await serve((_, response) => json(response, status, answer));
    return httpExecutor({ url: server.url }).execute(order(grant), never);
  };

  test("sends the order once, with its key", async () => {
    const server = await serve((_, response) => json(response, 201, { booking: "b-7" }));
    const answer = await httpExecutor({ url: `${server.url}/apply`, headers: { "x-team": "a" } }).execute(
      order(grant),
      never,
    );
    expect(answer).toEqual({ status: "done", receipt: { booking: "b-7" } });
    expect(server.requests).toMatchObject([
      { method: "POST", url: "/apply", headers: { "idempotency-key": "pr_1", "x-team": "a" } },
    ]);
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({
      proposal: "pr_1",
      digest: "sha256:pr_1",
      change_set: { changes: grant },
    });
  });

  test("a header of its own replaces none of the order's, however it is written", async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const headers = { "Idempotency-Key": "mine", "Content-Type": "text/json" };
    await httpExecutor({ url: server.url, headers }).execute(order(grant), never);
    expect(server.requests).toMatchObject([{ headers: { "idempotency-key": "pr_1", "content-type": "text/json" } }]);
  });

  test("nothing can be filled into where it is sent", () => {
    expect(() => httpExecutor({ url: "https://a.example/{proposal}" })).toThrow("{proposal}");
  });

  test("a body speaks of its own outcome", async () => {
    expect(await body(200, { status: "failed", reason: "closed", compensated: true })).toEqual({
      status: "failed",
      reason: "closed",
      compensated: true,
    });
    expect(await body(200, { status: "done", receipt: [1], used: { "a.b.C.daily": "3" } })).toEqual({
      status: "done",
      receipt: [1],
      used: { "a.b.C.daily": "3" },
    });
    await expect(body(200, { status: "done", used: { q: 3 } })).rejects.toThrow("no text");
    expect(await body(200, { status: "shipped" })).toEqual({ status: "done", receipt: { status: "shipped" } });
    const empty = await serve((_, response) => void response.writeHead(204).end());
    expect(await httpExecutor({ url: empty.url }).execute(order([]), never)).toEqual({ status: "done" });
  });

  test.each([400, 401, 403, 404, 410, 422])("%i: surely not applied", async (status) => {
    expect(await body(status, { detail: "no such account" })).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(`answered ${status}: no such account`) as string,
    });
  });

  test.each([202, 303, 408, 409, 425, 429, 500, 502, 503, 504])("%i: not known", async (status) => {
    await expect(body(status, {})).rejects.toThrow();
  });

  test("a refused connection and an unknown host: surely not applied", async () => {
    const gone = await serve(() => undefined);
    gone.close();
    expect(await httpExecutor({ url: gone.url }).execute(order([]), never)).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("ECONNREFUSED") as string,
    });
    expect(await httpExecutor({ url: "http://nobody.invalid/" }).execute(order([]), never)).toMatchObject({
      status: "failed",
    });
  });

  test("once it is sent, a broken connection, half an answer, too long an answer, no answer: not known", async () => {
    const broken = await serve((_, response) => response.destroy());
    await expect(httpExecutor({ url: broken.url }).execute(order([]), never)).rejects.toThrow();
    expect(broken.requests).toHaveLength(1);
    const half = await serve((_, response) => void response.end('{"status":'));
    await expect(httpExecutor({ url: half.url }).execute(order([]), never)).rejects.toThrow("expected");
    const long = await serve((_, response) => void response.end("x".repeat(2000)));
    await expect(httpExecutor({ url: long.url, max_bytes: 1000 }).execute(order([]), never)).rejects.toThrow(
      "longer than",
    );
    const silent = await serve(() => undefined);
    await expect(httpExecutor({ url: silent.url }).execute(order([]), AbortSignal.timeout(50))).rejects.toThrow(
      "in time",
    );
  });

  test("what became of an order is asked where that is told", async () => {
    const answers: Record<string, [number, unknown]> = {
      "/done": [200, { status: "done", receipt: 7 }],
      "/failed": [200, { status: "failed", reason: "closed" }],
      "/not": [200, { status: "not_applied" }],
      "/running": [200, { status: "running" }],
      "/none": [404, {}],
      "/broken": [500, {}],
    };
    const server = await serve(({ url }, response) => json(response, ...answers[url.split("?")[0]!]!));
    const ask = (path: string, not_found?: "not_applied") =>
      httpExecutor({ url: server.url, status_url: `${server.url}${path}?key={idempotency_key}`, not_found }).lookup!(
        order([]),
        never,
      );
    expect(await ask("/done")).toEqual({ status: "done", receipt: 7 });
    expect(await ask("/failed")).toEqual({ status: "failed", reason: "closed" });
    expect(await ask("/not")).toBe("not_applied");
    expect(await ask("/running")).toBeNull();
    expect(await ask("/none")).toBeNull();
    expect(await ask("/none", "not_applied")).toBe("not_applied");
    expect(await ask("/broken")).toBeNull();
    expect(server.requests[0]!.url).toBe("/done?key=pr_1");
    expect(httpExecutor({ url: server.url }).lookup).toBeUndefined();
  });
});
