/**
 * Expressions. Operators are folded by precedence inside one rule instead of one rule per level: chains of any length are read
 * by iteration, and 200 nested brackets stay far from the end of the stack.
 */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import { CURRENCIES } from "../currencies.ts";
import { dateFault, percentOf, timeFault } from "../literals.ts";
import { DateToken, Identifier, Num, symbol, Text, TimeToken, type Token, Underscore, Word, word } from "../tokens.ts";
import type {
  ChangeTarget,
  DateLiteral,
  Expression,
  FieldExpression,
  MatchRow,
  Name,
  NumberLiteral,
  Path,
  Pattern,
  QuantifierExpression,
  TimeLiteral,
} from "../tree.ts";
import { AMBIENT_WORDS, QUANTIFIERS } from "../words.ts";
import { matches, ParserBase, type Rule } from "./base.ts";
import { Fold } from "./fold.ts";
import { COMPARISON, VALUE_LEVEL } from "./levels.ts";
import { OPERATORS, type OperatorStart } from "./operators.ts";

const AMBIENT = new Set<string>(AMBIENT_WORDS);
const QUANTIFIER = new Set<string>(QUANTIFIERS);
const VALUE = "a value (a name, a text, a number, `(`, …)";

export class ExpressionParser extends ParserBase {
  /** Any expression. */
  readonly expression: Rule<Expression> = this.RULE("expression", () => this.chain(true));

  /** An expression without `or`, `and`, `not` and comparisons at its top: rows, limits and keys, where more text follows. */
  readonly value: Rule<Expression> = this.RULE("value", () => this.chain(false));

