/** Expressions by derivation: a type is asked for, and one of the forms that give it is written. The checker says which of them are legal. */
import type { Random } from "../../fuzz/random.ts";
import { CHOICE, plain, type Records, type Scalar, TEXTS, type Type } from "./types.ts";

export interface Named {
  readonly text: string;
  readonly type: Type;
}

export interface Scope {
  readonly records: Records;
  readonly names: readonly Named[];
  /** Defines and tables, by what they give. */
  readonly functions: readonly { readonly name: string; readonly params: readonly Type[]; readonly type: Type }[];
  /** What `history of` may name, and the inputs of each. */
  readonly history: readonly (readonly [action: string, inputs: readonly (readonly [string, Type])[]])[];
  readonly changes: readonly (readonly [target: string, type: Type])[];
  readonly evidence: readonly (readonly [kind: string, fields: readonly (readonly [string, Type])[]])[];
  readonly score: boolean;
  readonly tier: boolean;
  readonly ambient: boolean;
}

const same = (a: Type, b: Type): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything that can be said from the names in two or three steps. */
export function paths({ names, records }: Scope): readonly Named[] {
  const found: Named[] = [];
  let level = [...names];
  for (let depth = 0; depth < 4 && found.length < 150; depth++) {
    found.push(...level);
    level = level.flatMap(({ text, type }) => below(text, type, records));
  }
  return found;
}

function below(text: string, type: Type, records: Records): readonly Named[] {
  if (typeof type === "string" || "choice" in type) return [];
  const maybe = (inner: Type): Type => ({ opt: plain(inner) });
  const optional = "opt" in type;
  const of = optional ? type.opt : type;
  if (typeof of === "string" || "choice" in of || "opt" in of) return [];
  if ("record" in of)
    return records
      .get(of.record)!
      .map(([name, inner]) =>
        optional ? { text: `${text}?.${name}`, type: maybe(inner) } : { text: `${text}.${name}`, type: inner },
      );
  if ("map" in of)
    return [
      { text: `${text}["a"]`, type: maybe(of.map) },
      ...(optional
        ? []
        : [
            { text: `keys(${text})`, type: { list: "text" as Type } },
            { text: `values(${text})`, type: { list: of.map } },
          ]),
    ];
  return optional
    ? []
    : [
        { text: `first(${text})`, type: maybe(of.list) },
        { text: `last(${text})`, type: maybe(of.list) },
      ];
}

export function literal(random: Random, type: Type): string | null {
  if (typeof type === "string")
    switch (type) {
      case "text":
        return JSON.stringify(random.pick(TEXTS));
      case "bool":
        return random.pick(["true", "false"]);
      case "int":
        return random.pick(["0", "1", "2", "10"]);
      case "decimal":
        return random.pick(["0.5", "1", "2", "5%", "10"]);
      case "money":
        return `${random.pick(["0", "1", "5", "10", "20", "100"])} ${random.chance(0.9) ? "USD" : "EUR"}`;
      case "time":
        return random.pick(["now", "2026-11-22T10:15:00Z", "2026-11-21T10:15:00Z"]);
      case "date":
        return random.pick(["2026-11-22", "2026-10-25", "2026-01-01"]);
      case "duration":
        return random.pick(["1 hours", "1 days", "30 days", "0 seconds"]);
    }
  if ("choice" in type) return JSON.stringify(random.pick(type.choice));
  if ("list" in type) {
    const items = random.times(1 + random.below(3), () => literal(random, type.list));
    return items.includes(null) ? null : `[${items.join(", ")}]`;
  }
  return null;
}

const ORDERED: readonly Type[] = ["int", "decimal", "money", "time", "date", "duration"];
let fresh = 0;

