/**
 * The gate beside the floors under it: proposals that are proposed, approved by two people and committed; the same reads and
 * writes without any logic; and as many durable transactions that write one row. In turn, on the same disk.
 * `npm run bench:gate -- --help`.
 */
import { parseArgs } from "node:util";
import { alone, recordedOn } from "./gate/alone.ts";
import { company } from "./gate/company.ts";
import { filled } from "./gate/past.ts";
import { type Place, placesAt } from "./gate/places.ts";
import { median, quantile } from "./measure/slices.ts";
import { writeTables } from "./runs/write.ts";

const HELP = `npm run bench:gate -- [--postgres URL] [--in-flight 1,16] [--rounds 9] [--seconds 1] [--warm 10] [--past 1000000] [--write]

--postgres   also on this server, in a schema of its own; left out: BYLAW_TEST_POSTGRES, or SQLite alone
--in-flight  how many proposals are on their way at once
--warm       seconds of each before anything is measured: a gate runs for weeks, and is compiled within the first ten seconds
--past       how many past proposals the second ledger holds; 0: none is made
--write      put the tables into docs/performance.md
`;

const { values: options } = parseArgs({
  options: {
    postgres: { type: "string" },
    "in-flight": { type: "string", default: "1,16" },
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "1" },
    warm: { type: "string", default: "10" },
    past: { type: "string", default: "1000000" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** Propose, approve, approve, claim, conclude. */
const TRANSACTIONS = 5;
const seconds = Number(options.seconds);
const warm = Number(options.warm);
const rounds = Number(options.rounds);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs as many as fit into the time, so many at once; gives how many a second. */
async function rate(inFlight: number, once: () => Promise<void>, during = seconds): Promise<number> {
  const began = performance.now();
  const end = began + during * 1000;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await once();
      done++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (done * 1000) / (performance.now() - began);
}

/** Cycles a second: of bare transactions, of the store alone, of the gate. */
interface Round {
  readonly floor: number;
  readonly alone: number;
  readonly gate: number;
}

async function beside(place: Place, inFlight: number): Promise<readonly Round[]> {
  const { cycle } = company(place.store, "bench");
  const floorOnce = async (): Promise<void> => {
    for (let i = 0; i < TRANSACTIONS; i++) await place.floor();
  };
  const recorded = await recordedOn(place.store, (store) => company(store, "recorded").cycle());
  const aloneOnce = alone(place.store, "alone", recorded);
  for (const once of [cycle, aloneOnce, floorOnce]) await rate(inFlight, once, warm);
  const found: Round[] = [];
  for (let round = 0; round < rounds; round++)
    found.push({
      floor: await rate(inFlight, floorOnce),
      alone: await rate(inFlight, aloneOnce),
      gate: await rate(inFlight, cycle),
    });
  return found;
}

const ratio = (of: readonly number[]): string =>
  `${median(of).toFixed(2)} (${quantile(of, 0.25).toFixed(2)}–${quantile(of, 0.75).toFixed(2)})`;

async function besideTable(places: readonly Place[], sizes: readonly number[]): Promise<string> {
  const rows = [
    "|  | at once | floor, a second | store alone | gate | gate ÷ floor | gate ÷ store alone |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
  ];
  for (const place of places) {
    for (const inFlight of sizes) {
      const found = await beside(place, inFlight);
      const rates = (["floor", "alone", "gate"] as const).map((one) => median(found.map((round) => round[one])));
      const ratios = [
        ratio(found.map(({ gate, floor }) => gate / floor)),
        ratio(found.map(({ gate, alone }) => gate / alone)),
      ];
      rows.push(`| ${[place.name, inFlight, ...rates.map((one) => one.toFixed(0)), ...ratios].join(" | ")} |`);
      say(rows.at(-1)!);
    }
  }
  return rows.join("\n");
}

/** A ledger that is nearly empty and one with a long past, in turn. */
async function pastTable(postgres: string | undefined, past: number): Promise<string> {
  const rows = ["|  | past proposals | a cycle | × empty |", "| --- | ---: | ---: | ---: |"];
  const [empties, fulls] = [await placesAt(postgres), await placesAt(postgres)];
  for (const [i, empty] of empties.entries()) {
    const full = fulls[i]!;
    say(`filling ${full.name} with ${past} past proposals`);
    await filled(full.store, "bench", past, say);
    const [a, b] = [company(empty.store, "bench"), company(full.store, "bench")];
    await rate(1, a.cycle, warm);
    await rate(1, b.cycle, warm);
    const found: { empty: number; full: number }[] = [];
    for (let round = 0; round < rounds; round++)
      found.push({ empty: await rate(1, a.cycle), full: await rate(1, b.cycle) });
    const ms = (of: "empty" | "full"): string => `${(1000 / median(found.map((one) => one[of]))).toFixed(2)} ms`;
    rows.push(`| ${empty.name} | 0 | ${ms("empty")} | 1.00 |`);
    rows.push(
      `| ${full.name} | ${past.toLocaleString("en")} | ${ms("full")} | ${median(found.map((one) => one.empty / one.full)).toFixed(2)} |`,
    );
    say(rows.at(-1)!);
  }
  for (const place of [...empties, ...fulls]) await place.close();
  return rows.join("\n");
}

async function main(): Promise<void> {
  const postgres = options.postgres ?? process.env["BYLAW_TEST_POSTGRES"];
  const places = await placesAt(postgres);
  const gate = await besideTable(places, options["in-flight"].split(",").map(Number));
  for (const place of places) await place.close();
  const past = Number(options.past);
  const ledger = past === 0 ? null : await pastTable(postgres, past);
  process.stdout.write(`${gate}\n\n${ledger ?? ""}\n`);
  if (options.write) writeTables(ledger === null ? { gate } : { gate, ledger });
}

if (options.help) process.stdout.write(HELP);
else await main();
