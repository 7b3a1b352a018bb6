/**
 * One process, one subject: a fresh process for each keeps what the compiler learned from one subject away from the next.
 * Reads its task as JSON from the command line, writes its result as one line of JSON.
 */

import { setFlagsFromString } from "node:v8";
import { full } from "../handwritten/full.ts";
import type { Policy } from "../handwritten/policy.ts";
import { rules } from "../handwritten/rules.ts";
import { verdict } from "../handwritten/verdict.ts";
import { collect, median, nowNs, quantile, ratio, type Subject, slices } from "../measure/slices.ts";
import { BYLAW, toldOf, wantedOf } from "../subjects/bylaw.ts";
import { type Documents, documentsOf } from "../workload/documents.ts";
import { type Decide, type Given, type Harness, harnessAt, type Thresholds, variantsOf } from "../workload/harness.ts";
import { actionIds, evaluatorOf, handwrittenPolicy, REFUND, source } from "../workload/policies.ts";
import type { Measured, Task } from "./task.ts";

// V8 of Node 20 aborts ("unreachable code") when it takes back code into which a call to WebAssembly was inlined.
setFlagsFromString("--no-turbo-inline-js-wasm-calls");

const task = JSON.parse(process.argv[2]!) as Task;
const harness = await harnessAt(task.harness);
const thresholds: readonly Thresholds[] =
  task.actions === null ? [REFUND] : Array.from({ length: task.actions }, (_, k) => harness.thresholdsOf(k));
const given = again(
  task.actions === null
    ? harness.generate(task.sets)
    : harness.generate(task.sets, 43, (random) => `act_${Math.floor(random() * thresholds.length)}`),
);
const evaluator = evaluatorOf(source(thresholds));
const ids = actionIds(evaluator);
const documents = again(given.map((one) => documentsOf(one, ids.get(one.action)!)));
const policies = new Map(
  thresholds.map((one): [string, Policy] => {
    const id = ids.get(one.action)!;
    return [id, handwrittenPolicy(evaluator, id, one)];
  }),
);

const began = nowNs();
const subject = await (task.adapter === null ? bylaw(task.variant) : peer(harness, task.adapter, task.variant));
const loadMs = (nowNs() - began) / 1e6;
const [wrong, compared] = await wrongOnes(harness, subject);

const byHand = (name: string, decide: (one: Documents, policy: Policy) => unknown): Subject => ({
  name,
  run: (index) => {
    const one = documents[index]!;
    return decide(one, policies.get(one.changeSet.action)!);
  },
});
const [a, x, b, c] = await slices(
  [
    byHand("rules", ({ changeSet, context }, policy) => rules(changeSet, context, policy)),
    { name: task.variant, run: subject.run },
    byHand("checked", ({ changeSet, context }, policy) => verdict(changeSet, context, policy)),
    byHand("full", ({ changeSet, context }, policy) => full(changeSet, context, policy)),
  ],
  { items: documents.length, seconds: task.seconds },
);
const result: Measured = {
  task,
  ns: median(x!.samples),
  loadMs,
  rulesNs: median(a!.samples),
  checkedNs: median(b!.samples),
  fullNs: median(c!.samples),
  timesRules: ratio(x!, a!),
  timesChecked: ratio(x!, b!),
  timesFull: ratio(x!, c!),
  p99: await tail(),
  wrong,
  compared,
};
console.log(JSON.stringify(result));
// A peer may keep timers or workers alive.
process.exit(0);

/** Through JSON, so that objects have the shapes that they have in a service. */
function again<T>(list: readonly T[]): readonly T[] {
  return list.map((item) => JSON.parse(JSON.stringify(item)) as T);
}

interface Ready {
  readonly run: Subject["run"];
  /** The harness' form of what came out, as far as the subject tells it; and what is right, as far. */
  readonly told: (result: unknown, wanted: number) => readonly [string, string];
}

async function peer(at: Harness, adapter: string, name: string): Promise<Ready> {
  const variant = (await variantsOf(at.folder, adapter))[name];
  if (variant === undefined) throw new Error(`${adapter} has no variant ${name}`);
  const { decide } = await (task.actions === null ? variant.setup() : variant.many!(task.actions));
  const asked: Decide = decide;
  return {
    run: (index) => asked(given[index]!),
    told: (result, wanted) => {
      const right = at.canonPacked(wanted);
      if (variant.canon) return [variant.canon(result).full, right.full];
      if (variant.decisionTier) return [variant.decisionTier(result), right.s];
      return [variant.decisionOnly!(result), right.s[0]!];
    },
  };
}

function bylaw(name: string): Ready {
  const form = BYLAW.find((one) => one.name === name);
  if (form === undefined) throw new Error(`Bylaw has no form ${name}`);
  const run = form.ready(evaluator, documents);
  // Code is made for an action when it is first asked for: that is loading, and counted as such.
  for (let index = 0; index < documents.length; index++) run(index);
  return {
    run,
    told: (result, wanted) => [toldOf(result), wantedOf(wanted)],
  };
}

/** As many as fit into a second. */
async function wrongOnes(at: Harness, ready: Ready): Promise<readonly [wrong: number, compared: number]> {
  const until = nowNs() + 1e9;
  let bad = 0;
  let count = 0;
  for (; count < given.length && (count < 20 || nowNs() < until); count++) {
    const policy = policies.get(documents[count]!.changeSet.action)!;
    const wanted = at.verdict(given[count] as Given, policy.low, policy.medium);
    const [told, right] = ready.told(await ready.run(count), wanted);
    if (told !== right) bad++;
  }
  return [bad, count];
}

/** Single calls, the timer included. */
async function tail(): Promise<number> {
  collect();
  const waits = subject.run(0) instanceof Promise;
  const times: number[] = [];
  const until = nowNs() + 1e9;
  for (let i = 0; i < 100_000 && (i < 1_000 || nowNs() < until); i++) {
    const start = process.hrtime.bigint();
    const got = subject.run(i % given.length);
    if (waits) await got;
    times.push(Number(process.hrtime.bigint() - start));
  }
  return quantile(times, 0.99);
}
