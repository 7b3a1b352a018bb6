/**
 * The ledger of quotas beside the proposals: it holds what they say is reserved and used, row for row, and its sums are those
 * of its rows. The log vouches for the proposals, and they for the ledger.
 */
import { decimalOf, sum, text } from "../amounts.ts";
import type { Proposal } from "../documents.ts";
import { holdsOf, postedOf } from "../reservations.ts";
import type { HoldRow, Ledger, Posting, PostingRow, QuotaKey, View } from "../store.ts";
import type { Faults } from "./faults.ts";
import { ledgerRows, proposalsOf } from "./log.ts";

/** Gives how many rows there are. Memory: one page of them. Time: a few questions for each. */
export async function compareLedger(view: View, faults: Faults): Promise<number> {
  const holds = await compareHolds(view, faults);
  const postings = await comparePostings(view, faults);
  await nameMissing(view, faults, { holds: holds.founded, postings: postings.founded });
  return holds.rows + postings.rows;
}

interface Compared {
  readonly rows: number;
  /** Those that a proposal accounts for. */
  readonly founded: number;
}

async function compareHolds(view: View, faults: Faults): Promise<Compared> {
  let [rows, founded] = [0, 0];
  for await (const row of ledgerRows(view, "holds")) {
    rows++;
    const proposal = await proposalOf(view, row.proposal);
    if (proposal === UNREADABLE) continue;
    const said = holdsSaid(proposal).find((one) => isSameQuota(one, row));
    if (said !== undefined) founded++;
    const differs = (["unit", "amount", "expires_at"] as const).some((name) => said?.[name] !== row[name]);
    if (said === undefined || differs)
      faults.add("ledger_mismatch", null, row.proposal, `${holdWords(row)} is held; its proposal ${saysOf(said)}`);
  }
  return { rows, founded };
}

async function comparePostings(view: View, faults: Faults): Promise<Compared> {
  let [rows, founded] = [0, 0];
  let last: PostingRow | null = null;
  const totals = new Totals(view, faults);
  for await (const row of ledgerRows(view, "postings")) {
    rows++;
    if (last !== null && !isSameSeries(last, row)) {
      await totals.after(last);
      last = null;
    }
    const total = text(sum(decimalOf(last?.total ?? "0"), decimalOf(row.amount)));
    if (row.n !== (last?.n ?? 0) + 1 || row.total !== total)
      faults.add(
        "ledger_sum",
        null,
        row.proposal,
        `${postingWords(row)} is number ${row.n} and makes ${row.total}; it should be number ${(last?.n ?? 0) + 1} and make ${total}`,
      );
    last = row;
    const proposal = await proposalOf(view, row.proposal);
    if (proposal === UNREADABLE) continue;
    const said = postingsSaid(proposal).find((one) => isSameQuota(one, row));
    if (said !== undefined) founded++;
    const differs = (["unit", "amount", "at"] as const).some((name) => said?.[name] !== row[name]);
    if (said === undefined || differs)
      faults.add("ledger_mismatch", null, row.proposal, `${postingWords(row)} is posted; its proposal ${saysOf(said)}`);
  }
  if (last !== null) await totals.after(last);
  await totals.end();
  return { rows, founded };
}

/** The totals, which stand in the order of the postings: one for each series of these. */
class Totals {
  readonly #view: View;
  readonly #faults: Faults;
  readonly #rows: AsyncGenerator<Ledger["totals"]>;
  #next: IteratorResult<Ledger["totals"]> | null = null;

  constructor(view: View, faults: Faults) {
    this.#view = view;
    this.#faults = faults;
    this.#rows = ledgerRows(view, "totals");
  }

  /** The last posting of a series. */
  async after(last: PostingRow): Promise<void> {
    const { clause, key, unit } = last;
    const [found] = await this.#view.usage([{ clause, key, from: null, exclusive: false }]);
    if (!found!.totals.some((total) => total.unit === unit)) {
      this.#add(last, `there is no total of ${quotaWords(last)} in ${unitWords(unit)}, of which ${last.total} is used`);
      return;
    }
    for (let next = await this.#peek(); !next.done; next = await this.#peek()) {
      this.#next = null;
      const total = next.value;
      if (!isSameSeries(total, last)) {
        this.#unfounded(total);
        continue;
      }
      if (total.n !== last.n || total.at !== last.at || total.total !== last.total)
        this.#add(
          last,
          `the total of ${quotaWords(last)} in ${unitWords(unit)} says ${total.total} in ${total.n}; its postings make ${last.total} in ${last.n}`,
        );
      return;
    }
  }

  async end(): Promise<void> {
    for (let next = await this.#peek(); !next.done; next = await this.#peek()) {
      this.#next = null;
      this.#unfounded(next.value);
    }
  }

  async #peek(): Promise<IteratorResult<Ledger["totals"]>> {
    this.#next ??= await this.#rows.next();
    return this.#next;
  }

  #unfounded(total: Ledger["totals"]): void {
    this.#faults.add(
      "ledger_sum",
      null,
      null,
      `there is a total of ${quotaWords(total)} in ${unitWords(total.unit)}, ${total.total}, and nothing was posted`,
    );
  }

  #add({ proposal }: PostingRow, message: string): void {
    this.#faults.add("ledger_sum", null, proposal, message);
  }
}

