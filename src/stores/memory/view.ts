/** Reading one state of the memory store. */
import type {
  HoldRow,
  Ledger,
  Posting,
  PostingRow,
  ProposalQuery,
  ProposalRow,
  TotalRow,
  UsageAsked,
  UsageFound,
  View,
} from "../../gate/store.ts";
import { compareTexts } from "../checks.ts";
import { answerName, quotaName, type State } from "./state.ts";

export function viewOf(state: State): View {
  const head = async () => {
    const last = state.events.at(-1);
    return last === undefined ? null : { seq: last.seq, hash: last.hash, at: last.at };
  };
  return {
    head,
    load: async ({ proposal, answer }) => ({
      head: await head(),
      proposal: proposal === undefined ? null : (state.proposals.get(proposal) ?? null),
      answer: answer === undefined ? null : (state.answers.get(answerName(answer)) ?? null),
    }),
    usage: async (asked) => asked.map((one) => usageOf(state, one)),
    postings: async (asked, limit) => {
      const rows = unitsOf(state, asked).flatMap(([, rows]) => rows.slice(placeOf(rows, asked)));
      return rows.sort(newest).slice(0, limit).map(posting);
    },
    history: async (action, after, limit) =>
      [...state.proposals.values()]
        .filter((row) => row.action === action && row.counts_at !== null && row.counts_at > after)
        .sort((a, b) => b.counts_at! - a.counts_at! || compareTexts(a.id, b.id))
        .slice(0, limit)
        .map((row) => ({ id: row.id, at: row.counts_at!, entry: row.entry })),
    find: async (query) => found(state, query),
    due: async (now, limit) =>
      [...state.proposals.values()]
        .filter((row) => row.wake_at !== null && row.wake_at <= now)
        .sort((a, b) => a.wake_at! - b.wake_at! || compareTexts(a.id, b.id))
        .slice(0, limit)
        .map((row) => row.id),
    events: async (after, limit, proposal) => {
      const rest = state.events.slice(Math.max(after, 0));
      return (proposal === undefined ? rest : rest.filter((row) => row.proposal === proposal)).slice(0, limit);
    },
    checkpoints: async (after, limit) =>
      [...state.checkpoints.values()]
        .filter((row) => row.seq > after)
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit),
    ledger: async (table, after, limit) => {
      const rows = ledgerOf(state, table).sort(inOrder);
      const begin = after === null ? 0 : rows.findIndex((row) => inOrder(row, after) > 0);
      return begin === -1 ? [] : rows.slice(begin, begin + limit);
    },
  };
}

function ledgerOf<T extends keyof Ledger>(state: State, table: T): Ledger[T][] {
  const postings = [...state.postings.values()].flatMap((units) => [...units.values()]);
  const rows: { [Each in keyof Ledger]: () => Ledger[Each][] } = {
    holds: () => [...state.holds.values()].flatMap((holds) => [...holds.values()]),
    postings: () => postings.flat(),
    totals: () => postings.map((rows) => totalOf(rows.at(-1)!)),
  };
  return rows[table]();
}

const totalOf = ({ amount: _, proposal: __, ...total }: PostingRow): TotalRow => total;

/** The order of the keys of a table: a hold is named by its proposal, a posting by unit, time and number, a total by unit. */
function inOrder(a: Ledger[keyof Ledger], b: Ledger[keyof Ledger]): number {
  const quota = compareTexts(a.clause, b.clause) || compareTexts(a.key, b.key);
  if (quota !== 0) return quota;
  if (!("n" in a && "n" in b)) return compareTexts((a as HoldRow).proposal, (b as HoldRow).proposal);
  return compareTexts(a.unit, b.unit) || a.at - b.at || a.n - b.n;
}

const unitsOf = (state: State, asked: UsageAsked): readonly (readonly [string, readonly PostingRow[]])[] =>
  [...(state.postings.get(quotaName(asked)) ?? [])].sort(([a], [b]) => compareTexts(a, b));

function usageOf(state: State, asked: UsageAsked): UsageFound {
  const holds = [...(state.holds.get(quotaName(asked))?.values() ?? [])];
  return {
    totals: unitsOf(state, asked).map(([unit, rows]) => {
      const { n, at, total } = rows.at(-1)!;
      return { unit, n, at, total, before: rows[placeOf(rows, asked) - 1]?.total ?? "0" };
    }),
    holds: holds.sort((a, b) => compareTexts(a.proposal, b.proposal)),
  };
}

/** Where the window begins in rows that are in order of time. */
function placeOf(rows: readonly PostingRow[], { from, exclusive }: UsageAsked): number {
  if (from === null) return 0;
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { at } = rows[middle]!;
    if (at < from || (exclusive && at === from)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const newest = (a: PostingRow, b: PostingRow): number => b.at - a.at || compareTexts(a.unit, b.unit) || b.n - a.n;

const posting = ({ n: _, total: __, ...rest }: PostingRow): Posting => rest;

function found(state: State, query: ProposalQuery): readonly ProposalRow[] {
  const { statuses, action, requester, order, after, limit } = query;
  const at = (row: ProposalRow): number => (order === "deadline" ? row.expires_at : -row.proposed_at);
  const compare = (a: { at: number; id: string }, b: { at: number; id: string }): number =>
    a.at - b.at || compareTexts(a.id, b.id);
  const from = after === undefined ? null : { at: order === "deadline" ? after.at : -after.at, id: after.id };
  return [...state.proposals.values()]
    .filter(
      (row) =>
        (statuses === undefined || statuses.includes(row.status)) &&
        (action === undefined || row.action === action) &&
        (requester === undefined || row.requester === requester) &&
        (from === null || compare({ at: at(row), id: row.id }, from) > 0),
    )
    .sort((a, b) => compare({ at: at(a), id: a.id }, { at: at(b), id: b.id }))
    .slice(0, limit);
}
