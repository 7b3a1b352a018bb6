/** The rows of `match` and of tables, and the patterns in them. */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { Identifier, symbol, Underscore, word } from "../tokens.ts";
import type { Expression, MatchRow, Pattern } from "../tree.ts";
import type { Rule } from "./base.ts";
import { LiteralRules } from "./literals.ts";

export abstract class RowRules extends LiteralRules {
  abstract readonly value: Rule<Expression>;

  protected readonly matchRows: Rule<readonly MatchRow[]> = this.RULE("matchRows", () =>
    this.rows(
      () => {
        this.MANY(() => this.SUBRULE(this.matchRow));
      },
      () => this.SUBRULE(this.matchRow),
    ),
  );

  protected readonly matchRow: Rule<MatchRow> = this.RULE("matchRow", () => {
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

  protected seesComparison(): boolean {
    return /^(==|!=|<|<=|>|>=)$/.test(this.LA(1).image);
  }

  /** Whether a comparison sign after a result begins the next row: then its literal is followed by `,` or `=>`. */
  protected startsRow(): boolean {
    let ahead = this.seesSymbol("-", 2) ? 4 : 3;
    if (this.seesSymbol("%", ahead) || this.seesName(ahead)) ahead++;
    return this.seesSymbol(",", ahead) || this.seesSymbol("=>", ahead);
  }

  protected readonly patterns: Rule<readonly Pattern[]> = this.RULE("patterns", () => {
    const patterns: Pattern[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => patterns.push(this.SUBRULE(this.pattern)) });
    return patterns;
  });

  protected readonly pattern: Rule<Pattern> = this.RULE("pattern", () =>
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
  protected readonly patternBound: Rule<Expression> = this.RULE("patternBound", () => {
    let minus: IToken | undefined;
    this.OPTION(() => {
      minus = this.CONSUME(symbol("-"));
    });
    const value = this.SUBRULE(this.patternValue);
    return this.ACTION(() =>
      minus === undefined ? value : { kind: "negate" as const, operand: value, span: this.span(minus.startOffset) },
    );
  });

  protected readonly patternValue: Rule<Expression> = this.RULE("patternValue", () =>
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
    while (!this.seesSymbol("}") && !this.atEnd() && this.roomForFaults()) {
      const start = this.here();
      const row = this.guarded(read);
      if (row !== undefined) rows.push(row);
      else this.skipRow(start);
      if (this.seesSymbol(",")) this.SKIP_TOKEN();
    }
    return rows;
  }

  protected skipRow(start: number): void {
    let depth = 0;
    while (!this.atEnd()) {
      const token = this.next();
      if (depth === 0 && (token.tokenType === symbol("}") || (token.first && token.startOffset > start))) return;
      if (token.tokenType === symbol("{")) depth++;
      else if (token.tokenType === symbol("}")) depth--;
      this.SKIP_TOKEN();
    }
  }
}
