/**
 * Expressions. Operators are folded by precedence inside one rule instead of one rule per level: chains of any length are read
 * by iteration, and 200 nested brackets stay far from the end of the stack.
 */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { symbol, type Token, word } from "../tokens.ts";
import type { Expression, FieldExpression, Name, Path } from "../tree.ts";
import type { Rule } from "./base.ts";
import { Fold } from "./fold.ts";
import { COMPARISON, VALUE_LEVEL } from "./levels.ts";
import { OPERATORS, type OperatorStart } from "./operators.ts";
import { PhraseRules } from "./phrases.ts";

const VALUE = "a value (a name, a text, a number, `(`, …)";

export abstract class ExpressionRules extends PhraseRules {
  /** Any expression. */
  readonly expression: Rule<Expression> = this.RULE("expression", () => this.chain(true));

  /** An expression without `or`, `and`, `not` and comparisons at its top: rows, limits and keys, where more text follows. */
  readonly value: Rule<Expression> = this.RULE("value", () => this.chain(false));

  /** `operand (operator operand)*`; see `operators.ts` for the levels. */
  protected chain(full: boolean): Expression {
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.CONSUME(word("not")));
      this.SUBRULE(this.operand);
      this.MANY2(() => {
        this.SUBRULE(this.operator);
        this.SUBRULE2(this.operand);
      });
      return undefined as never;
    }
    this.enter();
    const fold = new Fold(
      this.file,
      this.text,
      (diagnostic) => this.fail(diagnostic),
      (diagnostic) => this.add(diagnostic),
    );
    for (;;) {
      while (full && this.sees("not") && fold.allowsNot()) {
        fold.prefix(this.LA(1));
        this.SKIP_TOKEN();
      }
      const start = this.here();
      const operand = this.SUBRULE(this.operand, { ARGS: [full] });
      fold.operand(operand, start, (this.LA(0) as Token).endOffset + 1);
      while (full && this.sees("is")) fold.presence(this.presence(), (this.LA(0) as Token).endOffset + 1);
      const next = this.LA(1);
      const operator = full && this.seesSymbol("=>") ? this.arrow() : OPERATORS.get(next.tokenType);
      if (operator === undefined) break;
      if (!full && operator.level < VALUE_LEVEL) break;
      if (operator.text === "not") {
        const after = this.LA(2);
        if (after.tokenType === word("present") || after.tokenType === word("missing")) {
          const place = { ...this.tokenSpan(next), end: after.startOffset + after.image.length };
          this.fail(report("is-not-form", place, { legal: after.image === "present" ? "is missing" : "is present" }));
        }
        if (after.tokenType !== word("in") && after.tokenType !== word("like")) break;
        fold.operator(after.image === "in" ? "not in" : "not like", COMPARISON, next);
        this.SKIP_TOKEN();
      } else if (operator.text === "=") {
        const span = this.tokenSpan(next);
        this.add(
          report("single-equals", span, {}, { fixes: [{ title: "Write `==`", edits: [{ span, text: "==" }] }] }),
        );
        fold.operator("==", COMPARISON, next);
      } else fold.operator(operator.text, operator.level, next);
      this.SKIP_TOKEN();
    }
    this.leave();
    return fold.finish();
  }

  /** `=>` belongs to rows; after a condition it was meant as `>=`. */
  protected arrow(): OperatorStart {
    const span = this.tokenSpan(this.LA(1));
    this.add(
      report(
        "foreign-operator",
        span,
        { found: "=>", legal: ">=" },
        { fixes: [{ title: "Write `>=`", edits: [{ span, text: ">=" }] }] },
      ),
    );
    return { text: ">=", level: COMPARISON };
  }

  /** Only recorded: `chain` reads operators itself. */
  protected readonly operator: Rule<undefined> = this.RULE("operator", () => {
    this.OR([
      ...(["or", "and", "in", "like"] as const).map((text, i) => ({
        ALT: () => {
          this.consume(i, word(text));
        },
      })),
      ...(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "??"] as const).map((text, i) => ({
        ALT: () => {
          this.consume(i + 10, symbol(text));
        },
      })),
      {
        ALT: () => {
          this.CONSUME(word("not"));
          this.OR2([{ ALT: () => this.CONSUME1(word("in")) }, { ALT: () => this.CONSUME1(word("like")) }]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(word("is"));
          this.OR3([{ ALT: () => this.CONSUME(word("present")) }, { ALT: () => this.CONSUME(word("missing")) }]);
        },
      },
    ]);
    return undefined;
  });

  /** Reads `is present` or `is missing`; `is not …` is reported. */
  protected presence(): boolean {
    const is = this.LA(1);
    this.SKIP_TOKEN();
    const negated = this.sees("not");
    if (negated) this.SKIP_TOKEN();
    if (!this.sees("present") && !this.sees("missing")) {
      const found = this.text.slice(is.startOffset, (this.LA(1) as Token).endOffset + 1).slice(0, 40);
      this.fail(report("is-form", this.tokenSpan(this.LA(1)), { found }));
    }
    const present = this.sees("present") !== negated;
    this.SKIP_TOKEN();
    if (negated) {
      const legal = present ? "is present" : "is missing";
      const span = this.span(is.startOffset);
      this.add(
        report(
          "is-not-form",
          span,
          { legal },
          { fixes: [{ title: `Write \`${legal}\``, edits: [{ span, text: legal }] }] },
        ),
      );
    }
    return present;
  }

  /** Minus signs, a primary, and what follows it with a dot, a bracket or a parenthesis. */
  protected readonly operand = this.RULE("operand", (full: boolean = true): Expression => {
    const minus: IToken[] = [];
    this.MANY(() => minus.push(this.CONSUME(symbol("-"))));
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const grouped = !this.RECORDING_PHASE && this.seesSymbol("(");
    let found: Expression = this.SUBRULE(this.primary, { ARGS: [full] });
    let depth = this.RECORDING_PHASE ? 0 : Fold.depth(found);
    this.MANY2(() => {
      found = this.OR([
        {
          ALT: () => {
            const safe = this.OR2([
              {
                ALT: () => {
                  this.CONSUME(symbol("."));
                  return false;
                },
              },
              {
                ALT: () => {
                  this.CONSUME(symbol("?."));
                  return true;
                },
              },
            ]);
            const field = this.SUBRULE(this.anyWord);
            return this.ACTION(() => ({ kind: "field" as const, of: found, field, safe, span: this.span(start) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(symbol("["));
            const key = this.SUBRULE(this.expression);
            this.CONSUME(symbol("]"), { ERR_MSG: "an operator or `]`" });
            return this.ACTION(() => {
              depth = Math.max(depth, Fold.depth(key));
              return { kind: "index" as const, of: found, key, span: this.span(start) };
            });
          },
        },
        {
          ALT: () => {
            const open = this.LA(1);
            const args = this.SUBRULE(this.args);
            return this.ACTION(() => {
              const callee = grouped ? null : asPath(found);
              if (callee === null) return this.fail(report("call-of-value", this.tokenSpan(open), {}));
              for (const arg of args) depth = Math.max(depth, Fold.depth(arg));
              return { kind: "call" as const, callee, args, span: this.span(start) };
            });
          },
        },
      ]);
      this.ACTION(() => {
        depth = Fold.note(found, depth + 1, (diagnostic) => this.fail(diagnostic));
      });
    });
    this.ACTION(() => {
      for (let i = minus.length - 1; i >= 0; i--) {
        found = { kind: "negate", operand: found, span: this.span(minus[i]!.startOffset) };
        depth = Fold.note(found, depth + 1, (diagnostic) => this.fail(diagnostic));
      }
    });
    return found;
  });

  protected readonly args: Rule<readonly Expression[]> = this.RULE("args", () => {
    const args: Expression[] = [];
    this.CONSUME(symbol("("));
    this.MANY_SEP({ SEP: symbol(","), DEF: () => args.push(this.SUBRULE(this.expression)) });
    this.CONSUME(symbol(")"), { ERR_MSG: "`,` or `)`" });
    return args;
  });

  protected readonly primary = this.RULE(
    "primary",
    (full: boolean = true): Expression =>
      this.OR({
        DEF: [
          {
            ALT: () => {
              const open = this.CONSUME(symbol("("));
              const inner = this.SUBRULE(this.expression);
              this.ACTION(() => {
                if (this.seesSymbol(",")) this.fail(report("list-brackets", this.tokenSpan(open), { found: "(" }));
              });
              this.CONSUME(symbol(")"), { ERR_MSG: "an operator or `)`" });
              return inner;
            },
          },
          { ALT: () => this.SUBRULE(this.literal) },
          { ALT: () => this.SUBRULE(this.listLiteral) },
          { ALT: () => this.SUBRULE(this.conditional, { ARGS: [full] }) },
          { ALT: () => this.SUBRULE(this.matchExpression) },
          { ALT: () => this.SUBRULE(this.historyExpression) },
          { GATE: () => this.startsQuantifier(), ALT: () => this.SUBRULE(this.quantifier), IGNORE_AMBIGUITIES: true },
          { ALT: () => this.SUBRULE(this.reference) },
        ],
        ERR_MSG: VALUE,
      }),
  );
}

/** `a.b.c` as a path, or null when the expression is more than dotted names. */
function asPath(expression: Expression): Path | null {
  const parts: Name[] = [];
  let current = expression;
  while (current.kind === "field") {
    if (current.safe) return null;
    parts.push((current as FieldExpression).field);
    current = current.of;
  }
  if (current.kind !== "name") return null;
  parts.push({ text: current.name, span: current.span });
  return { parts: parts.reverse(), span: expression.span };
}
