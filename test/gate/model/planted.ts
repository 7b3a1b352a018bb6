/** Faults planted into the gate and its stores, which the model has to find. */
import type { Fault } from "../../laws/faults/fault.ts";

const fault = (says: string, file: string, find: string, replace: string): Fault => ({ says, file, find, replace });
const CLAIMING = "gate/operations/claiming.ts";
const COMMITTING = "gate/operations/committing.ts";
const EXECUTING = "gate/operations/executing.ts";

/** In memory. */
export const OF_THE_GATE: readonly Fault[] = [
  fault(
    "a commit does not wait for its reviewers",
    CLAIMING,
    'if (review.standing !== "satisfied") return notApproved(',
    'if (review.standing === "unsatisfiable") return notApproved(',
  ),
  fault(
    "a rejection blocks nothing",
    "gate/review.ts",
    "if (!act.could_sit && !couldSit(",
    "if (act.act || !couldSit(",
  ),
  fault("approvals never expire", "gate/review.ts", "if (now >= ends) return", "if (now > 8e15 && ends) return"),
  fault(
    "whoever had a part in it may review it",
    "gate/operations/reviewing.ts",
    "if (excluded !== null) return refuse(excluded);",
    'if (excluded === "on_behalf_of") return refuse(excluded);',
  ),
  fault(
    "an act on an earlier revision counts for this one",
    "gate/operations/reviewing.ts",
    "if (about.revision !== proposal.revision)",
    "if (about.revision > proposal.revision)",
  ),
  fault(
    "a revision keeps all approvals",
    "gate/operations/deciding.ts",
    "before !== null && (asked.carries?.(decision) ?? false)",
    "before !== null",
  ),
  fault(
    "rules that have become stricter are not asked",
    CLAIMING,
    "[decision, ...others].reduce(requiredNow, proposal.required)",
    "others.reduce(requiredNow, proposal.required)",
  ),
  fault(
    "drift stops nobody",
    CLAIMING,
    "if (drift.length > 0) return drifted(",
    "if (drift.length > 99) return drifted(",
  ),
  fault(
    "what has expired is open",
    "gate/checks.ts",
    "isOpen(proposal.status) && desk.at >= instantOf(proposal.expires_at)",
    "isOpen(proposal.status) && desk.at < 0",
  ),
  fault(
    "reservations take no room",
    "gate/judge.ts",
    "if (hold.proposal === proposal || hold.expires_at <= now) continue;",
    "if (hold.proposal !== null || proposal === null || now > 0) continue;",
  ),
  fault(
    "all that was reserved is posted",
    "gate/reservations.ts",
    "partOf(own, used);",
    "partOf(own, used && undefined);",
  ),
  fault(
    "an order is executed twice",
    COMMITTING,
    "const outcome = await executed(env, claim.order);",
    "await executed(env, claim.order); const outcome = await executed(env, claim.order);",
  ),
  fault(
    "an executor that throws has failed",
    EXECUTING,
    'return { status: "unknown", reason: wordsOf(fault) };',
    'return { status: "failed", reason: wordsOf(fault) };',
  ),
  fault(
    "time goes backwards with the clock",
    "gate/desk.ts",
    "Math.max(env.options.clock.now(), head?.at ?? 0)",
    "(head, env.options.clock.now())",
  ),
  fault("events are not chained", "gate/audit/chain.ts", 'let prev = head?.hash ?? "";', 'let prev = "";'),
];

/** In SQLite. */
export const OF_STORES: readonly Fault[] = [
  fault(
    "answers are not kept, so the same call proposes twice",
    "stores/sql/writing.ts",
    "for (const row of changes.answers ?? []) add(statements.addAnswer, row);",
    "",
  ),
  fault(
    "holds are not released",
    "stores/sql/writing.ts",
    "for (const hold of changes.release ?? []) add(statements.removeHold, hold);",
    "",
  ),
  fault(
    "holds are not kept",
    "stores/sql/writing.ts",
    "for (const hold of changes.reserve ?? []) add(statements.addHold, hold);",
    "",
  ),
  fault(
    "the total of a quota is not brought up to date",
    "stores/sql/writing.ts",
    "else add(statements.changeTotal, moved(first, last));",
    "",
  ),
];
