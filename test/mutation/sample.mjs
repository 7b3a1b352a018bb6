/**
 * `MUTATION_SAMPLE=0.3` tries about three of ten mutants, the same ones in each run: whether one is among them is a hash
 * of where it is and what it changes. `MUTATION_SEED` (by default 1) draws others. Those left out count as errors in
 * Stryker's report, so in no score.
 */
import { createHash } from "node:crypto";
import { CheckStatus } from "@stryker-mutator/api/check";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";

const share = Number(process.env["MUTATION_SAMPLE"]);
const seed = process.env["MUTATION_SEED"] ?? "1";

function drawn({ fileName, location: { start, end }, mutatorName, replacement }) {
  const file = fileName.slice(fileName.lastIndexOf("/src/"));
  const key = JSON.stringify([seed, file, start.line, start.column, end.line, end.column, mutatorName, replacement]);
  return createHash("sha256").update(key).digest().readUInt32BE() < share * 2 ** 32;
}

class Sample {
  async init() {}

  group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const left = { status: CheckStatus.CompileError, reason: "not in the sample" };
    return Object.fromEntries(mutants.map((one) => [one.id, drawn(one) ? { status: CheckStatus.Passed } : left]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, "sample", Sample)];
