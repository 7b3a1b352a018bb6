/** The change set field by field: old, new, why, and what shows it. */
import type { Block, Column, Line, Section } from "./page.ts";
import { paragraph, quote, say, section } from "./page.ts";
import { grouped } from "./text.ts";
import { asRecord, isAmount, listField, textField, valueInWords } from "./words.ts";

/** Rows shown; a page is for reading. */
const ROWS = 100;

interface Row {
  readonly target: string;
  readonly cells: readonly Line[];
  readonly amount: boolean;
  readonly reason: boolean;
  readonly evidence: boolean;
}

export function changesSection(changeSet: unknown): readonly Section[] {
  const changes = listField(changeSet, "changes");
  if (changes.length === 0) return [];
  const rows = changes.slice(0, ROWS).map(rowOf);
  const tables = new Map<string, Row[]>();
  for (const row of rows) tables.set(row.target, [...(tables.get(row.target) ?? []), row]);
  const many = [...tables.values()].filter((table) => table.length > 1).length === 0 && tables.size > 1;
  const blocks = many ? [table(rows, null, true)] : [...tables].map(([target, of]) => table(of, target, false));
  const more = changes.length - rows.length;
  if (more > 0)
    blocks.push(
      paragraph(
        say(
          `${grouped(String(more))} more changes are not shown here; read them in the change set before you agree.`,
          "warn",
        ),
      ),
    );
  return section("Changes", blocks);
}

function rowOf(change: unknown): Row {
  const record = asRecord(change) ?? {};
  const target = asRecord(record["target"]);
  const name = [textField(target, "type"), textField(target, "id")].filter((part) => part !== null).join(" ");
  const old = valueInWords(record["old"]);
  const fresh =
    record["new"] === null || record["new"] === undefined
      ? say("removed", "bad")
      : { ...valueInWords(record["new"]), tone: "strong" as const };
  const reason = textField(record, "reason");
  const evidence = listField(record, "evidence").filter((id) => typeof id === "string");
  return {
    target: name,
    amount: isAmount(old.text.replace(/,/g, "")) && isAmount(fresh.text.replace(/,/g, "")),
    reason: reason !== null,
    evidence: evidence.length > 0,
    cells: [
      [quote(textField(record, "field") ?? "?")],
      [old],
      [fresh],
      [reason === null ? say("not given", "muted") : quote(reason)],
      evidence.length === 0
        ? [say("none", "muted")]
        : evidence.flatMap((id, index) => [...(index > 0 ? [say(", ")] : []), quote(id)]),
    ],
  };
}

/** Columns that no row uses are left out; amounts stand under one another. */
function table(rows: readonly Row[], target: string | null, targets: boolean): Block {
  const align = rows.every((row) => row.amount) ? "right" : "left";
  const heads: readonly { readonly column: Column; readonly shown: boolean }[] = [
    { column: { head: "Field", align: "left" }, shown: true },
    { column: { head: "Old", align }, shown: true },
    { column: { head: "New", align }, shown: true },
    { column: { head: "Reason", align: "left" }, shown: rows.some((row) => row.reason) },
    { column: { head: "Evidence", align: "left" }, shown: rows.some((row) => row.evidence) },
  ];
  const kept = <T>(cells: readonly T[]): readonly T[] => cells.filter((_, index) => heads[index]!.shown);
  return {
    kind: "table",
    caption: target === null || target === "" ? null : [quote(target, "strong")],
    columns: [
      ...(targets ? [{ head: "Record", align: "left" } as const] : []),
      ...kept(heads.map(({ column }) => column)),
    ],
    rows: rows.map((row) => [...(targets ? [[quote(row.target)]] : []), ...kept(row.cells)]),
  };
}
