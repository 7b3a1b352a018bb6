/** A policy set on disk: one folder, or several that stand beside one another. */
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { SourceFile } from "../../source/file.ts";
import { FaultError, fail } from "./fault.ts";
import { readText } from "./read.ts";
import { filesAt, kindOf } from "./walk.ts";

export interface PolicyFolder {
  /** The folder that file names are relative to, absolute. */
  readonly base: string;
  readonly files: readonly SourceFile[];
}

/** Reads the `.bylaw` files of the given folders or files. A folder without any is a fault. */
export function readPolicyFolder(paths: readonly string[]): PolicyFolder {
  const found = paths.flatMap((path) => {
    const files = filesAt(path, ".bylaw");
    if (files.length > 0) return files.map((file) => resolve(file));
    return fail(
      `There is no .bylaw file in ${path}.`,
      "A policy set is a folder of .bylaw files, and an empty one would deny everything.",
      "Name the folder that holds the rules, or write a first one with `bylaw init`.",
    );
  });
  const base = common(paths.map((path) => (kindOf(path) === "folder" ? resolve(path) : dirname(resolve(path)))));
  const unique = [...new Set(found)].sort();
  return { base, files: unique.map((path) => ({ name: inside(base, path), text: readText(path) })) };
}

/** The text of a JSON Schema that `input from schema` names; only files inside the folder. */
export const schemaReader =
  (base: string) =>
  (path: string): string | null => {
    const full = resolve(base, path);
    const back = relative(base, full);
    if (back.startsWith("..") || isAbsolute(back)) return null;
    try {
      return readText(full);
    } catch (error) {
      if (error instanceof FaultError) return null;
      throw error;
    }
  };

const inside = (base: string, path: string): string => relative(base, path).split(sep).join("/");

/** The deepest folder that holds all. */
function common(folders: readonly string[]): string {
  const [first, ...rest] = folders.map((folder) => folder.split(sep));
  let length = first!.length;
  for (const parts of rest) {
    let same = 0;
    while (same < length && parts[same] === first![same]) same++;
    length = same;
  }
  return first!.slice(0, length).join(sep) || sep;
}
