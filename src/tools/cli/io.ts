/** What a command sees of the world. Tests hand over their own. */
import type { WriteStream } from "node:tty";

export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** The current time, ISO 8601. Only commands may look at a clock; decisions get it handed over. */
  readonly now: () => string;
}

/** `FORCE_COLOR` beats `NO_COLOR` beats what the stream is (https://no-color.org, https://force-color.org). */
export function wantsColour(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  return terminal && env["TERM"] !== "dumb";
}

export function processIo(): Io {
  const columns = (process.stdout as Partial<WriteStream>).columns;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: {
      out: wantsColour(process.env, process.stdout.isTTY === true),
      err: wantsColour(process.env, process.stderr.isTTY === true),
    },
    width: Math.min(120, columns ?? 80),
    now: () => new Date().toISOString(),
  };
}