/** An expression of a type; null: none was found. */
export function expression(random: Random, type: Type, scope: Scope, depth: number): string | null {
  if (type === "bool" && depth > 0) return condition(random, scope, depth);
  const known = paths(scope);
  const straight = known.filter((one) => same(one.type, type));
  const guarded = known.filter((one) => same(one.type, { opt: type }));
  const sub = (of: Type): string | null => expression(random, of, scope, depth - 1);
  const form = random.below(depth > 0 ? 12 : 4);
  switch (form) {
    case 4:
      return join`(if ${sub("bool")} then ${sub(type)} else ${sub(type)})`;
    case 5: {
      const subject = random.pick(["int", "money", "bool"] as const);
      const pattern = subject === "bool" ? "true" : `${random.pick(["<", ">=", ""])} ${literal(random, subject)}`;
      return join`(match ${sub(subject)} { ${pattern} => ${sub(type)} _ => ${sub(type)} })`;
    }
    case 6:
    case 7:
      return arithmetic(random, type, scope, depth - 1) ?? literal(random, type);
    case 8: {
      const callable = scope.functions.filter((one) => same(one.type, type));
      if (callable.length === 0) break;
      const { name, params } = random.pick(callable);
      const args = params.map(sub);
      return args.includes(null) ? null : `${name}(${args.join(", ")})`;
    }
    case 9: {
      const item = `v${fresh++}`;
      const list = listOf(random, scope);
      if (list === null || !ORDERED.includes(type)) break;
      const of = expression(
        random,
        type,
        { ...scope, names: [...scope.names, { text: item, type: list.of }] },
        depth - 1,
      );
      if (type === "money" || type === "int" || type === "decimal")
        if (random.chance(0.5)) return join`sum(${item} in ${list.text}: ${of})`;
      return join`(${random.pick(["min", "max"])}(${item} in ${list.text}: ${of}) ?? ${literal(random, type)})`;
    }
    default:
  }
  if (straight.length > 0 && random.chance(0.8)) return random.pick(straight).text;
  if (guarded.length > 0 && random.chance(0.8)) return join`(${random.pick(guarded).text} ?? ${literal(random, type)})`;
  return literal(random, type) ?? (straight.length > 0 ? random.pick(straight).text : null);
}

/** A text with holes; null when nothing was found for one. */
function join(parts: TemplateStringsArray, ...holes: readonly (string | null)[]): string | null {
  if (holes.includes(null)) return null;
  return parts.map((part, index) => part + (holes[index] ?? "")).join("");
}

function arithmetic(random: Random, type: Type, scope: Scope, depth: number): string | null {
  const sub = (of: Type): string | null => expression(random, of, scope, depth);
  const sign = random.pick(["+", "-"]);
  switch (type as Scalar) {
    case "int":
      return random.pick([
        () => join`(${sub("int")} ${random.pick(["+", "-", "*"])} ${sub("int")})`,
        () => join`length(${sub("text")})`,
        () => join`count(${listOf(random, scope)?.text ?? null})`,
        () => join`-${sub("int")}`,
        () => join`max(${sub("int")}, ${sub("int")})`,
      ])();
    case "decimal":
      return random.pick([
        () => join`(${sub("decimal")} ${random.pick(["+", "-", "*", "/"])} ${sub("decimal")})`,
        () => join`(${sub("money")} / ${sub("money")})`,
      ])();
    case "money":
      return random.pick([
        () => join`(${sub("money")} ${sign} ${sub("money")})`,
        () => join`(${sub("money")} * ${sub("decimal")})`,
        () => join`${random.pick(["min", "max"])}(${sub("money")}, ${sub("money")})`,
      ])();
    case "time":
      return join`(${sub("time")} ${sign} ${sub("duration")})`;
    case "date":
      return join`date(${sub("time")})`;
    case "duration":
      return random.pick([
        () => join`(${sub("time")} - ${sub("time")})`,
        () => join`time_of_day(${sub("time")})`,
        () => join`(${sub("duration")} * ${sub("int")})`,
      ])();
    case "text":
      return join`lower(${sub("text")})`;
    default:
      return null;
  }
}

