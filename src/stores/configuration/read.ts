/** `gate.yaml` as a configuration, with what is wrong named by place. */
import { templateFault } from "../http.ts";
import { DocumentError, type DocumentFault, readYamlDocument } from "../yaml.ts";
import { GateConfiguration } from "./schema.ts";

/** What is filled into an address, by where it stands. */
const NAMES = {
  sources: /^[1-9]\d?$/,
  records: /^(?:type|id|fields)$/,
  executors: /^$/,
  status_url: /^(?:idempotency_key|proposal)$/,
} as const;

/**
 * `environment`: what `${NAME}` in a text stands for. Throws a `DocumentError`, which names every fault and shows no value.
 * What only a policy set can tell (an action that there is not) is not looked at here.
 */
export function readGateConfiguration(
  text: string,
  file: string,
  environment: { readonly [name: string]: string | undefined },
): GateConfiguration {
  const { value, fault } = readYamlDocument(text, file, GateConfiguration, environment);
  const faults: DocumentFault[] = [];
  const databases = Object.keys(value.databases ?? {});
  const check = (steps: readonly string[], entry: object): void => {
    if ("database" in entry && !databases.includes(String(entry.database)))
      faults.push(
        fault([...steps, "database"], `there is no such database; there are ${databases.join(", ") || "none"}`),
      );
    for (const member of ["url", "status_url"] as const) {
      const url = member in entry ? (entry as { readonly [member: string]: unknown })[member] : undefined;
      const names = member === "status_url" ? NAMES.status_url : NAMES[steps[0] as keyof typeof NAMES];
      const wrong = typeof url === "string" ? templateFault(url, names) : null;
      if (wrong !== null) faults.push(fault([...steps, member], wrong));
    }
    if ("shape" in entry && entry.shape === "map" && !("key" in entry))
      faults.push(fault([...steps, "shape"], "a map needs `key`, the column that tells its records apart"));
  };
  for (const part of ["sources", "records", "executors"] as const)
    for (const [name, entry] of Object.entries(value[part] ?? {})) check([part, name], entry);
  if (typeof value.directory === "object") check(["directory"], value.directory);
  if (faults.length > 0) throw new DocumentError(file, faults);
  return value;
}
