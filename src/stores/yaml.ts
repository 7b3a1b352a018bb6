/** Configuration written by people: YAML (so JSON as well) that fits a schema, or faults with their places. */
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { nearest } from "../diagnostics/nearest.ts";

export interface DocumentFault {
  readonly line: number;
  readonly column: number;
  /** `sources.orders.url`; empty: the document. */
  readonly path: string;
  readonly message: string;
}

/** What keeps a document from being used: every fault, with its place. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  readonly file: string;
  readonly faults: readonly DocumentFault[];
  constructor(file: string, faults: readonly DocumentFault[]) {
    super(
      faults
        .map(
          ({ line, column, path, message }) => `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`,
        )
        .join("\n"),
    );
    this.file = file;
    this.faults = faults;
  }
}

type Steps = readonly (string | number)[];

export interface Read<T> {
  readonly value: T;
  /** Where a member stands, for faults that a schema cannot find. */
  readonly fault: (steps: Steps, message: string) => DocumentFault;
}

/**
 * Throws a `DocumentError`. Unknown members are faults, and so is a key that stands twice. `environment`: what `${NAME}` in a
 * text stands for, where the document may hold such; `$$` is a dollar sign there.
 */
export function readYamlDocument<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  environment?: Environment,
): Read<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", prettyErrors: false, logLevel: "silent", lineCounter: lines });
  const placed = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0)
    throw new DocumentError(
      file,
      document.errors.map(({ pos, message }) => ({
        ...placed(pos[0]),
        path: "",
        message: `this is not YAML: ${message}`,
      })),
    );
  const fault = (steps: Steps, message: string): DocumentFault => ({
    ...placed(offsetOf(document.contents as Node | null, steps)),
    path: pathOf(steps),
    message,
  });
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    throw new DocumentError(file, [fault([], error instanceof Error ? error.message : String(error))]);
  }
  if (environment !== undefined) {
    const missing: DocumentFault[] = [];
    data = filledIn(data, [], environment, (steps, name) =>
      missing.push(fault(steps, `the environment variable ${name} is not set`)),
    );
    if (missing.length > 0) throw new DocumentError(file, missing);
  }
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data, fault };
  const legal = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
  const faults = result.error.issues.flatMap((issue) => told(issue, [], data, legal));
  throw new DocumentError(
    file,
    faults.map(({ steps, message }) => fault(steps, message)),
  );
}

type Environment = { readonly [name: string]: string | undefined };

function filledIn(
  data: unknown,
  steps: Steps,
  environment: Environment,
  missing: (steps: Steps, name: string) => void,
): unknown {
  if (typeof data === "string")
    return data.replace(/\$\$|\$\{(\w+)\}/g, (found, name: string | undefined) => {
      if (name === undefined) return "$";
      const value = environment[name];
      if (value === undefined || value === "") missing(steps, name);
      return value ?? found;
    });
  if (Array.isArray(data)) return data.map((item, index) => filledIn(item, [...steps, index], environment, missing));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, filledIn(value, [...steps, key], environment, missing)]),
  );
}

interface Told {
  readonly steps: Steps;
  readonly message: string;
}

/** One issue of zod in words. Of a choice, what keeps the value from the alternative that it comes closest to. */
function told(issue: z.core.$ZodIssue, before: Steps, data: unknown, schema: Schema): readonly Told[] {
  const steps = [...before, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        steps: [...steps, key],
        message: unknownKey(key, namesAt(schema, schema, steps)),
      }));
    case "invalid_union": {
      if (valueAt(data, steps) === undefined) return [{ steps, message: "it is missing" }];
      const closest = [...issue.errors].sort((a, b) => weight(a) - weight(b))[0];
      if (closest === undefined || weight(closest) >= MISSED)
        return [{ steps, message: `${foundAt(data, steps)} is not what can stand here` }];
      return closest.flatMap((inner) => told(inner, steps, data, schema));
    }
    case "invalid_value": {
      const close = nearest(String(valueAt(data, steps)), issue.values.map(String));
      const legal = issue.values.map((value) => `\`${String(value)}\``).join(", ");
      return [
        {
          steps,
          message: `found ${foundAt(data, steps)}, expected ${legal}${close === undefined ? "" : `; did you mean \`${close}\`?`}`,
        },
      ];
    }
    case "invalid_type":
      if (valueAt(data, steps) === undefined) return [{ steps, message: "it is missing" }];
      return [
        {
          steps,
          message: `found ${foundAt(data, steps)}, expected ${KINDS[issue.expected] ?? issue.expected}${hint(issue.expected, valueAt(data, steps))}`,
        },
      ];
    default:
      return [{ steps, message: issue.message }];
  }
}

/** A value of another kind is farther from an alternative than one whose members have faults. */
const MISSED = 1_000;
const weight = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, { code, path }) => sum + (path.length === 0 && code === "invalid_type" ? MISSED : 1), 0);

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
};

const hint = (expected: string, value: unknown): string =>
  expected === "string" && (typeof value === "number" || typeof value === "boolean") ? "; put it in quotes" : "";

function unknownKey(key: string, legal: readonly string[]): string {
  const close = nearest(key, legal);
  if (close !== undefined) return `there is no such member; did you mean \`${close}\`?`;
  return `there is no such member${legal.length === 0 ? "" : `; there are ${legal.map((name) => `\`${name}\``).join(", ")}`}`;
}

function valueAt(data: unknown, steps: Steps): unknown {
  let here = data;
  for (const step of steps)
    here = typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined;
  return here;
}

/** Values are not shown: they may be secrets. */
function foundAt(data: unknown, steps: Steps): string {
  const value = valueAt(data, steps);
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? "a text" : String(value);
}

interface Schema {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The members that may stand at a place. */
function namesAt(schema: Schema, root: Schema, steps: Steps): readonly string[] {
  if (schema.$ref !== undefined) return namesAt(root.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {}, root, steps);
  const parts = (schema.anyOf ?? []).flatMap((one) => namesAt(one, root, steps));
  const [step, ...rest] = steps;
  if (step === undefined) return [...parts, ...Object.keys(schema.properties ?? {})];
  const more = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const next = typeof step === "number" ? schema.items : (schema.properties?.[step] ?? more);
  return next === undefined ? parts : [...parts, ...namesAt(next, root, rest)];
}

/** The key of a member where there is one, the value of an item; else whatever holds it. */
function offsetOf(root: Node | null, steps: Steps): number {
  let here: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of steps) {
    if (isMap<Node, Node | null>(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = pair.key.range?.[0] ?? offset;
      here = pair.value;
    } else {
      const item = here !== null && "items" in here ? (here.items as (Node | null)[])[Number(step)] : undefined;
      if (item == null) return offset;
      offset = item.range?.[0] ?? offset;
      here = item;
    }
  }
  return offset;
}

const pathOf = (steps: Steps): string =>
  steps.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : `${path === "" ? "" : `${path}.`}${step}`),
    "",
  );
