/** Counts up a record by one order after another, and says of each when it is answered; killed by `executors.test.ts`. */
import { readFileSync } from "node:fs";
import type { Order } from "../../../src/gate/ports.ts";
import { recordsExecutor } from "../../../src/stores/executors/records.ts";

const path = process.argv.at(-1)!;
const executor = recordsExecutor({ path, record: "Account" });
const { n: from } = (JSON.parse(readFileSync(path, "utf8")) as { "a-1": { n: number } })["a-1"];
// An end, in case nobody kills it.
for (let n = from; n < 5000; n++) {
  const changes = [{ target: { type: "Account", id: "a-1" }, field: "n", old: n, new: n + 1 }];
  const order = { idempotency_key: `k${n}`, digest: "d", change_set: { changes } } as unknown as Order;
  const { status } = await executor.execute(order, new AbortController().signal);
  process.stdout.write(`${status} ${n}\n`);
}
