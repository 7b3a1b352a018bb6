/**
 * `bylaw/testing`: run fixture files from a test runner.
 *
 *     import { failure, runFixtures } from "bylaw/testing";
 *     for (const result of runFixtures(["policies"]).cases) {
 *       test(result.name, () => expect(result.passed, failure(result)).toBe(true));
 *     }
 */

export type { Mismatch } from "./compare.ts";
export { failure, reportJson, reportJunit, reportText, type TextOptions } from "./report.ts";
export { type CaseResult, type FixtureReport, runFixtures, type SilentClause } from "./run.ts";
