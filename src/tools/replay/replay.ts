/** The door: decides every line of a log. Memory stays the same however long the log is. */
import { closeSync, createReadStream, fstatSync, openSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { isatty } from "node:tty";
import { errorCode, fail, failed } from "../files/fault.ts";
import { type DeciderOptions, decider, type Piece, type Rules } from "./decider.ts";
import { Lines } from "./lines.ts";
import { readPiece } from "./piece.ts";
import { add, emptyTally, type Tally } from "./tally.ts";
import { type Crew, crewOf } from "./worker.ts";

export interface ReplayOptions extends DeciderOptions {
  readonly rules: Rules;
  /** A file, or `-` for standard input. */
  readonly path: string;
  /** One: this thread alone. */
  readonly workers: number;
  /** Called after each piece, in the order of the log; resolves when the text may be followed by more. */
  readonly piece: (text: string, tally: Tally, done: Progress) => Promise<void>;
  /** Looked at between pieces: true ends the replay with what was decided so far. */
  readonly stopped: () => boolean;
}

export interface Progress {
  readonly bytes: number;
  /** Null: nobody knows how many there are. */
  readonly of: number | null;
}

/** Long enough that handing it over costs nothing, short enough that a stop is heard at once. */
const PIECE_BYTES = 2 * 1024 * 1024;

/** The counts over all lines, or over those before the stop. */
export async function replay(options: ReplayOptions): Promise<Tally> {
  const tally = emptyTally(options.rules.plan);
  const told = async ({ tally: next, text }: Piece, done: Progress): Promise<boolean> => {
    add(tally, next);
    await options.piece(text, tally, done);
    return !options.stopped();
  };
  const file = open(options.path);
  try {
    const about = fstatSync(file);
    if (about.isFile()) await overFile(file, about.size, options, told);
    else await overStream(file, options, told);
  } finally {
    if (options.path !== "-") closeSync(file);
  }
  return tally;
}

type Told = (piece: Piece, done: Progress) => Promise<boolean>;

function open(path: string): number {
  if (path === "-") {
    if (!isatty(0)) return 0;
    return fail(
      "Standard input is a terminal.",
      "`-` reads a log from a pipe, and nothing is piped in.",
      "Write `… | bylaw replay -`, or name a file.",
    );
  }
  try {
    return openSync(path, "r");
  } catch (error) {
    return failed("read", path, error);
  }
}

async function overFile(file: number, size: number, options: ReplayOptions, told: Told): Promise<void> {
  const { path, workers, rules } = options;
  const crew = workers > 1 && path !== "-" ? crewOf(workers, path, rules, options) : alone(file, options);
  // Twice as many pieces as threads are under way, so that none waits for work; they are told in the order of the log.
  const ahead = workers > 1 ? workers * 2 : 1;
  const underWay: { readonly piece: Promise<Piece>; readonly end: number }[] = [];
  let next = 0;
  try {
    while (next < size || underWay.length > 0) {
      while (next < size && underWay.length < ahead) {
        const end = Math.min(size, next + PIECE_BYTES);
        const piece = crew.decide({ start: next, end });
        // A fault is heard below, in its turn; until then nobody waits for it.
        piece.catch(() => undefined);
        underWay.push({ piece, end });
        next = end;
      }
      const { piece, end } = underWay.shift()!;
      if (!(await told(await piece, { bytes: end, of: size }))) return;
    }
  } finally {
    await crew.dismiss();
  }
}

/** This thread, which looks up after every piece: so a signal is heard. */
function alone(file: number, options: ReplayOptions): Crew {
  const own = decider(options.rules, options);
  return {
    async decide({ start, end }) {
      await setImmediate();
      readPiece(file, start, end, own);
      return own.take();
    },
    dismiss: async () => undefined,
  };
}

/** A pipe, whose end nobody knows. */
async function overStream(file: number, options: ReplayOptions, told: Told): Promise<void> {
  const own = decider(options.rules, options);
  const lines = new Lines(own);
  let bytes = 0;
  try {
    const stream = createReadStream("", { fd: file, autoClose: false, highWaterMark: PIECE_BYTES });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      lines.push(chunk);
      if (!(await told(own.take(), { bytes, of: null }))) return;
    }
  } catch (error) {
    if (errorCode(error) === "") throw error;
    failed("read", options.path === "-" ? "standard input" : options.path, error);
  }
  lines.end();
  await told(own.take(), { bytes, of: null });
}
