/** Conditions for other engines: the JSON Logic export and the normal form that its formulas read. */
export { type PortableDocument, type PortableRanges, portableDocument } from "./decision/portable.ts";
export {
  type NormalForm,
  type NormalValue,
  PortableAction,
  PortableCondition,
  PortableRead,
  PortableRules,
} from "./eval/portable/documents.ts";
export { exportJsonLogic } from "./eval/portable/export.ts";
