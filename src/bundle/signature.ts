/**
 * What a signature of a bundle is: a flattened JWS (RFC 7515, RFC 8037) with Ed25519 over the text of its digest, detached.
 * The header says no more than it must, so that there is nothing in it to be led astray by: `alg`, the thumbprint of the
 * key (RFC 7638), and what kind of thing is signed.
 */
import { type CryptoKey, calculateJwkThumbprint, decodeProtectedHeader, exportJWK, importSPKI } from "jose";

export const ALGORITHM = "EdDSA";
export const SIGNATURE_TYPE = "bylaw-bundle";

export const payloadOf = (digest: string): Uint8Array => new TextEncoder().encode(digest);

export interface TrustedKey {
  /** The thumbprint. */
  readonly id: string;
  readonly key: CryptoKey;
}

/** An Ed25519 public key from PEM (SPKI); null for anything else. */
export async function publicKey(pem: string): Promise<TrustedKey | null> {
  try {
    const key = await importSPKI(pem, ALGORITHM, { extractable: true });
    const { kty, crv, x } = await exportJWK(key);
    if (kty !== "OKP" || crv !== "Ed25519" || x === undefined) return null;
    return { id: await calculateJwkThumbprint({ kty, crv, x }), key };
  } catch {
    return null;
  }
}

/** The id of the key that a protected header names, if the header is as ours are, for this type of thing. */
export function keyIdOf(encoded: string, type: string): string | null {
  try {
    const { alg, kid, typ, ...others } = decodeProtectedHeader({ protected: encoded });
    const ours = alg === ALGORITHM && typ === type && Object.keys(others).length === 0;
    return ours && typeof kid === "string" ? kid : null;
  } catch {
    return null;
  }
}
