/** Runs fixture files: reads, loads the policy set, decides each case, compares, and notes which clauses fired. */
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { decide } from "../../decision/decide.ts";
import type { Context, Decision, Directory } from "../../decision/documents.ts";
import type { Approval, ReviewersAnswer } from "../../decision/reviewers/question.ts";
import { reviewersSatisfied } from "../../decision/reviewers/satisfied.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import { position, type SourceFile } from "../../source/file.ts";
import { FaultError } from "../files/fault.ts";
import { loadPolicyFolder } from "../files/load.ts";
import { readText } from "../files/read.ts";
import { filesAt } from "../files/walk.ts";
import { readApprovals } from "./approvals.ts";
import { assemble, type Documents, documents, type Report as Tell } from "./build.ts";
import { compare, type Mismatch } from "./compare.ts";
import { fault } from "./faults.ts";
import type { FixtureCase, FixtureFile } from "./format.ts";
import { actionOf } from "./names.ts";
import { readFixture } from "./read.ts";
import { textOf, validate } from "./validate.ts";

export interface CaseResult {
  /** The fixture file, relative to the working folder. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly passed: boolean;
  readonly mismatches: readonly Mismatch[];
  readonly decision: Decision;
  readonly approved: ReviewersAnswer | null;
}

export interface SilentClause {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

export interface FixtureReport {
  readonly files: readonly string[];
  readonly cases: readonly CaseResult[];
  /** Faults of fixture files and of the policy sets they name. A file with faults runs no case. */
  readonly faults: readonly Diagnostic[];
  /** Clauses beside the fixtures, and those of them that no case made fire. */
  readonly clauses: { readonly total: number; readonly silent: readonly SilentClause[] };
  /** What the faults point into. */
  readonly sources: readonly SourceFile[];
  /** No fault, no failed case, at least one case. */
  readonly passed: boolean;
}

interface LoadedSet {
  readonly base: string;
  readonly evaluator: Evaluator | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
}

/** Runs the `*.test.yaml` files that are named or lie under the named folders. Throws only for paths that cannot be read. */
export function runFixtures(paths: readonly string[]): FixtureReport {
  const run: Run = {
    cases: [],
    faults: new Map(),
    sources: new Map(),
    sets: new Map(),
    fired: new Set(),
    clauses: new Map(),
    broken: new Set(),
  };
  const files = [...new Set(paths.flatMap((path) => filesAt(path, ".test.yaml")).map((path) => resolve(path)))].sort();
  for (const path of files) runFile(path, run);
  const silent = [...run.clauses.entries()].filter(([key]) => !run.fired.has(key)).map(([, clause]) => clause);
  const faults = [...run.faults.values()];
  return {
    files: files.map(shown),
    cases: run.cases,
    faults,
    clauses: { total: run.clauses.size, silent },
    sources: [...run.sources.values()],
    passed:
      run.cases.length > 0 && run.cases.every((one) => one.passed) && faults.every((one) => one.severity !== "error"),
  };
}

interface Run {
  readonly cases: CaseResult[];
  /** By place and words: each row of a table would report the fault of its head again. */
  readonly faults: Map<string, Diagnostic>;
  readonly sources: Map<string, SourceFile>;
  readonly sets: Map<string, LoadedSet>;
  /** Keys of clauses: file and id. */
  readonly fired: Set<string>;
  readonly clauses: Map<string, SilentClause>;
  /** Policy sets whose faults have been reported. */
  readonly broken: Set<LoadedSet>;
}

const shown = (path: string): string => {
  const back = relative(process.cwd(), path);
  return (back.startsWith("..") ? path : back).split(sep).join("/");
};

function addFault(run: Run, diagnostic: Diagnostic): void {
  const { span, code, what } = diagnostic;
  run.faults.set(JSON.stringify([span.file, span.start, code, what]), diagnostic);
}

function runFile(path: string, run: Run): void {
  const file: SourceFile = { name: shown(path), text: readText(path) };
  run.sources.set(file.name, file);
  const { fixture, faults } = readFixture(file);
  for (const one of faults) addFault(run, one);
  if (fixture === null || faults.length > 0) return;
  const set = loadSet(path, fixture, file, run);
  if (set?.evaluator == null) return;
  const { plan } = set.evaluator;
  noteClauses(dirname(path), set, run);

  const before = run.faults.size;
  const tell: Tell = (code, span, what, help) => addFault(run, fault(code, span, what, help));
  const ready = fixture.cases.map((one) => {
    const tree = assemble([...fixture.given, ...one.when], tell);
    const built = documents(tree, plan);
    const action = built.changeSet["action"];
    checkCase(one, built, set.evaluator!, tell);
    validate(one.expect, { plan, action: typeof action === "string" ? action : null }, tell);
    return { one, ...built, approvals: readApprovals(one, plan, tell) };
  });
  if (run.faults.size > before) return;
  for (const { one, changeSet, context, approvals } of ready) {
    const { cases } = run;
    cases.push(runCase(file, one, changeSet, context, approvals, set.evaluator));
    const { decision } = cases.at(-1)!;
    noteFired(set, decision, run);
  }
}

