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
    for (let index = children.length - 1; index >= 0; index--)
      if (typeof children[index] === "object") open.push(children[index]);
  }
}
