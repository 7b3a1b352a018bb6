import { parse } from "../../../src/syntax/parse.ts";
import { print } from "../../../src/syntax/print.ts";
import { walk } from "../../../src/syntax/walk.ts";
import { policySets } from "../corpus.ts";
import type { Random } from "../random.ts";
import { holds, type Target } from "../target.ts";
import { mutate } from "../text.ts";
import { graft } from "../tree.ts";
import { extreme, noise, token } from "../words.ts";
import { wellTold } from "./diagnostics.ts";

const texts = policySets.flatMap((set) => set.map(({ text }) => text));

export function policyText(random: Random): string {
  switch (random.below(12)) {
    case 0:
      return noise(random, random.few(400));
    case 1:
      return random.times(random.few(200), () => token(random)).join(random.chance(0.8) ? " " : "");
    case 2:
      return `policy p\naction A {\n${random.times(random.few(100), () => token(random)).join(" ")}\n}\n`;
    case 3:
      return `policy p\n${random.chance(0.5) ? "action A { require " : ""}${extreme(random)}`;
    case 4:
    case 5:
      return graft(random.pick(texts), random) ?? "";
    default:
      return mutate(random.pick(texts), texts, random);
  }
}

/** A tree without its spans: what two layouts of one policy share. */
const shape = (tree: object): string =>
  JSON.stringify(tree, (key, part: unknown) => (key === "span" ? undefined : part));

export const parseTarget: Target = {
  name: "parse",
  about: "text to tree: never throws, points inside the text, and what is without fault prints to the same meaning",
  make: (random) => ({ text: policyText(random) }),
  run: ({ text }) => {
    if (typeof text !== "string") return;
    const file = { name: "policy.bylaw", text };
    const { tree, diagnostics } = parse(file);
    wellTold(diagnostics, [file]);
    walk(tree, {
      enter: ({ span }) => {
        holds(span.start >= 0 && span.start <= span.end && span.end <= text.length, "nodes lie inside the text", () =>
          JSON.stringify(span),
        );
        return true;
      },
    });
    if (diagnostics.some(({ severity }) => severity === "error")) return;
    const printed = print(tree);
    const again = parse({ name: "policy.bylaw", text: printed });
    const fault = again.diagnostics.find(({ severity }) => severity === "error");
    holds(fault === undefined, "what is printed is legal", () => `${fault?.what}\n${printed}`);
    holds(shape(again.tree) === shape(tree), "what is printed means the same", () => printed);
    holds(print(again.tree) === printed, "printing twice prints the same", () => printed);
  },
};
