/** Fields and types. */
import { report } from "../../diagnostics/catalogue.ts";
import { symbol, type Token, word } from "../tokens.ts";
import type { Field, Quoted, TypeNode } from "../tree.ts";
import type { Rule } from "./base.ts";
import { ClauseRules } from "./clauses.ts";
import { startsItem, startsOnlyDeclaration } from "./items.ts";

const FIELD = "amount: money";

/** Whose fields are read. Those of a record may have any word as their name. */
export type Fields = "record" | "input" | "parameters";

export abstract class TypeRules extends ClauseRules {
  protected readonly choices: Rule<readonly Quoted[]> = this.RULE("choices", () => {
    const values: Quoted[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: symbol("|"), DEF: () => values.push(this.SUBRULE(this.quoted)) });
    return values;
  });

  /**
   * Separated by commas or by nothing; a field begins where a word and a colon stand. Inputs end where a line begins with
   * the word of a clause: `forbid: amount > 5 USD` is a clause with a colon too many, not an input.
   */
  protected readonly fields = this.RULE("fields", (of: Fields = "record"): readonly Field[] => {
    const fields: Field[] = [];
    if (this.RECORDING_PHASE) {
      this.MANY(() => {
        this.SUBRULE(this.field);
        this.OPTION(() => this.CONSUME(symbol(",")));
      });
      return fields;
    }
    let expected = true;
    while (this.seesWord() && this.seesSymbol(":", 2) && this.roomForFaults()) {
      if (of === "input" && !expected && this.next().first && startsItem(this.view())) break;
      const start = this.here();
      const field = this.guarded(() => this.SUBRULE2(this.field, { ARGS: [of] }));
      if (field !== undefined) fields.push(field);
      else this.skipField(start);
      expected = this.seesSymbol(",");
      if (expected) this.SKIP_TOKEN();
    }
    return fields;
  });

  protected skipField(start: number): void {
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

  protected readonly field = this.RULE("field", (of: Fields = "record"): Field => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    this.ACTION(() => {
      if (of !== "record") this.mendName(true);
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

  protected readonly fieldBlock: Rule<readonly Field[]> = this.RULE("fieldBlock", () => {
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

  protected readonly parameters: Rule<readonly Field[]> = this.RULE("parameters", () => {
    let fields: readonly Field[] = [];
    this.CONSUME(symbol("("));
    fields = this.SUBRULE(this.fields, { ARGS: ["parameters"] });
    this.CONSUME(symbol(")"), { ERR_MSG: "a parameter (`amount: money`) or `)`" });
    return fields;
  });

  /** `?` makes the whole type optional: `list of text?` is a list that may be absent. */
  protected readonly type: Rule<TypeNode> = this.RULE("type", () => {
    const inner = this.SUBRULE(this.bareType);
    let found = inner;
    this.OPTION(() => {
      this.CONSUME(symbol("?"));
      found = this.ACTION(() => ({ kind: "optional-type" as const, inner, span: this.span(inner.span.start) }));
    });
    return found;
  });

  protected readonly bareType: Rule<TypeNode> = this.RULE("bareType", () => {
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
}
