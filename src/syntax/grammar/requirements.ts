/** Who has to agree: seats, and how they are joined. */
import { report } from "../../diagnostics/catalogue.ts";
import { Num, symbol, word } from "../tokens.ts";
import type { Expression, Name, Requirement } from "../tree.ts";
import { matches, type Rule } from "./base.ts";
import { ExpressionRules } from "./expressions.ts";

interface Approval {
  readonly requirement: Requirement;
  readonly excluding: Expression | null;
}

export abstract class RequirementRules extends ExpressionRules {
  readonly requirement: Rule<Requirement> = this.RULE("requirement", () => {
    this.enter();
    const parts: Requirement[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: word("or"), DEF: () => parts.push(this.SUBRULE(this.seatsTogether)) });
    this.leave();
    return this.ACTION(() => joined("or", parts));
  });

  protected readonly seatsTogether: Rule<Requirement> = this.RULE("seatsTogether", () => {
    const parts: Requirement[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: word("and"), DEF: () => parts.push(this.SUBRULE(this.seats)) });
    return this.ACTION(() => joined("and", parts));
  });

  protected readonly seats: Rule<Requirement> = this.RULE("seats", () =>
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
  protected readonly counted: Rule<Requirement> = this.RULE("counted", () => {
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

  protected readonly roleList: Rule<readonly Name[]> = this.RULE("roleList", () => {
    this.CONSUME(symbol("["));
    const names = this.SUBRULE(this.nameList);
    this.CONSUME(symbol("]"));
    return names;
  });

  protected readonly approval: Rule<Approval> = this.RULE("approvalPart", () => {
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
}

function joined(kind: "and" | "or", parts: readonly Requirement[]): Requirement {
  const [first, ...more] = parts;
  if (more.length === 0) return first!;
  return { kind, parts, span: { ...first!.span, end: more.at(-1)!.span.end } };
}
