/** What a replay found, for people and for programs. Says nothing of time: the same log gives the same bytes. */
import { OUTCOMES, type Tally } from "./tally.ts";

/** Clauses that are listed for people; programs get all. */
const MOST_CLAUSES = 20;

export interface ReportOptions {
  /** Whether clauses were counted. */
  readonly clauses: boolean;
  /** Whether other rules were compared. */
  readonly against: boolean;
  /** The replay was stopped before the end of the log. */
  readonly stopped: boolean;
}

const decidedOf = (tally: Tally): number => tally.outcomes.reduce((sum, count) => sum + count, 0);

export function reportJson(tally: Tally, options: ReportOptions): unknown {
  const named = (row: readonly number[]): Record<string, number> =>
    Object.fromEntries(OUTCOMES.map((outcome, column) => [outcome, row[column]!]));
  return {
    version: "1",
    decided: decidedOf(tally),
    complete: !options.stopped,
    outcomes: named(tally.outcomes),
    tiers: tally.tiers,
    actions: Object.fromEntries(
      Object.entries(tally.actions)
        .filter(([, row]) => row.some((count) => count > 0))
        .map(([action, row]) => [action, named(row)]),
    ),
    unknown_action: named(tally.unknownAction),
    ...(options.clauses ? { clauses: Object.fromEntries(byCount(tally)) } : {}),
    ...(options.against
      ? {
          changed: tally.changed,
          changes: Object.fromEntries(inOrder(tally.changes)),
          first_changed: tally.firstChanged,
        }
      : {}),
    unread: tally.unread,
    first_unread: tally.firstUnread,
  };
}

export function reportText(tally: Tally, options: ReportOptions): string {
  const decided = decidedOf(tally);
  const parts = [
    `${count(decided, "change set")} decided${tally.unread > 0 ? `, ${count(tally.unread, "line")} not read` : ""}${options.stopped ? "; stopped before the end" : ""}.\n`,
    columns([
      ...OUTCOMES.map((outcome, column) => [
        outcome,
        number(tally.outcomes[column]!),
        share(tally.outcomes[column]!, decided),
      ]),
    ]),
    columns(Object.entries(tally.tiers).map(([tier, many]) => [`tier ${tier}`, number(many), share(many, decided)])),
    columns([["action", ...OUTCOMES], ...actionRows(tally)]),
  ];
  if (options.clauses && Object.keys(tally.clauses).length > 0) parts.push(clausesPart(tally));
  if (options.against) parts.push(againstPart(tally));
  if (tally.unread > 0) {
    const examples = tally.firstUnread
      .map(({ line, why }) => `  line ${number(line)}: ${printable(why, 300)}\n`)
      .join("");
    parts.push(`Not read:\n${examples}${more(tally.unread - tally.firstUnread.length)}`);
  }
  return parts.join("\n");
}

function actionRows(tally: Tally): string[][] {
  const rows = Object.entries(tally.actions)
    .filter(([, row]) => row.some((many) => many > 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, row]) => [action, ...row.map(number)]);
  const unknown = tally.unknownAction.some((many) => many > 0);
  return unknown ? [...rows, ["(no such action)", ...tally.unknownAction.map(number)]] : rows;
}

const byCount = (tally: Tally) =>
  Object.entries(tally.clauses).sort(([a, one], [b, other]) => other.fired - one.fired || (a < b ? -1 : 1));

function clausesPart(tally: Tally): string {
  const all = byCount(tally);
  const rows = all
    .slice(0, MOST_CLAUSES)
    .map(([clause, { fired, denied, held }]) => [clause, number(fired), number(denied), number(held)]);
  return columns([["clause", "took effect", "denied", "held"], ...rows]) + more(all.length - rows.length);
}

function againstPart(tally: Tally): string {
  if (tally.changed === 0) return "The other rules decide all of them alike.\n";
  const kinds = inOrder(tally.changes).map(([kind, many]) => [kind, number(many)]);
  const examples = tally.firstChanged.map(
    ({ line, id, from, to }) => `  line ${number(line)}${id === null ? "" : `, ${printable(id)}`}: ${from} → ${to}\n`,
  );
  return `The other rules decide ${number(tally.changed)} of them in another way:\n${columns(kinds)}\n${examples.join("")}${more(tally.changed - examples.length)}`;
}

const inOrder = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));

const more = (left: number): string => (left > 0 ? `  … and ${number(left)} more\n` : "");
const number = (value: number): string => value.toLocaleString("en");
const count = (value: number, word: string): string => `${number(value)} ${word}${value === 1 ? "" : "s"}`;
const share = (part: number, whole: number): string => (whole === 0 ? "" : `${((part / whole) * 100).toFixed(1)}%`);

/** Ids come from the log, and a terminal obeys control characters. */
const printable = (text: string, most = 80): string =>
  text.slice(0, most).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

/** The first column to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      );
      return `  ${cells.join("  ")}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join("");
}
