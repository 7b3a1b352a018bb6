/** A run of fixtures as text, JSON and JUnit. */
import { frame } from "../../diagnostics/render/frame.ts";
import { json as diagnosticsJson } from "../../diagnostics/render/json.ts";
import { painter } from "../../diagnostics/render/paint.ts";
import { printable } from "../../diagnostics/render/width.ts";
import { causes } from "./causes.ts";
import type { CaseResult, FixtureReport } from "./run.ts";

export interface TextOptions {
  readonly colour: boolean;
  readonly width: number;
  /** Name the cases that passed too. */
  readonly verbose: boolean;
  /** Whether silent clauses make the run fail. */
  readonly strict: boolean;
}

/** Silent clauses beyond this are counted only. */
const MOST_SILENT = 20;

export function reportText(report: FixtureReport, options: TextOptions): string {
  const paint = painter(options.colour);
  const blocks: string[] = [];
  const faults = frame(report.faults, report.sources, options);
  if (faults !== "") blocks.push(faults.trimEnd());
  for (const result of report.cases) {
    if (result.passed) {
      if (options.verbose)
        blocks.push(`${paint("green", "ok")}  ${result.file}:${result.line}  ${printable(result.name)}`);
    } else blocks.push(`${paint("red", "FAILED")}  ${failure(result)}`);
  }
  const { silent, total } = report.clauses;
  if (silent.length > 0) {
    const shown = silent
      .slice(0, MOST_SILENT)
      .map((clause) => `  ${clause.id}  ${paint("dim", `${clause.file}:${clause.line}`)}`);
    const more = silent.length > MOST_SILENT ? [`  … and ${silent.length - MOST_SILENT} more`] : [];
    const head = `${paint(options.strict ? "red" : "yellow", "Never fired")}: no case makes ${silent.length === 1 ? "this clause" : `these ${silent.length} clauses`} take effect.`;
    blocks.push([head, ...shown, ...more].join("\n"));
  }
  blocks.push(summary(report, total, silent.length));
  return `${blocks.join(options.verbose ? "\n" : "\n\n")}\n`;
}

function summary(report: FixtureReport, total: number, silent: number): string {
  const passed = report.cases.filter((result) => result.passed).length;
  const failed = report.cases.length - passed;
  const faults = report.faults.filter((one) => one.severity === "error").length;
  const files = `${report.files.length} ${report.files.length === 1 ? "file" : "files"}`;
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(faults > 0 ? [`${faults} ${faults === 1 ? "fault" : "faults"}`] : []),
  ];
  const covered = total === 0 ? "" : `; ${total - silent} of ${total} clauses fired`;
  return `${files}: ${parts.join(", ")}${covered}.`;
}

/** What was expected, what came, and which clauses made it so. */
export function failure(result: CaseResult): string {
  const lines = [`${result.file}:${result.line}  ${printable(result.name)}`];
  let told: string | null = null;
  for (const mismatch of result.mismatches) {
    lines.push(`  ${mismatch.path}`, `    expected  ${mismatch.expected}`, `    came      ${mismatch.came}`);
    const part = mismatch.path.split(/[.[]/)[0]!;
    if (part === told) continue;
    told = part;
    const why = causes(mismatch.path, result.decision);
    lines.push(...why.map((line, index) => `${index === 0 ? "    made by   " : "              "}${line}`));
  }
  return printable(lines.join("\n"));
}

export function reportJson(report: FixtureReport): unknown {
  return {
    version: "1",
    passed: report.passed,
    files: report.files,
    counts: {
      passed: report.cases.filter((result) => result.passed).length,
      failed: report.cases.filter((result) => !result.passed).length,
      faults: report.faults.length,
    },
    cases: report.cases.map((result) => ({
      file: result.file,
      line: result.line,
      name: result.name,
      passed: result.passed,
      outcome: result.decision.outcome,
      mismatches: result.mismatches.map(({ path, expected, came }) => ({
        path,
        expected,
        came,
        made_by: causes(path, result.decision),
      })),
    })),
    clauses: report.clauses,
    ...{ faults: diagnosticsJson(report.faults, report.sources).diagnostics },
  };
}

/** The form that CI services read: a suite for each file, a test case for each case. */
export function reportJunit(report: FixtureReport): string {
  const suites = report.files.map((file) => {
    const cases = report.cases.filter((result) => result.file === file);
    const faults = report.faults.filter((one) => one.span.file === file && one.severity === "error");
    const failures = cases.filter((result) => !result.passed).length;
    const rows = [
      ...faults.map(
        (one) =>
          `    <testcase classname="${xml(file)}" name="${xml(one.code)}"><error message="${xml(one.what)}">${xml(`${one.why}\n${one.help}`)}</error></testcase>`,
      ),
      ...cases.map((result) => {
        const open = `    <testcase classname="${xml(file)}" name="${xml(result.name)}"`;
        if (result.passed) return `${open}/>`;
        const first = result.mismatches[0];
        const message = first === undefined ? "" : `${first.path}: expected ${first.expected}, came ${first.came}`;
        return `${open}><failure message="${xml(message)}">${xml(failure(result))}</failure></testcase>`;
      }),
    ];
    const head = `  <testsuite name="${xml(file)}" tests="${cases.length + faults.length}" failures="${failures}" errors="${faults.length}">`;
    return [head, ...rows, "  </testsuite>"].join("\n");
  });
  const others = report.faults.filter((one) => !report.files.includes(one.span.file) && one.severity === "error");
  if (others.length > 0) {
    const rows = others.map(
      (one) =>
        `    <testcase classname="${xml(one.span.file)}" name="${xml(one.code)}"><error message="${xml(one.what)}"/></testcase>`,
    );
    suites.push(
      [
        `  <testsuite name="policy" tests="${others.length}" failures="0" errors="${others.length}">`,
        ...rows,
        "  </testsuite>",
      ].join("\n"),
    );
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="bylaw">\n${suites.join("\n")}\n</testsuites>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no way to write most control characters, so they are spelt out. */
const xml = (text: string): string =>
  printable(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "?")
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
