import { expect, it } from "vitest";
import { failure, runFixtures } from "../../src/tools/testing/index.ts";

it("the retail fixtures pass, and make every clause fire", () => {
  const report = runFixtures(["rules/retail"]);
  expect(report.faults).toEqual([]);
  expect(report.cases.filter(({ passed }) => !passed).map(failure)).toEqual([]);
  expect(report.cases.length).toBeGreaterThan(100);
  expect(report.clauses.silent).toEqual([]);
});
