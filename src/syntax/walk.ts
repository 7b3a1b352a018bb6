/** One visitor over the tree. It knows no kinds of nodes, so a new kind is walked without a change here. */
import type { Node } from "./tree.ts";

export interface Visitor {
  /** Called before the children; false leaves them out. */
  readonly enter?: (node: Node, parent: Node | null) => boolean | undefined;
  /** Called after the children. */
  readonly leave?: (node: Node, parent: Node | null) => void;
}

/** The nodes right below a node, in the order in which they stand in the text. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  collect(node, found);
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function collect(value: object, into: Node[]): void {
  for (const [key, part] of Object.entries(value)) {
    if (key === "span" || part === null || typeof part !== "object") continue;
    // Lists, and pairs such as the entries of `impact`, have no place of their own: what is in them has.
    if (isNode(part)) into.push(part);
    else collect(part, into);
  }
}

function isNode(value: object): value is Node {
  return "span" in value;
}

/** Visits a tree in written order. Iterative, so that no depth of tree is too deep. */
export function walk(root: Node, visitor: Visitor): void {
  const open: { readonly node: Node; readonly parent: Node | null; below: readonly Node[] | null; at: number }[] = [
    { node: root, parent: null, below: null, at: 0 },
  ];
  while (open.length > 0) {
    const top = open.at(-1)!;
    top.below ??= visitor.enter?.(top.node, top.parent) === false ? [] : children(top.node);
    const next = top.below[top.at++];
    if (next !== undefined) open.push({ node: next, parent: top.node, below: null, at: 0 });
    else {
      visitor.leave?.(top.node, top.parent);
      open.pop();
    }
  }
}
