/** fixtures/gate/audit: what somebody does to a log, and the event that must be named first. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generateKeys } from "../../../src/bundle/sign.ts";
import { publicKey, type TrustedKey } from "../../../src/bundle/signature.ts";
import { AUDIT_FAULTS, type AuditFaultCode } from "../../../src/gate/audit/faults.ts";
import { type Verification, verifyStore } from "../../../src/gate/audit/verify.ts";
import { FIXTURES, signed, theLog, viewOf, written } from "./log.ts";
import { type Keys, type Step, type Stored, tampered } from "./tamper.ts";

interface Case {
  readonly about: string;
  readonly tamper: readonly Step[];
  readonly outside?: readonly number[];
  readonly expect:
    | "whole"
    | {
        readonly first?: number;
        readonly code: AuditFaultCode;
        readonly also?: readonly AuditFaultCode[];
        readonly says?: string;
      };
}

const FOLDER = join(FIXTURES, "tampering");
const cases = readdirSync(FOLDER).map((name) => ({
  name: name.replace(".yaml", ""),
  ...(parse(readFileSync(join(FOLDER, name), "utf8")) as Case),
}));

let keys: Keys;
let trusted: TrustedKey[];

beforeAll(async () => {
  const [own, second, stranger] = [await generateKeys(), await generateKeys(), await generateKeys()];
  keys = { trusted: own, second, stranger };
  trusted = [(await publicKey(own.public_key))!, (await publicKey(second.public_key))!];
});

async function verified(tamper: readonly Step[], outside: readonly number[] = []): Promise<Verification> {
  const log = theLog();
  const whole = written(log.tenant, log.events);
  const checkpoints = await signed(whole, log.checkpoints, keys.trusted.private_key);
  const stored: Stored = { rows: [...whole.rows], checkpoints: [...checkpoints], proposals: [...whole.proposals] };
  for (const step of tamper) await tampered(stored, step, keys);
  return verifyStore(viewOf(stored.rows, stored.checkpoints, stored.proposals), log.tenant, {
    keys: trusted,
    outside: checkpoints.filter(({ seq }) => outside.includes(seq)),
  });
}

describe("the log as it was written", () => {
  test("is whole, and covered up to its last checkpoint", async () => {
    const found = await verified([], [4, 8]);
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ ok: true, events: 9, checkpoints: 4, covered: 8, proposals: 2, first: null });
    expect(found.signed_by).toEqual([keys.trusted.id]);
    expect(found.head?.seq).toBe(9);
  });

  test("without keys, signatures are not looked at, and the result says so", async () => {
    const { tenant, events } = theLog();
    const whole = written(tenant, events);
    const stranger = await signed(whole, [4], keys.stranger.private_key);
    const found = await verifyStore(viewOf(whole.rows, stranger, whole.proposals), tenant);
    expect(found).toMatchObject({ ok: true, signed_by: null, covered: 4 });
  });
});

describe("what somebody does to it", () => {
  for (const { name, tamper, outside, expect: wanted } of cases)
    test(name, async () => {
      const found = await verified(tamper, outside);
      if (wanted === "whole") {
        expect(found.faults).toEqual([]);
        return;
      }
      expect(found.ok).toBe(false);
      expect(found.first).toMatchObject({ code: wanted.code, seq: wanted.first ?? null });
      const codes = found.faults.map(({ code }) => code);
      for (const code of wanted.also ?? []) expect(codes).toContain(code);
      expect(found.first?.message).toContain(wanted.says ?? "");
    });

  test("each kind of fault has its case", () => {
    const shown = cases.flatMap(({ expect: wanted }) =>
      wanted === "whole" ? [] : [wanted.code, ...(wanted.also ?? [])],
    );
    // The ledger of quotas has cases of its own.
    const stored = Object.keys(AUDIT_FAULTS).filter(
      (code) => code !== "checkpoint_order" && !code.startsWith("ledger_"),
    );
    expect(stored.filter((code) => !shown.includes(code as AuditFaultCode))).toEqual([]);
  });
});
