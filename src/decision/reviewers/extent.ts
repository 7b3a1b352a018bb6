/**
 * How large the meaning of requirements can get, told from their shape. Every measure here only grows when a requirement
 * is added, and when a table whose row is not known asks for all rows that may fit instead of one: so what is too much
 * to list stays too much, and no further demand makes the bar lower.
 */
import type { ConcreteRequirement } from "../../eval/resolved.ts";
import { ANYONE, type Crew, crewOf, together } from "./crew.ts";

/** So many different crews can be listed, however many requirements lead to them: ten roles of one seat each. */
export const CREWS = 1_024;
/** Requirements that one stands for, where rows of tables are open inside it. */
const VARIANTS = 1_000;
/** Past every bound. */
const MANY = 1_000_000;

/** Can what all of these demand together be listed? Their alternatives combine in at most `most` ways, or to few crews. */
export function manageable(requirements: readonly ConcreteRequirement[], most: number): boolean {
  const asked: ConcreteRequirement[] = [];
  for (const requirement of requirements) {
    const own = variants(requirement);
    if (own.length > VARIANTS) return false;
    asked.push(...own);
  }
  if (combinations(asked) <= most) return true;
  const distinct = [...new Map(asked.map((requirement) => [JSON.stringify(requirement), requirement])).values()];
  return combinations(distinct) <= most || crews(distinct.filter((requirement) => size(requirement) > 1)) <= CREWS;
}

const combinations = (requirements: readonly ConcreteRequirement[]): number => product(requirements.map(size));

function product(factors: readonly number[]): number {
  let result = 1;
  for (const factor of factors) {
    result *= factor;
    if (result > MANY) return Number.POSITIVE_INFINITY;
  }
  return result;
}

/** The requirements without open rows whose join a requirement demands at least; more than the bound: some of them. */
function variants(requirement: ConcreteRequirement): readonly ConcreteRequirement[] {
  switch (requirement.op) {
    case "join":
      return requirement.parts.flatMap(variants);
    case "and":
    case "or": {
      const { op } = requirement;
      let found: readonly (readonly ConcreteRequirement[])[] = [[]];
      for (const part of requirement.parts) {
        const own = variants(part);
        found = found.flatMap((before) => own.map((one) => [...before, one]));
        if (found.length > VARIANTS) break;
      }
      return found.map((parts) => ({ op, parts }));
    }
    default:
      return [requirement];
  }
}

/** How many alternatives a requirement has at most. */
function size(requirement: ConcreteRequirement): number {
  switch (requirement.op) {
    case "nobody":
    case "seats":
      return 1;
    case "any":
      return Math.max(1, choose(new Set(requirement.roles).size + requirement.count - 1, requirement.count));
    case "roles":
      return Math.max(1, choose(new Set(requirement.roles).size, requirement.count));
    case "and":
    case "join":
      return product(requirement.parts.map(size));
    case "or":
      return Math.max(
        1,
        requirement.parts.reduce((total, part) => total + size(part), 0),
      );
  }
}

/** How many different crews lie below the ceiling of all of these. */
function crews(requirements: readonly ConcreteRequirement[]): number {
  const top = ceilingOf({ op: "join", parts: requirements });
  const open = requirements.some(asksForAnyone) ? top.total + 1 : 1;
  return product([open, ...[...top.roles.values()].map((count) => count + 1)]);
}

function asksForAnyone(requirement: ConcreteRequirement): boolean {
  switch (requirement.op) {
    case "nobody":
      return false;
    case "seats":
      return requirement.role === ANYONE;
    case "any":
    case "roles":
      return requirement.roles.includes(ANYONE);
    default:
      return requirement.parts.some(asksForAnyone);
  }
}

/** Per role the most that any alternative asks for. Whoever meets it meets the requirement. */
export function ceilingOf(requirement: ConcreteRequirement): Crew {
  switch (requirement.op) {
    case "nobody":
      return NO_CREW;
    case "seats":
      return crewOf(Object.fromEntries([[requirement.role, requirement.count]]));
    case "any":
      return crewOf(Object.fromEntries(requirement.roles.map((role) => [role, requirement.count])));
    case "roles":
      return crewOf(Object.fromEntries(requirement.roles.map((role) => [role, 1])));
    case "and":
      return together(requirement.parts.map(ceilingOf), "sum");
    case "or":
    case "join":
      return together(requirement.parts.map(ceilingOf), "larger");
  }
}

const NO_CREW: Crew = { roles: new Map(), named: 0, total: 0 };

/** n over k, or infinity once it is past every bound. */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    result = (result * (n - Math.min(k, n - k) + i)) / i;
    if (result > MANY) return Number.POSITIVE_INFINITY;
  }
  return Math.round(result);
}
