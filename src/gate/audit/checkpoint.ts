/**
 * Checkpoints: signed statements of what the last event of a log was. A flattened JWS (RFC 7515, RFC 8037) with Ed25519 over
 * the canonical text of the checkpoint, as bundles are signed, but of a type of its own. Whoever keeps them elsewhere can
 * tell later that a log was cut or rewritten, whoever did it.
 */
import { base64url, FlattenedSign, flattenedVerify } from "jose";
import { privateKey } from "../../bundle/sign.ts";
import { ALGORITHM, keyIdOf, type TrustedKey } from "../../bundle/signature.ts";
import { canonicalText } from "../../eval/canonical.ts";
import type { Checkpoint } from "../documents.ts";
import type { CheckpointRow, Head, Tenant } from "../store.ts";

export const CHECKPOINT_TYPE = "bylaw-checkpoint";

const DEPTH = 3;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Null: the key is no Ed25519 private key in PEM (PKCS #8). `at`: milliseconds since the epoch. */
export async function signCheckpoint(
  tenant: Tenant,
  head: Head,
  at: number,
  pem: string,
): Promise<CheckpointRow | null> {
  const key = await privateKey(pem);
  if (key === null) return null;
  const when = Math.max(at, head.at);
  const checkpoint: Checkpoint = {
    version: "1",
    tenant,
    seq: head.seq,
    hash: head.hash,
    at: new Date(when).toISOString(),
  };
  const body = canonicalText(checkpoint, DEPTH)!;
  const jws = await new FlattenedSign(utf8(body))
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: CHECKPOINT_TYPE })
    .sign(key.key);
  return { seq: head.seq, at: when, body, jws: canonicalText(jws, DEPTH)! };
}

/** A checkpoint that was kept elsewhere, from its JWS alone. Null: it is none. */
export function checkpointRow(jws: string): CheckpointRow | null {
  const parts = partsOf(jws);
  if (parts === null) return null;
  let body: string;
  try {
    body = new TextDecoder("utf-8", { fatal: true }).decode(base64url.decode(parts.payload));
  } catch {
    return null;
  }
  const checkpoint = checkpointOf(body);
  return checkpoint === null ? null : { seq: checkpoint.seq, at: Date.parse(checkpoint.at), body, jws };
}

/** Null: the text is no checkpoint. */
export function checkpointOf(body: string): Checkpoint | null {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return null;
  }
  if (data === null || typeof data !== "object" || Array.isArray(data)) return null;
  const { version, tenant, seq, hash, at } = data as Partial<Checkpoint>;
  const whole =
    version === "1" &&
    typeof tenant === "string" &&
    typeof hash === "string" &&
    typeof at === "string" &&
    Number.isFinite(Date.parse(at)) &&
    Number.isSafeInteger(seq) &&
    seq! > 0;
  return whole && canonicalText(data, DEPTH) === body ? (data as Checkpoint) : null;
}

/**
 * Who signed it: the id of one of the keys. `malformed`: it is no such signature of this body. `unknown`: it names another
 * key. `bad`: it names one of the keys, and is not by it.
 */
export async function checkpointSigner(
  row: CheckpointRow,
  keys: readonly TrustedKey[],
): Promise<{ readonly by: string } | "malformed" | "unknown" | "bad"> {
  const parts = partsOf(row.jws);
  const kid = parts === null ? null : keyIdOf(parts.protected, CHECKPOINT_TYPE);
  if (parts === null || kid === null || parts.payload !== base64url.encode(utf8(row.body))) return "malformed";
  const key = keys.find(({ id }) => id === kid);
  if (key === undefined) return "unknown";
  try {
    await flattenedVerify(parts, key.key, { algorithms: [ALGORITHM] });
    return { by: kid };
  } catch {
    return "bad";
  }
}

interface Jws {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
}

function partsOf(text: string): Jws | null {
  try {
    const data: unknown = JSON.parse(text);
    if (data === null || typeof data !== "object") return null;
    const { payload, protected: header, signature } = data as Partial<Jws>;
    const whole = typeof payload === "string" && typeof header === "string" && typeof signature === "string";
    // Whatever else it held would be outside the signature.
    return whole && Object.keys(data).length === 3 ? { payload, protected: header, signature } : null;
  } catch {
    return null;
  }
}
