/** The cheapest of the fullest assignments, against all of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arc, TransportProblem } from "../../src/decision/reviewers/transport.ts";
import { transport } from "../../src/decision/reviewers/transport.ts";

const problem: fc.Arbitrary<TransportProblem> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }))
  .chain(([sources, sinks]) =>
    fc.record({
      supply: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: sources, maxLength: sources }),
      demand: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: sinks, maxLength: sinks }),
      arcs: fc.array(
        sinks === 0
          ? fc.constant<Arc[]>([])
          : fc.uniqueArray(
              fc.record({ sink: fc.integer({ min: 0, max: sinks - 1 }), cost: fc.integer({ min: 0, max: 5 }) }),
              { maxLength: sinks, selector: (arc) => arc.sink },
            ),
        { minLength: sources, maxLength: sources },
      ),
    }),
  );

interface Best {
  readonly moved: number;
  readonly cost: number;
}

/** One unit of supply after another goes to every sink it can, or nowhere. */
function best({ supply, demand, arcs }: TransportProblem): Best {
  const units = supply.flatMap((amount, source) => Array.from({ length: amount }, () => source));
  const search = (unit: number, open: readonly number[]): Best => {
    const source = units[unit];
    if (source === undefined) return { moved: 0, cost: 0 };
    return arcs[source]!.filter(({ sink }) => open[sink]! > 0)
      .map(({ sink, cost }) => {
        const rest = search(
          unit + 1,
          open.map((seats, index) => (index === sink ? seats - 1 : seats)),
        );
        return { moved: rest.moved + 1, cost: rest.cost + cost };
      })
      .reduce(
        (some, other) =>
          other.moved > some.moved || (other.moved === some.moved && other.cost < some.cost) ? other : some,
        search(unit + 1, open),
      );
  };
  return search(0, demand);
}

const sum = (some: readonly number[]): number => some.reduce((all, one) => all + one, 0);

describe("transport", () => {
  it("moves the most, at the least cost, within supply and demand", () => {
    fc.assert(
      fc.property(problem, (one) => {
        const found = transport(one);
        expect({ moved: found.moved, cost: found.cost }).toEqual(best(one));
        expect(sum(found.flow.flat())).toBe(found.moved);
        found.flow.forEach((flow, source) => {
          expect(flow.every((amount) => amount >= 0)).toBe(true);
          expect(sum(flow)).toBeLessThanOrEqual(one.supply[source]!);
        });
        one.demand.forEach((demand, sink) => {
          const into = one.arcs.flatMap((arcs, source) =>
            arcs.flatMap((arc, index) => (arc.sink === sink ? [found.flow[source]![index]!] : [])),
          );
          expect(sum(into)).toBeLessThanOrEqual(demand);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("names a bottleneck exactly when a seat stays empty", () => {
    fc.assert(
      fc.property(problem, (one) => {
        const { bottleneck, moved } = transport(one);
        expect(bottleneck === null).toBe(moved === sum(one.demand));
        if (bottleneck === null) return;
        const reaching = one.arcs.flatMap((arcs, source) =>
          arcs.some(({ sink }) => bottleneck.sinks.includes(sink)) ? [source] : [],
        );
        expect(bottleneck.sources).toEqual(reaching);
        expect(sum(bottleneck.sinks.map((sink) => one.demand[sink]!))).toBeGreaterThan(
          sum(bottleneck.sources.map((source) => one.supply[source]!)),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
