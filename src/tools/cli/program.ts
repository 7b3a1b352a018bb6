/** From words on a command line to an exit code. Never throws, never prints a stack trace. */
import { Command, CommanderError } from "commander";
import { painter } from "../../diagnostics/render/paint.ts";
import { wrap } from "../../diagnostics/render/width.ts";
import { type Fault, FaultError } from "../files/fault.ts";
import { EXIT, EXIT_HELP } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { commands } from "./registry.ts";
import { version } from "./version.ts";

export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  try {
    const program = build(io, (given) => {
      code = given;
    });
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof FaultError) {
      io.err(faultText(error.fault, io));
      return EXIT.usage;
    }
    io.err(bugText(error));
    return EXIT.bug;
  }
}

function build(io: Io, done: (code: number) => void): Command {
  const program = new Command("bylaw")
    .description("Rules for what an agent may change, what must hold first, how risky it is, and who has to agree.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .showHelpAfterError("Run the same command with --help to see what it takes.")
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    })
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  Write a starter policy and see it pass
    $ bylaw init policy && bylaw check policy && bylaw test policy
  Decide a change set, and see the decision as a page
    $ bylaw explain policy/examples/refund.json --policy policy --context policy/examples/refund.context.json

${EXIT_HELP}`,
    );
  for (const command of commands) command.attach(program, io, done);
  return program;
}

/** A fault of the surroundings, in the same three parts as a diagnostic. */
export function faultText(fault: Fault, io: Io): string {
  const paint = painter(io.colour.err);
  const width = Math.max(40, io.width);
  const lines = [
    ...wrap(fault.what, width, "error: ", "       "),
    ...wrap(fault.why, width, "  Why:  ", "        "),
    ...wrap(fault.help, width, "  Help: ", "        "),
  ];
  return `${[paint("red", lines[0]!.slice(0, 6)) + lines[0]!.slice(6), ...lines.slice(1)].join("\n")}\n`;
}

function bugText(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const trace = (process.env["BYLAW_DEBUG"] ?? "") === "" ? "" : `\n${error instanceof Error ? error.stack : ""}\n`;
  return [
    `error: Bylaw has a bug: ${words}`,
    "  Why:  This should not happen, whatever the input. Nothing was decided.",
    "  Help: Please report it with the files that caused it; BYLAW_DEBUG=1 shows where it happened.",
    trace,
  ].join("\n");
}
