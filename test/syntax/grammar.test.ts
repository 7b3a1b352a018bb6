import { describe, expect, it } from "vitest";
import { PolicyParser } from "../../src/syntax/grammar/policy.ts";
import { isReserved, word } from "../../src/syntax/tokens.ts";
import { DECLARATION_WORDS, HEAD_WORDS, PLACE_WORDS, RESERVED } from "../../src/syntax/words.ts";

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
});
