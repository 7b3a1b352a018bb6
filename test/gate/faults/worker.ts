/**
 * A process of its own that uses a gate until it is killed, or until it has done its part of a burst. What it was told it says
 * at once, a line for each answer: whatever it has said must be there afterwards.
 */
import { writeSync } from "node:fs";
import type { Answer, ProposalView } from "../../../src/gate/api.ts";
import { stateOf } from "../../../src/gate/audit/state.ts";
import type { Store } from "../../../src/gate/store.ts";
import { storeAt } from "../places.ts";
import { as } from "../world.ts";
import { refundOf, shop } from "./shop.ts";

export interface Errand {
  readonly address: string;
  readonly tenant: string;
  readonly file: string;
  readonly daily: number;
  readonly spend: number;
  /** `mix`: all kinds of calls without end. Otherwise so many refunds of each amount, proposed and carried out. */
  readonly burst: readonly { readonly by: string; readonly amount: string; readonly times: number }[] | null;
  /** Ends what is under way when it is asked to go (SIGTERM). */
  readonly drains: boolean;
  /** How long its executor takes to answer, in milliseconds. */
  readonly slow?: number;
}

export interface Said {
  readonly what: string;
  readonly proposal: string;
  /** Of the proposal as the answer shows it. */
  readonly state: string;
  readonly change_set?: Record<string, unknown>;
}

const errand = JSON.parse(process.argv[2]!) as Errand;
const store = await opened();
const gate = shop({ ...errand, store });
let serial = 0;
let leaving = false;

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function opened(): Promise<Store> {
  try {
    return await storeAt(errand.address);
  } catch (fault) {
    say({ fault: `${(fault as Error).name} ${(fault as Error).message}` });
    return process.exit(1);
  }
}

function told(what: string, answer: Answer<{ readonly proposal: ProposalView }>, set?: Record<string, unknown>) {
  if (!answer.ok) {
    if (answer.code === "internal" || answer.code.startsWith("store_"))
      say({ fault: `${answer.code} ${what}: ${answer.message}` });
    return null;
  }
  const { review: _, ...doc } = answer.proposal;
  const said = { what, proposal: doc.id, state: stateOf(JSON.stringify(doc)) };
  say(set === undefined ? said : { ...said, change_set: set });
  return answer.proposal;
}

const about = ({ id, revision, digest }: ProposalView) => ({ proposal: id, revision, digest });
const amounts = ["20.00", "45.00", "120.00", "620.00"];

/** One proposal through its life, by chance. */
async function life(): Promise<void> {
  const id = `cs-${process.pid}-${++serial}`;
  const chance = Math.random();
  const set = refundOf(id, amounts[serial % amounts.length]!);
  let view = told("propose", await gate.propose(as("agent:bot"), { change_set: set }), set);
  if (view === null) return;
  if (chance < 0.2) {
    const other = refundOf(id, "130.00");
    view = told("revise", await gate.revise(as("agent:bot"), { ...about(view), change_set: other })) ?? view;
  }
  if (chance > 0.9) {
    told("withdraw", await gate.withdraw(as("agent:bot"), { proposal: view.id }));
    return;
  }
  if (view.status === "in_review") {
    if (chance > 0.7) told("reject", await gate.reject(as("cleo"), { ...about(view), role: "finance", comment: "no" }));
    told("approve", await gate.approve(as("ann"), { ...about(view), role: "support_lead" }));
    told("approve", await gate.approve(as("ben"), { ...about(view), role: "finance" }));
    if (chance > 0.7) told("take back", await gate.withdrawAct(as("cleo"), { proposal: view.id }));
  }
  told("commit", await gate.commit(as("agent:bot"), { proposal: view.id, idempotency_key: id }));
}

async function burst(parts: NonNullable<Errand["burst"]>): Promise<void> {
  const calls = parts.flatMap(({ by, amount, times }) =>
    Array.from({ length: times }, async (_, i) => {
      const set = refundOf(`cs-${process.pid}-${++serial}`, amount);
      const view = told("propose", await gate.propose(as(by), { change_set: set }), set);
      if (view?.status === "approved" && i % 2 === 0) told("commit", await gate.commit(as(by), { proposal: view.id }));
    }),
  );
  await Promise.all(calls);
}

if (errand.drains)
  process.on("SIGTERM", () => {
    leaving = true;
  });
say({ ready: true });
if (errand.burst !== null) {
  await new Promise<void>((resolve) => process.stdin.once("data", () => resolve()));
  await burst(errand.burst);
} else {
  const forEver = async (): Promise<void> => {
    while (!leaving) await life();
  };
  await Promise.all([forEver(), forEver(), forEver(), forEver()]);
}
await store.close();
say({ left: true });
process.exit(0);
