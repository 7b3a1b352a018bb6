/** The inside of actions: items, blocks, and reading on after a fault. */
import { report } from "../../diagnostics/catalogue.ts";
import { symbol, type Token, word } from "../tokens.ts";
import type { ActionItem, Block, BlockItem, ControlItem } from "../tree.ts";
import { HEAD_WORDS } from "../words.ts";
import type { Rule } from "./base.ts";
import { HeadRules } from "./heads.ts";
import { mendItem, startsItem, startsOnlyDeclaration } from "./items.ts";

const HEAD = new Set<string>(HEAD_WORDS);

export abstract class ActionRules extends HeadRules {
  protected readonly actionItems = this.RULE("actionItems", (open?: Token): readonly ActionItem[] => {
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

  protected readonly blockItems = this.RULE("blockItems", (open?: Token): readonly BlockItem[] => {
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
  protected items<T extends ActionItem>(open: Token, head: boolean, read: () => T | null): readonly T[] {
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
  protected closesLater(open: Token): boolean {
    return this.brackets.closer.has(open.startOffset) && this.brackets.suspect === null;
  }

  protected skipItem(start: number): void {
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

  readonly blockItem: Rule<BlockItem> = this.RULE("blockItem", () =>
    this.OR<BlockItem>([
      { ALT: () => this.SUBRULE(this.environmentBlock) },
      { ALT: () => this.SUBRULE(this.atBlock) },
      { ALT: () => this.SUBRULE(this.ifBlock) },
      { ALT: () => this.SUBRULE(this.control) },
      { ALT: () => this.SUBRULE(this.clause) },
    ]),
  );

  protected readonly block: Rule<readonly BlockItem[]> = this.RULE("block", () => {
    const open = this.CONSUME(symbol("{")) as Token;
    this.enter();
    const items = this.SUBRULE(this.blockItems, { ARGS: [open] });
    this.leave();
    this.closing(open);
    return items;
  });

  protected readonly environmentBlock: Rule<Block> = this.RULE("environmentBlock", () => {
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

  protected readonly atBlock: Rule<Block> = this.RULE("atBlock", () => {
    const start = this.CONSUME(word("at"));
    const tier = this.SUBRULE(this.name);
    const items = this.SUBRULE(this.block);
    return this.ACTION(() => ({ kind: "at-block" as const, tier, items, span: this.span(start.startOffset) }));
  });

  protected readonly ifBlock: Rule<Block> = this.RULE("ifBlock", () => {
    const start = this.CONSUME(word("if")) as Token;
    const condition = this.SUBRULE(this.expression);
    this.ACTION(() => {
      if (!start.first && !this.seesSymbol("{")) this.fail(report("if-after-clause", this.tokenSpan(start), {}));
      if (this.sees("then")) this.fail(report("if-block-form", this.tokenSpan(this.LA(1)), {}));
    });
    const items = this.SUBRULE(this.block);
    return this.ACTION(() => ({ kind: "if-block" as const, condition, items, span: this.span(start.startOffset) }));
  });

  protected readonly control: Rule<Block | ControlItem> = this.RULE("control", () => {
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
}
