/** Runs a program and watches what it uses: time, processor time of all its threads, and memory at its highest. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Used {
  readonly wallMs: number;
  /** NaN where the system does not tell. */
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly out: string;
}

const TICK_MS = 10;
const LOOK_MS = 20;

/** Processor time is read from `/proc`, so it lacks the last moments; programs that run for seconds are meant. */
export async function watched(program: string, args: readonly string[]): Promise<Used> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes: Buffer) => {
    out += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    err += bytes.toString();
  });
  let cpuMs = Number.NaN;
  let peakMb = Number.NaN;
  const look = setInterval(() => {
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      cpuMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      const peak = /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${child.pid}/status`, "latin1"));
      if (peak !== null) peakMb = Number(peak[1]) / 1024;
    } catch {
      // It has just ended, or this system has no /proc.
    }
  }, LOOK_MS);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${err.slice(0, 500)}`);
  return { wallMs: performance.now() - began, cpuMs, peakMb, out };
}
