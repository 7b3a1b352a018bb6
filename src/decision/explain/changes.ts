/** The change set field by field: old, new, why, and what shows it. */
import type { Block, Column, Line, Piece, Section } from "./page.ts";
import { paragraph, quote, say, section } from "./page.ts";
import { columns, contrast, grouped, visible } from "./text.ts";
import { asRecord, isAmount, listField, textField, valueInWords } from "./words.ts";

/** Rows shown, and records named where many change alike; a page is for reading. */
const ROWS = 100;
const RECORDS = 200;
/** From so many on, records that change alike are one row. */
const ALIKE = 4;
/** A wider value gets lines of its own: a narrow column is no place to read it. */
const WIDE = 120;

/** One row: a change, and the records that change alike. */
interface Row {
  readonly type: string;
  readonly ids: readonly string[];
  readonly field: string;
  readonly old: Piece;
  readonly fresh: Piece;
  readonly reason: string | null;
  readonly evidence: readonly string[];
}

export function changesSection(changeSet: unknown): readonly Section[] {
  const rows = rowsOf(listField(changeSet, "changes"));
  const shown = rows.slice(0, ROWS);
  const blocks: Block[] = [
    ...tables(shown.filter((row) => !isWide(row))),
    ...shown.filter(isWide).map(spread),
    ...shown.filter((row) => row.ids.length > 1).map(records),
  ];
  const left = rows.slice(ROWS).reduce((sum, row) => sum + row.ids.length, 0);
  if (left > 0) blocks.push(unseen(`${grouped(String(left))} more changes are`));
  return section("Changes", blocks);
}

function unseen(what: string): Block {
  return paragraph(say(`${what} not shown here; read them in the change set before you agree.`, "warn"));
}

