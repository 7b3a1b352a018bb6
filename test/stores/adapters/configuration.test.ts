import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readGateConfiguration } from "../../../src/stores/configuration/read.ts";
import { blocksOf } from "../../support/markdown.ts";
import { ROOT } from "../../support/workplace.ts";

const read = (text: string, environment: Record<string, string> = {}) =>
  readGateConfiguration(text, "gate.yaml", environment);
const least = "policy: rules\ndirectory: people.yaml\n";
const dollar = "$";

describe("the configuration of a gate", () => {
  test("needs rules and a directory, no more", () => {
    expect(read(least)).toEqual({ policy: "rules", directory: "people.yaml" });
    expect(() => read("")).toThrow("gate.yaml:1:1: found nothing, expected a mapping");
    expect(() => read("policy: rules\n")).toThrow("directory: it is missing");
  });

  test("the one that ships, and the one that the docs show", () => {
    expect(read(readFileSync(join(ROOT, "rules/entitlements/gate/gate.yaml"), "utf8")).tenant).toBeUndefined();
    const page = readFileSync(join(ROOT, "docs/howto/gate-at-a-terminal.md"), "utf8");
    const shown = blocksOf(page).filter(({ language }) => language === "yaml");
    expect(shown).toHaveLength(1);
    const environment = { PEOPLE_URL: "postgres://x", STOCK_TOKEN: "t" };
    expect(read(shown[0]!.text, environment).sources?.["stock"]).toMatchObject({
      headers: { authorization: "Bearer t" },
    });
  });

  test("secrets come from the environment, in any text, and are never told", () => {
    const text = `${least}store: { postgres: "${dollar}{URL}" }\nsample_key: "a${dollar}${dollar}b-${dollar}{KEY}"\n`;
    expect(read(text, { URL: "postgres://me:secret@h/d", KEY: "k" })).toMatchObject({
      store: { postgres: "postgres://me:secret@h/d" },
      sample_key: `a${dollar}b-k`,
    });
    expect(() => read(text, { URL: "x" })).toThrow(
      "gate.yaml:4:1: sample_key: the environment variable KEY is not set",
    );
    expect(() => read(text, { URL: "x", KEY: "" })).toThrow("KEY is not set");
    const broken = `${least}sources:\n  a: { url: "${dollar}{URL}/x" }\n`;
    const said = (() => {
      try {
        return read(broken, { URL: "secret-host" });
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(said).toBe("gate.yaml:4:8: sources.a.url: an address begins with http:// or https:// and a host");
  });

  test.each([
    [
      `${least}lifetimes: { propsal: 7 days }\n`,
      "3:14: lifetimes.propsal: there is no such member; did you mean `proposal`?",
    ],
    [`${least}lifetimes: { proposal: 7 }\n`, "3:14: lifetimes.proposal: found 7, expected a text; put it in quotes"],
    [`${least}lifetimes: { proposal: a week }\n`, "expected a time such as `2 seconds`"],
    [
      `${least}sources:\n  a: { file: a.json, kye: id }\n`,
      "4:22: sources.a.kye: there is no such member; did you mean `key`?",
    ],
    [
      `${least}sources:\n  a: { database: d, query: select 1 }\n`,
      "sources.a.database: there is no such database; there are none",
    ],
    [
      `${least}databases: { d: { sqlite: d.db } }\nsources:\n  a: { database: d, query: q, shape: map }\n`,
      "a map needs `key`",
    ],
    [
      `${least}databases: { d: { sqlite: d.db } }\nsources:\n  a: { database: d, query: q, shape: mpa }\n`,
      "did you mean `map`?",
    ],
    [`${least}sources:\n  a: { url: "https://me:secret@h/" }\n`, "holds no user name or password"],
    [`${least}sources:\n  a: { url: "https://h/{id}" }\n`, "sources.a.url: nothing is filled in for {id}"],
    [`${least}records:\n  A: { url: "https://h/{1}" }\n`, "records.A.url: nothing is filled in for {1}"],
    [
      `${least}executors:\n  a: { url: "https://h/{proposal}" }\n`,
      "executors.a.url: nothing is filled in for {proposal}",
    ],
    [`${least}executors:\n  a: { url: "https://h/", status_url: "https://h/{key}" }\n`, "filled in for {key} here"],
    [
      `${least}permissions: { propose: everybdy }\n`,
      "permissions.propose: found a text, expected `everybody`, `nobody`; did you mean `everybody`?",
    ],
    [
      `${least}permissions: { propose: { role: [ops] } }\n`,
      "permissions.propose.role: there is no such member; did you mean `roles`?",
    ],
    [`${least}tenant: "a b"\n`, "tenant: expected at most 100 characters"],
    [`${least}executors: { a.b.C: { file: a.json } }\n`, "executors.a.b.C.record: it is missing"],
    [`${least}auth_strength: { high: two }\n`, "auth_strength.high: found a text, expected a"],
    [`${least}policy: again\n`, "3:1: this is not YAML: Map keys must be unique"],
    ["policy: []\ndirectory: d\n", "policy"],
  ])("what is wrong is named with its place: %j", (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