function loadSet(path: string, fixture: FixtureFile, file: SourceFile, run: Run): LoadedSet | null {
  const start = { file: file.name, start: 0, end: 0 };
  const today = fixture.today ?? clock(fixture)?.slice(0, 10);
  if (today === undefined) {
    addFault(
      run,
      fault("fixture-no-clock", start, "No clock is set.", "Write `now: 2026-11-22T10:15:00Z` in `given`."),
    );
    return null;
  }
  const folders = fixture.policy.map((folder) => (isAbsolute(folder) ? folder : join(dirname(path), folder)));
  const key = JSON.stringify([[...new Set(folders.map((folder) => resolve(folder)))].sort(), today]);
  let set = run.sets.get(key);
  if (set === undefined) {
    try {
      set = loadPolicyFolder(folders, today);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      addFault(run, fault("fixture-policy", start, error.fault.what, error.fault.help));
      return null;
    }
    run.sets.set(key, set);
  }
  if (set.evaluator === null && !run.broken.has(set)) {
    run.broken.add(set);
    const loaded = set;
    // Shown relative to where the command runs, as fixture files are.
    const rename = (name: string): string => shown(join(loaded.base, name));
    for (const source of loaded.files) run.sources.set(rename(source.name), { ...source, name: rename(source.name) });
    for (const one of loaded.diagnostics) {
      addFault(run, {
        ...one,
        span: { ...one.span, file: rename(one.span.file) },
        labels: one.labels.map((label) => ({ ...label, span: { ...label.span, file: rename(label.span.file) } })),
      });
    }
  }
  return set;
}

/** `now` of the file, or else of its first case that sets one. */
function clock(fixture: FixtureFile): string | undefined {
  const settings = [...fixture.given, ...fixture.cases.flatMap((one) => one.when)];
  const now = settings.find((setting) => setting.path.length === 1 && setting.path[0] === "now")?.value;
  return now?.kind === "scalar" ? textOf(now) : undefined;
}

function checkCase(one: FixtureCase, built: Documents, evaluator: Evaluator, tell: Tell): void {
  const { plan } = evaluator;
  if (built.context["now"] === undefined) {
    tell(
      "fixture-no-clock",
      one.span,
      "No clock is set for this case.",
      "Write `now: 2026-11-22T10:15:00Z` in `given`.",
    );
  }
  if (built.changeSet["action"] === undefined) {
    tell("fixture-shape", one.span, "The case has no action.", "Write `action: …` in `given`.");
  }
  const action = actionOf(plan, built.changeSet["action"]);
  if (action === undefined) return;
  for (const name of Object.keys(built.context["facts"] ?? {})) {
    if (action.facts.some((known) => known.name === name)) continue;
    const names = action.facts.map((known) => known.name);
    tell(
      "fixture-unknown-name",
      one.span,
      `${action.id} has no fact \`${name}\`.`,
      `Its facts are: ${names.join(", ") || "none"}.`,
    );
  }
}

function runCase(
  file: SourceFile,
  one: FixtureCase,
  changeSet: Documents["changeSet"],
  context: Documents["context"],
  approvals: readonly Approval[] | null,
  evaluator: Evaluator,
): CaseResult {
  const { plan } = evaluator;
  const decision = decide(evaluator, changeSet, context as unknown as Context);
  const approved =
    approvals === null
      ? null
      : reviewersSatisfied({
          reviewers: decision.reviewers,
          directory: (context["directory"] ?? { principals: {} }) as Directory,
          approvals,
          // Approvals that say when they were given are looked at as of the last of them.
          ...(approvals.some((approval) => approval.at !== undefined) ? {} : { now: String(context["now"]) }),
        });
  const action = typeof changeSet["action"] === "string" ? changeSet["action"] : null;
  const mismatches = compare(one.expect, approved === null ? decision : { ...decision, approved }, { plan, action });
  const { line } = position(file, one.span.start);
  return { file: file.name, line, name: one.name, passed: mismatches.length === 0, mismatches, decision, approved };
}

function noteClauses(folder: string, set: LoadedSet, run: Run): void {
  for (const action of Object.values(set.evaluator!.plan.actions)) {
    for (const clause of action.clauses) {
      const path = resolve(set.base, clause.at.file);
      if (!path.startsWith(folder + sep)) continue;
      run.clauses.set(`${path}\n${clause.id}`, { id: clause.id, file: shown(path), line: clause.at.line });
    }
  }
}

function noteFired(set: LoadedSet, decision: Decision, run: Run): void {
  for (const reason of [...decision.reasons, ...decision.shadow]) {
    run.fired.add(`${resolve(set.base, reason.at.file)}\n${reason.clause}`);
  }
}
