/** Flags of the commands around the gate. Nothing is loaded with them: `bylaw --help` reads them all. */
import type { Command } from "commander";

export interface StoreFlags {
  readonly gate?: string;
  readonly store?: string;
  readonly tenant?: string;
}

export const DEFAULT_STORE = ".bylaw/gate.db";

const GATE_HELP = "configuration of the gate, or its folder; left out: BYLAW_GATE, or gate.yaml here";

export const storeArguments = (c: Command): Command =>
  c
    .option("--gate <file>", GATE_HELP)
    .option(
      "--store <file>",
      `a SQLite file or the address of a PostgreSQL database, without a gate (${DEFAULT_STORE})`,
    )
    .option("--tenant <name>", "whose proposals; left out: the gate's");

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

/** What every command of a gate takes. */
export interface GateFlags {
  readonly gate?: string;
  readonly as?: string;
  readonly json?: true;
}

/** For what nobody asks for in particular. */
export const gateFile = (c: Command): Command =>
  c.option("--gate <file>", GATE_HELP).option("--json", "print the answer as JSON");

export const gateOptions = (c: Command): Command =>
  gateFile(c).option("--as <principal>", "who acts; left out: BYLAW_PRINCIPAL");

export const proposalArgument = (c: Command): Command =>
  c.argument("<proposal>", "its id, a unique start or end of it, or the id of its change set");

export const PROPOSAL_HELP =
  "A local gate trusts whoever may write its store: `--as` is not proved. The audit log records the account of the\n" +
  "operating system beside it.";

/** A whole number, or a fault of the command line. */
export async function wholeOf(given: string, flag: string): Promise<number> {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  const { fail } = await import("../../files/fault.ts");
  return fail(
    `\`${flag}\` takes a number, and ${given} is none.`,
    "Acts and revisions are counted.",
    `Write for example \`${flag} 1\`.`,
  );
}

/** The same where the flag may be left out. */
export const numberOf = async (given: string | undefined, flag: string): Promise<number | undefined> =>
  given === undefined ? undefined : wholeOf(given, flag);
