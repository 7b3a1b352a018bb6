import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { artefacts } from "../../scripts/grammar/artefacts.ts";
import { grammar, type Shape } from "../../scripts/grammar/rules.ts";
import { textMate } from "../../scripts/grammar/textmate.ts";
import { PolicyParser } from "../../src/syntax/grammar/policy.ts";
import { isReserved, word } from "../../src/syntax/tokens.ts";
import { DECLARATION_WORDS, HEAD_WORDS, PLACE_WORDS, RESERVED } from "../../src/syntax/words.ts";

const folder = join(import.meta.dirname, "../../grammar");

describe("the grammar", () => {
  it("passes the parser's own validation: no ambiguity, no left recursion, no missing rule", () => {
    expect(() => new PolicyParser(true)).not.toThrow();
  });

  it("knows each word once", () => {
    const all = [...RESERVED, ...PLACE_WORDS];
    expect(new Set(all).size).toBe(all.length);
    expect(RESERVED.every(isReserved)).toBe(true);
    expect(PLACE_WORDS.some(isReserved)).toBe(false);
    for (const text of [...DECLARATION_WORDS, ...HEAD_WORDS]) expect(word(text)).toBeDefined();
  });

  it("uses each word that is reserved or has a place", () => {
    const used = new Set(grammar().flatMap(({ rules }) => rules.flatMap(({ body }) => texts(body))));
    expect([...RESERVED, ...PLACE_WORDS].filter((text) => !used.has(text))).toEqual([]);
  });
});

describe("the pictures of the grammar", () => {
  const made = artefacts();

  it.each(made.map(({ name }) => name))("%s is not stale (else: npm run grammar)", (name) => {
    const path = join(folder, name);
    expect(
      existsSync(path) && readFileSync(path, "utf8") === made.find((artefact) => artefact.name === name)!.text,
    ).toBe(true);
  });

  it("draw each rule once, and every rule that they mention", () => {
    const rules = grammar().flatMap((section) => section.rules);
    const html = made.find(({ name }) => name === "railroad.html")!.text;
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${target}"`);
  });

  it("load nothing from elsewhere", () => {
    const html = made.find(({ name }) => name === "railroad.html")!.text;
    expect(html).not.toMatch(/<(script|link|img|iframe)\b|https?:\/\/|url\(|@import/);
  });
});

describe("the TextMate grammar", () => {
  interface TextMateRule {
    readonly name?: string;
    readonly match?: string;
    readonly begin?: string;
    readonly end?: string;
    readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  }
  const { repository } = JSON.parse(textMate()) as {
    repository: Record<string, { patterns: readonly TextMateRule[] }>;
  };
  const rules = Object.values(repository).flatMap(({ patterns }) =>
    patterns.filter((rule) => rule.match !== undefined || rule.begin !== undefined),
  );

  it("has patterns that compile, without lookbehind of varying length", () => {
    for (const { match, begin, end } of rules) {
      for (const pattern of [match, begin, end]) {
        if (pattern === undefined) continue;
        expect(() => new RegExp(pattern, "u")).not.toThrow();
        expect(pattern).not.toMatch(/\(\?<[=!][^)]*[*+]/);
      }
    }
  });

  /** The scope of the first rule that fits at the earliest place, as an editor picks it. */
  function scopeOf(line: string, part: string): string | undefined {
    const wanted = line.indexOf(part);
    let at = 0;
    while (at < line.length) {
      let best: { index: number; length: number; rule: TextMateRule; groups: RegExpExecArray } | undefined;
      for (const rule of rules) {
        const pattern = new RegExp(rule.match ?? `${rule.begin}(?:[^"\\\\]|\\\\.)*"`, "gud");
        pattern.lastIndex = at;
        const found = pattern.exec(line);
        if (found !== null && found[0] !== "" && (best === undefined || found.index < best.index))
          best = { index: found.index, length: found[0].length, rule, groups: found };
      }
      if (best === undefined) return undefined;
      if (wanted >= best.index && wanted < best.index + best.length) {
        const group = best.groups.indices?.findIndex((range, i) => i > 0 && range !== undefined && range[0] === wanted);
        return group === undefined || group < 0 ? best.rule.name : best.rule.captures?.[String(group)]?.name;
      }
      at = best.index + best.length;
    }
    return undefined;
  }

  it.each([
    ["action IssueRefund {", "IssueRefund", "entity.name.section.bylaw"],
    ["policy support.refunds", "support", "entity.name.namespace.bylaw"],
    ["  require settled: order.paid", "require", "keyword.other.clause.bylaw"],
    ["  require settled: order.paid", "settled", "entity.name.tag.bylaw"],
    ["  require settled: order.tier == 5", "tier", "variable.other.property.bylaw"],
    ["  tier high: amount > 5_000 USD", "tier", "keyword.other.clause.bylaw"],
    ["  tier high: amount > 5_000 USD", "USD", "keyword.other.unit.bylaw"],
    ["  tier high: score >= 50", "score", "variable.language.bylaw"],
    ["  escalate to ops after 4 hours", "hours", "keyword.other.unit.bylaw"],
    ['  forbid a: x == "and // y"', '"and', "string.quoted.double.bylaw"],
    ["  /// and more", "///", "comment.line.documentation.bylaw"],
    ["  forbid a: any(x in xs: not x)", "any", "support.function.bylaw"],
  ])("%s: %s is %s", (line, part, scope) => {
    expect(scopeOf(line, part)).toBe(scope);
  });
});

function texts(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case "text":
      return [shape.text];
    case "rule":
      return [];
    case "sequence":
      return shape.parts.flatMap(texts);
    case "choice":
      return shape.options.flatMap(texts);
    case "optional":
      return texts(shape.inner);
    case "many":
      return [...texts(shape.inner), ...(shape.separator === null ? [] : texts(shape.separator))];
  }
}
