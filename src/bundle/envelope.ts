/** What a bundle holds beside its plan. */
import { parseInstant } from "../eval/iso.ts";
import { LANGUAGE } from "../plan/plan.ts";
import { CARRIED_FROM_MS, CARRIED_UNTIL_MS, FURTHEST_MS } from "../plan/zone.ts";
import { BUNDLE, MAX_OFFSETS, MAX_SIGNATURES } from "./format.ts";
import { forEach, place } from "./plan/clauses.ts";
import { plan } from "./plan/plan.ts";
import { both, dictionary, list, oneOf, orNull, record, text, that, whole } from "./reader.ts";

const digest = that((value) => typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value), "a SHA-256 digest");

/** Milliseconds since the epoch; null for what is no instant with an offset. */
export function instantOf(value: unknown): number | null {
  const found = typeof value === "string" ? parseInstant(value, null) : null;
  return found?.ok === true ? found.ms : null;
}

/** Seconds since the epoch: the first where what is carried begins, each other one later. */
const isFrom = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= MAX_OFFSETS &&
  value[0] === CARRIED_FROM_MS / 1000 &&
  value.every((from, i) => Number.isSafeInteger(from) && !(from <= value[i - 1]) && from < CARRIED_UNTIL_MS / 1000);

const titles = dictionary(orNull(text));

export const envelope = record({
  bundle: oneOf(BUNDLE),
  language: oneOf(LANGUAGE),
  revision: whole(0),
  set: text,
  "expires?": that((value) => instantOf(value) !== null, "an instant, as 2027-01-01T00:00:00Z"),
  plan,
  plan_digest: digest,
  schemas: record({ change_set: text, context: text, decision: text, actions: dictionary(text) }),
  "json_logic?": text,
  sources: record({
    files: dictionary(record({ sha256: digest, "text?": text })),
    clauses: dictionary(place),
  }),
  docs: record({ actions: titles, clauses: titles, roles: titles, queues: titles, evidence: titles }),
  zone: orNull(
    record({
      name: text,
      tzdata: orNull(text),
      from: that(isFrom, "seconds in order, from 2000 to 2049"),
      offset: forEach("from", whole(-FURTHEST_MS / 1000, FURTHEST_MS / 1000)),
    }),
  ),
  digest,
  "signatures?": both(
    list(record({ protected: text, signature: text }), 1),
    that((value) => !Array.isArray(value) || value.length <= MAX_SIGNATURES, `at most ${MAX_SIGNATURES} signatures`),
  ),
});
