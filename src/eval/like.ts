/**
 * Texts with `*`, which stands for any run of characters; everything else stands for itself. The first piece must begin
 * the text, the last must end it, and those between are sought from left to right: taking the first place where a piece
 * fits leaves the most room, so nothing has to be tried twice. Linear in text and pattern together.
 */
export function like(text: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  if (pieces.length === 1) return text === pattern;
  const first = pieces[0]!;
  const last = pieces[pieces.length - 1]!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    if (piece === "") continue;
    const found = find(text, piece, at, end);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

/** Knuth, Morris, Pratt: the first place of `piece` in text[from, end). `indexOf` may take |text| · |piece| steps. */
function find(text: string, piece: string, from: number, end: number): number {
  const borders = new Int32Array(piece.length);
  for (let i = 1, k = 0; i < piece.length; i++) {
    while (k > 0 && piece.charCodeAt(i) !== piece.charCodeAt(k)) k = borders[k - 1]!;
    if (piece.charCodeAt(i) === piece.charCodeAt(k)) k++;
    borders[i] = k;
  }
  for (let i = from, k = 0; i < end; i++) {
    while (k > 0 && text.charCodeAt(i) !== piece.charCodeAt(k)) k = borders[k - 1]!;
    if (text.charCodeAt(i) === piece.charCodeAt(k)) k++;
    if (k === piece.length) return i - k + 1;
  }
  return -1;
}
