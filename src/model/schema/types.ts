/**
 * JSON Schema to types. What a schema says and a type cannot is never dropped in silence: an error where leaving it out
 * would let through what the tool refuses, a warning where the tool goes on refusing it (patterns, formats).
 */
import { BOOL, DATE, DECIMAL, INT, listOf, MONEY, NEVER, optional, TEXT, TIME } from "../fit.ts";
import type { FieldType, Limits, RecordType, Type } from "../type.ts";
import { isObject, type Json, type JsonObject, member, plain, pointed } from "./read.ts";

/** What conversion tells its caller. */
export interface Listener {
  readonly invalid: (path: string, fault: string) => void;
  readonly unsupported: (path: string, keyword: string, advice: string) => void;
  readonly unenforced: (path: string, keyword: string) => void;
  readonly open: (path: string) => void;
  /** Takes a nested object as a record; `path` names it. */
  readonly record: (path: string, doc: string | null, fields: readonly FieldType[]) => RecordType;
}

interface Context {
  readonly listener: Listener;
  /** Where references point into: the schema, then the document around it. */
  readonly documents: readonly JsonObject[];
}

interface Read {
  readonly type: Type;
  readonly limits: Limits;
}

const MAX_DEPTH = 64;
const FAULT: Read = { type: NEVER, limits: {} };

/** Says nothing about which values are allowed. */
const ANNOTATIONS = new Set([
  "title",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$schema",
  "$id",
  "id",
  "$comment",
  "$anchor",
  "$defs",
  "definitions",
  "strict",
  "type",
  "nullable",
  "enum",
  "const",
  "contentEncoding",
  "contentMediaType",
]);

/** Understood, by the type they belong to. */
const UNDERSTOOD: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength", "format", "pattern"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
  boolean: [],
  array: ["items", "minItems", "maxItems", "uniqueItems"],
  object: ["properties", "required", "additionalProperties"],
};

/** Keywords of JSON Schema whose loss would let more through. */
const RESTRICTING: Readonly<Record<string, string>> = {
  not: "Say it in the action: `forbid NAME: …`, and take the keyword out of a copy of the schema.",
  oneOf:
    "Write the inputs out in the action, with optional ones where the shapes differ, and say in `require` which go together.",
  anyOf:
    "Write the inputs out in the action, with optional ones where the shapes differ, and say in `require` which go together.",
  allOf: "Write the parts as one schema.",
  if: "Say it in the action: `require NAME: if … then … else …`.",
  then: "Say it in the action: `require NAME: if … then … else …`.",
  else: "Say it in the action: `require NAME: if … then … else …`.",
  dependentRequired: "Say it in the action: `require NAME: a is missing or b is present`.",
  dependentSchemas: "Say it in the action with `require`.",
  dependencies: "Say it in the action: `require NAME: a is missing or b is present`.",
  patternProperties: "Name the properties, or give `additionalProperties` a type for a map.",
  propertyNames: "Name the properties.",
  minProperties: "Say in `require` which inputs must be present.",
  maxProperties: "Say in `forbid` which inputs must not stand together.",
  unevaluatedProperties: "Use `additionalProperties`.",
  unevaluatedItems: "Use `items`.",
  prefixItems: "Use an object with named properties instead of a tuple.",
  additionalItems: "Use an object with named properties instead of a tuple.",
  contains: "Say it in the action: `require NAME: any(x in xs: …)`.",
  minContains: "Say it in the action: `require NAME: count(x in xs: …) >= 1`.",
  maxContains: "Say it in the action: `require NAME: count(x in xs: …) <= 1`.",
};

/** The properties of an object schema as inputs; null after a report. */
export function fieldsOf(schema: JsonObject, documents: readonly JsonObject[], listener: Listener): FieldType[] | null {
  const context: Context = { listener, documents };
  const top = resolve(schema, "", context, 0);
  if (top === null) return null;
  if (!isObject(member(top, "properties")) && member(top, "type") !== "object") {
    listener.invalid("", 'has no "properties"');
    return null;
  }
  otherKeywords(top, "object", "", context);
  openness(top, "", context);
  return properties(top, "", context, 0);
}

