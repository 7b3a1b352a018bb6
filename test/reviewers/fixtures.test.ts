/** Cases a governance lead can read: who approves, who sits where, who is refused and why, whom to ask next. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Directory, SeatSet } from "../../src/decision/documents.ts";
import { UNCOUNTED_CODES } from "../../src/decision/reviewers/question.ts";
import type { Approval, ReviewersAnswer, ReviewersQuestion } from "../../src/decision/reviewers/satisfied.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";

interface Someone {
  readonly is?: string;
  readonly kind?: "person" | "agent" | "service";
  readonly owner?: string;
  readonly roles?: string[];
  readonly groups?: string[];
  readonly active?: boolean;
}

interface Case {
  readonly name: string;
  readonly note?: string;
  readonly needs: SeatSet | SeatSet[];
  readonly without?: string[];
  readonly excluded?: string[];
  readonly escalations?: string[];
  readonly "proposed by"?: { id: string; owner?: string; on_behalf_of?: string };
  readonly "edited by"?: string[];
  readonly approvals: string[];
  readonly now?: string;
  readonly expect: {
    readonly status: string;
    /** Who sits where, in which role, by which approval. */
    readonly seats?: string[];
    readonly refused?: Record<string, string>;
    /** Why they are refused, by approval. */
    readonly told?: string[];
    /** Who may take each seat that is open. */
    readonly open?: string[];
    /** Whom to ask next. */
    readonly next?: string[];
    /** Where there are several: how far each of them is. */
    readonly alternatives?: string[];
    readonly lacking?: string[];
    readonly "fillable from"?: string;
  };
}

interface Fixture {
  readonly about: string;
  readonly people: Readonly<Record<string, string[] | Someone>>;
  readonly groups?: Directory["groups"];
  readonly cases: readonly Case[];
}

const FOLDER = new URL("../../fixtures/reviewers/", import.meta.url);
const KEYS = new Set([
  "name",
  "note",
  "needs",
  "without",
  "excluded",
  "escalations",
  "proposed by",
  "edited by",
  "approvals",
  "now",
  "expect",
]);
const EXPECTED = new Set([
  "status",
  "seats",
  "refused",
  "told",
  "open",
  "next",
  "alternatives",
  "lacking",
  "fillable from",
]);

const at = (time: string): string => `2026-03-02T${time}:00Z`;

function directoryOf(fixture: Fixture, without: readonly string[] = []): Directory {
  const entries = Object.entries(fixture.people).filter(([id]) => !without.includes(id));
  return {
    principals: Object.fromEntries(
      entries.map(([id, someone]) => {
        if (Array.isArray(someone)) return [id, { roles: someone }];
        const { is, ...rest } = someone;
        return [id, { ...rest, ...(is === undefined ? {} : { person: is }) }];
      }),
    ),
    groups: fixture.groups ?? {},
  };
}

/** `ana`, `ana as finance`, `ana at 09:00` */
function approvalOf(text: string): Approval {
  const [, by, role, time] = /^(\S+?)(?: as (\S+))?(?: at (\S+))?$/.exec(text)!;
  return { by: by!, ...(role === undefined ? {} : { role }), ...(time === undefined ? {} : { at: at(time) }) };
}

function questionOf(fixture: Fixture, one: Case): ReviewersQuestion {
  return {
    reviewers: {
      sets: Array.isArray(one.needs) ? one.needs : [one.needs],
      excluded: one.excluded,
      escalations: (one.escalations ?? []).map(approvalOf).map(({ by, at = "" }) => ({ role: by, at })),
    },
    directory: directoryOf(fixture, one.without),
    approvals: one.approvals.map(approvalOf),
    now: one.now === undefined ? undefined : at(one.now),
    requester: one["proposed by"],
    editors: one["edited by"],
  };
}

const setInWords = (set: SeatSet): string =>
  Object.entries(set)
    .map(([role, count]) => `${count} of ${role}`)
    .join(", ") || "nobody";

/** The answer as fixtures say it; approvals are counted from 1. */
const inWords = ({ seats, open, uncounted, next, alternatives, alternative }: ReviewersAnswer) => ({
  seats: seats.map(({ by, seat, role, escalated, person, approval }) =>
    [
      `${by} on ${seat} as ${role ?? "anybody"}`,
      ...(escalated ? ["escalated"] : []),
      ...(person === by ? [] : [`who is ${person}`]),
      `by approval ${approval + 1}`,
    ].join(", "),
  ),
  open: open.map(({ seat, count, eligible }) => `${count} of ${seat}: ${eligible.join(", ") || "nobody"}`),
  told: uncounted.map(({ approval, message }) => `${approval + 1}: ${message}`),
  next: (next?.ask ?? []).map(({ by, role, seat, escalated, again }) =>
    [
      `${by} as ${role ?? "anybody"} for ${seat}`,
      ...(escalated ? ["escalated"] : []),
      ...(again ? ["again"] : []),
    ].join(", "),
  ),
  alternatives:
    alternatives.length < 2
      ? []
      : alternatives.map(({ set, seated, people, missing, fillable }, index) =>
          [
            `${setInWords(set)}: ${seated} of ${people}`,
            `missing ${setInWords(missing)}`,
            ...(fillable ? [] : ["cannot be filled"]),
            ...(index === alternative ? ["shown"] : []),
          ].join(", "),
        ),
});

const files = readdirSync(FOLDER).sort();

describe("reason codes", () => {
  const page = readFileSync(new URL("../../docs/reference/approvals.md", import.meta.url), "utf8");
  const cases = files.map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");

  it.each(UNCOUNTED_CODES)("%s is documented, and has a case", (code) => {
    expect(page).toContain(`| \`${code}\` |`);
    expect(cases).toMatch(new RegExp(`refused: .*: ${code}\\b`));
  });
});

for (const name of files) {
  const fixture: Fixture = parse(readFileSync(new URL(name, FOLDER), "utf8"));
  describe(`${name}: ${fixture.about}`, () => {
    it.each(fixture.cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
      for (const key of Object.keys(one)) expect(KEYS).toContain(key);
      for (const key of Object.keys(one.expect)) expect(EXPECTED).toContain(key);
      const answer = reviewersSatisfied(questionOf(fixture, one));
      const { status, refused, lacking, "fillable from": from } = one.expect;
      expect(answer.status).toBe(status);
      // What is refused must be listed in full, so that nothing is refused unseen.
      const told = answer.uncounted.map(({ by, role, code }) => [role === null ? by : `${by} as ${role}`, code]);
      expect(Object.fromEntries(told)).toEqual(refused ?? {});
      const { seats, open, next, alternatives } = one.expect;
      expect(inWords(answer)).toEqual({
        seats: seats ?? [],
        open: open ?? [],
        told: one.expect.told ?? [],
        next: next ?? [],
        alternatives: alternatives ?? [],
      });
      if (lacking) expect(answer.lacking).toEqual(lacking);
      expect(answer.fillable_from).toBe(from === undefined ? null : at(from));
    });
  });
}
