/**
 * Time against size, for many shapes of input, up to 1 MB: `npm run bench:linear [-- shape]`. The last column is the
 * exponent between the largest sizes (the slope in a log-log plot): 1 is linear, 2 a square. Times below a few milliseconds
 * say little. It is the time of the processor, garbage collection included, because a machine may be busy; nothing is asserted.
 */
import { decide } from "../src/decision/decide.ts";
import { explain } from "../src/decision/explain/explain.ts";
import { frame } from "../src/diagnostics/render/frame.ts";
import { loadPolicySet } from "../src/policy-set.ts";
import { DOCUMENTS } from "./support/documents.ts";
import { SHAPES } from "./support/shapes.ts";

const SIZES = [1, 4, 16, 64, 128, 256, 512, 1_024];
/** A square is seen long before it has to be sat through. */
const STOP_MS = 4_000;

const only = process.argv[2];
const shown = (name: string): boolean => only === undefined || name.includes(only);

function fastest(act: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1_000;
    best = Math.min(best, took);
    if (took > 1_000) break;
  }
  return best;
}

/** The slope of the least-squares line through the logarithms. */
function exponent(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (k: 0 | 1): number => logs.reduce((sum, point) => sum + point[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** `act` gives what is timed, which gives in a word what it came to: a shape that is refused at once shows nothing. */
function row(name: string, act: (kilobytes: number) => () => string): void {
  const points: [number, number][] = [];
  let came = "";
  for (const kilobytes of SIZES) {
    const once = act(kilobytes);
    const time = fastest(() => {
      came = once();
    });
    points.push([kilobytes, time]);
    if (time > STOP_MS) break;
  }
  const slope = exponent(points.slice(-4));
  const cells = SIZES.map((_, i) => (points[i] === undefined ? "–" : points[i]![1].toFixed(1)).padStart(8)).join(" ");
  const loud = slope > 1.2 && points.at(-1)![1] > 50 ? " ◀" : "";
  console.log(`${name.padEnd(32)} ${cells}  ${slope.toFixed(2)}  ${came}${loud}`);
}

console.log(
  `${"milliseconds by kB".padEnd(32)} ${SIZES.map((size) => String(size).padStart(8)).join(" ")}  exponent, and what it came to`,
);
console.log("— from source to an evaluator, or to a page of faults");
for (const [name, make] of Object.entries(SHAPES)) {
  if (!shown(name)) continue;
  row(name, (kilobytes) => {
    const files = make(kilobytes * 1_024);
    return () => {
      const { diagnostics } = loadPolicySet(files, { today: "2026-11-17" });
      frame(diagnostics, files, { colour: false, width: 100 });
      return diagnostics.find(({ severity }) => severity === "error")?.code ?? "legal";
    };
  });
}
console.log("— from documents to a decision, and to a page of it");
for (const [name, make] of Object.entries(DOCUMENTS)) {
  if (!shown(name)) continue;
  row(name, (kilobytes) => {
    const { evaluator, changeSet, context } = make(kilobytes * 1_024);
    return () => {
      const decision = decide(evaluator, changeSet, context);
      explain(decision, null, { format: "terminal", colour: false, width: 100 });
      return decision.outcome;
    };
  });
}
