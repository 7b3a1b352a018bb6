/** What a browser loads to decide: how much, and what is not in it. */
import { expect, test } from "vitest";
import { MOST, sizeOf } from "../../scripts/size/measure.ts";

test("the runtime is small", async () => {
  const { gzipped, minified } = await sizeOf("src/runtime.ts");
  console.log(`bylaw/runtime: ${minified} bytes minified, ${gzipped} gzipped`);
  expect(gzipped).toBeLessThan(MOST);
});

test.each(["src/runtime.ts", "src/runtime-full.ts", "src/runtime-verify.ts"])(
  "%s holds no compiler and nothing of Node, and code is made in one place of the full one",
  async (entry) => {
    const { modules, imports, code } = await sizeOf(entry);
    expect(imports).toEqual([]);
    const names = Object.keys(modules);
    expect(names.filter((name) => /^src\/(syntax|tools|model\/(?!words|children))/.test(name))).toEqual([]);
    expect(names.filter((name) => /node_modules\/(?!jose\/)/.test(name))).toEqual([]);
    expect(names.some((name) => name.startsWith("node_modules/jose/"))).toBe(entry === "src/runtime-verify.ts");
    expect(code.match(/\bnode:|\beval\(|\bprocess\./)).toBeNull();
    // The generated back end, which no evaluator of a bundle has: see test/browser.
    expect(/\bFunction\(/.test(code)).toBe(entry === "src/runtime-full.ts");
  },
);
