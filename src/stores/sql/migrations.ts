/**
 * How the tables came to be, forward only. A migration that was released is never edited: another one follows it. All that
 * are missing run in one transaction, and the table `migrations` says which have run.
 */
import { type CreateTableBuilder, sql } from "kysely";
import { StoreError } from "../../gate/store.ts";
import { type Dialect, quoted } from "./dialect.ts";

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: (dialect: Dialect) => readonly string[];
}

export interface Migrated {
  /** Versions before and after; 0: there were no tables. */
  readonly from: number;
  readonly to: number;
}

export const MIGRATIONS: readonly Migration[] = [{ version: 1, name: "tables", statements: first }];

export const LATEST = MIGRATIONS.at(-1)!.version;

/** The one statement that may run before anything else: it makes the table that the others are counted in. */
export const migrationsTable = ({ builder, integer, text }: Dialect): string =>
  builder.schema
    .createTable("migrations")
    .ifNotExists()
    .addColumn("version", integer as never, (column) => column.primaryKey())
    .addColumn("name", text as never, (column) => column.notNull())
    .compile().sql;

/** What leads from a version to the latest. Throws where the database is of a later program. */
export function missing(current: number, where: string): readonly Migration[] {
  if (current > LATEST)
    throw new StoreError(
      `${where} was migrated to version ${current} by a later program, and this one knows versions up to ${LATEST}; ` +
        "nothing was changed. Use that program, or a copy of the data from before",
      "nothing_kept",
    );
  return MIGRATIONS.filter((one) => one.version > current);
}

/** What a store that finds an older database says, where it may not migrate by itself. */
export const outdated = (current: number, where: string): StoreError =>
  new StoreError(
    `${where} ${current === 0 ? "has no tables of Bylaw" : `is at version ${current}, and version ${LATEST} is needed`}; ` +
      "run `bylaw store migrate` as its owner",
    "nothing_kept",
  );

/** Records that a migration has run. */
export const recorded = ({ name, version }: Migration, { prefix }: Dialect): string =>
  `insert into ${prefix}"migrations" ("version", "name") values (${version}, '${name}')`;

/** Tables with few and short columns are kept in the order of their key in SQLite; others beside it. */
function first(dialect: Dialect): readonly string[] {
  const { builder, text, integer } = dialect;
  const short = dialect.name === "sqlite" ? sql`strict, without rowid` : null;
  const long = dialect.name === "sqlite" ? sql`strict` : null;

  function table(
    name: string,
    columns: Readonly<Record<string, "text" | "integer" | "integer?">>,
    key: readonly string[],
    end: typeof short,
  ): string {
    let made: CreateTableBuilder<string, string> = builder.schema.createTable(name);
    for (const [column, type] of Object.entries(columns))
      made = made.addColumn(column, (type === "text" ? text : integer) as never, (one) =>
        type === "integer?" ? one : one.notNull(),
      );
    made = made.addPrimaryKeyConstraint(`${name}_key`, key as never);
    return (end === null ? made : made.modifyEnd(end)).compile().sql;
  }

  const index = (name: string, on: string, columns: readonly string[], where = ""): string =>
    `create index ${quoted(name)} on ${dialect.prefix}${quoted(on)} (${columns.join(", ")})${where}`;

  const quota = { tenant: "text", clause: "text", key: "text" } as const;
  return [
    table(
      "proposals",
      {
        tenant: "text",
        id: "text",
        version: "integer",
        status: "text",
        action: "text",
        environment: "text",
        requester: "text",
        proposed_at: "integer",
        expires_at: "integer",
        wake_at: "integer?",
        counts_at: "integer?",
        entry: "text",
        doc: "text",
      },
      ["tenant", "id"],
      long,
    ),
    index("proposals_deadline", "proposals", ["tenant", "status", "expires_at", "id"]),
    index("proposals_newest", "proposals", ["tenant", "status", "proposed_at desc", "id"]),
    index("proposals_action", "proposals", ["tenant", "action", "status", "proposed_at desc", "id"]),
    index("proposals_requester", "proposals", ["tenant", "requester", "status", "proposed_at desc", "id"]),
    index("proposals_wake", "proposals", ["tenant", "wake_at", "id"], " where wake_at is not null"),
    index(
      "proposals_history",
      "proposals",
      ["tenant", "action", "counts_at desc", "id"],
      " where counts_at is not null",
    ),
    table(
      "answers",
      {
        tenant: "text",
        operation: "text",
        principal: "text",
        key: "text",
        payload: "text",
        answer: "text",
        at: "integer",
      },
      ["tenant", "operation", "principal", "key"],
      long,
    ),
    table(
      "holds",
      { ...quota, proposal: "text", unit: "text", amount: "text", expires_at: "integer" },
      ["tenant", "clause", "key", "proposal"],
      short,
    ),
    table(
      "postings",
      { ...quota, unit: "text", at: "integer", n: "integer", amount: "text", total: "text", proposal: "text" },
      ["tenant", "clause", "key", "unit", "at", "n"],
      short,
    ),
    table(
      "totals",
      { ...quota, unit: "text", n: "integer", at: "integer", total: "text" },
      ["tenant", "clause", "key", "unit"],
      short,
    ),
    table(
      "events",
      {
        tenant: "text",
        seq: "integer",
        at: "integer",
        type: "text",
        proposal: "text",
        hash: "text",
        body: "text",
      },
      ["tenant", "seq"],
      long,
    ),
    index("events_proposal", "events", ["tenant", "proposal", "seq"]),
    table(
      "checkpoints",
      { tenant: "text", seq: "integer", at: "integer", body: "text", jws: "text" },
      ["tenant", "seq"],
      long,
    ),
    ...(dialect.name === "sqlite" ? onlyAddedSqlite() : onlyAddedPostgres(dialect.prefix)),
  ];
}

/** Tables whose rows are only ever added. */
export const APPENDED = ["events", "checkpoints"] as const;

const REFUSAL = "is only ever added to: what was done stays on record";

/** `insert or replace` fires no trigger on the row that it removes, so inserts are looked at as well. */
const onlyAddedSqlite = (): readonly string[] =>
  APPENDED.flatMap((name) => [
    ...["update", "delete"].map(
      (what) =>
        `create trigger ${name}_no_${what} before ${what} on ${name} begin select raise(abort, '${name} ${REFUSAL}'); end`,
    ),
    `create trigger ${name}_no_replace before insert on ${name} ` +
      `when exists (select 1 from ${name} where tenant = new.tenant and seq = new.seq) ` +
      `begin select raise(abort, '${name} ${REFUSAL}'); end`,
  ]);

const onlyAddedPostgres = (prefix: string): readonly string[] => [
  `create function ${prefix}only_added() returns trigger language plpgsql as $$ ` +
    `begin raise exception '% ${REFUSAL}', tg_table_name using errcode = 'restrict_violation'; end $$`,
  ...APPENDED.flatMap((name) => [
    `create trigger ${name}_no_change before update or delete on ${prefix}${name} ` +
      `for each row execute function ${prefix}only_added()`,
    `create trigger ${name}_no_truncate before truncate on ${prefix}${name} ` +
      `for each statement execute function ${prefix}only_added()`,
  ]),
];
