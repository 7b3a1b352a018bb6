/** What an action says of itself: its contract, above the clauses. */
import { report } from "../../diagnostics/catalogue.ts";
import { Identifier, symbol, word } from "../tokens.ts";
import type { Disclosure, DurationLiteral, Expression, HeadItem, Name } from "../tree.ts";
import { CLOSED } from "../words.ts";
import type { Rule } from "./base.ts";
import { TypeRules } from "./types.ts";

export abstract class HeadRules extends TypeRules {
  protected readonly headItem: Rule<HeadItem> = this.RULE("headItem", () =>
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

  protected readonly impactItem: Rule<HeadItem> = this.RULE("impactItem", () => {
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

  protected readonly autonomyItem: Rule<HeadItem> = this.RULE("autonomyItem", () => {
    const start = this.CONSUME(word("autonomy"));
    this.noColon("autonomy", "autonomy guided");
    const level = this.SUBRULE(this.level);
    return this.ACTION(() => ({ kind: "autonomy" as const, level, span: this.span(start.startOffset) }));
  });

  protected readonly inputItem: Rule<HeadItem> = this.RULE("inputItem", () => {
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
          const fields = this.SUBRULE(this.fields, { ARGS: ["input"] });
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

  protected readonly factItem: Rule<HeadItem> = this.RULE("factItem", () => {
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

  protected readonly changesItem: Rule<HeadItem> = this.RULE("changesItem", () => {
    const start = this.CONSUME(word("changes"));
    this.noColon("changes", "changes Order.refunded");
    const targets: ReturnType<typeof this.changeTarget>[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => targets.push(this.SUBRULE(this.changeTarget)) });
    return this.ACTION(() => ({ kind: "changes" as const, targets, span: this.span(start.startOffset) }));
  });

  protected readonly letItem: Rule<HeadItem> = this.RULE("letItem", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    this.CONSUME(word("let"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol("="));
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: "let" as const, doc, name, value, span: this.span(start) }));
  });

  protected readonly openItem: Rule<HeadItem> = this.RULE("openItem", () => {
    const start = this.CONSUME(word("open"));
    this.CONSUME(word("in"));
    const environments = this.SUBRULE(this.nameList);
    return this.ACTION(() => ({ kind: "open" as const, environments, span: this.span(start.startOffset) }));
  });

  protected readonly immaterialItem: Rule<HeadItem> = this.RULE("immaterialItem", () => {
    const start = this.CONSUME(word("immaterial"));
    const fields = this.SUBRULE(this.pathList);
    return this.ACTION(() => ({ kind: "immaterial" as const, fields, span: this.span(start.startOffset) }));
  });

  protected readonly discloseItem: Rule<HeadItem> = this.RULE("discloseItem", () => {
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

  protected readonly disclosure: Rule<Disclosure | null> = this.RULE("disclosure", () => {
    const token = this.OR([{ ALT: () => this.CONSUME(word("evidence")) }, { ALT: () => this.CONSUME(Identifier) }]);
    return this.ACTION(() => this.closed(token, CLOSED.disclosure, "something to disclose"));
  });

  protected readonly rollbackItem: Rule<HeadItem> = this.RULE("rollbackItem", () => {
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
}
