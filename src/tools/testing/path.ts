/** Paths such as `inputs.amount` and `changes[0].new`. */
export type Path = readonly (string | number)[];

/** Null when it is not a path. */
export function readPath(text: string): Path | null {
  const steps: (string | number)[] = [];
  const step = /(?:^|\.)([^.[\]]+)|\[(\d{1,6})\]/y;
  let at = 0;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    // A path begins with a name, not with a dot or an index.
    if (match === null || (at === 0 && !text.startsWith(match[1] ?? "\0"))) return null;
    steps.push(match[1] ?? Number(match[2]));
    at = step.lastIndex;
  }
  return steps.length === 0 ? null : steps;
}

export const showPath = (path: Path): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
