/** What a view is asked for, as statements and back. */
import type { Head, HoldRow, Posting, ProposalQuery, ProposalRow, UsageAsked, View } from "../../gate/store.ts";
import { compareTexts, storable } from "../checks.ts";
import { loadedOf, updated } from "./loading.ts";
import type { Request, Row, Statement, Statements, Values } from "./statements.ts";

export type { Row } from "./statements.ts";

/** Runs statements one after another, all handed over at once, and gives the rows of each. */
export type Ask = (requests: readonly Request[]) => Promise<readonly (readonly Row[])[]>;

/** Before every instant, and after. */
const EVER = Number.MIN_SAFE_INTEGER;

/** No row has such a text in it, and not every database can be asked for one. */
const foreign = (values: Values): boolean =>
  Object.values(values).some((value) => typeof value === "string" && !storable(value));

/** The first instant that is inside the window. */
const boundOf = ({ from, exclusive }: UsageAsked): number => (from === null ? EVER : exclusive ? from + 1 : from);

export function viewOf(tenant: string, statements: Statements, askAll: Ask): View {
  const request = (statement: Statement, values: Values = {}): Request => ({
    statement,
    values: { tenant, ...values },
  });

  /** Asks for what can be there. */
  async function ask(requests: readonly Request[]): Promise<readonly (readonly Row[])[]> {
    const possible = requests.filter(({ values }) => !foreign(values));
    const rows = possible.length === 0 ? [] : await askAll(possible);
    return requests.map((one) => rows[possible.indexOf(one)] ?? []);
  }
  async function rows<T>(statement: Statement, values: Values): Promise<readonly T[]> {
    return (await ask([request(statement, values)]))[0] as readonly T[];
  }

  async function find(query: ProposalQuery): Promise<readonly ProposalRow[]> {
    const { order, action, requester, after, limit } = query;
    const statuses =
      query.statuses ?? (await rows<{ status: string }>(statements.statuses, {})).map(({ status }) => status);
    const filters = [
      ...(action === undefined ? [] : (["action"] as const)),
      ...(requester === undefined ? [] : (["requester"] as const)),
      ...(after === undefined ? [] : (["after"] as const)),
    ];
    const given = { action, requester, at: after?.at, after: after?.id, limit };
    const page = statements.pages(order, filters);
    const found = await ask([...new Set(statuses)].map((status) => request(page, { ...defined(given), status })));
    const sign = order === "deadline" ? 1 : -1;
    const ids = (found.flat() as unknown as readonly { id: string; at: number }[])
      .toSorted((a, b) => sign * (a.at - b.at) || compareTexts(a.id, b.id))
      .slice(0, limit)
      .map(({ id }) => id);
    if (ids.length === 0) return [];
    const proposals = await rows<ProposalRow>(statements.proposals, { ids: statements.dialect.list(ids) });
    const byId = new Map(proposals.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id)!);
  }

  async function postings(asked: UsageAsked, limit: number): Promise<readonly Posting[]> {
    const { clause, key } = asked;
    const bound = boundOf(asked);
    const totals = await rows<{ unit: string }>(statements.totals, { clause, key, bound });
    const found = await ask(
      totals.map(({ unit }) => request(statements.postings, { clause, key, unit, bound, limit })),
    );
    // Each unit is in order already, and units come by their names: sorting keeps the order of what is equal.
    return (found.flat() as unknown as readonly Posting[]).toSorted((a, b) => b.at - a.at).slice(0, limit);
  }

  const one = <T>(found: readonly Row[] | undefined): T | null => (found?.[0] as T | undefined) ?? null;

  return {
    head: async () => one<Head>((await ask([request(statements.head)]))[0]),
    load: async ({ proposal, answer }) => {
      const values = possible({ tenant, id: proposal ?? null, ...(answer ?? NO_ANSWER) });
      const update: Request["update"] = (rows, changes) => updated(values, rows, changes);
      const [found] = await askAll([{ statement: statements.load, values, update }]);
      return loadedOf(found![0]!);
    },
    usage: async (asked) => {
      const found = await ask(
        asked.flatMap((one) => [
          request(statements.totals, { clause: one.clause, key: one.key, bound: boundOf(one) }),
          request(statements.holds, { clause: one.clause, key: one.key }),
        ]),
      );
      return asked.map((_, at) => ({
        totals: found[2 * at]!.map((row) => ({ ...row, before: row["before"] ?? "0" })) as never,
        holds: found[2 * at + 1] as unknown as readonly HoldRow[],
      }));
    },
    postings,
    history: (action, after, limit) => rows(statements.history, { action, after, limit }),
    find,
    due: async (now, limit) => (await rows<{ id: string }>(statements.due, { now, limit })).map(({ id }) => id),
    events: (after, limit, proposal) =>
      proposal === undefined
        ? rows(statements.events, { after, limit })
        : rows(statements.eventsOf, { proposal, after, limit }),
    checkpoints: (after, limit) => rows(statements.checkpoints, { after, limit }),
    ledger: (table, after, limit) => {
      const { first, next } = statements.ledger[table];
      return after === null ? rows(first, { limit }) : rows(next, { ...after, limit });
    },
  };
}

const NO_ANSWER = { operation: null, principal: null, key: null };

/** Null is equal to nothing, so it finds nothing either. */
const possible = (values: Values): Values =>
  foreign(values)
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, foreign({ value }) ? null : value]))
    : values;

const defined = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
