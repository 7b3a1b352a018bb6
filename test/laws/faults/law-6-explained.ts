import type { Fault } from "./fault.ts";

/** What law 6 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "values are not told",
    file: "decision/combine/combine.ts",
    find: "for (const { path, expr, type } of clause.reads)",
    replace: "for (const { path, expr, type } of clause.reads.slice(1))",
  },
  {
    says: "a denial is not told",
    file: "decision/combine/combine.ts",
    find: "    found.reasons.push({ kind: finding.effect.kind, reason });",
    replace: '    if (finding.effect.kind !== "deny") found.reasons.push({ kind: finding.effect.kind, reason });',
  },
  {
    says: "a tier is told as another",
    file: "decision/combine/plain.ts",
    find: "`tier $" + "{scene.effect.tier}`",
    replace: '"tier low"',
  },
  {
    says: "a reason names its block",
    file: "decision/combine/combine.ts",
    find: "    clause: clause.id,\n    effect: finding.words",
    replace: "    clause: clause.id.slice(0, -1),\n    effect: finding.words",
  },
  {
    says: "a level is lowered for no reason",
    file: "decision/combine/combine.ts",
    find: '    autonomy: asker.kind === "person" ? null : action.autonomy,',
    replace: '    autonomy: asker.kind === "person" ? null : "proposal",',
  },
];
