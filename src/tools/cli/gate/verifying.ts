/** Logs and checkpoints from stores and files, verified. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { publicKey, type TrustedKey } from "../../../bundle/signature.ts";
import { checkpointRow } from "../../../gate/audit/checkpoint.ts";
import { rowOfLine } from "../../../gate/audit/export.ts";
import { type Verification, verifyLog, verifyStore } from "../../../gate/audit/verify.ts";
import type { CheckpointRow, EventRow } from "../../../gate/store.ts";
import { fail, failed } from "../../files/fault.ts";
import { readText } from "../../files/read.ts";
import type { StoreFlags } from "./flags.ts";
import { gateOf, tenantOf, withStore } from "./store.ts";

interface Flags extends StoreFlags {
  readonly key?: readonly string[];
  readonly checkpoints?: string;
}

/** The log of the store, and its proposals. */
export async function verifyOwn(flags: Flags): Promise<Verification> {
  const options = await optionsOf(flags);
  return withStore(flags, (store, tenant) => store.read(tenant, (view) => verifyStore(view, tenant, options)));
}

/** An exported log. */
export async function verifyFile(path: string, flags: Flags): Promise<Verification> {
  const options = await optionsOf(flags);
  return verifyLog(
    { tenant: tenantOf(flags, flags.tenant === undefined ? gateOf(flags) : null), events: rowsIn(path) },
    options,
  );
}

async function optionsOf({ key, checkpoints }: Flags): Promise<{
  readonly keys?: readonly TrustedKey[];
  readonly outside?: readonly CheckpointRow[];
}> {
  const keys = key === undefined ? undefined : await Promise.all(key.map(keyIn));
  const outside = checkpoints === undefined ? undefined : checkpointsIn(checkpoints);
  return { ...(keys && { keys }), ...(outside && { outside }) };
}

async function keyIn(path: string): Promise<TrustedKey> {
  return (
    (await publicKey(readText(path))) ??
    fail(
      `${path} holds no key to check signatures with.`,
      "It takes an Ed25519 public key in PEM (SPKI).",
      "`bylaw keys` makes one, as NAME.pub.pem.",
    )
  );
}

function checkpointsIn(path: string): readonly CheckpointRow[] {
  return readText(path)
    .split("\n")
    .flatMap((line, i) => {
      if (line.trim() === "") return [];
      const row = checkpointRow(line.trim());
      return row === null
        ? fail(
            `${path}:${i + 1} is no checkpoint.`,
            "Each line is a flattened JWS over a checkpoint.",
            "Give the file that `bylaw audit checkpoint --out` writes.",
          )
        : [row];
    });
}

const PAGE = 500;

/** A line that is none becomes a row that is none, so that it is told with its place in the log. */
async function* rowsIn(path: string): AsyncGenerator<readonly EventRow[]> {
  const input = path === "-" ? process.stdin : createReadStream(path);
  let page: EventRow[] = [];
  let last = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line === "") continue;
      const row = rowOfLine(line) ?? { seq: last + 1, at: 0, type: "", proposal: "", hash: "", body: line };
      last = row.seq;
      page.push(row);
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    failed("read", path, error);
  }
  if (page.length > 0) yield page;
}
