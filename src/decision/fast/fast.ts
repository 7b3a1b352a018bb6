/**
 * The fast form of a policy set: JavaScript made from the plan, one function for each shape of action, made when an action
 * is first asked for. It decides what is certain and gives up on everything else, which the reference then decides; so it
 * never disagrees with it, and a policy that it cannot model is only slower.
 */
import { UTC, zoneNamed } from "../../eval/calendar.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import type { PlanAction } from "../../plan/plan.ts";
import type { Decision } from "../documents.ts";
import { versionOf } from "../reviewers/prepared.ts";
import { program } from "./action.ts";
import { type Aside, asideOf } from "./aside.ts";
import { Refused } from "./code.ts";
import { LIBRARY, type Library } from "./library.ts";
import type { Mode } from "./stage.ts";
import { type Result, type Sheet, type Surroundings, sheetOf, write } from "./write.ts";

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
  readonly action: PlanAction;
  verdict: Ready | null | undefined;
  vouched: Ready | null | undefined;
  full: Ready | null | undefined;
  sheet: Sheet | undefined;
}

export interface FastForm {
  /** Outcome in the lowest two bits, then the rank of the tier; -1: gives up. */
  readonly verdict: (changeSet: object, context: object) => number;
  readonly vouched: (changeSet: object, context: object) => number;
  /** `inFull`: the decision of the reference, for what is found when it is first read. */
  readonly decide: (changeSet: object, context: object, inFull: () => Decision) => Decision | null;
}

const forms = new WeakMap<Evaluator, FastForm>();

/** The fast form of an evaluator, made once; null: it has none, because its back end makes no code and none was adopted. */
export function fastOf(evaluator: Evaluator): FastForm | null {
  const form = forms.get(evaluator);
  if (form !== undefined) return form;
  if (evaluator.backend !== "generated") return null;
  const made = makeForm(evaluator);
  forms.set(evaluator, made);
  return made;
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
  for (const action of Object.values(plan.actions))
    actions.set(action.id, { action, verdict: undefined, vouched: undefined, full: undefined, sheet: undefined });
  const shapes = new Map<string, Shape>();

  const make = (id: string, mode: Mode): Ready | null =>
    ahead === null ? generate(id, mode) : readyMade(ahead, id, mode);

  /** All actions of one shape are called from here, so that the engine sees one function. */
  const call = ({ run, constants, aside }: Ready, action: PlanAction, cs: object, cx: object): unknown =>
    run(cs, cx, constants, zone, aside ? asideOf(evaluator, action, cs, cx) : null);

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

  const named = (changeSet: object): Fast | undefined => {
    const id = (changeSet as { readonly action?: unknown }).action;
    return typeof id === "string" ? actions.get(id) : undefined;
  };

  const verdictBy =
    (mode: "verdict" | "vouched") =>
    (changeSet: object, context: object): number => {
      const fast = named(changeSet);
      if (fast === undefined) return -1;
      let ready = fast[mode];
      if (ready === undefined) ready = fast[mode] = make(fast.action.id, mode);
      return ready === null ? -1 : (call(ready, fast.action, changeSet, context) as number);
    };

  return {
    verdict: verdictBy("verdict"),
    vouched: verdictBy("vouched"),
    decide(changeSet, context, inFull) {
      const fast = named(changeSet);
      if (fast === undefined) return null;
      if (fast.full === undefined) {
        fast.full = make(fast.action.id, "full");
        if (fast.full !== null) fast.sheet = sheetOf(plan, fast.action);
      }
      if (fast.full === null) return null;
      const result = call(fast.full, fast.action, changeSet, context) as Result | null;
      if (result === null) return null;
      const { id: name } = changeSet as { readonly id: string };
      const { editors, sample_key: key, directory } = context as Around;
      const around: Surroundings = {
        id: name,
        editors: LIBRARY.copied(editors ?? NOBODY),
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
