/**
 * The page that explains a decision, before it has a form. Sections say what there is to say, in order; the renderers say
 * how it looks. Every piece of text knows whether it is ours or the change set's, because what an agent wrote must never
 * be able to format the page that judges it.
 */

import { shorten } from "./text.ts";

export type Tone = "plain" | "strong" | "muted" | "good" | "warn" | "bad";

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
  /** Comes from the change set or another document: shown as it stands, never interpreted. */
  readonly verbatim: boolean;
}

export type Line = readonly Piece[];

export interface Column {
  readonly head: string;
  readonly align: "left" | "right";
}

export type Block =
  | { readonly kind: "paragraph"; readonly line: Line }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly Item[] }
  /** Names and values side by side; `align` is that of the value. */
  | {
      readonly kind: "facts";
      readonly caption: Line | null;
      readonly rows: readonly { readonly name: Line; readonly value: Line; readonly align: "left" | "right" }[];
    }
  | {
      readonly kind: "table";
      readonly caption: Line | null;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Line[])[];
    }
  | { readonly kind: "group"; readonly title: Line; readonly items: readonly Item[] };

/** One point, and what belongs under it. */
export interface Item {
  readonly line: Line;
  readonly under: readonly Line[];
}

export interface Section {
  readonly title: string;
  /** Shown beside the title where it says the most important word of the page. */
  readonly mark: Piece | null;
  readonly blocks: readonly Block[];
}

export interface Page {
  readonly title: Line;
  readonly lead: Line;
  readonly sections: readonly Section[];
  readonly footer: readonly Line[];
}

/** Our own words. */
export function say(text: string, tone: Tone = "plain"): Piece {
  return { text, tone, verbatim: false };
}

/** Words of the change set, cut to what a page can hold. */
export function quote(text: string, tone: Tone = "plain"): Piece {
  return { text: shorten(text), tone, verbatim: true };
}

export function paragraph(...line: Line): Block {
  return { kind: "paragraph", line };
}

export function item(line: Line, ...under: readonly Line[]): Item {
  return { line, under };
}

export function list(items: readonly Item[], ordered = false): Block {
  return { kind: "list", ordered, items };
}

/** A section, or nothing when it has nothing to say. */
export function section(title: string, blocks: readonly Block[], mark: Piece | null = null): readonly Section[] {
  return blocks.length === 0 ? [] : [{ title, mark, blocks }];
}

/** `a, b and c`, each with its own tone. */
export function series(pieces: readonly Piece[], last = "and"): Line {
  return pieces.flatMap((piece, index) => {
    if (index === 0) return [piece];
    return [say(index === pieces.length - 1 ? ` ${last} ` : ", "), piece];
  });
}
