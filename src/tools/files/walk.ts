/** The files of a policy set or of a run of tests. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fail, failed } from "./fault.ts";

const MAX_FILES = 20_000;

/**
 * Paths of the files under `folder` whose name ends in `ending`, in code-point order. Follows symbolic links once, so
 * that a link to a parent does not lead around; skips `node_modules` and names that begin with a dot.
 */
export function filesUnder(folder: string, ending: string): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    let real: string;
    let names: readonly string[];
    try {
      real = realpathSync(path);
      if (seen.has(real)) return;
      seen.add(real);
      names = readdirSync(path);
    } catch (error) {
      failed("read the folder", path, error);
    }
    for (const name of [...names].sort()) {
      if (name === "node_modules" || name.startsWith(".")) continue;
      const inner = join(path, name);
      const kind = kindOf(inner);
      if (kind === "folder") visit(inner);
      else if (name.endsWith(ending)) {
        // A rule file that cannot be read must not be left out in silence: the rest would decide without it.
        if (kind !== "file") unreadable(inner);
        found.push(inner);
      }
      if (found.length > MAX_FILES) {
        fail(
          `There are more than ${MAX_FILES.toLocaleString("en")} files ending in ${ending} under ${folder}.`,
          "That is past the bound for one run, and most likely not the folder that was meant.",
          "Name the policy folder itself.",
        );
      }
    }
  };
  visit(folder);
  return found;
}

/** What stands at a path; a link that leads nowhere is nothing. */
export function kindOf(path: string): "file" | "folder" | "other" | "nothing" {
  try {
    const about = statSync(path);
    return about.isDirectory() ? "folder" : about.isFile() ? "file" : "other";
  } catch {
    return "nothing";
  }
}

/** The file itself, or the files under a folder. A path that is neither is a fault. */
export function filesAt(path: string, ending: string): readonly string[] {
  const kind = kindOf(path);
  if (kind === "folder") return filesUnder(path, ending);
  if (kind === "nothing") unreadable(path);
  if (!basename(path).endsWith(ending)) {
    return fail(
      `${path} is not a file whose name ends in ${ending}.`,
      `Only files whose names end in ${ending} are read here.`,
      `Name such a file, or a folder that holds some.`,
    );
  }
  return [path];
}

function unreadable(path: string): never {
  try {
    statSync(path);
  } catch (error) {
    return failed("read", path, error);
  }
  return fail(`I cannot read ${path}.`, "It is neither a file nor a folder.", "Name an ordinary file.");
}
