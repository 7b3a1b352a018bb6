/**
 * What the pipeline does by itself and Node does faster. Entries for Node ask for it; the result is the same.
 *
 * Own SHA-256 takes some milliseconds to warm up, which whoever starts for one decision has no use for.
 */
import { hashBy } from "../source/sha256.ts";

type Crypto = typeof import("node:crypto");
let crypto: Crypto | null = null;

/** From now on digests are made by Node. It is loaded by the first of them: what hashes nothing does not wait for it. */
export function hashNatively(): void {
  hashBy((text) => {
    crypto ??= process.getBuiltinModule("node:crypto");
    return crypto.createHash("sha256").update(text, "utf8").digest("hex");
  });
}
