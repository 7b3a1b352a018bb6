import type { Type } from "./type.ts";

const bare = (id: string): string => id.slice(id.lastIndexOf(".") + 1);

/** A record id as people know it: `Order`, "a change", "the requester". */
export function showRecord(id: string): string {
  if (!id.startsWith("$")) return bare(id);
  const [kind, rest] = [id.slice(1).split(":", 1)[0]!, id.includes(":") ? id.slice(id.indexOf(":") + 1) : ""];
  switch (kind) {
    case "requester":
      return "the requester";
    case "target":
      return "the target of a change";
    case "change":
      return rest === "" ? "a change" : `a change to ${rest.split(".").slice(-2).join(".")}`;
    case "evidence":
      return rest === "" ? "a piece of evidence" : `evidence of ${rest}`;
    case "history":
      return `a past ${bare(rest)}`;
    case "inputs":
      return `the inputs of ${bare(rest)}`;
    case "pair":
      return "a pair";
    case "schema":
      return `the object \`${bare(rest)}\``;
    case "impact":
      return "the impact";
    default:
      return id;
  }
}

/** A type as an author writes it. Long choices are cut. */
export function showType(type: Type): string {
  switch (type.kind) {
    case "choice":
      return type.name === null ? showValues(type.values, " | ") : bare(type.name);
    case "record":
      return showRecord(type.id);
    case "list":
      return `list of ${showType(type.of)}`;
    case "map":
      return `map of ${showType(type.of)}`;
    case "optional":
      return `${showType(type.of)}?`;
    case "outcome":
      return "outcome";
    case "level":
      return "autonomy level";
    default:
      return type.kind;
  }
}

/** `"a", "b", "c"`, cut after eight. */
export function showValues(values: readonly string[], separator = ", "): string {
  const shown = values.slice(0, 8).map((value) => JSON.stringify(value));
  return values.length > 8 ? `${shown.join(separator)}${separator}…` : shown.join(separator);
}

/** `a`, `b`, `c` in backquotes, cut after twelve. */
export function showNames(names: Iterable<string>): string {
  const shown: string[] = [];
  for (const name of names) {
    if (shown.length === 12) return `${shown.join(", ")}, …`;
    shown.push(`\`${name}\``);
  }
  return shown.join(", ");
}
