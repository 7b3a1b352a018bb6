/** Names, paths, texts and durations: the small pieces that everything else is made of. */
import type { IToken } from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import { MAX_DIGITS, plainNumber, significantDigits } from "../literals.ts";
import { Identifier, Num, retag, symbol, Text, type Token, Word, word } from "../tokens.ts";
import type { DurationLiteral, DurationUnit, Name, NumberLiteral, Path, Quoted } from "../tree.ts";
import { CLOSED } from "../words.ts";
import { matches, ParserBase, type Rule } from "./base.ts";

export abstract class NameRules extends ParserBase {
  /**
   * A reserved word in the place of a name is reported and taken as the name, unless it begins the next line, where it
   * more likely begins something else. `certain` is for where it cannot.
   */
  protected mendName(certain = false): void {
    if (this.RECORDING_PHASE) return;
    const token = this.next();
    if ((token.first && !certain) || matches(token, Identifier) || !matches(token, Word)) return;
    this.add(report("reserved-name", this.tokenSpan(token), { name: token.image }));
    retag(token, Identifier);
  }

  readonly name: Rule<Name> = this.RULE("name", () => {
    this.mendName();
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => ({ text: token.image, span: this.tokenSpan(token) }));
  });

  /** After a dot every word is a name. */
  readonly anyWord: Rule<Name> = this.RULE("anyWord", () => {
    const token = this.CONSUME(Word);
    return this.ACTION(() => ({ text: token.image, span: this.tokenSpan(token) }));
  });

  readonly path: Rule<Path> = this.RULE("path", () => {
    const parts = [this.SUBRULE(this.name)];
    this.MANY(() => {
      this.CONSUME(symbol("."));
      parts.push(this.SUBRULE(this.anyWord));
    });
    return this.ACTION(() => ({ parts, span: this.span(parts[0]!.span.start) }));
  });

  readonly quoted: Rule<Quoted> = this.RULE("quoted", () => {
    const token = this.CONSUME(Text) as Token;
    return this.ACTION(() => ({ text: token.value ?? "", span: this.tokenSpan(token) }));
  });

  readonly quotedList: Rule<readonly Quoted[]> = this.RULE("quotedList", () => {
    const items: Quoted[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => items.push(this.SUBRULE(this.quoted)) });
    return items;
  });

  readonly nameList: Rule<readonly Name[]> = this.RULE("nameList", () => {
    const items: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => items.push(this.SUBRULE(this.name)) });
    return items;
  });

  readonly pathList: Rule<readonly Path[]> = this.RULE("pathList", () => {
    const items: Path[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => items.push(this.SUBRULE(this.path)) });
    return items;
  });

  readonly because: Rule<Quoted> = this.RULE("because", () => {
    this.CONSUME(word("because"));
    return this.SUBRULE(this.quoted);
  });

  /** A plain count: points, seats. */
  readonly count: Rule<NumberLiteral> = this.RULE("count", () => {
    const token = this.CONSUME(Num);
    return this.ACTION(() => ({
      kind: "number" as const,
      value: this.digits(token),
      percent: false,
      span: this.tokenSpan(token),
    }));
  });

  readonly durationUnit: Rule<DurationUnit> = this.RULE("durationUnit", () => {
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => this.unit(token));
  });

  readonly duration: Rule<DurationLiteral> = this.RULE("duration", () => {
    const token = this.CONSUME(Num);
    const unit = this.SUBRULE(this.durationUnit);
    return this.ACTION(() => ({
      kind: "duration" as const,
      count: this.digits(token),
      unit,
      span: this.span(token.startOffset),
    }));
  });

  /** The plain decimal of a number token; too many digits are reported. */
  protected digits(token: IToken): string {
    const plain = plainNumber(token.image);
    const found = significantDigits(plain);
    if (found > MAX_DIGITS)
      this.add(report("too-many-digits", this.tokenSpan(token), { digits: found, limit: MAX_DIGITS }));
    if (/_(?!\d)|__/.test(token.image))
      this.add(report("loose-separator", this.tokenSpan(token), { found: token.image, legal: plain }));
    return plain;
  }

  /** A duration unit as written, singular; months and years are refused, because they have no fixed length. */
  protected unit(token: IToken): DurationUnit {
    const singular = token.image.replace(/s$/, "");
    const found = CLOSED.durationUnit.find((unit) => unit === singular);
    if (found !== undefined) return found;
    if (/^(month|year)$/.test(singular)) {
      const legal = singular === "month" ? "30 days" : "365 days";
      this.add(report("calendar-duration", this.tokenSpan(token), { unit: singular, legal }));
      return "day";
    }
    this.add(report("unknown-unit", this.tokenSpan(token), { found: token.image, legal: unitFor(token.image) }));
    return "day";
  }

  /** One of a closed set of words; another word is reported with the nearest legal one. */
  protected closed<T extends string>(token: IToken, legal: readonly T[], what: string): T | null {
    const found = legal.find((candidate) => candidate === token.image);
    if (found !== undefined) return found;
    this.add(report("unknown-word", this.tokenSpan(token), { found: token.image, what, legal }));
    return null;
  }
}

/** `24h`, `30d`, `5min`: what was most likely meant. */
function unitFor(text: string): string {
  const short: Readonly<Record<string, string>> = {
    s: "seconds",
    sec: "seconds",
    secs: "seconds",
    m: "minutes",
    min: "minutes",
    mins: "minutes",
    h: "hours",
    hr: "hours",
    hrs: "hours",
    d: "days",
    w: "weeks",
    wk: "weeks",
    wks: "weeks",
  };
  return short[text.toLowerCase()] ?? "seconds, minutes, hours, days or weeks";
}
