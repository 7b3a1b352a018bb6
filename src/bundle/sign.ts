/** Who answers for a bundle signs it: Ed25519, the same signature for the same bundle and key. */
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  FlattenedSign,
  generateKeyPair,
  importPKCS8,
} from "jose";
import type { Bundle, BundleSignature } from "./format.ts";
import { ALGORITHM, payloadOf, SIGNATURE_TYPE, type TrustedKey } from "./signature.ts";

export interface KeyPair {
  /** The thumbprint (RFC 7638), by which signatures name the key. */
  readonly id: string;
  /** PEM (PKCS #8). Whoever has it can sign. */
  readonly private_key: string;
  /** PEM (SPKI). Whoever loads bundles has it. */
  readonly public_key: string;
}

/** A fresh pair. The only thing about bundles that is not reproducible. */
export async function generateKeys(): Promise<KeyPair> {
  const pair = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
  return {
    id: await idOf(pair.publicKey),
    private_key: await exportPKCS8(pair.privateKey),
    public_key: await exportSPKI(pair.publicKey),
  };
}

/** The bundle with one more signature. Null: the key is no Ed25519 private key in PEM (PKCS #8). */
export async function signBundle(bundle: Bundle, pem: string): Promise<Bundle | null> {
  const signer = await privateKey(pem);
  if (signer === null) return null;
  const { id, key } = signer;
  const jws = await new FlattenedSign(payloadOf(bundle.digest))
    .setProtectedHeader({ alg: ALGORITHM, kid: id, typ: SIGNATURE_TYPE })
    .sign(key);
  const own: BundleSignature = { protected: jws.protected!, signature: jws.signature };
  const others = (bundle.signatures ?? []).filter((other) => other.protected !== own.protected);
  const signatures = [...others, own].sort((a, b) => (a.protected < b.protected ? -1 : 1));
  return { ...bundle, signatures };
}

/** An Ed25519 private key from PEM (PKCS #8); null for anything else. */
export async function privateKey(pem: string): Promise<TrustedKey | null> {
  try {
    const key = await importPKCS8(pem, ALGORITHM, { extractable: true });
    return { id: await idOf(key), key };
  } catch {
    return null;
  }
}

async function idOf(key: CryptoKey): Promise<string> {
  const { kty, crv, x } = await exportJWK(key);
  if (kty !== "OKP" || crv !== "Ed25519" || x === undefined) throw new TypeError("not an Ed25519 key");
  return calculateJwkThumbprint({ kty, crv, x });
}
