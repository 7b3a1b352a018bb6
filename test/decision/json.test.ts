import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../src/decision/json/canonical.ts";
import { InexactNumber, type Json, MAX_DEPTH } from "../../src/decision/json/json.ts";
import { readJson } from "../../src/decision/json/read.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const faults = (document: unknown): string[] =>
  readJson(document).faults.map(
    ({ path, at, found, expected }) =>
      `${path || "(document)"}${at === null ? "" : ` ${at.line}:${at.column}`}: ${found}; ${expected}`,
  );

function plain(json: Json | undefined): unknown {
  if (json instanceof InexactNumber) return Number(json.text);
  if (Array.isArray(json)) return json.map(plain);
  if (json instanceof Map) return Object.fromEntries([...json].map(([key, value]) => [key, plain(value as Json)]));
  return json;
}

describe("texts", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const { json, faults } = readJson(text);
        if (faults.length > 0)
          return expect(faults.every((fault) => /twice|second time|surrogate/u.test(fault.found))).toBe(true);
        expect(plain(json)).toEqual(noMinusZero(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it("refuses what JSON.parse refuses", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "'", "x", "\\", "\n", "1", "-", ".", ""),
        fc.boolean(),
        (text, where, char, replace) => {
          const at = where % (text.length + 1);
          const broken = text.slice(0, at) + char + text.slice(at + (replace ? 1 : 0));
          let legal = true;
          try {
            JSON.parse(broken);
          } catch {
            legal = false;
          }
          if (!legal) expect(readJson(broken).faults.length, broken).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("names the place of each fault, and goes on", () => {
    expect(faults('{\n  "a": 1,\n  "a": 2,\n  "b": tru,\n  "c": [1, 2,],\n  "d": "\\x",\n}')).toEqual([
      "a 3:3: the name `a` a second time; each name once",
      "b 4:8: `tru`; a JSON value",
      "c[2] 5:14: `,` before `]`; no comma after the last one",
      'd 6:9: the escape `\\x`; one of `\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`',
      "(document) 7:1: `,` before `}`; no comma after the last one",
    ]);
  });

  it.each([
    ["", "(document) 1:1: an empty text; a JSON value"],
    ["{} {}", "(document) 1:4: more text after the document; the end of the text"],
    ['{"a": "x', 'a 1:7: a text that never ends; a closing `"`'],
    ['{"a": [1, 2', "a[2] 1:12: the end of the text; `]`"],
    ["{'a': 1}", "(document) 1:2: `'a'`; a name in double quotes"],
    ["[01]", "[0] 1:2: `01`; a JSON value"],
    ["[NaN]", "[0] 1:2: `NaN`; a JSON value"],
    ["[1] // done", "(document) 1:5: more text after the document; the end of the text"],
    ["[// one\n1]", "[0] 1:2: a comment; a value: JSON has no comments"],
    ['["\\ud800"]', "[0] 1:2: half of a surrogate pair; well-formed Unicode"],
    ['["a\tb"]', "[0] 1:4: the control character U+0009; an escape such as `\\n`"],
    ["[1 2]", "[1] 1:4: `2`; `,` or `]`"],
    ["[}", "[0] 1:2: `}`; `]`"],
  ])("%j", (text, fault) => expect(faults(text)[0]).toBe(fault));

  it("tells at most fifty faults", () => expect(readJson(`[${"x,".repeat(200)}1]`).faults).toHaveLength(50));

  it("keeps hostile names as ordinary ones", () => {
    const { json, faults } = readJson('{"__proto__": {"polluted": true}, "constructor": 1, "__proto__x": 2}');
    expect(faults).toEqual([]);
    expect([...(json as Map<string, Json>).keys()]).toEqual(["__proto__", "constructor", "__proto__x"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("bounds the depth", () => {
    expect(faults("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH))).toEqual([]);
    expect(faults("[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1))[0]).toMatch(/nesting deeper than 64/u);
    expect(faults("[".repeat(1_000_000))[0]).toMatch(/nesting deeper than 64/u);
  });
});

describe("numbers", () => {
  it.each([
    "0",
    "-0",
    "1",
    "1.0",
    "120.00",
    "0.1",
    "1e3",
    "1.5E-7",
    "123456789012345",
    "100000000000000000000",
    "0.000000000000001",
  ])("%s is carried exactly", (text) => expect(readJson(text).json).toBe(Number(text) + 0));
  it.each([
    "1234567890123456",
    "0.1234567890123456",
    "1e400",
    "1e-400",
    "12345678901234567890.5",
    "9".repeat(400),
    "4.9e-324",
  ])("%s is not", (text) => {
    expect(readJson(text)).toEqual({ json: new InexactNumber(text), faults: [] });
  });
  it("of parsed data too", () => {
    expect(readJson(0.1 + 0.2).json).toEqual(new InexactNumber("0.30000000000000004"));
    expect(readJson(0.3).json).toBe(0.3);
  });
});

describe("bytes", () => {
  it("reads UTF-8, with or without a byte order mark", () => {
    expect(readJson(bytes('"é😀"')).json).toBe("é😀");
    expect(readJson(bytes('\ufeff"x"')).json).toBe("x");
  });
  it.each([
    [[0x22, 0xff, 0x22], "1:2: the byte 0xFF"],
    [[0x22, 0x0a, 0xc3, 0xa9, 0xc3, 0x22], "2:2: the byte 0xC3"],
    [[0x22, 0xc0, 0x80, 0x22], "1:2: the byte 0xC0"],
    [[0x22, 0xed, 0xa0, 0x80, 0x22], "1:2: the byte 0xED"],
    [[0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], "1:2: the byte 0xF4"],
  ])("%j", (data, fault) => expect(faults(Uint8Array.from(data))[0]).toContain(fault));
});

describe("parsed data", () => {
  it("names what no JSON holds", () => {
    expect(faults({ a: () => 1, b: Number.NaN, c: 1n, d: new Date(0), e: Symbol("x"), f: new Map([[1, 2]]) })).toEqual([
      "a: a function; a JSON value",
      "b: NaN; a JSON value",
      "c: a bigint; a JSON value",
      "d: an instance of a class; plain JSON data",
      "e: a symbol; a JSON value",
      "f: a Map with keys that are not text; a plain record",
    ]);
  });
  it("survives cycles, throwing getters and proxies", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(faults(cycle)[0]).toMatch(/nesting deeper/u);
    const hostile = {
      get x(): never {
        throw new Error("no");
      },
    };
    expect(faults(hostile)[0]).toMatch(/cannot be read/u);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(faults(proxy)[0]).toMatch(/cannot be read/u);
  });
  it("keeps an own `__proto__`", () => {
    const data: unknown = JSON.parse('{"__proto__": 1}');
    expect(readJson(data).json).toEqual(new Map([["__proto__", 1]]));
  });
  it("reads the same as text", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readJson([value])).toEqual(readJson(JSON.stringify([value])));
      }),
      { numRuns: 300 },
    );
  });
});

describe("canonical form", () => {
  it("is that of RFC 8785, section 3.2.3 and 3.2.2", () => {
    const text =
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew","1":"One","\\ud83d\\ude00":"Emoji","\\u0080":"Control","\\u00f6":"Latin"}';
    expect(canonical(readJson(text).json!)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew"}',
    );
    expect(canonical(readJson('[1E3, 4.50, 2e-3, 1e30, true, null, "\\u000f\\"\\\\/"]').json!)).toBe(
      '[1000,4.5,0.002,1e+30,true,null,"\\u000f\\"\\\\/"]',
    );
  });
});

function noMinusZero(value: unknown): unknown {
  if (typeof value === "number") return value + 0;
  if (Array.isArray(value)) return value.map(noMinusZero);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, noMinusZero(item)]));
  return value;
}