function listOf(random: Random, scope: Scope): { readonly text: string; readonly of: Type } | null {
  const lists = paths(scope).flatMap(({ text, type }) =>
    typeof type === "object" && "list" in type ? [{ text, of: type.list }] : [],
  );
  if (lists.length === 0) return null;
  const one = random.pick(lists);
  if (random.chance(0.2)) {
    const item = `v${fresh++}`;
    const where = expression(random, "bool", { ...scope, names: [{ text: item, type: one.of }] }, 1);
    if (where !== null) return { text: `list(${item} in ${one.text}: ${item} where ${where})`, of: one.of };
  }
  return random.chance(0.1) ? { text: `distinct(${one.text})`, of: one.of } : one;
}

const COMPARED: readonly Type[] = [...ORDERED, "text", CHOICE, "bool"];

/** A comparison of two values of one type. */
function comparison(random: Random, scope: Scope, depth: number, left?: Named): string | null {
  const known = paths(scope).filter((one) => COMPARED.some((type) => same(type, one.type)));
  const found = left ?? (known.length > 0 && random.chance(0.75) ? random.pick(known) : undefined);
  const type = found === undefined ? random.pick(COMPARED) : found.type;
  const text = found?.text ?? expression(random, type, scope, depth);
  const operator = ORDERED.includes(type) ? random.pick(["<", "<=", ">", ">=", "==", "!="]) : random.pick(["==", "!="]);
  if (type === "text" && random.chance(0.2))
    return join`${text} ${random.pick(["like", "not like"])} "${random.pick(["a*", "*n*", "*", "b"])}"`;
  if (random.chance(0.15)) return join`${text} ${random.pick(["in", "not in"])} ${literal(random, { list: type })}`;
  return join`${text} ${operator} ${expression(random, type, scope, depth)}`;
}

