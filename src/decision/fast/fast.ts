/**
 * The fast form of a policy set: JavaScript made from the plan, one function for each shape of action, made when an action
 * is first asked for. It decides what is certain and gives up on everything else, which the reference then decides; so it
 * never disagrees with it, and a policy that it cannot model is only slower.
 */
import { zoneOf } from "../../eval/calendar.ts";
import type { Evaluator } from "../../eval/evaluator.ts";
import type { PlanAction } from "../../plan/plan.ts";
import type { Decision, Outcome } from "../documents.ts";
import { versionOf } from "../reviewers/prepared.ts";
import { program } from "./action.ts";
import { type Aside, asideOf } from "./aside.ts";
import { Refused } from "./code.ts";
import { LIBRARY, type Library } from "./library.ts";
import type { Mode } from "./stage.ts";
import { type OnDemand, OUTCOMES, type Result, type Sheet, type Surroundings, sheetOf, write } from "./write.ts";

type Run = (changeSet: object, context: object, constants: unknown, zone: unknown, aside: Aside | null) => unknown;

interface Shape {
  readonly run: Run;
  /** The constants of an action as `run` reads them. */
  readonly keep: (constants: readonly unknown[]) => unknown;
}

export const GENERATED_VERSION = "2";

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

/** Outcome and tier alone. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly tier: string;
}

/** A function with the constants of one action. */
interface Ready {
  readonly action: PlanAction;
  readonly run: Run;
  readonly constants: unknown;
  readonly aside: boolean;
  /** Of whole decisions. */
  readonly sheet: Sheet | null;
}

/** The actions of a policy set that have been asked for, by name. Null: not modelled. */
type Asked = Map<string, Ready | null>;

export interface FastForm {
  /** What the numbers of the next two stand for: one object for each verdict, so that none is made for a call. */
  readonly verdicts: readonly Verdict[];
  /** Outcome in the lowest two bits, then the rank of the tier; -1: gives up. */
  readonly verdict: (changeSet: object, context: object) => number;
  readonly vouched: (changeSet: object, context: object) => number;
  readonly decide: (changeSet: object, context: object, onDemand: OnDemand) => Decision | null;
}

const forms = new WeakMap<Evaluator, FastForm>();

/** Who was asked last. Looking a form up takes longer than the rules of a small action; most services ask one evaluator. */
let last: { readonly evaluator: Evaluator; readonly form: FastForm } | null = null;

/** The fast form of an evaluator, made once; null: it has none, because its back end makes no code and none was adopted. */
export function fastOf(evaluator: Evaluator): FastForm | null {
  return last !== null && last.evaluator === evaluator ? last.form : lookedUp(evaluator);
}

function lookedUp(evaluator: Evaluator): FastForm | null {
  let form = forms.get(evaluator);
  if (form === undefined) {
    if (evaluator.backend !== "generated") return null;
    form = makeForm(evaluator);
    forms.set(evaluator, form);
  }
  last = { evaluator, form };
  return form;
}

/**
 * Lets an evaluator use code that was generated ahead of time. False: it was made from another plan, or by another version
 * of this package; then nothing changes, and decisions are the same, only slower.
 */
