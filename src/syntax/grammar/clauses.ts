/** The clauses of actions, one rule for each verb. */
import { report } from "../../diagnostics/catalogue.ts";
import { Num, symbol, word } from "../tokens.ts";
import type { Clause, Consequence, DurationLiteral, Expression, Name, NumberLiteral } from "../tree.ts";
import type { Rule } from "./base.ts";
import { ClausePartRules, NONE, type Prefix } from "./clause-parts.ts";

const NAMELESS = { name: null, condition: null };

export abstract class ClauseRules extends ClausePartRules {
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

  protected readonly requireClause = this.RULE("requireClause", (prefix: Prefix = NONE): Clause => {
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

  protected readonly forbidClause = this.RULE("forbidClause", (prefix: Prefix = NONE): Clause => {
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

  protected readonly scoreClause = this.RULE("scoreClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("score"));
    this.noColon("score", 'score 20 rushed: reason == "goodwill"');
    const points = this.SUBRULE(this.count);
    const { name, condition } = this.SUBRULE(this.nameAndCondition) ?? NAMELESS;
    this.ACTION(() => this.noWordBeforeCondition(condition, `score ${points.value}`));
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "score" as const, ...this.head(prefix), name, points, condition, because }));
  });

  protected readonly tierClause = this.RULE("tierClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("tier"));
    this.noColon("tier", "tier high: amount > 500 USD");
    const tier = this.SUBRULE(this.name);
    const { name, condition } = this.SUBRULE(this.nameAndCondition) ?? NAMELESS;
    this.ACTION(() => this.noWordBeforeCondition(condition, `tier ${tier.text}`));
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "tier" as const, ...this.head(prefix), name, tier, condition, because }));
  });

  protected readonly approveClause = this.RULE("approveClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("approve"));
    this.noColon("approve", "approve by 1 of finance");
    const name = this.optionalLabel();
    const approval = this.SUBRULE(this.approval);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "approve" as const, ...this.head(prefix), name, ...approval, when, because }));
  });

  protected readonly evidenceClause = this.RULE("evidenceClause", (prefix: Prefix = NONE): Clause => {
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

  protected readonly quotaClause = this.RULE("quotaClause", (prefix: Prefix = NONE): Clause => {
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
      // Not by the length of the word: a mended one is longer or shorter than what is written.
      const { file, end } = this.tokenSpan(verb);
      const place = { file, start: end, end };
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

  protected readonly limitClause = this.RULE("limitClause", (prefix: Prefix = NONE): Clause => {
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

  protected readonly sampleClause = this.RULE("sampleClause", (prefix: Prefix = NONE): Clause => {
    this.CONSUME(word("sample"));
    this.noColon("sample", "sample audit: 5%");
    const name = this.optionalLabel();
    const rate: NumberLiteral = this.SUBRULE(this.rate);
    const when = this.optionalWhen();
    const because = this.optionalBecause();
    return this.ACTION(() => ({ kind: "sample" as const, ...this.head(prefix), name, rate, when, because }));
  });

  protected readonly routeClause = this.RULE("routeClause", (prefix: Prefix = NONE): Clause => {
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

  protected readonly escalateClause = this.RULE("escalateClause", (prefix: Prefix = NONE): Clause => {
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
}
