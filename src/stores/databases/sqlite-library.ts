/** The SQLite that comes with Node, where it does; the same, built for Node 20, otherwise. Both have one interface. */
import { isBuiltin } from "node:module";

export type Bound = string | number | null;

export interface Connection {
  readonly exec: (text: string) => void;
  readonly prepare: (text: string) => Statement;
  readonly close: () => void;
}

export interface Statement {
  readonly setReadBigInts: (on: boolean) => void;
  readonly columns: () => readonly { readonly name: string }[];
  readonly all: (values: { readonly [name: string]: Bound }) => readonly { readonly [column: string]: unknown }[];
}

interface Library {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => Connection;
}

export async function openSqlite(path: string, options: { readonly readOnly: boolean }): Promise<Connection> {
  const name = isBuiltin("node:sqlite") ? "node:sqlite" : "@photostructure/sqlite";
  const { DatabaseSync } = (await import(name)) as Library;
  return new DatabaseSync(path, options);
}
