/** fixtures/gate/measures: short logs, and what follows from them, counted by hand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { eventsAfter } from "../../../src/gate/audit/log.ts";
import type { Status } from "../../../src/gate/documents.ts";
import { Measures } from "../../../src/gate/measures/document.ts";
import { type MeasuresQuery, measuresIn, queryFault } from "../../../src/gate/measures/measures.ts";
import { prometheusText } from "../../../src/gate/measures/prometheus.ts";
import { type Short, viewOf, written } from "../audit/log.ts";

interface Told extends Omit<Short, "status"> {
  readonly to: Status;
  readonly tier?: string;
  readonly changes?: number;
  readonly reasons?: number;
  readonly evidence?: number;
  readonly required?: number;
  readonly missing?: number;
  readonly severity?: string;
}

interface File {
  readonly about: string;
  readonly events: readonly Told[];
  readonly measures: readonly {
    readonly about?: string;
    readonly query: MeasuresQuery;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
}

const FOLDER = join(import.meta.dirname, "../../../fixtures/gate/measures");

/** Events as the gate would write them. */
function events(told: readonly Told[]): readonly Short[] {
  const before = new Map<string, Status>();
  return told.map((one): Short => {
    const from = before.get(one.proposal) ?? null;
    before.set(one.proposal, one.to);
    const changes = Array.from({ length: one.changes ?? 0 }, (_, i) => ({
      field: "refunded",
      ...(i < (one.reasons ?? 0) && { reason: "why" }),
      ...(i < (one.evidence ?? 0) && { evidence: ["e"] }),
    }));
    const kinds = ["a", "b", "c"].slice(0, one.required ?? 0);
    const evidence = { required: kinds, missing: kinds.slice(0, one.missing ?? 0), stale: [] };
    const data = {
      ...(one.type === "proposed" && { change_set: { changes } }),
      ...(one.tier !== undefined && { decision: { tier: one.tier, evidence } }),
      ...(one.severity !== undefined && { severity: one.severity }),
    };
    return { ...one, status: [from, one.to], data };
  });
}

/** `3/7 0.4286` */
function rates(expected: unknown): unknown {
  if (typeof expected === "string") {
    const match = /^(\d+)\/(\d+)(?: ([\d.]+))?$/.exec(expected);
    if (match === null) return expected;
    return { numerator: Number(match[1]), denominator: Number(match[2]), decimal: match[3] ?? null };
  }
  if (Array.isArray(expected)) return expected.map(rates);
  if (expected === null || typeof expected !== "object") return expected;
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, rates(value)]));
}

for (const name of readdirSync(FOLDER).filter((one) => one.endsWith(".yaml"))) {
  const file = parse(readFileSync(join(FOLDER, name), "utf8")) as File;
  const { rows } = written(
    "default",
    events(file.events).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  );
  const log = () => eventsAfter(viewOf(rows, [], []), 0);
  describe(name, () => {
    for (const { about, query, rows: expected } of file.measures)
      test(about ?? JSON.stringify(query), async () => {
        expect(queryFault(query)).toBeNull();
        const found = await measuresIn(log(), query);
        expect(Measures.parse(found)).toEqual(found);
        expect(found.rows).toHaveLength(expected.length);
        expected.forEach((row, i) => {
          expect(found.rows[i]).toMatchObject(rates(row) as object);
        });
      });

    test("the groups of any grouping have all proposals between them", async () => {
      const [all] = (await measuresIn(log())).rows;
      for (const by of ["action", "tier", "day", "week", "month"] as const) {
        const { rows: groups } = await measuresIn(log(), { by: [by] });
        expect(groups.reduce((sum, row) => sum + row.proposals, 0)).toBe(all!.proposals);
        expect(groups.reduce((sum, row) => sum + row.completion.numerator, 0)).toBe(all!.completion.numerator);
      }
    });
  });
}

describe("a query", () => {
  test.each([
    [{ since: "yesterday" }, "`since`"],
    [{ until: "2026-02-30" }, "`until`"],
    [{ until: "2026-02-28T10:00:00" }, "`until`"],
    [{ by: ["hour"] }, "`by`"],
    [{ by: ["constructor"] }, "`by`"],
  ])("%j is none", (query, named) => {
    expect(queryFault(query as MeasuresQuery)).toContain(named);
  });
});

describe("Prometheus text", () => {
  const file = parse(readFileSync(join(FOLDER, "one-of-each.yaml"), "utf8")) as File;

  async function text(query: MeasuresQuery, action?: string): Promise<string> {
    const all = events(file.events).map((one) => (action === undefined ? one : { ...one, action }));
    const { rows } = written(
      "default",
      all.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    );
    return prometheusText(await measuresIn(eventsAfter(viewOf(rows, [], []), 0), query));
  }

  /** The grammar of the format, line by line. */
  function samples(page: string): Map<string, string> {
    const found = new Map<string, string>();
    const typed = new Map<string, string>();
    expect(page.endsWith("\n")).toBe(true);
    for (const line of page.trimEnd().split("\n")) {
      const head = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
      if (head !== null) {
        if (head[1] === "TYPE") {
          expect(typed.has(head[2]!), `TYPE of ${head[2]} twice`).toBe(false);
          typed.set(head[2]!, head[3]!);
        }
        continue;
      }
      const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
      const sample = new RegExp(
        `^([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\\{${label}(?:,${label})*\\})?) (\\d+(?:\\.\\d+)?)$`,
      ).exec(line);
      expect(sample, line).not.toBeNull();
      const family = typed.has(sample![1]!) ? sample![1]! : sample![1]!.replace(/_(sum|count)$/, "");
      expect(typed.has(family), line).toBe(true);
      expect(typed.get(family) === "counter", line).toBe(family.endsWith("_total"));
      expect(found.has(sample![1]! + sample![2]!), line).toBe(false);
      found.set(sample![1]! + sample![2]!, sample![3]!);
    }
    return found;
  }

  test("says what the table says", async () => {
    const found = samples(await text({}));
    expect(found.get("bylaw_gate_proposals_total")).toBe("8");
    expect(found.get('bylaw_gate_proposals{status="committed"}')).toBe("2");
    expect(found.get("bylaw_gate_committed_total")).toBe("3");
    expect(found.get('bylaw_gate_incidents_total{severity="high"}')).toBe("1");
    expect(found.get('bylaw_gate_review_acts_total{reviewer="user:ida",act="approve"}')).toBe("4");
    expect(found.get('bylaw_gate_approval_latency_seconds{quantile="0.5"}')).toBe("7200");
    expect(found.get("bylaw_gate_time_to_decision_seconds_sum")).toBe("99060.25");
    expect(found.get("bylaw_gate_time_to_decision_seconds_count")).toBe("7");
  });

  test("labels hold whatever names hold", async () => {
    const found = samples(await text({ by: ["action"] }, 'a\\b"c\nd'));
    expect(found.get('bylaw_gate_proposals_total{action="a\\\\b\\"c\\nd"}')).toBe("8");
  });

  test("a counter never goes down as the log grows", async () => {
    const all = events(file.events).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    let before = new Map<string, string>();
    for (let n = 1; n <= all.length; n++) {
      const { rows } = written("default", all.slice(0, n));
      const now = samples(prometheusText(await measuresIn(eventsAfter(viewOf(rows, [], []), 0))));
      for (const [name, value] of before)
        if (/_(total|count|sum)\b/.test(name))
          expect(Number(now.get(name)), name).toBeGreaterThanOrEqual(Number(value));
      before = now;
    }
  });
});
