import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

const FOLDER = new URL("../../fixtures/decisions/", import.meta.url);

export interface Case {
  readonly name: string;
  readonly says: string;
  readonly policies: Readonly<Record<string, string>>;
  readonly change_set: Readonly<Record<string, unknown>>;
  readonly document: string | null;
  readonly context: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

const KEYS = ["says", "policy", "policies", "change_set", "document", "context", "expect"];

export const cases: readonly Case[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((name) => {
    const text = parse(readFileSync(new URL(name, FOLDER), "utf8")) as Record<string, never>;
    const strange = Object.keys(text).filter((key) => !KEYS.includes(key));
    if (strange.length > 0) throw new Error(`${name}: what is ${strange.join(", ")}?`);
    if (Object.keys(text["expect"] ?? {}).length === 0) throw new Error(`${name}: expects nothing`);
    return {
      name: name.slice(0, -".yaml".length),
      says: String(text["says"]),
      policies: text["policies"] ?? { "a.bylaw": String(text["policy"]) },
      change_set: {
        id: "cs_1",
        action: "a.Act",
        environment: "prod",
        requester: { id: "user:ann", kind: "person" },
        ...(text["change_set"] as object | undefined),
      },
      document: text["document"] ?? null,
      context: { now: "2026-11-22T10:15:00Z", ...(text["context"] as object | undefined) },
      expect: text["expect"]!,
    };
  });

/** The examples beside the rule packs, decided under all of them: larger policies than a case by hand. */
export function examples(): readonly Pick<Case, "name" | "policies" | "change_set" | "context">[] {
  const root = new URL("../../rules/", import.meta.url);
  const folders = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "retail",
  );
  const below = (folder: string, end: string): readonly string[] =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(end))
      .map((name) => `${folder}/${name}`);
  const read = (name: string): string => readFileSync(new URL(name, root), "utf8");
  const policies = Object.fromEntries(
    folders.flatMap(({ name }) => below(name, ".bylaw")).map((name) => [name, read(name)] as const),
  );
  return folders
    .flatMap(({ name }) => below(name, ".context.json"))
    .map((context) => ({
      name: context.slice(0, -".context.json".length),
      policies,
      change_set: JSON.parse(read(context.replace(".context.json", ".json"))) as Record<string, unknown>,
      context: JSON.parse(read(context)) as Record<string, unknown>,
    }));
}

const evaluators = new Map<string, Evaluator>();

/** Compiled once for each set of texts. */
export function evaluatorOf(policies: Readonly<Record<string, string>>): Evaluator {
  const key = JSON.stringify(policies);
  const known = evaluators.get(key) ?? load(policies);
  evaluators.set(key, known);
  return known;
}

function load(policies: Readonly<Record<string, string>>): Evaluator {
  const files = Object.entries(policies).map(([name, text]) => ({ name, text }));
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-22" });
  if (evaluator !== null) return evaluator;
  throw new Error(
    diagnostics
      .map(
        ({ code, span, what }) =>
          `${span.file}:${
            files
              .find(({ name }) => name === span.file)!
              .text.slice(0, span.start)
              .split("\n").length
          }: ${code}: ${what}`,
      )
      .join("\n"),
  );
}
