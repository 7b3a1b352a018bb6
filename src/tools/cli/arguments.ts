import type { Command } from "commander";

/** What `decide` and `explain` take. */
export const decisionArguments = (c: Command): Command =>
  c
    .argument("<change-set>", "file with the change set as JSON, or - for standard input")
    .option("-p, --policy <folders...>", "policy folders, read as one set", ["."])
    .option("--bundle <file>", "a bundle (see `bylaw build`) instead of policy folders")
    .option("--key <files...>", "Ed25519 public keys (PEM), one of which must have signed the bundle")
    .option("--at-least <revision>", "refuse a bundle of an older revision")
    .option("--context <file>", "what trusted sources say: now, facts, history, usage, directory")
    .option("--facts <file>", "facts by name; replaces those of --context, as the next four do")
    .option("--history <file>", "past change sets")
    .option("--usage <file>", "usage of the quotas")
    .option("--directory <file>", "people, roles, groups")
    .option("--now <time>", "the clock, ISO 8601; left out: that of --context, or the current time");
