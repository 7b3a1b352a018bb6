import type { ActionDeclaration, InputSchemaItem } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import type { PolicySymbols } from "../symbols.ts";
import type { FieldType } from "../type.ts";

export function inputsFromSchema(_checker: Checker, _policy: PolicySymbols, _action: ActionDeclaration, _item: InputSchemaItem): FieldType[] {
  return [];
}
