/** What a bundle holds beside its plan. */
import { parseInstant } from "../eval/iso.ts";
import { LANGUAGE } from "../plan/plan.ts";
import { BUNDLE, MAX_SIGNATURES } from "./format.ts";
import { place } from "./plan/clauses.ts";
import { plan } from "./plan/plan.ts";
import { both, data, dictionary, list, oneOf, orNull, record, text, that, whole } from "./reader.ts";

const digest = that((value) => typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value), "a SHA-256 digest");

/** Milliseconds since the epoch; null for what is no instant with an offset. */
export function instantOf(value: unknown): number | null {
  const found = typeof value === "string" ? parseInstant(value, null) : null;
  return found?.ok === true ? found.ms : null;
}

const titles = dictionary(orNull(text));

export const envelope = record({
  bundle: oneOf(BUNDLE),
  language: oneOf(LANGUAGE),
  revision: whole(0),
  set: text,
  "expires?": that((value) => instantOf(value) !== null, "an instant, as 2027-01-01T00:00:00Z"),
  plan,
  plan_digest: digest,
  schemas: record({ change_set: data, context: data, decision: data, actions: dictionary(data) }),
  "json_logic?": data,
  sources: record({
    files: dictionary(record({ sha256: digest, "text?": text })),
    clauses: dictionary(place),
  }),
  docs: record({ actions: titles, clauses: titles, roles: titles, queues: titles, evidence: titles }),
  digest,
  "signatures?": both(
    list(record({ protected: text, signature: text }), 1),
    that((value) => !Array.isArray(value) || value.length <= MAX_SIGNATURES, `at most ${MAX_SIGNATURES} signatures`),
  ),
});