export function condition(random: Random, scope: Scope, depth: number): string | null {
  const known = paths(scope);
  const sub = (more: Scope = scope): string | null =>
    depth > 0 ? condition(random, more, depth - 1) : comparison(random, more, 0);
  const optional = known.filter(({ type }) => typeof type === "object" && "opt" in type);
  switch (random.below(16)) {
    case 0:
      return join`(${sub()} and ${sub()})`;
    case 1:
      return join`(${sub()} or ${sub()})`;
    case 2:
      return join`not (${sub()})`;
    case 3:
    case 4: {
      if (optional.length === 0) break;
      const one = random.pick(optional);
      const type = plain(one.type);
      if (random.chance(0.4)) return `${one.text} is ${random.pick(["present", "missing"])}`;
      if (!COMPARED.some((other) => same(other, type))) break;
      const inside = comparison(random, scope, 0, { text: one.text, type });
      if (one.text.includes("first(") || one.text.includes("last("))
        return type === "bool" ? null : join`${one.text} == ${literal(random, type)}`;
      return random.chance(0.5)
        ? join`(${one.text} is present and ${inside})`
        : join`(${one.text} is missing or ${inside})`;
    }
    case 5:
    case 6:
    case 7: {
      const list = listOf(random, scope);
      if (list === null) break;
      const item = `v${fresh++}`;
      const more = { ...scope, names: [{ text: item, type: list.of }, ...scope.names] };
      return random.pick([
        () => join`${random.pick(["any", "all", "none"])}(${item} in ${list.text}: ${sub(more)})`,
        () =>
          join`count(${item} in ${list.text}: ${sub(more)}) ${random.pick([">", ">=", "==", "<"])} ${random.pick(["0", "1", "2"])}`,
        () => join`${literal(random, list.of)} in ${list.text}`,
        () => join`contains_all(${list.text}, ${literal(random, { list: list.of })})`,
        () => join`all(${item} in adjacent(${list.text}): ${item}.left ${random.pick(["==", "!="])} ${item}.right)`,
        () => join`count(distinct(${list.text})) == count(${list.text})`,
      ])();
    }
    case 8:
    case 9: {
      if (scope.history.length === 0) break;
      const [action, inputs] = random.pick(scope.history);
      const span = random.pick(["1 hours", "24 hours", "7 days", "365 days"]);
      const list = `history of ${action} in last ${span}`;
      const item = `h${fresh++}`;
      const own: Named[] = [
        ...inputs.map(([name, type]) => ({ text: `${item}.${name}`, type })),
        { text: `${item}.requester.id`, type: "text" as Type },
        { text: `${item}.at`, type: "time" as Type },
        { text: `${item}.status`, type: "text" as Type },
      ];
      const inside = sub({ ...scope, names: random.chance(0.5) ? own : [...own, ...scope.names], history: [] });
      return random.pick([
        () => join`${random.pick(["any", "all", "none"])}(${item} in ${list}: ${inside})`,
        () => join`count(${item} in ${list}: ${inside}) ${random.pick([">", "<", "=="])} ${random.pick(["0", "1"])}`,
        () => `count(${list}) ${random.pick([">", "<", ">="])} ${random.pick(["1", "2", "3"])}`,
        () =>
          join`sum(${item} in ${list}: ${pickOf(random, own, "money")} where ${inside}) ${random.pick([">", "<="])} 10 USD`,
        () => join`first(${list})?.${random.pick(inputs)[0]} == ${literal(random, plain(random.pick(inputs)[1]))}`,
        () =>
          join`last(list(${item} in ${list}: ${item}.${random.pick(inputs)[0]})) is ${random.pick(["present", "missing"])}`,
      ])();
    }
    case 10: {
      if (scope.changes.length === 0) break;
      const [target, type] = random.pick(scope.changes);
      const item = `c${fresh++}`;
      const side: Named[] = [
        { text: `${item}.old`, type: { opt: type } },
        { text: `${item}.new`, type: { opt: type } },
        { text: `${item}.target.id`, type: "text" },
        { text: `${item}.reason`, type: { opt: "text" } },
      ];
      if (random.chance(0.3))
        return `all(${item} in changes: ${item}.${random.pick(["evidence", "reason"])} is present)`;
      return join`${random.pick(["any", "all"])}(${item} in changes to ${target}: ${sub({ ...scope, names: side })})`;
    }
    case 11: {
      if (scope.evidence.length === 0) break;
      const [kind, fields] = random.pick(scope.evidence);
      const item = `e${fresh++}`;
      const own: Named[] = [
        ...fields.map(([name, type]) => ({ text: `${item}.${name}`, type })),
        { text: `${item}.issuer`, type: "text" as Type },
        { text: `${item}.at`, type: "time" as Type },
      ];
      return join`${random.pick(["any", "all", "none"])}(${item} in evidence of ${kind}: ${sub({ ...scope, names: own })})`;
    }
    case 12:
      if (!scope.ambient) break;
      return random.pick([
        () => `confidence ${random.pick(["<", ">="])} ${random.pick(["0.5", "0.9"])}`,
        () => `requester.kind ${random.pick(["==", "!="])} ${random.pick(['"person"', '"agent"'])}`,
        () => `"clerk" in requester.roles`,
        () => `requester.${random.pick(["owner", "on_behalf_of"])} is ${random.pick(["present", "missing"])}`,
        () => `environment == ${random.pick(['"prod"', '"sandbox"'])}`,
        () => `impact.money is present and impact.money > 10 USD`,
        () => `weekday(now) == "sunday"`,
        () => `count(changes) ${random.pick(["==", ">"])} 1`,
        () => join`requester.id == ${expression(random, "text", scope, 0)}`,
      ])();
    case 13:
      if (scope.score) return join`(${sub()} ${random.pick(["and", "or"])} score >= ${random.pick(["1", "20", "50"])})`;
      break;
    case 14:
      if (scope.tier) return join`(${sub()} ${random.pick(["and", "or"])} tier >= ${random.pick(["medium", "high"])})`;
      break;
    default:
  }
  const flags = known.filter(({ type }) => type === "bool");
  if (flags.length > 0 && random.chance(0.15)) return random.pick(flags).text;
  return comparison(random, scope, depth - 1);
}

const pickOf = (random: Random, names: readonly Named[], type: Type): string | null => {
  const fitting = names.filter((one) => same(one.type, type));
  return fitting.length === 0 ? null : random.pick(fitting).text;
};
