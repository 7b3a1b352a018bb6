/** Expressions of several words: `if`, `match`, questions about lists, `history of`, `changes to`. */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { Identifier, symbol, Word, word } from "../tokens.ts";
import type { ChangeTarget, Expression, Name, QuantifierExpression } from "../tree.ts";
import { AMBIENT_WORDS, QUANTIFIERS } from "../words.ts";
import { matches, type Rule } from "./base.ts";
import { Fold } from "./fold.ts";
import { RowRules } from "./rows.ts";

const AMBIENT = new Set<string>(AMBIENT_WORDS);
const QUANTIFIER = new Set<string>(QUANTIFIERS);

export abstract class PhraseRules extends RowRules {
  abstract readonly expression: Rule<Expression>;

  protected readonly listLiteral: Rule<Expression> = this.RULE("listLiteral", () => {
    const open = this.CONSUME(symbol("["));
    const items: Expression[] = [];
    this.MANY_SEP({ SEP: symbol(","), DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.CONSUME(symbol("]"), { ERR_MSG: "`,` or `]`" });
    return this.ACTION(() => this.noted({ kind: "list" as const, items, span: this.span(open.startOffset) }, items));
  });

  protected readonly conditional = this.RULE("conditional", (full: boolean = true): Expression => {
    const start = this.CONSUME(word("if"));
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(word("then"));
    const then = this.SUBRULE2(this.expression);
    this.ACTION(() => {
      this.elseIfInOneWord();
      if (!this.sees("else"))
        this.fail(
          report(
            "if-without-else",
            this.tokenSpan(this.LA(1)),
            {},
            { labels: [{ span: this.tokenSpan(start), text: "this `if` gives a value" }] },
          ),
        );
    });
    this.CONSUME(word("else"));
    this.ACTION(() => this.elseIfInOneWord());
    // In a place for a value the last branch ends where a value ends.
    const otherwise = this.RECORDING_PHASE || full ? this.SUBRULE3(this.expression) : this.SUBRULE(this.value);
    return this.ACTION(() =>
      this.noted({ kind: "if" as const, condition, then, otherwise, span: this.span(start.startOffset) }, [
        condition,
        then,
        otherwise,
      ]),
    );
  });

  protected elseIfInOneWord(): void {
    const { image } = this.LA(1);
    if (/^(else_?if|elif)$/.test(image))
      this.fail(report("else-if-word", this.tokenSpan(this.LA(1)), { found: image }));
  }

  protected readonly matchExpression: Rule<Expression> = this.RULE("matchExpression", () => {
    const start = this.CONSUME(word("match"));
    const subjects: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => subjects.push(this.SUBRULE(this.expression)) });
    this.CONSUME(symbol("{"));
    const rows = this.SUBRULE(this.matchRows);
    this.CONSUME(symbol("}"));
    return this.ACTION(() =>
      this.noted({ kind: "match" as const, subjects, rows, span: this.span(start.startOffset) }, [
        ...subjects,
        ...rows.map((row) => row.result),
      ]),
    );
  });

  protected startsQuantifier(): boolean {
    const { image } = this.LA(1);
    if (!QUANTIFIER.has(image)) return false;
    if (image === "any" || image === "all" || image === "none") return true;
    return this.seesSymbol("(", 2) && matches(this.LA(3), Word) && this.LA(4)?.tokenType === word("in");
  }

