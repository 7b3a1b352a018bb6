/** `append.ts FILE NAME COUNT`: adds so many events of one name to the log of a file. */
import { sqliteStore } from "../../../src/stores/sqlite/index.ts";
import { append } from "../rows.ts";

const [path, name, count] = process.argv.slice(-3) as [string, string, string];
const store = await sqliteStore(path, { busy_timeout_ms: 60_000 });
for (let at = 0; at < Number(count); at++) await append(store, "a", { proposal: name });
await store.close();
