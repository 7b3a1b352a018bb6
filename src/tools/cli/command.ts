import type { Command as Commander } from "commander";
import type { Io } from "./io.ts";

export interface Example {
  readonly about: string;
  readonly command: string;
}

/**
 * One command: its words here, its work behind `run`. INVARIANT: a command file imports nothing heavy at the top; `run`
 * imports what it needs, so that `bylaw --help` does not wait for a parser.
 */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** For those who work on Bylaw itself; left out of the list of commands. */
  readonly hidden: boolean;
  readonly examples: readonly Example[];
  readonly attach: (program: Commander, io: Io, done: (code: number) => void) => void;
}

interface Definition<Args extends readonly unknown[], Options> {
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly examples: readonly [Example, ...Example[]];
  readonly setup: (command: Commander) => Commander;
  /** Gives the exit code. */
  readonly run: (args: Args, options: Options, io: Io) => Promise<number>;
}

/** `Args` and `Options` must say what `setup` declares; each command has a test that runs it. */
export function command<Args extends readonly unknown[], Options>(definition: Definition<Args, Options>): CliCommand {
  const { name, summary, examples, setup, run } = definition;
  return {
    name,
    summary,
    hidden: definition.hidden ?? false,
    examples,
    attach: (program, io, done) => {
      const lines = examples.map((example) => `  ${example.about}\n    $ ${example.command}`);
      const own = setup(program.command(name, { hidden: definition.hidden ?? false }))
        .summary(summary)
        .description(definition.description ?? summary)
        .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
      const count = own.registeredArguments.length;
      own.action(async (...given: unknown[]) => {
        // Here and not at the start: whoever asks for help hashes nothing, and does not wait for what could.
        const { hashNatively } = await import("../../stores/native.ts");
        hashNatively();
        done(await run(given.slice(0, count) as unknown as Args, given[count] as Options, io));
      });
    },
  };
}

interface Group {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly commands: readonly [CliCommand, ...CliCommand[]];
}

/** Commands under one word: `bylaw audit verify`. */
export function group({ name, summary, description, commands }: Group): CliCommand {
  const examples = commands.flatMap((one) => one.examples);
  return {
    name,
    summary,
    hidden: false,
    examples,
    attach: (program, io, done) => {
      const lines = examples.map((example) => `  ${example.about}\n    $ ${example.command}`);
      const own = program
        .command(name)
        .summary(summary)
        .description(description)
        .helpCommand(false)
        .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
      for (const one of commands) one.attach(own, io, done);
    },
  };
}
