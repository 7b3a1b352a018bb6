#!/usr/bin/env node
import { spareEffort } from "../files/effort.ts";
import { processIo } from "./io.ts";
import { runProgram } from "./program.ts";
import { watchStreams } from "./streams.ts";

spareEffort();

watchStreams();
// No handler for SIGINT: commands work and wait without yielding, so a handler would run too late. The default ends at once.

// Set, not exit(): what is still on its way into a pipe must arrive.
process.exitCode = await runProgram(process.argv.slice(2), processIo());
