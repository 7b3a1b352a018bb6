/** Every query of a store, compiled once. What is given later stands as a slot in its place. */
import { type Compilable, type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { ConflictError, type Ledger, type ProposalWrite } from "../../gate/store.ts";
import type { Dialect } from "./dialect.ts";
import type { Tables } from "./tables.ts";

/** Stands for a value that is known when the statement runs. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const slot = (name: string): never => new Slot(name) as never;

export type Values = Readonly<Record<string, unknown>>;

export interface Statement {
  /** Of this and no other text: databases know what they have prepared by it. */
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** What is in conflict when it changes no row, or meets one that is there; null: it reads. */
  readonly changes: ConflictError["what"] | null;
  /** Whether it must change one row; an insert makes one or fails. */
  readonly meets: boolean;
  /** The table and the columns that name the row it changes. */
  readonly row: readonly string[];
}

export interface Request {
  readonly statement: Statement;
  readonly values: Values;
  /** What it would find now, from what it found before certain changes. Left out: it has to be asked again. */
  readonly update?: (rows: readonly Row[], changes: readonly Request[]) => readonly Row[];
}

/** A row as a driver gives it: members by column, whole numbers as numbers. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The values of a request in the order of its statement. */
export const parametersOf = ({ statement, values }: Request): unknown[] =>
  statement.parameters.map((one) => {
    if (!(one instanceof Slot)) return one;
    const value = values[one.name];
    if (value === undefined) throw new TypeError(`${statement.name} needs ${one.name}`);
    return value;
  });

/** A statement that changes rows met one that is in its way, or none. */
export function conflictOf({ statement, values }: Request, how: string): ConflictError {
  const what = statement.changes!;
  const named = ["id", "operation", "principal", "clause", "key", "unit", "proposal", "seq", "n", "expected"]
    .filter((name) => values[name] !== undefined && (what !== "event" || name === "seq"))
    .map((name) => `${name} ${String(values[name])}`)
    .join(", ");
  return new ConflictError(what, `${what} (${named}) ${how}`);
}

const PROPOSAL = [
  "id",
  "version",
  "status",
  "action",
  "environment",
  "requester",
  "proposed_at",
  "expires_at",
  "wake_at",
  "counts_at",
  "entry",
  "doc",
] as const;
const ANSWER = ["operation", "principal", "key", "payload", "answer", "at"] as const;
const HOLD = ["clause", "key", "proposal", "unit", "amount", "expires_at"] as const;
const POSTING = ["clause", "key", "unit", "amount", "at", "proposal"] as const;
const TOTAL = ["clause", "key", "unit", "n", "at", "total"] as const;
const EVENT = ["seq", "at", "type", "proposal", "hash", "body"] as const;
/** What `load` gives, part by part, and its columns. */
export const LOADED = { head: ["seq", "hash", "at"], proposal: PROPOSAL, answer: ANSWER } as const;
const CHECKPOINT = ["seq", "at", "body", "jws"] as const;

/** By which the rows of a page follow one another. */
const ORDERS = { deadline: "expires_at", newest: "proposed_at" } as const;

export type Statements = ReturnType<typeof statementsOf>;

