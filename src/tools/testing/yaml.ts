/** YAML to values that remember where they stand. Strict: a key written twice, an unknown tag, an inexact number is a fault. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../source/file.ts";
import type { Span } from "../../source/span.ts";
import { fault } from "./faults.ts";
import type { Located, LocatedEntry } from "./format.ts";

/** Aliases can make a small file huge. */
const MAX_NODES = 500_000;
const MAX_DEPTH = 100;
const MAX_FAULTS = 20;

export function readYaml(file: SourceFile): { readonly root: Located | null; readonly faults: readonly Diagnostic[] } {
  const span = (start: number, end: number): Span => ({ file: file.name, start, end });
  const faults: Diagnostic[] = [];
  let document: Document.Parsed;
  try {
    document = parseDocument(file.text, { version: "1.2", uniqueKeys: true, prettyErrors: false, logLevel: "silent" });
  } catch (error) {
    // The YAML library recurses; a file that is nested deeper than its stack ends up here.
    const what = error instanceof RangeError ? "The file is nested too deeply." : String(error);
    return { root: null, faults: [fault("fixture-not-yaml", span(0, 0), what, "Write it flatter.")] };
  }
  const told = new Set<string>();
  for (const error of document.errors) {
    // The library may say a thing twice, and may point behind the end.
    const [start, end] = error.pos.map((at) => Math.min(at, file.text.length)) as [number, number];
    const key = `${start} ${error.message}`;
    if (told.has(key) || told.size >= MAX_FAULTS) continue;
    told.add(key);
    const what =
      error.code === "DUPLICATE_KEY"
        ? "The same key stands twice in one mapping."
        : `This is not YAML: ${error.message}`;
    const help =
      error.code === "DUPLICATE_KEY"
        ? "Keep one of them."
        : "Look at the indentation, the quotes and the brackets here.";
    faults.push(fault("fixture-not-yaml", span(start, Math.max(start, end)), what, help));
  }
  if (faults.length > 0) return { root: null, faults };

  const targets = aliasTargets(document);
  let nodes = 0;
  const refuse = (node: Node, what: string, help: string): null => {
    const [start, end] = node.range ?? [0, 0];
    if (faults.length < MAX_FAULTS) faults.push(fault("fixture-not-yaml", span(start, end), what, help));
    return null;
  };
  const read = (node: Node, depth: number): Located | null => {
    nodes++;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      if (faults.length > 0) return null;
      const bound = depth > MAX_DEPTH ? `${MAX_DEPTH} levels deep` : `${MAX_NODES.toLocaleString("en")} values`;
      return refuse(node, `The file is larger than ${bound} once its aliases are followed.`, "Split it.");
    }
    const [start, end] = node.range ?? [0, 0];
    if (isAlias(node)) {
      const target = targets.get(node);
      if (target === undefined) return refuse(node, `There is no anchor \`&${node.source}\`.`, "Write it above.");
      return read(target, depth + 1);
    }
    const tag = "tag" in node ? node.tag : undefined;
    if (tag === "!unknown") {
      const why = isScalar(node) ? String(node.value ?? "").trim() : "";
      if (why === "")
        return refuse(node, "`!unknown` does not say why.", "Write for example `!unknown the source timed out`.");
      return { kind: "unknown", why, span: span(start, end) };
    }
    if (tag === "!missing") return { kind: "missing", span: span(start, end) };
    if (tag?.startsWith("!") && !tag.startsWith("!!")) {
      return refuse(node, `There is no tag \`${tag}\`.`, "The tags are `!unknown why` and `!missing`.");
    }
    if (isScalar(node)) return scalar(node, span(start, end));
    if (isSeq<Node>(node)) {
      const items = node.items.map((item) => read(item, depth + 1));
      return items.includes(null) ? null : { kind: "list", items: items as Located[], span: span(start, end) };
    }
    if (isMap<Node, Node | null>(node)) {
      const entries = new Map<string, LocatedEntry>();
      const merged = new Map<string, LocatedEntry>();
      let whole = true;
      for (const { key, value } of node.items) {
        if (!isScalar(key) || key.value === null) {
          refuse(key, "A key is a text.", "Write a word, in quotes if need be.");
          whole = false;
          continue;
        }
        const [keyStart, keyEnd] = key.range ?? [start, start];
        const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
        const inner =
          value === null
            ? ({ kind: "scalar", value: null, source: "", span: span(keyEnd, keyEnd) } as const)
            : read(value, depth + 1);
        if (inner === null) {
          whole = false;
          continue;
        }
        if (name === "<<") {
          for (const part of inner.kind === "list" ? inner.items : [inner]) {
            if (part.kind === "map")
              for (const entry of part.entries) if (!merged.has(entry.key)) merged.set(entry.key, entry);
          }
        } else entries.set(name, { key: name, keySpan: span(keyStart, keyEnd), value: inner });
      }
      // What is merged in stands first: paths are applied in their order, and what is written here comes after.
      const inherited = [...merged].filter(([name]) => !entries.has(name)).map(([, entry]) => entry);
      return whole ? { kind: "map", entries: [...inherited, ...entries.values()], span: span(start, end) } : null;
    }
    return refuse(node, "I do not understand this value.", "Write a text, a number, a list or a mapping.");
  };

  const scalar = (node: Scalar, at: Span): Located | null => {
    const { value } = node;
    const source = node.source ?? String(value);
    if (value === null || typeof value === "string" || typeof value === "boolean") {
      return { kind: "scalar", value, source, span: at };
    }
    const digits = source
      .replace(/[eE].*$/, "")
      .replace(/\D/g, "")
      .replace(/^0+/, "");
    if (typeof value === "number" && Number.isFinite(value) && digits.length <= 15) {
      return { kind: "scalar", value, source, span: at };
    }
    return refuse(node, `\`${source}\` cannot be carried exactly as a number.`, `Put it in quotes: "${source}".`);
  };

  if (document.contents === null) {
    return {
      root: null,
      faults: [fault("fixture-shape", span(0, 0), "The file is empty.", "Write `given` and `cases`.")],
    };
  }
  const root = read(document.contents as Node, 0);
  return { root: faults.length > 0 ? null : root, faults };
}

/** Where each alias leads: the last anchor of its name before it. One walk; asking the library walks once for every alias. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node as Node);
    },
  });
  return targets;
}
