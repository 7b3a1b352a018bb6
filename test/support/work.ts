/**
 * Work counted instead of time taken: how often the blocks of `src/**` run, which V8 counts for its coverage. A busy
 * machine changes nothing about it. What happens inside of a built-in (`indexOf`, a regular expression, a copy of a text)
 * is not seen; `npm run bench:linear` measures that too, in time.
 *
 * Functions compiled before it is imported count their calls only, so it comes first: `await vi.hoisted(() => import(…))`.
 */
import { type Profiler, Session } from "node:inspector";

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** What ran since the last time. */
function take(): readonly Profiler.ScriptCoverage[] {
  let result: readonly Profiler.ScriptCoverage[] = [];
  // Within one thread the answer comes before `post` returns.
  session.post("Profiler.takePreciseCoverage", (fault, taken) => {
    if (fault !== null) throw fault;
    result = taken.result;
  });
  return result;
}

export function steps(act: () => unknown): number {
  take();
  act();
  return take()
    .filter(({ url }) => url.includes("/src/"))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

/**
 * How many times the work of an input is that of one four times as large: 4 when it is linear, 16 when a square. What is
 * done once, at first use or for any size, is not counted: the smallest input runs first, and is taken off both. Less than
 * a step for each of `size` is taken for that many.
 */
export function growth(size: number, act: (size: number) => () => unknown): number {
  act(1)();
  const [base, small, large] = [1, size, 4 * size].map((n) => steps(act(n)));
  return (large! - base!) / Math.max(size, small! - base!);
}

/** Above linear with a logarithm, far below a square. */
export const LINEAR = 6;