export function statementsOf(dialect: Dialect) {
  const { builder } = dialect;
  const made = (name: string, query: Compilable, more: Pick<Statement, "changes" | "meets" | "row">): Statement => {
    const { sql: text, parameters } = query.compile();
    return { name: `bylaw_${name}`, text, parameters, ...more };
  };
  const reads = (name: string, query: Compilable): Statement =>
    made(name, query, { changes: null, meets: false, row: [] });
  const insert = (
    name: string,
    what: Changed,
    table: keyof Tables,
    columns: readonly string[],
    key: readonly string[],
  ) =>
    made(
      name,
      builder
        .insertInto(table)
        .values(Object.fromEntries(["tenant", ...columns].map((column) => [column, slot(column)])) as never),
      { changes: what, meets: false, row: [table, "tenant", ...key] },
    );
  const meets = (name: string, what: Changed, table: keyof Tables, key: readonly string[], query: Compilable) =>
    made(name, query, { changes: what, meets: true, row: [table, "tenant", ...key] });

  const own = <T extends keyof Tables>(table: T) =>
    (builder.selectFrom(table) as unknown as SelectQueryBuilder<Tables, keyof Tables, object>).where(
      "tenant",
      "=",
      slot("tenant"),
    ) as unknown as SelectQueryBuilder<Tables, T, object>;
  const limit = sql<number>`${slot("limit")}`;

  return {
    dialect,
    load: reads("load", loading(builder)),
    head: reads("head", own("events").select(["seq", "hash", "at"]).orderBy("seq", "desc").limit(1)),
    proposal: reads("proposal", own("proposals").select(PROPOSAL).where("id", "=", slot("id"))),
    proposals: reads(
      "proposals",
      own("proposals")
        .select(PROPOSAL)
        .where((on) => dialect.among(on.ref("id"), slot("ids"))),
    ),
    answer: reads(
      "answer",
      own("answers")
        .select(ANSWER)
        .where("operation", "=", slot("operation"))
        .where("principal", "=", slot("principal"))
        .where("key", "=", slot("key")),
    ),
    totals: reads(
      "totals",
      own("totals")
        .where("clause", "=", slot("clause"))
        .where("key", "=", slot("key"))
        .select((on) => ["unit", "n", "at", "total", before(on, builder).as("before")])
        .orderBy("unit"),
    ),
    holds: reads(
      "holds",
      own("holds").select(HOLD).where("clause", "=", slot("clause")).where("key", "=", slot("key")).orderBy("proposal"),
    ),
    postings: reads(
      "postings",
      own("postings")
        .select(POSTING)
        .where("clause", "=", slot("clause"))
        .where("key", "=", slot("key"))
        .where("unit", "=", slot("unit"))
        .where("at", ">=", slot("bound"))
        .orderBy("at", "desc")
        .orderBy("n", "desc")
        .limit(limit),
    ),
    history: reads(
      "history",
      own("proposals")
        .select(["id", "counts_at as at", "entry"])
        .where("action", "=", slot("action"))
        .where("counts_at", ">", slot("after"))
        .orderBy("counts_at", "desc")
        .orderBy("id")
        .limit(limit),
    ),
    due: reads(
      "due",
      own("proposals").select("id").where("wake_at", "<=", slot("now")).orderBy("wake_at").orderBy("id").limit(limit),
    ),
    events: reads("events", own("events").select(EVENT).where("seq", ">", slot("after")).orderBy("seq").limit(limit)),
    eventsOf: reads(
      "events_of",
      own("events")
        .select(EVENT)
        .where("proposal", "=", slot("proposal"))
        .where("seq", ">", slot("after"))
        .orderBy("seq")
        .limit(limit),
    ),
    checkpoints: reads(
      "checkpoints",
      own("checkpoints").select(CHECKPOINT).where("seq", ">", slot("after")).orderBy("seq").limit(limit),
    ),
    ledger: {
      holds: ledgerOf(own as never, reads, "holds", HOLD, ["clause", "key", "proposal"]),
      postings: ledgerOf(
        own as never,
        reads,
        "postings",
        [...POSTING, "n", "total"],
        ["clause", "key", "unit", "at", "n"],
      ),
      totals: ledgerOf(own as never, reads, "totals", TOTAL, ["clause", "key", "unit"]),
    } satisfies Record<keyof Ledger, Paged>,
    statuses: statusesOf(dialect, reads),
    pages: pagesOf(own as never, reads),

    addProposal: insert("add_proposal", "proposal", "proposals", PROPOSAL, ["id"]),
    changeProposal: changesOf((columns) =>
      meets(
        ["change_proposal", ...columns].join("_"),
        "proposal",
        "proposals",
        ["id"],
        builder
          .updateTable("proposals")
          .set(Object.fromEntries(columns.map((column) => [column, slot(column)])) as never)
          .where("tenant", "=", slot("tenant"))
          .where("id", "=", slot("id"))
          .where("version", "=", slot("expected")),
      ),
    ),
    addAnswer: insert("add_answer", "answer", "answers", ANSWER, ["operation", "principal", "key"]),
    addHold: insert("add_hold", "hold", "holds", HOLD, ["clause", "key", "proposal"]),
    removeHold: meets(
      "remove_hold",
      "hold",
      "holds",
      ["clause", "key", "proposal"],
      builder
        .deleteFrom("holds")
        .where("tenant", "=", slot("tenant"))
        .where("clause", "=", slot("clause"))
        .where("key", "=", slot("key"))
        .where("proposal", "=", slot("proposal")),
    ),
    addPosting: insert(
      "add_posting",
      "posting",
      "postings",
      [...POSTING, "n", "total"],
      ["clause", "key", "unit", "n"],
    ),
    addTotal: insert("add_total", "posting", "totals", TOTAL, ["clause", "key", "unit"]),
    changeTotal: meets(
      "change_total",
      "posting",
      "totals",
      ["clause", "key", "unit"],
      builder
        .updateTable("totals")
        .set({ n: slot("n"), at: slot("at"), total: slot("total") })
        .where("tenant", "=", slot("tenant"))
        .where("clause", "=", slot("clause"))
        .where("key", "=", slot("key"))
        .where("unit", "=", slot("unit"))
        .where("n", "=", slot("last"))
        .where("at", "<=", slot("first")),
    ),
    addEvent: insert("add_event", "event", "events", EVENT, ["seq"]),
    addCheckpoint: insert("add_checkpoint", "checkpoint", "checkpoints", CHECKPOINT, ["seq"]),
  };
}

type Changed = ConflictError["what"];

/**
 * Writes the columns of a proposal that differ. An index is written anew for each of its columns that is named, whether or not
 * its value is another one, and most acts of a reviewer leave all of them as they are.
 */