  /** `operand (operator operand)*`; see `operators.ts` for the levels. */
  private chain(full: boolean): Expression {
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
  private arrow(): OperatorStart {
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
  private readonly operator: Rule<undefined> = this.RULE("operator", () => {
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
  private presence(): boolean {
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
  private readonly operand = this.RULE("operand", (full: boolean = true): Expression => {
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
            this.CONSUME(symbol("]"));
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
    this.CONSUME(symbol(")"));
    return args;
  });

  private readonly primary = this.RULE(
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
              this.CONSUME(symbol(")"));
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

  // ------------------------------------------------------------------------------------------------------ literals

  protected readonly literal: Rule<Expression> = this.RULE("literal", () =>
    this.OR<Expression>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Text) as Token;
            return this.ACTION(() => ({
              kind: "text" as const,
              value: token.value ?? "",
              span: this.tokenSpan(token),
            }));
          },
        },
        { ALT: () => this.SUBRULE(this.numeric) },
        { ALT: () => this.SUBRULE(this.dateLiteral) },
        {
          ALT: () => {
            const token = this.CONSUME(TimeToken);
            return this.ACTION(() => this.time(token));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(word("true"));
            return this.ACTION(() => ({ kind: "bool" as const, value: true, span: this.tokenSpan(token) }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(word("false"));
            return this.ACTION(() => ({ kind: "bool" as const, value: false, span: this.tokenSpan(token) }));
          },
        },
      ],
      ERR_MSG: "a text, a number, a date, `true` or `false`",
    }),
  );

  /** `5`, `5%`, `5 USD`, `5 days`. */
  private readonly numeric: Rule<Expression> = this.RULE("numeric", () => {
    const token = this.CONSUME(Num);
    let found: Expression = this.ACTION(() => ({
      kind: "number" as const,
      value: this.digits(token),
      percent: false,
      span: this.tokenSpan(token),
    }));
    this.OPTION(() => {
      this.CONSUME(symbol("%"));
      found = this.ACTION(() => ({
        kind: "number" as const,
        value: percentOf((found as NumberLiteral).value),
        percent: true,
        span: this.span(token.startOffset),
      }));
    });
    this.OPTION2({
      GATE: () => this.LA(0) === token && this.startsUnit(),
      DEF: () => {
        const unit = this.CONSUME(Identifier);
        found = this.ACTION(() => this.measured(token, (found as NumberLiteral).value, unit));
      },
    });
    return found;
  });

  protected readonly rate: Rule<NumberLiteral> = this.RULE("rate", () => {
    const token = this.CONSUME(Num);
    let percent = false;
    this.OPTION(() => {
      this.CONSUME(symbol("%"));
      percent = true;
    });
    return this.ACTION(() => {
      const plain = this.digits(token);
      return {
        kind: "number" as const,
        value: percent ? percentOf(plain) : plain,
        percent,
        span: this.span(token.startOffset),
      };
    });
  });

  /** Whether the word after a number belongs to it: a unit, a currency, or what stands so close that it was meant to. */
  private startsUnit(): boolean {
    const { image, startOffset } = this.LA(1);
    if (/^[A-Z]{3}$/.test(image) || /^(second|minute|hour|day|week|month|year)s?$/.test(image)) return true;
    if (startOffset === (this.LA(0) as Token).endOffset + 1) return true;
    return (
      CURRENCIES.has(image.toUpperCase()) &&
      image.length === 3 &&
      !/^(all|top|try|per)$/.test(image) &&
      !this.seesSymbol("=>", 2) &&
      !this.seesSymbol(",", 2) &&
      !this.seesSymbol("|", 2) &&
      !this.seesSymbol(":", 2)
    );
  }

  private measured(number: IToken, value: string, unit: IToken): Expression {
    const span = this.span(number.startOffset);
    const { image } = unit;
    const upper = image.toUpperCase();
    if (/^[A-Z]{3}$/.test(image) || (CURRENCIES.has(upper) && image.length === 3)) {
      if (!CURRENCIES.has(upper))
        this.add(
          report("currency-code", this.tokenSpan(unit), { found: image, nearest: nearest(image, CURRENCIES) ?? null }),
        );
      else if (image !== upper)
        this.add(
          report(
            "currency-case",
            this.tokenSpan(unit),
            { found: image, legal: upper },
            { fixes: [{ title: `Write \`${upper}\``, edits: [{ span: this.tokenSpan(unit), text: upper }] }] },
          ),
        );
      return { kind: "money", amount: value, currency: upper, span };
    }
    if (/^[eE]\d+$/.test(image))
      this.fail(report("exponent", span, { found: this.text.slice(span.start, Math.min(span.end, span.start + 40)) }));
    return { kind: "duration", count: value, unit: this.unit(unit), span };
  }

  readonly dateLiteral: Rule<DateLiteral> = this.RULE("dateLiteral", () => {
    const token = this.CONSUME(DateToken);
    return this.ACTION(() => {
      const why = dateFault(token.image);
      if (why !== null) this.add(report("impossible-date", this.tokenSpan(token), { date: token.image, why }));
      return { kind: "date" as const, value: token.image, span: this.tokenSpan(token) };
    });
  });

  private time(token: IToken): TimeLiteral {
    const span = this.tokenSpan(token);
    const fault = timeFault(token.image);
    if (fault?.kind === "form") this.add(report("time-form", span, { found: token.image }));
    else if (fault?.kind === "no-offset")
      this.add(
        report(
          "time-without-offset",
          span,
          { found: token.image },
          { fixes: [{ title: "Mean UTC: add `Z`", edits: [{ span: { ...span, start: span.end }, text: "Z" }] }] },
        ),
      );
    else if (fault?.kind === "impossible")
      this.add(report("impossible-time", span, { time: token.image, why: fault.why }));
    return { kind: "time", value: token.image, span };
  }

  private readonly listLiteral: Rule<Expression> = this.RULE("listLiteral", () => {
    const open = this.CONSUME(symbol("["));
    const items: Expression[] = [];
    this.MANY_SEP({ SEP: symbol(","), DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.CONSUME(symbol("]"));
    return this.ACTION(() => this.noted({ kind: "list" as const, items, span: this.span(open.startOffset) }, ...items));
  });

  // ------------------------------------------------------------------------------------------------- compound forms

  private readonly conditional = this.RULE("conditional", (full: boolean = true): Expression => {
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
      this.noted(
        { kind: "if" as const, condition, then, otherwise, span: this.span(start.startOffset) },
        condition,
        then,
        otherwise,
      ),
    );
  });

  private elseIfInOneWord(): void {
    const { image } = this.LA(1);
    if (/^(else_?if|elif)$/.test(image))
      this.fail(report("else-if-word", this.tokenSpan(this.LA(1)), { found: image }));
  }

  private readonly matchExpression: Rule<Expression> = this.RULE("matchExpression", () => {
    const start = this.CONSUME(word("match"));
    const subjects: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => subjects.push(this.SUBRULE(this.expression)) });
    this.CONSUME(symbol("{"));
    const rows = this.SUBRULE(this.matchRows);
    this.CONSUME(symbol("}"));
    return this.ACTION(() =>
      this.noted(
        { kind: "match" as const, subjects, rows, span: this.span(start.startOffset) },
        ...subjects,
        ...rows.map((row) => row.result),
      ),
    );
  });

  protected readonly matchRows: Rule<readonly MatchRow[]> = this.RULE("matchRows", () =>
    this.rows(
      () => {
        this.MANY(() => this.SUBRULE(this.matchRow));
      },
      () => this.SUBRULE(this.matchRow),
    ),
  );

  private readonly matchRow: Rule<MatchRow> = this.RULE("matchRow", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const patterns = this.SUBRULE(this.patterns);
    this.CONSUME(symbol("=>"));
    const result = this.SUBRULE(this.value);
    return this.ACTION(() => {
      if (
        this.sees("or") ||
        this.sees("and") ||
        this.sees("in") ||
        this.sees("is") ||
        this.sees("like") ||
        (this.seesComparison() && !this.startsRow())
      ) {
        this.fail(
          report(
            "row-needs-parentheses",
            this.tokenSpan(this.LA(1)),
            { found: this.LA(1).image },
            { labels: [{ span: result.span, text: "the result begins here" }] },
          ),
        );
      }
      return { patterns, result, span: this.span(start) };
    });
  });