export function adopt(evaluator: Evaluator, generated: Generated): boolean {
  if (generated.version !== GENERATED_VERSION || generated.plan !== evaluator.digest) return false;
  forms.set(evaluator, makeForm(evaluator, generated));
  last = null;
  return true;
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
  const zone = zoneOf(plan);
  const shapes = new Map<string, Shape>();
  // One table for each mode: what is looked up for a decision lies together, however many actions there are.
  const asked: Readonly<Record<Mode, Asked>> = { verdict: new Map(), vouched: new Map(), full: new Map() };

  function make(id: string, mode: Mode): Ready | null {
    const ready = ahead === null ? generate(id, mode) : readyMade(ahead, id, mode);
    asked[mode].set(id, ready);
    return ready;
  }

  function generate(id: string, mode: Mode): Ready | null {
    if (!codeIsAllowed()) return null;
    const action = plan.actions[id]!;
    try {
      const { source, keep, constants, aside } = program(plan, action, mode);
      let shape = shapes.get(source);
      if (shape === undefined) {
        shape = (new Function("L", wrapped(source, keep)) as (library: Library) => Shape)(LIBRARY);
        shapes.set(source, shape);
      }
      return readyOf(action, mode, shape, constants, aside);
    } catch (fault) {
      if (fault instanceof Refused) return null;
      throw fault;
    }
  }

  function readyMade({ actions: all, shapes: functions }: Generated, id: string, mode: Mode): Ready | null {
    const made = Object.hasOwn(all, id) ? all[id]![mode] : null;
    if (made === null) return null;
    const key = String(made.shape);
    const shape = shapes.get(key) ?? functions[made.shape]!(LIBRARY);
    shapes.set(key, shape);
    return readyOf(plan.actions[id]!, mode, shape, made.constants, made.aside);
  }

  const readyOf = (
    action: PlanAction,
    mode: Mode,
    { run, keep }: Shape,
    constants: readonly unknown[],
    aside: boolean,
  ): Ready => ({
    action,
    run,
    constants: keep(constants.map(interned)),
    aside,
    sheet: mode === "full" ? sheetOf(plan, action) : null,
  });

  /** Null: there is no such action, or it is not modelled. */
  function readyFor(mode: Mode, changeSet: object): Ready | null {
    const id = (changeSet as { readonly action?: unknown }).action;
    if (typeof id !== "string") return null;
    const found = asked[mode].get(id);
    if (found !== undefined) return found;
    return Object.hasOwn(plan.actions, id) ? make(id, mode) : null;
  }

  /** All actions of one shape are called from here, so that the engine sees one function. */
  const call = ({ run, constants, aside, action }: Ready, cs: object, cx: object): unknown =>
    run(cs, cx, constants, zone, aside ? asideOf(evaluator, action, cs, cx) : null);

  const verdictBy =
    (mode: "verdict" | "vouched") =>
    (changeSet: object, context: object): number => {
      const ready = readyFor(mode, changeSet);
      return ready === null ? -1 : (call(ready, changeSet, context) as number);
    };

  return {
    verdicts: plan.tiers.flatMap((tier) => OUTCOMES.map((outcome) => Object.freeze({ outcome, tier }))),
    verdict: verdictBy("verdict"),
    vouched: verdictBy("vouched"),
    decide(changeSet, context, onDemand) {
      const ready = readyFor("full", changeSet);
      if (ready === null) return null;
      const result = call(ready, changeSet, context) as Result | null;
      if (result === null) return null;
      const { id: name } = changeSet as { readonly id: string };
      const { editors, sample_key: key, directory } = context as Around;
      const around: Surroundings = {
        id: name,
        editors: LIBRARY.copied(editors ?? NOBODY),
        sampleKey: key ?? null,
        directoryVersion: result.people === null ? null : versionOf(directory),
        digest: evaluator.digest,
        onDemand,
      };
      return write(ready.sheet!, result, around);
    },
  };
}

/**
 * Texts as the engine keeps names of members, of which there is one of each: that two of them differ is seen without
 * looking into them, and ten thousand actions that compare with one text read one place in memory.
 */
function interned(constant: unknown): unknown {
  return typeof constant === "string" && constant.length <= 100 ? Object.keys({ [constant]: 0 })[0] : constant;
}

interface Around {
  readonly editors?: readonly string[];
  readonly sample_key?: string;
  readonly directory?: unknown;
}

const NOBODY: readonly string[] = [];

/** The whole text of a shape, as it is given to the engine or written into a module. */
export const wrapped = (source: string, keep: string): string =>
  `"use strict";return{run:function(cs,cx,K,Z,E){\n${source}\n},keep:${keep}}`;
