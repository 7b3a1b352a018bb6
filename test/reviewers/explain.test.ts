/** The page for a person, held to golden files: `NAME.yaml` says the case, `NAME.txt` and `NAME.md` are what comes out. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Decision } from "../../src/decision/documents.ts";
import type { ExplainOptions } from "../../src/decision/explain/explain.ts";
import { explain } from "../../src/decision/explain/explain.ts";
import { columns } from "../../src/decision/explain/text.ts";

const FOLDER = new URL("../../fixtures/explain/", import.meta.url);

type Loose = Record<string, unknown>;

interface Case {
  readonly about: string;
  readonly width?: number;
  readonly audience?: "operator" | "requester";
  readonly disclose?: ExplainOptions["disclose"];
  readonly titles?: ExplainOptions["titles"];
  readonly change_set: unknown;
  readonly decision: Loose;
}

/** A decision says everything; a case only what matters in it. */
function decisionOf(partial: Loose): Decision {
  const reason = (some: Loose): Loose => ({
    because: null,
    assumed: false,
    values: {},
    controls: [],
    ...some,
    at: { column: 3, ...(some["at"] as Loose) },
  });
  const list = (name: string): Loose[] => (partial[name] as Loose[] | undefined) ?? [];
  return Decision.parse({
    version: "1",
    score: 0,
    autonomy: null,
    apply_by: "requester",
    unknown: [],
    misfits: [],
    waived: [],
    warnings: [],
    impact: {},
    sample: null,
    route: null,
    rollback: null,
    remedies: [],
    policy: { set: "support", digest: `sha256:${"9f2ac1b4d077".repeat(5)}12aa`, language: "1" },
    directory_version: null,
    decided_at: "2026-11-22T10:15:00Z",
    change_set_digest: `sha256:${"0b1cc1b4d077".repeat(5)}12aa`,
    ...partial,
    reviewers: {
      people: 0,
      sets: [{}],
      excluded: [],
      escalations: [],
      fillable: null,
      lacking: [],
      ...(partial["reviewers"] as Loose | undefined),
    },
    evidence: { required: [], missing: [], stale: [], ...(partial["evidence"] as Loose | undefined) },
    reasons: list("reasons").map(reason),
    shadow: list("shadow").map(reason),
    quotas: list("quotas").map((quota) => ({ frees_at: null, ...quota })),
  });
}

const names = readdirSync(FOLDER).flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -5)] : []));

function read(name: string): Case {
  return parse(readFileSync(new URL(`${name}.yaml`, FOLDER), "utf8"));
}

function page(one: Case, options: Partial<ExplainOptions>): string {
  return explain(decisionOf(one.decision), one.change_set, {
    format: "terminal",
    colour: false,
    width: one.width ?? 88,
    audience: one.audience,
    disclose: one.disclose,
    titles: one.titles,
    ...options,
  });
}

describe.each(names)("%s", (name) => {
  const one = read(name);
  const { width = 88 } = one;

  it("on a terminal", async () => {
    const text = page(one, {});
    await expect(text).toMatchFileSnapshot(new URL(`${name}.txt`, FOLDER).pathname);
    for (const line of text.split("\n")) expect(columns(line), line).toBeLessThanOrEqual(width);
  });

  it("in Markdown", async () => {
    await expect(page(one, { format: "markdown" })).toMatchFileSnapshot(new URL(`${name}.md`, FOLDER).pathname);
  });

  it("colours change nothing but colours", () => {
    const coloured = page(one, { colour: true });
    expect(coloured.replace(/\u001b\[[0-9;]+m/g, "")).toBe(page(one, {}));
  });
});

describe("what an agent writes", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "\u001b[31m",
      "\n# x",
      "`",
      "``",
      "|",
      "\\|",
      "\\",
      "](x)",
      "<b>",
      "\u202e",
      "\u2028",
      "\ud800",
      "\r",
      "https://x.example",
      " ",
      "",
    ),
  );
  const text = fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join(""));
  const base = read("refund");

  it("prints nothing that moves, hides or reorders, on no terminal, and stays within the width", () => {
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 1, max: 200 }), (field, value, reason, width) => {
        const changes = [
          { target: { type: field, id: value }, field, old: value, new: { note: reason }, reason, evidence: [value] },
        ];
        const out = page(
          { ...base, change_set: { id: value, action: field, requester: { id: reason, owner: value }, changes } },
          { width },
        );
        expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u);
        for (const line of out.split("\n"))
          expect(columns(line)).toBeLessThanOrEqual(Math.min(120, Math.max(40, width)));
      }),
      { numRuns: 300 },
    );
  });

  it("adds no line and no cell to the Markdown", () => {
    const shape = (changeSet: unknown): string =>
      page({ ...base, change_set: changeSet }, { format: "markdown" })
        .split("\n")
        .map((line) =>
          line.startsWith("|")
            ? `|${line.replace(/\\./g, "").split("|").length}`
            : /^(#+ |- |\d+\. |---)?/.exec(line)![0],
        )
        .join("\n");
    const changeSet = (some: string, reason: string): unknown => ({
      id: `c${some}`,
      action: `a${some}`,
      requester: { id: `r${some}` },
      changes: [
        {
          target: { type: `T${some}`, id: "1" },
          field: `f${some}`,
          old: `o${some}`,
          new: `n${reason}`,
          reason: `w${reason}`,
          evidence: [`e${some}`],
        },
      ],
    });
    const plain = shape(changeSet("", ""));
    fc.assert(
      fc.property(text, text, (some, reason) => {
        expect(shape(changeSet(some, reason))).toBe(plain);
      }),
      { numRuns: 300 },
    );
  });

  it("no document whatever makes it fail", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true }),
        fc.constantFrom("terminal" as const, "markdown" as const),
        (anything, format) => {
          expect(page({ ...base, change_set: anything }, { format })).toContain("2026-12-22");
          expect(
            page(
              {
                ...base,
                change_set: {
                  action: anything,
                  requester: anything,
                  changes: [anything, { old: anything, new: anything, target: anything, evidence: [anything] }],
                },
              },
              { format },
            ),
          ).toContain("2026-12-22");
        },
      ),
      { numRuns: 200 },
    );
  });
});
