/**
 * Operands and operators to a tree, by precedence (Dijkstra's shunting yard), without recursion. It also keeps the depth of
 * every tree it has seen, because what is read by iteration here is walked by recursion in later stages.
 */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { BinaryOperator, Expression } from "../tree.ts";
import { COMPARISON, NOT_LEVEL } from "./levels.ts";

/** How deep an expression may be, chains of operators included (they lean to the left, one level per operator). */
export const MAX_DEPTH = 500;

interface Operand {
  node: Expression;
  /** With its parentheses. */
  start: number;
  end: number;
  /** A comparison of this chain, without parentheses around it. */
  comparison: boolean;
}

type Pending =
  | { readonly operator: BinaryOperator; readonly level: number }
  | { readonly operator: null; readonly level: number; readonly start: number };

const depths = new WeakMap<Expression, number>();

export class Fold {
  private readonly operands: Operand[] = [];
  private readonly pending: Pending[] = [];
  private chained = false;
  private readonly file: string;
  private readonly text: string;
  private readonly fail: (diagnostic: Diagnostic) => never;
  private readonly add: (diagnostic: Diagnostic) => void;

  constructor(
    file: string,
    text: string,
    fail: (diagnostic: Diagnostic) => never,
    add: (diagnostic: Diagnostic) => void,
  ) {
    this.file = file;
    this.text = text;
    this.fail = fail;
    this.add = add;
  }

  /** The depth of a tree: 1 for a leaf. */
  static depth(node: Expression): number {
    return depths.get(node) ?? 1;
  }

  /** Remembers the depth of a node; past the bound the expression is refused. */
  static note(node: Expression, depth: number, fail: (diagnostic: Diagnostic) => never): number {
    if (depth > MAX_DEPTH)
      fail(
        report(
          "expression-too-long",
          { ...node.span, end: Math.min(node.span.end, node.span.start + 60) },
          { limit: MAX_DEPTH },
        ),
      );
    depths.set(node, depth);
    return depth;
  }

  /** `not` binds looser than a comparison, so it cannot stand to the right of one without parentheses. */
  allowsNot(): boolean {
    return (this.pending.at(-1)?.level ?? 0) <= NOT_LEVEL;
  }

  prefix(token: IToken): void {
    this.pending.push({ operator: null, level: NOT_LEVEL, start: token.startOffset });
    if (this.pending.length > MAX_DEPTH + 2)
      this.fail(
        report(
          "expression-too-long",
          { file: this.file, start: token.startOffset, end: token.startOffset + 3 },
          { limit: MAX_DEPTH },
        ),
      );
  }

  operand(node: Expression, start: number, end: number): void {
    this.operands.push({ node, start, end, comparison: false });
  }

  operator(operator: BinaryOperator, level: number, _token: IToken): void {
    this.reduce(level);
    this.pending.push({ operator, level });
  }

  presence(present: boolean, end: number): void {
    this.reduce(COMPARISON);
    const operand = this.operands.pop()!;
    const node: Expression = {
      kind: "presence",
      operand: operand.node,
      present,
      span: { file: this.file, start: operand.start, end },
    };
    Fold.note(node, Fold.depth(operand.node) + 1, this.fail);
    if (operand.comparison) this.chain(operand, { ...operand, start: end, end }, "is");
    this.operands.push({ node, start: operand.start, end, comparison: true });
  }

  finish(): Expression {
    this.reduce(0);
    return this.operands[0]!.node;
  }

  /** Builds what binds at least as tightly as `level`. */
  private reduce(level: number): void {
    for (;;) {
      const top = this.pending.at(-1);
      if (top === undefined || top.level < level || (top.operator === null && level === NOT_LEVEL)) return;
      this.pending.pop();
      const right = this.operands.pop()!;
      if (top.operator === null) {
        const node: Expression = {
          kind: "not",
          operand: right.node,
          span: { file: this.file, start: top.start, end: right.end },
        };
        Fold.note(node, Fold.depth(right.node) + 1, this.fail);
        this.operands.push({ node, start: top.start, end: right.end, comparison: false });
        continue;
      }
      const left = this.operands.pop()!;
      const node: Expression = {
        kind: "binary",
        operator: top.operator,
        left: left.node,
        right: right.node,
        span: { file: this.file, start: left.start, end: right.end },
      };
      Fold.note(node, Math.max(Fold.depth(left.node), Fold.depth(right.node)) + 1, this.fail);
      if (top.level === COMPARISON && left.comparison) this.chain(left, right, top.operator);
      this.operands.push({ node, start: left.start, end: right.end, comparison: top.level === COMPARISON });
    }
  }

  /** `a < b < c`: says what to write, once for a chain. */
  private chain(left: Operand, right: Operand, operator: string): void {
    if (this.chained) return;
    this.chained = true;
    const slice = (start: number, end: number): string => this.text.slice(start, end).replace(/\s+/g, " ").trim();
    const whole = slice(left.start, left.end);
    const shared = left.node.kind === "binary" ? slice(left.node.right.span.start, left.end) : "";
    const legal =
      left.node.kind !== "binary" || operator === "is" || right.start === right.end
        ? `(${whole}) ${slice(left.end, right.end)}`.trim()
        : `${whole} and ${shared} ${operator} ${slice(right.start, right.end)}`;
    const span = { file: this.file, start: left.start, end: right.end };
    this.add(
      report(
        "chained-comparison",
        span,
        { legal: legal.length > 160 ? "a < b and b < c" : legal },
        legal.length < 200 ? { fixes: [{ title: "Compare twice", edits: [{ span, text: legal }] }] } : {},
      ),
    );
  }
}
