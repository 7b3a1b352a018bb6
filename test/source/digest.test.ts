/** SHA-256, HMAC and the canonical form, against other implementations of the same standards. */
import { createHash, createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText } from "../../src/eval/canonical.ts";
import { hashBy, hmacSha256, sha256 } from "../../src/source/sha256.ts";
import { hashNatively } from "../../src/stores/native.ts";

describe("SHA-256", () => {
  const real = (text: string): string => createHash("sha256").update(text).digest("hex");

  test("the examples of FIPS 180-4", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256("a".repeat(1_000_000))).toBe("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  });

  test("every length around the ends of blocks", () => {
    for (let length = 0; length < 200; length++) expect(sha256("x".repeat(length))).toBe(real("x".repeat(length)));
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(real(text));
      }),
    );
  });

  test("the platform's, which entries for Node put in its place, is the same, halves of characters included", () => {
    const texts = ["", "abc", "é…𝄞", "\ud800", "a\udc00b", "x".repeat(1_000)];
    const own = texts.map((text) => sha256(text));
    try {
      hashNatively();
      expect(texts.map((text) => sha256(text))).toEqual(own);
      hashBy(() => "asked");
      expect(sha256("")).toBe("asked");
    } finally {
      hashBy(null);
    }
    expect(texts.map((text) => sha256(text))).toEqual(own);
  });

  test("HMAC, with keys shorter and longer than a block", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.string({ unit: "binary" }), (key, text) => {
        expect(hmacSha256(key, text)).toBe(createHmac("sha256", key).update(text).digest("hex"));
      }),
    );
  });
});

describe("the canonical form", () => {
  test("is that of another implementation of RFC 8785", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalText(value, 100)).toBe(canonicalize(value));
      }),
    );
  });

  test("does not depend on the order in which members were written", () => {
    expect(canonicalText({ b: 1, a: [true, { d: null, c: "é" }] }, 10)).toBe('{"a":[true,{"c":"é","d":null}],"b":1}');
    expect(canonicalText({ a: [true, { c: "é", d: null }], b: 1 }, 10)).toBe('{"a":[true,{"c":"é","d":null}],"b":1}');
  });

  test("ordinary names, whatever they mean elsewhere", () => {
    expect(canonicalText(JSON.parse('{"constructor":1,"__proto__":{"a":2}}'), 10)).toBe(
      '{"__proto__":{"a":2},"constructor":1}',
    );
  });

  test("counts levels of lists and records together, and no more than there are", () => {
    expect(canonicalText([[{}], [{}], {}, []], 3)).toBe("[[{}],[{}],{},[]]");
    expect(canonicalText([[{ a: [] }], []], 3)).toBeNull();
  });

  test("what is no JSON has none", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    const claims: unknown[] = [];
    claims.length = 4_000_000_000;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, 1n, Symbol("s"), [undefined]])
      expect(canonicalText(value, 10)).toBeNull();
    expect(canonicalText(circle, 1000)).toBeNull();
    expect(canonicalText(claims, 10)).toBeNull();
  });

  test("nests as deep as one likes", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(canonicalText(deep, 200_000)).toHaveLength(200_001);
  });
});
