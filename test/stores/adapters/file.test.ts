import { rmSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fileFacts, fileRecords } from "../../../src/stores/sources/file.ts";
import { watched } from "../../../src/stores/watched.ts";
import { folder, never, query } from "./support.ts";

const accounts =
  '{"a-1":{"plan":"free","credit":{"amount":"0.10","currency":"USD"}},"a-2":{"plan":"standard"},"__proto__":{"plan":"odd"}}';

describe("facts from a file", () => {
  test("by key: the record, or none", async () => {
    const path = folder().write("accounts.json", accounts);
    const facts = fileFacts({ path });
    expect(await facts.read(query("a-2"), never)).toEqual({ status: "found", value: { plan: "standard" } });
    expect(await facts.read(query("a-3"), never)).toEqual({ status: "none" });
    expect(await facts.read(query("__proto__"), never)).toEqual({ status: "found", value: { plan: "odd" } });
    expect(await facts.read(query("constructor"), never)).toEqual({ status: "none" });
  });

  test("by a list of keys: those that are there", async () => {
    const path = folder().write("accounts.json", accounts);
    const answer = await fileFacts({ path }).read(query(["a-2", "a-9"]), never);
    expect(answer).toEqual({ status: "found", value: { "a-2": { plan: "standard" } } });
    expect(await fileFacts({ path }).read(query([]), never)).toEqual({ status: "found", value: {} });
  });

  test("of a list with a key field, inside of a document", async () => {
    const path = folder().write(
      "orders.json",
      '{"data":{"orders":[{"id":7,"total":"1.00"},{"id":"x","total":"2.00"}]}}',
    );
    const facts = fileFacts({ path, key: "id", pick: "data.orders" });
    expect(await facts.read(query(7), never)).toMatchObject({ value: { total: "1.00" } });
    expect(await facts.read(query("x"), never)).toMatchObject({ value: { total: "2.00" } });
    expect(await facts.read(query(), never)).toMatchObject({ value: [{ id: 7 }, { id: "x" }] });
  });

  test("what an executor notes in the file is no record", async () => {
    const path = folder().write("a.json", '{"a-1":{"plan":"free"},"$applied":{"pr_1":"sha256:1"}}');
    const facts = fileFacts({ path });
    expect(await facts.read(query(), never)).toEqual({ status: "found", value: { "a-1": { plan: "free" } } });
    expect(await facts.read(query("$applied"), never)).toEqual({ status: "none" });
  });

  test("is read again when it changes, also where its length stays", async () => {
    const here = folder();
    const path = here.write("a.json", '{"a":1}');
    const facts = fileFacts({ path });
    expect(await facts.read(query("a"), never)).toMatchObject({ value: 1 });
    here.write("a.json", '{"a":2}');
    expect(await facts.read(query("a"), never)).toMatchObject({ value: 2 });
    // Just now, and again before the clock of the file system has moved on.
    for (const n of [3, 4, 5]) {
      writeFileSync(path, `{"a":${n}}`);
      expect(await facts.read(query("a"), never)).toMatchObject({ value: n });
    }
  });

  test.each([
    ["half written", '{"a-1": {"plan": "fr', /a\.json:1:\d+: found/],
    ["a key twice", '{"a":1,"a":2}', /a\.json:1:8: found/],
    ["a number that loses digits", '{"a":{"total":12345678901234567.89}}', /a\.total is 12345678901234567\.89/],
    ["no records", '"a"', /neither a list nor records/],
    ["a list without a key", '[{"id":"a"}]', /nothing says which field is the key/],
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
  ])("%s is unknown, never none", async (_, text, words) => {
    const path = folder().write("a.json", text);
    await expect(fileFacts({ path }).read(query("a"), never)).rejects.toThrow(words);
  });

  test("two records with one key are unknown", async () => {
    const path = folder().write("a.json", '[{"id":"a"},{"id":"a"}]');
    await expect(fileFacts({ path, key: "id" }).read(query("a"), never)).rejects.toThrow('two records have the id "a"');
  });

  test("a file that goes away is unknown, whatever it said before", async () => {
    const path = folder().write("a.json", accounts);
    const facts = fileFacts({ path });
    await facts.read(query("a-1"), never);
    rmSync(path);
    await expect(facts.read(query("a-1"), never)).rejects.toThrow("ENOENT");
  });

  test("keys that are no text are refused", async () => {
    const path = folder().write("a.json", accounts);
    await expect(fileFacts({ path }).read(query({ id: "a-1" }), never)).rejects.toThrow("a key is text");
    await expect(fileFacts({ path }).read(query("a", "b"), never)).rejects.toThrow("asked by one key");
  });
});

test("a file that is being written is left until it has settled", async () => {
  const path = folder().write("a.json", '{"a":');
  let now = statSync(path).mtimeMs + 10;
  const waits: number[] = [];
  const clock = {
    now: () => now,
    after: async (ms: number) => {
      waits.push(ms);
      // Meanwhile the other half arrives.
      writeFileSync(path, '{"a":1}');
      now = statSync(path).mtimeMs + 1000;
    },
  };
  expect(await watched(path, (text) => JSON.parse(text) as unknown, clock)(never)).toEqual({ a: 1 });
  expect(waits).toHaveLength(1);
});

describe("records from a file", () => {
  test("give the fields that are asked for; what is not there is absent", async () => {
    const path = folder().write("a.json", accounts);
    const records = fileRecords({ path });
    expect(await records.read({ type: "Account", id: "a-1" }, ["credit", "closed_at", "constructor"], never)).toEqual({
      status: "found",
      fields: { credit: { amount: "0.10", currency: "USD" }, closed_at: null, constructor: null },
    });
    expect(await records.read({ type: "Account", id: "a-9" }, ["plan"], never)).toEqual({ status: "none" });
  });
});
