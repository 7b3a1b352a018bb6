/**
 * Every diagnostic code, in one typed table. A family is one file; a code is unique across families.
 * `report("unknown-name", span, { … })` does not compile when a parameter is missing.
 */
import { checking } from "./catalogue/checking.ts";
import { names } from "./catalogue/names.ts";
import { syntax } from "./catalogue/syntax.ts";
import { types } from "./catalogue/types.ts";
import { reporter } from "./define.ts";

export const catalogue = { ...syntax, ...names, ...types, ...checking } as const;

export type Code = keyof typeof catalogue;

export const report = reporter(catalogue);
