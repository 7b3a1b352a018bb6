/** Reading: inputs, facts, lets, ambient values, fields, map entries, history. */
import { causePath } from "../../plan/path.ts";
import { ambientOf, entryOf, fieldOf, history as historyOf } from "../interpreter/access.ts";
import { unknown } from "../value.ts";
import type { Compiler, Of } from "./compiler.ts";
import { type Code, once } from "./run.ts";

export function input(_compiler: Compiler, expr: Of<"input">): Code {
  const { name } = expr;
  const absent = once(() => unknown(causePath(expr), "not supplied"));
  return (run) => {
    const value = run.frame.inputs.get(name);
    return value === undefined ? absent() : value;
  };
}

export function fact(_compiler: Compiler, expr: Of<"fact">): Code {
  const { name } = expr;
  const absent = once(() => unknown(causePath(expr), "not supplied"));
  return (run) => {
    const value = run.frame.facts.get(name);
    return value === undefined ? absent() : value;
  };
}

export function letRead({ letOf }: Compiler, { name }: Of<"let">): Code {
  return (run) => {
    const value = run.frame.lets.get(name);
    return value === undefined ? letOf(run, name) : value;
  };
}

export function ambient(_compiler: Compiler, expr: Of<"ambient">): Code {
  const { name } = expr;
  if (name === "score" || name === "tier") return (run) => ambientOf(run.frame, expr);
  return (run) => {
    const value = run.frame.ambient.get(name);
    return value === undefined ? ambientOf(run.frame, expr) : value;
  };
}

export function field({ code }: Compiler, expr: Of<"field">): Code {
  const of = code(expr.of);
  const name = expr.field;
  return (run) => {
    const record = of(run);
    return record instanceof Map ? (record.get(name) ?? null) : fieldOf(expr, record);
  };
}

export function entry({ code }: Compiler, expr: Of<"index">): Code {
  const of = code(expr.of);
  const key = code(expr.key);
  return (run) => {
    const map = of(run);
    const at = key(run);
    return map instanceof Map && typeof at === "string" ? (map.get(at) ?? null) : entryOf(expr, map, at);
  };
}

export function history(_compiler: Compiler, expr: Of<"history">): Code {
  return (run) => historyOf(run, expr);
}

export function changes(_compiler: Compiler, { record, field }: Of<"changes_to">): Code {
  return (run) => run.frame.changesTo(record, field);
}

export function evidence(_compiler: Compiler, { kind }: Of<"evidence_of">): Code {
  return (run) => run.frame.evidenceOf(kind);
}
