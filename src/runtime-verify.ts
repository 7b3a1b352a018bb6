/** Opens bundles that somebody answers for. Apart from the runtime, because of the library that checks signatures. */
export type { RefusedBundle } from "./bundle/open.ts";
export { type VerifiedBundle, type VerifyOptions, verifyBundle } from "./bundle/verify.ts";
