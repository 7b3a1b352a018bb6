import { command } from "../../command.ts";
import { type GateFlags, gateOptions, wholeOf } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly all?: true;
  readonly status?: readonly string[];
  readonly action?: string;
  readonly requester?: string;
  readonly limit: string;
  readonly after?: string;
}

export const inbox = command<[], Options>({
  name: "inbox",
  summary: "list what you could decide now, most urgent first",
  description:
    "Lists the proposals that wait for whoever acts: where they could take an open seat, and where a rejection or question\n" +
    "of theirs stands. With --all: every proposal that they may see. Changes nothing.",
  examples: [
    { about: "What waits for me", command: "bylaw inbox --as user:pia" },
    {
      about: "What is in doubt, whoever has to act",
      command: "bylaw inbox --all --status in_doubt committing --as user:olga",
    },
  ],
  setup: (c) =>
    gateOptions(c)
      .option("--all", "every proposal that you may see, newest first")
      .option("--status <statuses...>", "of these statuses only; with --all")
      .option("--action <id>", "of this action only")
      .option("--requester <principal>", "of this requester only")
      .option("--limit <number>", "at most so many", "50")
      .option("--after <place>", "go on where the page before ended"),
  run: async (_, options, io) => {
    const { atGate } = await import("../../gate/session.ts");
    const { inboxPage } = await import("../../gate/inbox.ts");
    const { rendered } = await import("../../gate/rendered.ts");
    const limit = await wholeOf(options.limit, "--limit");
    const { status: statuses, action, requester, after } = options;
    const all = options.all === true || statuses !== undefined;
    return atGate(
      options,
      io,
      ({ gate, caller }) =>
        gate.list(caller, { view: all ? "all" : "mine", statuses, action, requester, limit, after }),
      (answer, { caller }) => ({ text: rendered(inboxPage(answer, caller.principal, !all), io) }),
    );
  },
});
