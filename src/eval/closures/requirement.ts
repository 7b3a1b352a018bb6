/** Reviewer requirements, compiled: without approval tables they are what they are, and always the same object. */
import type { PlanRequirement } from "../../plan/plan.ts";
import { spend } from "../interpreter/run.ts";
import type { ConcreteRequirement, ResolvedRequirement } from "../resolved.ts";
import { both, type Unknown, unknown } from "../value.ts";
import { rowsFitting } from "./branches.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./run.ts";

export type Resolver = (run: Run) => ResolvedRequirement;

/** Why it is open which rows of the tables fit. */
interface Openness {
  causes: Unknown | null;
}

type Part = (run: Run, open: Openness) => ConcreteRequirement;

export function resolverOf(compiler: Compiler, requirement: PlanRequirement): Resolver {
  const plain = withoutTables(requirement);
  if (plain !== null) {
    const known: ResolvedRequirement = { requirement: plain, assumed: false, causes: [] };
    return () => known;
  }
  const part = partOf(compiler, requirement);
  return (run) => {
    const open: Openness = { causes: null };
    const resolved = part(run, open);
    return { requirement: resolved, assumed: open.causes !== null, causes: open.causes?.causes ?? [] };
  };
}

function withoutTables(requirement: PlanRequirement): ConcreteRequirement | null {
  if (requirement.op === "table") return null;
  if (!("parts" in requirement)) return requirement;
  const parts: ConcreteRequirement[] = [];
  for (const part of requirement.parts) {
    const plain = withoutTables(part);
    if (plain === null) return null;
    parts.push(plain);
  }
  return { op: requirement.op, parts };
}

function partOf(compiler: Compiler, requirement: PlanRequirement): Part {
  if (requirement.op === "table") return tableOf(compiler, requirement);
  if (!("parts" in requirement)) return () => requirement;
  const { op } = requirement;
  const parts = requirement.parts.map((part) => partOf(compiler, part));
  return (run, open) => ({ op, parts: parts.map((part) => part(run, open)) });
}

function tableOf(compiler: Compiler, { table, args }: Extract<PlanRequirement, { readonly op: "table" }>): Part {
  const tables = compiler.machine.plan.approvalTables;
  const rows = Object.hasOwn(tables, table) ? tables[table]!.rows : [];
  const all = rows.map((_, row) => row);
  const subjects = args.map(compiler.code);
  const fitting = rowsFitting(compiler, args, rows);
  // Rows of tables hold no tables of their own, so this ends.
  const results = rows.map((row) => partOf(compiler, row.requirement));
  return (run, open) => {
    const values = subjects.map((subject) => subject(run));
    const found = fitting(run, values);
    const spent = spend(run, 1);
    const none = spent ?? (found.rows.length === 0 ? unknown(table, "no row fits") : null);
    const taken = none === null ? found.rows : all;
    if (taken.length > 1 || none !== null) open.causes = both(open.causes, both(none, found.open));
    const parts = taken.map((row) => results[row]!(run, open));
    return parts.length === 1 ? parts[0]! : { op: "join", parts };
  };
}
