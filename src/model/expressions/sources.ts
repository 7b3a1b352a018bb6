/** `history of A in last D`, `changes to R.f`, `evidence of K`. */

import type { ChangesToExpression, ChangeTarget, EvidenceOfExpression, HistoryExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { fieldNamed, fieldNames } from "../fields.ts";
import { listOf } from "../fit.ts";
import { durationMs } from "../literals.ts";
import type { ModelExpr } from "../model.ts";
import { changeRecord, evidenceRecord, historyRecord } from "../records.ts";
import { lookUp, resolveAction, resolveShared, unknownDeclared, visible } from "../resolve.ts";
import type { Scope } from "../scope.ts";
import { showNames } from "../show.ts";
import { type PolicySymbols, pathText } from "../symbols.ts";
import type { FieldType } from "../type.ts";
import { fault, make } from "./make.ts";

export function checkHistory(checker: Checker, node: HistoryExpression, scope: Scope): ModelExpr {
  const action = resolveAction(checker, scope.policy, node.action);
  const last = durationMs(checker, node.last, { positive: true });
  if (action === null || last === null) return fault(node.span);
  return make({ op: "history", action, last_ms: last }, listOf(historyRecord(checker, action)), node.span);
}

export function checkChangesTo(checker: Checker, node: ChangesToExpression, scope: Scope): ModelExpr {
  const target = resolveTarget(checker, node.target, scope.policy);
  if (target === null) return fault(node.span);
  const { record, field } = target;
  return make(
    { op: "changes_to", record, field: field.name },
    listOf(changeRecord(checker, record, field.name, field.type)),
    node.span,
  );
}

/** The record and field that a change target names; null after a report. */
export function resolveTarget(
  checker: Checker,
  target: ChangeTarget,
  policy: PolicySymbols,
): { readonly record: string; readonly field: FieldType } | null {
  const found = lookUp(checker, policy, target.record, "types");
  if (found === false) return null;
  if (found === null || found.declaration.kind !== "record") {
    const records = () => [...visible(policy, "types")].filter((name) => policy.types.get(name)?.kind !== "enum");
    unknownDeclared(checker, "unknown-record", target.record.span, pathText(target.record), records);
    return null;
  }
  const fields = checker.records.get(found.id)?.fields ?? [];
  const field = fieldNamed(fields, target.field.text);
  if (field !== undefined) return { record: found.id, field };
  const near = checker.near(target.field.text, () => fieldNames(fields));
  checker.report(
    "unknown-field",
    target.field.span,
    {
      field: target.field.text,
      of: `\`${pathText(target.record)}\``,
      near,
      fields: showNames(fieldNames(fields)),
    },
    {
      labels: [{ span: found.declaration.name.span, text: "the record is declared here" }],
      fixes: near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: target.field.span, text: near }] }],
    },
  );
  return null;
}

export function checkEvidenceOf(checker: Checker, node: EvidenceOfExpression, scope: Scope): ModelExpr {
  const found = resolveShared(checker, scope.policy, node.evidence, "evidence");
  if (found === null) return fault(node.span);
  const kind = node.evidence.text;
  return make(
    { op: "evidence_of", kind },
    listOf(evidenceRecord(checker, kind, checker.payloads.get(kind) ?? [])),
    node.span,
  );
}