/** What proposals say and the ledger does not have: looked for where there is less in it than they say. */
async function nameMissing(
  view: View,
  faults: Faults,
  founded: { readonly holds: number; readonly postings: number },
): Promise<void> {
  let [holds, postings] = [0, 0];
  for await (const page of proposalsOf(view))
    for (const { doc } of page) {
      const proposal = parsed(doc);
      if (proposal === UNREADABLE) continue;
      holds += holdsSaid(proposal).length;
      postings += postingsSaid(proposal).length;
    }
  if (holds === founded.holds && postings === founded.postings) return;
  for await (const page of proposalsOf(view))
    for (const { id, doc } of page) {
      const proposal = parsed(doc);
      if (proposal === UNREADABLE) continue;
      for (const hold of holdsSaid(proposal)) {
        const [found] = await view.usage([{ clause: hold.clause, key: hold.key, from: null, exclusive: false }]);
        if (!found!.holds.some((one) => one.proposal === id))
          faults.add("ledger_missing", null, id, `${holdWords(hold)} is reserved, and not held`);
      }
      for (const posting of postingsSaid(proposal))
        if (!(await isPosted(view, posting)))
          faults.add("ledger_missing", null, id, `${postingWords(posting)} is used, and not posted`);
    }
}

async function isPosted(view: View, { clause, key, unit, proposal }: Posting): Promise<boolean> {
  const start = { clause, key, unit, at: Number.MIN_SAFE_INTEGER, n: 0, amount: "", total: "", proposal: "" };
  for await (const row of ledgerRows(view, "postings", start)) {
    if (!isSameSeries(row, start)) return false;
    if (row.proposal === proposal) return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------- what proposals say of it

/** What its hash has told already. */
const UNREADABLE = Symbol("no proposal");

function parsed(doc: string): Proposal | typeof UNREADABLE {
  try {
    const proposal = JSON.parse(doc) as Proposal;
    holdsOf(proposal);
    postedOf(proposal);
    return proposal;
  } catch {
    return UNREADABLE;
  }
}

/** Null: there is none. */
async function proposalOf(view: View, id: string): Promise<Proposal | null | typeof UNREADABLE> {
  const { proposal: row } = await view.load({ proposal: id });
  return row === null ? null : parsed(row.doc);
}

const holdsSaid = (proposal: Proposal | null): readonly HoldRow[] => (proposal === null ? [] : holdsOf(proposal));
const postingsSaid = (proposal: Proposal | null): readonly Posting[] => (proposal === null ? [] : postedOf(proposal));

const isSameQuota = (a: QuotaKey, b: QuotaKey): boolean => a.clause === b.clause && a.key === b.key;

const isSameSeries = (a: QuotaKey & { readonly unit: string }, b: QuotaKey & { readonly unit: string }): boolean =>
  isSameQuota(a, b) && a.unit === b.unit;

// ----------------------------------------------------------------------------------------------------------- in words

const quotaWords = ({ clause, key }: QuotaKey): string => `${clause} ${key}`;
const unitWords = (unit: string): string => (unit === "" ? "numbers" : unit);
const amountWords = (row: { readonly amount: string; readonly unit: string }): string =>
  row.unit === "" ? row.amount : `${row.amount} ${row.unit}`;
const holdWords = (row: HoldRow): string =>
  `${amountWords(row)} of ${quotaWords(row)} for proposal ${row.proposal} until ${timeWords(row.expires_at)}`;
const postingWords = (row: Posting): string =>
  `${amountWords(row)} of ${quotaWords(row)} for proposal ${row.proposal} at ${timeWords(row.at)}`;
const saysOf = (said: { readonly amount: string; readonly unit: string } | undefined): string =>
  said === undefined ? "says nothing of it" : `says ${amountWords(said)}, or another time`;

/** What stands in the store may be no time at all. */
const timeWords = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms));
