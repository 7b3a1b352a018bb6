/** Reading as the whole package does: texts and bytes too, and documents that fit without a second look. */
import { readJson } from "../json/read.ts";
import type { Ways } from "./ask.ts";
import { fits } from "./fits.ts";

export const ALL_WAYS: Ways = { read: readJson, fits };
