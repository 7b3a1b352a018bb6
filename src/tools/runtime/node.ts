/** `bylaw/runtime` where it runs in Node: the same names, the same bytes, and digests by the platform. */
import { hashNatively } from "../../stores/native.ts";

export * from "../../runtime.ts";

hashNatively();
