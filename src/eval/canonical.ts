/** RFC 8785 (JCS) of plain data: the one text of a plan or a bundle, over which its digest is taken. */

/** What stands literally in the text: punctuation and names, among the values still to be written. */
class Literal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The canonical text; null for what is no JSON or nests deeper than `depth`, cycles among it. Keys are sorted by UTF-16
 * code units, numbers and texts are written as ECMAScript does. A list instead of recursion: expressions nest deep.
 */
export function canonicalText(data: unknown, depth: number): string | null {
  const parts: string[] = [];
  const todo: unknown[] = [data];
  const ends: number[] = [];
  while (todo.length > 0) {
    const value = todo.pop();
    if (ends.at(-1) === todo.length) ends.pop();
    if (value instanceof Literal) {
      parts.push(value.text);
      continue;
    }
    if (value === null || typeof value !== "object") {
      if (value !== null && (!PLAIN.includes(typeof value) || (typeof value === "number" && !Number.isFinite(value))))
        return null;
      parts.push(JSON.stringify(value));
      continue;
    }
    if (ends.length >= depth) return null;
    ends.push(todo.length);
    if (Array.isArray(value)) {
      if (value.length > MOST) return null;
      parts.push("[");
      todo.push(LIST_END);
      for (let i = value.length - 1; i >= 0; i--) {
        todo.push(value[i]);
        if (i > 0) todo.push(COMMA);
      }
      continue;
    }
    const members = value as Readonly<Record<string, unknown>>;
    // As JSON.stringify does: a member that is undefined is not there.
    const keys = Object.keys(members)
      .filter((key) => members[key] !== undefined)
      .sort();
    parts.push("{");
    todo.push(RECORD_END);
    for (let i = keys.length - 1; i >= 0; i--)
      todo.push(members[keys[i]!], new Literal(`${i > 0 ? "," : ""}${JSON.stringify(keys[i])}:`));
  }
  return parts.join("");
}

const PLAIN: readonly string[] = ["string", "boolean", "number"];
/** No list is longer: an array may claim any length. */
const MOST = 10_000_000;
const COMMA = new Literal(",");
const LIST_END = new Literal("]");
const RECORD_END = new Literal("}");
