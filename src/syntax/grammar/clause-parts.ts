/** What several clauses share: names, conditions, consequences, windows, reasons. */
import { report } from "../../diagnostics/catalogue.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import { Identifier, retag, symbol, Text, word } from "../tokens.ts";
import type {
  AutonomyLevel,
  CalendarUnit,
  Clause,
  Consequence,
  Expression,
  Name,
  QuotaWindow,
  Quoted,
} from "../tree.ts";
import { CLOSED } from "../words.ts";
import { matches, type Rule } from "./base.ts";
import { RequirementRules } from "./requirements.ts";

/** What stands before the verb. */
export interface Prefix {
  readonly start: number;
  readonly doc: string | null;
  readonly shadow: boolean;
  readonly waivable: boolean;
}

export const NONE: Prefix = { start: 0, doc: null, shadow: false, waivable: false };

export abstract class ClausePartRules extends RequirementRules {
  /** `NAME:` where a name is there. */
  protected readonly label: Rule<Name> = this.RULE("label", () => {
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol(":"));
    return name;
  });

  protected labelled(): boolean {
    return this.seesWord() && this.seesSymbol(":", 2);
  }

  protected readonly when: Rule<Expression> = this.RULE("when", () => {
    this.CONSUME(word("when"));
    return this.SUBRULE(this.expression);
  });

  protected readonly otherwise: Rule<Consequence> = this.RULE("otherwise", () => {
    const start = this.CONSUME(word("else"));
    return this.OR<Consequence>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word("deny"));
            return this.ACTION(() => ({ kind: "deny" as const, span: this.span(start.startOffset) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("warn"));
            return this.ACTION(() => ({ kind: "warn" as const, span: this.span(start.startOffset) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("tier"));
            const tier = this.SUBRULE(this.name);
            return this.ACTION(() => ({ kind: "tier" as const, tier, span: this.span(start.startOffset) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("approve"));
            const approval = this.SUBRULE(this.approval);
            return this.ACTION(() => ({ kind: "approve" as const, ...approval, span: this.span(start.startOffset) }));
          },
        },
      ],
      ERR_MSG: "a consequence (`deny`, `warn`, `tier T` or `approve by …`)",
    });
  });

  /** `[NAME] [: CONDITION]`, after points and tiers. */
  protected readonly nameAndCondition: Rule<{ readonly name: Name | null; readonly condition: Expression | null }> =
    this.RULE("nameAndCondition", () => {
      let name: Name | null = null;
      let condition: Expression | null = null;
      if (!this.RECORDING_PHASE && this.labelled()) this.mendName();
      this.OPTION({
        GATE: () => matches(this.LA(1), Identifier),
        DEF: () => {
          name = this.SUBRULE(this.name);
        },
      });
      this.OPTION2(() => {
        this.CONSUME(symbol(":"));
        condition = this.SUBRULE(this.expression);
      });
      return this.ACTION(() => ({ name, condition }));
    });

  /** `tier high when C`: points and tiers take their condition after a colon. */
  protected noWordBeforeCondition(condition: Expression | null, form: string): void {
    const token = this.next();
    if (condition !== null || !(this.sees("when") || (this.sees("if") && !token.first))) return;
    this.fail(report("condition-after-colon", this.tokenSpan(token), { form }));
  }

  protected readonly window: Rule<QuotaWindow> = this.RULE("window", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    return this.OR<QuotaWindow>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word("per"));
            const unit = this.SUBRULE(this.calendarUnit);
            return this.ACTION(() => ({ kind: "calendar" as const, unit, span: this.span(start) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("in"));
            return this.OR2<QuotaWindow>({
              DEF: [
                {
                  ALT: () => {
                    this.CONSUME(word("any"));
                    const duration = this.SUBRULE(this.duration);
                    return this.ACTION(() => ({ kind: "rolling" as const, duration, span: this.span(start) }));
                  },
                },
                {
                  ALT: () => {
                    this.CONSUME(word("total"));
                    return this.ACTION(() => ({ kind: "ever" as const, span: this.span(start) }));
                  },
                },
              ],
              ERR_MSG: "`any` and a duration (`in any 30 days`), or `total`",
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("at"));
            this.CONSUME(word("once"));
            return this.ACTION(() => ({ kind: "open" as const, span: this.span(start) }));
          },
        },
      ],
      ERR_MSG: "a window (`per day`, `in any 30 days`, `in total`, `at once`)",
    });
  });

  protected readonly calendarUnit: Rule<CalendarUnit> = this.RULE("calendarUnit", () => {
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => this.closed(token, CLOSED.calendarUnit, "a calendar window") ?? "day");
  });

  protected readonly level: Rule<AutonomyLevel> = this.RULE("level", () => {
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => this.closed(token, CLOSED.level, "a level of autonomy") ?? "read_only");
  });

  // The next three are called from many rules. Chevrotain keys each `option` and `subrule` by rule and number, so their
  // numbers (7, 8, 9) have to be free in every rule that calls them.

  protected optionalLabel(): Name | null {
    let name: Name | null = null;
    if (!this.RECORDING_PHASE && this.labelled()) this.mendName();
    this.option(7, {
      GATE: () => this.labelled(),
      DEF: () => {
        name = this.subrule(7, this.label);
      },
    });
    return this.RECORDING_PHASE ? null : name;
  }

  protected optionalWhen(): Expression | null {
    let when: Expression | null = null;
    this.option(8, () => {
      when = this.subrule(8, this.when);
    });
    return this.RECORDING_PHASE ? null : when;
  }

  protected optionalBecause(): Quoted | null {
    this.mendBecause();
    let because: Quoted | null = null;
    this.option(9, () => {
      because = this.subrule(9, this.because);
    });
    return this.RECORDING_PHASE ? null : because;
  }

  /** `becuase "…"`: a word before a text, at the end of a clause, can be nothing else. */
  private mendBecause(): void {
    if (this.RECORDING_PHASE) return;
    const token = this.next();
    if (token.tokenType !== Identifier || this.next(2).tokenType !== Text) return;
    if (nearest(token.image, ["because"]) === undefined) return;
    const span = this.tokenSpan(token);
    this.add(
      report(
        "unknown-word",
        span,
        { found: token.image, what: "the word before a reason", legal: ["because"] },
        { fixes: [{ title: "Write `because`", edits: [{ span, text: "because" }] }] },
      ),
    );
    retag(token, word("because"));
  }

  protected head(prefix: Prefix): {
    readonly doc: string | null;
    readonly shadow: boolean;
    readonly waivable: boolean;
    readonly span: Clause["span"];
  } {
    return { doc: prefix.doc, shadow: prefix.shadow, waivable: prefix.waivable, span: this.span(prefix.start) };
  }
}