function changesOf(made: (columns: readonly string[]) => Statement): (row: ProposalWrite) => Statement {
  const known = new Map<string, Statement>();
  return (row) => {
    const { before } = row;
    const columns = PROPOSAL.slice(1).filter((column) => before === undefined || before[column] !== row[column]);
    const name = columns.join();
    let statement = known.get(name);
    if (statement === undefined) {
      statement = made(columns);
      known.set(name, statement);
    }
    return statement;
  };
}

/** The head, a proposal and an answer as one row, because each question may be a way to a server and back. */
const loading = (builder: Kysely<Tables>): Compilable =>
  builder
    .selectFrom(sql`(select 1)`.as("one"))
    .leftJoin("events as head", (join) =>
      join.on("head.tenant", "=", slot("tenant")).on("head.seq", "=", (on) =>
        on
          .selectFrom("events as last")
          .where("last.tenant", "=", slot("tenant"))
          .select((on) => on.fn.max("last.seq").as("seq")),
      ),
    )
    .leftJoin("proposals as proposal", (join) =>
      join.on("proposal.tenant", "=", slot("tenant")).on("proposal.id", "=", slot("id")),
    )
    .leftJoin("answers as answer", (join) =>
      join
        .on("answer.tenant", "=", slot("tenant"))
        .on("answer.operation", "=", slot("operation"))
        .on("answer.principal", "=", slot("principal"))
        .on("answer.key", "=", slot("key")),
    )
    .select(
      Object.entries(LOADED).flatMap(([part, columns]) =>
        columns.map((column) => sql.ref(`${part}.${column}`).as(`${part}_${column}`)),
      ),
    );

/** The running total before the window: the last posting before `bound`, one step into the index. */
const before = (on: ExpressionBuilder<Tables, "totals">, builder: Kysely<Tables>) =>
  builder
    .selectFrom("postings")
    .select("postings.total")
    .whereRef("postings.tenant", "=", on.ref("totals.tenant"))
    .whereRef("postings.clause", "=", on.ref("totals.clause"))
    .whereRef("postings.key", "=", on.ref("totals.key"))
    .whereRef("postings.unit", "=", on.ref("totals.unit"))
    .where("postings.at", "<", slot("bound"))
    .orderBy("postings.at", "desc")
    .orderBy("postings.n", "desc")
    .limit(1);

/** Which statuses there are: each found by one step into an index, from the one before it. */
function statusesOf({ builder, prefix }: Dialect, reads: (name: string, query: Compilable) => Statement): Statement {
  const table = sql.raw(`${prefix}"proposals"`);
  const tenant = slot("tenant");
  const query = sql`
    with recursive found (status) as (
      select min(status) from ${table} where tenant = ${tenant}
      union all
      select (select min(one.status) from ${table} as one where one.tenant = ${tenant} and one.status > found.status)
      from found where found.status is not null
    ) select status from found where status is not null`;
  return reads("statuses", { compile: () => query.compile(builder) } as Compilable);
}

interface Paged {
  readonly first: Statement;
  readonly next: Statement;
}

/** The rows of a table in the order of its key: the first of them, and those behind one. */
function ledgerOf(
  own: (table: "holds") => SelectQueryBuilder<Tables, "holds", object>,
  reads: (name: string, query: Compilable) => Statement,
  table: keyof Ledger,
  columns: readonly string[],
  key: readonly string[],
): Paged {
  let query = own(table as "holds")
    .select(columns as never)
    .limit(sql<number>`${slot("limit")}`);
  for (const column of key) query = query.orderBy(column as never);
  const refs = sql.join(key.map((column) => sql.ref(column)));
  const slots = sql.join(key.map((column) => sql`${slot(column)}`));
  return {
    first: reads(`ledger_${table}`, query),
    next: reads(`ledger_${table}_after`, query.where(sql<boolean>`(${refs}) > (${slots})`)),
  };
}

/** Ids and times of one page of one status, by order, filters and whether it goes on after something. */
function pagesOf(
  own: (table: "proposals") => SelectQueryBuilder<Tables, "proposals", object>,
  reads: (name: string, query: Compilable) => Statement,
): (order: "deadline" | "newest", filters: readonly ("action" | "requester" | "after")[]) => Statement {
  const pages = new Map<string, Statement>();
  return (order, filters) => {
    const name = ["page", order, ...filters].join("_");
    const found = pages.get(name);
    if (found !== undefined) return found;
    const column = ORDERS[order];
    let query = own("proposals")
      .select(["id", `${column} as at`])
      .where("status", "=", slot("status"));
    for (const filter of filters) {
      if (filter !== "after") query = query.where(filter, "=", slot(filter));
      else
        query = query
          .where(column, order === "deadline" ? ">=" : "<=", slot("at"))
          .where((on) =>
            on.or([on(column, order === "deadline" ? ">" : "<", slot("at")), on("id", ">", slot("after"))]),
          );
    }
    const page = reads(
      name,
      query
        .orderBy(column, order === "deadline" ? "asc" : "desc")
        .orderBy("id")
        .limit(sql<number>`${slot("limit")}`),
    );
    pages.set(name, page);
    return page;
  };
}
