/** Bundles that grow in one direction: rule files of one shape, and documents that somebody made by hand. */
import { buildBundle, bundleText, seal } from "../../src/bundle/build.ts";
import { BUNDLE, type Bundle } from "../../src/bundle/format.ts";
import { planDigest } from "../../src/eval/digest.ts";
import { LANGUAGE } from "../../src/plan/plan.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import type { SourceFile } from "../../src/source/file.ts";
import { SHAPES } from "./shapes.ts";

/** Text, bytes or data, filled to roughly so many characters. */
export type MakeBundle = (characters: number) => unknown;

type Loose = { [member: string]: Loose } & Loose[] & string;

const NO_SCHEMAS = { change_set: "{}", context: "{}", decision: "{}", actions: {} };

function built(files: readonly SourceFile[], withLogic = false): Bundle {
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-17" });
  if (evaluator === null) throw new Error(`a shape for bundles has a fault: ${JSON.stringify(diagnostics[0])}`);
  const bundle = buildBundle(evaluator.plan, { files, json_logic: withLogic, texts: true });
  return withLogic ? bundle : seal({ ...bundle, schemas: NO_SCHEMAS });
}

/** Of a shape of rule files: as much source as makes a bundle of the size. */
const from =
  (shape: keyof typeof SHAPES, withLogic = false): MakeBundle =>
  (size) => {
    const text = (source: number): string => bundleText(built(SHAPES[shape]!(source), withLogic));
    const [less, more] = [text(2_048).length, text(8_192).length];
    return text(Math.max(256, 2_048 + ((size - less) * (8_192 - 2_048)) / Math.max(1, more - less)));
  };

const BASE = built([
  {
    name: "a.bylaw",
    text: `policy a
role lead "Lead"
record R { id: text }
define f(x: int) = x
action Act { input n: int, t: text
  let y = n
  forbid c: f(n) > 3
  approve ok: by 1 of lead when y > 2
}`,
  },
]);

/** The text of the bundle after an edit, with digests that belong to it: as somebody sends it who can compute them. */
function edited(edit: (bundle: Loose) => void): string {
  const copy = JSON.parse(bundleText(BASE)) as Loose;
  edit(copy);
  const own = copy as unknown as Bundle;
  return bundleText({ ...seal({ ...own, plan_digest: planDigest(own.plan) }), ...signaturesOf(copy) });
}

const signaturesOf = ({ signatures }: Loose): object => (signatures === undefined ? {} : { signatures });
const put = (record: Loose, member: string, value: unknown): void => {
  (record as Record<string, unknown>)[member] = value;
};
const fill = <T>(characters: number, each: number, make: (i: number) => T): T[] =>
  Array.from({ length: Math.max(1, Math.floor(characters / each)) }, (_, i) => make(i));

const act = (bundle: Loose): Loose => bundle["plan"]!["actions"]!["a.Act"]!;
const clause = (bundle: Loose, index: number): Loose => act(bundle)["clauses"]![index]!;
const requirement = (parts: (size: number) => unknown): MakeBundle => {
  return (size) => edited((b) => put(clause(b, 1)["effect"]!, "requirement", { op: "and", parts: parts(size) }));
};
const condition = (make: (size: number) => unknown): MakeBundle => {
  return (size) => edited((b) => put(clause(b, 0), "fires", make(size)));
};
const documentation = (make: (size: number) => string): MakeBundle => {
  return (size) => edited((b) => put(b["docs"]!["clauses"]!, "a.Act.c", make(size)));
};
const nested = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

const INT = { kind: "int" };
const INPUT = { op: "input", name: "n" };
const ONE = { op: "const", type: INT, value: "1" };
const TRUE = { op: "compare", cmp: ">", as: "number", left: INPUT, right: ONE };
const SUM = { op: "arith", fn: "+", leftAs: "number", rightAs: "number", as: "number" };
/** Nests as deep as an expression may. */
const DEEP = Array.from({ length: 1_000 }).reduce<object>((inner) => ({ op: "not", operand: inner }), TRUE);

