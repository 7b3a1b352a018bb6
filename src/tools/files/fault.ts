/** A fault of the surroundings: a file that cannot be read, a flag that makes no sense. Never a bug of ours. */
export interface Fault {
  readonly what: string;
  readonly why: string;
  readonly help: string;
}

/** Carries a fault from where it is found to where it is told. The edges throw it; the pipeline never does. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.what);
    this.name = "FaultError";
    this.fault = fault;
  }
}

export function fail(what: string, why: string, help: string): never {
  throw new FaultError({ what, why, help });
}

/** Says in plain words what the operating system meant by `error`. */
export function failed(doing: string, path: string, error: unknown): never {
  const code = errorCode(error);
  const [why, help] = WORDS[code] ?? [`The system said ${code || String(error)}.`, "Look at the path and try again."];
  return fail(`I cannot ${doing} ${path}.`, why, help);
}

export const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const WORDS: Readonly<Record<string, readonly [why: string, help: string]>> = {
  ENOENT: ["There is nothing at this path.", "Look for a typing error, or make it first."],
  ENOTDIR: ["A part of this path is a file, not a folder.", "Name a path whose parents are folders."],
  EISDIR: ["It is a folder, and a file is needed here.", "Name a file inside it."],
  EACCES: ["You may not read or write it.", "Change its permissions, or run as somebody who may."],
  EPERM: ["The system does not permit it.", "Change its permissions, or run as somebody who may."],
  ELOOP: ["Symbolic links lead around in a circle.", "Remove one of the links."],
  ENOSPC: ["The disk is full.", "Free some space and run the same command again."],
  EFBIG: ["The file would be larger than this system allows.", "Raise the limit (`ulimit -f`) or free some space."],
  EDQUOT: ["Your quota on this disk is used up.", "Free some space and run the same command again."],
  EROFS: ["The file system is read-only.", "Choose a folder that can be written."],
  EMFILE: ["Too many files are open.", "Raise the limit (`ulimit -n`) or name fewer files."],
  ENAMETOOLONG: ["The name is too long for this file system.", "Choose a shorter name."],
  EEXIST: ["Something with that name is there already.", "Choose another name, or move it away."],
  ENXIO: ["It is a device or a socket, not a file with text.", "Name an ordinary file."],
};
