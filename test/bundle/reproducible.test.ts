/** The same rules give the same bytes: again, in another order of files, in another folder. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildBundle, bundleText } from "../../src/bundle/build.ts";
import { generateKeys, signBundle } from "../../src/bundle/sign.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { loadPolicyFolder } from "../../src/tools/files/load.ts";
import { RULES, refunds } from "./sets.ts";

const names = ["change-freeze/freeze.bylaw", "org/baseline.bylaw", "refunds/refunds.bylaw"];
const read = (name: string) => ({ name, text: readFileSync(join(RULES, name), "utf8") });

function text(files: readonly { readonly name: string; readonly text: string }[]): string {
  const { evaluator } = loadPolicySet(files, { today: "2026-11-17" });
  return bundleText(buildBundle(evaluator!.plan, { files, revision: 7 }));
}

test("in any order of files, and on another day", () => {
  const files = names.map(read);
  expect(text([...files].reverse())).toBe(text(files));
  expect(bundleText(refunds().bundle)).toBe(text(files));
  const later = loadPolicySet(files, { today: "2026-12-24" }).evaluator!;
  expect(bundleText(buildBundle(later.plan, { files, revision: 7 }))).toBe(text(files));
});

test("in another folder, of which it says nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "bylaw-"));
  try {
    for (const name of ["org", "change-freeze", "refunds"])
      cpSync(join(RULES, name), join(folder, name), { recursive: true });
    const { evaluator, files } = loadPolicyFolder([folder], "2026-11-17");
    const built = bundleText(buildBundle(evaluator!.plan, { files, revision: 7, texts: true }));
    expect(built).toBe(bundleText(buildBundle(evaluator!.plan, { files: names.map(read), revision: 7, texts: true })));
    for (const path of [folder, RULES, process.cwd()]) expect(built).not.toContain(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("signed too: a key signs the same bundle the same way", async () => {
  const { bundle } = refunds();
  const { private_key } = await generateKeys();
  expect(await signBundle(bundle, private_key)).toEqual(await signBundle(bundle, private_key));
  const twice = await signBundle((await signBundle(bundle, private_key))!, private_key);
  expect(twice!.signatures).toHaveLength(1);
});

test("another rule, another revision: another digest", () => {
  const { bundle, evaluator } = refunds();
  expect(buildBundle(evaluator.plan, { files: [], revision: 8 }).digest).not.toBe(bundle.digest);
});
