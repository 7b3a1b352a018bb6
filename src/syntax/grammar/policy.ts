/** Files, declarations, actions and blocks. */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { Identifier, symbol, type Token, word } from "../tokens.ts";
import type {
  ActionItem,
  ApprovalRow,
  Block,
  BlockItem,
  ControlItem,
  Declaration,
  Disclosure,
  DurationLiteral,
  Expression,
  Field,
  HeadItem,
  Import,
  Name,
  Path,
  PolicyFile,
  Quoted,
  TypeNode,
} from "../tree.ts";
import { CLOSED, HEAD_WORDS } from "../words.ts";
import type { Rule } from "./base.ts";
import type { Brackets } from "./brackets.ts";
import { ClauseParser } from "./clauses.ts";
import { formOfKind } from "./forms.ts";
import {
  mendDeclaration,
  mendItem,
  mendPolicy,
  startsDeclaration,
  startsItem,
  startsOnlyDeclaration,
} from "./items.ts";

interface Documented {
  readonly start: number;
  readonly doc: string | null;
}

const HEAD = new Set<string>(HEAD_WORDS);
const FIELD = "amount: money";
const NOTHING: Documented = { start: 0, doc: null };

export class PolicyParser extends ClauseParser {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Reads one file. The parser is used again for the next one. */
  read(
    file: string,
    text: string,
    tokens: Token[],
    brackets: Brackets,
  ): { readonly tree: PolicyFile; readonly diagnostics: readonly Diagnostic[] } {
    this.file = file;
    this.text = text;
    this.brackets = brackets;
    this.diagnostics = [];
    this.nesting = 0;
    this.braceReported = false;
    this.kind = "policy-line";
    this.input = tokens;
    const tree = this.policyFile();
    return { tree, diagnostics: this.diagnostics };
  }

  // ---------------------------------------------------------------------------------------------------------- file

  /** The kind of the item that was read last. */
  private kind: string | null = null;

  readonly policyFile: Rule<PolicyFile> = this.RULE("policyFile", () => {
    if (this.RECORDING_PHASE) {
      this.SUBRULE(this.policyLine);
      this.MANY(() => this.SUBRULE(this.importLine));
      this.MANY2(() => this.SUBRULE(this.declaration));
      return undefined as never;
    }
    mendPolicy(this.view());
    const doc = this.sees("policy") ? this.doc() : null;
    let name: Path | null = null;
    if (this.sees("policy")) name = this.guarded(() => this.SUBRULE(this.policyLine)) ?? this.skipTop(null);
    else this.add(report("missing-policy-line", this.tokenSpan(this.LA(1)), {}));
    const imports: Import[] = [];
    const declarations: Declaration[] = [];
    while (!this.atEnd() && this.roomForFaults()) {
      const before = this.here();
      if (this.guarded(() => mendDeclaration(this.view())) === undefined) {
        this.skipTop(before);
        continue;
      }
      if (this.sees("policy")) {
        this.add(report("second-policy-line", this.tokenSpan(this.LA(1)), {}));
        if (this.guarded(() => this.SUBRULE2(this.policyLine)) === undefined) this.skipTop(before);
      } else if (this.sees("import")) {
        const token = this.LA(1);
        if (declarations.length > 0) this.add(report("import-too-late", this.tokenSpan(token), {}));
        const found = this.guarded(() => this.SUBRULE(this.importLine));
        if (found !== undefined) {
          imports.push(found);
          this.kind = "import-line";
        } else this.skipTop(before);
      } else {
        const found = this.guarded(() => this.SUBRULE(this.declaration));
        if (found !== undefined) {
          declarations.push(found);
          this.kind = found.kind;
        } else this.skipTop(before);
      }
    }
    while (!this.atEnd()) this.SKIP_TOKEN();
    return {
      kind: "policy" as const,
      doc,
      name,
      imports,
      declarations,
      span: { file: this.file, start: 0, end: this.text.length },
    };
  });

  private readonly policyLine: Rule<Path> = this.RULE("policyLine", () => {
    this.CONSUME(word("policy"));
    return this.SUBRULE(this.path);
  });

