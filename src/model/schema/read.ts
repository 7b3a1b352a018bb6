/** A schema document, opened: text to a JSON object, a tool's wrapper taken off, references followed. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member that the document itself has: `constructor` is an ordinary name in it. */
export const member = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** The document, or what is wrong with it. */
export function parseSchema(text: string): { readonly root: JsonObject } | { readonly fault: string } {
  let root: Json;
  try {
    root = JSON.parse(text) as Json;
  } catch {
    return { fault: "is not JSON" };
  }
  return isObject(root) ? { root } : { fault: "is not a JSON object" };
}

/**
 * Tools publish their schema inside a description of the tool. The usual shapes: `{ type: "function", function:
 * { parameters } }`, `{ name, parameters }`, `{ name, input_schema }`, `{ name, inputSchema }`.
 */
export function unwrapTool(root: JsonObject): { readonly schema: JsonObject; readonly path: string } {
  const fn = member(root, "function");
  if (member(root, "type") === "function" && isObject(fn)) {
    const inner = member(fn, "parameters");
    if (isObject(inner)) return { schema: inner, path: "function.parameters" };
  }
  if (typeof member(root, "name") === "string" && member(root, "properties") === undefined)
    for (const key of ["parameters", "input_schema", "inputSchema"]) {
      const inner = member(root, key);
      if (isObject(inner)) return { schema: inner, path: key };
    }
  return { schema: root, path: "" };
}

/** What `#/$defs/X` points to inside the document; undefined: nothing, or not inside it. */
export function pointed(ref: string, ...documents: readonly JsonObject[]): Json | undefined {
  if (ref !== "#" && !ref.startsWith("#/")) return undefined;
  for (const document of documents) {
    let at: Json | undefined = document;
    for (const part of ref
      .slice(2)
      .split("/")
      .filter((step) => step !== "")) {
      const key = decode(part).replaceAll("~1", "/").replaceAll("~0", "~");
      at = isObject(at) ? member(at, key) : undefined;
    }
    if (at !== undefined) return at;
  }
  return undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A JSON number as a plain decimal. */
export function plain(number: number): string {
  const text = String(number);
  if (!/e/i.test(text)) return text;
  const [mantissa, exponent] = text.split("e") as [string, string];
  const [whole, fraction = ""] = mantissa.replace("-", "").split(".") as [string, string?];
  const shift = Number(exponent);
  const digits = `${whole}${fraction}`;
  const point = whole.length + shift;
  const unsigned =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, "0")
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${number < 0 ? "-" : ""}${unsigned}`;
}
