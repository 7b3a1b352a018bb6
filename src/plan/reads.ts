/** What expressions read. */
import type { Type } from "../model/type.ts";
import { readPath } from "./path.ts";
import type { PlanExpr } from "./plan.ts";
import { walk } from "./walk.ts";

/** The names of the lets that an expression reads directly, without repeats. */
export function letsRead(expr: PlanExpr): readonly string[] {
  const found = new Set<string>();
  walk(expr, (at) => {
    if (at.op === "let") found.add(at.name);
    return true;
  });
  return [...found];
}

export interface Read {
  readonly path: string;
  readonly expr: PlanExpr;
  readonly type: Type;
}

/** An expression and the type of each node in it; the plan itself carries no types. */
export type Typing = (expr: PlanExpr) => Type;

/**
 * The longest paths that expressions read, in the order they are written, without repeats: `order.total`, `remaining`.
 * What hangs on a binder (`h.order_id`) has no one value and is left out; the list it runs over is there.
 */
export function readsOf(exprs: readonly PlanExpr[], typeOf: Typing): readonly Read[] {
  const found = new Map<string, Read>();
  for (const expr of exprs) {
    walk(expr, (at) => {
      const path = readPath(at);
      if (path === null) return true;
      if (!found.has(path) && !readsLocal(at)) found.set(path, { path, expr: at, type: typeOf(at) });
      // Below a path there are only shorter ones, and keys of its own.
      return at.op === "index" || at.op === "field" ? indexKeys(at, found, typeOf) : false;
    });
  }
  return [...found.values()];
}

/** Adds the keys of `m[k]` along a path, which are read too. */
function indexKeys(expr: PlanExpr, found: Map<string, Read>, typeOf: Typing): false {
  for (let at = expr; at.op === "index" || at.op === "field"; at = at.of) {
    if (at.op === "index")
      for (const read of readsOf([at.key], typeOf)) if (!found.has(read.path)) found.set(read.path, read);
  }
  return false;
}

function readsLocal(expr: PlanExpr): boolean {
  let found = false;
  walk(expr, (at) => {
    if (at.op === "local") found = true;
    return !found;
  });
  return found;
}
