/** Where the configuration of a gate is. */
import { join } from "node:path";
import { kindOf } from "../../files/walk.ts";
import type { GateFlags } from "./flags.ts";

/** The file itself, or `gate.yaml` in a folder. */
export function gateFileOf(flags: Pick<GateFlags, "gate">): string {
  const path = flags.gate ?? given("BYLAW_GATE") ?? "gate.yaml";
  return kindOf(path) === "folder" ? join(path, "gate.yaml") : path;
}

/** What an environment variable says; empty is nothing. */
export function given(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === "" ? undefined : value;
}
