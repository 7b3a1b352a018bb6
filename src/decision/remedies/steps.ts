/** What could be done about a decision, one thing at a time; whether it helps, deciding again shows. */
import { calendarWindow } from "../../eval/calendar.ts";
import { ZERO } from "../../eval/decimal.ts";
import { instantText, parseInstant } from "../../eval/iso.ts";
import { unknown, type Value } from "../../eval/value.ts";
import type { PlanEvidenceKind } from "../../plan/plan.ts";
import type { Remedy } from "../documents.ts";
import { compareTexts } from "../read/members.ts";
import type { AskedEvidence, Question, Usage } from "../read/question.ts";
import type { Parts } from "../settle.ts";
import { leavesOf } from "./leaves.ts";
import { momentsAfter } from "./moments.ts";

export interface Step {
  readonly kind: Remedy["kind"];
  readonly words: string;
  readonly apply: (question: Question) => Question;
  /** Places that this step leaves open for values to be found. */
  readonly open?: readonly string[];
}

/** Every step that the decision suggests, in a fixed order. */
export function stepsFor(question: Question, parts: Parts): readonly Step[] {
  return [...attachments(question, parts), ...links(question), ...supplies(question, parts), ...waits(question, parts)];
}

function attachments(question: Question, parts: Parts): readonly Step[] {
  return [...parts.evidence.missing, ...parts.evidence.stale].sort(compareTexts).map((kind): Step => {
    // Only evidence of a declared kind can be asked for.
    const declared = question.plan.evidence.find(({ id }) => id === kind)!;
    const stale = parts.evidence.stale.includes(kind);
    return {
      kind: "evidence",
      words: `${stale ? "attach fresh evidence" : "attach evidence"} ${kind}`,
      open: declared.fields.map((field) => `evidence[new ${kind}].data.${field.name}`),
      apply: (asked) => ({ ...asked, evidence: withEvidence(asked, declared) }),
    };
  });
}

function withEvidence(question: Question, { id: kind, tools, fields }: PlanEvidenceKind): readonly AskedEvidence[] {
  const id = `new ${kind}`;
  const issuer = tools[0] === undefined ? question.asker.id : `tool:${tools[0]}`;
  const payload = fields.map((field): [string, Value] => [
    field.name,
    field.type.kind === "optional" ? null : unknown(`evidence[${id}].data.${field.name}`, "not supplied"),
  ]);
  const value = new Map<string, Value>([
    ...payload,
    ["id", id],
    ["kind", kind],
    ["issuer", issuer],
    ["uri", null],
    ["digest", null],
    ["at", question.now],
  ]);
  return [...(question.evidence ?? []), { id, kind, issuer, at: question.now, value }];
}

/** Changes that name no evidence name some. */
function links(question: Question): readonly Step[] {
  const bare = question.changes?.some((change) => change.value.get("evidence") === null);
  const kind = question.plan.evidence[0];
  if (!bare || kind === undefined) return [];
  return [
    {
      kind: "evidence",
      words: "name evidence for every change",
      apply(asked) {
        const evidence = asked.evidence?.length ? asked.evidence : withEvidence(asked, kind);
        const named = evidence.map((entry) => entry.value);
        const changes = asked.changes?.map((change) =>
          change.value.get("evidence") === null
            ? { ...change, value: new Map([...change.value, ["evidence", named] as const]) }
            : change,
        );
        return { ...asked, evidence, changes: changes ?? null };
      },
    },
  ];
}

/** What is supplied as a whole, by the path that its cause names. */
const WHOLE: readonly (Step & { readonly path: string })[] = [
  {
    path: "history",
    kind: "evidence",
    words: "supply the history",
    apply: (asked) => ({ ...asked, history: new Map() }),
  },
  {
    path: "usage",
    kind: "evidence",
    words: "supply the usage of the quotas",
    apply: (asked) => ({ ...asked, usage: new Map() }),
  },
];

/** What was not known, made known. */
function supplies(question: Question, parts: Parts): readonly Step[] {
  const paths = new Set(parts.unknown.map(({ path }) => path));
  const leaves = leavesOf(question, paths).map(
    ({ path }): Step => ({ kind: "evidence", words: `supply ${path}`, open: [path], apply: (asked) => asked }),
  );
  return [...leaves, ...WHOLE.filter(({ path }) => paths.has(path))];
}

/** Until a quota has room, or the clock is where the policy says something else. */
function waits(question: Question, parts: Parts): readonly Step[] {
  const room = parts.quotas.flatMap(({ frees_at }) => {
    const instant = frees_at === null ? null : parseInstant(frees_at, null);
    return instant?.ok === true ? [instant.ms] : [];
  });
  return [...new Set([...room, ...momentsAfter(question)])]
    .sort((a, b) => a - b)
    .map((instant) => ({
      kind: "time",
      words: `wait until ${instantText(instant)}`,
      apply: (asked) => ({ ...asked, now: instant, usage: usageAt(asked, instant) }),
    }));
}

/** A sum that a source gave for a calendar window says nothing of the next. */
function usageAt(question: Question, now: number): Question["usage"] {
  if (question.usage === null) return null;
  const lapsed = new Set(
    question.action.clauses.flatMap(({ id, effect }) => {
      if (effect.kind !== "quota" || effect.window.kind !== "calendar") return [];
      return calendarWindow(question.zone, effect.window.unit, now).start > question.now ? [id] : [];
    }),
  );
  const left = [...question.usage].map(([key, usage]): [string, Usage] => {
    const clause = (JSON.parse(key) as readonly string[])[0]!;
    return [key, lapsed.has(clause) ? afterWindow(usage) : usage];
  });
  return new Map(left);
}

function afterWindow(usage: Usage): Usage {
  if (usage.entries !== null) return { used: null, entries: usage.entries };
  const { used } = usage;
  if (typeof used !== "object" || used === null || !("currency" in used)) return { used: ZERO, entries: null };
  return { used: { ...used, amount: ZERO }, entries: null };
}
