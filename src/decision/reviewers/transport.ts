/**
 * Filling seats as a transport problem: groups of people on one side, roles with open seats on the other, at the least
 * cost. Successive shortest paths (Busacker and Gowen 1960); a set of roles that no assignment can fill comes out of the
 * residual graph (Hall 1935). Deterministic: sources, sinks and arcs are looked at in the order given.
 */

export interface Arc {
  readonly sink: number;
  readonly cost: number;
}

export interface TransportProblem {
  /** How many people each source can send. */
  readonly supply: readonly number[];
  /** How many each sink takes. */
  readonly demand: readonly number[];
  readonly arcs: readonly (readonly Arc[])[];
}

export interface Transport {
  /** By source, by index of the arc. */
  readonly flow: readonly (readonly number[])[];
  readonly moved: number;
  readonly cost: number;
  /** Null: every seat is filled. Otherwise sinks that ask for more than all sources which reach any of them can send. */
  readonly bottleneck: { readonly sinks: readonly number[]; readonly sources: readonly number[] } | null;
}

/** The cheapest among the fullest assignments. */
export function transport(problem: TransportProblem): Transport {
  const { supply, demand, arcs } = problem;
  const left = [...supply];
  const open = [...demand];
  const flow = arcs.map((of) => of.map(() => 0));
  const into: { source: number; arc: number }[][] = demand.map(() => []);
  arcs.forEach((of, source) => {
    of.forEach(({ sink }, arc) => {
      into[sink]!.push({ source, arc });
    });
  });
  let moved = 0;
  let cost = 0;

  for (;;) {
    const path = cheapestPath();
    if (path === null) break;
    moved += path.amount;
    cost += path.amount * path.cost;
  }

  const unmet = open.findIndex((seats) => seats > 0);
  return { flow, moved, cost, bottleneck: unmet < 0 ? null : hallViolator(unmet) };

  /** Bellman and Ford over the residual graph, from sources with supply to sinks with room; sends along the best. */
  function cheapestPath(): { readonly amount: number; readonly cost: number } | null {
    const sourceCost = left.map((amount) => (amount > 0 ? 0 : Number.POSITIVE_INFINITY));
    const sinkCost = demand.map(() => Number.POSITIVE_INFINITY);
    const sinkFrom: ({ source: number; arc: number } | null)[] = demand.map(() => null);
    const sourceFrom: ({ sink: number; arc: number } | null)[] = supply.map(() => null);
    const queue = left.flatMap((amount, source) => (amount > 0 ? [source] : []));
    const waiting = new Set(queue);
    for (let head = 0; head < queue.length; head++) {
      const source = queue[head]!;
      waiting.delete(source);
      arcs[source]!.forEach((arc, index) => {
        const reached = sourceCost[source]! + arc.cost;
        if (reached >= sinkCost[arc.sink]!) return;
        sinkCost[arc.sink] = reached;
        sinkFrom[arc.sink] = { source, arc: index };
        for (const back of into[arc.sink]!) {
          if (flow[back.source]![back.arc]! === 0) continue;
          const undone = reached - arcs[back.source]![back.arc]!.cost;
          if (undone >= sourceCost[back.source]!) continue;
          sourceCost[back.source] = undone;
          sourceFrom[back.source] = { sink: arc.sink, arc: back.arc };
          if (waiting.has(back.source)) continue;
          waiting.add(back.source);
          queue.push(back.source);
        }
      });
    }
    let best = -1;
    sinkCost.forEach((reached, sink) => {
      if (open[sink]! > 0 && reached < (best < 0 ? Number.POSITIVE_INFINITY : sinkCost[best]!)) best = sink;
    });
    if (best < 0) return null;

    const steps: { source: number; arc: number; by: 1 | -1 }[] = [];
    let amount = open[best]!;
    for (let sink = best; ; ) {
      const { source, arc } = sinkFrom[sink]!;
      steps.push({ source, arc, by: 1 });
      const back = sourceFrom[source]!;
      if (back === null) {
        amount = Math.min(amount, left[source]!);
        for (const step of steps) flow[step.source]![step.arc]! += step.by * amount;
        left[source]! -= amount;
        open[best]! -= amount;
        return { amount, cost: sinkCost[best]! };
      }
      amount = Math.min(amount, flow[source]![back.arc]!);
      steps.push({ source, arc: back.arc, by: -1 });
      sink = back.sink;
    }
  }

  /** What an unmet sink reaches backwards: every source of these sinks is used up within them. */
  function hallViolator(unmet: number): { readonly sinks: readonly number[]; readonly sources: readonly number[] } {
    const sinks = new Set([unmet]);
    const sources = new Set<number>();
    for (const sink of sinks) {
      for (const { source } of into[sink]!) {
        if (sources.has(source)) continue;
        sources.add(source);
        arcs[source]!.forEach((arc, index) => {
          if (flow[source]![index]! > 0) sinks.add(arc.sink);
        });
      }
    }
    return { sinks: [...sinks].sort((x, y) => x - y), sources: [...sources].sort((x, y) => x - y) };
  }
}
