/** What `bylaw replay` takes from its command line. */
import type { Plan } from "../../plan/plan.ts";
import { fail } from "../files/fault.ts";
import { loadPolicyFolder } from "../files/load.ts";
import { evaluatorIn } from "./inputs.ts";
import type { Io } from "./io.ts";
import { plural } from "./plural.ts";
import { frames } from "./text.ts";

/** Null after faults of the rules have been shown. */
export function planIn(folders: readonly string[], today: string, io: Io): Plan | null {
  const { evaluator, diagnostics, files } = loadPolicyFolder(folders, today);
  if (evaluator !== null) return evaluator.plan;
  io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  io.err(`\nNothing was decided: the policy set in ${folders.join(", ")} has ${plural(errors, "error")}.\n`);
  return null;
}

/** The rules of a bundle, or null after what refused it has been shown. */
export async function planOfBundle(options: Parameters<typeof evaluatorIn>[0], io: Io): Promise<Plan | null> {
  return (await evaluatorIn(options, io.now(), io))?.plan ?? null;
}

const MOST_WORKERS = 64;

export function workersOf(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  return fail(
    `${text} is no number of workers.`,
    `\`--workers\` takes a number from 1 to ${MOST_WORKERS}.`,
    "Give as many as the machine has cores.",
  );
}
