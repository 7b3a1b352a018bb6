/** Imports seen as a graph: what is reached through others, what is not needed, and when nothing is said of it. */
import { expect, test } from "vitest";
import { reachOf } from "../../src/model/reach.ts";
import { checkFiles } from "./helpers.ts";

const graph = (edges: Readonly<Record<string, readonly string[]>>) =>
  reachOf(new Map(Object.entries(edges)), (name) => name === "marked");

test("what is reached is what a walk would find, in graphs of every shape", () => {
  // Forty graphs of forty nodes: more than a word of bits, some with circles.
  for (let seed = 1; seed <= 40; seed++) {
    const names = Array.from({ length: 40 }, (_, i) => (i === 7 ? "marked" : `p${i}`));
    const edges = Object.fromEntries(
      names.map((name, i) => [name, names.filter((_, k) => (i * 31 + k * 17 + seed * 7) % 23 === 0)]),
    );
    const reach = graph(edges);
    for (const from of names) {
      const walked = new Set<string>();
      const open = [from];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (walked.has(next)) continue;
        walked.add(next);
        open.push(...edges[next]!);
      }
      expect(names.filter((to) => reach.reaches(from, to))).toEqual(names.filter((name) => walked.has(name)));
      expect(reach.reachesMarked(from)).toBe(walked.has("marked"));
    }
  }
});

const set = (...texts: readonly string[]) =>
  checkFiles(texts.map((text, i) => ({ name: `f${i}.bylaw`, text }))).diagnostics.map(({ code }) => code);

const ROLES = 'policy roles\nrole lead "Lead"\n';
const THROUGH = "policy through\nimport roles\n";

test("an import is used through another", () => {
  expect(
    set(
      ROLES,
      `${THROUGH}action B { approve by 1 of lead }`,
      "policy a\nimport through\naction A { approve by 1 of lead }",
    ),
  ).toEqual([]);
  expect(
    set(
      ROLES,
      `${THROUGH}action B { approve by 1 of lead }`,
      "policy a\nimport through\naction A { input n: int forbid n > 1 }",
    ),
  ).toEqual(["unused-import"]);
});

test("nothing is called unused while something has an error: it may be what was misspelt", () => {
  const unused = 'policy a\nrole lead "Lead"\naction A { input n: int\n let double = n + n\n forbid big: n > 1 }';
  expect(set(unused).sort()).toEqual(["unused-let", "unused-role"]);
  expect(set(unused.replace("n > 1", "duoble > 1"))).toEqual(["unknown-name"]);
  expect(set(unused.replace("forbid big: n > 1", "approve bi 1 of lead\n forbid n > 1"))).not.toContain("unused-role");
});
