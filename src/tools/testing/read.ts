/** A fixture file as data; tables become cases here. Knows the form, not the policy. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../source/file.ts";
import type { Span } from "../../source/span.ts";
import { type FixtureCode, fault, suggest } from "./faults.ts";
import {
  CASE_KEYS,
  CHANGE_SET_KEYS,
  CONTEXT_KEYS,
  FILE_KEYS,
  type FixtureCase,
  type FixtureFile,
  type Located,
  type LocatedEntry,
  type Setting,
} from "./format.ts";
import { readPath } from "./path.ts";
import { readYaml } from "./yaml.ts";

type LocatedMap = Located & { readonly kind: "map" };
type Report = (code: FixtureCode, span: Span, what: string, help: string) => void;

const GIVEN_KEYS: readonly string[] = [...CHANGE_SET_KEYS, ...CONTEXT_KEYS];

/** Columns of a table before it are `when`, after it `expect`. */
const ARROW = "=>";

export function readFixture(file: SourceFile): {
  readonly fixture: FixtureFile | null;
  readonly faults: readonly Diagnostic[];
} {
  const { root, faults: broken } = readYaml(file);
  if (root === null) return { fixture: null, faults: broken };
  const faults: Diagnostic[] = [];
  const report: Report = (code, span, what, help) => void faults.push(fault(code, span, what, help));
  if (root.kind !== "map") {
    report("fixture-shape", root.span, "The file is not a mapping.", "Write `given` and `cases`.");
    return { fixture: null, faults };
  }
  const parts = keys(root, FILE_KEYS, "a fixture file", report);
  const given = settings(parts.get("given")?.value, "given", report);
  for (const setting of given) known(setting, GIVEN_KEYS, report);
  const cases = readCases(parts.get("cases")?.value, root.span, report);
  const fixture: FixtureFile = {
    name: file.name,
    policy: readPolicy(parts.get("policy")?.value, report),
    today: text(parts.get("today")?.value, "today", report),
    given,
    cases,
  };
  return { fixture, faults };
}

function readPolicy(value: Located | undefined, report: Report): readonly string[] {
  if (value === undefined) return ["."];
  const items = value.kind === "list" ? value.items : [value];
  if (items.length === 0)
    report("fixture-shape", value.span, "`policy` names no folder.", "Leave it out, or name one.");
  return items.flatMap((item) => text(item, "policy", report) ?? []);
}

function readCases(value: Located | undefined, whole: Span, report: Report): readonly FixtureCase[] {
  if (value === undefined || value.kind !== "list" || value.items.length === 0) {
    const span = value?.span ?? { ...whole, end: whole.start };
    report("fixture-asserts-nothing", span, "The file has no cases.", "Write `cases:` and below it a list of cases.");
    return [];
  }
  const names = new Set<string>();
  return value.items.flatMap((item) => {
    const read = readCase(item, report);
    for (const one of read) {
      if (names.has(one.name)) {
        report("fixture-duplicate-name", one.span, `A case named "${one.name}" stands above.`, "Choose another name.");
      }
      names.add(one.name);
    }
    return read;
  });
}

function readCase(item: Located, report: Report): readonly FixtureCase[] {
  if (item.kind !== "map") {
    report("fixture-shape", item.span, "A case is a mapping.", "Write `- name: …` and `expect: …`.");
    return [];
  }
  const parts = keys(item, CASE_KEYS, "a case", report);
  const name = text(parts.get("name")?.value, "name", report);
  if (name === null || name.trim() === "") {
    const span = parts.get("name")?.keySpan ?? { ...item.span, end: item.span.start };
    report("fixture-shape", span, "The case has no name.", "Say in a few words what it shows: `name: …`.");
    return [];
  }
  const when = settings(parts.get("when")?.value, "when", report);
  for (const setting of when) known(setting, GIVEN_KEYS, report);
  const expect = settings(parts.get("expect")?.value, "expect", report);
  const approvals = parts.get("approvals")?.value ?? null;
  const span = parts.get("name")!.value.span;
  const table = parts.get("table");
  if (table !== undefined) return rows(table, { name, span, when, expect, approvals }, report);
  if (expect.length === 0) {
    report(
      "fixture-asserts-nothing",
      span,
      `The case "${name}" expects nothing.`,
      "Write `expect:`, for example `expect: { outcome: deny }`.",
    );
  }
  return [{ name, span, when, expect, approvals }];
}

