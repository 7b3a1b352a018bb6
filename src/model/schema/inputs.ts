/** `input from schema "file.json"`: the inputs that a tool already publishes. */
import type { ActionDeclaration, InputSchemaItem } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import type { PolicySymbols } from "../symbols.ts";
import type { FieldType } from "../type.ts";
import { parseSchema, unwrapTool } from "./read.ts";
import { fieldsOf } from "./types.ts";

export function inputsFromSchema(
  checker: Checker,
  policy: PolicySymbols,
  action: ActionDeclaration,
  item: InputSchemaItem,
): FieldType[] {
  const { span, text: written } = item.file;
  const path = beside(policy.file.name, written);
  const text = path === null ? null : checker.readSchema(path);
  if (text === null) {
    checker.report("schema-missing", span, { file: written });
    return [];
  }
  const parsed = parseSchema(text);
  if ("fault" in parsed) {
    checker.report("schema-invalid", span, { file: written, path: "", fault: parsed.fault });
    return [];
  }
  const { schema, path: inside } = unwrapTool(parsed.root);
  const at = (place: string): string => [inside, place].filter((part) => part !== "").join(".");
  const shown = (place: string): string => (at(place) === "" ? "the top" : `\`${at(place)}\``);
  // All of them point at the file's name in the policy, so each says which part of the schema it is about.
  const fields = fieldsOf(schema, [schema, parsed.root], {
    invalid: (place, fault) =>
      checker.report("schema-invalid", span, { file: written, path: shown(place), fault }, { part: at(place) }),
    unsupported: (place, keyword, advice) =>
      checker.report(
        "schema-unsupported",
        span,
        { file: written, path: shown(place), keyword, advice },
        { part: `${at(place)} ${keyword}` },
      ),
    unenforced: (place, keyword) =>
      checker.report(
        "schema-unenforced",
        span,
        { file: written, path: shown(place), keyword },
        { part: `${at(place)} ${keyword}` },
      ),
    open: (place) => checker.report("schema-open", span, { file: written, path: shown(place) }, { part: at(place) }),
    record: (place, doc, inner) => {
      const id = `$schema:${policy.name}.${action.name.text}.${place}`;
      const made = { id, doc, fields: inner };
      checker.records.set(id, made);
      return made;
    },
  });
  return fields ?? [];
}

/** A path beside a file, inside the policy folder; null: it leads out of it. */
function beside(file: string, written: string): string | null {
  if (written.startsWith("/") || written.includes("\\")) return null;
  const steps = file.split("/").slice(0, -1);
  for (const step of written.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.join("/");
}
