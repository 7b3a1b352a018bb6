import { describe, expect, test } from "vitest";
import type { Diagnostic, Label } from "../../src/diagnostics/diagnostic.ts";
import { frame } from "../../src/diagnostics/render/frame.ts";
import { json } from "../../src/diagnostics/render/json.ts";
import { sarif } from "../../src/diagnostics/render/sarif.ts";
import { columns } from "../../src/diagnostics/render/width.ts";
import type { SourceFile } from "../../src/source/file.ts";

/** Marks: `«…»` the fault, `‹…›label|` the labels, in the order of the text. */
function fault(name: string, marked: string, words: Partial<Diagnostic> = {}): [Diagnostic, SourceFile] {
  let text = "";
  let start = -1;
  let end = -1;
  const labels: Label[] = [];
  let open = -1;
  for (const part of marked.split(/([«»]|‹|›[^|]*\|)/)) {
    if (part === "«") start = text.length;
    else if (part === "»") end = text.length;
    else if (part === "‹") open = text.length;
    else if (part.startsWith("›"))
      labels.push({ span: { file: name, start: open, end: text.length }, text: part.slice(1, -1) });
    else text += part;
  }
  const diagnostic: Diagnostic = {
    code: "planted-fault",
    severity: "error",
    span: { file: name, start, end },
    what: "Something is wrong here.",
    why: "It was planted.",
    help: "Take it out.",
    labels,
    fixes: [],
    ...words,
  };
  return [diagnostic, { name, text }];
}

const draw = (marked: string, width = 80, words: Partial<Diagnostic> = {}): string => {
  const [diagnostic, file] = fault("a.bylaw", marked, words);
  return frame([diagnostic], [file], { colour: false, width });
};

describe("frame", () => {
  test("shows the code, the place, the words", () => {
    expect(draw("policy a\n\n  approve by 1 of «finanse»\n")).toBe(`error[planted-fault] Planted fault
  ┌─ a.bylaw:3:19
  │
3 │   approve by 1 of finanse
  │                   ^^^^^^^
  │
  Something is wrong here.
  Why:  It was planted.
  Help: Take it out.
`);
  });

  test("marks several places, fills a gap of one line, and skips longer ones", () => {
    expect(
      draw("‹one›first|\ntwo\n«three» ‹four›fourth|\n5\n6\n7\n‹eight›last|"),
    ).toBe(`error[planted-fault] Planted fault
  ┌─ a.bylaw:3:1
  │
1 │ one
  │ --- first
2 │ two
3 │ three four
  │ ^^^^^
  │       ---- fourth
  ·
7 │ eight
  │ ----- last
  │
  Something is wrong here.
  Why:  It was planted.
  Help: Take it out.
`);
  });

  test("a span over lines is marked where it begins and where it ends", () => {
    expect(draw("a «b {\n  c\n  d\n  } e» f")).toContain(`1 │ a b {
  │   ^^^
  ·
4 │   } e f
  │   ^^^
`);
  });

  test("tabs and wide characters do not shift the marks", () => {
    expect(draw('\trole «"会計"» // e\u0301')).toContain(`1 │     role "会計" // e\u0301
  │          ^^^^^^
`);
    expect(columns("会計")).toBe(4);
    expect(columns("e\u0301")).toBe(1);
    expect(columns("👩‍👩‍👧")).toBe(2);
  });

  test("an empty span at the end of the file still shows a mark", () => {
    expect(draw("policy a\n«»")).toContain(`2 │
  │ ^
`);
  });

  test("control and bidirectional characters are spelt out, never sent to the terminal", () => {
    const shown = draw('a «"\u202e\u001b[31m"»', 80, { what: "Found \u001b[2J here." });
    expect(shown).toContain(`1 │ a "‹U+202E›‹U+001B›[31m"
  │   ^^^^^^^^^^^^^^^^^^^^^^
`);
    expect(shown).toContain("Found ‹U+001B›[2J here.");
  });

  test("a long line is cut around the mark", () => {
    const line = `${"x".repeat(300)} «here» ${"y".repeat(300)}`;
    const rows = draw(line, 60).split("\n");
    expect(rows.every((row) => columns(row) <= 60)).toBe(true);
    const code = rows.find((row) => row.startsWith("1 │"))!;
    const mark = rows.find((row) => row.includes("^^^^"))!;
    expect(code.slice(mark.indexOf("^"), mark.indexOf("^") + 4)).toBe("here");
    expect(code).toMatch(/│ …x+ here y+…$/);
  });

  test("words wrap at the width and keep their indent", () => {
    const rows = draw("«a»", 40, { why: "One reason that is longer than a line of forty columns can hold." }).split(
      "\n",
    );
    expect(rows).toContain("  Why:  One reason that is longer than a");
    expect(rows).toContain("        line of forty columns can hold.");
  });

  test("faults come in the order of the text, whatever the order they were found in", () => {
    const [first, file] = fault("a.bylaw", "«a» b");
    const second = { ...first, span: { file: "a.bylaw", start: 2, end: 3 }, code: "second" };
    const options = { colour: false, width: 80 };
    expect(frame([second, first], [file], options)).toBe(frame([first, second], [file], options));
  });

  test("labels in another file get a section of their own", () => {
    const [diagnostic, file] = fault("a.bylaw", "«a»");
    const other = { name: "b.bylaw", text: "line\nthere" };
    const labels = [{ span: { file: "b.bylaw", start: 5, end: 10 }, text: "declared here" }];
    expect(frame([{ ...diagnostic, labels }], [file, other], { colour: false, width: 80 })).toContain(`  ├─ b.bylaw:2:1
  │
2 │ there
  │ ----- declared here
`);
  });

  test("colours only when asked for", () => {
    const [diagnostic, file] = fault("a.bylaw", "«a»");
    expect(frame([diagnostic], [file], { colour: false, width: 80 })).not.toContain("\u001b");
    expect(frame([diagnostic], [file], { colour: true, width: 80 })).toContain("\u001b[31merror[planted-fault]");
  });
});

