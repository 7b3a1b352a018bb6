/** Writing new files: all of them or none. */
import { appendFileSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail, failed } from "./fault.ts";
import { kindOf } from "./walk.ts";

/**
 * Writes `files` (text by relative path) under `folder`. Refuses when one of them is there already; takes back what it
 * wrote when the disk is full. Gives the names in order.
 */
export function writeNew(folder: string, files: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(files);
  const there = names.filter((name) => kindOf(join(folder, name)) !== "nothing");
  if (there.length > 0) {
    fail(
      `I will not write over ${there.map((name) => join(folder, name)).join(", ")}.`,
      "A policy that is there may be in force, and what it says cannot be brought back.",
      "Choose another folder, or move these files away first.",
    );
  }
  const undo: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    try {
      const made = mkdirSync(dirname(path), { recursive: true });
      if (made !== undefined) undo.push(made);
      // `wx` fails when somebody made the file in between; then it is theirs.
      const descriptor = openSync(path, "wx");
      undo.push(path);
      try {
        writeFileSync(descriptor, text);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      for (const one of undo.reverse()) takeBack(one);
      failed("write", path, error);
    }
  }
  return names;
}

/** Writes a file that may be there already: what was built is built again. */
export function writeOver(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    failed("write", path, error);
  }
}

/** Adds to the end of a file, or makes it. */
export function appendTo(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    failed("write", path, error);
  }
}

function takeBack(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed stays; the fault that is about to be told is the one that matters.
  }
}
