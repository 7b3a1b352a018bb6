/** Carries change sets out on a JSON file of records by key: small systems of record, trials, demonstrations. */
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { canonicalText } from "../../eval/canonical.ts";
import type { Data, Execution, Executor, Order } from "../../gate/ports.ts";
import { type DataRecord, isDataRecord, readExact } from "../json.ts";
import { OWN } from "../sources/file.ts";
import { locked } from "./lock.ts";

export interface RecordsExecutorOptions {
  /** A JSON file `{ "a-1": { … }, "a-2": { … } }`. */
  readonly path: string;
  /** The records that it holds; an order that changes others is refused. */
  readonly record: string;
  readonly time_limit_ms?: number | undefined;
}

/**
 * Writes the new values of an order into the file: all of them or none, by writing another file beside it and renaming that
 * over it. The same write notes the key of the order under `$applied`, so that after a kill at any point `lookup` tells done
 * from not applied, and an order that comes twice is carried out once. Refuses when an old value is not what the change set
 * says. Orders of several processes wait for one another.
 */
export function recordsExecutor(options: RecordsExecutorOptions): Executor {
  const { path } = options;
  return {
    time_limit_ms: options.time_limit_ms,
    execute: async (order, signal) => {
      let begun = false;
      try {
        return await locked(path, signal, async () => {
          const document = await load(path);
          if (appliedIn(document)[order.idempotency_key] !== undefined) return receipt(order, document);
          const changed = apply(document, order, options.record);
          if ("reason" in changed) return { status: "failed", reason: changed.reason };
          signal.throwIfAborted();
          const fresh = await written(path, `${textOf(changed.document)}\n`);
          begun = true;
          await put(fresh, path);
          return receipt(order, changed.document);
        });
      } catch (error) {
        if (begun) throw error;
        return { status: "failed", reason: error instanceof Error ? error.message : String(error) };
      }
    },
    lookup: (order, signal) =>
      locked(path, signal, async () => {
        const document = await load(path);
        return appliedIn(document)[order.idempotency_key] === undefined ? "not_applied" : receipt(order, document);
      }),
  };
}

const load = async (path: string): Promise<DataRecord> => {
  const data = readExact(await readFile(path, "utf8"), path);
  if (!isDataRecord(data)) throw new Error(`${path} holds no records by key`);
  return data;
};

function appliedIn(document: DataRecord): DataRecord {
  const applied = Object.hasOwn(document, OWN) ? document[OWN] : undefined;
  return isDataRecord(applied) ? applied : {};
}

const receipt = (order: Order, document: DataRecord): Execution => ({
  status: "done",
  receipt: {
    applied: appliedIn(document)[order.idempotency_key] ?? null,
    changes: order.change_set.changes?.length ?? 0,
  },
});

/** The document with the changes in it, or why there is none. */
function apply(
  document: DataRecord,
  order: Order,
  record: string,
): { readonly document: DataRecord } | { readonly reason: string } {
  const records = copyOf(document);
  for (const { target, field, old, new: fresh } of order.change_set.changes ?? []) {
    const where = `${target.type} ${target.id}`;
    if (target.type !== record) return { reason: `${where} is not kept here, but ${record} is` };
    const found = Object.hasOwn(records, target.id) && target.id !== OWN ? records[target.id] : undefined;
    if (!isDataRecord(found)) return { reason: `there is no ${where}` };
    const now = (Object.hasOwn(found, field) ? found[field] : null) ?? null;
    if (!same(now, old)) return { reason: `${where}: ${field} is ${shown(now)}, and the order expects ${shown(old)}` };
    const next = copyOf(found);
    // A field that is taken away stays as null, so that the record keeps its shape.
    next[field] = (fresh ?? null) as Data;
    records[target.id] = next;
  }
  const applied = copyOf(appliedIn(document));
  applied[order.idempotency_key] = order.digest;
  // What is noted stands last, whatever is changed.
  delete records[OWN];
  records[OWN] = applied;
  return { document: records };
}

const copyOf = (record: DataRecord): Record<string, Data> =>
  Object.assign(Object.create(null) as Record<string, Data>, record);

const DEPTH = 64;
const canonical = (value: unknown): string | null => canonicalText((value ?? null) as Data, DEPTH);
const same = (one: unknown, other: unknown): boolean => {
  const text = canonical(one);
  return text !== null && text === canonical(other);
};
const shown = (value: unknown): string => (canonical(value) ?? "?").slice(0, 100);

/** A record on each line, so that two versions of the file can be compared. */
function textOf(document: DataRecord): string {
  // No text of JSON holds a line break of its own.
  const flat = (value: Data): string => JSON.stringify(value, null, 1).replace(/\n */g, " ");
  const lines = Object.entries(document).map(([key, value]) => `  ${JSON.stringify(key)}: ${flat(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

/** The whole content beside the file, durable, under another name. Leaves nothing behind where it fails. */
async function written(path: string, text: string): Promise<string> {
  const fresh = join(dirname(path), `.${basename(path)}.tmp`);
  try {
    const file = await open(fresh, "w", (await stat(path)).mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return fresh;
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** From here on the new content may be what others see; when this has answered, it stays. */
async function put(fresh: string, path: string): Promise<void> {
  await rename(fresh, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
