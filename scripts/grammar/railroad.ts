/** The grammar as railroad diagrams in one HTML page: inline SVG and style, nothing loaded from elsewhere, no script. */
import { LEXEMES, PLACE_WORD_LIST, RESERVED_WORDS } from "./lexical.ts";
import { type GrammarRule, grammar, type Shape } from "./rules.ts";

/** A drawing with its track entering at the left and leaving at the right, both at height 0. */
interface Drawing {
  readonly width: number;
  /** How far it reaches above and below its track. */
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => string;
}

const UNIT = 8;
const BOX = 22;
const GAP = 10;
const ROW = 10;
const MAX_WIDTH = 820;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
const line = (x: number, y: number, to: number): string => (to > x ? `<path d="M${x} ${y}H${to}"/>` : "");

function box(text: string, kind: "text" | "rule"): Drawing {
  const width = [...text].length * UNIT + 20;
  const label = escapeHtml(text);
  return {
    width,
    up: BOX / 2,
    down: BOX / 2,
    draw: (x, y) => {
      const rect = `<rect class="${kind}" x="${x}" y="${y - BOX / 2}" width="${width}" height="${BOX}" rx="${kind === "text" ? 11 : 2}"/>`;
      const words = `<text class="${kind}" x="${x + width / 2}" y="${y + 4}">${label}</text>`;
      return kind === "rule" ? `<a href="#${label}">${rect}${words}</a>` : rect + words;
    },
  };
}

const nothing: Drawing = { width: 0, up: 0, down: 0, draw: () => "" };

function row(parts: readonly Drawing[]): Drawing {
  const width = parts.reduce((sum, part) => sum + part.width, 0) + GAP * Math.max(0, parts.length - 1);
  return {
    width,
    up: Math.max(0, ...parts.map((part) => part.up)),
    down: Math.max(0, ...parts.map((part) => part.down)),
    draw: (x, y) => {
      let at = x;
      return parts
        .map((part, i) => {
          const lead = i === 0 ? "" : line(at - GAP, y, at);
          const drawn = lead + part.draw(at, y);
          at += part.width + GAP;
          return drawn;
        })
        .join("");
    },
  };
}

/** A sequence too long for the page goes on in the next line, led back on the left. */
function sequence(parts: readonly Drawing[]): Drawing {
  if (parts.length === 0) return nothing;
  const rows: Drawing[][] = [[]];
  let width = 0;
  for (const part of parts) {
    if (width > 0 && width + part.width > MAX_WIDTH) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)!.push(part);
    width += part.width + GAP;
  }
  const lines = rows.map(row);
  if (lines.length === 1) return lines[0]!;
  const inner = Math.max(...lines.map((part) => part.width));
  const drops: number[] = [0];
  for (let i = 1; i < lines.length; i++)
    drops.push(drops[i - 1]! + lines[i - 1]!.down + ROW * 3 + Math.max(BOX / 2, lines[i]!.up));
  const last = lines.length - 1;
  return {
    width: inner + 40,
    up: lines[0]!.up,
    down: drops[last]! + lines[last]!.down,
    draw: (x, y) =>
      lines
        .map((part, i) => {
          const top = y + drops[i]!;
          const start = x + 20;
          const end = start + part.width;
          const drawn = line(i === 0 ? x : start, top, start) + part.draw(start, top);
          if (i === last) {
            // The track leaves at the height at which it came in.
            return `${drawn}<path d="M${end} ${top}H${x + inner + 20}q10 0 10 -10V${y + 10}q0 -10 10 -10"/>`;
          }
          const between = top + part.down + ROW;
          return `${drawn}<path d="M${end} ${top}q10 0 10 10V${between - 8}q0 8 -8 8H${x + 18}q-8 0 -8 8V${y + drops[i + 1]! - 10}q0 10 10 10"/>`;
        })
        .join(""),
  };
}

/** Tracks one below the other; the first one is straight. */
function choice(options: readonly Drawing[]): Drawing {
  const inner = Math.max(...options.map((option) => option.width));
  const drops: number[] = [0];
  for (let i = 1; i < options.length; i++) drops.push(drops[i - 1]! + options[i - 1]!.down + ROW + options[i]!.up);
  const width = inner + 40;
  return {
    width,
    up: options[0]!.up,
    down: drops.at(-1)! + options.at(-1)!.down,
    draw: (x, y) =>
      options
        .map((option, i) => {
          const at = y + drops[i]!;
          const left = x + 20;
          const end = left + option.width;
          const drawn = option.draw(left, at) + line(end, at, left + inner);
          if (i === 0) return `${line(x, y, left)}${drawn}${line(left + inner, y, x + width)}`;
          return `<path d="M${x} ${y}q10 0 10 10V${at - 10}q0 10 10 10"/>${drawn}<path d="M${left + inner} ${at}q10 0 10 -10V${y + 10}q0 -10 10 -10"/>`;
        })
        .join(""),
  };
}