function properties(schema: JsonObject, path: string, context: Context, depth: number): FieldType[] {
  const named = member(schema, "properties") ?? {};
  const needed = member(schema, "required") ?? [];
  if (!isObject(named)) {
    context.listener.invalid(join(path, "properties"), "is not an object");
    return [];
  }
  const required = new Set(Array.isArray(needed) ? needed : []);
  for (const name of required)
    if (typeof name !== "string" || !Object.hasOwn(named, name))
      context.listener.invalid(join(path, "required"), `names \`${String(name)}\`, which \`properties\` does not`);
  return Object.entries(named).map(([name, inner]) => {
    const { type, limits } = read(inner, join(path, name), context, depth + 1);
    const description = isObject(inner) ? member(inner, "description") : undefined;
    const field = {
      name,
      type: required.has(name) ? type : optional(type),
      doc: typeof description === "string" ? description : null,
    };
    return Object.keys(limits).length === 0 ? field : { ...field, limits };
  });
}

const join = (path: string, step: string): string => (path === "" ? step : `${path}.${step}`);

/** Follows `$ref`, and the wrapper of one that some generators write (`allOf` with one part). Null after a report. */
function resolve(schema: Json, path: string, context: Context, depth: number): JsonObject | null {
  const seen = new Set<string>();
  let at: Json = schema;
  for (;;) {
    if (!isObject(at)) {
      if (at === true)
        context.listener.unsupported(path, "true", "Give it a `type`: an input of any type cannot be read.");
      else context.listener.invalid(path, "is not a schema");
      return null;
    }
    const ref = member(at, "$ref");
    const all = member(at, "allOf");
    if (typeof ref === "string") {
      const target = pointed(ref, ...context.documents);
      if (target === undefined) {
        context.listener.unsupported(path, `$ref: ${ref}`, "Put the definition into the same file, under `$defs`.");
        return null;
      }
      if (seen.has(ref) || depth > MAX_DEPTH) {
        context.listener.unsupported(
          path,
          `$ref: ${ref}`,
          "Definitions that contain themselves have no type: write out as many levels as are needed.",
        );
        return null;
      }
      seen.add(ref);
      at = isObject(target) ? { ...target, ...without(at, "$ref") } : target;
    } else if (Array.isArray(all) && all.length === 1 && isObject(all[0])) at = { ...all[0], ...without(at, "allOf") };
    else return at;
  }
}

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

function read(schema: Json, path: string, context: Context, depth: number): Read {
  if (depth > MAX_DEPTH) {
    context.listener.invalid(path, `is nested more than ${MAX_DEPTH} deep`);
    return FAULT;
  }
  const at = resolve(schema, path, context, depth);
  if (at === null) return FAULT;
  const alternatives = nullable(at);
  if (alternatives !== null) {
    const inner = read({ ...without(without(at, "anyOf"), "oneOf"), ...alternatives }, path, context, depth + 1);
    return { ...inner, type: optional(inner.type) };
  }
  const constants = choices(at);
  if (constants !== null) {
    const kind = constants.values.every((value) => typeof value === "string") ? "string" : null;
    if (kind === null || constants.values.length === 0) {
      context.listener.unsupported(
        path,
        "enum",
        "Only texts can be listed: give it a type, and say the rest in the action: `require NAME: x in [1, 2]`.",
      );
      return FAULT;
    }
    otherKeywords(at, "string", path, context, new Set(["anyOf", "oneOf"]));
    const type: Type = { kind: "choice", name: null, values: [...new Set(constants.values as string[])] };
    return { type: constants.absent ? optional(type) : type, limits: {} };
  }
  const written = member(at, "type");
  const kinds = (Array.isArray(written) ? written : [written]).filter((kind) => kind !== "null");
  const absent = (Array.isArray(written) && written.includes("null")) || member(at, "nullable") === true;
  const [kind] = kinds;
  const known = kind === undefined && isObject(member(at, "properties")) ? "object" : kind;
  if (kinds.length !== 1 || typeof known !== "string" || !Object.hasOwn(UNDERSTOOD, known)) {
    restricting(at, path, context);
    context.listener.unsupported(
      path,
      "type",
      "Give it one `type`: string, number, integer, boolean, array or object (beside null).",
    );
    return FAULT;
  }
  otherKeywords(at, known, path, context);
  const inner = byKind(known, at, path, context, depth);
  return absent ? { ...inner, type: optional(inner.type) } : inner;
}

