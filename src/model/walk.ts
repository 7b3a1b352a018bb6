/** Walks over syntax trees without recursion: chains may be long. */
import type { Node } from "../syntax/tree.ts";

/** Calls `visit` for every node below and including `root`, parents first. */
export function eachNode(root: unknown, visit: (node: Node & { readonly kind?: string }) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const at = open.pop();
    if (typeof at !== "object" || at === null) continue;
    if (!Array.isArray(at) && "span" in at) visit(at as Node);
    const children = Object.values(at);
    for (let index = children.length - 1; index >= 0; index--) if (typeof children[index] === "object") open.push(children[index]);
  }
}

/**
 * A text that two nodes share exactly when they say the same: places, docs and the keys in `without` left out. Layout
 * and comments are in no tree, so they cannot matter.
 */
export function fingerprint(root: unknown, without: ReadonlySet<string>): string {
  const parts: string[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const at = open.pop();
    if (at === CLOSE) parts.push(")");
    else if (typeof at !== "object" || at === null) parts.push(JSON.stringify(at) ?? "-");
    else {
      parts.push("(");
      open.push(CLOSE);
      const children = Object.entries(at);
      for (let index = children.length - 1; index >= 0; index--) {
        const [key, value] = children[index]!;
        if (key !== "span" && key !== "doc" && !without.has(key)) open.push(value);
      }
    }
  }
  return parts.join(" ");
}

const CLOSE = Symbol("close");
