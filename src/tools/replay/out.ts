/** Where the decisions of a replay go. */
import { open } from "node:fs/promises";
import { failed } from "../files/fault.ts";
import { kindOf } from "../files/walk.ts";

export interface OutFile {
  /** Resolves when the text is handed over, so that no more is decided than can be written. */
  readonly write: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A new file; one that is there already is not written over, a device or a pipe is written to. */
export async function outFile(path: string): Promise<OutFile> {
  try {
    const handle = await open(path, kindOf(path) === "other" ? "w" : "wx");
    return {
      async write(text) {
        if (text === "") return;
        try {
          await handle.appendFile(text);
        } catch (error) {
          failed("write", path, error);
        }
      },
      close: () => handle.close(),
    };
  } catch (error) {
    return failed("write", path, error);
  }
}
