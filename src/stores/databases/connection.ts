/** Connections that read whole numbers of any size. */
import { sqliteLibrary } from "../sqlite/library.ts";

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

/** Both libraries have it all; the store uses less of them. */
interface Whole {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => Connection;
}

export async function openSqlite(path: string, options: { readonly readOnly: boolean }): Promise<Connection> {
  const { DatabaseSync } = (await sqliteLibrary()) as unknown as Whole;
  return new DatabaseSync(path, options);
}