  protected readonly quantifier: Rule<Expression> = this.RULE("quantifier", () => {
    const head = this.OR([...QUANTIFIERS.map((text, i) => ({ ALT: () => this.consume(i, word(text)) }))]);
    this.ACTION(() => {
      const form = this.seesSymbol("(") && matches(this.LA(2), Word) && this.LA(3)?.tokenType === word("in");
      if (!form) this.fail(report("quantifier-form", this.tokenSpan(head), { word: head.image }));
    });
    this.CONSUME(symbol("("));
    const binder = this.SUBRULE(this.name);
    this.CONSUME2(word("in"));
    const source = this.SUBRULE(this.expression);
    this.CONSUME(symbol(":"));
    const body = this.SUBRULE2(this.expression);
    let where: Expression | null = null;
    this.OPTION(() => {
      const token = this.CONSUME(word("where"));
      where = this.SUBRULE3(this.expression);
      this.ACTION(() => {
        if (/^(any|all|none|count)$/.test(head.image))
          this.add(report("where-in-condition", this.tokenSpan(token), { word: head.image }));
      });
    });
    this.CONSUME(symbol(")"), { ERR_MSG: "an operator or `)`" });
    return this.ACTION(() =>
      this.noted(
        {
          kind: "quantifier" as const,
          quantifier: head.image as QuantifierExpression["quantifier"],
          binder,
          source,
          body,
          where,
          span: this.span(head.startOffset),
        },
        where === null ? [source, body] : [source, body, where],
      ),
    );
  });

  protected readonly historyExpression: Rule<Expression> = this.RULE("historyExpression", () => {
    const start = this.CONSUME(word("history"));
    this.CONSUME(word("of"));
    const action = this.SUBRULE(this.path);
    this.ACTION(() => {
      if (!this.sees("in") || !this.sees("last", 2))
        this.fail(
          report("history-form", this.tokenSpan(this.LA(1)), { action: action.parts.map((p) => p.text).join(".") }),
        );
    });
    this.CONSUME(word("in"));
    this.CONSUME(word("last"));
    const last = this.SUBRULE(this.duration);
    return this.ACTION(() => ({ kind: "history" as const, action, last, span: this.span(start.startOffset) }));
  });

  /** A name, an always-there name, `changes to Order.refunded`, `evidence of photo`. */
  protected readonly reference: Rule<Expression> = this.RULE("reference", () =>
    this.OR<Expression>([
      {
        ALT: () => {
          const token = this.CONSUME(word("changes"));
          const start = this.RECORDING_PHASE ? 0 : token.startOffset;
          let target: ChangeTarget | undefined;
          this.OPTION(() => {
            this.CONSUME(word("to"));
            target = this.SUBRULE(this.changeTarget);
          });
          return this.ACTION(() =>
            target === undefined
              ? nameOf(token, this.tokenSpan(token))
              : { kind: "changes-to" as const, target, span: this.span(start) },
          );
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(word("evidence"));
          let kind: Name | undefined;
          this.OPTION2(() => {
            this.CONSUME(word("of"));
            kind = this.SUBRULE(this.name);
          });
          return this.ACTION(() =>
            kind === undefined
              ? nameOf(token, this.tokenSpan(token))
              : { kind: "evidence-of" as const, evidence: kind, span: this.span(token.startOffset) },
          );
        },
      },
      ...[...AMBIENT]
        .filter((text) => text !== "changes" && text !== "evidence")
        .map((text, i) => ({
          ALT: (): Expression => {
            const token = this.consume(i + 10, word(text as "score"));
            return this.ACTION(() => nameOf(token, this.tokenSpan(token)));
          },
        })),
      {
        ALT: () => {
          const token = this.CONSUME(Identifier);
          return this.ACTION(() => {
            return nameOf(token, this.tokenSpan(token));
          });
        },
      },
    ]),
  );

  protected readonly changeTarget: Rule<ChangeTarget> = this.RULE("changeTarget", () => {
    const path = this.SUBRULE(this.path);
    return this.ACTION(() => {
      const field = path.parts.at(-1)!;
      const record = path.parts.slice(0, -1);
      if (record.length === 0) this.fail(report("change-target-form", path.span, { name: field.text }));
      return {
        record: { parts: record, span: { ...path.span, end: record.at(-1)!.span.end } },
        field,
        span: path.span,
      };
    });
  });

  /** Remembers how deep a node is, from its children; refuses what later stages could not walk. */
  protected noted(node: Expression, children: readonly Expression[]): Expression {
    let depth = 0;
    for (const child of children) depth = Math.max(depth, Fold.depth(child));
    Fold.note(node, depth + 1, (diagnostic) => this.fail(diagnostic));
    return node;
  }
}

function nameOf(token: IToken, span: Expression["span"]): Expression {
  return { kind: "name", name: token.image, span };
}
