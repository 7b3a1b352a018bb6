/** `bylaw/adapters`: the gate's surroundings: clock and ids, facts, records, people, and what carries change sets out. */
export type {
  Clock,
  Data,
  DirectorySource,
  Execution,
  Executor,
  FactAnswer,
  FactQuery,
  FactSource,
  Ids,
  Order,
  RecordAnswer,
  RecordSource,
  Target,
} from "../gate/ports.ts";
export type { Database, Rows, SqlQuery } from "./databases/database.ts";
export { type PostgresOptions, postgresDatabase } from "./databases/postgres.ts";
export { type SqliteOptions, sqliteDatabase } from "./databases/sqlite.ts";
export { fileDirectory } from "./directory/file.ts";
export { type SqlDirectoryOptions, type SqlDirectoryQueries, sqlDirectory } from "./directory/sql.ts";
export { functionExecutor, NotApplied } from "./executors/function.ts";
export { type HttpExecutorOptions, httpExecutor } from "./executors/http.ts";
export { type RecordsExecutorOptions, recordsExecutor } from "./executors/records.ts";
export type { HttpOptions, RetryOptions } from "./http.ts";
export { type CacheOptions, cached } from "./sources/cached.ts";
export { type FileOptions, fileFacts, fileRecords } from "./sources/file.ts";
export { type HttpFactOptions, type HttpSourceOptions, httpFacts, httpRecords } from "./sources/http.ts";
export { type SqlFactOptions, type SqlSourceOptions, sqlFacts, sqlRecords } from "./sources/sql.ts";
export { systemClock, systemIds } from "./system.ts";
export { DocumentError, type DocumentFault } from "./yaml.ts";
