/** A policy set on disk, ready to decide. */
import { loadPolicySet, type PolicySet } from "../../policy-set.ts";
import { type PolicyFolder, readPolicyFolder, schemaReader } from "./policy-folder.ts";

export function loadPolicyFolder(paths: readonly string[], today: string): PolicyFolder & PolicySet {
  const folder = readPolicyFolder(paths);
  return { ...folder, ...loadPolicySet(folder.files, { today, readSchema: schemaReader(folder.base) }) };
}