  private readonly importLine: Rule<Import> = this.RULE("importLine", () => {
    const start = this.CONSUME(word("import"));
    const path = this.SUBRULE(this.path);
    return this.ACTION(() => ({ kind: "import" as const, path, span: this.span(start.startOffset) }));
  });

  readonly declaration: Rule<Declaration> = this.RULE("declaration", () => {
    const documented: Documented = { start: this.RECORDING_PHASE ? 0 : this.here(), doc: this.doc() };
    const ARGS: [Documented] = [documented];
    return this.OR<Declaration>({
      DEF: [
        { ALT: () => this.SUBRULE(this.record, { ARGS }) },
        { ALT: () => this.SUBRULE(this.enumeration, { ARGS }) },
        { ALT: () => this.SUBRULE(this.role, { ARGS }) },
        { ALT: () => this.SUBRULE(this.queue, { ARGS }) },
        { ALT: () => this.SUBRULE(this.evidenceKind, { ARGS }) },
        { ALT: () => this.SUBRULE(this.tiers, { ARGS }) },
        { ALT: () => this.SUBRULE(this.environments, { ARGS }) },
        { ALT: () => this.SUBRULE(this.timezone, { ARGS }) },
        { ALT: () => this.SUBRULE(this.impactCategory, { ARGS }) },
        { ALT: () => this.SUBRULE(this.define, { ARGS }) },
        { ALT: () => this.SUBRULE(this.table, { ARGS }) },
        { ALT: () => this.SUBRULE(this.approvalTable, { ARGS }) },
        { ALT: () => this.SUBRULE(this.action, { ARGS }) },
        { ALT: () => this.SUBRULE(this.every, { ARGS }) },
        { ALT: () => this.SUBRULE(this.guarantee, { ARGS }) },
        { ALT: () => this.SUBRULE(this.waive, { ARGS }) },
      ],
      ERR_MSG: "a declaration (`action`, `record`, `role`, …)",
    });
  });

  // -------------------------------------------------------------------------------------------------- declarations

