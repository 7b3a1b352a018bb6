/** What is no longer as it was when it was decided. */
import { quote, type Section, say, section } from "../../../decision/explain/page.ts";
import { valueInWords } from "../../../decision/explain/words.ts";
import type { Drift } from "../../../gate/documents.ts";

export function driftSection(drift: readonly Drift[]): readonly Section[] {
  if (drift.length === 0) return [];
  const columns = ["", "Was", "Is now"].map((head) => ({ head, align: "left" as const }));
  const rows = drift.map(({ path, was, now }) => [
    [quote(path)],
    [valueInWords(was)],
    [{ ...valueInWords(now), tone: "strong" as const }],
  ]);
  return section("Has changed since", [{ kind: "table", caption: null, columns, rows }], say("look again", "warn"));
}
