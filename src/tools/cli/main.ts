#!/usr/bin/env node
import { spareEffort } from "../files/effort.ts";
import { EXIT } from "./exit-codes.ts";
import { processIo } from "./io.ts";
import { runProgram } from "./program.ts";

spareEffort();

// A reader that goes away (`bylaw check | head`) is not a fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.ok);
    process.exitCode = EXIT.usage;
    if (stream === process.stdout) process.stderr.write(`error: I cannot write the output: ${error.message}\n`);
  });
}
// No handler for SIGINT: commands work and wait without yielding, so a handler would run too late. The default ends at once.

// Set, not exit(): what is still on its way into a pipe must arrive.
process.exitCode = await runProgram(process.argv.slice(2), processIo());