/** `anyOf` or `oneOf` of one schema and null: that schema, which may be absent. */
function nullable(schema: JsonObject): JsonObject | null {
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = member(schema, keyword);
    if (!Array.isArray(parts) || parts.length !== 2) continue;
    const isNull = (part: Json): boolean => isObject(part) && member(part, "type") === "null";
    const other = parts.find((part) => !isNull(part));
    if (parts.filter(isNull).length === 1 && isObject(other)) return other;
  }
  return null;
}

/** The constants of `enum`, `const`, or alternatives that are all constants. */
function choices(schema: JsonObject): { readonly values: readonly Json[]; readonly absent: boolean } | null {
  const listed = member(schema, "enum");
  const constant = member(schema, "const");
  const parts = member(schema, "anyOf") ?? member(schema, "oneOf");
  const values = Array.isArray(listed)
    ? listed
    : constant !== undefined
      ? [constant]
      : Array.isArray(parts) && parts.every((part) => isObject(part) && member(part, "const") !== undefined)
        ? parts.map((part) => member(part as JsonObject, "const")!)
        : null;
  if (values === null) return null;
  const kinds = member(schema, "type");
  const absent =
    values.includes(null) || member(schema, "nullable") === true || (Array.isArray(kinds) && kinds.includes("null"));
  return { values: values.filter((value) => value !== null), absent };
}

function byKind(kind: string, schema: JsonObject, path: string, context: Context, depth: number): Read {
  switch (kind) {
    case "string":
      return text(schema, path, context);
    case "integer":
    case "number":
      return { type: kind === "integer" ? INT : DECIMAL, limits: numberLimits(schema) };
    case "boolean":
      return { type: BOOL, limits: {} };
    case "array":
      return list(schema, path, context, depth);
    default:
      return object(schema, path, context, depth);
  }
}

function text(schema: JsonObject, path: string, context: Context): Read {
  if (member(schema, "pattern") !== undefined) context.listener.unenforced(path, "pattern");
  const format = member(schema, "format");
  if (format === "date") return { type: DATE, limits: {} };
  if (format === "date-time") return { type: TIME, limits: {} };
  if (typeof format === "string") context.listener.unenforced(path, `format: ${format}`);
  return { type: TEXT, limits: numbers(schema, { minLength: "min_length", maxLength: "max_length" }) };
}

function numberLimits(schema: JsonObject): Limits {
  const limit = (key: string): string | undefined => {
    const value = member(schema, key);
    return typeof value === "number" ? plain(value) : undefined;
  };
  // Draft 4 wrote the exclusive bounds as flags.
  const [low, high] = [member(schema, "exclusiveMinimum") === true, member(schema, "exclusiveMaximum") === true];
  return defined({
    minimum: low ? undefined : limit("minimum"),
    maximum: high ? undefined : limit("maximum"),
    exclusive_minimum: low ? limit("minimum") : limit("exclusiveMinimum"),
    exclusive_maximum: high ? limit("maximum") : limit("exclusiveMaximum"),
  });
}

function numbers(schema: JsonObject, keys: Readonly<Record<string, keyof Limits>>): Limits {
  return defined(
    Object.fromEntries(
      Object.entries(keys).map(([key, name]) => [
        name,
        typeof member(schema, key) === "number" ? member(schema, key) : undefined,
      ]),
    ),
  );
}

const defined = (limits: Readonly<Record<string, unknown>>): Limits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)) as Limits;