export const BUNDLES: Readonly<Record<string, MakeBundle>> = {
  clauses: from("clauses"),
  "clauses in blocks": from("clauses in blocks"),
  "long chains of or": from("long chains of or"),
  "deep parentheses": from("deep parentheses"),
  "nested ifs": from("nested ifs"),
  "one long list": from("one long list"),
  "one long match": from("one long match"),
  "one wide call": from("one wide call"),
  lets: from("lets"),
  "lets in a chain": from("lets in a chain"),
  "rows of a table": from("rows of a table"),
  "rows of an approval table": from("rows of an approval table"),
  actions: from("actions"),
  "actions and JSON Logic": from("actions", true),
  "fields of a record": from("fields of a record"),
  inputs: from("inputs"),
  roles: from("roles"),
  waivers: from("waivers"),
  files: from("files"),
  "one long text": from("one long text"),
  "bytes of actions": (size) => new TextEncoder().encode(from("actions")(size) as string),
  "actions as data": (size) => JSON.parse(from("actions")(size) as string),
  "a text of escapes": documentation((size) => "\n".repeat(size / 2)),
  "a text of surrogates": documentation((size) => "😀".repeat(size / 2)),
  "names that are numbers": (size) =>
    edited((b) => put(b["docs"]!, "clauses", Object.fromEntries(fill(size, 16, (i) => [`${i}`, null])))),
  "one long schema": (size) => edited((b) => put(b["schemas"]!, "decision", `{${'"x":1,'.repeat(size / 6)}}`)),
  "lists as deep as they may be": (size) =>
    edited((b) =>
      put(
        b,
        "x",
        fill(size, 8_000, () => nested(4_000)),
      ),
    ),
  "lists that are too deep": (size) =>
    edited((b) =>
      put(
        b,
        "x",
        fill(size, 10_000, () => nested(5_000)),
      ),
    ),
  "one list that is too deep": (size) =>
    `{"bundle":"${BUNDLE}","language":"${LANGUAGE}","plan":${"[".repeat(size / 2)}${"]".repeat(size / 2)}}`,
  "opening brackets": (size) => `{"bundle":"${BUNDLE}","language":"${LANGUAGE}","plan":${"[".repeat(size)}`,
  "cut off": (size) => (from("clauses")(size) as string).slice(0, -1),
  "another digest": (size) => (from("clauses")(size) as string).replace(/"digest":"sha256:./, '"digest":"sha256:z'),
  blanks: (size) => `${bundleText(BASE).slice(0, -1)}${" ".repeat(size)}}`,
  "a name again and again": (size) => `${bundleText(BASE).slice(0, -1)},${fill(size, 8, () => '"x":1').join()}}`,
  "members out of order": (size) =>
    `{"z":{${fill(size, 14, (i) => `"k${9_999_999 - i}":1`).join()}},${bundleText(BASE).slice(1)}`,
  "members nobody knows": (size) =>
    edited((b) => {
      for (const [name, value] of fill(size, 16, (i) => [`k${i}`, "v"] as const)) put(b, name, value);
    }),
  "clauses that are none": (size) =>
    edited((b) =>
      put(
        act(b),
        "clauses",
        fill(size, 2, () => 1),
      ),
    ),
  "inputs that are none": (size) =>
    edited((b) =>
      put(
        act(b),
        "inputs",
        fill(size, 2, () => 1),
      ),
    ),
  "conditions that are none": condition((size) => ({ op: "or", parts: fill(size, 2, () => 1) })),
  "seats that are none": requirement((size) => fill(size, 3, () => ({}))),
  "tiers that nest": (size) =>
    edited((b) =>
      put(
        b["plan"]!,
        "tiers",
        fill(2_000, 1, () => 0).reduce<unknown>(
          (inner) => [0, inner],
          fill(size - 8_000, 2, () => 0),
        ),
      ),
    ),
  "locals under many binders": (size) =>
    edited((b) => {
      const depth = Math.min(1_000, size / 200);
      const items = fill(size / 2, 34, () => ({ op: "local", slot: 0, name: "x" }));
      const source = { op: "items", items: [] };
      put(clause(b, 0), "slots", depth);
      put(
        clause(b, 0),
        "fires",
        fill(depth, 1, (i) => depth - 1 - i).reduce<object>(
          (body, slot) => ({ op: "any", slot, binder: "x", source, body }),
          { op: "items", items },
        ),
      );
    }),
  "a clause again and again": (size) =>
    edited((b) =>
      put(
        act(b),
        "clauses",
        fill(size, 450, () => clause(b, 0)),
      ),
    ),
  "members nobody knows, everywhere": (size) =>
    edited((b) =>
      put(
        act(b),
        "clauses",
        fill(size, 470, (i) => ({ ...(clause(b, 0) as object), id: `a.Act.${i}`, nobody: i })),
      ),
    ),
  signatures: (size) =>
    edited((b) =>
      put(
        b,
        "signatures",
        fill(size, 34, () => ({ protected: "x", signature: "y" })),
      ),
    ),
  "one long signature": (size) =>
    edited((b) => put(b, "signatures", [{ protected: "x", signature: "y".repeat(size) }])),
  "expressions as deep as they may be": condition((size) => ({
    op: "or",
    parts: fill(size, 20_000, () => DEEP),
  })),
  "one expression that is too deep": condition((size) =>
    Array.from({ length: Math.min(3_900, size / 20) }).reduce<object>((inner) => ({ op: "not", operand: inner }), {
      op: "or",
      parts: fill(size - 80_000, 100, () => TRUE),
    }),
  ),
  "conditions of unknown inputs": condition((size) => ({
    op: "or",
    parts: fill(size, 100, (i) => ({ ...TRUE, left: { op: "input", name: `n${i}` } })),
  })),
  "parameters and what reads them": (size) =>
    edited((b) => {
      const f = b["plan"]!["functions"]!["a.f"]!;
      const count = Math.min(9_000, size / 200);
      put(f, "slots", count);
      put(
        f,
        "params",
        fill(count, 1, (i) => ({ name: `x${i}`, type: INT, doc: null })),
      );
      put(f, "body", { op: "items", items: fill(size / 2, 34, (i) => ({ op: "local", slot: i % count, name: "x0" })) });
      put(
        clause(b, 0)["fires"]!["left"]!,
        "args",
        fill(count, 1, () => INPUT),
      );
    }),
  "lets that double": (size) =>
    edited((b) => {
      const read = (i: number): object => (i < 0 ? INPUT : { op: "let", name: `l${i}` });
      const lets = fill(size, 150, (i) => ({
        name: `l${i}`,
        slots: 0,
        value: { ...SUM, left: read(i - 1), right: read(i - 1) },
      }));
      put(act(b), "lets", [...(act(b)["lets"] as unknown as object[]), ...lets]);
    }),
  "functions in a circle": (size) =>
    edited((b) => {
      const all = fill(size, 150, (i) => i);
      for (const i of all)
        put(b["plan"]!["functions"]!, `a.f${i}`, {
          params: [],
          slots: 0,
          result: INT,
          body: { op: "call", fn: `a.f${(i + 1) % all.length}`, args: [] },
        });
    }),
  "records that hold each other": (size) =>
    edited((b) => {
      for (const i of fill(size, 120, (k) => k))
        put(b["plan"]!["records"]!, `a.R${i}`, {
          id: `a.R${i}`,
          doc: null,
          fields: [{ name: "next", type: { kind: "record", id: `a.R${i + 1}` }, doc: null }],
        });
    }),
  "a requirement of many seats": requirement((size) => fill(size, 37, () => ({ op: "seats", count: 1, role: "lead" }))),
  "a requirement of many choices": requirement((size) =>
    fill(size, 105, () => ({ op: "or", parts: [1, 2].map((count) => ({ op: "seats", count, role: "lead" })) })),
  ),
  "a requirement of unknown roles": requirement((size) =>
    fill(size, 40, (i) => ({ op: "seats", count: 1, role: `r${i}` })),
  ),
};
