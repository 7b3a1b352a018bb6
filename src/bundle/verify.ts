/**
 * Opens a bundle that somebody answers for: at least one signature by a key that is trusted, over this very digest.
 * In an entry of its own, so that who checks signatures elsewhere does not load the library for it.
 */
import { base64url, flattenedVerify } from "jose";
import { type BundleFault, fault } from "./faults.ts";
import type { Bundle } from "./format.ts";
import {
  OPTIONS,
  type OpenedBundle,
  type OpenOptions,
  openBundle,
  optionFaults,
  type RefusedBundle,
  refused,
} from "./open.ts";
import { words } from "./reader.ts";
import { ALGORITHM, keyIdOf, payloadOf, publicKey, SIGNATURE_TYPE, type TrustedKey } from "./signature.ts";

export interface VerifyOptions extends OpenOptions {
  /** Ed25519 public keys in PEM (SPKI), at least one. One of them must have signed. */
  readonly keys: readonly string[];
}

export interface VerifiedBundle extends OpenedBundle {
  /** Thumbprints (RFC 7638) of the trusted keys that signed it. */
  readonly signed_by: readonly string[];
}

/** As `openBundle`, and refuses what no trusted key has signed. Never rejects. */
export async function verifyBundle(document: unknown, options: VerifyOptions): Promise<VerifiedBundle | RefusedBundle> {
  const mistakes = optionFaults(options, { ...OPTIONS, keys: isKeys });
  if (mistakes !== null) return mistakes;
  const { keys, ...rest } = options;
  if (!isKeys(keys)) return refused(fault("bad_option", "options.keys", words(keys), "at least one public key in PEM"));
  const trusted: TrustedKey[] = [];
  for (const [i, pem] of keys.entries()) {
    const key = await publicKey(pem);
    if (key === null)
      return refused(
        fault("bad_key", `options.keys[${i}]`, "what is no such key", "an Ed25519 public key in PEM (SPKI)"),
      );
    trusted.push(key);
  }
  const opened = openBundle(document, rest);
  if (!opened.ok) return opened;
  const signed = await signers(opened.bundle, trusted);
  return Array.isArray(signed) ? { ...opened, signed_by: signed } : refused(signed as BundleFault);
}

const isKeys = (keys: unknown): boolean =>
  Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === "string");

/** The trusted keys that signed, or why that cannot be said. One bad signature by a trusted key is a bad bundle. */
async function signers(
  { signatures = [], digest }: Bundle,
  trusted: readonly TrustedKey[],
): Promise<readonly string[] | BundleFault> {
  if (signatures.length === 0) return fault("unsigned", "signatures", "no signature", "one by a trusted key");
  const found: string[] = [];
  for (const [i, signature] of signatures.entries()) {
    const path = `signatures[${i}]`;
    const header = keyIdOf(signature.protected, SIGNATURE_TYPE);
    if (header === null)
      return fault(
        "wrong_algorithm",
        `${path}.protected`,
        words(signature.protected),
        `alg ${ALGORITHM}, kid and typ ${SIGNATURE_TYPE}, nothing else`,
      );
    const key = trusted.find(({ id }) => id === header);
    if (key === undefined) continue;
    try {
      await flattenedVerify({ ...signature, payload: base64url.encode(payloadOf(digest)) }, key.key, {
        algorithms: [ALGORITHM],
      });
    } catch {
      return fault(
        "bad_signature",
        `${path}.signature`,
        words(signature.signature),
        `the signature of ${key.id} over ${digest}`,
      );
    }
    found.push(key.id);
  }
  return found.length > 0
    ? found
    : fault("unknown_key", "signatures", `${signatures.length} by other keys`, "one by a trusted key");
}
