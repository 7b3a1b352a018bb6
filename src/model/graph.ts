/** An order in which everything comes after what it needs, and the circles that make that impossible. */
export interface Sorted {
  /** Every node, needs first; members of a circle in some order. */
  readonly order: readonly string[];
  /** The same in groups: nodes of one group need each other, directly or not. */
  readonly components: readonly (readonly string[])[];
  /** Each circle once, as a path that leads from its first member back to it. */
  readonly circles: readonly (readonly string[])[];
}

/** Strongly connected components after Tarjan (1972), with its own stack: chains may be long. */
export function sortByNeeds(nodes: ReadonlyMap<string, readonly string[]>): Sorted {
  const components: string[][] = [];
  const circles: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];

  for (const start of nodes.keys()) {
    if (index.has(start)) continue;
    const frames: { node: string; next: number }[] = [];
    const enter = (node: string): void => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      stack.push(node);
      onStack.add(node);
      frames.push({ node, next: 0 });
    };
    enter(start);
    while (frames.length > 0) {
      const frame = frames.at(-1)!;
      const need = nodes.get(frame.node)![frame.next++];
      if (need !== undefined) {
        if (!nodes.has(need)) continue;
        if (!index.has(need)) enter(need);
        else if (onStack.has(need)) low.set(frame.node, Math.min(low.get(frame.node)!, index.get(need)!));
        continue;
      }
      frames.pop();
      const up = frames.at(-1);
      if (up !== undefined) low.set(up.node, Math.min(low.get(up.node)!, low.get(frame.node)!));
      if (low.get(frame.node) !== index.get(frame.node)) continue;
      const members: string[] = [];
      for (let member = ""; member !== frame.node; ) {
        member = stack.pop()!;
        onStack.delete(member);
        members.push(member);
      }
      components.push(members);
      if (members.length > 1 || nodes.get(frame.node)!.includes(frame.node)) circles.push(circle(nodes, members));
    }
  }
  return { order: components.flat(), components, circles };
}

/** A shortest way from the least member back to itself, breadth first. */
function circle(nodes: ReadonlyMap<string, readonly string[]>, members: readonly string[]): string[] {
  const inside = new Set(members);
  const start = [...members].sort()[0]!;
  const from = new Map<string, string>();
  const open = [start];
  for (let at = 0; at < open.length; at++) {
    for (const need of nodes.get(open[at]!)!) {
      if (need === start) {
        const path = [open[at]!];
        while (path[0] !== start) path.unshift(from.get(path[0]!)!);
        return path;
      }
      if (!inside.has(need) || from.has(need)) continue;
      from.set(need, open[at]!);
      open.push(need);
    }
  }
  return [start];
}

/** "`a` uses `b`, which uses `a`" */
export const inWords = (path: readonly string[]): string =>
  `${`\`${path[0]}\``} uses ${[...path.slice(1), path[0]!].map((name) => `\`${name}\``).join(", which uses ")}`;
