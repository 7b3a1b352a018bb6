/**
 * The words that begin declarations, clauses and blocks: where reading goes on after a fault, and which word was meant when
 * another one was written. A mended word is reported once and then read as the right one.
 */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { foreignOperator } from "../../diagnostics/foreign.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import type { Span } from "../../source/span.ts";
import { CURRENCIES } from "../currencies.ts";
import { Bad, DateToken, EOF, Identifier, Num, retag, symbol, Text, TimeToken, type Token, word } from "../tokens.ts";
import {
  BLOCK_WORDS,
  CLAUSE_WORDS,
  DECLARATION_WORDS,
  HEAD_WORDS,
  ONLY_DECLARATIONS,
  type Reserved,
} from "../words.ts";
import { shown } from "./explain.ts";
import { MEANT, MEANT_TOP } from "./meant.ts";

/** What the parser shows of itself at the beginning of an item. */
export interface View {
  readonly token: Token;
  readonly previous: Token;
  readonly following: Token;
  /** The token before the previous one. */
  readonly before: Token;
  readonly span: Span;
  /** How the item before this one is written, when it stands on the same line: most likely it is what is wrong. */
  readonly form: string | null;
  /** The kind of the item before this one, or null at the beginning. */
  readonly kind: string | null;
  readonly add: (diagnostic: Diagnostic) => void;
  readonly fail: (diagnostic: Diagnostic) => never;
}

const HEAD: readonly string[] = HEAD_WORDS;
const BLOCK: readonly string[] = [...CLAUSE_WORDS, ...BLOCK_WORDS];
const ITEMS = new Set<string>([...HEAD, ...BLOCK]);
const ONLY = new Set<string>(ONLY_DECLARATIONS);
const DECLARATIONS = new Set<string>(DECLARATION_WORDS);
/** Item words that also stand inside expressions: they begin an item only at the beginning of a line. */
const WEAK = new Set<string>([
  "score",
  "tier",
  "evidence",
  "environment",
  "impact",
  "changes",
  "autonomy",
  "if",
  "at",
  "approve",
]);

/** Whether a declaration stands here that can stand nowhere inside an action. */
export function startsOnlyDeclaration(token: Token): boolean {
  return token.first && ONLY.has(token.image) && token.tokenType === word(token.image as Reserved);
}

/** Whether a declaration begins here. */
export function startsDeclaration({ token }: View): boolean {
  return DECLARATIONS.has(token.image) && token.value === undefined;
}

/** Whether reading may go on here inside an action or block. */
export function startsItem({ token, previous }: View): boolean {
  if (
    token.value !== undefined ||
    !ITEMS.has(token.image) ||
    previous.tokenType === symbol(".") ||
    previous.tokenType === symbol("?.")
  )
    return false;
  return token.first || !WEAK.has(token.image);
}

/** The first word of a file: `package a` and `Policy a` were meant as `policy a`. */
export function mendPolicy(view: View): void {
  const { token, span, following } = view;
  if (token.tokenType !== Identifier || following.tokenType !== Identifier) return;
  const meant = MEANT_TOP[token.image] === "policy" || nearest(token.image, ["policy"]) !== undefined;
  if (!meant) return;
  view.add(
    report(
      "declaration-word",
      span,
      { found: token.image, nearest: "policy" },
      { fixes: [{ title: "Write `policy`", edits: [{ span, text: "policy" }] }] },
    ),
  );
  retag(token, word("policy"));
}

