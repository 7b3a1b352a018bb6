/** Looking into a document whose envelope may have faults: what is not there in the right form is not there. */
import { compareTexts } from "../../source/compare.ts";
import { isList, isRecord, type Json, type JsonList, type JsonRecord } from "../json/json.ts";

const EMPTY: JsonRecord = new Map();

export const recordOf = (json: Json | undefined): JsonRecord | null => (isRecord(json) ? json : null);
export const recordOrEmpty = (json: Json | undefined): JsonRecord => (isRecord(json) ? json : EMPTY);
export const listOf = (json: Json | undefined): JsonList | null => (isList(json) ? json : null);
export const textOf = (json: Json | undefined): string | null => (typeof json === "string" ? json : null);

/** The texts of a list of texts. */
export const textsOf = (json: Json | undefined): readonly string[] =>
  isList(json) ? json.filter((item) => typeof item === "string") : [];

export { compareTexts };
export const sortedTexts = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort(compareTexts);
