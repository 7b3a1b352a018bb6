/** `full.ts FILE`: adds events until there is no room, and says what it was told and whether anything of the last one is there. */
import { StoreError } from "../../../src/gate/store.ts";
import { sqliteStore } from "../../../src/stores/sqlite/index.ts";
import { append } from "../rows.ts";

const store = await sqliteStore(process.argv.at(-1)!);
const body = "x".repeat(50_000);
let last = 0;
let failed: unknown = null;
while (failed === null && last < 100) {
  try {
    last = await append(store, "a", { body });
  } catch (error) {
    failed =
      error instanceof StoreError
        ? { name: error.name, outcome: error.outcome, full: error.message.includes("disk is full") }
        : String(error);
  }
}
const head = await store.read("a", (view) => view.head());
console.log(JSON.stringify({ failed, same: head?.seq === last }));
