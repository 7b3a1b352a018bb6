import type { Span } from "../source/span.ts";
import type { Diagnostic, Fix, Label, Severity } from "./diagnostic.ts";

/**
 * One entry of the catalogue: the words for one code. `P` names the parameters, so that reporting a code without one of
 * them does not compile. Each entry has a golden fixture of the same name and a section in the generated reference.
 */
export interface Entry<P> {
  readonly severity: Severity;
  /** The title of the documentation entry: the fault in general, without parameters. */
  readonly title: string;
  readonly what: (p: P) => string;
  readonly why: (p: P) => string;
  readonly help: (p: P) => string;
}

/** Fixes the parameter type of an entry: `entry<{ name: string }>({ … })`. */
export function entry<P>(words: Entry<P>): Entry<P> {
  return words;
}

// biome-ignore lint/suspicious/noExplicitAny: the parameter type is recovered per code by `Params`.
export type Catalogue = Readonly<Record<string, Entry<any>>>;

export type Params<C extends Catalogue, K extends keyof C> = C[K] extends Entry<infer P> ? P : never;

export interface Extra {
  readonly labels?: readonly Label[];
  readonly fixes?: readonly Fix[];
}

/** Makes the typed reporter of a catalogue. */
export function reporter<C extends Catalogue>(catalogue: C) {
  return <K extends keyof C & string>(code: K, span: Span, params: Params<C, K>, extra: Extra = {}): Diagnostic => {
    const words = catalogue[code]!;
    return {
      code,
      severity: words.severity,
      span,
      what: words.what(params),
      why: words.why(params),
      help: words.help(params),
      labels: extra.labels ?? [],
      fixes: extra.fixes ?? [],
    };
  };
}