  private seesComparison(): boolean {
    return /^(==|!=|<|<=|>|>=)$/.test(this.LA(1).image);
  }

  /** Whether a comparison sign after a result begins the next row: then its literal is followed by `,` or `=>`. */
  private startsRow(): boolean {
    let ahead = this.seesSymbol("-", 2) ? 4 : 3;
    if (this.seesSymbol("%", ahead) || this.seesName(ahead)) ahead++;
    return this.seesSymbol(",", ahead) || this.seesSymbol("=>", ahead);
  }

  protected readonly patterns: Rule<readonly Pattern[]> = this.RULE("patterns", () => {
    const patterns: Pattern[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => patterns.push(this.SUBRULE(this.pattern)) });
    return patterns;
  });

  private readonly pattern: Rule<Pattern> = this.RULE("pattern", () =>
    this.OR<Pattern>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Underscore);
            return this.ACTION(() => ({ kind: "any" as const, span: this.tokenSpan(token) }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(word("missing"));
            return this.ACTION(() => ({ kind: "missing" as const, span: this.tokenSpan(token) }));
          },
        },
        {
          ALT: () => {
            const token = this.OR2([
              { ALT: () => this.CONSUME(symbol("<=")) },
              { ALT: () => this.CONSUME(symbol(">=")) },
              { ALT: () => this.CONSUME(symbol("<")) },
              { ALT: () => this.CONSUME(symbol(">")) },
              { ALT: () => this.CONSUME(symbol("==")) },
            ]);
            const value = this.SUBRULE(this.patternBound);
            return this.ACTION(() => ({
              kind: "compare" as const,
              operator: token.image as "<",
              value,
              span: this.span(token.startOffset),
            }));
          },
        },
        {
          ALT: () => {
            const start = this.RECORDING_PHASE ? 0 : this.here();
            const low = this.SUBRULE(this.patternValue);
            const values = [low];
            let high: Expression | undefined;
            this.OPTION(() =>
              this.OR3([
                {
                  ALT: () => {
                    this.CONSUME(word("to"));
                    high = this.SUBRULE2(this.patternBound);
                  },
                },
                {
                  ALT: () => {
                    this.AT_LEAST_ONE(() => {
                      this.CONSUME(symbol("|"));
                      values.push(this.SUBRULE2(this.patternValue));
                    });
                  },
                },
              ]),
            );
            return this.ACTION(() =>
              high === undefined
                ? { kind: "one-of" as const, values, span: this.span(start) }
                : { kind: "range" as const, low, high, span: this.span(start) },
            );
          },
        },
      ],
      ERR_MSG: "a pattern (`_`, `missing`, a literal, `<= 5`, `1 to 5`)",
    }),
  );

  /** After a comparison sign or `to` a literal may be negative. */
  private readonly patternBound: Rule<Expression> = this.RULE("patternBound", () => {
    let minus: IToken | undefined;
    this.OPTION(() => {
      minus = this.CONSUME(symbol("-"));
    });
    const value = this.SUBRULE(this.patternValue);
    return this.ACTION(() =>
      minus === undefined ? value : { kind: "negate" as const, operand: value, span: this.span(minus.startOffset) },
    );
  });

  private readonly patternValue: Rule<Expression> = this.RULE("patternValue", () =>
    this.OR<Expression>({
      DEF: [
        { ALT: () => this.SUBRULE(this.literal) },
        {
          ALT: () => {
            const token = this.CONSUME(Identifier);
            return this.ACTION(() => ({ kind: "name" as const, name: token.image, span: this.tokenSpan(token) }));
          },
        },
      ],
      ERR_MSG: "a literal or the name of a tier",
    }),
  );

  /** Rows until `}`. A row with a fault is left out, and reading goes on at the next line. */
  protected rows<T>(record: () => void, read: () => T): readonly T[] {
    if (this.RECORDING_PHASE) {
      record();
      return [];
    }
    const rows: T[] = [];
    while (!this.seesSymbol("}") && !this.atEnd()) {
      const start = this.here();
      const row = this.guarded(read);
      if (row !== undefined) rows.push(row);
      else this.skipRow(start);
      if (this.seesSymbol(",")) this.SKIP_TOKEN();
    }
    return rows;
  }

  private skipRow(start: number): void {
    let depth = 0;
    while (!this.atEnd()) {
      const token = this.next();
      if (depth === 0 && (token.tokenType === symbol("}") || (token.first && token.startOffset > start))) return;
      if (token.tokenType === symbol("{")) depth++;
      else if (token.tokenType === symbol("}")) depth--;
      this.SKIP_TOKEN();
    }
  }

  private startsQuantifier(): boolean {
    const { image } = this.LA(1);
    if (!QUANTIFIER.has(image)) return false;
    if (image === "any" || image === "all" || image === "none") return true;
    return this.seesSymbol("(", 2) && matches(this.LA(3), Word) && this.LA(4)?.tokenType === word("in");
  }

  private readonly quantifier: Rule<Expression> = this.RULE("quantifier", () => {
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
    this.CONSUME(symbol(")"));
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
        source,
        body,
        ...(where === null ? [] : [where]),
      ),
    );
  });

  private readonly historyExpression: Rule<Expression> = this.RULE("historyExpression", () => {
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
  private readonly reference: Rule<Expression> = this.RULE("reference", () =>
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

  // -------------------------------------------------------------------------------------------------------- depth

  /** Remembers how deep a node is, from its children; refuses what later stages could not walk. */
  private noted(node: Expression, ...children: readonly Expression[]): Expression {
    let depth = 0;
    for (const child of children) depth = Math.max(depth, Fold.depth(child));
    Fold.note(node, depth + 1, (diagnostic) => this.fail(diagnostic));
    return node;
  }
}

function nameOf(token: IToken, span: Expression["span"]): Expression {
  return { kind: "name", name: token.image, span };
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
