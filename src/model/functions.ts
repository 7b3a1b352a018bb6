/** Defines, tables and approval tables: their signatures, the order among them, and their bodies. */
import type { Name } from "../syntax/tree.ts";
import type { Checker, Signature } from "./checker.ts";
import { joined } from "./expressions/conditional.ts";
import { fault, make } from "./expressions/make.ts";
import { NEVER } from "./fit.ts";
import { inWords, sortByNeeds } from "./graph.ts";
import { boundedHeight } from "./height.ts";
import { refuseHiding } from "./hiding.ts";
import { checkRows, type Subject } from "./match/rows.ts";
import type { ModelApprovalTable, ModelExpr, ModelFunction } from "./model.ts";
import { checkRequirement } from "./requirements.ts";
import { bind, NOTHING_KNOWN, type Scope } from "./scope.ts";
import type { FunctionDeclaration, PolicySymbols } from "./symbols.ts";
import type { FieldType } from "./type.ts";
import { fieldTypes } from "./typenodes.ts";
import { eachNode } from "./walk.ts";

interface Entry {
  readonly id: string;
  readonly policy: PolicySymbols;
  readonly node: FunctionDeclaration;
  readonly params: readonly FieldType[];
  readonly signature: Signature;
}

export interface CheckedFunctions {
  readonly functions: readonly ModelFunction[];
  readonly approvalTables: readonly ModelApprovalTable[];
  readonly heights: ReadonlyMap<string, number>;
}

export function checkFunctions(checker: Checker): CheckedFunctions {
  const entries = new Map<string, Entry>();
  for (const policy of checker.symbols.policies.values())
    for (const node of policy.functions.values()) {
      const id = `${policy.name}.${node.name.text}`;
      const params = fieldTypes(checker, policy, node.params, "parameters");
      const signature: Signature = { id, kind: node.kind, params, result: NEVER, body: null, alternatives: 1 };
      entries.set(id, { id, policy, node, params, signature });
      checker.signatures.set(id, signature);
    }

  const needs = new Map([...entries.values()].map((entry) => [entry.id, called(entry)]));
  const { order, circles } = sortByNeeds(needs);
  for (const circle of circles) {
    const names = circle.map((id) => id.slice(id.lastIndexOf(".") + 1));
    checker.report("recursion", entries.get(circle[0]!)!.node.name.span, { circle: inWords(names) });
  }
  const heights = new Map<string, number>();
  const functions: ModelFunction[] = [];
  const approvalTables: ModelApprovalTable[] = [];
  for (const id of order) {
    const entry = entries.get(id)!;
    const { node, params } = entry;
    if (node.kind === "approval-table") {
      approvalTables.push(checkApprovalTable(checker, entry));
      continue;
    }
    const scope = scopeOf(checker, entry);
    const body = node.kind === "define" ? checker.expression(node.body, scope) : checkTable(checker, entry, scope);
    const height = boundedHeight(checker, body, node.name.text, node.name.span, {
      functions: heights,
      lets: new Map(),
    });
    heights.set(id, height ?? 0);
    entry.signature.result = body.type;
    entry.signature.body = height === null ? null : body;
    functions.push({
      id,
      kind: node.kind,
      params,
      result: body.type,
      slots: scope.activation.slots,
      body,
      doc: node.doc,
      span: node.span,
    });
  }
  // The order of needs depends on where files stand; readers want names.
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  return { functions: functions.sort(byId), approvalTables: approvalTables.sort(byId), heights };
}

/** Ids of the definitions that a body may call; those it may not are reported when the body is checked. */
function called({ node, policy }: Entry): string[] {
  const found = new Set<string>();
  eachNode(node, (at) => {
    const path =
      at.kind === "call"
        ? (at as { callee?: { parts: readonly Name[] } }).callee
        : at.kind === "table"
          ? (at as { table?: { parts: readonly Name[] } }).table
          : undefined;
    if (path === undefined) return;
    const bare = path.parts.at(-1)!.text;
    if (path.parts.length > 1) found.add(path.parts.map((part) => part.text).join("."));
    else
      for (const target of [policy, ...policy.imports.map(({ target }) => target)]) {
        if (!target.functions.has(bare)) continue;
        found.add(`${target.name}.${bare}`);
        break;
      }
  });
  return [...found];
}

function scopeOf(checker: Checker, { policy, node, params }: Entry): Scope {
  let scope: Scope = {
    policy,
    owner: "definition",
    names: new Map(),
    locals: null,
    known: NOTHING_KNOWN,
    activation: { slots: 0 },
  };
  for (const param of params) {
    const name = node.params.find(({ name }) => name.text === param.name)!.name;
    refuseHiding(checker, name, "parameter", scope);
    scope = bind(scope, param.name, param.type, name.span, "parameter");
  }
  return scope;
}

/** The parameters as what rows are matched against. */
function subjectsOf({ node, params }: Entry): Subject[] {
  return params.map((param) => {
    const { name } = node.params.find(({ name }) => name.text === param.name)!;
    return {
      type: param.type,
      text: param.name,
      node: { kind: "name", name: param.name, span: name.span },
      expr: null,
    };
  });
}

function checkTable(checker: Checker, entry: Entry, scope: Scope): ModelExpr {
  const { node } = entry;
  if (node.kind !== "table") return fault(node.span);
  const rows = checkRows(checker, subjectsOf(entry), node.rows, node.name.span, scope, (row, inner) =>
    checker.expression(row.result, inner),
  );
  const type = joined(
    checker,
    rows.map(({ result }) => result),
    "The table",
  );
  const subjects = entry.params.map(({ name, type: own }, slot) =>
    make({ op: "local", slot, name }, own, node.name.span),
  );
  return type === null ? fault(node.span) : make({ op: "match", subjects, rows }, type, node.span);
}

function checkApprovalTable(checker: Checker, entry: Entry): ModelApprovalTable {
  const { node, params, id, signature } = entry;
  const scope = scopeOf(checker, entry);
  if (node.kind !== "approval-table") return { id, params, rows: [], doc: node.doc, span: node.span };
  const rows = checkRows(checker, subjectsOf(entry), node.rows, node.name.span, scope, (row, inner) => ({
    ...checkRequirement(checker, row.requirement, inner, "row"),
    span: row.span,
  }));
  signature.alternatives = Math.max(1, ...rows.map(({ result }) => result.alternatives));
  return {
    id,
    params,
    rows: rows.map(({ patterns, result }) => ({ patterns, requirement: result.requirement, span: result.span })),
    doc: node.doc,
    span: node.span,
  };
}
