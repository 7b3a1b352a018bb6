/** Literals, with what makes them wrong: dates that do not exist, currencies in small letters, units that are none. */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import { CURRENCIES } from "../currencies.ts";
import { dateFault, percentOf, timeFault } from "../literals.ts";
import { DateToken, Identifier, Num, symbol, Text, TimeToken, type Token, word } from "../tokens.ts";
import type { DateLiteral, Expression, NumberLiteral, TimeLiteral } from "../tree.ts";
import type { Rule } from "./base.ts";
import { NameRules } from "./names.ts";

export abstract class LiteralRules extends NameRules {
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
  protected readonly numeric: Rule<Expression> = this.RULE("numeric", () => {
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
  protected startsUnit(): boolean {
    const { image, startOffset } = this.LA(1);
    if (/^(second|minute|hour|day|week|month|year)s?$/.test(image)) return true;
    // Before `=>` and `|` a word that is no currency begins the next row of a table.
    if (!CURRENCIES.has(image) && (this.seesSymbol("=>", 2) || this.seesSymbol("|", 2))) return false;
    if (/^[A-Z]{3}$/.test(image)) return true;
    if (startOffset === (this.LA(0) as Token).endOffset + 1) return true;
    return (
      CURRENCIES.has(image.toUpperCase()) &&
      image.length === 3 &&
      !/^(all|top|try|per)$/.test(image) &&
      !this.seesSymbol(",", 2) &&
      !this.seesSymbol(":", 2)
    );
  }

  protected measured(number: IToken, value: string, unit: IToken): Expression {
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
      const legal = token.image.replace(/-(?=\d(?!\d))/g, "-0");
      if (legal !== token.image) {
        const span = this.tokenSpan(token);
        this.fail(
          report(
            "date-form",
            span,
            { found: token.image, legal },
            { fixes: [{ title: `Write \`${legal}\``, edits: [{ span, text: legal }] }] },
          ),
        );
      }
      const why = dateFault(token.image);
      if (why !== null) this.add(report("impossible-date", this.tokenSpan(token), { date: token.image, why }));
      return { kind: "date" as const, value: token.image, span: this.tokenSpan(token) };
    });
  });

  protected time(token: IToken): TimeLiteral {
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
}
