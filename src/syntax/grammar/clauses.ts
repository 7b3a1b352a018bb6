/** Requirements, consequences and the clauses of actions. */
import { report } from "../../diagnostics/catalogue.ts";
import { Identifier, Num, symbol, word } from "../tokens.ts";
import type {
  AutonomyLevel,
  CalendarUnit,
  Clause,
  Consequence,
  DurationLiteral,
  Expression,
  Name,
  NumberLiteral,
  QuotaWindow,
  Quoted,
  Requirement,
} from "../tree.ts";
import { CLOSED } from "../words.ts";
import { matches, type Rule } from "./base.ts";
import { ExpressionParser } from "./expressions.ts";

/** What stands before the verb. */
interface Prefix {
  readonly start: number;
  readonly doc: string | null;
  readonly shadow: boolean;
  readonly waivable: boolean;
}

interface Approval {
  readonly requirement: Requirement;
  readonly excluding: Expression | null;
}

const NONE: Prefix = { start: 0, doc: null, shadow: false, waivable: false };

export class ClauseParser extends ExpressionParser {
  // -------------------------------------------------------------------------------------------------- requirements

  readonly requirement: Rule<Requirement> = this.RULE("requirement", () => {
    this.enter();
    const parts: Requirement[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: word("or"), DEF: () => parts.push(this.SUBRULE(this.seatsTogether)) });
    this.leave();
    return this.ACTION(() => joined("or", parts));
  });

  private readonly seatsTogether: Rule<Requirement> = this.RULE("seatsTogether", () => {
    const parts: Requirement[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: word("and"), DEF: () => parts.push(this.SUBRULE(this.seats)) });
    return this.ACTION(() => joined("and", parts));
  });

  private readonly seats: Rule<Requirement> = this.RULE("seats", () =>
    this.OR<Requirement>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(symbol("("));
            const inner = this.SUBRULE(this.requirement);
            this.CONSUME(symbol(")"));
            return inner;
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(word("nobody"));
            return this.ACTION(() => ({ kind: "nobody" as const, span: this.tokenSpan(token) }));
          },
        },
        { ALT: () => this.SUBRULE(this.counted) },
        {
          ALT: () => {
            const path = this.SUBRULE(this.path);
            this.ACTION(() => {
              if (this.seesSymbol("(")) return;
              const name = path.parts.map((part) => part.text).join(".");
              const at = { ...path.span, end: path.span.start };
              this.fail(
                report(
                  "seat-without-count",
                  path.span,
                  { name },
                  { fixes: [{ title: `Write \`1 of ${name}\``, edits: [{ span: at, text: "1 of " }] }] },
                ),
              );
            });
            const args = this.SUBRULE(this.args);
            return this.ACTION(() => ({ kind: "table" as const, table: path, args, span: this.span(path.span.start) }));
          },
        },
      ],
      ERR_MSG: "who has to agree (`1 of finance`, `2 of any [finance, legal]`, …)",
    }),
  );

  /** `2 of finance`, `2 of any [finance, legal]`, `2 roles of [finance, legal]`. */
  private readonly counted: Rule<Requirement> = this.RULE("counted", () => {
    const count = this.SUBRULE(this.count);
    if (!this.RECORDING_PHASE && this.seesName() && !this.sees("roles")) {
      this.particle(
        "of",
        () => this.LA(1),
        () => true,
        "2 of finance",
      );
      const role = this.SUBRULE3(this.name);
      return { kind: "seats" as const, count, role, span: this.span(count.span.start) };
    }
    return this.OR<Requirement>([
      {
        ALT: () => {
          this.CONSUME(word("roles"));
          this.CONSUME(word("of"));
          const roles = this.SUBRULE(this.roleList);
          return this.ACTION(() => ({ kind: "roles" as const, count, roles, span: this.span(count.span.start) }));
        },
      },
      {
        ALT: () => {
          this.CONSUME2(word("of"));
          return this.OR2<Requirement>([
            {
              ALT: () => {
                this.CONSUME(word("any"));
                const roles = this.SUBRULE2(this.roleList);
                return this.ACTION(() => ({ kind: "any" as const, count, roles, span: this.span(count.span.start) }));
              },
            },
            {
              ALT: () => {
                const role = this.SUBRULE(this.name);
                return this.ACTION(() => ({ kind: "seats" as const, count, role, span: this.span(count.span.start) }));
              },
            },
          ]);
        },
      },
    ]);
  });

  private readonly roleList: Rule<readonly Name[]> = this.RULE("roleList", () => {
    this.CONSUME(symbol("["));
    const names = this.SUBRULE(this.nameList);
    this.CONSUME(symbol("]"));
    return names;
  });

  // ------------------------------------------------------------------------------------------------------- clauses

  readonly clause: Rule<Clause> = this.RULE("clause", () => {
    const start = this.RECORDING_PHASE ? 0 : this.here();
    const doc = this.doc();
    let shadow = false;
    let waivable = false;
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(word("shadow"));
            shadow = true;
          },
        },
        {
          ALT: () => {
            this.CONSUME(word("waivable"));
            waivable = true;
          },
        },
      ]),
    );
    const prefix: Prefix = { start, doc, shadow, waivable };
    const ARGS: [Prefix] = [prefix];
    return this.OR2<Clause>({
      DEF: [
        { ALT: () => this.SUBRULE(this.requireClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.forbidClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.scoreClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.tierClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.approveClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.evidenceClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.quotaClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.limitClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.sampleClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.routeClause, { ARGS }) },
        { ALT: () => this.SUBRULE(this.escalateClause, { ARGS }) },
      ],
      ERR_MSG: "a clause (`require`, `forbid`, `approve`, …)",
    });
  });

  /** `NAME:` where a name is there. */
  private readonly label: Rule<Name> = this.RULE("label", () => {
    const name = this.SUBRULE(this.name);
    this.CONSUME(symbol(":"));
    return name;
  });

  private labelled(): boolean {
    return this.seesWord() && this.seesSymbol(":", 2);
  }

  private readonly when: Rule<Expression> = this.RULE("when", () => {
    this.CONSUME(word("when"));
    return this.SUBRULE(this.expression);
  });

  private readonly otherwise: Rule<Consequence> = this.RULE("otherwise", () => {
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

  private readonly approval: Rule<Approval> = this.RULE("approvalPart", () => {
    this.particle(
      "by",
      () => this.CONSUME(word("by")),
      () => matches(this.LA(1), Num) || this.seesSymbol("(") || this.seesName() || this.sees("nobody"),
      "approve by 1 of finance",
    );
    const requirement = this.SUBRULE(this.requirement);
    let excluding: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(word("excluding"));
      excluding = this.SUBRULE(this.expression);
    });
    return this.ACTION(() => ({ requirement, excluding }));
  });

  private readonly requireClause = this.RULE("requireClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("require"));
    this.noColon("require", "require settled: order.paid");
    const name = this.optionalLabel();
    const condition = this.SUBRULE(this.expression);
    let otherwise: Consequence | null = null;
    this.OPTION2(() => {
      otherwise = this.SUBRULE(this.otherwise);
    });
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "require" as const, ...this.head(prefix), name, condition, otherwise, because }));
  });

  private readonly forbidClause = this.RULE("forbidClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("forbid"));
    this.noColon("forbid", "forbid too_much: amount > 500 USD");
    const name = this.optionalLabel();
    const condition = this.SUBRULE(this.expression);
    this.ACTION(() => {
      if (this.sees("else")) this.fail(report("forbid-else", this.tokenSpan(this.LA(1)), {}));
    });
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "forbid" as const, ...this.head(prefix), name, condition, because }));
  });

  private readonly scoreClause = this.RULE("scoreClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("score"));
    this.noColon("score", 'score 20 rushed: reason == "goodwill"');
    const points = this.SUBRULE(this.count);
    const { name, condition } = this.SUBRULE(this.nameAndCondition) ?? NAMELESS;
    this.ACTION(() => this.noWordBeforeCondition(condition, `score ${points.value}`));
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "score" as const, ...this.head(prefix), name, points, condition, because }));
  });

  private readonly tierClause = this.RULE("tierClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("tier"));
    this.noColon("tier", "tier high: amount > 500 USD");
    const tier = this.SUBRULE(this.name);
    const { name, condition } = this.SUBRULE(this.nameAndCondition) ?? NAMELESS;
    this.ACTION(() => this.noWordBeforeCondition(condition, `tier ${tier.text}`));
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "tier" as const, ...this.head(prefix), name, tier, condition, because }));
  });

  /** `[NAME] [: CONDITION]`, after points and tiers. */
  private readonly nameAndCondition: Rule<{ readonly name: Name | null; readonly condition: Expression | null }> =
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

  private readonly approveClause = this.RULE("approveClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("approve"));
    this.noColon("approve", "approve by 1 of finance");
    const name = this.optionalLabel();
    const approval = this.SUBRULE(this.approval);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "approve" as const, ...this.head(prefix), name, ...approval, when, because }));
  });

  private readonly evidenceClause = this.RULE("evidenceClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("evidence"));
    this.noColon("evidence", "evidence fraud_check within 24 hours");
    const name = this.optionalLabel();
    const evidence = this.SUBRULE(this.name);
    let within: DurationLiteral | null = null;
    this.OPTION2(() => {
      this.CONSUME(word("within"));
      within = this.SUBRULE(this.duration);
    });
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({
      kind: "evidence" as const,
      ...this.head(prefix),
      name,
      evidence,
      within,
      when,
      because,
    }));
  });

  private readonly quotaClause = this.RULE("quotaClause", (prefix: Prefix = NONE): Clause => {
    const verb = this.CONSUME(word("quota"));
    this.noColon("quota", "quota daily: 20 per day");
    let name: Name | null = null;
    if (this.RECORDING_PHASE || this.labelled()) {
      this.mendName();
      name = this.SUBRULE(this.label);
    } else if (this.seesName() && this.LA(2).tokenType === Num && !this.LA(2).image.includes(".")) {
      const token = this.LA(1);
      this.fail(report("missing-colon", this.tokenSpan(token), { verb: "quota", name: token.image }));
    } else {
      const place = { ...this.tokenSpan(verb), start: verb.startOffset + verb.image.length };
      const fix = { title: "Give it a name", edits: [{ span: place, text: " NAME:" }] };
      this.add(report("quota-without-name", this.tokenSpan(verb), {}, { fixes: [fix] }));
    }
    let sum: Expression | null = null;
    this.OPTION({
      GATE: () => this.sees("of", 2),
      DEF: () => {
        this.CONSUME(word("sum"));
        this.CONSUME(word("of"));
        sum = this.SUBRULE(this.value);
        this.particle(
          "up",
          () => this.CONSUME(word("up")),
          () => this.sees("to"),
          "sum of amount up to 500 USD per day",
        );
        this.CONSUME(word("to"));
      },
    });
    const limit = this.SUBRULE2(this.value);
    const window = this.SUBRULE(this.window);
    const keys: Expression[] = [];
    this.OPTION2(() => {
      this.CONSUME(word("for"));
      this.particle(
        "each",
        () => this.CONSUME(word("each")),
        () => this.seesWord(),
        "for each requester.id",
      );
      this.AT_LEAST_ONE_SEP({ SEP: symbol(","), DEF: () => keys.push(this.SUBRULE3(this.value)) });
    });
    const when = this.optionalWhen();
    let otherwise: Consequence | null = null;
    this.OPTION4(() => {
      otherwise = this.SUBRULE(this.otherwise);
    });
    const because = this.optionalBecause();
    return this.ACTION(() => ({
      kind: "quota" as const,
      ...this.head(prefix),
      name,
      sum,
      limit,
      window,
      keys,
      when,
      otherwise,
      because,
    }));
  });

  private readonly window: Rule<QuotaWindow> = this.RULE("window", () => {
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

  private readonly calendarUnit: Rule<CalendarUnit> = this.RULE("calendarUnit", () => {
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => this.closed(token, CLOSED.calendarUnit, "a calendar window") ?? "day");
  });

  private readonly limitClause = this.RULE("limitClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("limit"));
    const name = this.optionalLabel();
    this.CONSUME(word("autonomy"));
    this.particle(
      "to",
      () => this.CONSUME(word("to")),
      () => this.seesName(),
      "limit autonomy to guided",
    );
    const level = this.SUBRULE(this.level);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "limit" as const, ...this.head(prefix), name, level, when, because }));
  });

  protected readonly level: Rule<AutonomyLevel> = this.RULE("level", () => {
    const token = this.CONSUME(Identifier);
    return this.ACTION(() => this.closed(token, CLOSED.level, "a level of autonomy") ?? "read_only");
  });

  private readonly sampleClause = this.RULE("sampleClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("sample"));
    this.noColon("sample", "sample audit: 5%");
    const name = this.optionalLabel();
    const rate: NumberLiteral = this.SUBRULE(this.rate);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "sample" as const, ...this.head(prefix), name, rate, when, because }));
  });

  private readonly routeClause = this.RULE("routeClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("route"));
    const name = this.optionalLabel();
    this.particle(
      "to",
      () => this.CONSUME(word("to")),
      () => this.seesName(),
      "route to fraud_desk",
    );
    const queue = this.SUBRULE(this.name);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "route" as const, ...this.head(prefix), name, queue, when, because }));
  });

  private readonly escalateClause = this.RULE("escalateClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("escalate"));
    const name = this.optionalLabel();
    this.particle(
      "to",
      () => this.CONSUME(word("to")),
      () => this.seesName(),
      "escalate to ops after 4 hours",
    );
    const role = this.SUBRULE(this.name);
    this.CONSUME(word("after"));
    const after = this.SUBRULE(this.duration);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "escalate" as const, ...this.head(prefix), name, role, after, when, because }));
  });

  /** `tier high when C`: points and tiers take their condition after a colon. */
  private noWordBeforeCondition(condition: Expression | null, form: string): void {
    const token = this.next();
    if (condition !== null || !(this.sees("when") || (this.sees("if") && !token.first))) return;
    this.fail(report("condition-after-colon", this.tokenSpan(token), { form }));
  }

  // ------------------------------------------------------------------------------------------------- common pieces
  // Called by many rules: Chevrotain keys repetitions by rule, so the numbers (1, 5, 6) are free in every clause above.

  private optionalLabel(): Name | null {
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

  private optionalWhen(): Expression | null {
    let when: Expression | null = null;
    this.option(8, () => {
      when = this.subrule(8, this.when);
    });
    return this.RECORDING_PHASE ? null : when;
  }

  private optionalBecause(): Quoted | null {
    let because: Quoted | null = null;
    this.option(9, () => {
      because = this.subrule(9, this.because);
    });
    return this.RECORDING_PHASE ? null : because;
  }

  private head(prefix: Prefix): {
    readonly doc: string | null;
    readonly shadow: boolean;
    readonly waivable: boolean;
    readonly span: Clause["span"];
  } {
    return { doc: prefix.doc, shadow: prefix.shadow, waivable: prefix.waivable, span: this.span(prefix.start) };
  }
}

const NAMELESS = { name: null, condition: null };

function joined(kind: "and" | "or", parts: readonly Requirement[]): Requirement {
  const [first, ...more] = parts;
  if (more.length === 0) return first!;
  return { kind, parts, span: { ...first!.span, end: more.at(-1)!.span.end } };
}
