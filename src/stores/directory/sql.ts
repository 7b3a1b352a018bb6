/** People, roles and groups from a SQL database. */
import type { Directory, PreparedDirectory } from "../../decision/documents.ts";
import { prepareDirectory } from "../../decision/reviewers/prepared.ts";
import type { Clock, Data, DirectorySource } from "../../gate/ports.ts";
import { type Database, recordsOf } from "../databases/database.ts";
import type { DataRecord } from "../json.ts";
import { unless } from "../unless.ts";

export interface SqlDirectoryQueries {
  /** Columns `id`, and where there are such: `kind`, `active`, `person`, `owner`. */
  readonly principals: string;
  /** `principal`, `role` */
  readonly roles?: string | undefined;
  /** Who is in which group: `principal`, `group`. */
  readonly members?: string | undefined;
  /** `group`, `role` */
  readonly group_roles?: string | undefined;
  /** Which group stands in which: `group`, `in`. */
  readonly group_parents?: string | undefined;
  /** One row of one column that differs when anything else does. Left out: all is read again at every refresh. */
  readonly version?: string | undefined;
}

export interface SqlDirectoryOptions {
  readonly database: Database;
  readonly queries: SqlDirectoryQueries;
  /** How old what is known may be, in milliseconds. Default: 10 seconds. */
  readonly refresh_ms?: number | undefined;
  readonly clock: Pick<Clock, "now">;
}

/**
 * All queries see one state of the database. It is read and prepared once for each version. When it cannot be read at a
 * refresh, acts fail until it can: what was known before does not stand in.
 */
export function sqlDirectory({ database, queries, refresh_ms = 10_000, clock }: SqlDirectoryOptions): DirectorySource {
  let known: { readonly prepared: PreparedDirectory; readonly version: string | null } | null = null;
  let until = Number.NEGATIVE_INFINITY;
  let since = Number.POSITIVE_INFINITY;
  let pending: Promise<PreparedDirectory> | null = null;

  const refresh = async (): Promise<PreparedDirectory> => {
    const asked = clock.now();
    // Whoever waits shares it, so no one signal may end it; statements have the database's own limit.
    const signal = new AbortController().signal;
    if (known !== null && known.version !== null && queries.version !== undefined) {
      const [rows] = await database.read([{ text: queries.version, values: [] }], signal);
      if (versionIn(recordsOf(rows!)) !== known.version) known = null;
    } else known = null;
    known ??= await load(database, queries, signal);
    since = asked;
    until = asked + refresh_ms;
    return known.prepared;
  };

  return {
    current: async (signal) => {
      signal.throwIfAborted();
      const now = clock.now();
      // A clock that went back says nothing about how old it is.
      if (known !== null && now >= since && now < until) return known.prepared;
      pending ??= refresh().finally(() => {
        pending = null;
      });
      return await unless(signal, pending);
    },
  };
}

const PARTS = ["principals", "roles", "members", "group_roles", "group_parents", "version"] as const;

async function load(
  database: Database,
  queries: SqlDirectoryQueries,
  signal: AbortSignal,
): Promise<{ readonly prepared: PreparedDirectory; readonly version: string | null }> {
  const asked = PARTS.filter((part) => queries[part] !== undefined);
  const found = await database.read(
    asked.map((part) => ({ text: queries[part]!, values: [] })),
    signal,
  );
  const rows = (part: (typeof PARTS)[number]): readonly DataRecord[] => {
    const at = asked.indexOf(part);
    return at < 0 ? [] : recordsOf(found[at]!);
  };
  const version = queries.version === undefined ? null : versionIn(rows("version"));
  const principals = new Map<string, Principal>();
  for (const row of rows("principals")) {
    const id = textIn(row, "id", "principals");
    if (principals.has(id)) throw new Error(`principals: two rows are about ${id}, and nothing says which counts`);
    principals.set(id, principalOf(row));
  }
  const groups = new Map<string, { in: string[]; roles: string[] }>();
  const groupOf = (name: string): { in: string[]; roles: string[] } => {
    const group = groups.get(name) ?? { in: [], roles: [] };
    groups.set(name, group);
    return group;
  };
  for (const row of rows("roles"))
    principals.get(textIn(row, "principal", "roles"))?.roles.push(textIn(row, "role", "roles"));
  for (const row of rows("members"))
    principals.get(textIn(row, "principal", "members"))?.groups.push(textIn(row, "group", "members"));
  for (const row of rows("group_roles"))
    groupOf(textIn(row, "group", "group_roles")).roles.push(textIn(row, "role", "group_roles"));
  for (const row of rows("group_parents"))
    groupOf(textIn(row, "group", "group_parents")).in.push(textIn(row, "in", "group_parents"));
  const document: Directory = {
    ...(version === null ? {} : { version }),
    principals: Object.fromEntries(principals),
    groups: Object.fromEntries(groups),
  };
  return { prepared: prepareDirectory(document), version };
}

interface Principal {
  kind: "person" | "agent" | "service";
  active: boolean;
  person?: string;
  owner?: string;
  roles: string[];
  groups: string[];
}

const KINDS: readonly unknown[] = ["person", "agent", "service"];

function principalOf(row: DataRecord): Principal {
  const { kind = "person", active = true, person = null, owner = null } = row;
  if (!KINDS.includes(kind))
    throw new Error(`principals: the kind of ${String(row["id"])} is none of person, agent, service`);
  if (typeof active !== "boolean")
    throw new Error(
      'principals: `active` is neither true nor false; where the database has no such type, call the column "active:bool"',
    );
  return {
    kind: kind as Principal["kind"],
    active,
    ...(person === null ? {} : { person: textIn(row, "person", "principals") }),
    ...(owner === null ? {} : { owner: textIn(row, "owner", "principals") }),
    roles: [],
    groups: [],
  };
}

function textIn(row: DataRecord, column: string, query: string): string {
  const value: Data | undefined = row[column];
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number") return String(value);
  throw new Error(`${query}: a row has no ${column}`);
}

function versionIn(rows: readonly DataRecord[]): string {
  const value = rows.length === 1 ? Object.values(rows[0]!)[0] : undefined;
  if (value === undefined || value === null || typeof value === "object")
    throw new Error("version: the query gives no one value");
  return String(value);
}
