import { EXIT } from "./exit-codes.ts";

/** A reader that goes away (`bylaw check | head`) is not a fault; output that cannot be written is one. */
export function watchStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.ok);
      process.exitCode = EXIT.usage;
      if (stream === process.stdout) process.stderr.write(`error: I cannot write the output: ${error.message}\n`);
    });
  }
}
