/** `a.b`, `a?.b`, `m[k]`. */
import type { Fix } from "../../diagnostics/diagnostic.ts";
import type { Expression, FieldExpression, IndexExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { fieldNamed, fieldNames } from "../fields.ts";
import { optional, required, TEXT } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { keyOf } from "../narrowing.ts";
import type { Scope } from "../scope.ts";
import { showNames, showRecord } from "../show.ts";
import { holdTo, withArticle } from "./expect.ts";
import { fault, make } from "./make.ts";
import { narrowed } from "./names.ts";

export function checkField(checker: Checker, node: FieldExpression, scope: Scope): ModelExpr {
  const of = checker.expression(node.of, scope);
  const name = node.field.text;
  const text = checker.text(node.of.span);
  if (of.type.kind === "never") return fault(node.span);
  if (of.type.kind === "optional" && !node.safe) {
    const narrowable = keyOf(node.of) !== null;
    const guard = `Write \`${text}?.${name}\`, which is absent when \`${text}\` is${narrowable ? `, or guard it: \`${text} is present and …\`` : ""}.`;
    checker.report(
      "bare-optional",
      node.of.span,
      { text, use: `\`.${name}\``, guard },
      { fixes: dots(checker, node, ".", "?.") },
    );
  }
  if (of.type.kind !== "optional" && node.safe && !guarded(node, scope))
    checker.report("needless-safe", node.field.span, { text, field: name }, { fixes: dots(checker, node, "?.", ".") });

  const base = required(of.type);
  if (base.kind === "never") return fault(node.span);
  if (base.kind !== "record") {
    const advice =
      base.kind === "map"
        ? `Look the key up: \`${text}["${name}"]\`.`
        : base.kind === "list"
          ? ["count", "length", "size"].includes(name)
            ? `To count its items, write \`count(${text})\`.`
            : `Say which item: \`first(${text})\`, or speak of them all: \`any(x in ${text}: x.${name} …)\`.`
          : "";
    checker.report("no-fields", node.field.span, { text, type: withArticle(base), field: name, advice });
    return fault(node.span);
  }
  const fields = checker.records.get(base.id)?.fields;
  if (fields === undefined) return fault(node.span);
  const found = fieldNamed(fields, name);
  if (found === undefined) {
    const near = checker.near(name, () => fieldNames(fields));
    const place = checker.placeOfRecord(base.id);
    checker.report(
      "unknown-field",
      node.field.span,
      {
        field: name,
        of: base.id.startsWith("$") ? capital(showRecord(base.id)) : `\`${showRecord(base.id)}\``,
        near,
        fields: showNames(fieldNames(fields)),
      },
      {
        labels: place === null ? [] : [{ span: place, text: "the record is declared here" }],
        fixes: near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: node.field.span, text: near }] }],
      },
    );
    return fault(node.span);
  }
  const absent = of.type.kind === "optional";
  const type = absent ? optional(found.type) : found.type;
  return make(
    { op: "field", of, field: name, safe: absent && node.safe },
    narrowed(type, type.kind === "optional" ? keyOf(node) : null, scope),
    node.span,
  );
}

/** Whether `a` in `a?.b` is optional by its type, though a guard has narrowed it here. */
const guarded = (node: FieldExpression, scope: Scope): boolean => {
  const key = keyOf(node.of);
  return key !== null && scope.known.has(key);
};

/** The edit between a value and its field, where nothing but the dots stands there (no parenthesis). */
function dots(checker: Checker, node: FieldExpression, written: string, wanted: string): readonly Fix[] {
  const between = { file: node.span.file, start: node.of.span.end, end: node.field.span.start };
  if (checker.text(between) !== written) return [];
  return [{ title: `Write ${wanted}${node.field.text}`, edits: [{ span: between, text: wanted }] }];
}

export function checkIndex(checker: Checker, node: IndexExpression, scope: Scope): ModelExpr {
  const of = checker.expression(node.of, scope);
  if (of.type.kind === "never") {
    checker.expression(node.key, scope);
    return fault(node.span);
  }
  // What is absent has no entries: the result is optional anyway, so an absent map or key needs no guard of its own.
  const base = required(of.type);
  const text = checker.text(node.of.span);
  if (base.kind !== "map") {
    const advice =
      base.kind === "list"
        ? `For the ends of a list write \`first(${text})\` or \`last(${text})\`.`
        : base.kind === "record"
          ? `Fields of a record are read with a dot: \`${text}.${node.key.kind === "text" ? node.key.value : "field"}\`.`
          : `Declare \`${text}\` as \`map of …\`.`;
    if (base.kind !== "never") checker.report("not-a-map", node.of.span, { text, type: withArticle(base), advice });
    checker.expression(node.key, scope);
    return fault(node.span);
  }
  const key = keyExpression(checker, node.key, scope);
  if (key.type.kind === "never") return fault(node.span);
  const safe = {
    ...(of.type.kind === "optional" && { safe: true }),
    ...(key.type.kind === "optional" && { safe_key: true }),
  };
  return make({ op: "index", of, key, ...safe }, narrowed(optional(base.of), keyOf(node), scope), node.span);
}

/** A text, or a date, which is looked up as it is written in documents: `2026-12-01`. */
function keyExpression(checker: Checker, node: Expression, scope: Scope): ModelExpr {
  const key = checker.expression(node, scope, TEXT);
  if (required(key.type).kind === "date") return key;
  const wanted = key.type.kind === "optional" ? optional(TEXT) : TEXT;
  return holdTo(checker, key, node, wanted, "The key of a map");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
