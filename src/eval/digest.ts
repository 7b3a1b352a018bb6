/** What identifies a plan: decisions carry it, and bundles. */
import type { Plan } from "../plan/plan.ts";
import { sha256 } from "../source/sha256.ts";
import { canonicalText } from "./canonical.ts";

/** `sha256:` and hexadecimal digits, over the canonical form (RFC 8785). */
export const planDigest = (plan: Plan): string =>
  `sha256:${sha256(canonicalText(plan, Number.POSITIVE_INFINITY) ?? "")}`;
