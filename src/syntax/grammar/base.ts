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
import { EOF, Identifier, type Symbol_, symbol, type Token, VOCABULARY, Word, word } from "../tokens.ts";
import type { PlaceWord, Reserved } from "../words.ts";
import type { Brackets } from "./brackets.ts";
import { explain } from "./explain.ts";
import { formOf, formOfKind } from "./forms.ts";

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

export abstract class ParserBase extends EmbeddedActionsParser {
  protected file = "";

  protected text = "";

  protected brackets: Brackets = { closer: new Map(), suspect: null, unclosed: [] };

  protected diagnostics: Diagnostic[] = [];

  protected nesting = 0;

  /** Openers already told of, so that one missing brace is one fault. */
  protected braceReported = false;

  /** The kind of the item that was read last. */
  protected kind: string | null = null;

  constructor(validate: boolean) {
    super(VOCABULARY, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !validate,
      errorMessageProvider: expectations,
    });
  }

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
        unclosed: this.brackets.unclosed,
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

  protected roomForFaults(): boolean {
    return this.diagnostics.length < MAX_FAULTS;
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

  protected view() {
    return {
      token: this.next(),
      previous: this.LA(0) as Token,
      following: this.LA(2) as Token,
      before: this.LA(-1) as Token,
      form: this.next().first || this.kind === null ? null : formOfKind(this.kind),
      kind: this.kind,
      span: this.tokenSpan(this.LA(1)),
      add: (diagnostic: Diagnostic) => this.add(diagnostic),
      fail: (diagnostic: Diagnostic): never => this.fail(diagnostic),
    };
  }

  /** Reads `}`, or says which `{` has none. */
  protected closing(open: Token): void {
    if (this.RECORDING_PHASE || this.seesSymbol("}")) {
      this.CONSUME(symbol("}"));
      return;
    }
    if (this.braceReported || !this.roomForFaults()) return;
    this.braceReported = true;
    const suspect = this.brackets.suspect ?? open;
    const labels = suspect === open ? [] : [{ span: this.tokenSpan(open), text: "this `{` was left open in the end" }];
    this.add(
      report(
        "missing-brace",
        this.tokenSpan(suspect),
        {},
        { labels: [...labels, { span: this.tokenSpan(this.LA(1)), text: "here I still waited for `}`" }] },
      ),
    );
  }
}

/** Whether a token is of a type, or of a class of types. */
export function matches(token: IToken, type: TokenType): boolean {
  return (
    token.tokenTypeIdx === type.tokenTypeIdx ||
    (type.isParent === true && type.categoryMatchesMap?.[token.tokenTypeIdx] === true)
  );
}
