/** A named text. `name` is the path shown to people, with forward slashes, relative to the policy folder. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** A place as people count: lines and columns start at 1, columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const starts = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which lines begin; `\n`, `\r\n` and a lone `\r` end a line. Computed once a file. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = starts.get(file);
  if (known !== undefined) return known;
  const found = [0];
  for (const match of file.text.matchAll(/\r\n?|\n/g)) found.push(match.index + match[0].length);
  starts.set(file, found);
  return found;
}

/** Offset to place, by binary search; an offset past the end is the end. */
export function position(file: SourceFile, offset: number): Position {
  const lines = lineStarts(file);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.min(offset, file.text.length) - lines[low]! + 1 };
}
