/**
 * The envelopes of the two documents, as data. The zod schemas of `documents.ts` say the same for the published JSON
 * Schemas; a test puts the same documents to both.
 */
import {
  amount,
  anything,
  bool,
  choice,
  dictionary,
  instant,
  many,
  needed,
  object,
  optional,
  type Shape,
  text,
} from "./shape.ts";

const NOT_EMPTY = { min_length: 1 };
const kind = choice("person", "agent", "service");

export const requesterShape: Shape = object(
  needed("id", text, NOT_EMPTY),
  needed("kind", kind),
  optional("roles", many(text)),
  optional("owner", text),
  optional("on_behalf_of", text),
);

export const changeShape: Shape = object(
  needed("target", object(needed("type", text), needed("id", text))),
  needed("field", text),
  needed("old", anything),
  needed("new", anything),
  optional("reason", text),
  optional("evidence", many(text)),
);

export const evidenceShape: Shape = object(
  needed("id", text, NOT_EMPTY),
  needed("kind", text),
  needed("issuer", text),
  needed("at", instant),
  optional("uri", text),
  optional("digest", text),
  optional("data", dictionary(anything)),
);

export const changeSetShape: Shape = object(
  optional("version", choice("1")),
  needed("id", text, { min_length: 1, max_length: 200 }),
  needed("action", text),
  needed("environment", text),
  needed("requester", requesterShape),
  optional("requested_at", instant),
  optional("inputs", dictionary(anything)),
  optional("changes", many(changeShape)),
  optional("evidence", many(evidenceShape)),
  optional("confidence", anything),
  optional("correlation_id", text),
);

const principalShape: Shape = object(
  optional("kind", kind),
  optional("roles", many(text)),
  optional("groups", many(text)),
  optional("person", text),
  optional("owner", text),
  optional("active", bool),
);

export const directoryShape: Shape = object(
  optional("version", text),
  needed("principals", dictionary(principalShape)),
  optional("groups", dictionary(object(optional("in", many(text)), optional("roles", many(text))))),
);

export const contextShape: Shape = object(
  needed("now", instant),
  optional("facts", dictionary(anything)),
  optional(
    "history",
    many(
      object(
        needed("action", text),
        needed("at", instant),
        needed("status", choice("committed", "pending")),
        needed("requester", requesterShape),
        needed("inputs", dictionary(anything)),
      ),
    ),
  ),
  optional(
    "usage",
    many(
      object(
        needed("clause", text),
        optional("key", many(text)),
        optional("used", amount),
        optional("entries", many(object(needed("at", instant), needed("amount", amount), optional("open", bool)))),
      ),
    ),
  ),
  optional("directory", directoryShape),
  optional("editors", many(text)),
  optional("sample_key", text),
);
