import { describe, expect, test } from "vitest";
import type { FactAnswer, FactSource } from "../../../src/gate/ports.ts";
import { expand, templateFault } from "../../../src/stores/http.ts";
import { cached } from "../../../src/stores/sources/cached.ts";
import { httpFacts, httpRecords } from "../../../src/stores/sources/http.ts";
import { json, never, query, serve } from "./support.ts";

/** A clock whose waits are over at once, and remembered. */
function hasty(): {
  readonly clock: { now: () => number; after: (ms: number) => Promise<void> };
  readonly waits: number[];
} {
  const waits: number[] = [];
  return { waits, clock: { now: () => Date.parse("2026-11-22T10:00:00Z"), after: async (ms) => void waits.push(ms) } };
}

describe("addresses", () => {
  test("are filled in percent-encoded, lists with commas", () => {
    expect(expand("https://a.example/o/{1}?ids={2}", { "1": "o/1 ü?", "2": ["x,y", "z"] }).href).toBe(
      "https://a.example/o/o%2F1%20%C3%BC%3F?ids=x%2Cy,z",
    );
  });

  test("no keys at all may be asked for in a query, and nowhere else", () => {
    expect(expand("https://a.example/o?ids={1}", { "1": [] }).href).toBe("https://a.example/o?ids=");
    for (const none of [[], [""]]) expect(() => expand("https://a.example/o/{1}", { "1": none })).toThrow("is empty");
  });

  test.each([["."], [".."], [""]])("a value never leads to another place: %j", (value) => {
    expect(() => expand("https://a.example/orders/{1}/total", { "1": value })).toThrow();
  });

  test.each([
    ["ftp://a.example/x", "begins with"],
    ["https://{1}/x", "begins with"],
    ["https://a.example{1}/x", "begins with"],
    ["orders", "begins with"],
    ["https://me:secret@a.example/", "no user name"],
    ["https://a.example:99999/", "no address"],
    ["https://a.example/{1}/{id}", "nothing is filled in for {id}"],
  ])("a template that is none: %s", (template, words) => {
    expect(templateFault(template, /^1$/)).toContain(words);
  });

  test("a template that is one", () => {
    expect(templateFault("https://a.example:8443/orders/{1}?fields={2}", /^[12]$/)).toBeNull();
  });
});

