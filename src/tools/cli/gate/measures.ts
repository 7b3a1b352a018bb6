/** Measures as a page for a person. */
import { visible } from "../../../decision/explain/text.ts";
import type { Durations, Measures, MeasuresRow, Rate } from "../../../gate/measures/measures.ts";
import { parseDuration } from "../../../plan/duration.ts";
import { plural } from "../plural.ts";

export function measuresText({ rows }: Measures): string {
  if (rows.length === 0) return "Nothing was proposed.\n";
  return rows.map(block).join("\n");
}

function block(row: MeasuresRow): string {
  const title = Object.entries(row.group).map(([by, name]) => `${by} ${name === "" ? "(none)" : name}`);
  const statuses = Object.entries(row.statuses).map(([status, count]) => `${count} ${status}`);
  const lines: [string, string][] = [
    ["proposals", `${row.proposals}${statuses.length === 0 ? "" : `: ${statuses.join(", ")}`}`],
    ["approval latency", duration(row.approval_latency)],
    ["time to decision", duration(row.time_to_decision)],
    ["completion", share(row.completion)],
    ["denied", share(row.denial)],
    ["held", share(row.hold)],
    ["exceptions", share(row.exception)],
    ["overridden", share(row.override)],
    ["rolled back", share(row.rollback)],
    ["expired", share(row.expiry)],
    ["withdrawn", share(row.withdrawal)],
    ["failed", share(row.failure)],
    ["in doubt", share(row.in_doubt)],
    ["drifted", share(row.drift)],
    ["rework", row.rework.decimal === null ? "-" : `${row.rework.decimal} revisions a proposal`],
    ["changes with reason", share(row.evidence.changes_with_reason)],
    ["changes with evidence", share(row.evidence.changes_with_evidence)],
    ["required evidence", share(row.evidence.required_ready)],
    ["incidents", incidents(row)],
    ...row.reviewers.map(({ reviewer, ...load }): [string, string] => [
      "reviewer",
      `${reviewer}: ${Object.entries(load)
        .filter(([, count]) => count > 0)
        .map(([what, count]) => plural(count, what.slice(0, -1)))
        .join(", ")}`,
    ]),
  ];
  const head = title.length === 0 ? "" : `${title.join(", ")}\n`;
  return visibleLines(`${head}${lines.map(([name, text]) => `  ${name.padEnd(23)}${text}`).join("\n")}\n`);
}

const visibleLines = (text: string): string => text.split("\n").map(visible).join("\n");

/** `3 of 7, 42.86 %` */
function share({ numerator, denominator, decimal }: Rate): string {
  if (decimal === null) return "-";
  const digits = decimal.replace(".", "");
  const whole = digits.slice(0, -2).replace(/^0+(?=\d)/, "");
  return `${numerator} of ${denominator}, ${whole}.${digits.slice(-2)} %`;
}

const duration = ({ count, median, p90 }: Durations): string =>
  median === null || p90 === null
    ? "-"
    : `median ${timeInWords(median)}, 90 % within ${timeInWords(p90)} (${plural(count, "proposal")})`;

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** `1 h 30 min`, `4.2 s`: the two largest units, for a person; the exact time is in the JSON. */
function timeInWords(duration: string): string {
  const ms = parseDuration(duration) ?? 0;
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10} s`;
  const first = UNITS.findIndex(([, each]) => ms >= each);
  let left = ms;
  return UNITS.slice(first, first + 2)
    .map(([unit, each]) => {
      const count = Math.floor(left / each);
      left -= count * each;
      return count === 0 ? "" : `${count} ${unit}`;
    })
    .join(" ")
    .trim();
}

function incidents({ incidents: { low, medium, high } }: MeasuresRow): string {
  return `${high.numerator} high, ${medium.numerator} medium, ${low.numerator} low, of ${high.denominator} committed`;
}
