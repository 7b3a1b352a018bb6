/** Words that several commands print. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type FrameOptions, frame } from "../../diagnostics/render/frame.ts";
import { inOrder } from "../../diagnostics/render/order.ts";
import type { SourceFile } from "../../source/file.ts";

/** More faults than anybody reads at once; `--json` gives all. */
const MOST = 50;

/** Frames of the first faults, and a word on how many there are beyond. */
export function frames(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
  options: FrameOptions,
): string {
  const ordered = inOrder(diagnostics);
  const text = frame(ordered.slice(0, MOST), files, options);
  const left = ordered.length - MOST;
  return left > 0 ? `${text}\n… and ${left.toLocaleString("en")} more; --json shows all.\n` : text;
}
