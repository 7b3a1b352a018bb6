import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { canonical } from "../../src/decision/json/canonical.ts";
import {
  InexactNumber,
  isList,
  isRecord,
  type Json,
  type JsonFault,
  MAX_BYTES,
  MAX_DEPTH,
} from "../../src/decision/json/json.ts";
import { readJson } from "../../src/decision/json/read.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const faults = (document: unknown): string[] =>
  readJson(document).faults.map(
    ({ path, at, found, expected }) =>
      `${path || "(document)"}${at === null ? "" : ` ${at.line}:${at.column}`}: ${found}; ${expected}`,
  );

const told = ({ path, at, found, expected, help }: JsonFault): string => {
  const where = `${path || "the document"}${at === null ? "" : `, ${at.line}:${at.column}`}`;
  return `${where}: ${found}; ${expected}${help === null ? "" : ` (${help})`}`;
};

function shown(json: Json | undefined): string {
  if (json === undefined) return "nothing";
  if (json instanceof InexactNumber) return `the number ${json.text}`;
  if (isList(json)) return `[${json.map(shown).join(", ")}]`;
  if (!isRecord(json)) return JSON.stringify(json);
  return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}: ${shown(value)}`).join(", ")}}`;
}

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

  const table = parseYaml(
    readFileSync(new URL("../../fixtures/json/texts.yaml", import.meta.url), "utf8"),
  ) as readonly {
    readonly text: string;
    readonly reads: string;
    readonly faults?: readonly string[];
  }[];
  it.each(table)("$text", ({ text, reads, faults }) => {
    const found = readJson(text);
    expect(shown(found.json)).toBe(reads);
    expect(found.faults.map(told)).toEqual(faults ?? []);
  });

  it("tells at most fifty faults", () => expect(readJson(`[${"x,".repeat(200)}1]`).faults).toHaveLength(50));

  it("keeps hostile names as ordinary ones", () => {
    const { json, faults } = readJson('{"__proto__": {"polluted": true}, "constructor": 1, "__proto__x": 2}');
    expect(faults).toEqual([]);
    expect([...(json as Map<string, Json>).keys()]).toEqual(["__proto__", "constructor", "__proto__x"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each([
    [1, "x"],
    [2, "é"],
    [3, "€"],
    [4, "😀"],
  ])("bounds the bytes: %i for each character", (bytes, character) => {
    const most = Math.floor((MAX_BYTES - 2) / bytes);
    expect(readJson(`"${character.repeat(most)}"`).faults).toEqual([]);
    expect(readJson(`"${character.repeat(most + 1)}"`).faults.map(told)).toEqual([
      "the document: a document above 10 MB; at most 10 MB (send fewer or shorter values, or split the change set)",
    ]);
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
  it("names the first byte that is no UTF-8, its line and its column", () => {
    const text = [...bytes('["é",\n"😀é')];
    expect(readJson(Uint8Array.from([...text, 0xc3, 0x22])).faults.map(told)).toEqual([
      "the document, 2:5: the byte 0xC3, which is not UTF-8 here (offset 14); UTF-8 text",
    ]);
    expect(readJson(Uint8Array.from([...text, 0x0a, 0x0a, 0x80])).faults.map(told)).toEqual([
      "the document, 4:1: the byte 0x80, which is not UTF-8 here (offset 16); UTF-8 text",
    ]);
    expect(readJson(Uint8Array.of(0x22, 0xe2, 0x82)).faults.map(told)).toEqual([
      "the document, 1:2: the byte 0xE2, which is not UTF-8 here (offset 1); UTF-8 text",
    ]);
  });
  /** Each edge of the table of well-formed sequences, from both sides. */
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee];
  const leads = [...edges, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
  it("where it is, is where the longest text ends that can be read", () => {
    const reads = (data: Uint8Array): boolean => {
      try {
        new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
        return true;
      } catch {
        return false;
      }
    };
    const after = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
    for (const lead of leads)
      for (const second of after)
        for (const rest of [[], [0x80], [0xbf], [0x7f], [0x80, 0x80], [0xbf, 0xbf], [0x80, 0xc0], [0xbf, 0x7f]]) {
          const data = Uint8Array.of(0x31, lead, second, ...rest);
          const faults = readJson(data).faults.map(({ found }) => found);
          if (reads(data)) expect(faults.some((found) => found.includes("UTF-8"))).toBe(false);
          else {
            let end = data.length - 1;
            while (!reads(data.subarray(0, end))) end--;
            expect(faults, [...data].join(" ")).toEqual([
              `the byte 0x${data[end]!.toString(16).toUpperCase().padStart(2, "0")}, which is not UTF-8 here (offset ${end})`,
            ]);
          }
        }
  });
});

describe("parsed data", () => {
  class Order {
    readonly id = "o-1";
  }
  const withOthers = Object.assign([1], { more: 2 });
  const hidden = Object.defineProperties({ a: 1 }, { b: { value: 2, enumerable: false } });
  const long = "x".repeat(70);
  it.each<[string, unknown, string, readonly string[]]>([
    ["a function", { a: () => 1 }, '{"a": null}', ["a: a function; a JSON value"]],
    ["a symbol", [Symbol("x")], "[null]", ["[0]: a symbol; a JSON value"]],
    ["a bigint", { a: 1n }, '{"a": null}', ["a: a bigint; a JSON value (send it as text)"]],
    ["NaN", { a: Number.NaN }, '{"a": null}', ["a: NaN; a JSON value (there is no such number in JSON)"]],
    ["-Infinity", [-1 / 0], "[null]", ["[0]: -Infinity; a JSON value (there is no such number in JSON)"]],
    ["nothing", undefined, "null", ["the document: undefined; a JSON value"]],
    ["a hole in a list", [1, undefined], "[1, null]", ["[1]: undefined; a JSON value"]],
    ["an instance of a class", { a: new Order() }, '{"a": null}', ["a: an instance of a class; plain JSON data"]],
    ["a date", [new Date(0)], "[null]", ["[0]: an instance of a class; plain JSON data"]],
    ["a Map of numbers", new Map([[1, 2]]), "{}", ["the document: a Map with keys that are not text; a plain record"]],
    ["half of a character", ["\ud800"], '["\\ud800"]', ["[0]: half of a surrogate pair; well-formed Unicode"]],
    [
      "half of one, far away",
      [`${long}\udc00`],
      `["${long}\\udc00"]`,
      ["[0]: half of a surrogate pair; well-formed Unicode"],
    ],
    [
      "half of one in a name",
      { "\ud800": 1 },
      '{"\\ud800": 1}',
      ['["\\ud800"]: half of a surrogate pair in a name; well-formed Unicode'],
    ],
    [
      "two faults",
      { a: [1n, { b: 2n }] },
      '{"a": [null, {"b": null}]}',
      ["a[0]: a bigint; a JSON value (send it as text)", "a[1].b: a bigint; a JSON value (send it as text)"],
    ],
    // Taken as they are.
    ["a Map", new Map([["a", new Map([["b", 1]])]]), '{"a": {"b": 1}}', []],
    ["a record that inherits nothing", Object.assign(Object.create(null), { a: 1 }), '{"a": 1}', []],
    ["a record of another realm", runInNewContext("({ a: [1, { b: null }] })"), '{"a": [1, {"b": null}]}', []],
    ["a member that is undefined", { a: undefined, b: false }, '{"b": false}', []],
    ["members of a list", withOthers, "[1]", []],
    ["what does not show itself, or has no name", Object.assign(hidden, { [Symbol("s")]: 3 }), '{"a": 1}', []],
    ["whole characters", ["😀", `${long}😀`, "\uffff"], `["😀", "${long}😀", "\uffff"]`, []],
    [
      "numbers",
      [-0, 1e15, -1e15, 999999999999999, 0.1, 1e-7, 1e21],
      "[0, 1000000000000000, -1000000000000000, 999999999999999, 0.1, 1e-7, 1e+21]",
      [],
    ],
    [
      "numbers of many digits",
      [1234567890123456, 0.1 + 0.2, 5e-324],
      "[the number 1234567890123456, the number 0.30000000000000004, the number 5e-324]",
      [],
    ],
  ])("%s", (_name, data, reads, faults) => {
    const found = readJson(data);
    expect(found.faults.map(told)).toEqual(faults);
    expect(shown(found.json)).toBe(reads);
  });
  it("tells at most fifty faults, and looks no further", () => {
    let asked = 0;
    const data = Array.from({ length: 60 }, () => ({
      get a() {
        asked++;
        return 1n;
      },
    }));
    expect(readJson(data).faults).toHaveLength(50);
    expect(asked).toBe(50);
  });
  it("bounds the depth", () => {
    const deep = (levels: number): unknown =>
      levels === 0 ? 1 : levels % 2 === 0 ? [deep(levels - 1)] : { a: deep(levels - 1) };
    expect(readJson(deep(MAX_DEPTH)).faults).toEqual([]);
    expect(readJson(deep(MAX_DEPTH + 1)).faults.map(({ found, expected }) => `${found}; ${expected}`)).toEqual([
      "nesting deeper than 64; at most 64 levels",
    ]);
  });
  it("bounds the size: texts by their length, each value and its name besides", () => {
    const large = (less: number): string => "x".repeat(MAX_BYTES - less);
    expect(readJson([large(6), 1]).faults).toEqual([]);
    expect(readJson([large(5), 1]).faults.map(told)).toEqual(["[1]: data above 10 MB; at most 10 MB"]);
    expect(readJson({ a: large(9), bc: true }).faults).toEqual([]);
    expect(readJson({ a: large(8), bc: true }).faults.map(told)).toEqual(["bc: data above 10 MB; at most 10 MB"]);
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
