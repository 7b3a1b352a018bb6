import { command } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { type GateFlags, gateFile, wholeOf } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly limit: string;
}

export const tick = command<[], Options>({
  name: "tick",
  summary: "do what is due: expiry, escalation, deadlines",
  description:
    "Writes down what has become due. Run it every minute or so, for example from cron: what it has not written down yet,\n" +
    "every command sees all the same.",
  examples: [{ about: "Once a minute, from cron", command: "bylaw tick --gate /srv/gate/gate.yaml" }],
  setup: (c) => gateFile(c).option("--limit <number>", "at most so many proposals", "1000"),
  run: async (_, options, io) => {
    const { atGate } = await import("../../gate/session.ts");
    const { visible } = await import("../../../../decision/explain/text.ts");
    const limit = await wholeOf(options.limit, "--limit");
    return atGate(
      // No principal asks for it: what is due is due.
      { ...options, as: "gate" },
      io,
      ({ gate }) => gate.tick(limit),
      ({ done, failed }) => ({
        text: [
          ...(done.length + failed.length === 0 ? ["Nothing was due.\n"] : []),
          ...done.map(({ proposal, event }) => `${visible(proposal)}  ${event.replace("_", " ")}\n`),
          ...failed.map(
            ({ proposal, code, message }) => `${visible(proposal)}  failed: ${code}: ${visible(message)}\n`,
          ),
        ].join(""),
        code: failed.length === 0 ? EXIT.ok : EXIT.refused,
      }),
    );
  },
});
