/** Texts made from texts: characters, tokens and lines cut, doubled, swapped, put in and grafted from elsewhere. */
import type { Random } from "./random.ts";
import { extreme, noise, ODD, token } from "./words.ts";

const PIECES = /\s+|[\p{L}_][\p{L}\p{N}_]*|\d[\d_.]*|"[^"\n]*"|=>|[<>=!]=|\?[.?]|./gsu;
const LINES = /[^\n]*\n|[^\n]+$/g;

const cached = new Map<string, readonly string[]>();
function piecesOf(text: string): readonly string[] {
  let found = cached.get(text);
  if (found === undefined) {
    found = text.match(PIECES) ?? [];
    // Mutants come once and would fill the memory.
    if (cached.size < 1_000) cached.set(text, found);
  }
  return found;
}

/** One change of a list of pieces. `other` is where grafts come from. */
function edit(list: string[], other: readonly string[], random: Random): void {
  const at = random.below(list.length + 1);
  const length = 1 + random.few(20);
  switch (random.below(9)) {
    case 0:
      list.splice(at, length);
      return;
    case 1:
      list.splice(at, 0, ...list.slice(at, at + length));
      return;
    case 2: {
      const to = random.below(list.length);
      [list[at], list[to]] = [list[to] ?? "", list[at] ?? ""];
      return;
    }
    case 3:
      list.splice(at, 0, ` ${token(random)} `);
      return;
    case 4:
      list.splice(at, 1, token(random));
      return;
    case 5: {
      const from = random.below(other.length);
      list.splice(at, random.few(20), ...other.slice(from, from + length));
      return;
    }
    case 6: {
      // A word for a word: what stands there stays well-formed, and means something else.
      const words = other.filter((piece) => /^[\p{L}_"\d]/u.test(piece));
      let place = at;
      while (place < list.length && !/^[\p{L}_"\d]/u.test(list[place]!)) place++;
      if (place < list.length && words.length > 0) list[place] = random.pick(words);
      return;
    }
    case 7:
      if (random.chance(0.2)) list.splice(at, 0, ` ${extreme(random)} `);
      return;
    default:
      list.splice(at, 0, random.chance(0.5) ? random.pick(ODD) : noise(random, 1 + random.few(8)));
  }
}

/** A few changes of one kind of piece. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  const other = random.pick(others);
  switch (random.below(6)) {
    case 0: {
      const lines = [...(text.match(LINES) ?? [])];
      const foreign = other.match(LINES) ?? [];
      for (let left = 1 + random.few(4); left > 0; left--) edit(lines, foreign, random);
      return lines.join("");
    }
    case 1: {
      // Where nothing but characters is left, faults lie in the reading of characters.
      const at = random.below(text.length);
      const odd = random.chance(0.5)
        ? random.pick(ODD)
        : String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8)));
      return text.slice(0, at) + odd + text.slice(at + random.below(3));
    }
    case 2:
      return text.slice(0, random.below(text.length + 1));
    default: {
      const list = [...piecesOf(text)];
      for (let left = 1 + random.few(6); left > 0; left--) edit(list, piecesOf(other), random);
      return list.join("");
    }
  }
}
