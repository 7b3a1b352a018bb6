/** Reviewer requirements with their approval tables resolved. What the seats mean, the reviewer algebra says. */
import type { PlanApprovalTable, PlanRequirement } from "../../plan/plan.ts";
import type { Frame } from "../evaluator.ts";
import type { ConcreteRequirement, ResolvedRequirement } from "../resolved.ts";
import { both, type Unknown, unknown } from "../value.ts";
import { fitting } from "./branches.ts";
import { startRun } from "./evaluate.ts";
import { type Machine, type Run, spend } from "./run.ts";

export function resolveIn(
  machine: Machine,
  requirement: PlanRequirement,
  frame: Frame,
  slots: number,
): ResolvedRequirement {
  const open: { causes: Unknown | null } = { causes: null };
  const resolved = resolve(startRun(machine, frame, slots), requirement, open);
  return { requirement: resolved, assumed: open.causes !== null, causes: open.causes?.causes ?? [] };
}

/** Recursion is bounded by the nesting that the parser allows. Rows of tables hold no tables of their own. */
function resolve(run: Run, requirement: PlanRequirement, open: { causes: Unknown | null }): ConcreteRequirement {
  switch (requirement.op) {
    case "seats":
    case "any":
    case "roles":
    case "nobody":
      return requirement;
    case "and":
    case "or":
      return { op: requirement.op, parts: requirement.parts.map((part) => resolve(run, part, open)) };
    case "table": {
      const table = tableNamed(run, requirement.table);
      const subjects = requirement.args.map((arg) => run.evaluate(arg));
      const found = fitting(run, subjects, requirement.args, table.rows);
      const spent = spend(run, 1);
      // INVARIANT of the checker: rows cover every case. Where none fits even so, or steps are used up, all rows together keep the bar up.
      const none = spent ?? (found.rows.length === 0 ? unknown(requirement.table, "no row fits") : null);
      const rows = none === null ? found.rows : table.rows;
      if (rows.length > 1 || none !== null) open.causes = both(open.causes, both(none, found.open));
      const parts = rows.map((row) => resolve(run, row.requirement, open));
      return parts.length === 1 ? parts[0]! : { op: "join", parts };
    }
  }
}

const NO_ROWS: PlanApprovalTable = { params: [], rows: [] };

function tableNamed(run: Run, name: string): PlanApprovalTable {
  const tables = run.machine.plan.approvalTables;
  return Object.hasOwn(tables, name) ? tables[name]! : NO_ROWS;
}
