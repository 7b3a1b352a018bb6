/** Paths into a document, built as lists so that a reading without faults builds no text. */
import { clip, elementPath, memberPath } from "../json/json.ts";

export interface Path {
  readonly parent: Path | null;
  readonly step: string | number;
  /**
   * What stands for the step where a path must not depend on the order of a list: a change is named by its target, not
   * by its place. Misfits name the place in the document, causes of unknowns this.
   */
  readonly stable: string | null;
}

export const at = (parent: Path | null, step: string | number, stable: string | null = null): Path => ({
  parent,
  step,
  stable,
});

/** As written in the document: `changes[0].new`. */
export const place = (path: Path | null): string => text(path, false);

/** Independent of the order of lists: `changes[Order o-1 refunded].new`. */
export const stablePlace = (path: Path | null): string => text(path, true);

function text(path: Path | null, stable: boolean): string {
  const steps: Path[] = [];
  for (let step = path; step !== null; step = step.parent) steps.push(step);
  return steps.reduceRight((parent, { step, stable: name }) => {
    if (stable && name !== null) return `${parent}[${clip(name)}]`;
    return typeof step === "number" ? elementPath(parent, step) : memberPath(parent, step);
  }, "");
}
