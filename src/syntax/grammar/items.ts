/**
 * The words that begin declarations, clauses and blocks: where reading goes on after a fault, and which word was meant when
 * another one was written. A mended word is reported once and then read as the right one.
 */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import type { Span } from "../../source/span.ts";
import { Bad, DateToken, EOF, Identifier, Num, retag, symbol, Text, TimeToken, type Token, word } from "../tokens.ts";
import {
  BLOCK_WORDS,
  CLAUSE_WORDS,
  DECLARATION_WORDS,
  HEAD_WORDS,
  ONLY_DECLARATIONS,
  type Reserved,
} from "../words.ts";

/** What the parser shows of itself at the beginning of an item. */
export interface View {
  readonly token: Token;
  readonly previous: Token;
  readonly following: Token;
  readonly span: Span;
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

/** Words from other rule languages, and the word for it here. */
const MEANT: Readonly<Record<string, Reserved>> = {
  deny: "forbid",
  block: "forbid",
  refuse: "forbid",
  reject: "forbid",
  prohibit: "forbid",
  never: "forbid",
  must: "require",
  assert: "require",
  ensure: "require",
  needs: "require",
  precondition: "require",
  check: "require",
  permit: "require",
  allow: "require",
  approval: "approve",
  approvals: "approve",
  approvers: "approve",
  reviewers: "approve",
  review: "approve",
  reviewer: "approve",
  risk: "tier",
  points: "score",
  weight: "score",
  rate: "quota",
  ratelimit: "quota",
  budget: "quota",
  cap: "quota",
  unless: "if",
  when: "if",
  parameters: "input",
  params: "input",
  args: "input",
  effects: "changes",
  affects: "changes",
  undo: "rollback",
  revert: "rollback",
  proof: "evidence",
  attach: "evidence",
  audit: "sample",
  env: "environment",
  with: "fact",
  lookup: "fact",
  variable: "let",
  var: "let",
  const: "let",
};
const MEANT_TOP: Readonly<Record<string, Reserved>> = {
  type: "record",
  struct: "record",
  class: "record",
  entity: "record",
  function: "define",
  func: "define",
  def: "define",
  fn: "define",
  rule: "action",
  command: "action",
  contract: "action",
  invariant: "guarantee",
  assert: "guarantee",
  exception: "waive",
  waiver: "waive",
  use: "import",
  include: "import",
  package: "policy",
  module: "policy",
  namespace: "policy",
  env: "environments",
  levels: "tiers",
  zone: "timezone",
  group: "role",
  actor: "role",
};

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
        view.fail(
          report("unexpected-token", span, { found: `\`${token.image.slice(0, 40)}\``, expected: DECLARATION }),
        );
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
  return view.fail(
    report("unexpected-token", span, { found: `\`${token.image.slice(0, 40)}\``, expected: DECLARATION }),
  );
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
  if (token.tokenType === symbol(",")) view.fail(report("comma-after-clause", span, {}));
  if (token.tokenType === symbol(")") || token.tokenType === symbol("]"))
    view.fail(report("unmatched-brace", span, { found: token.image }));
  const isWord = /^[\p{ID_Start}_]/u.test(token.image) && token.value === undefined;
  const operatorNext =
    /^(==|!=|<|<=|>|>=|\.|\?\.|\+|-|\*|\/|and|or|in|is|like|=|\()$/.test(following.image) &&
    following.value === undefined;
  if (isWord && (token.first || !endsOperand(previous)) && !operatorNext) {
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
  if (endsOperand(previous) && (isWord || startsOperand(token)))
    view.fail(report("juxtaposition", span, { found: token.image.slice(0, 40) }));
  view.fail(
    report("unexpected-token", span, {
      found: token.tokenType === EOF ? "the end of the file" : `\`${token.image.slice(0, 40)}\``,
      expected: "a clause (`require`, `forbid`, `approve`, …) or `}`",
    }),
  );
}

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
