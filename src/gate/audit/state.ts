/** The proposals of a store beside its log: the log says of each what its document hashes to. */
import { sha256 } from "../../source/sha256.ts";
import type { Proposal } from "../documents.ts";
import type { ProposalRow, View } from "../store.ts";
import { columnsOf } from "../writing.ts";
import { eventOf } from "./event.ts";
import type { Faults } from "./faults.ts";
import { eventsAfter, proposalsOf } from "./log.ts";

/** `sha256:…` over a proposal's document, as the store keeps its text. */
export const stateOf = (doc: string): string => `sha256:${sha256(doc)}`;

/** Compares all of them; gives how many. Memory: one page of proposals and of events. */
export async function compareStates(view: View, faults: Faults): Promise<number> {
  let count = 0;
  for await (const page of proposalsOf(view))
    for (const row of page) {
      count++;
      await compare(view, row, faults);
    }
  for await (const page of eventsAfter(view, 0))
    for (const { type, seq, proposal } of page)
      if (type === "proposed" && (await view.load({ proposal })).proposal === null)
        faults.add("state_missing", seq, proposal, `event ${seq}: the store has no proposal ${proposal}`);
  return count;
}

async function compare(view: View, row: ProposalRow, faults: Faults): Promise<void> {
  let last: { readonly seq: number; readonly state: string } | null = null;
  for await (const page of eventsAfter(view, 0, row.id))
    for (const { seq, body } of page) {
      // A refused act leaves no other state behind, and may say none.
      const state = eventOf(body)?.state ?? null;
      if (state !== null) last = { seq, state };
    }
  if (last === null) {
    faults.add("state_unlogged", null, row.id, `proposal ${row.id}: the log does not tell of it`);
    return;
  }
  const { seq, state } = last;
  const found = stateOf(row.doc);
  if (found !== state)
    faults.add(
      "state_mismatch",
      seq,
      row.id,
      `event ${seq}: proposal ${row.id} was left as ${state}, and the store has ${found}`,
    );
  const beside = besideDocument(row);
  if (beside !== null)
    faults.add(
      "state_mismatch",
      seq,
      row.id,
      `event ${seq}: the store lists proposal ${row.id} with another ${beside} than its document says`,
    );
}

/** The first column that does not say what the document says: lists, deadlines and histories go by columns. */
function besideDocument(row: ProposalRow): string | null {
  let said: Partial<ProposalRow>;
  try {
    said = columnsOf(JSON.parse(row.doc) as Proposal);
  } catch {
    // It is no proposal, which its hash has told.
    return null;
  }
  return (Object.keys(said) as (keyof ProposalRow)[]).find((name) => said[name] !== row[name]) ?? null;
}
