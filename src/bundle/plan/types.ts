/** Types and declared fields of a plan. */
import { parseDecimal } from "../../eval/decimal.ts";
import type { Check } from "../reader.ts";
import {
  both,
  distinct,
  flag,
  isData,
  later,
  list,
  name,
  orNull,
  record,
  text,
  texts,
  that,
  variant,
  whole,
} from "../reader.ts";
import { declared } from "./scope.ts";

/** Types may hold types. */
export const type: Check = (reader, value, at, scope, owner) => kinds(reader, value, at, scope, owner);

const kinds = variant(
  "kind",
  {
    ...Object.fromEntries(
      ["text", "bool", "int", "decimal", "money", "time", "date", "duration", "tier", "outcome", "level", "never"].map(
        (kind) => [kind, {}],
      ),
    ),
    choice: { name: orNull(name), values: texts(1) },
    record: { id: declared("record") },
    list: { of: type },
    map: { of: type },
    // Never nested: who reads values looks below one only.
    optional: {
      of: both(
        type,
        that((value) => !isData(value) || value["kind"] !== "optional", "a type that is not optional"),
      ),
    },
  },
  later,
);

export const decimal = that(
  (value) => typeof value === "string" && parseDecimal(value) !== null,
  "a decimal number as text",
);

const limits = record({
  "minimum?": decimal,
  "maximum?": decimal,
  "exclusive_minimum?": decimal,
  "exclusive_maximum?": decimal,
  "min_length?": whole(0),
  "max_length?": whole(0),
  "min_items?": whole(0),
  "max_items?": whole(0),
  "unique_items?": flag,
});

/** Fields with different names. */
export const fields: Check = both(list(record({ name, type, doc: orNull(text), "limits?": limits })), distinct("name"));
