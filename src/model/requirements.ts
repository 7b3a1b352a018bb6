/** Reviewer requirements: roles, counts, and a bound on their alternatives. */
import type { Name, NumberLiteral, Requirement } from "../syntax/tree.ts";
import {
  type Alternatives,
  BOUND,
  combine,
  EVERYBODY,
  fromAny,
  fromRoles,
  offer,
  unknownTable,
} from "./alternatives.ts";
import type { Checker } from "./checker.ts";
import { callee, checkArguments } from "./expressions/calls.ts";
import type { ModelRequirement } from "./model.ts";
import { resolveShared } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import { pathText } from "./symbols.ts";

export interface CheckedRequirement {
  readonly requirement: ModelRequirement;
  readonly alternatives: number;
}

const MOST_SEATS = 100;
const PERSON = "person";

/** `place`: a clause, or a row of an approval table, where `nobody` is an answer. */
export function checkRequirement(
  checker: Checker,
  node: Requirement,
  scope: Scope,
  place: "clause" | "row",
): CheckedRequirement {
  const { requirement, sets } = check(checker, node, scope, place);
  if (sets === "too many") checker.report("too-many-alternatives", node.span, { bound: BOUND });
  return { requirement, alternatives: sets === "too many" ? BOUND : sets.length };
}

interface Found {
  readonly requirement: ModelRequirement;
  readonly sets: Alternatives;
}

// Recursion is bounded by the nesting that the parser allows.
function check(checker: Checker, node: Requirement, scope: Scope, place: "clause" | "row"): Found {
  switch (node.kind) {
    case "seats": {
      const count = seats(checker, node.count);
      // `person` is no declared role: any eligible natural person takes that seat.
      const role = node.role.text === PERSON ? PERSON : roleOf(checker, node.role, scope);
      return { requirement: { op: "seats", count, role }, sets: fromAny(count, [role]) };
    }
    case "any": {
      const count = seats(checker, node.count);
      const roles = rolesOf(checker, node.roles, scope);
      return { requirement: { op: "any", count, roles }, sets: fromAny(count, roles) };
    }
    case "roles": {
      const count = seats(checker, node.count);
      const roles = rolesOf(checker, node.roles, scope);
      if (count > node.roles.length) checker.report("too-few-roles", node.span, { count, roles: node.roles.length });
      return { requirement: { op: "roles", count, roles }, sets: fromRoles(count, roles) };
    }
    case "and":
    case "or": {
      const parts = node.parts.map((part) => check(checker, part, scope, place));
      return {
        requirement: { op: node.kind, parts: parts.map((part) => part.requirement) },
        sets: parts.map((part) => part.sets).reduce(node.kind === "and" ? combine : offer),
      };
    }
    case "nobody":
      if (place === "clause") checker.report("nobody-outside-table", node.span, {});
      return { requirement: { op: "nobody" }, sets: EVERYBODY };
    case "table": {
      const none: Found = { requirement: { op: "nobody" }, sets: EVERYBODY };
      const signature = callee(checker, node.table, scope);
      if (signature === null) {
        for (const arg of node.args) checker.expression(arg, scope);
        return none;
      }
      if (signature.kind !== "approval-table") {
        checker.report("wrong-kind-of-table", node.table.span, { name: pathText(node.table), approval: false });
        return none;
      }
      const args = checkArguments(checker, signature, node.table, node.args, scope, node.span);
      return args === null
        ? none
        : { requirement: { op: "table", table: signature.id, args }, sets: unknownTable(signature) };
    }
  }
}

function seats(checker: Checker, count: NumberLiteral): number {
  const number = Number(count.value);
  if (!count.percent && Number.isInteger(number) && number >= 1 && number <= MOST_SEATS) return number;
  checker.report("seat-count", count.span, { found: checker.text(count.span) });
  return 1;
}

function roleOf(checker: Checker, name: Name, scope: Scope): string {
  resolveShared(checker, scope.policy, name, "role");
  return name.text;
}

function rolesOf(checker: Checker, names: readonly Name[], scope: Scope): string[] {
  const seen = new Map<string, Name>();
  for (const name of names) {
    const other = seen.get(name.text);
    if (other !== undefined) {
      checker.report(
        "duplicate-role",
        name.span,
        { role: name.text },
        { labels: [{ span: other.span, text: "listed here already" }] },
      );
      continue;
    }
    roleOf(checker, name, scope);
    seen.set(name.text, name);
  }
  return [...seen.keys()];
}
