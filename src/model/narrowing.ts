/**
 * What a condition says about presence. A key names a place whose value cannot change while a clause is evaluated: a
 * name, a field path, a map entry with a constant or named key. Narrowing is one-directional and syntactic, so that an
 * author can see why a value counts as present.
 */
import type { BinaryOperator, Expression } from "../syntax/tree.ts";

/** The key of an expression, or null when it names no fixed place. `?.` and `.` lead to the same place. */
export function keyOf(node: Expression): string | null {
  let suffix = "";
  let at = node;
  // A loop, not a recursion: paths can be long.
  for (;;) {
    if (at.kind === "name") return at.name + suffix;
    if (at.kind === "field") {
      suffix = `.${at.field.text}${suffix}`;
      at = at.of;
    } else if (at.kind === "index") {
      const key = at.key.kind === "text" ? JSON.stringify(at.key.value) : keyOf(at.key);
      if (key === null) return null;
      suffix = `[${key}]${suffix}`;
      at = at.of;
    } else return null;
  }
}

/** Adds `node` as present, and whatever must be present for it to be: `a?.b` says that `a` is, `m[j][k]` that `m[j]` is. */
function addPresent(node: Expression, keys: Set<string>): void {
  let at = node;
  for (;;) {
    const key = keyOf(at);
    if (key !== null) keys.add(key);
    if (at.kind !== "field" && at.kind !== "index") return;
    if (at.kind === "index") addPresent(at.key, keys);
    at = at.of;
  }
}

/** The operands of a chain of one operator, in written order, without recursion on its left spine. */
export function chain(node: Expression, operator: BinaryOperator): Expression[] {
  const parts: Expression[] = [];
  let at = node;
  while (at.kind === "binary" && at.operator === operator) {
    parts.push(at.right);
    at = at.left;
  }
  parts.push(at);
  return parts.reverse();
}

/** Collects what is present when `node` is `truth`. Sound because what is absent equals nothing and is in nothing. */
export function presentWhen(node: Expression, truth: boolean, keys: Set<string>): void {
  switch (node.kind) {
    case "not":
      presentWhen(node.operand, !truth, keys);
      return;
    case "presence":
      if (node.present === truth) addPresent(node.operand, keys);
      return;
    case "binary":
      switch (node.operator) {
        case "and":
        case "or":
          if ((node.operator === "and") === truth)
            for (const part of chain(node, node.operator)) presentWhen(part, truth, keys);
          return;
        case "==":
        case "!=":
          if ((node.operator === "==") === truth) {
            addPresent(node.left, keys);
            addPresent(node.right, keys);
          }
          return;
        case "in":
        case "not in":
          if ((node.operator === "in") === truth) addPresent(node.left, keys);
          return;
        default:
          return;
      }
    default:
      return;
  }
}

/** The keys present when `node` is `truth`. */
export function presence(node: Expression, truth: boolean): ReadonlySet<string> {
  const keys = new Set<string>();
  presentWhen(node, truth, keys);
  return keys;
}
