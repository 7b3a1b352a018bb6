/** Calls of built-ins, defines and tables. */
import { foreignFunction } from "../../diagnostics/foreign.ts";
import type { CallExpression, Expression, Path } from "../../syntax/tree.ts";
import type { Checker, Signature } from "../checker.ts";
import type { ModelExpr } from "../model.ts";
import { lookUp, visible } from "../resolve.ts";
import type { Scope } from "../scope.ts";
import { pathText } from "../symbols.ts";
import { BUILTINS } from "../words.ts";
import { checkBuiltin } from "./builtins.ts";
import { expectType } from "./expect.ts";
import { fault, make } from "./make.ts";

export function checkCall(checker: Checker, node: CallExpression, scope: Scope): ModelExpr {
  const name = pathText(node.callee);
  if (node.callee.parts.length === 1 && BUILTINS.has(name)) return checkBuiltin(checker, node, scope);
  const signature = callee(checker, node.callee, scope);
  if (signature === null) {
    for (const arg of node.args) checker.expression(arg, scope);
    return fault(node.span);
  }
  if (signature.kind === "approval-table") {
    checker.report("wrong-kind-of-table", node.callee.span, { name, approval: true });
    for (const arg of node.args) checker.expression(arg, scope);
    return fault(node.span);
  }
  const args = checkArguments(checker, signature, node.callee, node.args, scope, node.span);
  if (args === null || signature.result.kind === "never") return fault(node.span);
  return make({ op: "call", fn: signature.id, args }, signature.result, node.span);
}

/** The definition that a path names, or null after a report. */
export function callee(checker: Checker, path: Path, scope: Scope): Signature | null {
  const found = lookUp(checker, scope.policy, path, "functions");
  if (found === null) {
    const name = pathText(path);
    const near = checker.near(name, () => [...BUILTINS, ...visible(scope.policy, "functions")]);
    const fixes = near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: path.span, text: near }] }];
    const advice = scope.names.has(name)
      ? `\`${name}\` is a value: write it without parentheses.`
      : near === undefined
        ? foreignFunction(name)
        : "";
    checker.report("unknown-function", path.span, { name, near: advice === "" ? near : undefined, advice }, { fixes });
  }
  return found ? (checker.signatures.get(found.id) ?? null) : null;
}

/** Arguments held to the parameters, or null after a report of their number. */
export function checkArguments(
  checker: Checker,
  signature: Signature,
  path: Path,
  args: readonly Expression[],
  scope: Scope,
  span: CallExpression["span"],
): readonly ModelExpr[] | null {
  const name = pathText(path);
  const { params } = signature;
  if (args.length !== params.length) {
    for (const arg of args) checker.expression(arg, scope);
    const expected = params.length === 1 ? "1 argument" : `${params.length} arguments`;
    checker.report("argument-count", span, {
      name,
      found: args.length,
      expected,
      signature: `${name}(${params.map((param) => param.name).join(", ")})`,
    });
    return null;
  }
  return args.map((arg, index) =>
    expectType(checker, arg, scope, params[index]!.type, `The parameter \`${params[index]!.name}\` of \`${name}\``),
  );
}
