/** Policies whose subtrees change places: what the parser takes, and no author would write. */
import { parse } from "../../src/syntax/parse.ts";
import { print } from "../../src/syntax/print.ts";
import type { PolicyFile } from "../../src/syntax/tree.ts";
import { policySets } from "./corpus.ts";
import type { Random } from "./random.ts";

/** Any tree, seen as plain data. */
type Part = { [key: string]: unknown };

/** Parts by the place they stand in (`binary.left`); parts of one place may stand in for each other. */
let pools: Map<string, unknown[]> | null = null;

const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null;

function places(root: Part, visit: (holder: Part, key: string, place: string) => void): void {
  const walk = (holder: Part, name: string): void => {
    for (const key of Object.keys(holder)) {
      const value = holder[key];
      if (key === "span" || !isPart(value)) continue;
      const place = Array.isArray(holder) ? `${name}[]` : `${String(holder["kind"] ?? name)}.${key}`;
      visit(holder, key, place);
      walk(value, place);
    }
  };
  walk(root, "policy");
}

function poolsOf(): Map<string, unknown[]> {
  if (pools !== null) return pools;
  pools = new Map();
  for (const set of policySets)
    for (const file of set) {
      const { tree, diagnostics } = parse(file);
      if (diagnostics.some(({ severity }) => severity === "error")) continue;
      places(tree as unknown as Part, (holder, key, place) => {
        const pool = pools!.get(place);
        if (pool === undefined) pools!.set(place, [holder[key]]);
        else if (pool.length < 2_000) pool.push(holder[key]);
      });
    }
  return pools;
}

/** Puts parts from anywhere in the corpus into the places of a policy. Null when the text has no tree without fault. */
export function graft(text: string, random: Random): string | null {
  const { tree, diagnostics } = parse({ name: "policy.bylaw", text });
  if (diagnostics.some(({ severity }) => severity === "error")) return null;
  const copy = structuredClone(tree) as unknown as Part;
  for (let left = 1 + random.few(4); left > 0; left--) {
    const found: [Part, string, string][] = [];
    places(copy, (holder, key, place) => found.push([holder, key, place]));
    if (found.length === 0) return null;
    const [holder, key, place] = random.pick(found);
    if (Array.isArray(holder) && random.chance(0.3)) {
      const at = Number(key);
      if (random.chance(0.5)) holder.splice(at, 1);
      else holder.splice(at, 0, structuredClone(holder[at]));
      continue;
    }
    const pool = poolsOf().get(place) ?? [];
    if (pool.length > 0) holder[key] = structuredClone(random.pick(pool));
  }
  try {
    return print(copy as unknown as PolicyFile);
  } catch {
    // Not every part fits every place; the printer promises nothing for trees that no parser gives.
    return null;
  }
}
