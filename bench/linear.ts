/**
 * Time against size, for many shapes of input, from 16 kB to 1 MB: `npm run bench:linear [-- shape]`, with `-- --write` for
 * the table of docs/performance.md. What counts is the time a byte against that of the smallest size: 1 is linear, 64 at
 * the largest is a square. It is the time of the processor, garbage collection included, because a machine may be busy;
 * what looks slow is measured again, and the least counts. Nothing is asserted: `test/linear` counts steps, and does.
 */
import { openBundle } from "../src/bundle/open.ts";
import { decide } from "../src/decision/decide.ts";
import { explain } from "../src/decision/explain/explain.ts";
import { frame } from "../src/diagnostics/render/frame.ts";
import { loadPolicySet } from "../src/policy-set.ts";
import { parse } from "../src/syntax/parse.ts";
import { digits, table } from "./runs/tables.ts";
import { writeTables } from "./runs/write.ts";
import { BUNDLES } from "./support/bundles.ts";
import { DOCUMENTS } from "./support/documents.ts";
import { SHAPES } from "./support/shapes.ts";

const KILOBYTES = [16, 64, 256, 1_024];
const WARM_MS = 40;
const ENOUGH_MS = 120;
/** From here on it is measured again: collecting garbage and caches that are too small cost up to so much. */
const SUSPECT = 2;

const only = process.argv.slice(2).find((argument) => !argument.startsWith("--"));

/** `act` gives in a word what came of it: a shape that is refused at once shows nothing. */
interface Subject {
  readonly bytes: number;
  readonly act: () => string;
}

interface Row {
  readonly name: string;
  readonly came: string;
  readonly ms: readonly number[];
  /** Time a byte against the smallest size. */
  readonly ratios: readonly number[];
}

function taken(act: () => unknown): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** The least of some runs, which are fewer where one takes long. */
function least(act: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let round = 0; round < 20 && sum < ENOUGH_MS; round++) {
    const one = taken(act);
    best = Math.min(best, one);
    sum += one;
  }
  return best;
}

function row(name: string, make: (characters: number) => Subject): Row {
  const subjects = KILOBYTES.map((kilobytes) => make(kilobytes * 1_024));
  for (let sum = 0, round = 0; sum < WARM_MS && round < 50; round++) sum += taken(subjects[0]!.act);
  let came = "";
  const ms = subjects.map(({ act }) =>
    least(() => {
      came = act();
    }),
  );
  const ratios = (): number[] => ms.map((one, i) => one / subjects[i]!.bytes / (ms[0]! / subjects[0]!.bytes));
  if (ratios().at(-1)! > SUSPECT)
    subjects.forEach(({ act }, i) => {
      ms[i] = Math.min(ms[i]!, least(act));
    });
  const found = { name, came, ms, ratios: ratios() };
  const cells = [
    ...ms.map((one) => one.toFixed(1).padStart(8)),
    ...found.ratios.slice(1).map((one) => digits(one).padStart(6)),
  ];
  console.log(`${name.padEnd(36)} ${cells.join(" ")}  ${found.came}`);
  return found;
}

function rows<T>(
  title: string,
  shapes: Readonly<Record<string, T>>,
  make: (shape: T, characters: number) => Subject,
): readonly Row[] {
  console.log(`— ${title}`);
  return Object.entries(shapes)
    .filter(([name]) => only === undefined || `${title}: ${name}`.includes(only))
    .map(([name, shape]) => row(name, (characters) => make(shape, characters)));
}

const utf8 = (text: string): number => Buffer.byteLength(text);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

console.log(
  `${"milliseconds by kB, × by kB".padEnd(36)} ${[...KILOBYTES.map((one) => String(one).padStart(8)), ...KILOBYTES.slice(1).map((one) => String(one).padStart(6))].join(" ")}  what it came to`,
);

const READERS: Readonly<Record<string, readonly Row[]>> = {
  "rule files: parser": rows("from source to a tree", SHAPES, (make, characters) => {
    const files = make(characters);
    return {
      bytes: sum(files.map(({ text }) => utf8(text))),
      act: () =>
        files.some((file) => parse(file).diagnostics.some(({ severity }) => severity === "error")) ? "faults" : "legal",
    };
  }),
  "rule files: parser and checker": rows(
    "from source to an evaluator, or to a page of faults",
    SHAPES,
    (make, characters) => {
      const files = make(characters);
      return {
        bytes: sum(files.map(({ text }) => utf8(text))),
        act: () => {
          const { diagnostics } = loadPolicySet(files, { today: "2026-11-17" });
          frame(diagnostics, files, { colour: false, width: 100 });
          return diagnostics.find(({ severity }) => severity === "error")?.code ?? "legal";
        },
      };
    },
  ),
  "change sets and contexts": rows(
    "from documents to a decision, and to a page of it",
    DOCUMENTS,
    (make, characters) => {
      const { evaluator, changeSet, context } = make(characters);
      return {
        bytes: sum(
          [changeSet, context].map((document) =>
            utf8(typeof document === "string" ? document : JSON.stringify(document)),
          ),
        ),
        act: () => {
          const decision = decide(evaluator, changeSet, context);
          explain(decision, null, { format: "terminal", colour: false, width: 100 });
          return decision.outcome;
        },
      };
    },
  ),
  bundles: rows("from a bundle to an evaluator, or to its faults", BUNDLES, (make, characters) => {
    const document = make(characters);
    return {
      bytes: utf8(typeof document === "string" ? document : JSON.stringify(document)),
      act: () => {
        const opened = openBundle(document);
        return opened.ok ? "opened" : opened.faults[0].code;
      },
    };
  }),
};

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const text = table(
  [
    "",
    "shapes",
    ...KILOBYTES.slice(1).map((one) => `${one.toLocaleString("en")} kB`),
    "the slowest to grow, at the largest",
  ],
  Object.entries(READERS).map(([name, found]) => {
    const worst = found.toSorted((a, b) => b.ratios.at(-1)! - a.ratios.at(-1)!)[0];
    return [
      name,
      String(found.length),
      ...KILOBYTES.slice(1).map((_, i) => {
        const ratios = found.map((one) => one.ratios[i + 1]!);
        return `${digits(middle(ratios))} (${digits(Math.max(...ratios))})`;
      }),
      worst === undefined ? "" : worst.name,
    ];
  }),
);
console.log(`\n${text}`);
if (process.argv.includes("--write")) writeTables({ linear: text });