/** Once or more, led back below through the separator. */
function loop(inner: Drawing, separator: Drawing): Drawing {
  const width = Math.max(inner.width, separator.width) + 40;
  const drop = inner.down + ROW + Math.max(separator.up, 4);
  return {
    width,
    up: inner.up,
    down: drop + separator.down,
    draw: (x, y) => {
      const start = x + (width - inner.width) / 2;
      const back = x + (width - separator.width) / 2;
      const at = y + drop;
      return (
        `${line(x, y, start)}${inner.draw(start, y)}${line(start + inner.width, y, x + width)}` +
        `<path d="M${x + width - 20} ${y}q10 0 10 10V${at - 10}q0 10 -10 10H${back + separator.width}"/>` +
        `${separator.draw(back, at)}<path d="M${back} ${at}H${x + 20}q-10 0 -10 -10V${y + 10}q0 -10 10 -10"/>`
      );
    },
  };
}

function drawing(shape: Shape): Drawing {
  switch (shape.kind) {
    case "text":
      return box(shape.text, "text");
    case "rule":
      return box(shape.name, "rule");
    case "sequence":
      return sequence(shape.parts.map(drawing));
    case "choice":
      return choice(shape.options.map(drawing));
    case "optional":
      return choice([nothing, drawing(shape.inner)]);
    case "many": {
      const once = loop(drawing(shape.inner), shape.separator === null ? nothing : drawing(shape.separator));
      return shape.least === 0 ? choice([nothing, once]) : once;
    }
  }
}

function diagram({ name, body }: GrammarRule): string {
  const found = drawing(body);
  const width = found.width + 60;
  const height = found.up + found.down + 24;
  const y = found.up + 12;
  const ends = `<circle cx="10" cy="${y}" r="4"/>${line(14, y, 30)}${line(30 + found.width, y, width - 14)}<circle cx="${width - 10}" cy="${y}" r="4"/>`;
  return [
    `<section id="${name}"><h3>${name}</h3>`,
    `<div class="track"><svg role="img" aria-label="Railroad diagram of ${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${ends}${found.draw(30, y)}</svg></div></section>`,
  ].join("\n");
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fdfdfb; --soft: #6b7480; --rule: #e6eef8; --rule-edge: #7f9cc0; --word: #f6edd9; --word-edge: #c09a4e; }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe5ec; --paper: #14181e; --soft: #98a2ae; --rule: #22314a; --rule-edge: #5f82b5; --word: #3a3018; --word-edge: #b08a3e; } }
body { margin: 0 auto; max-width: 1000px; padding: 24px; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--rule-edge); } h3 { margin: 1.4rem 0 .2rem; font: 600 .95rem ui-monospace, monospace; }
nav { columns: 14rem; font: .85rem/1.6 ui-monospace, monospace; } nav a { display: block; } a { color: inherit; }
.track { overflow-x: auto; } svg path { fill: none; stroke: var(--soft); stroke-width: 1.5; } svg circle { fill: var(--soft); }
svg text { fill: var(--ink); text-anchor: middle; font: 13px ui-monospace, "DejaVu Sans Mono", monospace; } svg text.text { font-weight: 600; }
rect.rule { fill: var(--rule); stroke: var(--rule-edge); } rect.text { fill: var(--word); stroke: var(--word-edge); }
svg a:hover rect, svg a:focus rect { stroke-width: 2.5; } :target h3 { text-decoration: underline; }
dt { font: 600 .95rem ui-monospace, monospace; margin-top: .8rem; } dd { margin-left: 1.2rem; } code { font-family: ui-monospace, monospace; } .words { color: var(--soft); }
`.trim();

export function railroad(): string {
  const sections = grammar();
  const contents = sections
    .flatMap(({ rules }) => rules.map(({ name }) => `<a href="#${name}">${name}</a>`))
    .join("\n");
  const body = sections.map(({ title, rules }) => `<h2>${title}</h2>\n${rules.map(diagram).join("\n")}`).join("\n");
  const lexemes = LEXEMES.map(
    ({ name, form, says }) =>
      `<dt id="${name}">${name}</dt><dd><code>${escapeHtml(form)}</code><br>${escapeHtml(says)}</dd>`,
  ).join("\n");
  const words = (list: readonly string[]): string =>
    `<p class="words"><code>${list.map(escapeHtml).join(" ")}</code></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The grammar of Bylaw</title>
<style>
${STYLE}
</style>
</head>
<body>
<h1>The grammar of Bylaw</h1>
<p>Generated from the parser. Follow a track from left to right; rounded boxes are words as written, square ones lead to their own diagram. Layout is free: a clause ends where the next one begins.</p>
<nav>
${contents}
</nav>
${body}
<h2>Words, texts and numbers</h2>
<dl>
${lexemes}
</dl>
<h3>Reserved words</h3>
<p>Never names, outside of <code>.x</code> and the fields of records.</p>
${words(RESERVED_WORDS)}
<h3>Place words</h3>
<p>Mean something only in their place and are names elsewhere.</p>
${words(PLACE_WORD_LIST)}
</body>
</html>
`;
}
