import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { type StoreFlags, storeArguments } from "../gate/flags.ts";

interface Options extends StoreFlags {
  readonly format: string;
  readonly by?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly action?: string;
  readonly tier?: string;
  readonly json?: true;
}

export const metrics = command<[], Options>({
  name: "metrics",
  summary: "how the gate does its work, computed from the audit log",
  description:
    "Approval latency, completion, override, rollback and exception rates, evidence quality, incidents and more, of the\n" +
    "proposals that were proposed in the given time. Each number is defined in docs/reference/measures.md.",
  examples: [
    {
      about: "November, by action and tier",
      command: "bylaw metrics --since 2026-11-01 --until 2026-12-01 --by action tier",
    },
    { about: "For Prometheus", command: "bylaw metrics --format prometheus --by action" },
  ],
  setup: (c) =>
    storeArguments(c)
      .option("--format <format>", "`table`, `json` or `prometheus`", "table")
      .option("--by <groups...>", "a row for each action, tier, day, week or month (UTC)")
      .option("--since <time>", "proposed from then on")
      .option("--until <time>", "proposed before then")
      .option("--action <id>", "of this action")
      .option("--tier <tier>", "whose latest decision had this tier")
      .option("--json", "the same as --format json"),
  run: async (_, options, io) => {
    const { fail } = await import("../../files/fault.ts");
    const { measuresOf, queryFault } = await import("../../../gate/measures/measures.ts");
    const { prometheusText } = await import("../../../gate/measures/prometheus.ts");
    const { measuresText } = await import("../gate/measures.ts");
    const { withStore } = await import("../gate/store.ts");
    const format = options.json ? "json" : options.format;
    const { by, since, until, action, tier } = options;
    if (!["table", "json", "prometheus"].includes(format))
      fail(
        `There is no format ${format}.`,
        "Measures come as `table`, `json` or `prometheus`.",
        "Give one of the three.",
      );
    const query = { since, until, action, tier, by: by as never };
    const fault = queryFault(query);
    if (fault !== null) fail("I cannot measure that.", `${fault}.`, "See `bylaw metrics --help`.");
    const timed = by?.find((one) => ["day", "week", "month"].includes(one));
    if (format === "prometheus" && timed !== undefined)
      fail(
        `Prometheus takes no rows by ${timed}.`,
        "It keeps a time of its own for each sample.",
        "Group by action and tier only, or take another format.",
      );
    const measures = await withStore(options, (store, tenant) =>
      measuresOf({ events: (...asked) => store.read(tenant, (view) => view.events(...asked)) }, query),
    );
    if (format === "json") io.out(`${JSON.stringify(measures, null, 2)}\n`);
    else io.out(format === "prometheus" ? prometheusText(measures) : measuresText(measures));
    return EXIT.ok;
  },
});
