/**
 * SHA-256 (FIPS 180-4), over texts as UTF-8. Digests are made where no platform offers one without waiting (`crypto.subtle`
 * is asynchronous), and a library for it would be a tenth of the runtime that browsers load.
 */

type Hash = (text: string) => string;

/** Who makes digests instead; null: this file. */
let other: Hash | null = null;

/** Lets the platform make digests. INVARIANT: `hash` gives the same, hexadecimal digits of SHA-256 over UTF-8. Null: no longer. */
export function hashBy(hash: Hash | null): void {
  other = hash;
}

/** The first primes, from which the standard takes its constants: the first 32 bits of the fractions of their roots. */
const primes = (): readonly number[] =>
  Array.from({ length: 310 }, (_, i) => i + 2).filter((n, _, all) => all.every((d) => d >= n || n % d > 0));

/** So exact as is needed: none of these is nearer to a whole number than a hundred times what a power may be off by. */
const fraction = (prime: number, n: number): number => (prime ** (1 / n) % 1) * 2 ** 32;

/** The constants, made when something is hashed. */
let K: Uint32Array | null = null;
let START: Uint32Array | null = null;

const BLOCK = 64;

/** Hexadecimal digits, over the UTF-8 of a text. */
export const sha256: Hash = (text) => (other === null ? hex(digest(utf8(text))) : other(text));

/** HMAC-SHA256 (RFC 2104) of a text under a key, both as UTF-8; hexadecimal digits. */
export function hmacSha256(key: string, text: string): string {
  const given = utf8(key);
  const short = given.length > BLOCK ? bytesOf(digest(given)) : given;
  const masked = (mask: number): Uint8Array => Uint8Array.from({ length: BLOCK }, (_, i) => (short[i] ?? 0) ^ mask);
  const inner = digest(joined(masked(0x36), utf8(text)));
  return hex(digest(joined(masked(0x5c), bytesOf(inner))));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => Uint8Array.from([...a, ...b]);

/** Words as bytes, the highest first. */
const bytesOf = (words: Uint32Array): Uint8Array =>
  Uint8Array.from({ length: 4 * words.length }, (_, i) => words[i >> 2]! >>> (24 - 8 * (i & 3)));

function digest(bytes: Uint8Array): Uint32Array {
  K ??= Uint32Array.from(primes(), (prime) => fraction(prime, 3));
  START ??= Uint32Array.from(primes().slice(0, 8), (prime) => fraction(prime, 2));
  // A one bit, zeros, and the length in bits as 64 of them.
  const blocks = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK));
  const padded = new Uint8Array(blocks.buffer);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  blocks.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000));
  blocks.setUint32(padded.length - 4, bytes.length << 3);
  return compress(K, START.slice(), blocks);
}

/** The compression function over each block of 64 bytes. */
function compress(constants: Uint32Array, state: Uint32Array, blocks: DataView): Uint32Array {
  const words = new Uint32Array(BLOCK);
  const v = new Int32Array(8);
  for (let at = 0; at < blocks.byteLength; at += BLOCK) {
    v.set(state);
    for (let i = 0; i < 64; i++) {
      if (i < 16) words[i] = blocks.getUint32(at + 4 * i);
      else {
        const x = words[i - 15]!;
        const y = words[i - 2]!;
        const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        words[i] = words[i - 16]! + low + words[i - 7]! + high;
      }
      // The eight variables of the standard, `a` to `h`, stay where they are; their names move on by one each round.
      const a = v[-i & 7]!;
      const b = v[(1 - i) & 7]!;
      const c = v[(2 - i) & 7]!;
      const e = v[(4 - i) & 7]!;
      const upper = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const choice = (e & v[(5 - i) & 7]!) ^ (~e & v[(6 - i) & 7]!);
      const one = (v[(7 - i) & 7]! + upper + choice + constants[i]! + words[i]!) | 0;
      const lower = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      v[(3 - i) & 7]! += one;
      v[(7 - i) & 7] = one + lower + ((a & b) ^ (a & c) ^ (b & c));
    }
    for (let i = 0; i < 8; i++) state[i]! += v[i]!;
  }
  return state;
}
