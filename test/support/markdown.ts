/**
 * The fenced blocks of a page. What stands after the language says how a block is tried:
 *
 *     bylaw            a whole file; it must check without errors
 *     bylaw set        with the `set` blocks next to it, files of one policy set
 *     bylaw fragment   a part of a file; it must parse where it belongs
 *     bylaw error=CODE a whole file with this fault
 *     ts               must compile and run; `ts continue` goes on where the block before ended
 *     console          commands after `$ ` and their output, where `…` stands for any lines
 *     sh               commands that must succeed
 *     file=PATH        written there, for the blocks that follow
 *
 * `<!-- no-run: why -->` above a block leaves it out.
 */
export interface Block {
  readonly language: string;
  readonly words: readonly string[];
  readonly file: string | null;
  readonly text: string;
  readonly line: number;
  readonly skipped: string | null;
}

export function blocksOf(page: string): readonly Block[] {
  const lines = page.split("\n");
  const blocks: Block[] = [];
  let skipped: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const comment = /^\s*<!--\s*no-run:\s*(.+?)\s*-->/.exec(line);
    if (comment !== null) {
      skipped = comment[1]!;
      continue;
    }
    const fence = /^(\s*)(`{3,})\s*(.*)$/.exec(line);
    if (fence === null) {
      if (line.trim() !== "") skipped = null;
      continue;
    }
    const [, indent, ticks, info] = fence;
    const words = info!.split(/\s+/).filter((word) => word !== "");
    const body: string[] = [];
    const start = at + 1;
    for (at++; at < lines.length && lines[at]!.trim() !== ticks; at++) body.push(lines[at]!.slice(indent!.length));
    if (at >= lines.length) throw new Error(`the block that begins at line ${start} does not end`);
    const file = words.find((word) => word.startsWith("file="));
    blocks.push({
      language: words[0] ?? "",
      words: words.slice(1),
      file: file === undefined ? null : file.slice(5),
      text: `${body.join("\n")}\n`,
      line: start,
      skipped,
    });
    skipped = null;
  }
  return blocks;
}

export interface Step {
  readonly command: string;
  readonly output: readonly string[];
}

/** Commands and their output; a command goes on after a line that ends in `\`. */
export function stepsOf(block: Block): readonly Step[] {
  if (block.language === "sh") {
    const commands = block.text.replace(/\\\n/g, " ").split("\n");
    return commands
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((command) => ({ command, output: [] }));
  }
  const steps: { command: string; output: string[] }[] = [];
  let open = false;
  for (const line of block.text.replace(/\n$/, "").split("\n")) {
    if (open) steps.at(-1)!.command += `\n${line}`;
    else if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: [] });
    else if (steps.length > 0) steps.at(-1)!.output.push(line);
    else throw new Error(`line ${block.line}: a console block begins with \`$ \``);
    open = line.endsWith("\\") && (open || line.startsWith("$ "));
  }
  return steps;
}

/** Whether `shown` is `real`, where a line `…` stands for any lines and `…` in a line for any characters. */
export function fitsOutput(shown: readonly string[], real: readonly string[]): boolean {
  // Columns: what of `real` has been taken; the usual table of wildcard matching.
  let reach = new Set([0]);
  for (const line of shown) {
    const next = new Set<number>();
    for (const at of reach) {
      if (line.trim() === "…") for (let to = at; to <= real.length; to++) next.add(to);
      else if (at < real.length && fitsLine(line, real[at]!)) next.add(at + 1);
    }
    reach = next;
  }
  return reach.has(real.length);
}

function fitsLine(shown: string, real: string): boolean {
  const parts = shown.trimEnd().split("…");
  if (parts.length === 1) return parts[0] === real.trimEnd();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (real.startsWith(part) ? 0 : -1) : real.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return real.trimEnd().endsWith(parts.at(-1)!);
}
