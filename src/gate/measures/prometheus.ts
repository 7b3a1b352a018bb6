/**
 * Measures in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). Counters of what
 * happened, no rates: whoever scrapes divides. Counts of what stands where now are gauges; durations are summaries.
 */
import { parseDuration } from "../../plan/duration.ts";
import type { Durations, Measures, MeasuresRow } from "./document.ts";

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type Labels = { readonly [name: string]: string };
interface Sample {
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: string;
}
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "summary";
  readonly samples: (row: MeasuresRow) => readonly Sample[];
}

const counter = (name: string, help: string, of: (row: MeasuresRow) => number): Metric => ({
  name: `bylaw_gate_${name}_total`,
  help,
  type: "counter",
  samples: (row) => [{ value: String(of(row)) }],
});

const summary = (name: string, help: string, of: (row: MeasuresRow) => Durations): Metric => ({
  name: `bylaw_gate_${name}_seconds`,
  help,
  type: "summary",
  samples: (row) => {
    const { median, p90, total, count } = of(row);
    const at = (quantile: string, value: string | null): readonly Sample[] =>
      value === null ? [] : [{ labels: { quantile }, value: seconds(value) }];
    return [
      ...at("0.5", median),
      ...at("0.9", p90),
      { suffix: "_sum", value: seconds(total) },
      { suffix: "_count", value: String(count) },
    ];
  },
});

const METRICS: readonly Metric[] = [
  counter("proposals", "Change sets that were proposed.", (row) => row.proposals),
  {
    name: "bylaw_gate_proposals",
    help: "Proposals by where they stand now.",
    type: "gauge",
    samples: (row) => Object.entries(row.statuses).map(([status, n]) => ({ labels: { status }, value: String(n) })),
  },
  counter("reviewed", "Proposals that were ever in review.", (row) => row.reviewed),
  counter("committed", "Proposals that were committed.", (row) => row.completion.numerator),
  counter("denied", "Proposals that the rules ever denied.", (row) => row.denial.numerator),
  counter("held", "Proposals that were ever held.", (row) => row.hold.numerator),
  counter("exceptions", "Proposals that were ever held or denied.", (row) => row.exception.numerator),
  counter("overridden", "Proposals that were overridden.", (row) => row.override.numerator),
  counter("reverted", "Committed proposals that were reverted.", (row) => row.rollback.numerator),
  counter("expired", "Proposals that expired.", (row) => row.expiry.numerator),
  counter("withdrawn", "Proposals that were withdrawn.", (row) => row.withdrawal.numerator),
  counter("claimed", "Proposals that were handed to an executor.", (row) => row.failure.denominator),
  counter("failed", "Proposals whose execution failed.", (row) => row.failure.numerator),
  counter("in_doubt", "Proposals whose outcome was ever in doubt.", (row) => row.in_doubt.numerator),
  counter("revisions", "Revisions after the first.", (row) => row.rework.numerator),
  counter("drifted", "Proposals sent back because something had changed.", (row) => row.drift.numerator),
  counter("changes", "Changes that were proposed.", (row) => row.evidence.changes_with_reason.denominator),
  counter(
    "changes_with_reason",
    "Changes that were proposed with a reason.",
    (row) => row.evidence.changes_with_reason.numerator,
  ),
  counter(
    "changes_with_evidence",
    "Changes that were proposed with evidence.",
    (row) => row.evidence.changes_with_evidence.numerator,
  ),
  counter(
    "evidence_required",
    "Kinds of evidence that were required.",
    (row) => row.evidence.required_ready.denominator,
  ),
  counter(
    "evidence_ready",
    "Required kinds of evidence that were attached and fresh when proposed.",
    (row) => row.evidence.required_ready.numerator,
  ),
  {
    name: "bylaw_gate_incidents_total",
    help: "Incidents with committed proposals.",
    type: "counter",
    samples: ({ incidents }) =>
      Object.entries(incidents).map(([severity, { numerator }]) => ({
        labels: { severity },
        value: String(numerator),
      })),
  },
  {
    name: "bylaw_gate_review_acts_total",
    help: "What each reviewer did.",
    type: "counter",
    samples: ({ reviewers }) =>
      reviewers.flatMap(({ reviewer, approvals, rejections, questions, overrides }) =>
        Object.entries({ approve: approvals, reject: rejections, question: questions, override: overrides }).map(
          ([act, n]) => ({ labels: { reviewer, act }, value: String(n) }),
        ),
      ),
  },
  summary("approval_latency", "From the proposal to the approval, of those in review.", (row) => row.approval_latency),
  summary("time_to_decision", "From the proposal to the first decision on it.", (row) => row.time_to_decision),
];

/** INVARIANT: not grouped by day, week or month. Those who scrape have a time of their own. */
export function prometheusText({ rows }: Measures): string {
  return METRICS.map(({ name, help, type, samples }) => {
    const lines = rows.flatMap((row) =>
      samples(row).map(
        ({ suffix = "", labels = {}, value }) => `${name}${suffix}${written({ ...row.group, ...labels })} ${value}`,
      ),
    );
    return lines.length === 0 ? "" : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("\n")}\n`;
  }).join("");
}

function written(labels: Labels): string {
  const all = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return all.length === 0 ? "" : `{${all.join(",")}}`;
}

/** Backslash, quote and line feed, as the format asks. */
const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Exact: from whole milliseconds. */
function seconds(duration: string): string {
  const ms = parseDuration(duration)!;
  const rest = ms % 1000;
  return `${(ms - rest) / 1000}${rest === 0 ? "" : `.${String(rest).padStart(3, "0").replace(/0+$/, "")}`}`;
}