describe("facts over HTTP", () => {
  test("a record with its version; headers go along", async () => {
    const server = await serve((_, response) => json(response, 200, { data: { total: "12.30" } }, { etag: '"7"' }));
    const facts = httpFacts({ url: `${server.url}/orders/{1}`, pick: "data", headers: { authorization: "Bearer s" } });
    expect(await facts.read(query("o-1"), never)).toEqual({
      status: "found",
      value: { total: "12.30" },
      version: '"7"',
    });
    expect(server.requests).toMatchObject([
      { method: "GET", url: "/orders/o-1", headers: { authorization: "Bearer s" } },
    ]);
  });

  test("a list becomes a map of those that were asked for", async () => {
    const server = await serve((_, response) => json(response, 200, [{ id: "a" }, { id: "b" }, { id: "c" }]));
    const facts = httpFacts({ url: `${server.url}/?ids={1}`, key: "id" });
    expect(await facts.read(query(["a", "c", "z"]), never)).toMatchObject({
      value: { a: { id: "a" }, c: { id: "c" } },
    });
    expect(await facts.read(query("a"), never)).toMatchObject({ value: { b: { id: "b" } } });
  });

  test("a question too long for an address is posted", async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    await httpFacts({ url: `${server.url}/ask`, method: "POST" }).read(
      query(["a"], { amount: "1", currency: "USD" }),
      never,
    );
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ args: [["a"], { amount: "1", currency: "USD" }] });
  });

  test("a 404 is unknown, and none only where that is said", async () => {
    const server = await serve((_, response) => json(response, 404, {}));
    await expect(httpFacts({ url: server.url }).read(query(), never)).rejects.toThrow("answered 404");
    expect(await httpFacts({ url: server.url, not_found: "none" }).read(query(), never)).toMatchObject({
      status: "none",
    });
  });

  test("tries again after 5xx and 429, with pauses that grow or are asked for", async () => {
    const { clock, waits } = hasty();
    const server = await serve(({ count }, response) => {
      if (count === 1) json(response, 503, {});
      else if (count === 2) json(response, 429, {}, { "retry-after": "7" });
      else if (count === 3) json(response, 500, {}, { "retry-after": "Sun, 22 Nov 2026 10:00:04 GMT" });
      else json(response, 200, "here");
    });
    const answer = await httpFacts({ url: server.url, clock, attempts: 4 }).read(query(), never);
    expect(answer).toMatchObject({ value: "here" });
    expect(waits).toEqual([expect.any(Number), 7_000, 4_000]);
    expect(waits[0]).toBeLessThanOrEqual(200);
  });

  test("gives up after so many attempts, and at once where it is asked to wait long", async () => {
    const { clock, waits } = hasty();
    const down = await serve((_, response) => json(response, 502, {}));
    await expect(httpFacts({ url: down.url, clock }).read(query(), never)).rejects.toThrow("answered 502 (3 attempts)");
    expect(down.requests).toHaveLength(3);
    waits.length = 0;
    const busy = await serve((_, response) => json(response, 429, {}, { "retry-after": "3600" }));
    await expect(httpFacts({ url: busy.url, clock }).read(query(), never)).rejects.toThrow("asks to wait 3600 seconds");
    expect(waits).toEqual([]);
  });

  test("a refused request is not repeated", async () => {
    const server = await serve((_, response) => json(response, 403, {}));
    await expect(httpFacts({ url: server.url }).read(query(), never)).rejects.toThrow("answered 403");
    expect(server.requests).toHaveLength(1);
  });

  test("connection refused and connection broken are tried again, then unknown", async () => {
    const { clock, waits } = hasty();
    const gone = await serve(() => undefined);
    gone.close();
    await expect(httpFacts({ url: gone.url, clock }).read(query(), never)).rejects.toThrow(/ECONNREFUSED.*3 attempts/);
    expect(waits).toHaveLength(2);
    const broken = await serve(({ count }, response) => (count === 1 ? response.destroy() : json(response, 200, 1)));
    expect(await httpFacts({ url: broken.url, clock }).read(query(), never)).toMatchObject({ value: 1 });
  });

  test("an attempt that hangs is left, the next may answer", async () => {
    const { clock } = hasty();
    const server = await serve(({ count }, response) => {
      if (count > 1) json(response, 200, "late");
    });
    const facts = httpFacts({ url: server.url, clock, attempt_limit_ms: 50 });
    expect(await facts.read(query(), never)).toMatchObject({ value: "late" });
  });

  test("ends when the caller no longer waits", async () => {
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const asked = httpFacts({ url: server.url }).read(query(), stop.signal);
    stop.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  test("follows within its host, and to no other", async () => {
    const other = await serve((_, response) => json(response, 200, "stolen"));
    const server = await serve(({ url }, response) => {
      if (url === "/old") response.writeHead(302, { location: "/new" }).end();
      else if (url === "/away") response.writeHead(302, { location: `${other.url}/` }).end();
      else if (url === "/round") response.writeHead(302, { location: "/round" }).end();
      else json(response, 200, "new");
    });
    expect(await httpFacts({ url: `${server.url}/old` }).read(query(), never)).toMatchObject({ value: "new" });
    await expect(httpFacts({ url: `${server.url}/away` }).read(query(), never)).rejects.toThrow("another host");
    await expect(httpFacts({ url: `${server.url}/round` }).read(query(), never)).rejects.toThrow("more than 5 times");
    expect(other.requests).toEqual([]);
  });

  test.each([
    ["no JSON", "<html>", "found"],
    ["a number that loses digits", '{"total":0.12345678901234567}', "must be sent as text"],
    ["half an answer", '{"total":', "found"],
    ["too much", `"${"x".repeat(2000)}"`, "longer than 1,000 bytes"],
  ])("%s is unknown", async (_, body, words) => {
    const server = await serve((__, response) => void response.end(body));
    await expect(httpFacts({ url: server.url, max_bytes: 1000 }).read(query(), never)).rejects.toThrow(words);
    expect(server.requests).toHaveLength(1);
  });

  test("messages show no query, which can hold a secret", async () => {
    const server = await serve((_, response) => json(response, 400, {}));
    const said = await httpRecords({ url: `${server.url}/x?api_key=secret&id={id}` })
      .read({ type: "Order", id: "o-1" }, ["total"], never)
      .catch((error: Error) => error.message);
    expect(said).toBe(`${server.url}/x answered 400`);
  });
});

