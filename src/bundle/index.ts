/** For those who make bundles: `bylaw build` and `bylaw verify` are made of these. */
export { type BuildOptions, buildBundle, bundleText } from "./build.ts";
export { BUNDLE_FAULTS, type BundleFault, type BundleFaultCode } from "./faults.ts";
export type { Bundle, BundleDocs, BundleSchemas, BundleSignature, BundleSources } from "./format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./open.ts";
export { generateKeys, type KeyPair, signBundle } from "./sign.ts";
export { type VerifiedBundle, type VerifyOptions, verifyBundle } from "./verify.ts";
