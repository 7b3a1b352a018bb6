/** The flags that choose events. */
import type { Command } from "commander";
import type { EventFilter } from "../../../gate/audit/export.ts";
import { type StoreFlags, storeArguments } from "./store.ts";
import { timeFlag } from "./times.ts";

export interface FilterFlags extends StoreFlags {
  readonly proposal?: string;
  readonly type?: readonly string[];
  readonly since?: string;
  readonly until?: string;
}

export const filterArguments = (c: Command): Command =>
  storeArguments(c)
    .option("--proposal <id>", "events of one proposal")
    .option("--type <types...>", "events of these types, as `approved`")
    .option("--since <time>", "from then on")
    .option("--until <time>", "before then");

export function filterOf(flags: FilterFlags): EventFilter {
  const { proposal, type: types } = flags;
  return { since: timeFlag(flags.since, "--since"), until: timeFlag(flags.until, "--until"), proposal, types };
}
