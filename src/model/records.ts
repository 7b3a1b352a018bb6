/** The record table: declared records, and the built-in ones, made when first asked for. */
import type { Checker } from "./checker.ts";
import { BOOL, DATE, DECIMAL, INT, listOf, MONEY, optional, record, TEXT, TIME, typeKey } from "./fit.ts";
import type { FieldType, RecordType, Type } from "./type.ts";

const field = (name: string, type: Type, doc: string | null = null): FieldType => ({ name, type, doc });

const KIND: Type = { kind: "choice", name: null, values: ["person", "agent", "service"] };
const STATUS: Type = { kind: "choice", name: null, values: ["committed", "pending"] };

export const REQUESTER = record("$requester");
export const CHANGE = record("$change");
export const EVIDENCE = record("$evidence");
export const IMPACT = record("$impact");

const evidenceFields: readonly FieldType[] = [
  field("id", TEXT),
  field("kind", TEXT),
  field("issuer", TEXT),
  field("uri", optional(TEXT)),
  field("digest", optional(TEXT)),
  field("at", TIME),
];

const changeFields: readonly FieldType[] = [
  field("target", record("$target")),
  field("field", TEXT),
  field("reason", optional(TEXT)),
  field("evidence", optional(listOf(EVIDENCE))),
];

/** Payload fields of an evidence kind may not take these names. */
export const EVIDENCE_FIELDS: ReadonlySet<string> = new Set(evidenceFields.map(({ name }) => name));

/** The records that every policy set has. */
export function builtinRecords(impacts: readonly string[]): RecordType[] {
  const make = (id: string, fields: readonly FieldType[]): RecordType => ({ id, doc: null, fields });
  const impactType = (category: string): Type => (category === "money" ? MONEY : category === "customers" ? INT : BOOL);
  return [
    make("$requester", [
      field("id", TEXT),
      field("kind", KIND),
      field("roles", listOf(TEXT)),
      field("owner", optional(TEXT)),
      field("on_behalf_of", optional(TEXT)),
    ]),
    make("$target", [field("type", TEXT), field("id", TEXT)]),
    make("$change", changeFields),
    make("$evidence", evidenceFields),
    make(
      "$impact",
      impacts.map((category) => field(category, optional(impactType(category)))),
    ),
  ];
}

function put(checker: Checker, id: string, fields: () => readonly FieldType[]): Type {
  if (!checker.records.has(id)) checker.records.set(id, { id, doc: null, fields: fields() });
  return record(id);
}

/** What `changes to Order.refunded` gives items of. */
export const changeRecord = (checker: Checker, recordId: string, name: string, type: Type): Type =>
  put(checker, `$change:${recordId}.${name}`, () => [
    ...changeFields,
    field("old", optional(type)),
    field("new", optional(type)),
  ]);

/** What `evidence of KIND` gives items of. */
export const evidenceRecord = (checker: Checker, kind: string, payload: readonly FieldType[]): Type =>
  put(checker, `$evidence:${kind}`, () => [
    ...evidenceFields,
    ...payload.filter(({ name }) => !EVIDENCE_FIELDS.has(name)),
  ]);

/** What `history of ACTION` gives items of: `h.amount` and `h.inputs.amount` are the same. */
export function historyRecord(checker: Checker, action: string): Type {
  return put(checker, `$history:${action}`, () => {
    const inputs = (checker.inputs.get(action) ?? []).map(({ name, type, doc }) => field(name, type, doc));
    const own = [
      field("requester", REQUESTER),
      field("at", TIME),
      field("status", STATUS),
      field(
        "inputs",
        put(checker, `$inputs:${action}`, () => inputs),
      ),
    ];
    const taken = new Set(own.map(({ name }) => name));
    return [...own, ...inputs.filter(({ name }) => !taken.has(name))];
  });
}

/** What `zip` and `adjacent` give items of. */
export const pairRecord = (checker: Checker, left: Type, right: Type): Type =>
  put(checker, `$pair:${typeKey(left)},${typeKey(right)}`, () => [field("left", left), field("right", right)]);

export const BUILTIN_TYPES: ReadonlyMap<string, Type> = new Map([
  ["text", TEXT],
  ["bool", BOOL],
  ["int", INT],
  ["decimal", DECIMAL],
  ["money", MONEY],
  ["time", TIME],
  ["date", DATE],
  ["duration", { kind: "duration" } as const],
]);
