/**
 * What every part of the grammar needs: places, names, bounds, and panic-mode recovery. Chevrotain's own recovery is off:
 * it guesses single tokens, and a guessed token makes a worse sentence than the one that was written. Instead, lists of
 * items catch a fault, and read on at the next word that begins an item.
 */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  isRecognitionException,
  type ParserMethod,
  type TokenType,
} from "chevrotain";
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/span.ts";
import { MAX_DIGITS, plainNumber, significantDigits } from "../literals.ts";
import {
  EOF,
  Identifier,
  Num,
  retag,
  type Symbol_,
  symbol,
  Text,
  type Token,
  VOCABULARY,
  Word,
  word,
} from "../tokens.ts";
import type { DurationLiteral, DurationUnit, Name, NumberLiteral, Path, Quoted } from "../tree.ts";
import { CLOSED, type PlaceWord, type Reserved } from "../words.ts";
import type { Brackets } from "./brackets.ts";
import { explain } from "./explain.ts";
import { formOf } from "./forms.ts";

/** How deep brackets, prefixes and `else if` chains may nest. */
export const MAX_NESTING = 200;
/** After so many faults the rest is left unread: they are most likely one fault. */
export const MAX_FAULTS = 100;

export type Rule<T> = ParserMethod<[], T>;

/** Control flow of a fault that is already reported. Not an `Error`: no stack is wanted. */
const REPORTED = Symbol("reported fault");

const labels = (paths: TokenType[][]): string => {
  const found = [...new Set(paths.map((path) => path[0]?.LABEL ?? "more"))];
  if (found.length > 6) return `one of ${found.slice(0, 6).join(", ")}, …`;
  return found.length > 1 ? `${found.slice(0, -1).join(", ")} or ${found.at(-1)}` : (found[0] ?? "more");
};

/** The "message" of a recognition error is only what was expected; the words come from the catalogue. */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.LABEL ?? expected.name,
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ?? labels(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ?? labels(expectedIterationPaths),
  buildNotAllInputParsedMessage: () => "the end of the file",
};

export class ParserBase extends EmbeddedActionsParser {
  protected file = "";
  protected text = "";
  protected brackets: Brackets = { closer: new Map(), suspect: null };
  protected diagnostics: Diagnostic[] = [];
  protected nesting = 0;
  /** Openers already told of, so that one missing brace is one fault. */
  protected braceReported = false;

  constructor(validate: boolean) {
    super(VOCABULARY, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !validate,
      errorMessageProvider: expectations,
    });
  }

  // ------------------------------------------------------------------------------------------------------- places

  protected next(ahead = 1): Token {
    return this.LA(ahead) as Token;
  }

  /** Where the next token begins. */
  protected here(): number {
    return this.LA(1).startOffset;
  }

  /** From `start` to the end of what was read last. */
  protected span(start: number): Span {
    const last = this.LA(0) as Token;
    return { file: this.file, start, end: Math.max(start, last.endOffset + 1) };
  }

  protected tokenSpan(token: IToken): Span {
    return { file: this.file, start: token.startOffset, end: (token as Token).endOffset + 1 };
  }

  protected sees(text: Reserved | PlaceWord, ahead = 1): boolean {
    return this.LA(ahead).tokenType === word(text);
  }

  protected seesSymbol(text: Symbol_, ahead = 1): boolean {
    return this.LA(ahead).tokenType === symbol(text);
  }

  protected seesWord(ahead = 1): boolean {
    return matches(this.LA(ahead), Word);
  }

  protected seesName(ahead = 1): boolean {
    return matches(this.LA(ahead), Identifier);
  }

  protected atEnd(): boolean {
    return this.LA(1).tokenType === EOF;
  }

  /** The `///` lines above the next token, once. */
  protected doc(): string | null {
    if (this.RECORDING_PHASE) return null;
    const { doc } = this.next();
    if (doc === null || doc === undefined) return null;
    doc.used = true;
    return doc.text;
  }

  // ------------------------------------------------------------------------------------------------------- faults

  protected add(diagnostic: Diagnostic): void {
    if (this.diagnostics.length < MAX_FAULTS) this.diagnostics.push(diagnostic);
  }

  /** Reports and gives up the item that is being read. */
  protected fail(diagnostic: Diagnostic): never {
    this.add(diagnostic);
    throw REPORTED;
  }

  /** Runs `parse`; a fault inside is reported and gives undefined. Anything but a fault is a bug and goes on. */
  protected guarded<T>(parse: () => T): T | undefined {
    const { nesting } = this;
    try {
      return parse();
    } catch (thrown) {
      this.nesting = nesting;
      if (thrown === REPORTED) return undefined;
      if (!(thrown instanceof Error) || !isRecognitionException(thrown)) throw thrown;
      const diagnostic = explain({
        file: this.file,
        text: this.text,
        token: this.next(),
        previous: this.LA(0) as Token,
        following: this.LA(2) as Token,
        expected: thrown.message,
        form: formOf((thrown as IRecognitionException).context.ruleStack),
      });
      if (diagnostic !== null) this.add(diagnostic);
      return undefined;
    }
  }

  /** One level deeper; refuses to go past the bound. Leave with `leave`. A fault on the way restores the level in `guarded`. */
  protected enter(): void {
    if (this.RECORDING_PHASE) return;
    this.nesting++;
    if (this.nesting > MAX_NESTING)
      this.fail(report("nesting-too-deep", this.tokenSpan(this.LA(1)), { limit: MAX_NESTING }));
  }

  protected leave(): void {
    this.nesting--;
  }

  /** Consumes a small word, or says that it is missing and reads on where what follows it stands already. */
  protected particle(text: PlaceWord | Reserved, consume: () => IToken, follows: () => boolean, example: string): void {
    if (!this.RECORDING_PHASE && !this.sees(text) && follows()) {
      const at = this.here();
      const place = { file: this.file, start: at, end: at };
      this.add(
        report(
          "missing-word",
          this.tokenSpan(this.LA(1)),
          { word: text, example },
          { fixes: [{ title: `Insert \`${text}\``, edits: [{ span: place, text: `${text} ` }] }] },
        ),
      );
      return;
    }
    consume();
  }

  /** `require: x`, `tier: high`: the colon belongs after a name. */
  protected noColon(verb: string, example: string): void {
    if (this.RECORDING_PHASE || !this.seesSymbol(":")) return;
    const colon = this.LA(1);
    this.add(
      report(
        "colon-after-word",
        this.tokenSpan(colon),
        { word: verb, example },
        { fixes: [{ title: "Remove `:`", edits: [{ span: this.tokenSpan(colon), text: "" }] }] },
      ),
    );
    this.SKIP_TOKEN();
  }

  /** A reserved word in the place of a name is reported and taken as the name, unless it begins the next line. */
  protected mendName(): void {
    if (this.RECORDING_PHASE) return;
    const token = this.next();
    if (token.first || matches(token, Identifier) || !matches(token, Word)) return;
    this.add(report("reserved-name", this.tokenSpan(token), { name: token.image }));
    retag(token, Identifier);
  }

  // -------------------------------------------------------------------------------------------------- small rules

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

  // ------------------------------------------------------------------------------------------------ words and numbers

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

/** Whether a token is of a type, or of a class of types. */
export function matches(token: IToken, type: TokenType): boolean {
  return (
    token.tokenTypeIdx === type.tokenTypeIdx ||
    (type.isParent === true && type.categoryMatchesMap?.[token.tokenTypeIdx] === true)
  );
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
