/**
 * Which characters a policy may hold. Text that looks like one thing and says another must not pass a review, so control
 * characters that reorder the line (Trojan Source, Boucher and Anderson 2021) and names that mix scripts are errors.
 */
import { report } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/span.ts";

const UNUSUAL = /[^\t\n\r\x20-\x7e]/;
const SUSPECT =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff0-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const BIDI = new Set([0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]);
const BLANKS = new Set([
  0x0b, 0x0c, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009,
  0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);
const MAX_REPORTS = 20;

/** A blank that is not an ordinary space; reported by `checkCharacters`, then read as a space. */
export function isBlank(code: number): boolean {
  return BLANKS.has(code);
}

/** `U+202E`, as people look characters up. */
export function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Reports characters that no policy may hold, also in comments and texts; the first twenty of a file. */
export function checkCharacters(
  text: string,
  span: (start: number, end: number) => Span,
  diagnostics: Diagnostic[],
): void {
  if (!UNUSUAL.test(text)) return;
  let reported = 0;
  for (const match of text.matchAll(SUSPECT)) {
    const at = match.index;
    if (at === 0 && match[0] === "\ufeff") continue;
    const code = match[0].charCodeAt(0);
    const place = span(at, at + 1);
    const character = codePoint(code);
    if (reported++ === MAX_REPORTS) return;
    if (BIDI.has(code)) diagnostics.push(report("bidirectional-control", place, { character }));
    else if (code === 0 || code === 0xfffd || (code >= 0xd800 && code <= 0xdfff))
      diagnostics.push(report("not-text", place, { character }));
    else if (BLANKS.has(code))
      diagnostics.push(
        report(
          "unusual-space",
          place,
          { character },
          { fixes: [{ title: "Use an ordinary space", edits: [{ span: place, text: " " }] }] },
        ),
      );
    else
      diagnostics.push(
        report(
          "invisible-character",
          place,
          { character },
          { fixes: [{ title: "Remove it", edits: [{ span: place, text: "" }] }] },
        ),
      );
  }
}

/** Whether a character is one that `checkCharacters` refuses. */
export function isSuspect(character: string): boolean {
  SUSPECT.lastIndex = 0;
  return UNUSUAL.test(character) && SUSPECT.test(character);
}

/** Characters without a picture of their own. */
function isHidden(code: number): boolean {
  return BIDI.has(code) || (code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff || code === 0xad;
}

const START = /[\p{ID_Start}_]/u;
const CONTINUE = /[\p{ID_Continue}_]/u;

/** Where the name that starts at `at` ends; `at` itself when none starts there. */
export function nameEnd(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    const ascii =
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (i > at && code >= 48 && code <= 57);
    if (ascii) {
      i++;
      continue;
    }
    if (code < 128) break;
    // Refused already; inside a name it must not split it into two.
    if (i > at && isHidden(code)) {
      i++;
      continue;
    }
    const point = text.codePointAt(i)!;
    const character = String.fromCodePoint(point);
    if (!(i === at ? START : CONTINUE).test(character) || /[\u115f\u1160\u3164\uffa0]/.test(character)) break;
    i += character.length;
  }
  return i;
}

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ["Latin", /\p{Script=Latin}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  // Japanese and Chinese and Korean texts mix these by their nature.
  ["East Asian", /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Bopomofo}|\p{Script=Hangul}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Devanagari", /\p{Script=Devanagari}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Georgian", /\p{Script=Georgian}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
];

/** Letters that look like a Latin one (from the Unicode confusables, those a reader meets). */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  а: "a",
  в: "b",
  с: "c",
  ԁ: "d",
  е: "e",
  һ: "h",
  і: "i",
  ј: "j",
  к: "k",
  ӏ: "l",
  м: "m",
  п: "n",
  о: "o",
  р: "p",
  ԛ: "q",
  г: "r",
  ѕ: "s",
  т: "t",
  у: "y",
  ѵ: "v",
  ԝ: "w",
  х: "x",
  ү: "y",
  ь: "b",
  А: "A",
  В: "B",
  С: "C",
  Е: "E",
  Н: "H",
  І: "I",
  Ј: "J",
  К: "K",
  М: "M",
  О: "O",
  Р: "P",
  Ѕ: "S",
  Т: "T",
  У: "Y",
  Х: "X",
  Ү: "Y",
  α: "a",
  β: "b",
  γ: "y",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  σ: "o",
  τ: "t",
  υ: "u",
  χ: "x",
  ω: "w",
  Α: "A",
  Β: "B",
  Ε: "E",
  Ζ: "Z",
  Η: "H",
  Ι: "I",
  Κ: "K",
  Μ: "M",
  Ν: "N",
  Ο: "O",
  Ρ: "P",
  Τ: "T",
  Υ: "Y",
  Χ: "X",
  ο̄: "o",
  օ: "o",
  ո: "n",
  ս: "u",
  հ: "h",
  ց: "g",
};

/** The name as a reader of Latin letters would see it. */
export function skeleton(name: string): string {
  return [...name.normalize("NFKC")].map((c) => LOOKS_LIKE[c] ?? c).join("");
}

/** Reports a name that mixes scripts or is not in composed form. Names of ASCII letters cost one test. */
export function checkName(name: string, span: Span, add: (diagnostic: Diagnostic) => void): void {
  if (/^[\x00-\x7f]*$/.test(name)) return;
  if (isSuspect(name)) return;
  const composed = name.normalize("NFKC");
  if (composed !== name) {
    add(
      report(
        "name-not-composed",
        span,
        { name, legal: composed },
        { fixes: [{ title: "Use the composed letters", edits: [{ span, text: composed }] }] },
      ),
    );
    return;
  }
  const found = new Map<string, string>();
  for (const character of name) {
    if (character.charCodeAt(0) < 128 && !/[A-Za-z]/.test(character)) continue;
    const script = SCRIPTS.find(([, test]) => test.test(character))?.[0];
    if (script !== undefined && !found.has(script)) found.set(script, character);
  }
  if (found.size > 1) {
    const parts = [...found].map(
      ([script, character]) => `${script} \`${character}\` (${codePoint(character.codePointAt(0)!)})`,
    );
    const legal = skeleton(name);
    add(
      report(
        "mixed-scripts",
        span,
        { name, scripts: parts.join(" and "), legal: legal === name ? null : legal },
        legal === name ? {} : { fixes: [{ title: `Write \`${legal}\``, edits: [{ span, text: legal }] }] },
      ),
    );
  }
}

/** Reports names wholly of look-alike letters that a reader cannot tell from another name of the file. */
export function checkLookAlikes(
  names: ReadonlyMap<string, Span>,
  known: (name: string) => boolean,
  diagnostics: Diagnostic[],
): void {
  for (const [name, span] of names) {
    if (/^[\x00-\x7f]*$/.test(name)) continue;
    const legal = skeleton(name);
    if (legal !== name && known(legal)) diagnostics.push(report("look-alike-name", span, { name, legal }));
  }
}
