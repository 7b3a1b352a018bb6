/**
 * The fast form of a policy set: JavaScript made from the plan, one function for each shape of action, made when an action
 * is first asked for. It decides what is certain and gives up on everything else, which the reference then decides; so it
 * never disagrees with it, and a policy that it cannot model is only slower.
 */
import { UTC, zoneNamed } from "../../eval/calendar.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import type { Decision } from "../documents.ts";
import { versionOf } from "../reviewers/prepared.ts";
import { type Mode, program } from "./action.ts";
import { type Aside, asideOf } from "./aside.ts";
import { Refused } from "./code.ts";
import { LIBRARY, type Library } from "./library.ts";
import { type Result, type Sheet, type Surroundings, sheetOf, write } from "./write.ts";

/** Outcome in the lowest two bits, then the rank of the tier; -1: gives up. */
type VerdictFunction = (changeSet: object, context: object) => number;
type FullFunction = (changeSet: object, context: object) => Result | null;
type Shape = (
  changeSet: object,
  context: object,
  constants: readonly unknown[],
  zone: unknown,
  aside: Aside | null,
) => unknown;

export const GENERATED_VERSION = "1";

/** What a module that was made ahead of time exports as `generated`; see `module.ts`. */
export interface Generated {
  readonly version: string;
  /** The digest of the plan that it was made from. */
  readonly plan: string;
  readonly shapes: readonly ((library: Library) => Shape)[];
  readonly actions: Readonly<Record<string, Readonly<Record<Mode, Made | null>>>>;
}

interface Made {
  readonly shape: number;
  readonly constants: readonly unknown[];
  readonly aside: boolean;
}

/** One action of a policy set, as far as it has been asked for. Null: not modelled. */
interface Fast {
  verdict: VerdictFunction | null | undefined;
  vouched: VerdictFunction | null | undefined;
  full: FullFunction | null | undefined;
  sheet: Sheet | undefined;
}

export interface FastForm {
  readonly verdict: (changeSet: object, context: object) => number;
  readonly vouched: (changeSet: object, context: object) => number;
  /** `inFull`: the decision of the reference, for what is found when it is first read. */
  readonly decide: (changeSet: object, context: object, inFull: () => Decision) => Decision | null;
}

const forms = new WeakMap<Evaluator, FastForm>();

/** The fast form of an evaluator; made once. */
export function fastOf(evaluator: Evaluator): FastForm {
  let form = forms.get(evaluator);
  if (form === undefined) {
    form = makeForm(evaluator);
    forms.set(evaluator, form);
  }
  return form;
}

/**
 * Lets an evaluator use code that was generated ahead of time. False: it was made from another plan, or by another version
 * of this package; then nothing changes, and decisions are the same, only slower.
 */
export function adopt(evaluator: Evaluator, generated: Generated): boolean {
  if (generated.version !== GENERATED_VERSION || generated.plan !== evaluator.digest) return false;
  forms.set(evaluator, makeForm(evaluator, generated));
  return true;
}

interface Ready {
  readonly run: Shape;
  readonly constants: readonly unknown[];
  readonly aside: boolean;
}

/** Whether surroundings let code be made from text; asked once. */
let allowed: boolean | null = null;
function codeIsAllowed(): boolean {
  if (allowed === null) {
    try {
      allowed = new Function("return true")() === true;
    } catch {
      allowed = false;
    }
  }
  return allowed;
}

function makeForm(evaluator: Evaluator, ahead: Generated | null = null): FastForm {
  const { plan } = evaluator;
  const zone = zoneNamed(plan.timezone) ?? UTC;
  const actions = new Map<string, Fast>();
  for (const id of Object.keys(plan.actions))
    actions.set(id, { verdict: undefined, vouched: undefined, full: undefined, sheet: undefined });
  const shapes = new Map<string, Shape>();

  function make<F>(id: string, mode: Mode): F | null {
    const made = ahead === null ? generate(id, mode) : readyMade(ahead, id, mode);
    if (made === null) return null;
    const { run, constants } = made;
    if (!made.aside) return ((cs: object, cx: object) => run(cs, cx, constants, zone, null)) as F;
    const action = plan.actions[id]!;
    return ((cs: object, cx: object) => run(cs, cx, constants, zone, asideOf(evaluator, action, cs, cx))) as F;
  }

  function generate(id: string, mode: Mode): Ready | null {
    if (!codeIsAllowed()) return null;
    try {
      const { source, constants, aside } = program(plan, plan.actions[id]!, mode);
      let run = shapes.get(source);
      if (run === undefined) {
        run = (new Function("L", wrapped(source)) as (library: Library) => Shape)(LIBRARY);
        shapes.set(source, run);
      }
      return { run, constants, aside };
    } catch (fault) {
      if (fault instanceof Refused) return null;
      throw fault;
    }
  }

  function readyMade({ actions: all, shapes: functions }: Generated, id: string, mode: Mode): Ready | null {
    const made = Object.hasOwn(all, id) ? all[id]![mode] : null;
    if (made === null) return null;
    const key = String(made.shape);
    const run = shapes.get(key) ?? functions[made.shape]!(LIBRARY);
    shapes.set(key, run);
    return { run, constants: made.constants, aside: made.aside };
  }

  const named = (changeSet: object): { readonly id: string; readonly fast: Fast } | null => {
    const id = (changeSet as { readonly action?: unknown }).action;
    const fast = typeof id === "string" ? actions.get(id) : undefined;
    return fast === undefined ? null : { id: id as string, fast };
  };

  const verdictBy =
    (mode: "verdict" | "vouched") =>
    (changeSet: object, context: object): number => {
      const found = (changeSet as { readonly action?: unknown }).action;
      const fast = typeof found === "string" ? actions.get(found) : undefined;
      if (fast === undefined) return -1;
      let run = fast[mode];
      if (run === undefined) run = fast[mode] = make<VerdictFunction>(found as string, mode);
      return run === null ? -1 : run(changeSet, context);
    };

  return {
    verdict: verdictBy("verdict"),
    vouched: verdictBy("vouched"),
    decide(changeSet, context, inFull) {
      const found = named(changeSet);
      if (found === null) return null;
      const { fast, id } = found;
      if (fast.full === undefined) {
        fast.full = make<FullFunction>(id, "full");
        if (fast.full !== null) fast.sheet = sheetOf(plan, plan.actions[id]!);
      }
      if (fast.full === null) return null;
      const result = fast.full(changeSet, context);
      if (result === null) return null;
      const { id: name } = changeSet as { readonly id: string };
      const { editors, sample_key: key, directory } = context as Around;
      const around: Surroundings = {
        id: name,
        editors: editors ?? NOBODY,
        sampleKey: key ?? null,
        directoryVersion: result.people === null ? null : versionOf(directory),
        digest: evaluator.digest,
        inFull,
      };
      return write(fast.sheet!, result, around);
    },
  };
}

interface Around {
  readonly editors?: readonly string[];
  readonly sample_key?: string;
  readonly directory?: unknown;
}

const NOBODY: readonly string[] = [];

/** The whole text of a function, as it is given to the engine or written into a module. */
export const wrapped = (source: string): string => `"use strict";return function(cs,cx,K,Z,E){\n${source}\n}`;
