import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { picked } from "../../src/decision/sampling.ts";
import { parseDecimal } from "../../src/eval/decimal.ts";

const rate = (text: string) => parseDecimal(text)!;

describe("sampling", () => {
  it("picks where the keyed hash of the id, as a fraction, lies below the rate", () => {
    for (let i = 0; i < 200; i++) {
      const id = `cs_${i}`;
      const hash = BigInt(`0x${createHmac("sha256", "secret").update(id).digest("hex")}`);
      const exact = (hash * 20n) >> 256n;
      expect(picked("secret", id, rate("0.05"))).toBe(exact === 0n);
    }
  });
  it("picks about as many as the rate says, and others with another key", () => {
    const ids = Array.from({ length: 4000 }, (_, i) => `cs_${i}`);
    const one = ids.filter((id) => picked("one", id, rate("0.05")));
    expect(one.length).toBeGreaterThan(140);
    expect(one.length).toBeLessThan(260);
    expect(ids.filter((id) => picked("two", id, rate("0.05")))).not.toEqual(one);
  });
  it("at its ends picks all or none", () => {
    expect(picked("k", "x", rate("1"))).toBe(true);
    expect(picked("k", "x", rate("0"))).toBe(false);
    expect(picked(null, "x", rate("0.001"))).toBe(true);
    expect(picked(null, "x", rate("0"))).toBe(false);
  });
});
