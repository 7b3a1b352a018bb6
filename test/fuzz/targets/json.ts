import { readBytes } from "../../../src/decision/json/bytes.ts";
import { InexactNumber, type JsonResult, MAX_DEPTH } from "../../../src/decision/json/json.ts";
import { readText } from "../../../src/decision/json/text.ts";
import { cases } from "../../decision/fixtures.ts";
import { mutateJson, value } from "../json.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";
import { mutate } from "../text.ts";
import { noise } from "../words.ts";

const texts = cases.flatMap(({ change_set, context }) => [
  JSON.stringify(change_set),
  JSON.stringify(context, null, 1),
]);

function text(random: Random): string {
  switch (random.below(6)) {
    case 0:
      return noise(random, random.few(200));
    case 1:
      return JSON.stringify(value(random));
    case 2:
      return random
        .times(random.few(80), () =>
          random.pick([
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            '"a"',
            '"',
            "1",
            "-0",
            "1e5",
            "null",
            "true",
            "\\",
            "\\u",
            " ",
            "//",
            "'a'",
          ]),
        )
        .join("");
    case 3: {
      const { change_set, context } = random.pick(cases);
      return JSON.stringify(mutateJson(change_set, context, random));
    }
    default:
      return mutate(random.pick(texts), texts, random);
  }
}

/** What both readers make of a document, for comparison: numbers as doubles, maps as pairs. */
function plain(json: unknown): unknown {
  if (json instanceof InexactNumber) return Number(json.text);
  if (json instanceof Map) return [...json].map(([key, member]) => [key, plain(member)]).sort(byKey);
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json === "object" && json !== null)
    return Object.entries(json)
      .map(([key, member]) => [key, plain(member)])
      .sort(byKey);
  return json;
}
const byKey = (a: readonly unknown[], b: readonly unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);

function standard(given: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(given) };
  } catch {
    return null;
  }
}

function agrees(result: JsonResult, given: string): void {
  const other = standard(given);
  if (result.faults.length === 0) {
    holds(other !== null, "what is read without fault is JSON", () => given);
    holds(
      JSON.stringify(plain(result.json)) === JSON.stringify(plain(other.json)),
      "it means what JSON.parse reads",
      () => given,
    );
  } else if (other !== null) {
    // Legal JSON is refused only for what the bounds and the exactness of documents refuse.
    const strict = /a second time|surrogate|nesting deeper/;
    holds(
      result.faults.every(({ found }) => strict.test(found)),
      "legal JSON is refused for a stated reason",
      () => JSON.stringify(result.faults),
    );
  }
  for (const { at, found, expected } of result.faults) {
    holds(found.length < 400 && expected.length < 400, "a fault is a short sentence", () => found);
    if (at !== null) holds(at.line >= 1 && at.column >= 1, "a fault has a place", () => JSON.stringify(at));
  }
  holds(MAX_DEPTH > 0 && result.faults.length <= 50, "faults are bounded", () => `${result.faults.length}`);
}

export const jsonTarget: Target = {
  name: "json",
  about: "text or bytes to a document: never throws, and agrees with JSON.parse on what is legal",
  make: (random) =>
    random.chance(0.2)
      ? {
          bytes: [...new TextEncoder().encode(text(random))].map((byte) =>
            random.chance(0.01) ? random.below(256) : byte,
          ),
        }
      : { text: text(random) },
  run: ({ text: given, bytes }) => {
    if (typeof given === "string") agrees(readText(given), given);
    if (!Array.isArray(bytes) || !bytes.every((byte) => typeof byte === "number")) return;
    const data = Uint8Array.from(bytes);
    const result = readBytes(data);
    let decoded: string | null = null;
    try {
      decoded = new TextDecoder("utf-8", { fatal: true }).decode(data);
    } catch {
      holds(result.faults.length > 0, "bytes that are no UTF-8 are refused", () => "");
    }
    if (decoded !== null) agrees(result, decoded);
  },
};
