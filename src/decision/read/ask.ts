/** From the two documents to one question. */
import { zoneOf } from "../../eval/calendar.ts";
import { unknown, type Value } from "../../eval/value.ts";
import type { Plan } from "../../plan/plan.ts";
import { digestOf } from "../digest.ts";
import { describe, type Json, type JsonFault, type JsonResult } from "../json/json.ts";
import { peopleOf } from "../reviewers/directory.ts";
import { readAsker } from "./asker.ts";
import { readChanges, readEnvironment, readEvidence } from "./changeset.ts";
import { closest } from "./close.ts";
import { instantOf, readFacts, readHistory, readUsage } from "./context.ts";
import { changeSetShape, contextShape } from "./envelope.ts";
import { recordOf, recordOrEmpty, sortedTexts, textOf, textsOf } from "./members.ts";
import { misfits as collect, type Misfits } from "./misfits.ts";
import { at } from "./path.ts";
import type { Asked } from "./question.ts";
import { type Reading, read, readFields } from "./read.ts";
import type { Shape } from "./shape.ts";

/** How documents are read. Who loads little leaves out what only makes it quick. */
export interface Ways {
  /** As text, bytes or data, or as data alone. Never throws. */
  readonly read: (document: unknown) => JsonResult;
  /** Whether a document surely fits its envelope; no is no verdict. */
  readonly fits: (shape: Shape, json: Json) => boolean;
}

/** Reads both documents. Never throws. */
export function ask(plan: Plan, changeSet: unknown, context: unknown, ways: Ways): Asked {
  const misfits = collect();
  const said = ways.read(changeSet);
  const trusted = ways.read(context);
  report(said, "", misfits);
  report(trusted, "context", misfits);
  const zone = zoneOf(plan);
  const reading: Reading = { misfits, records: plan.records, tiers: plan.tiers, zone, open: false, unknowns: true };
  const trusting: Reading = { ...reading, open: true };

  const document = recordOrEmpty(said.json);
  const around = recordOrEmpty(trusted.json);
  const claimed = envelope(said, changeSetShape, reading, ways);
  const sound = envelope(trusted, contextShape, trusting, ways);
  const now = instantOf(around.get("now"));
  const directory = sound("directory") ? recordOf(around.get("directory")) : null;
  const directoryVersion = textOf(directory?.get("version"));
  const digest = (): string => digestOf(said.json);

  const name = textOf(document.get("action"));
  if (name !== null && !Object.hasOwn(plan.actions, name)) {
    const names = Object.keys(plan.actions);
    const full = names.find((id) => id.endsWith(`.${name}`));
    const help = full === undefined ? closest(name, names, misfits) : `the nearest is "${full}"`;
    misfits.add("action", describe(name), "an action of the policy set", help);
  }
  if (name === null || now === null || !Object.hasOwn(plan.actions, name))
    return { question: null, now, misfits, digest, directoryVersion };

  const action = plan.actions[name]!;
  const warnings: string[] = [];
  const people = directory === null ? null : peopleOf(directory);
  // Read even where the envelope has faults, for what else there is to tell; but then nothing of it is known.
  const evidence = readEvidence(plan, document.get("evidence"), reading);
  const changes = readChanges(action, document.get("changes"), evidence, reading);
  return {
    now,
    misfits,
    digest,
    directoryVersion,
    question: {
      plan,
      zone,
      action,
      id: textOf(document.get("id")) ?? "",
      environment: readEnvironment(plan, action, document.get("environment"), reading),
      asker: readAsker(document.get("requester"), claimed("requester"), people, misfits, warnings),
      inputs: readFields(action.inputs, recordOrEmpty(document.get("inputs")), at(null, "inputs"), reading),
      changes: claimed("changes") ? changes : null,
      evidence: claimed("evidence") ? evidence : null,
      confidence: confidenceOf(document.get("confidence"), reading),
      facts: readFacts(action, around.get("facts"), trusting, warnings),
      history: sound("history") ? readHistory(plan, around.get("history"), trusting) : null,
      usage: sound("usage") ? readUsage(plan, around.get("usage"), trusting) : null,
      people,
      editors: sortedTexts(textsOf(around.get("editors"))),
      sampleKey: textOf(around.get("sample_key")),
      now,
      warnings,
    },
  };
}

const CONFIDENCE = { minimum: "0", maximum: "1" };

function confidenceOf(json: Parameters<typeof read>[1] | undefined, reading: Reading): Value {
  return json === undefined
    ? unknown("confidence", "not supplied")
    : read({ kind: "decimal" }, json, at(null, "confidence"), reading, CONFIDENCE);
}

/** Reads an envelope, and tells which of its members had no fault. */
function envelope(document: JsonResult, shape: Shape, reading: Reading, { fits }: Ways): (member: string) => boolean {
  if (document.json === undefined) return () => false;
  if (fits(shape, document.json)) return () => true;
  const faulty = new Set<string>();
  let all = false;
  const { misfits } = reading;
  const listening: Misfits = {
    ...misfits,
    add(path, found, expected, help) {
      misfits.add(path, found, expected, help);
      let root = typeof path === "string" ? null : path;
      while (root?.parent != null) root = root.parent;
      // Of the document as a whole, or past the bound, where nobody says which member it was.
      if (root === null) all = true;
      else faulty.add(String(root.step));
    },
  };
  read(shape, document.json, null, { ...reading, misfits: listening, unknowns: false });
  return (member) => !all && !faulty.has(member);
}

function report(document: JsonResult, root: string, misfits: Misfits): void {
  for (const fault of document.faults)
    misfits.add(fault.path === "" ? root : fault.path, placed(fault), fault.expected, fault.help);
}

const placed = (fault: JsonFault): string =>
  fault.at === null ? fault.found : `${fault.found} (line ${fault.at.line}, column ${fault.at.column})`;