function list(schema: JsonObject, path: string, context: Context, depth: number): Read {
  const items = member(schema, "items");
  if (items === undefined || Array.isArray(items) || typeof items === "boolean") {
    context.listener.unsupported(path, "items", "Give `items` one schema: every item of a list has the same type.");
    return FAULT;
  }
  const inner = read(items, `${path}[]`, context, depth + 1);
  for (const name of Object.keys(inner.limits)) context.listener.unenforced(`${path}[]`, camel(name));
  const limits = numbers(schema, { minItems: "min_items", maxItems: "max_items" });
  return {
    type: listOf(inner.type),
    limits: member(schema, "uniqueItems") === true ? { ...limits, unique_items: true } : limits,
  };
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function object(schema: JsonObject, path: string, context: Context, depth: number): Read {
  const named = member(schema, "properties");
  const others = member(schema, "additionalProperties");
  if (!isObject(named) || Object.keys(named).length === 0) {
    if (isObject(others)) {
      const inner = read(others, `${path}.*`, context, depth + 1);
      for (const name of Object.keys(inner.limits)) context.listener.unenforced(`${path}.*`, camel(name));
      return { type: { kind: "map", of: inner.type }, limits: {} };
    }
    context.listener.unsupported(
      path,
      "type: object",
      "Name its properties, or give `additionalProperties` a type for a map.",
    );
    return FAULT;
  }
  openness(schema, path, context);
  if (isMoney(schema, named)) return { type: MONEY, limits: {} };
  const fields = properties(schema, path, context, depth);
  const description = member(schema, "description");
  const made = context.listener.record(path, typeof description === "string" ? description : null, fields);
  return { type: { kind: "record", id: made.id }, limits: {} };
}

/** `additionalProperties` beside named ones. */
function openness(schema: JsonObject, path: string, { listener }: Context): void {
  const others = member(schema, "additionalProperties");
  if (others === true) listener.open(path);
  else if (
    isObject(others) &&
    isObject(member(schema, "properties")) &&
    Object.keys(member(schema, "properties")!).length > 0
  )
    listener.unsupported(path, "additionalProperties", "Name all properties and say `false`, or name none for a map.");
}

/** `{ amount, currency }`, both needed and free of other demands: the form in which change sets carry money. */
function isMoney(schema: JsonObject, named: JsonObject): boolean {
  const required = member(schema, "required");
  const [amount, currency] = [member(named, "amount"), member(named, "currency")];
  const plainOf = (part: Json | undefined, kinds: readonly string[]): boolean =>
    isObject(part) &&
    kinds.includes(String(member(part, "type"))) &&
    Object.keys(part).every((key) => key === "type" || key === "title" || key === "description");
  return (
    Object.keys(named).length === 2 &&
    Array.isArray(required) &&
    required.includes("amount") &&
    required.includes("currency") &&
    plainOf(amount, ["string", "number"]) &&
    plainOf(currency, ["string"])
  );
}

function restricting(schema: JsonObject, path: string, { listener }: Context): void {
  for (const keyword of Object.keys(schema)) {
    const advice = Object.hasOwn(RESTRICTING, keyword) ? RESTRICTING[keyword] : undefined;
    if (advice !== undefined) listener.unsupported(path, keyword, advice);
  }
}

/** Reports what stands in a schema and is not understood. */
function otherKeywords(
  schema: JsonObject,
  kind: string,
  path: string,
  context: Context,
  taken: ReadonlySet<string> = new Set(),
): void {
  for (const keyword of Object.keys(schema)) {
    if (
      ANNOTATIONS.has(keyword) ||
      taken.has(keyword) ||
      UNDERSTOOD[kind]!.includes(keyword) ||
      keyword.startsWith("x-")
    )
      continue;
    const advice = Object.hasOwn(RESTRICTING, keyword) ? RESTRICTING[keyword] : undefined;
    if (advice !== undefined) context.listener.unsupported(path, keyword, advice);
    // A keyword of another type says nothing here; an unknown one may be a misspelling.
    else if (!Object.values(UNDERSTOOD).some((keywords) => keywords.includes(keyword)))
      context.listener.unenforced(path, keyword);
  }
  if ((kind === "number" || kind === "integer") && member(schema, "multipleOf") !== undefined)
    context.listener.unenforced(path, "multipleOf");
}