/** Changes that differ only in the id of the record are one row where there are enough of them. */
function rowsOf(changes: readonly unknown[]): readonly Row[] {
  const keys = changes.map(likeness);
  const groups = new Map<string, number[]>();
  keys.forEach((key, index) => {
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return changes.flatMap((change, index) => {
    const group = groups.get(keys[index]!)!;
    if (group.length < ALIKE) return [rowOf(change, [idOf(change)])];
    return group[0] === index
      ? [
          rowOf(
            change,
            group.map((one) => idOf(changes[one])),
          ),
        ]
      : [];
  });
}

function likeness(change: unknown): string {
  const record = asRecord(change) ?? {};
  const { target, ...rest } = record;
  try {
    return JSON.stringify([
      textField(target, "type"),
      rest["field"],
      rest["old"],
      rest["new"],
      rest["reason"],
      rest["evidence"],
    ]);
  } catch {
    return ""; // Not JSON; then it is nothing that could have been decided.
  }
}

function idOf(change: unknown): string {
  return textField(asRecord(change)?.["target"], "id") ?? "";
}

function rowOf(change: unknown, ids: readonly string[]): Row {
  const record = asRecord(change) ?? {};
  const [before, after] =
    typeof record["old"] === "string" && typeof record["new"] === "string"
      ? contrast(record["old"], record["new"])
      : [record["old"], record["new"]];
  const removed = after === null || after === undefined;
  return {
    type: textField(record["target"], "type") ?? "",
    ids,
    field: textField(record, "field") ?? "?",
    old: valueInWords(before),
    fresh: removed ? say("removed", "bad") : { ...valueInWords(after), tone: "strong" },
    reason: textField(record, "reason"),
    evidence: listField(record, "evidence").filter((id) => typeof id === "string"),
  };
}

function isWide({ old, fresh, reason }: Row): boolean {
  return [old.text, fresh.text, reason ?? ""].some((text) => columns(visible(text)) > WIDE);
}

function recordName({ type, ids }: Row): Line {
  if (ids.length > 1) return [say(`${grouped(String(ids.length))} × `), quote(type)];
  return [quote([type, ids[0]!].filter((part) => part !== "").join(" ") || "?")];
}

/** One table; with several records a column says whose field it is, once for each. */
function tables(rows: readonly Row[]): readonly Block[] {
  if (rows.length === 0) return [];
  const keys = rows.map((row) => JSON.stringify([row.type, row.ids]));
  if (new Set(keys).size === 1)
    return [
      table(
        rows,
        recordName(rows[0]!).map((piece) => ({ ...piece, tone: "strong" })),
      ),
    ];
  const sorted = rows.map((row, index) => ({ row, at: keys.indexOf(keys[index]!) })).sort((x, y) => x.at - y.at);
  return [
    table(
      sorted.map(({ row }) => row),
      null,
    ),
  ];
}

/** Columns that no row uses are left out; amounts stand under one another. */
function table(rows: readonly Row[], caption: Line | null): Block {
  const amounts = rows.every(
    ({ old, fresh }) => isAmount(old.text.replace(/,/g, "")) && isAmount(fresh.text.replace(/,/g, "")),
  );
  const align = amounts ? "right" : "left";
  const cells: readonly { readonly column: Column; readonly shown: boolean; readonly of: (row: Row) => Line }[] = [
    { column: { head: "Record", align: "left" }, shown: caption === null, of: (row) => recordOf(row, rows) },
    { column: { head: "Field", align: "left" }, shown: true, of: (row) => [quote(row.field)] },
    { column: { head: "Old", align }, shown: true, of: (row) => [row.old] },
    { column: { head: "New", align }, shown: true, of: (row) => [row.fresh] },
    { column: { head: "Reason", align: "left" }, shown: rows.some((row) => row.reason !== null), of: reasonOf },
    { column: { head: "Evidence", align: "left" }, shown: rows.some((row) => row.evidence.length > 0), of: evidenceOf },
  ];
  const shown = cells.filter((cell) => cell.shown);
  return {
    kind: "table",
    caption,
    columns: shown.map((cell) => cell.column),
    rows: rows.map((row) => shown.map((cell) => cell.of(row))),
  };
}

/** Nothing where the row above is of the same record. */
function recordOf(row: Row, rows: readonly Row[]): Line {
  const above = rows[rows.indexOf(row) - 1];
  const same = above !== undefined && JSON.stringify([above.type, above.ids]) === JSON.stringify([row.type, row.ids]);
  return same ? [] : recordName(row);
}

/** One change over the full width of the page. */
function spread(row: Row): Block {
  const line = (name: string, value: Line) => ({ name: [say(name, "muted")], value, align: "left" as const });
  return {
    kind: "facts",
    caption: [...recordName(row), say(", "), quote(row.field)].map((piece) => ({ ...piece, tone: "strong" })),
    rows: [
      line("Old", [row.old]),
      line("New", [row.fresh]),
      ...(row.reason === null ? [] : [line("Reason", reasonOf(row))]),
      ...(row.evidence.length === 0 ? [] : [line("Evidence", evidenceOf(row))]),
    ],
  };
}

function reasonOf({ reason }: Row): Line {
  return [reason === null ? say("not given", "muted") : quote(reason)];
}

function evidenceOf({ evidence }: Row): Line {
  return evidence.length === 0 ? [say("none", "muted")] : listed(evidence);
}

/** The records behind `120 × Account`. */
function records(row: Row): Block {
  const { type, field, ids } = row;
  const left = ids.length - RECORDS;
  const rest = left > 0 ? [say(` and ${grouped(String(left))} more, which are not shown here`, "warn")] : [];
  return paragraph(
    say("The "),
    say(grouped(String(ids.length))),
    say(" "),
    quote(type),
    say(" records whose "),
    quote(field),
    say(" changes: "),
    ...listed(ids.slice(0, RECORDS)),
    ...rest,
    say("."),
  );
}

function listed(texts: readonly string[]): Line {
  return texts.flatMap((text, index) => [...(index > 0 ? [say(", ")] : []), quote(text)]);
}
