/** A fault planted into the engine: one sentence, and the change to one source file that makes it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unrun } from "unrun";
import type { Engine } from "../engine.ts";

export interface Fault {
  readonly says: string;
  /** Under `src`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The source with the fault in it; null: what it looks for does not stand there, or not once. */
export function patched({ file, find, replace }: Fault): string | null {
  const parts = readFileSync(path(`../../../src/${file}`), "utf8").split(find);
  return parts.length === 2 ? parts.join(replace) : null;
}

/** A module of the tests over the source with the fault. Everything else of it is as it is. */
export async function moduleWith<Module>(fault: Fault, entry: string): Promise<Module> {
  const text = patched(fault);
  if (text === null) throw new Error(`${fault.file} does not hold this once: ${fault.find}`);
  const target = path(`../../../src/${fault.file}`);
  const plant = {
    name: "fault",
    load: (id: string) => (id === target ? { code: text, moduleType: "ts" as const } : null),
  };
  const { module } = await unrun<Module>({ path: entry, inputOptions: { plugins: [plant] } });
  return module;
}

export const engineWith = async (fault: Fault): Promise<Engine> =>
  (await moduleWith<{ readonly ENGINE: Engine }>(fault, path("../engine.ts"))).ENGINE;
