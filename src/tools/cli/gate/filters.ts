/** What the flags of a command choose of the log. */
import type { EventFilter } from "../../../gate/audit/export.ts";
import type { FilterFlags } from "./flags.ts";
import { timeFlag } from "./times.ts";

export function filterOf(flags: FilterFlags): EventFilter {
  const { proposal, type: types } = flags;
  return { since: timeFlag(flags.since, "--since"), until: timeFlag(flags.until, "--until"), proposal, types };
}
