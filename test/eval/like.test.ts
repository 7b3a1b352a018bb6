import fc from "fast-check";
import { expect, test } from "vitest";
import { like } from "../../src/eval/like.ts";

/** The reference: a table over every prefix of text and pattern. */
function reference(text: string, pattern: string): boolean {
  let row = [true, ...Array<boolean>(text.length).fill(false)];
  for (const c of pattern) {
    const next = Array<boolean>(text.length + 1).fill(false);
    for (let i = 0; i <= text.length; i++) {
      if (c === "*") next[i] = row[i]! || (i > 0 && next[i - 1]!);
      else next[i] = i > 0 && row[i - 1]! && text[i - 1] === c;
    }
    row = next;
  }
  return row[text.length]!;
}

test("agrees with the table", () => {
  const few = (characters: string) =>
    fc.array(fc.constantFrom(...characters), { maxLength: 12 }).map((cs) => cs.join(""));
  fc.assert(
    fc.property(
      few("ab?"),
      few("ab?*"),
      (text, pattern) => void expect(like(text, pattern)).toBe(reference(text, pattern)),
    ),
    { numRuns: 5000 },
  );
});

test.each([
  ["", "", true],
  ["", "*", true],
  ["a", "", false],
  ["a", "a*a", false],
  ["aa", "a*a", true],
  ["aba", "ab*ba", false],
  ["abcab", "ab*ab", true],
  ["ab", "*b*b", false],
  ["abb", "*b*b", true],
  ["aabaac", "*aac*", true],
  ["aabaac", "*aab*aac", true],
  ["aaab", "*aab*", true],
  ["ababac", "*abac*", true],
  ["abaabaaab", "*abaaab*", true],
  ["aabaabaaa", "*aabaaa*", true],
  ["abcabcabd", "*abcabd*", true],
  ["abababc", "*ababc*", true],
  ["abcabcabx", "*abcabd*", false],
  ["abcd", "*a*b*c*", true],
  ["abcd", "a*b*c*d", true],
  ["abcd", "a*c*b*d", false],
  ["xabyabz", "x*ab*ab*z", true],
  ["xabyabz", "x*ab*ab*ab*z", false],
  ["abab", "*ab*ab", true],
  ["aba", "*ab*ba*", false],
  ["a*b", "a?b", false],
  ["a?b", "a?b", true],
  ["ab", "a**b", true],
])("%j like %j", (text, pattern, wanted) => expect(like(text, pattern)).toBe(wanted));
