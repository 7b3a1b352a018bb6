/** The work of opening a bundle grows with its length, whatever in it is long; what is too many is told without multiplying it out. */
import { expect, it, vi } from "vitest";
import { buildBundle, bundleText, seal } from "../../src/bundle/build.ts";
import type { Bundle } from "../../src/bundle/format.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { fromRequirement, type ResolvedRequirement, TOO_MANY } from "../../src/decision/reviewers/algebra.ts";
import { planDigest } from "../../src/eval/digest.ts";
import { evaluatorOf } from "../decision/fixtures.ts";

const { growth, LINEAR } = await vi.hoisted(() => import("../support/work.ts"));

type Loose = { [member: string]: Loose } & Loose[] & string;

const { plan } = evaluatorOf({
  "a.bylaw": `policy a
    define f(x: int) = x
    action Act { input n: int
      let y = n
      forbid c: f(n) > 3 }`,
});
const whole = seal({
  ...buildBundle(plan, { files: [], json_logic: false }),
  schemas: { change_set: "{}", context: "{}", decision: "{}", actions: {} },
});

/** The text of the bundle after an edit, with digests that belong to it. */
function edited(edit: (bundle: Loose) => void): string {
  const copy = JSON.parse(bundleText(whole)) as Loose;
  edit(copy);
  const own = copy as unknown as Bundle;
  return bundleText(seal({ ...own, plan_digest: planDigest(own.plan) }));
}

const put = (record: Loose, member: string, value: unknown): void => {
  (record as Record<string, unknown>)[member] = value;
};
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const INT = { kind: "int" };
const LOCAL = { op: "local", slot: 0, name: "x" };
const act = (bundle: Loose): Loose => bundle["plan"]!["actions"]!["a.Act"]!;

it.each<[string, (n: number) => string]>([
  [
    "parameters, and locals that read the first of them",
    (n) =>
      edited((b) => {
        put(
          b["plan"]!["functions"]!["a.f"]!,
          "params",
          times(n, (i) => ({ name: `x${i}`, type: INT, doc: null })),
        );
        put(b["plan"]!["functions"]!["a.f"]!, "body", { op: "items", items: times(n, () => LOCAL) });
        put(
          act(b)["clauses"]![0]!["fires"]!["left"]!,
          "args",
          times(n, () => ({ op: "input", name: "n" })),
        );
      }),
  ],
  [
    "actions, each with a schema of its own",
    (n) =>
      edited((b) => {
        for (let i = 0; i < n; i++) {
          put(b["plan"]!["actions"]!, `a.A${i}`, { ...(act(b) as object), id: `a.A${i}`, clauses: [] });
          put(b["schemas"]!["actions"]!, `a.A${i}`, "{}");
        }
      }),
  ],
  [
    "clauses",
    (n) =>
      edited((b) =>
        put(
          act(b),
          "clauses",
          times(n, (i) => ({ ...(act(b)["clauses"]![0] as object), id: `a.Act.c${String(i).padStart(6, "0")}` })),
        ),
      ),
  ],
  [
    "lets, each of which reads the one before twice",
    (n) =>
      edited((b) => {
        const read = (i: number): object => (i < 0 ? { op: "input", name: "n" } : { op: "let", name: `l${i}` });
        const sum = { op: "arith", fn: "+", leftAs: "number", rightAs: "number", as: "number" };
        put(
          act(b),
          "lets",
          times(n, (i) => ({ name: `l${i}`, slots: 0, value: { ...sum, left: read(i - 1), right: read(i - 1) } })),
        );
      }),
  ],
  [
    "names that are numbers",
    (n) => edited((b) => put(b["docs"]!, "clauses", Object.fromEntries(times(n, (i) => [`${i}`, null])))),
  ],
])("%s", (_, make) => {
  expect(openBundle(make(300))).toMatchObject({ ok: true });
  const opening = (n: number) => {
    const text = make(n);
    return () => openBundle(text);
  };
  expect(growth(300, opening)).toBeLessThan(LINEAR);
});

const choice = (i: number): ResolvedRequirement => ({
  op: "or",
  parts: [1, 2].map((count) => ({ op: "seats", count, role: `r${2 * i + count}` })),
});
const seat = (i: number): ResolvedRequirement => ({ op: "seats", count: 1, role: `r${i}` });

it.each<[string, (n: number) => ResolvedRequirement]>([
  ["a requirement of too many alternatives", (n) => ({ op: "and", parts: times(n, choice) })],
  ["a requirement of many seats", (n) => ({ op: "and", parts: times(n, seat) })],
])("%s is told from its shape", (_, make) => {
  expect(growth(200, (n) => () => fromRequirement(make(n)))).toBeLessThan(LINEAR);
});

it("ten choices can be listed, twenty are too many", () => {
  expect(fromRequirement({ op: "and", parts: times(10, choice) })).toHaveLength(1_024);
  expect(fromRequirement({ op: "and", parts: times(20, choice) })).toBe(TOO_MANY);
});
