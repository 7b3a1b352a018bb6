/**
 * Score and tier may be read only so that a higher one never loosens: a condition that puts something on a change set
 * grows with them, one that lets it pass shrinks. This is what makes "adding only tightens" hold, since every added
 * clause can only raise them.
 */
import type { Checker } from "./checker.ts";
import { children } from "./children.ts";
import type { ModelExpr } from "./model.ts";
import { type Followed, type Loosening, type Memory, readsOf } from "./strata.ts";

/** `+`: true asks for more. `-`: true lets pass. `0`: either way, so score and tier have no place. */
export type Direction = "+" | "-" | "0";

const flip = (direction: Direction): Direction => (direction === "+" ? "-" : direction === "-" ? "+" : "0");

const ladderName = (expr: ModelExpr): "score" | "tier" | null =>
  expr.op === "ambient" && (expr.name === "score" || expr.name === "tier") ? expr.name : null;

const MIRROR = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
const COMPLEMENT = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

/** Reports every reading of score or tier in a condition that could loosen. */
export function refuseLoosening(checker: Checker, expr: ModelExpr, direction: Direction, followed: Followed): void {
  const reads = readsOf(expr, followed);
  if (reads.score === null && reads.tier === null) return;
  for (const { at, name, help, form, inside } of faults(checker, expr, direction, followed))
    checker.report(
      "could-loosen",
      at,
      { text: checker.text(at), name, passes: direction === "-", help },
      {
        labels: inside === null ? [] : [{ span: inside, text: `the ${name} is read here` }],
        fixes: form === null ? [] : [{ title: `Write ${form}`, edits: [{ span: at, text: form }] }],
      },
    );
}

function faults(checker: Checker, expr: ModelExpr, direction: Direction, followed: Followed): Loosening[] {
  const go = (inner: ModelExpr, way: Direction): Loosening[] => faults(checker, inner, way, followed);
  const neither = (): Loosening[] => children(expr).flatMap((child) => go(child, "0"));
  switch (expr.op) {
    case "ambient": {
      const name = ladderName(expr);
      if (name === null) return [];
      const form = name === "score" ? "score >= 50" : `tier >= ${checker.symbols.tiers.at(-1)!}`;
      return [
        {
          at: expr.span,
          name,
          help: `Compare \`${name}\` itself, alone on its side: \`${form}\`.`,
          form: null,
          inside: null,
        },
      ];
    }
    case "not":
      return go(expr.operand, flip(direction));
    case "and":
    case "or":
      return expr.parts.flatMap((part) => go(part, direction));
    case "if":
      return [...go(expr.condition, "0"), ...go(expr.then, direction), ...go(expr.otherwise, direction)];
    case "match":
      return [
        ...expr.subjects.flatMap((subject) => go(subject, "0")),
        ...expr.rows.flatMap((row) => go(row.result, direction)),
      ];
    case "any":
    case "all":
      return [...go(expr.source, "0"), ...go(expr.body, direction)];
    case "none":
      return [...go(expr.source, "0"), ...go(expr.body, flip(direction))];
    case "compare":
    case "equal": {
      const [left, right] = [ladderName(expr.left), ladderName(expr.right)];
      const name = left ?? right;
      if (name === null || (left !== null && right !== null)) return neither();
      const other = left !== null ? expr.right : expr.left;
      const rest = go(other, "0");
      const bound = checker.text(other.span);
      if (expr.op === "equal") {
        const better = expr.negated ? ">" : ">=";
        const form = direction === "-" ? `${name} ${expr.negated ? "<" : "<="} ${bound}` : `${name} ${better} ${bound}`;
        return [...rest, { at: expr.span, name, help: `Write \`${form}\`.`, form, inside: null }];
      }
      const cmp = left !== null ? expr.cmp : MIRROR[expr.cmp];
      const grows = cmp === ">" || cmp === ">=";
      if (direction === (grows ? "+" : "-")) return rest;
      const help =
        direction === "0"
          ? "Write it as a condition of its own, joined by `and` or `or`."
          : `Turn it around: \`${name} ${COMPLEMENT[cmp]} ${bound}\`, and say what that asks for.`;
      return [...rest, { at: expr.span, name, help, form: null, inside: null }];
    }
    case "let":
      return through(expr, expr.name, followed.lets.get(expr.name) ?? null, followed.ofLets);
    case "call":
      return [
        ...neither(),
        ...through(expr, expr.fn, followed.functions.get(expr.fn)?.body ?? null, followed.ofFunctions),
      ];
    default:
      return neither();
  }

  function through(use: ModelExpr, key: string, body: ModelExpr | null, { loosening }: Memory): Loosening[] {
    if (body === null) return [];
    const memory = `${direction} ${key}`;
    let found = loosening.get(memory);
    if (found === undefined) {
      loosening.set(memory, []);
      found = faults(checker, body, direction, followed);
      loosening.set(memory, found);
    }
    return found.slice(0, 1).map((fault) => ({ ...fault, at: use.span, form: null, inside: fault.inside ?? fault.at }));
  }
}
