/** The declarations of a file, one rule for each. */
import { report } from "../../diagnostics/catalogue.ts";
import { symbol, type Token, word } from "../tokens.ts";
import type { ApprovalRow, Declaration, Expression, Field, Name, Path, PolicyFile, Quoted } from "../tree.ts";
import { ActionRules } from "./actions.ts";
import type { Rule } from "./base.ts";

interface Documented {
  readonly start: number;
  readonly doc: string | null;
}

const NOTHING: Documented = { start: 0, doc: null };

export abstract class DeclarationRules extends ActionRules {
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

  protected readonly record = this.RULE("record", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("record"));
    const name = this.SUBRULE(this.name);
    const fields = this.SUBRULE(this.fieldBlock);
    return this.ACTION(() => ({ kind: "record" as const, ...this.documented(at), name, fields }));
  });

  protected readonly enumeration = this.RULE("enumeration", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("enum"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol("="));
    const values = this.SUBRULE(this.choices);
    return this.ACTION(() => ({ kind: "enum" as const, ...this.documented(at), name, values }));
  });

  protected readonly role = this.RULE("role", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("role"));
    const name = this.SUBRULE(this.name);
    const title = this.optionalTitle();
    return this.ACTION(() => ({ kind: "role" as const, ...this.documented(at), name, title }));
  });

  protected readonly queue = this.RULE("queue", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("queue"));
    const name = this.SUBRULE(this.name);
    const title = this.optionalTitle();
    return this.ACTION(() => ({ kind: "queue" as const, ...this.documented(at), name, title }));
  });

  protected optionalTitle(): Quoted | null {
    let title: Quoted | null = null;
    this.option(7, () => {
      title = this.subrule(7, this.quoted);
    });
    return this.RECORDING_PHASE ? null : title;
  }

  protected readonly evidenceKind = this.RULE("evidenceKind", (at: Documented = NOTHING): Declaration => {
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

  protected readonly tiers = this.RULE("tiers", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("tiers"));
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol("<"), DEF: () => names.push(this.SUBRULE(this.name)) });
    this.ACTION(() => {
      if (this.seesSymbol(",") || this.seesSymbol(">"))
        this.fail(report("tiers-form", this.tokenSpan(this.LA(1)), { found: this.LA(1).image }));
    });
    return this.ACTION(() => ({ kind: "tiers" as const, ...this.documented(at), names }));
  });

  protected readonly environments = this.RULE("environments", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("environments"));
    const names = this.SUBRULE(this.nameList);
    return this.ACTION(() => ({ kind: "environments" as const, ...this.documented(at), names }));
  });

  protected readonly timezone = this.RULE("timezone", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("timezone"));
    const zone = this.SUBRULE(this.quoted);
    return this.ACTION(() => ({ kind: "timezone" as const, ...this.documented(at), zone }));
  });

  protected readonly impactCategory = this.RULE("impactCategory", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("impact"));
    const name = this.SUBRULE(this.name);
    return this.ACTION(() => ({ kind: "impact-category" as const, ...this.documented(at), name }));
  });

  protected readonly define = this.RULE("define", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("define"));
    const name = this.SUBRULE(this.name);
    const params = this.SUBRULE(this.parameters);
    this.CONSUME(symbol("="));
    const body = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: "define" as const, ...this.documented(at), name, params, body }));
  });

  protected readonly table = this.RULE("table", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("table"));
    const name = this.SUBRULE(this.name);
    const params = this.SUBRULE(this.parameters);
    const open = this.CONSUME(symbol("{"));
    const head = this.SUBRULE(this.tableHead, { ARGS: [params] });
    const rows = this.SUBRULE(this.matchRows);
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "table" as const, ...this.documented(at), name, params, head, rows }));
  });

  protected readonly approvalTable = this.RULE("approvalTable", (at: Documented = NOTHING): Declaration => {
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

  protected readonly approvalRows: Rule<readonly ApprovalRow[]> = this.RULE("approvalRows", () =>
    this.rows(
      () => {
        this.MANY(() => this.SUBRULE(this.approvalRow));
      },
      () => this.SUBRULE(this.approvalRow),
    ),
  );

  protected readonly approvalRow: Rule<ApprovalRow> = this.RULE("approvalRow", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const patterns = this.SUBRULE(this.patterns);
    this.CONSUME(symbol("=>"));
    const requirement = this.SUBRULE(this.requirement);
    return this.ACTION(() => ({ patterns, requirement, span: this.span(start) }));
  });

  /** `| amount | region |`: as many columns as there are parameters, so that a first row may begin with a name. */
  protected readonly tableHead = this.RULE("tableHead", (params: readonly Field[] = []): readonly Name[] | null => {
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

  protected readonly action = this.RULE("action", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("action"));
    const name = this.SUBRULE(this.name);
    const open = this.CONSUME(symbol("{"));
    const items = this.SUBRULE(this.actionItems, { ARGS: [open as Token] });
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "action" as const, ...this.documented(at), name, items }));
  });

  protected readonly every = this.RULE("every", (at: Documented = NOTHING): Declaration => {
    this.CONSUME(word("every"));
    this.CONSUME(word("action"));
    const impacting = this.SUBRULE(this.impacting);
    const open = this.CONSUME(symbol("{"));
    const items = this.SUBRULE(this.blockItems, { ARGS: [open as Token] });
    this.closing(open as Token);
    return this.ACTION(() => ({ kind: "every" as const, ...this.documented(at), impacting, items }));
  });

  protected readonly impacting: Rule<readonly Name[]> = this.RULE("impacting", () => {
    const names: Name[] = [];
    this.OPTION(() => {
      this.CONSUME(word("impacting"));
      this.AT_LEAST_ONE_SEP({ SEP: word("or"), DEF: () => names.push(this.SUBRULE(this.name)) });
    });
    return names;
  });

  protected readonly guarantee = this.RULE("guarantee", (at: Documented = NOTHING): Declaration => {
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

  protected readonly waive = this.RULE("waive", (at: Documented = NOTHING): Declaration => {
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

  protected documented(at: Documented): { readonly doc: string | null; readonly span: PolicyFile["span"] } {
    return { doc: at.doc, span: this.span(at.start) };
  }
}
