/** Text that is safe to show, and how wide it is on a terminal. */

/** Longer values are cut in the middle, and say so. */
const HEAD = 1_500;
const TAIL = 500;

/** Controls, line separators, unpaired surrogates, and whatever reorders text or takes no room in it. */
const HOSTILE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** Asks for the coloured form of the sign before it; harmless. */
const EMOJI_STYLE = "\ufe0f";

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", [EMOJI_STYLE]: EMOJI_STYLE };

/** Shows what cannot be seen: a line break as `\n`, an escape as `\u{1b}`. Nothing that is left can move the cursor. */
export function visible(text: string): string {
  return text.replace(HOSTILE, (found) => SHORT[found] ?? `\\u{${found.codePointAt(0)!.toString(16)}}`);
}

/** Head and tail of a long text, with the number of characters between. What is left out is never silent. */
export function shorten(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  const head = text.slice(0, whole(text, HEAD));
  const tail = text.slice(whole(text, text.length - TAIL));
  return `${head} […${grouped(String(text.length - head.length - tail.length))} characters not shown…] ${tail}`;
}

/** Shorter texts are shown whole. */
const CONTRAST = 300;
/** How much of what stays the same is shown around what changes. */
const AROUND = 60;

/** Two long texts without what they share at the start and at the end. What is left out is the same in both. */
export function contrast(old: string, fresh: string): readonly [string, string] {
  if (old.length < CONTRAST || fresh.length < CONTRAST || old === fresh) return [old, fresh];
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const before = whole(old, Math.max(0, start - AROUND));
  const after = old.length - whole(old, old.length - Math.max(0, end - AROUND));
  const cut = (text: string): string =>
    [
      before > 0 ? `[…the first ${grouped(String(before))} characters stay…] ` : "",
      text.slice(before, text.length - after),
      after > 0 ? ` […the last ${grouped(String(after))} characters stay…]` : "",
    ].join("");
  return [cut(old), cut(fresh)];
}

/** The place, or the one before it where it would cut a character in two. */
function whole(text: string, place: number): number {
  const code = text.charCodeAt(place);
  return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place;
}

/** `1234567.50` → `1,234,567.50`; anything else stays. */
export function grouped(number: string): string {
  const match = /^(-?)(\d+)((?:\.\d+)?)$/.exec(number);
  if (!match) return number;
  return `${match[1]}${match[2]!.replace(/\B(?=(\d{3})+$)/g, ",")}${match[3]}`;
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x267f, 0x267f],
  [0x2693, 0x2693],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26ce, 0x26ce],
  [0x26d4, 0x26d4],
  [0x26ea, 0x26ea],
  [0x26f2, 0x26f3],
  [0x26f5, 0x26f5],
  [0x26fa, 0x26fa],
  [0x26fd, 0x26fd],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x274e, 0x274e],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x27b0, 0x27b0],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f335],
  [0x1f337, 0x1f37c],
  [0x1f37e, 0x1f393],
  [0x1f3a0, 0x1f3ca],
  [0x1f3cf, 0x1f3d3],
  [0x1f3e0, 0x1f3f0],
  [0x1f3f4, 0x1f3f4],
  [0x1f3f8, 0x1f43e],
  [0x1f440, 0x1f440],
  [0x1f442, 0x1f4fc],
  [0x1f4ff, 0x1f53d],
  [0x1f54b, 0x1f54e],
  [0x1f550, 0x1f567],
  [0x1f57a, 0x1f57a],
  [0x1f595, 0x1f596],
  [0x1f5a4, 0x1f5a4],
  [0x1f5fb, 0x1f64f],
  [0x1f680, 0x1f6c5],
  [0x1f6cc, 0x1f6cc],
  [0x1f6d0, 0x1f6d2],
  [0x1f6d5, 0x1f6d7],
  [0x1f6dc, 0x1f6df],
  [0x1f6eb, 0x1f6ec],
  [0x1f6f4, 0x1f6fc],
  [0x1f7e0, 0x1f7eb],
  [0x1f7f0, 0x1f7f0],
  [0x1f90c, 0x1f93a],
  [0x1f93c, 0x1f945],
  [0x1f947, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
]; // East Asian Width W and F, Unicode 15.1

const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Columns that one character takes. */
function columnsOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (ZERO.test(character)) return 0;
  let low = 0;
  let high = WIDE.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = WIDE[middle]!;
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return 2;
  }
  return 1;
}

/** Columns that a text takes on a terminal. The text must be `visible`. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

/** The longest start of a text that fits into `width` columns, at least one character. */
export function fitting(text: string, width: number): string {
  let sum = 0;
  let end = 0;
  for (const character of text) {
    sum += columnsOf(character);
    if (sum > width && end > 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}
