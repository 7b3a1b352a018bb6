/** Events to standard output or a file, no faster than they are taken. */
import { once } from "node:events";
import { eventsIn } from "../../../gate/audit/export.ts";
import type { EventRow } from "../../../gate/store.ts";
import { outFile } from "../../replay/out.ts";
import type { Io } from "../io.ts";
import { filterOf } from "./filters.ts";
import type { FilterFlags } from "./flags.ts";
import { withStore } from "./store.ts";

/** Writes what `line` makes of each event; gives how many there were. */
export async function streamed(
  flags: FilterFlags,
  io: Io,
  line: (row: EventRow) => string,
  path?: string,
): Promise<number> {
  const filter = filterOf(flags);
  return withStore(flags, async (store, tenant) => {
    const out = path === undefined ? null : await outFile(path);
    let count = 0;
    try {
      // A page at a time: nobody who writes waits for whoever reads slowly.
      const events = eventsIn({ events: (...asked) => store.read(tenant, (view) => view.events(...asked)) }, filter);
      for await (const row of events) {
        count++;
        if (out !== null) await out.write(line(row));
        else {
          io.out(line(row));
          if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
        }
      }
      return count;
    } finally {
      await out?.close();
    }
  });
}
