/** What the files of fixtures/gate/audit/tampering say that somebody does. */
import { base64url } from "jose";
import type { KeyPair } from "../../../src/bundle/sign.ts";
import { canonicalText } from "../../../src/eval/canonical.ts";
import { signCheckpoint } from "../../../src/gate/audit/checkpoint.ts";
import { stateOf } from "../../../src/gate/audit/state.ts";
import type { CheckpointRow, EventRow, ProposalRow } from "../../../src/gate/store.ts";
import { sha256 } from "../../../src/source/sha256.ts";
import { listed } from "./log.ts";

type Fields = Readonly<Record<string, unknown>>;
type Rehash = "one" | "all" | undefined;

export type Step =
  | { readonly edit: number; readonly set: Fields; readonly rehash?: Rehash }
  | { readonly text: number; readonly replace: readonly [string, string]; readonly rehash?: Rehash }
  | { readonly row: number; readonly set: Fields }
  | { readonly remove: readonly number[]; readonly rehash?: Rehash }
  | { readonly swap: readonly [number, number]; readonly rehash?: Rehash }
  | { readonly duplicate: number }
  | { readonly checkpoint: number; readonly set?: Fields; readonly sign?: string; readonly of?: string }
  | { readonly remove_checkpoints: readonly number[] }
  | { readonly proposal: string; readonly set: Fields }
  | { readonly list: string; readonly set: Fields }
  | { readonly delete_proposal: string }
  | { readonly add_proposal: string }
  | { readonly states: "log" };

export interface Stored {
  rows: EventRow[];
  checkpoints: CheckpointRow[];
  proposals: ProposalRow[];
}

export interface Keys {
  readonly trusted: KeyPair;
  readonly second: KeyPair;
  readonly stranger: KeyPair;
}

const parsed = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

export function withSet(body: string, set: Fields): string {
  const data = parsed(body);
  for (const [path, value] of Object.entries(set)) {
    const steps = path.split(".");
    let at = data;
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[steps.at(-1)!] = value;
  }
  return canonicalText(data, 50)!;
}

/** What stands beside the text, as the text says it. */
function fitting(row: EventRow, body: string): EventRow {
  const { at, type, proposal } = parsed(body) as { at: string; type: string; proposal: string };
  return { ...row, body, at: Date.parse(at), type, proposal, hash: sha256(body) };
}

/** The log with numbers and links that fit, from its start on. */
export function rehashed(rows: readonly EventRow[]): EventRow[] {
  let prev = "";
  return rows.map((row, i) => {
    const seq = i + 1;
    // Only the two members change, so that a text that is not canonical stays so.
    const body = row.body.replace(/"prev":"[^"]*"/, `"prev":"${prev}"`).replace(/"seq":\d+/, `"seq":${seq}`);
    const fresh = { ...fitting(row, body), seq };
    prev = fresh.hash;
    return fresh;
  });
}

export async function tampered(stored: Stored, step: Step, keys: Keys): Promise<void> {
  if ("edit" in step) changeText(stored, step.edit, (body) => withSet(body, step.set), step.rehash);
  else if ("text" in step)
    changeText(stored, step.text, (body) => body.replace(step.replace[0], step.replace[1]), step.rehash);
  else if ("row" in step)
    stored.rows = stored.rows.map((row) => (row.seq === step.row ? { ...row, ...step.set } : row));
  else if ("remove" in step) {
    stored.rows = stored.rows.filter(({ seq }) => !step.remove.includes(seq));
    if (step.rehash === "all") stored.rows = rehashed(stored.rows);
  } else if ("swap" in step) {
    const [a, b] = step.swap;
    const rows = [...stored.rows];
    [rows[a - 1], rows[b - 1]] = [rows[b - 1]!, rows[a - 1]!];
    stored.rows = rows.map((row, i) =>
      step.rehash === "one" && (i === a - 1 || i === b - 1)
        ? { ...fitting(row, withSet(row.body, { seq: i + 1 })), seq: i + 1 }
        : row,
    );
  } else if ("duplicate" in step)
    stored.rows = stored.rows.flatMap((row) => (row.seq === step.duplicate ? [row, row] : [row]));
  else if ("checkpoint" in step) {
    const at = stored.checkpoints.findIndex(({ seq }) => seq === step.checkpoint);
    stored.checkpoints[at] = await changedCheckpoint(stored.checkpoints[at]!, step, keys);
  } else if ("remove_checkpoints" in step)
    stored.checkpoints = stored.checkpoints.filter(({ seq }) => !step.remove_checkpoints.includes(seq));
  else if ("proposal" in step)
    stored.proposals = stored.proposals.map((row) =>
      row.id === step.proposal ? { ...row, ...step.set, doc: withSet(row.doc, step.set) } : row,
    );
  else if ("list" in step)
    stored.proposals = stored.proposals.map((row) => (row.id === step.list ? { ...row, ...step.set } : row));
  else if ("delete_proposal" in step)
    stored.proposals = stored.proposals.filter(({ id }) => id !== step.delete_proposal);
  else if ("add_proposal" in step) stored.proposals.push(listed(step.add_proposal, "approved", 0));
  else stored.proposals = putBack(stored);
}

function changeText(stored: Stored, seq: number, change: (body: string) => string, rehash: Rehash): void {
  stored.rows = stored.rows.map((row) => {
    if (row.seq !== seq) return row;
    const body = change(row.body);
    if (body === row.body) throw new Error("this changes nothing");
    return rehash === undefined ? { ...row, body } : fitting(row, body);
  });
  if (rehash === "all") stored.rows = rehashed(stored.rows);
}

async function changedCheckpoint(
  row: CheckpointRow,
  step: { readonly set?: Fields; readonly sign?: string; readonly of?: string },
  keys: Keys,
): Promise<CheckpointRow> {
  if (step.set !== undefined) return { ...row, body: withSet(row.body, step.set) };
  const { tenant, hash } = parsed(row.body) as { tenant: string; hash: string };
  const by = step.sign === "second" ? keys.second : step.sign === undefined ? keys.trusted : keys.stranger;
  const fresh = (await signCheckpoint(
    tenant,
    { seq: row.seq, hash: step.of ?? hash, at: row.at },
    row.at,
    by.private_key,
  ))!;
  if (step.sign !== "forged") return fresh;
  // The header of the trusted key over the signature of another.
  const jws = parsed(fresh.jws);
  const header = base64url.encode(JSON.stringify({ alg: "EdDSA", kid: keys.trusted.id, typ: "bylaw-checkpoint" }));
  return { ...fresh, jws: JSON.stringify({ ...jws, protected: header }) };
}

/** Each proposal as the last event that is left says it was: whoever restores an old copy restores both. */
function putBack(stored: Stored): ProposalRow[] {
  return stored.proposals.map((row) => {
    const last = stored.rows.findLast(({ proposal }) => proposal === row.id)!;
    const { status, state } = parsed(last.body) as { status: { after: string }; state: string };
    for (let writes = 0; writes < 20; writes++) {
      const old = listed(row.id, status.after, row.proposed_at, writes);
      if (stateOf(old.doc) === state) return old;
    }
    throw new Error(`nothing hashes to ${state}`);
  });
}