  private readonly record = this.RULE("record", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("record"));
    const name = this.SUBRULE(this.name);
    const fields = this.SUBRULE(this.fieldBlock);
    return this.ACTION(() => ({ kind: "record" as const, ...this.documented(at), name, fields }));
  });

  private readonly enumeration = this.RULE("enumeration", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("enum"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol("="));
    const values = this.SUBRULE(this.choices);
    return this.ACTION(() => ({ kind: "enum" as const, ...this.documented(at), name, values }));
  });

  private readonly choices: Rule<readonly Quoted[]> = this.RULE("choices", () => {
    const values: Quoted[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol("|"), DEF: () => values.push(this.SUBRULE(this.quoted)) });
    return values;
  });

  private readonly role = this.RULE("role", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("role"));
    const name = this.SUBRULE(this.name);
    const title = this.optionalTitle();
    return this.ACTION(() => ({ kind: "role" as const, ...this.documented(at), name, title }));
  });

  private readonly queue = this.RULE("queue", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("queue"));
    const name = this.SUBRULE(this.name);
    const title = this.optionalTitle();
    return this.ACTION(() => ({ kind: "queue" as const, ...this.documented(at), name, title }));
  });

  private optionalTitle(): Quoted | null {
    let title: Quoted | null = null;
    this.option(7, () => {
      title = this.subrule(7, this.quoted);
    });
    return this.RECORDING_PHASE ? null : title;
  }

  private readonly evidenceKind = this.RULE("evidenceKind", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("evidence"));
    const name = this.SUBRULE(this.name);
    let tools: readonly Quoted[] = [];
    let fields: readonly Field[] = [];
    this.OPTION(() => {
      this.CONSUME(word("from"));
      this.CONSUME(word("tool"));
      tools = this.SUBRULE(this.quotedList);
    });
    this.OPTION2(() => {
      fields = this.SUBRULE(this.fieldBlock);
    });
    return this.ACTION(() => ({ kind: "evidence-kind" as const, ...this.documented(at), name, tools, fields }));
  });

  private readonly tiers = this.RULE("tiers", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("tiers"));
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol("<"), DEF: () => names.push(this.SUBRULE(this.name)) });
    this.ACTION(() => {
      if (this.seesSymbol(",") || this.seesSymbol(">"))
        this.fail(report("tiers-form", this.tokenSpan(this.LA(1)), { found: this.LA(1).image }));
    });
    return this.ACTION(() => ({ kind: "tiers" as const, ...this.documented(at), names }));
  });

  private readonly environments = this.RULE("environments", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("environments"));
    const names = this.SUBRULE(this.nameList);
    return this.ACTION(() => ({ kind: "environments" as const, ...this.documented(at), names }));
  });

  private readonly timezone = this.RULE("timezone", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("timezone"));
    const zone = this.SUBRULE(this.quoted);
    return this.ACTION(() => ({ kind: "timezone" as const, ...this.documented(at), zone }));
  });

  private readonly impactCategory = this.RULE("impactCategory", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("impact"));
    const name = this.SUBRULE(this.name);
    return this.ACTION(() => ({ kind: "impact-category" as const, ...this.documented(at), name }));
  });

  private readonly define = this.RULE("define", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("define"));
    const name = this.SUBRULE(this.name);
    const params = this.SUBRULE(this.parameters);
    this.CONSUME(symbol("="));
    const body = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: "define" as const, ...this.documented(at), name, params, body }));
  });

  private readonly table = this.RULE("table", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("table"));
    const name = this.SUBRULE(this.name);
    const params = this.SUBRULE(this.parameters);
    const open = this.CONSUME(symbol("{"));
    const head = this.SUBRULE(this.tableHead, { ARGS: [params] });
    const rows = this.SUBRULE(this.matchRows);
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "table" as const, ...this.documented(at), name, params, head, rows }));
  });

  private readonly approvalTable = this.RULE("approvalTable", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("approval"));
    this.CONSUME(word("table"));
    const name = this.SUBRULE(this.name);
    const params = this.SUBRULE(this.parameters);
    const open = this.CONSUME(symbol("{"));
    const head = this.SUBRULE(this.tableHead, { ARGS: [params] });
    const rows = this.SUBRULE(this.approvalRows);
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "approval-table" as const, ...this.documented(at), name, params, head, rows }));
  });

  private readonly approvalRows: Rule<readonly ApprovalRow[]> = this.RULE("approvalRows", () =>
    this.rows(
      () => {
        this.MANY(() => this.SUBRULE(this.approvalRow));
      },
      () => this.SUBRULE(this.approvalRow),
    ),
  );

  private readonly approvalRow: Rule<ApprovalRow> = this.RULE("approvalRow", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const patterns = this.SUBRULE(this.patterns);
    this.CONSUME(symbol("=>"));
    const requirement = this.SUBRULE(this.requirement);
    return this.ACTION(() => ({ patterns, requirement, span: this.span(start) }));
  });

  /** `| amount | region |`: as many columns as there are parameters, so that a first row may begin with a name. */
  private readonly tableHead = this.RULE("tableHead", (params: readonly Field[] = []): readonly Name[] | null => {
    let head: Name[] | null = null;
    this.OPTION(() => {
      const bar = this.CONSUME(symbol("|"));
      const names: Name[] = [];
      head = names;
      this.AT_LEAST_ONE({
        GATE: () => names.length < Math.max(1, params.length),
        DEF: () => {
          names.push(this.SUBRULE(this.name));
          this.CONSUME2(symbol("|"));
        },
      });
      this.ACTION(() => {
        const same = names.length === params.length && names.every((name, i) => name.text === params[i]!.name.text);
        if (!same)
          this.add(
            report("table-head-form", this.span(bar.startOffset), {
              legal: `| ${params.map((p) => p.name.text).join(" | ")} |`,
            }),
          );
      });
    });
    return head;
  });

  private readonly action = this.RULE("action", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("action"));
    const name = this.SUBRULE(this.name);
    const open = this.CONSUME(symbol("{"));
    const items = this.SUBRULE(this.actionItems, { ARGS: [open as Token] });
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "action" as const, ...this.documented(at), name, items }));
  });

  private readonly every = this.RULE("every", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("every"));
    this.CONSUME(word("action"));
    const impacting = this.SUBRULE(this.impacting);
    const open = this.CONSUME(symbol("{"));
    const items = this.SUBRULE(this.blockItems, { ARGS: [open as Token] });
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "every" as const, ...this.documented(at), impacting, items }));
  });

  private readonly impacting: Rule<readonly Name[]> = this.RULE("impacting", () => {
    const names: Name[] = [];
    this.OPTION(() => {
      this.CONSUME(word("impacting"));
      this.AT_LEAST_ONE_SEP({ SEP: word("or"), DEF: () => names.push(this.SUBRULE(this.name)) });
    });
    return names;
  });

  private readonly guarantee = this.RULE("guarantee", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("guarantee"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol(":"));
    this.CONSUME(word("for"));
    let actions: readonly Path[] = [];
    let impacting: readonly Name[] = [];
    this.OR([
      {
        ALT: () => {
          this.CONSUME(word("every"));
          this.CONSUME(word("action"));
          impacting = this.SUBRULE(this.impacting);
        },
      },
      {
        ALT: () => {
          actions = this.SUBRULE(this.pathList);
        },
      },
    ]);
    let when: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(word("when"));
      when = this.SUBRULE(this.expression);
    });
    this.CONSUME(word("expect"));
    const expect = this.SUBRULE2(this.expression);
    let because: Quoted | null = null;
    this.OPTION2(() => {
      because = this.SUBRULE(this.because);
    });
    return this.ACTION(() => ({
      kind: "guarantee" as const,
      ...this.documented(at),
      name,
      actions,
      impacting,
      when,
      expect,
      because,
    }));
  });

  private readonly waive = this.RULE("waive", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("waive"));
    const clause = this.SUBRULE(this.path);
    let actions: readonly Path[] = [];
    this.OPTION(() => {
      this.CONSUME(word("for"));
      actions = this.SUBRULE(this.pathList);
    });
    this.CONSUME(word("until"));
    const until = this.SUBRULE(this.dateLiteral);
    this.ACTION(() => {
      if (!this.sees("because")) this.fail(report("waive-without-reason", this.span(at.start), {}));
    });
    const because = this.SUBRULE(this.because);
    return this.ACTION(() => ({ kind: "waive" as const, ...this.documented(at), clause, actions, until, because }));
  });

  // ------------------------------------------------------------------------------------------------ fields and types

  /** Separated by commas or by nothing; a field begins where a word and a colon stand. */
  private readonly fields = this.RULE("fields", (anyWord: boolean = true): readonly Field[] => {
    const fields: Field[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => {
        this.SUBRULE(this.field);
        this.OPTION(() => this.CONSUME(symbol(",")));
      });
      return fields;
    }
    while (this.seesWord() && this.seesSymbol(":", 2)) {
      const start = this.here();
      const field = this.guarded(() => this.SUBRULE2(this.field, { ARGS: [anyWord] }));
      if (field !== undefined) fields.push(field);
      else this.skipField(start);
      if (this.seesSymbol(",")) this.SKIP_TOKEN();
    }
    return fields;
  });

  private skipField(start: number): void {
    while (!this.atEnd()) {
      const token = this.next();
      if (
        token.startOffset > start &&
        ((this.seesWord() && this.seesSymbol(":", 2) && token.first) ||
          this.seesSymbol("}") ||
          this.seesSymbol(",") ||
          startsOnlyDeclaration(token) ||
          (token.first && startsItem(this.view())))
      )
        return;
      this.SKIP_TOKEN();
    }
  }

  private readonly field = this.RULE("field", (anyWord: boolean = true): Field => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    this.ACTION(() => {
      if (!anyWord) this.mendName();
    });
    const name = this.SUBRULE(this.anyWord);
    this.CONSUME(symbol(":"));
    const type = this.SUBRULE(this.type);
    this.ACTION(() => {
      if (
        this.seesSymbol("<") ||
        this.seesSymbol("[") ||
        this.seesSymbol("|") ||
        (type.kind === "named-type" &&
          /^(list|map|array|set)$/.test(type.path.parts[0]!.text) &&
          this.seesWord() &&
          !this.seesSymbol(":", 2))
      ) {
        this.fail(report("type-form", this.tokenSpan(this.LA(1)), { found: this.LA(1).image }));
      }
    });
    return this.ACTION(() => ({ kind: "field" as const, doc, name, type, span: this.span(start) }));
  });

  private readonly fieldBlock: Rule<readonly Field[]> = this.RULE("fieldBlock", () => {
    const open = this.CONSUME(symbol("{"));
    const fields = this.SUBRULE(this.fields);
    this.ACTION(() => {
      if (this.seesSymbol("}") || this.atEnd() || startsOnlyDeclaration(this.next())) return;
      const token = this.LA(1);
      if (this.seesWord() && this.seesSymbol("?", 2))
        this.fail(report("optional-after-type", this.tokenSpan(token), { name: token.image }));
      this.fail(report("field-form", this.tokenSpan(token), { found: token.image, form: FIELD }));
    });
    this.closing(open as Token);
    return fields;
  });

  private readonly parameters: Rule<readonly Field[]> = this.RULE("parameters", () => {
    let fields: readonly Field[] = [];
    this.CONSUME(symbol("("));
    fields = this.SUBRULE(this.fields, { ARGS: [false] });
    this.CONSUME(symbol(")"));
    return fields;
  });

  /** `?` makes the whole type optional: `list of text?` is a list that may be absent. */
  private readonly type: Rule<TypeNode> = this.RULE("type", () => {
    const inner = this.SUBRULE(this.bareType);
    let found = inner;
    this.OPTION(() => {
      this.CONSUME(symbol("?"));
      found = this.ACTION(() => ({ kind: "optional-type" as const, inner, span: this.span(inner.span.start) }));
    });
    return found;
  });

  private readonly bareType: Rule<TypeNode> = this.RULE("bareType", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    this.enter();
    const found = this.OR<TypeNode>({
      DEF: [
        {
          GATE: () => this.sees("of", 2),
          ALT: () => {
            this.CONSUME(word("list"));
            this.CONSUME(word("of"));
            const element = this.SUBRULE(this.bareType);
            return this.ACTION(() => ({ kind: "list-type" as const, element, span: this.span(start) }));
          },
        },
        {
          GATE: () => this.sees("of", 2),
          ALT: () => {
            this.CONSUME(word("map"));
            this.CONSUME2(word("of"));
            const element = this.SUBRULE2(this.bareType);
            return this.ACTION(() => ({ kind: "map-type" as const, element, span: this.span(start) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(symbol("("));
            const inner = this.SUBRULE(this.type);
            this.CONSUME(symbol(")"));
            return inner;
          },
        },
        {
          ALT: () => {
            const values = this.SUBRULE(this.choices);
            return this.ACTION(() => ({ kind: "choice-type" as const, values, span: this.span(start) }));
          },
        },
        {
          ALT: () => {
            const path = this.SUBRULE(this.path);
            return this.ACTION(() => ({ kind: "named-type" as const, path, span: path.span }));
          },
        },
      ],
      ERR_MSG: 'a type (`text`, `money`, `list of text`, `"a" | "b"`, a record, …)',
    });
    this.leave();
    return found;
  });

  // -------------------------------------------------------------------------------------------------- inside actions

  private readonly actionItems = this.RULE("actionItems", (open?: Token): readonly ActionItem[] => {
    if (this.RECORDING_PHASE) {
      this.MANY(() =>
        this.OR([{ ALT: () => this.SUBRULE(this.headItem) }, { ALT: () => this.SUBRULE(this.blockItem) }]),
      );
      return [];
    }
    return this.items<ActionItem>(open!, true, () =>
      HEAD.has(this.LA(1).image) ? this.SUBRULE(this.headItem) : this.SUBRULE(this.blockItem),
    );
  });

  private readonly blockItems = this.RULE("blockItems", (open?: Token): readonly BlockItem[] => {
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.blockItem));
      return [];
    }
    return this.items<BlockItem>(open!, false, () => {
      if (!HEAD.has(this.LA(1).image)) return this.SUBRULE(this.blockItem);
      const token = this.LA(1);
      this.add(report("misplaced-head-item", this.tokenSpan(token), { word: token.image }));
      this.SUBRULE(this.headItem);
      return null;
    });
  });

  /** Items until `}`. What has a fault is left out, and reading goes on at the next word that begins an item. */
  private items<T extends ActionItem>(open: Token, head: boolean, read: () => T | null): readonly T[] {
    const items: T[] = [];
    while (!this.seesSymbol("}") && !this.atEnd() && this.roomForFaults()) {
      const token = this.next();
      if (startsOnlyDeclaration(token) && !this.closesLater(open)) break;
      const item = this.guarded(() => {
        mendItem(this.view(), head);
        return read();
      });
      if (item === undefined) this.skipItem(token.startOffset);
      else if (item !== null) {
        items.push(item);
        this.kind = item.kind;
      }
    }
    return items;
  }

  /** Whether the block that is being read has a `}` further down. */
  private closesLater(open: Token): boolean {
    return this.brackets.closer.has(open.startOffset) && this.brackets.suspect === null;
  }

  private skipItem(start: number): void {
    let depth = 0;
    while (!this.atEnd()) {
      const token = this.next();
      if (token.startOffset > start) {
        if (startsOnlyDeclaration(token)) return;
        if (depth === 0 && (this.seesSymbol("}") || startsItem(this.view()))) return;
        // `forbids huge: …`: a line that looks like a clause with a misspelt word.
        if (depth === 0 && token.first && this.seesWord() && this.seesWord(2) && this.seesSymbol(":", 3)) return;
      }
      if (this.seesSymbol("{")) depth++;
      else if (this.seesSymbol("}")) depth--;
      this.SKIP_TOKEN();
    }
  }

  /** Skips to the next line that begins a declaration, not into the braces on the way. */
  private skipTop(start: number | null): null {
    const from = start ?? this.here() - 1;
    let depth = 0;
    while (!this.atEnd()) {
      const token = this.next();
      if (
        token.startOffset > from &&
        token.first &&
        (startsOnlyDeclaration(token) || (depth === 0 && startsDeclaration(this.view())))
      )
        return null;
      if (this.seesSymbol("{")) depth++;
      else if (this.seesSymbol("}")) depth = Math.max(0, depth - 1);
      this.SKIP_TOKEN();
    }
    return null;
  }

  /** Reads `}`, or says which `{` has none. */
  private closing(open: Token): void {
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

  readonly blockItem: Rule<BlockItem> = this.RULE("blockItem", () =>
    this.OR<BlockItem>([
      { ALT: () => this.SUBRULE(this.environmentBlock) },
      { ALT: () => this.SUBRULE(this.atBlock) },
      { ALT: () => this.SUBRULE(this.ifBlock) },
      { ALT: () => this.SUBRULE(this.control) },
      { ALT: () => this.SUBRULE(this.clause) },
    ]),
  );

  private readonly block: Rule<readonly BlockItem[]> = this.RULE("block", () => {
    const open = this.CONSUME(symbol("{")) as Token;
    this.enter();
    const items = this.SUBRULE(this.blockItems, { ARGS: [open] });
    this.leave();
    this.closing(open);
    return items;
  });

  private readonly environmentBlock: Rule<Block> = this.RULE("environmentBlock", () => {
    const start = this.CONSUME(word("environment"));
    const environments = this.SUBRULE(this.nameList);
    const items = this.SUBRULE(this.block);
    return this.ACTION(() => ({
      kind: "environment-block" as const,
      environments,
      items,
      span: this.span(start.startOffset),
    }));
  });

  private readonly atBlock: Rule<Block> = this.RULE("atBlock", () => {
    const start = this.CONSUME(word("at"));
    const tier = this.SUBRULE(this.name);
    const items = this.SUBRULE(this.block);
    return this.ACTION(() => ({ kind: "at-block" as const, tier, items, span: this.span(start.startOffset) }));
  });

  private readonly ifBlock: Rule<Block> = this.RULE("ifBlock", () => {
    const start = this.CONSUME(word("if")) as Token;
    const condition = this.SUBRULE(this.expression);
    this.ACTION(() => {
      if (!start.first && !this.seesSymbol("{")) this.fail(report("if-after-clause", this.tokenSpan(start), {}));
      if (this.sees("then")) this.fail(report("if-block-form", this.tokenSpan(this.LA(1)), {}));
    });
    const items = this.SUBRULE(this.block);
    return this.ACTION(() => ({ kind: "if-block" as const, condition, items, span: this.span(start.startOffset) }));
  });

  private readonly control: Rule<Block | ControlItem> = this.RULE("control", () => {
    const start = this.CONSUME(word("control"));
    const controls = this.SUBRULE(this.quotedList);
    let items: readonly BlockItem[] | undefined;
    this.OPTION(() => {
      items = this.SUBRULE(this.block);
    });
    return this.ACTION(() =>
      items === undefined
        ? { kind: "control" as const, controls, span: this.span(start.startOffset) }
        : { kind: "control-block" as const, controls, items, span: this.span(start.startOffset) },
    );
  });

  private readonly headItem: Rule<HeadItem> = this.RULE("headItem", () =>
    this.OR<HeadItem>([
      { ALT: () => this.SUBRULE(this.impactItem) },
      { ALT: () => this.SUBRULE(this.autonomyItem) },
      { ALT: () => this.SUBRULE(this.inputItem) },
      { ALT: () => this.SUBRULE(this.factItem) },
      { ALT: () => this.SUBRULE(this.changesItem) },
      { ALT: () => this.SUBRULE(this.letItem) },
      { ALT: () => this.SUBRULE(this.openItem) },
      { ALT: () => this.SUBRULE(this.immaterialItem) },
      { ALT: () => this.SUBRULE(this.discloseItem) },
      { ALT: () => this.SUBRULE(this.rollbackItem) },
      {
        ALT: () => {
          const token = this.CONSUME(word("irreversible"));
          return this.ACTION(() => ({ kind: "irreversible" as const, span: this.tokenSpan(token) }));
        },
      },
    ]),
  );

  private readonly impactItem: Rule<HeadItem> = this.RULE("impactItem", () => {
    const start = this.CONSUME(word("impact"));
    this.noColon("impact", "impact money = amount");
    const entries: { category: Name; value: Expression | null }[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: symbol(","),
      DEF: () => {
        const category = this.SUBRULE(this.name);
        let value: Expression | null = null;
        this.OPTION(() => {
          this.CONSUME(symbol("="));
          value = this.SUBRULE(this.expression);
        });
        entries.push({ category, value: this.RECORDING_PHASE ? null : value });
      },
    });
    return this.ACTION(() => ({ kind: "impact" as const, entries, span: this.span(start.startOffset) }));
  });

  private readonly autonomyItem: Rule<HeadItem> = this.RULE("autonomyItem", () => {
    const start = this.CONSUME(word("autonomy"));
    this.noColon("autonomy", "autonomy guided");
    const level = this.SUBRULE(this.level);
    return this.ACTION(() => ({ kind: "autonomy" as const, level, span: this.span(start.startOffset) }));
  });

  private readonly inputItem: Rule<HeadItem> = this.RULE("inputItem", () => {
    const start = this.CONSUME(word("input"));
    this.noColon("input", "input order_id: text, amount: money");
    return this.OR<HeadItem>([
      {
        GATE: () => this.sees("schema", 2),
        ALT: () => {
          this.CONSUME(word("from"));
          this.CONSUME(word("schema"));
          const file = this.SUBRULE(this.quoted);
          return this.ACTION(() => ({ kind: "input-schema" as const, file, span: this.span(start.startOffset) }));
        },
        IGNORE_AMBIGUITIES: true,
      },
      {
        ALT: () => {
          const fields = this.SUBRULE(this.fields, { ARGS: [false] });
          return this.ACTION(() => {
            if (fields.length === 0) {
              const token = this.LA(1);
              this.fail(
                report("field-form", this.tokenSpan(token), {
                  found: token.image,
                  form: "input order_id: text, amount: money",
                }),
              );
            }
            return { kind: "input" as const, fields, span: this.span(start.startOffset) };
          });
        },
      },
    ]);
  });

  private readonly factItem: Rule<HeadItem> = this.RULE("factItem", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    this.CONSUME(word("fact"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol(":"));
    const type = this.SUBRULE(this.type);
    this.CONSUME(symbol("="));
    const source = this.SUBRULE(this.path);
    const args = this.SUBRULE(this.args);
    return this.ACTION(() => ({ kind: "fact" as const, doc, name, type, source, args, span: this.span(start) }));
  });

  private readonly changesItem: Rule<HeadItem> = this.RULE("changesItem", () => {
    const start = this.CONSUME(word("changes"));
    this.noColon("changes", "changes Order.refunded");
    const targets: ReturnType<typeof this.changeTarget>[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => targets.push(this.SUBRULE(this.changeTarget)) });
    return this.ACTION(() => ({ kind: "changes" as const, targets, span: this.span(start.startOffset) }));
  });

  private readonly letItem: Rule<HeadItem> = this.RULE("letItem", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    this.CONSUME(word("let"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol("="));
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: "let" as const, doc, name, value, span: this.span(start) }));
  });

  private readonly openItem: Rule<HeadItem> = this.RULE("openItem", () => {
    const start = this.CONSUME(word("open"));
    this.CONSUME(word("in"));
    const environments = this.SUBRULE(this.nameList);
    return this.ACTION(() => ({ kind: "open" as const, environments, span: this.span(start.startOffset) }));
  });

  private readonly immaterialItem: Rule<HeadItem> = this.RULE("immaterialItem", () => {
    const start = this.CONSUME(word("immaterial"));
    const fields = this.SUBRULE(this.pathList);
    return this.ACTION(() => ({ kind: "immaterial" as const, fields, span: this.span(start.startOffset) }));
  });

  private readonly discloseItem: Rule<HeadItem> = this.RULE("discloseItem", () => {
    const start = this.CONSUME(word("disclose"));
    const what: Disclosure[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: symbol(","),
      DEF: () => {
        const found = this.SUBRULE(this.disclosure);
        this.ACTION(() => {
          if (found !== null) what.push(found);
        });
      },
    });
    return this.ACTION(() => ({ kind: "disclose" as const, what, span: this.span(start.startOffset) }));
  });

  private readonly disclosure: Rule<Disclosure | null> = this.RULE("disclosure", () => {
    const token = this.OR([{ ALT: () => this.CONSUME(word("evidence")) }, { ALT: () => this.CONSUME(Identifier) }]);
    return this.ACTION(() => this.closed(token, CLOSED.disclosure, "something to disclose"));
  });

  private readonly rollbackItem: Rule<HeadItem> = this.RULE("rollbackItem", () => {
    const start = this.CONSUME(word("rollback"));
    this.particle(
      "by",
      () => this.CONSUME(word("by")),
      () => this.seesName(),
      "rollback by ReverseRefund within 30 days",
    );
    const action = this.SUBRULE(this.path);
    let within: DurationLiteral | null = null;
    this.OPTION(() => {
      this.CONSUME(word("within"));
      within = this.SUBRULE(this.duration);
    });
    return this.ACTION(() => ({ kind: "rollback" as const, action, within, span: this.span(start.startOffset) }));
  });

  // -------------------------------------------------------------------------------------------------------- helpers

  private documented(at: Documented): { readonly doc: string | null; readonly span: PolicyFile["span"] } {
    return { doc: at.doc, span: this.span(at.start) };
  }

  private roomForFaults(): boolean {
    return this.diagnostics.length < 100;
  }

  private view() {
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
}