/** At the top of a file: mends a misspelt word; fails where nothing can be mended. */
export function mendDeclaration(view: View): true {
  const { token, span } = view;
  if (token.tokenType === EOF || startsDeclaration(view) || token.tokenType === Bad) return true;
  if (token.tokenType === Identifier) {
    const meant =
      (Object.hasOwn(MEANT_TOP, token.image) ? MEANT_TOP[token.image] : undefined) ??
      nearest(token.image, DECLARATION_WORDS);
    const nameNext = /^[\p{ID_Start}_"]/u.test(view.following.image);
    if (meant === undefined || !nameNext) {
      if (!token.first)
        view.fail(report("unexpected-token", span, { found: shown(token), expected: DECLARATION, form: view.form }));
      view.fail(report("declaration-word", span, { found: token.image.slice(0, 40), nearest: null }));
    }
    view.add(
      report(
        "declaration-word",
        span,
        { found: token.image, nearest: meant },
        { fixes: [{ title: `Write \`${meant}\``, edits: [{ span, text: meant }] }] },
      ),
    );
    retag(token, word(meant as Reserved));
    token.image = meant;
    return true;
  }
  if (CLOSERS.has(token.tokenType)) view.fail(report("unmatched-brace", span, { found: token.image }));
  if (ITEMS.has(token.image) && token.value === undefined)
    view.fail(report("misplaced-clause", span, { word: token.image }));
  return view.fail(report("unexpected-token", span, { found: shown(token), expected: DECLARATION, form: view.form }));
}

const DECLARATION = "a declaration (`action`, `record`, `role`, …)";
const CLOSERS = new Set([symbol("}"), symbol(")"), symbol("]")]);

/** Inside an action or block: mends a misspelt word, explains what cannot begin a clause. Fails when nothing can be mended. */
export function mendItem(view: View, head: boolean): void {
  const { token, previous, following, span } = view;
  if (token.value === undefined && ITEMS.has(token.image) && token.tokenType !== Identifier) return;
  // Reported by the lexer; the rule that follows fails on it without another word.
  if (token.tokenType === Bad) return;
  if (token.tokenType === word("else")) {
    view.fail(following.tokenType === word("if") ? report("else-if-block", span, {}) : report("else-block", span, {}));
  }
  if (ONLY.has(token.image) && token.tokenType === word(token.image as Reserved) && token.image !== "approval") {
    view.fail(report("misplaced-declaration", span, { word: token.image }));
  }
  if (token.tokenType === symbol(",")) {
    const { image } = previous;
    // `1,000 USD`: close together, and three digits.
    if (
      previous.tokenType === Num &&
      following.tokenType === Num &&
      /^\d{3}/.test(following.image) &&
      previous.endOffset + 2 === following.startOffset
    ) {
      const place = { ...span, start: previous.startOffset, end: following.endOffset + 1 };
      view.fail(
        report("number-form", place, { found: `${image},${following.image}`, legal: `${image}_${following.image}` }),
      );
    }
    view.fail(report("comma-after-clause", span, {}));
  }
  if (token.tokenType === symbol("?")) view.fail(report("ternary", span, {}));
  if (token.tokenType === word("and") || token.tokenType === word("or"))
    view.fail(report("and-after-list", span, { found: token.image }));
  if (/^(allow|permit|grant)$/.test(token.image)) view.fail(report("no-allow", span, { found: token.image }));
  if (token.tokenType === Num && CURRENCIES.has(previous.image)) {
    const place = { ...span, start: previous.startOffset };
    view.fail(report("currency-first", place, { legal: `${token.image} ${previous.image}` }));
  }
  if (token.tokenType === symbol(")") || token.tokenType === symbol("]"))
    view.fail(report("unmatched-brace", span, { found: token.image }));
  const isWord = /^[\p{ID_Start}_]/u.test(token.image) && token.value === undefined;
  const operatorNext =
    /^(==|!=|<|<=|>|>=|\.|\?\.|\+|-|\*|\/|and|or|in|is|like|=|\()$/.test(following.image) &&
    following.value === undefined;
  const later = LATER.has(token.image) && !(token.image === "in" && token.first);
  const newItem = token.first || (!endsOperand(previous) && view.before.tokenType !== symbol("."));
  if (isWord && newItem && !operatorNext && !later) {
    const legal = head ? [...HEAD, ...BLOCK] : BLOCK;
    const meant = (Object.hasOwn(MEANT, token.image) ? MEANT[token.image] : undefined) ?? nearest(token.image, legal);
    if (meant === undefined || (!head && HEAD.includes(meant)))
      view.fail(report("clause-word", span, { found: token.image, nearest: meant ?? null, legal }));
    view.add(
      report(
        "clause-word",
        span,
        { found: token.image, nearest: meant, legal },
        { fixes: [{ title: `Write \`${meant}\``, edits: [{ span, text: meant }] }] },
      ),
    );
    retag(token, word(meant as Reserved));
    // Dispatch looks at the written word too.
    token.image = meant;
    return;
  }
  const follows = LATER.has(token.image) && token.value === undefined;
  if (
    !follows &&
    !token.first &&
    token.tokenType === Identifier &&
    previous.tokenType === Identifier &&
    LABELLED.has(view.before.image) &&
    following.tokenType !== Bad &&
    foreignOperator(token.image) === ""
  ) {
    const place = { ...span, start: previous.startOffset, end: previous.endOffset + 1 };
    view.fail(report("missing-colon", place, { verb: view.before.image, name: previous.image }));
  }
  const afterDot = view.before.tokenType === symbol(".") && !token.first;
  const inCondition = view.kind === null || CONDITIONS.has(view.kind) || token.image === "when";
  if (!follows && inCondition && (endsOperand(previous) || afterDot) && (isWord || startsOperand(token)))
    view.fail(report("juxtaposition", span, { found: token.image.slice(0, 40) }));
  view.fail(
    report("unexpected-token", span, {
      found: shown(token),
      expected: "a clause (`require`, `forbid`, `approve`, …) or `}`",
      form: view.form,
    }),
  );
}

/** Words that go on with a clause: at the beginning of one they come too late, or follow a clause that does not take them. */
const LATER = new Set<string>([
  "because",
  "within",
  "after",
  "per",
  "for",
  "each",
  "excluding",
  "in",
  "until",
  "expect",
  "where",
  "by",
  "to",
  "up",
]);
/** Items that end with a condition or another expression. */
const CONDITIONS = new Set<string>(["require", "forbid", "score", "tier", "let", "impact"]);
const LABELLED = new Set<string>(["require", "forbid"]);

const OPERAND_ENDS = new Set([
  Identifier,
  Text,
  Num,
  DateToken,
  TimeToken,
  symbol(")"),
  symbol("]"),
  symbol("%"),
  word("true"),
  word("false"),
  word("present"),
  word("missing"),
]);

function endsOperand(token: Token): boolean {
  return OPERAND_ENDS.has(token.tokenType) || (token.tokenType.CATEGORIES?.includes(Identifier) ?? false);
}

function startsOperand(token: Token): boolean {
  return [Text, Num, DateToken, TimeToken, symbol("("), symbol("["), word("not"), word("true"), word("false")].includes(
    token.tokenType,
  );
}
