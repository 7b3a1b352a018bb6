import { type Check, later, list, variant, whole } from "../reader.ts";
import { argumentsOf } from "./expressions.ts";
import { declared } from "./scope.ts";

/** As the checker allows it. */
export const MAX_SEATS = 100;
/** Requirements are looked up and multiplied out by recursion. */
export const MAX_REQUIREMENT_DEPTH = 250;

export const requirement: Check = (reader, value, at, scope, owner) => {
  if (reader.depth >= MAX_REQUIREMENT_DEPTH)
    reader.refuse("too_deep", at, "a requirement", `at most ${MAX_REQUIREMENT_DEPTH} levels`);
  else forms(reader, value, at, scope, owner);
};

const count = whole(1, MAX_SEATS);
const role = declared("role");
const roles = list(role, 1);

const tableName: Check = (reader, value, at, scope, owner) => {
  if (scope.inTable) reader.refuse("wrong_order", at, value, "no table inside a table");
  else declared("table")(reader, value, at, scope, owner);
};

const forms = variant(
  "op",
  {
    seats: { count, role },
    any: { count, roles },
    roles: { count, roles },
    and: { parts: list(requirement, 1) },
    or: { parts: list(requirement, 1) },
    nobody: {},
    table: { table: tableName, args: argumentsOf("table", "table") },
  },
  later,
);
