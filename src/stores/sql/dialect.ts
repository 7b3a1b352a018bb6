/** Where the two databases differ. */
import {
  DummyDriver,
  type Expression,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Tables } from "./tables.ts";

export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** Builds queries and runs none. */
  readonly builder: Kysely<Tables>;
  /** Compared by code points, so that both order alike. */
  readonly text: RawBuilder<unknown>;
  /** 64 bits. */
  readonly integer: RawBuilder<unknown>;
  /** Whether a column's value is one of a list, which `list` turns into what is handed over. */
  readonly among: (column: Expression<string>, values: unknown) => RawBuilder<boolean>;
  readonly list: (values: readonly string[]) => unknown;
  /** `schema.` in front of tables that are named in raw text. */
  readonly prefix: string;
}

/** Queries are only compiled here, each once: what runs them are the drivers of the stores. */
export const sqliteDialect: Dialect = {
  name: "sqlite",
  builder: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new TypeError("nothing is introspected");
      },
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  text: sql`text`,
  integer: sql`integer`,
  among: (column, values) => sql<boolean>`${column} in (select value from json_each(${values}))`,
  list: (values) => JSON.stringify(values),
  prefix: "",
};

export function postgresDialect(schema: string): Dialect {
  const builder = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new TypeError("nothing is introspected");
      },
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return {
    name: "postgres",
    builder: builder.withSchema(schema),
    text: sql`text collate "C"`,
    integer: sql`bigint`,
    among: (column, values) => sql<boolean>`${column} = any(${values})`,
    list: (values) => values,
    prefix: `${quoted(schema)}.`,
  };
}

/** A name as an identifier of SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
