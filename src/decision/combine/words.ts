/** Words of effects and of values, as reasons carry them. */
import { type Decimal, decimalText, multiply, parseDecimal } from "../../eval/decimal.ts";
import type { ResolvedRequirement } from "../reviewers/algebra.ts";

const HUNDRED = parseDecimal("100")!;

/** `5%`, `0.5%` */
export function percent(rate: Decimal): string {
  const hundredfold = multiply(rate, HUNDRED);
  return hundredfold === null ? decimalText(rate) : `${decimalText(hundredfold)}%`;
}

/** By requirement: one that a plan holds comes again with every decision. */
const known = new WeakMap<ResolvedRequirement, string>();

/** As one would write it: `1 of finance and 1 of any [finance, legal]`. */
export function requirementWords(requirement: ResolvedRequirement): string {
  let text = known.get(requirement);
  if (text === undefined) {
    text = words(requirement, false);
    known.set(requirement, text);
  }
  return text;
}

function words(requirement: ResolvedRequirement, inside: boolean): string {
  switch (requirement.op) {
    case "nobody":
      return "nobody";
    case "seats":
      return `${requirement.count} of ${requirement.role}`;
    case "any":
      return `${requirement.count} of any [${requirement.roles.join(", ")}]`;
    case "roles":
      return `${requirement.count} roles of [${requirement.roles.join(", ")}]`;
    case "and":
    case "or":
    case "join": {
      // Parts in an order of their own: the order of writing says nothing.
      const parts = [...new Set(requirement.parts.map((part) => words(part, true)))];
      if (requirement.op === "join") parts.sort();
      if (parts.length === 1 && requirement.parts.length === 1) return parts[0]!;
      const all = requirement.op === "join" ? parts : requirement.parts.map((part) => words(part, true));
      const text = all.join(requirement.op === "or" ? " or " : requirement.op === "and" ? " and " : " joined with ");
      return inside ? `(${text})` : text;
    }
  }
}

export function asksForNobody(requirement: ResolvedRequirement): boolean {
  switch (requirement.op) {
    case "nobody":
      return true;
    case "and":
    case "join":
      return requirement.parts.every(asksForNobody);
    case "or":
      return requirement.parts.some(asksForNobody);
    case "seats":
    case "any":
    case "roles":
      return requirement.count <= 0;
  }
}
