/** JSON of a file as data. */
import type { Data } from "../../../gate/ports.ts";
import { isDataRecord, readExact } from "../../../stores/json.ts";
import { fail } from "../../files/fault.ts";
import { readText } from "../../files/read.ts";

export function dataIn(path: string, form: "record"): { readonly [member: string]: Data };
export function dataIn(path: string, form: "list"): readonly Data[];
export function dataIn(path: string, form: "record" | "list"): Data {
  let data: Data;
  const text = readText(path);
  try {
    data = readExact(text, path);
  } catch (error) {
    return fail(
      `${path} is not the JSON I can read.`,
      `${(error as Error).message}.`,
      "Mend the file and run the same command again.",
    );
  }
  if (form === "list" ? Array.isArray(data) : isDataRecord(data)) return data;
  return fail(
    `${path} holds no ${form}.`,
    `Expected is a JSON ${form === "list" ? "list" : "object"}.`,
    "Mend the file.",
  );
}
