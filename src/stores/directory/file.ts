/** People, roles and groups from a YAML or JSON file. */
import { Directory } from "../../decision/documents.ts";
import { prepareDirectory } from "../../decision/reviewers/prepared.ts";
import type { DirectorySource } from "../../gate/ports.ts";
import { watched } from "../watched.ts";
import { readYamlDocument } from "../yaml.ts";

/**
 * Read again when the file changes. A file that is missing, half written or does not fit makes every act fail until it is
 * mended, with the place of each fault: whoever lost a role in a version that cannot be read must not go on by the one before.
 */
export function fileDirectory(path: string): DirectorySource {
  const read = watched(path, (text) => prepareDirectory(readYamlDocument(text, path, Directory).value));
  return { current: (signal) => read(signal) };
}
