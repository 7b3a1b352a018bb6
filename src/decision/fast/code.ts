/**
 * Source text in the making. Names and structure stand in the text; constants stand in a table beside it, so that actions
 * of the same shape share one function, and with it what the JavaScript engine learns about it.
 *
 * INVARIANT: nothing of a policy gets into the text but through `JSON.stringify`, as a constant's index, or as a name made here.
 */

/** Lines and nested blocks, in order; a block that was put in its place may still grow. */
export type Site = (string | Site)[];

/** Statements that run together or not at all: what is needed for them stands at `head`. */
interface Region {
  head: Site;
  readonly has: Set<Site>;
}

/** What stands beside the text. */
export type Constant = string | number | readonly string[];

/** Why an action stays with the interpreter. Never leaves this folder. */
export class Refused extends Error {}

export const refuse = (why: string): never => {
  throw new Refused(why);
};

/** The largest text of one function, in characters: past it the engine would not optimise it anyway. */
const LONGEST = 200_000;

export interface Code {
  /** Where statements go at the moment. */
  readonly line: (text: string) => void;
  /** A new variable of the whole function. */
  readonly variable: (initial: "0" | "false" | "null" | '""' | "undefined") => string;
  readonly constant: (value: Constant) => string;
  /** Runs `body` with its statements collected apart. */
  readonly apart: <T>(body: () => T) => { readonly site: Site; readonly result: T };
  /** The same for statements that may be passed over. What is needed in them first stands in them, and counts for them alone. */
  readonly branch: <T>(body: () => T) => { readonly site: Site; readonly result: T };
  /** Statements that every way comes by, in their order: what is needed from here on stands here. */
  readonly surely: <T>(body: () => T) => T;
  /** What is needed while `body` runs stands in front of everything. */
  readonly initially: <T>(body: () => T) => T;
  /** Statements that must have run before those that are made now; they may well run twice. */
  readonly need: (site: Site) => void;
  /** Where stands what is needed in front of everything. */
  readonly first: Site;
  /** The statement that gives up: something is not as this code models it, so the reference decides. */
  readonly bail: string;
  readonly put: (site: Site) => void;
  readonly constants: readonly Constant[];
  readonly finish: (prologue: Site) => string;
  /** A function of the list of constants that gives the `K` of the text. */
  readonly keep: () => string;
}

/**
 * `near`: the constants of an action are members of one object, which is one place of memory fewer than a list and its
 * items: with ten thousand actions in turn that is what a verdict waits for. For few constants.
 */
export function code(bail: string, near: boolean): Code {
  let site: Site = [];
  const root = site;
  const declared: string[] = [];
  const constants: Constant[] = [];
  const places = new Map<string | number, number>();
  let size = 0;
  const first: Site = [];
  const start: Site = [];
  root.push(start);
  /** From what always runs to what runs where the statements stand that are made now. */
  let regions: Region[] = [
    { head: first, has: new Set() },
    { head: start, has: new Set() },
  ];
  const apart = <T>(body: () => T): { readonly site: Site; readonly result: T } => {
    const before = site;
    const own: Site = [];
    site = own;
    try {
      return { result: body(), site: own };
    } finally {
      site = before;
    }
  };
  const within = <T>(own: Region[], body: () => T): T => {
    const before = regions;
    regions = own;
    try {
      return body();
    } finally {
      regions = before;
    }
  };
  const named = (place: number): string => (near ? `K.k${place}` : `K[${place}]`);
  return {
    bail,
    constants,
    line(text) {
      size += text.length;
      if (size > LONGEST) refuse("too large for one function");
      site.push(text);
    },
    put(block) {
      site.push(block);
    },
    variable(initial) {
      const name = `v${declared.length}`;
      declared.push(`${name}=${initial}`);
      return name;
    },
    constant(value) {
      if (typeof value === "object") return named(constants.push(value) - 1);
      let place = places.get(value);
      if (place === undefined) {
        place = constants.push(value) - 1;
        places.set(value, place);
      }
      return named(place);
    },
    apart,
    branch: (body) =>
      apart(() => {
        const head: Site = [];
        site.push(head);
        return within([...regions, { head, has: new Set() }], body);
      }),
    surely(body) {
      const head: Site = [];
      site.push(head);
      regions.at(-1)!.head = head;
      return body();
    },
    initially: (body) => within(regions.slice(0, 1), body),
    need(block) {
      if (regions.some(({ has }) => has.has(block))) return;
      const { head, has } = regions.at(-1)!;
      head.push(block);
      has.add(block);
    },
    first,
    finish(prologue) {
      const variables = declared.length === 0 ? "" : `let ${declared.join(",")};\n`;
      return `${variables}${flatten(prologue)}\n${flatten(root)}`;
    },
    keep: () => (near ? `(c)=>({${constants.map((_, place) => `k${place}:c[${place}]`).join(",")}})` : "(c)=>c"),
  };
}

function flatten(site: Site): string {
  return site
    .filter((part) => typeof part === "string" || !isEmpty(part))
    .map((part) => (typeof part === "string" ? part : flatten(part)))
    .join("\n");
}

/** Whether a block has any statement. */
export const isEmpty = (site: Site): boolean => site.every((part) => typeof part !== "string" && isEmpty(part));
