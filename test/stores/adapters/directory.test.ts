import { describe, expect, test } from "vitest";
import { preparedPeople } from "../../../src/decision/reviewers/prepared.ts";
import { fileDirectory } from "../../../src/stores/directory/file.ts";
import { systemClock, systemIds } from "../../../src/stores/system.ts";
import { folder, never } from "./support.ts";

const PEOPLE = `
version: "3"
principals:
  user:ann: { roles: [finance], groups: [leads] }
  agent:a: { kind: agent, owner: user:ann }
groups:
  leads: { roles: [support_lead] }
`;

describe("a directory from a file", () => {
  test("is prepared once, and again when the file changes", async () => {
    const here = folder();
    const path = here.write("directory.yaml", PEOPLE);
    const directory = fileDirectory(path);
    const first = await directory.current(never);
    expect(await directory.current(never)).toBe(first);
    expect([...preparedPeople(first).people!.account("user:ann")!.roles].sort()).toEqual(["finance", "support_lead"]);
    here.write("directory.yaml", PEOPLE.replace("roles: [finance], ", ""));
    const second = await directory.current(never);
    expect([...preparedPeople(second).people!.account("user:ann")!.roles]).toEqual(["support_lead"]);
  });

  test("may be JSON", async () => {
    const path = folder().write("d.json", '{"principals":{"user:ann":{"roles":["finance"]}}}');
    expect(preparedPeople(await fileDirectory(path).current(never)).people!.account("user:ann")).not.toBeNull();
  });

  test("that breaks makes acts fail until it is mended; the last good version does not stand in", async () => {
    const here = folder();
    const path = here.write("directory.yaml", PEOPLE);
    const directory = fileDirectory(path);
    await directory.current(never);
    here.write("directory.yaml", PEOPLE.replace("principals", "principals: ["));
    await expect(directory.current(never)).rejects.toThrow(/directory\.yaml:\d+:\d+: this is not YAML/);
    await expect(directory.current(never)).rejects.toThrow("not YAML");
    here.write("directory.yaml", PEOPLE);
    await expect(directory.current(never)).resolves.toBeDefined();
  });

  test.each([
    [
      "principals:\n  user:ann: { role: [finance] }\n",
      "2:15: principals.user:ann.role: there is no such member; did you mean `roles`?",
    ],
    ["principals:\n  user:ann: { roles: finance }\n", "2:15: principals.user:ann.roles: found a text, expected a list"],
    [
      "principals:\n  user:ann: { roles: [007] }\n",
      "2:23: principals.user:ann.roles[0]: found 7, expected a text; put it in quotes",
    ],
    ["principals:\n  agent:a: { kind: agnet }\n", "did you mean `agent`?"],
    ["groups: {}\n", "1:1: principals: it is missing"],
    ["principals:\n  user:ann: {}\n  user:ann: {}\n", "3:3: this is not YAML: Map keys must be unique"],
    ["people: {}\nprincipals: {}\n", "1:1: people: there is no such member"],
    ["a: &a [x]\nprincipals: *b\n", "Unresolved alias"],
    ["", "found nothing, expected a mapping"],
  ])("names what is wrong and where: %j", async (text, words) => {
    const path = folder().write("directory.yaml", text);
    await expect(fileDirectory(path).current(never)).rejects.toThrow(words);
  });
});

describe("the system", () => {
  test("ids are unique, go up within a process, and say what they name", () => {
    const ids = systemIds({ now: () => 1_795_000_000_000 });
    const all = Array.from({ length: 1000 }, () => ids.next("proposal"));
    expect(new Set(all).size).toBe(1000);
    expect([...all].sort()).toEqual(all);
    for (const id of all) expect(id).toMatch(/^pr_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(systemIds().next("proposal")).not.toBe(systemIds().next("proposal"));
  });

  test("waiting ends with its signal", async () => {
    const stop = new AbortController();
    const waiting = systemClock.after(3_000_000_000, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(systemClock.after(1, never)).resolves.toBeUndefined();
    expect(Number.isInteger(systemClock.now())).toBe(true);
  });
});
