/** Kills a process in the middle of its work, opens the store again, and looks. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type Place, storeAt } from "../places.ts";
import { as } from "../world.ts";
import { killed, type Program, started, type Worker } from "./processes.ts";
import { refundOf, shop } from "./shop.ts";
import { kept, onceOnly, whole } from "./sound.ts";
import type { Errand } from "./worker.ts";

/** What was begun and never ended, over all kills: without any, the kills came at harmless points. */
export interface Killed {
  kills: number;
  answers: number;
  undone: number;
  done: number;
}

const LIMITS = { daily: 100_000, spend: 100_000_000 };
const LANES = 2;
const MINUTES = 60_000;

/** `random`: from 0 to 1, for when to kill. */
export async function kills(program: Program, place: Place, count: number, random: () => number): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), "bylaw-kill-"));
  const found: Killed = { kills: 0, answers: 0, undone: 0, done: 0 };
  const begin = (i: number): { readonly worker: Worker; readonly errand: Errand } => {
    const errand: Errand = {
      ...LIMITS,
      address: place.address,
      tenant: `kill-${i}`,
      file: join(folder, `${i}.orders`),
      burst: null,
      drains: false,
    };
    return { worker: started(program, errand), errand };
  };
  try {
    // Tables are made once.
    await (await storeAt(place.address)).close();
    // One is killed while another one writes, as among gates that share a store.
    const lane = async (first: number): Promise<void> => {
      let next = begin(first);
      for (let i = first; i < count; i += LANES) {
        const { worker, errand } = next;
        await killed(worker, 1 + Math.floor(random() * 30), Math.floor(random() * 12));
        if (i + LANES < count) next = begin(i + LANES);
        await looked(worker, errand, found);
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES, count) }, (_, i) => lane(i)));
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function looked(worker: Worker, { address, tenant, file }: Errand, found: Killed): Promise<void> {
  expect(worker.faults).toEqual([]);
  expect(worker.process.signalCode).toBe("SIGKILL");
  const store = await storeAt(address);
  try {
    const after = await whole(store, tenant);
    kept(worker.said, after.events);
    onceOnly(after, file);
    // And the gate goes on: what nobody concluded is in doubt, and the executor knows.
    const gate = shop({ store, tenant, file, ahead: 2 * MINUTES, ...LIMITS });
    expect(await gate.tick(1_000)).toMatchObject({ ok: true });
    for (const { id, status } of after.proposals)
      if (status === "committing") {
        const settled = await gate.reconcile(as("root"), { proposal: id });
        expect(settled, id).toMatchObject({ ok: true });
        if (settled.ok && settled.proposal.status === "committed") found.done++;
        else found.undone++;
      }
    // The same call again answers what it answered before, and proposes nothing twice.
    const first = worker.said.findLast(({ what }) => what === "propose");
    if (first !== undefined)
      expect(await gate.propose(as("agent:bot"), { change_set: first.change_set })).toMatchObject({
        ok: true,
        proposal: { id: first.proposal, revision: 1 },
      });
    expect(await gate.propose(as("agent:bot"), { change_set: refundOf("after", "20.00") })).toMatchObject({ ok: true });
    const end = await whole(store, tenant);
    onceOnly(end, file);
    expect(end.proposals.filter(({ status }) => status === "committing" || status === "in_doubt")).toEqual([]);
    found.kills++;
    found.answers += worker.said.length;
  } finally {
    await store.close();
  }
}