describe("records over HTTP", () => {
  test("give fields and version", async () => {
    const server = await serve((_, response) => json(response, 200, { total: "1.00", other: 1 }, { etag: "v3" }));
    const records = httpRecords({ url: `${server.url}/{type}/{id}?fields={fields}` });
    const answer = await records.read({ type: "Order", id: "o 1" }, ["total", "note"], never);
    expect(answer).toEqual({ status: "found", fields: { total: "1.00", note: null }, version: "v3" });
    expect(server.requests[0]!.url).toBe("/Order/o%201?fields=total,note");
  });
});

describe("cached", () => {
  function slow(): {
    readonly source: FactSource;
    readonly asked: AbortSignal[];
    readonly answer: (value: FactAnswer | Error) => void;
  } {
    const asked: AbortSignal[] = [];
    const open: { resolve: (answer: FactAnswer) => void; reject: (error: Error) => void }[] = [];
    return {
      asked,
      source: {
        read: (_, signal) =>
          new Promise((resolve, reject) => {
            asked.push(signal);
            open.push({ resolve, reject });
          }),
      },
      answer: (value) => {
        const { resolve, reject } = open.shift()!;
        if (value instanceof Error) reject(value);
        else resolve(value);
      },
    };
  }
  const found: FactAnswer = { status: "found", value: 1 };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test("asks once while the question is open, and anew afterwards", async () => {
    const { source, asked, answer } = slow();
    const facts = cached(source, { clock: { now: () => 0 } });
    const both = Promise.all([facts.read(query("a"), never), facts.read(query("a"), never)]);
    await settle();
    expect(asked).toHaveLength(1);
    answer(found);
    expect(await both).toEqual([found, found]);
    const again = facts.read(query("a"), never);
    await settle();
    expect(asked).toHaveLength(2);
    answer(found);
    await again;
  });

  test("other arguments and other proposals are other questions", async () => {
    const { source, asked } = slow();
    const facts = cached(source, { clock: { now: () => 0 } });
    void facts.read(query("a"), never);
    void facts.read(query("b"), never);
    void facts.read({ ...query("a"), proposal: "pr_2" }, never);
    await settle();
    expect(asked).toHaveLength(3);
  });

  test("keeps an answer as long as it is told, and failures not at all", async () => {
    let now = 0;
    const { source, asked, answer } = slow();
    const facts = cached(source, { clock: { now: () => now }, keep_ms: 100 });
    const failing = facts.read(query("a"), never);
    await settle();
    answer(new Error("down"));
    await expect(failing).rejects.toThrow("down");
    const first = facts.read(query("a"), never);
    await settle();
    answer(found);
    await first;
    now = 99;
    expect(await facts.read(query("a"), never)).toEqual(found);
    expect(asked).toHaveLength(2);
    now = 100;
    void facts.read(query("a"), never);
    await settle();
    expect(asked).toHaveLength(3);
  });

  test("one who gives up takes the answer from nobody; the last one ends the question", async () => {
    const { source, asked, answer } = slow();
    const facts = cached(source, { clock: { now: () => 0 } });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = facts.read(query("a"), one.signal);
    const second = facts.read(query("a"), two.signal);
    await settle();
    one.abort(new Error("first gave up"));
    await expect(first).rejects.toThrow("first gave up");
    expect(asked[0]!.aborted).toBe(false);
    answer(found);
    expect(await second).toEqual(found);
    const third = facts.read(query("a"), two.signal);
    await settle();
    two.abort(new Error("nobody left"));
    await expect(third).rejects.toThrow("nobody left");
    expect(asked[1]!.aborted).toBe(true);
  });
});