function rows(table: LocatedEntry, base: FixtureCase, report: Report): readonly FixtureCase[] {
  const { value } = table;
  const [head, ...body] = value.kind === "list" ? value.items : [];
  if (head === undefined || head.kind !== "list" || body.length === 0) {
    report(
      "fixture-shape",
      table.keySpan,
      "A table is a head row and at least one further row.",
      "Write `- [inputs.amount, =>, outcome]` and below it `- [20 USD, =>, allow]`.",
    );
    return [];
  }
  const columns = head.items.map((cell) => text(cell, "a column", report) ?? "");
  const arrow = columns.indexOf(ARROW);
  if (arrow < 0 || columns.indexOf(ARROW, arrow + 1) >= 0) {
    report(
      "fixture-shape",
      head.span,
      "The head row has not one `=>`.",
      "Put `=>` between what differs and what must come.",
    );
    return [];
  }
  if (arrow === columns.length - 1 && base.expect.length === 0) {
    report(
      "fixture-asserts-nothing",
      head.span,
      "The table has no column after `=>`, and the case expects nothing.",
      "Add a column, for example `outcome`.",
    );
  }
  const paths = columns.map((column, index) => {
    const special = column === ARROW || column === "case";
    const path = special ? [] : readPath(column);
    if (path === null)
      report(
        "fixture-path",
        head.items[index]!.span,
        `\`${column}\` is not a path.`,
        "Write for example `inputs.amount` or `changes[0].new`.",
      );
    else if (!special && index < arrow)
      known({ path, keySpan: head.items[index]!.span, value: head }, GIVEN_KEYS, report);
    if (!special && columns.indexOf(column) !== index && columns.indexOf(column) > arrow === index > arrow) {
      report("fixture-shape", head.items[index]!.span, `The column \`${column}\` stands twice.`, "Keep one of them.");
    }
    return path ?? [];
  });
  return body.flatMap((row, number) => {
    if (row.kind !== "list" || row.items.length !== columns.length) {
      const count = row.kind === "list" ? row.items.length : 0;
      report(
        "fixture-shape",
        row.span,
        `The row has ${count} cells, the head has ${columns.length}.`,
        "Give every column a cell; `=>` is one too.",
      );
      return [];
    }
    const when = [...base.when];
    const expect = [...base.expect];
    let label: string | null = null;
    row.items.forEach((cell, index) => {
      const column = columns[index]!;
      if (column === ARROW) {
        if (cell.kind !== "scalar" || cell.value !== ARROW)
          report("fixture-shape", cell.span, "`=>` is missing in this row.", "Put it where the head row has it.");
      } else if (column === "case") label = cell.kind === "scalar" ? cell.source : null;
      else (index < arrow ? when : expect).push({ path: paths[index]!, keySpan: head.items[index]!.span, value: cell });
    });
    const cells = row.items.slice(0, arrow).map((cell) => (cell.kind === "scalar" ? cell.source : `(${cell.kind})`));
    return [
      {
        ...base,
        name: `${base.name}: ${label ?? `row ${number + 1} (${cells.join(", ")})`}`,
        span: row.span,
        when,
        expect,
      },
    ];
  });
}

/** The entries of a mapping by key; others are faults. */
function keys(
  map: LocatedMap,
  legal: readonly string[],
  where: string,
  report: Report,
): ReadonlyMap<string, LocatedEntry> {
  const found = new Map<string, LocatedEntry>();
  for (const entry of map.entries) {
    if (legal.includes(entry.key)) found.set(entry.key, entry);
    else
      report(
        "fixture-unknown-key",
        entry.keySpan,
        `There is no \`${entry.key}\` in ${where}.`,
        suggest(entry.key, legal),
      );
  }
  return found;
}

function settings(value: Located | undefined, where: string, report: Report): readonly Setting[] {
  if (value === undefined || (value.kind === "scalar" && value.value === null)) return [];
  if (value.kind !== "map") {
    report("fixture-shape", value.span, `\`${where}\` is not a mapping.`, "Write keys and values below it.");
    return [];
  }
  return value.entries.flatMap((entry) => {
    const path = readPath(entry.key);
    if (path !== null) return [{ path, keySpan: entry.keySpan, value: entry.value }];
    report(
      "fixture-path",
      entry.keySpan,
      `\`${entry.key}\` is not a path.`,
      "Write for example `inputs.amount` or `changes[0].new`.",
    );
    return [];
  });
}

function known(setting: Setting, legal: readonly string[], report: Report): void {
  const first = String(setting.path[0]);
  if (legal.includes(first)) return;
  report(
    "fixture-unknown-key",
    setting.keySpan,
    `Neither a change set nor its context has \`${first}\`.`,
    suggest(first, legal),
  );
}

function text(value: Located | undefined, what: string, report: Report): string | null {
  if (value === undefined) return null;
  if (value.kind === "scalar" && value.value !== null) return value.source;
  report("fixture-shape", value.span, `\`${what}\` is not a text.`, "Write one word or line.");
  return null;
}