describe("json", () => {
  test("gives places as lines, columns and offsets", () => {
    const [diagnostic, file] = fault("a.bylaw", "x\n«yy»", { severity: "warning" });
    const report = json([diagnostic], [file]);
    expect(report.counts).toEqual({ errors: 0, warnings: 1, infos: 0 });
    expect(report.diagnostics[0]!.at).toEqual({
      file: "a.bylaw",
      start: { line: 2, column: 1, offset: 2 },
      end: { line: 2, column: 3, offset: 4 },
    });
  });
});

describe("sarif", () => {
  const fix = { title: "Write `b`", edits: [{ span: { file: "a b.bylaw", start: 2, end: 4 }, text: "b" }] };

  test("has the parts that code scanning reads", () => {
    const [diagnostic, file] = fault("a b.bylaw", "x\n«yy» ‹z›why|", { fixes: [fix] });
    const log = sarif([diagnostic], [file], "1.2.3", { prefix: "rules/" });
    expect(log.version).toBe("2.1.0");
    const run = log.runs[0]!;
    expect(run.tool.driver.rules?.map((rule) => rule.id)).toEqual(["planted-fault"]);
    const result = run.results![0]!;
    expect(result.locations![0]!.physicalLocation).toEqual({
      artifactLocation: { uri: "rules/a%20b.bylaw" },
      region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 3 },
    });
    expect(result.relatedLocations).toHaveLength(1);
    expect(result.fixes![0]!.artifactChanges[0]!.replacements[0]!.insertedContent).toEqual({ text: "b" });
  });

  test("a fingerprint stays when lines above move, and tells equal lines apart", () => {
    const [one, file] = fault("a.bylaw", "«yy»\nyy");
    const two = { ...one, span: { file: "a.bylaw", start: 3, end: 5 } };
    const [moved, movedFile] = fault("a.bylaw", "\n\n«yy»\nyy");
    const prints = (diagnostics: readonly Diagnostic[], f: SourceFile) =>
      sarif(diagnostics, [f], "1").runs[0]!.results!.map((r) => r.partialFingerprints!["bylawFault/v1"]);
    const [first, second] = prints([one, two], file);
    expect(first).not.toBe(second);
    expect(prints([moved], movedFile)).toEqual([first]);
  });
});
