/** Starts workers as processes of their own, and hears what they say. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";
import type { Errand, Said } from "./worker.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface Program {
  readonly path: string;
  readonly remove: () => void;
}

/** The worker as one file. It lies within the repository, where its packages are found. */
export async function workerProgram(): Promise<Program> {
  const folder = `${ROOT}coverage/gate-worker-${process.pid}-${Math.random().toString(36).slice(2)}`;
  await build({
    config: false,
    cwd: ROOT,
    entry: { worker: "test/gate/faults/worker.ts" },
    outDir: folder,
    format: "esm",
    platform: "node",
    dts: false,
    logLevel: "error",
    fixedExtension: true,
  });
  return { path: `${folder}/worker.mjs`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Worker {
  readonly process: ChildProcess;
  /** What it was told, in order. */
  readonly said: Said[];
  readonly faults: string[];
  readonly ready: Promise<void>;
  /** Resolves with its exit code or signal. */
  readonly gone: Promise<number | NodeJS.Signals | null>;
  /** Calls back with each answer. */
  onSaid: () => void;
}

export interface Bounds {
  /** No file may grow beyond. */
  readonly kilobytes?: number;
  /** Runs as a user who may write only what everybody may; where tests run as root, which may write everything. */
  readonly nobody?: boolean;
}

/** Whether another user could be started here; whoever is not root is bound by rights anyway. */
export function anyoneMayRun(): boolean {
  if (process.getuid!() !== 0) return true;
  for (let folder = ROOT; folder !== dirname(folder); folder = dirname(folder))
    if ((statSync(folder).mode & 0o5) !== 0o5) return false;
  return true;
}

const NOBODY = 65_534;

export function started(program: Program, errand: Errand, { kilobytes, nobody }: Bounds = {}): Worker {
  const own = [process.execPath, program.path, JSON.stringify(errand)];
  const command = kilobytes === undefined ? own : ["bash", "-c", `ulimit -f ${kilobytes}; exec "$@"`, "worker", ...own];
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["pipe", "pipe", "inherit"],
    ...(nobody === true && process.getuid!() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let begun = (): void => {};
  const worker: Worker = {
    process: child,
    said: [],
    faults: [],
    ready: new Promise((resolve) => {
      begun = resolve;
    }),
    gone: new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code))),
    onSaid: () => {},
  };
  let rest = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    // A line that was cut was never said.
    rest = lines.pop()!;
    for (const line of lines) {
      const said = JSON.parse(line) as Said | { ready?: true; left?: true; fault?: string };
      if ("what" in said) worker.said.push(said);
      else if (said.fault !== undefined) worker.faults.push(said.fault);
      else if (said.ready === true) begun();
      if ("what" in said) worker.onSaid();
    }
  });
  void worker.gone.then(() => begun());
  return worker;
}

/** Kills it with SIGKILL, which no process can do anything about, some milliseconds after so many answers. */
export async function killed(worker: Worker, answers: number, ms: number): Promise<void> {
  await worker.ready;
  await new Promise<void>((resolve) => {
    worker.onSaid = () => {
      if (worker.said.length >= answers) resolve();
    };
    worker.onSaid();
    void worker.gone.then(() => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  worker.process.kill("SIGKILL");
  await worker.gone;
}
