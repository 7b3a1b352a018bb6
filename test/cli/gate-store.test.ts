/** Audit and measures look where the gate keeps what it knows: by its configuration, in a file or in PostgreSQL. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { EXIT } from "../../src/tools/cli/exit-codes.ts";
import { ADDRESS, pgQuery } from "../stores/server.ts";
import { workplace } from "../support/workplace.ts";

const HOME = "rules/entitlements/gate";
const AGENT = "agent:growth-2";

describe.each([
  {
    name: "a file",
    store: () => ({ yaml: "store: { sqlite: kept/here.db }", prepare: () => {}, remove: async () => {} }),
  },
  ...(ADDRESS === null ? [] : [{ name: "PostgreSQL", store: () => inPostgres(ADDRESS!) }]),
])("in $name", ({ store }) => {
  const place = workplace({ rules: true });
  const { yaml, prepare, remove } = store();
  afterAll(async () => {
    await remove();
    place.remove();
  });
  const at = (...args: string[]) => place.bylaw([...args, "--gate", HOME]);
  const as = (principal: string, ...args: string[]) => at(...args, "--as", principal);

  test("a proposal is decided, reviewed, committed, verified, measured and reverted", { timeout: 120_000 }, () => {
    const file = join(place.folder, HOME, "gate.yaml");
    place.write(
      `${HOME}/gate.yaml`,
      readFileSync(file, "utf8").replace("store: .bylaw/gate.db", `tenant: growth\n${yaml}`),
    );
    prepare(place.bylaw);
    place.write("cs.json", place.shell(`node ${HOME}/agent.mjs cs-1 a-1`).out);
    const proposed = as(AGENT, "propose", "cs.json", "-q");
    expect([proposed.code, proposed.err]).toEqual([EXIT.review, ""]);
    const id = proposed.out.trim();
    expect(at("audit", "verify").out).toContain("The log of growth is whole: 1 event");
    for (const reviewer of ["user:pia", "user:sam"]) expect(as(reviewer, "approve", id).err).toBe("");
    expect(as(AGENT, "commit", id)).toMatchObject({ code: EXIT.ok, err: "" });
    expect(as(AGENT, "revert", id, "-m", "the pilot was stopped", "-q").err).toBe("");
    expect(at("tick").out).toBe("Nothing was due.\n");

    expect(place.bylaw(["keys", "audit"]).code).toBe(EXIT.ok);
    expect(at("audit", "checkpoint", "--sign", "audit.key.pem").code).toBe(EXIT.ok);
    expect(at("audit", "verify", "--key", "audit.pub.pem")).toMatchObject({ code: EXIT.ok, err: "" });
    expect(at("audit", "show", "--proposal", id).out).toContain("committed");
    const exported = at("audit", "export");
    expect(exported.code).toBe(EXIT.ok);
    place.write("log.jsonl", exported.out);
    // The tenant is the gate's, also for a log in a file.
    expect(at("audit", "verify", "--log", "log.jsonl")).toMatchObject({ code: EXIT.ok });
    expect(place.bylaw(["audit", "verify", "--log", "log.jsonl"]).code).toBe(EXIT.findings);
    expect(JSON.parse(at("metrics", "--json").out)).toMatchObject({ version: "1" });
    expect(at("metrics").out).toMatch(/\b2\b/);
    // Whoever names a tenant looks at that one.
    expect(at("audit", "verify", "--tenant", "other").out).toBe("The log of other is empty.\n");
  });
});

describe("where there is no such gate", () => {
  const place = workplace();
  afterAll(place.remove);

  test("a gate that was named and is not there is told; without a word the usual file is looked for", () => {
    expect(place.bylaw(["audit", "verify", "--gate", "nowhere"])).toMatchObject({
      code: EXIT.usage,
      err: expect.stringContaining("There is no gate configuration at nowhere"),
    });
    expect(place.bylaw(["metrics"])).toMatchObject({
      code: EXIT.usage,
      err: expect.stringContaining("There is no store .bylaw/gate.db"),
    });
  });
});

function inPostgres(address: string) {
  const schema = `bylaw_${randomBytes(6).toString("hex")}`;
  return {
    yaml: `store: { postgres: "${address}", schema: ${schema} }`,
    prepare: (bylaw: ReturnType<typeof workplace>["bylaw"]) => {
      expect(bylaw(["store", "migrate", "--store", address, "--schema", schema]).code).toBe(EXIT.ok);
    },
    remove: async () => {
      await pgQuery(`drop schema if exists ${schema} cascade`);
    },
  };
}
