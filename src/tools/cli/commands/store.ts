import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

interface Options {
  readonly store: string;
  readonly schema?: string;
  readonly role?: string;
  readonly json?: true;
}

export const store = command<[operation: string], Options>({
  name: "store",
  summary: "make the tables of a store, or bring them up to date",
  description:
    "`bylaw store migrate` makes the tables that a gate keeps its proposals, quotas and audit log in, or brings them up\n" +
    "to date: all of it or nothing, forward only. A store of a later program is refused. In PostgreSQL run it as the owner\n" +
    "of the tables, and name with --role the role that the gate runs as: it may then add to the audit log, and neither\n" +
    "change nor remove what is in it. A SQLite file is brought up to date by whatever opens it, so there it is optional.",
  examples: [
    {
      about: "Make the tables in PostgreSQL, for a gate that runs as the role bylaw_gate",
      command: "bylaw store migrate --store postgresql://owner@db.example.com/approvals --role bylaw_gate",
    },
    { about: "Bring a file up to date", command: "bylaw store migrate --store approvals.db" },
  ],
  setup: (c) =>
    c
      .argument("<operation>", "migrate")
      .requiredOption("--store <url or file>", "address of a PostgreSQL database, or a SQLite file")
      .option("--schema <name>", "PostgreSQL: where the tables are (default: bylaw)")
      .option("--role <name>", "PostgreSQL: the role that the gate runs as")
      .option("--json", "print versions as JSON"),
  run: async ([operation], options, io) => {
    const { fail } = await import("../../files/fault.ts");
    if (operation !== "migrate")
      fail(
        `There is no operation \`${operation}\`.`,
        "What can be done with a store is migrate.",
        "Run `bylaw store migrate`.",
      );
    const { StoreError } = await import("../../../gate/store.ts");
    try {
      const { from, to } = await migrated(options);
      if (options.json) io.out(`${JSON.stringify({ version: "1", from, to }, null, 2)}\n`);
      else if (from === to) io.out(`The store is at version ${to}, the latest.\n`);
      else io.out(`The store went from version ${from} to ${to}.\n`);
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return fail("I cannot migrate the store.", `${error.message}.`, "Put that right and run the same command again.");
    }
  },
});

async function migrated({ store, schema, role }: Options) {
  const { isAddress } = await import("../gate/store.ts");
  if (isAddress(store)) {
    const { migratePostgres } = await import("../../../stores/postgres/index.ts");
    return migratePostgres({ connectionString: store, schema, role });
  }
  const { fail } = await import("../../files/fault.ts");
  if (role !== undefined || schema !== undefined)
    fail("A SQLite file has no roles and no schemas.", `${store} is a file.`, "Leave --role and --schema out.");
  const { migrateSqlite } = await import("../../../stores/sqlite/index.ts");
  return migrateSqlite(store);
}
