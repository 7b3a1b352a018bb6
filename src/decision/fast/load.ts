/** Values of documents as operands: what the JavaScript must do to read one, and to give up where it does not fit. */

import { parseDecimal } from "../../eval/decimal.ts";
import type { FieldType, Limits, RecordType, Type } from "../../model/type.ts";
import { type Code, refuse, type Site } from "./code.ts";
import type { Items, Maybe, Operand, RecordOperand } from "./operand.ts";
import { LIST_LENGTH, TEXT_LENGTH } from "./reading.ts";

/** Places that decimals and amounts are read with. A document with more of them is left to the reference. */
export const SCALE = 4;

/** Past it the static bound of a document comes near that of the reference reader. */
const MOST_WEIGHT = 1_000_000;

export interface Loading {
  readonly code: Code;
  readonly records: Readonly<Record<string, RecordType>>;
  readonly tiers: readonly string[];
  /**
   * `all`: the whole contract. `read`: the caller vouches for it, so only what is read is looked at, and that must fit.
   * `known`: it has been checked before.
   */
  readonly checks: "all" | "read" | "known";
  /** `read`: what is read of it is read where it is needed first, and not before all else. */
  readonly lazily: boolean;
}

/** Facts: members that are not declared are passed over. */
export interface Reading extends Loading {
  readonly open: boolean;
}

/** Runs `body` with its statements going to `site`. */
export function within<T>(code: Code, site: Site, body: () => T): T {
  const { site: own, result } = code.apart(body);
  site.push(own);
  return result;
}

/** Reads the value that `js` names. Statements go where the code stands; those of fields read later, into a place kept for them. */
export function load(reading: Reading, js: string, type: Type, limits?: Limits): Maybe {
  const { code } = reading;
  const unsure = reading.checks !== "known";
  if (limits !== undefined && !["int", "decimal", "text"].includes(bare(type).kind))
    refuse("limits on other than numbers and texts");
  switch (type.kind) {
    case "text": {
      const value = code.variable('""');
      code.line(`${value}=${js};if(${noText(reading, value)})${code.bail}`);
      if (unsure && limits !== undefined) lengths(code, value, limits);
      return { is: "text", js: value };
    }
    case "bool": {
      const value = code.variable("false");
      code.line(`${value}=${js};if(typeof ${value}!=="boolean")${code.bail}`);
      return { is: "bool", js: value };
    }
    case "choice": {
      if (type.values.some((one) => /\p{Surrogate}/u.test(one))) refuse("a choice that no document can make");
      const value = code.variable('""');
      const fits =
        type.values.length <= 12
          ? type.values.map((one) => `${value}!==${JSON.stringify(one)}`).join("&&")
          : `!L.has(${code.constant(type.values)},${value})`;
      code.line(`${value}=${js};if(${unsure ? fits : `typeof ${value}!=="string"`})${code.bail}`);
      return { is: "text", js: value };
    }
    case "tier": {
      const value = code.variable("0");
      code.line(`${value}=${code.constant(reading.tiers)}.indexOf(${js});if(${value}<0)${code.bail}`);
      return { is: "rank", js: value, names: reading.tiers };
    }
    case "int":
    case "decimal": {
      const scale = type.kind === "int" ? 0 : SCALE;
      const value = code.variable("0");
      code.line(`${value}=L.number(${js},${scale});if(${value}!==${value})${code.bail}`);
      if (unsure && limits !== undefined) bounds(code, value, scale, limits);
      return { is: "number", js: value, scale };
    }
    case "money":
      return loadMoney(reading, js);
    case "time":
    case "date":
    case "duration": {
      const value = code.variable("0");
      const reader = type.kind === "time" ? "instant" : type.kind;
      code.line(`${value}=L.${reader}(${js});if(${value}!==${value})${code.bail}`);
      return { is: "clock", js: value, of: type.kind };
    }
    case "optional": {
      const raw = code.variable("undefined");
      const there = code.variable("false");
      code.line(`${raw}=${js};${there}=${raw}!==undefined&&${raw}!==null;`);
      code.line(`if(${there}){`);
      const { site, result } = code.apart(() => load({ ...reading, lazily: false }, raw, type.of, limits));
      code.put(site);
      code.line("}");
      if (result.is === "maybe" || result.is === "absent") return refuse("an optional of an optional");
      return { is: "maybe", there, value: result };
    }
    case "record": {
      const record = Object.hasOwn(reading.records, type.id) ? reading.records[type.id] : undefined;
      if (record === undefined) return refuse("a record that is not declared");
      return loadRecord(reading, js, record.fields);
    }
    case "list":
      return loadList(reading, js, type.of);
    case "map":
      return loadMap(reading, js, type.of);
    default:
      return refuse(`a value of type ${type.kind}`);
  }
}

/** Whether something is no text. That it is well-formed changes no verdict, so whoever vouches for it is believed. */
function noText({ checks }: Loading, value: string): string {
  if (checks === "all") return `!L.text(${value})`;
  const none = `typeof ${value}!=="string"`;
  return checks === "read" ? `${none}||${value}.length>${TEXT_LENGTH}` : none;
}

const bare = (type: Type): Type => (type.kind === "optional" ? type.of : type);

function lengths(code: Code, value: string, limits: Limits): void {
  // Units of UTF-16 are at least as many as characters, and at most twice as many.
  if (limits.min_length !== undefined)
    code.line(`if(${value}.length<${limits.min_length <= 1 ? limits.min_length : 2 * limits.min_length})${code.bail}`);
  if (limits.max_length !== undefined) code.line(`if(${value}.length>${limits.max_length})${code.bail}`);
}

function bounds(code: Code, value: string, scale: number, limits: Limits): void {
  const against = (limit: string | undefined, inside: string): void => {
    if (limit === undefined) return;
    code.line(`if(!(${value}${inside}${code.constant(scaled(limit, scale))}))${code.bail}`);
  };
  against(limits.minimum, ">=");
  against(limits.maximum, "<=");
  against(limits.exclusive_minimum, ">");
  against(limits.exclusive_maximum, "<");
}

/** A plain decimal as a whole number of units. */
export function scaled(text: string, scale: number): number {
  const value = parseDecimal(text);
  if (value === null) return refuse("a number that has no exact places");
  const units = value.num * 10n ** BigInt(scale);
  if (units % value.den !== 0n) return refuse("a number with more places");
  const whole = Number(units / value.den);
  return Number.isSafeInteger(whole) ? whole : refuse("a number that is too large");
}

/** The statements that a record is one, and that it has no members but those of `present`. */
function checkMembers(
  { code, checks, open }: Reading,
  record: string,
  present: readonly string[],
  names: readonly string[],
): void {
  if (checks === "known") return;
  if (checks === "read") {
    code.line(`if(${record}.$unknown!==undefined)${code.bail}`);
    return;
  }
  code.line(`if(!L.plain(${record}))${code.bail}`);
  const count = code.variable("0");
  code.line(`${count}=0;`);
  if (open) {
    const more = code.variable("false");
    code.line(`${more}=false;`);
    eachMember(code, record, names, `if(${record}[k]!==undefined)${count}++;`, `${more}=true;`);
    code.line(`if(${more}&&!L.loose(${record},${JSON.stringify(names)}))${code.bail}`);
  } else eachMember(code, record, names, `if(${record}[k]!==undefined)${count}++;`, code.bail);
  code.line(`if(${count}!==${present.length === 0 ? "0" : present.join("+")})${code.bail}`);
}

/**
 * A loop over the members that the reader of documents would meet. By name: a member that does not show itself may well
 * answer, and another that is not declared must not be counted in its place.
 */
export function eachMember(code: Code, js: string, names: readonly string[], declared: string, other: string): void {
  const cases = names.map((name) => `case ${JSON.stringify(name)}:`).join("");
  code.line(`for(const k in ${js})switch(k){${cases}${cases === "" ? "" : `${declared}break;`}default:${other}}`);
}

/** The statement that something is an object. */
export const object = (code: Code, js: string): void =>
  code.line(`if(typeof ${js}!=="object"||${js}===null)${code.bail}`);

function loadMoney(reading: Reading, js: string): Operand {
  const { code, checks } = reading;
  const raw = code.variable("null");
  const amount = code.variable("0");
  const currency = code.variable('""');
  code.line(`${raw}=${js};`);
  object(code, raw);
  code.line(`${amount}=L.number(${raw}.amount,${SCALE});${currency}=${raw}.currency;`);
  code.line(
    `if(${amount}!==${amount}||${checks === "known" ? `typeof ${currency}!=="string"` : `!L.currency(${currency})`})${code.bail}`,
  );
  checkMembers(reading, raw, ["2"], ["amount", "currency"]);
  return { is: "money", js: amount, scale: SCALE, currency };
}

/** Names that every object answers to, that mark what is unknown, or that no document may have. */
const SPECIAL = (name: string): boolean =>
  name in Object.prototype || name === "$unknown" || /\p{Surrogate}/u.test(name);

export const member = (js: string, name: string): string =>
  SPECIAL(name) ? refuse("a member of a special name") : `${js}[${JSON.stringify(name)}]`;

/** A record. Where all is checked, its fields are read at once; else each as it is asked for. */
export function loadRecord(reading: Reading, js: string, fields: readonly FieldType[]): RecordOperand {
  const { code } = reading;
  const checked = reading.checks === "all";
  const raw = code.variable("null");
  code.line(`${raw}=${js};`);
  object(code, raw);
  const found = new Map<string, Maybe>();
  const sites = new Map<string, Site>();
  // Fields that are asked for later are read here, where the record is known to be one.
  const later: Site = [];
  const read = (field: FieldType): Maybe => load(reading, member(raw, field.name), field.type, field.limits);
  if (checked) {
    for (const field of fields) found.set(field.name, read(field));
    const needed = fields.filter((field) => field.type.kind !== "optional").length;
    const optional = fields.flatMap((field) =>
      field.type.kind === "optional" ? [`(${member(raw, field.name)}===undefined?0:1)`] : [],
    );
    checkMembers(
      reading,
      raw,
      [String(needed), ...optional],
      fields.map((field) => field.name),
    );
  } else checkMembers(reading, raw, [], []);
  code.put(later);
  return {
    is: "record",
    declares: (name) => fields.some((field) => field.name === name),
    field(name) {
      const site = sites.get(name);
      if (site !== undefined) code.need(site);
      const known = found.get(name);
      if (known !== undefined) return known;
      const field = fields.find((candidate) => candidate.name === name);
      if (field === undefined) return refuse(`a record without ${name}`);
      const { site: own, result } = code.apart(() => read(field));
      found.set(name, result);
      if (reading.lazily) {
        sites.set(name, own);
        code.need(own);
      } else later.push(own);
      return result;
    },
  };
}

function loadList(reading: Reading, js: string, of: Type): Operand {
  const { code, checks } = reading;
  const raw = code.variable("null");
  code.line(`${raw}=${js};if(!Array.isArray(${raw})||${raw}.length>${LIST_LENGTH})${code.bail}`);
  // Of records that are vouched for, what is read is looked at where it is read.
  const later = checks === "read" && of.kind === "record";
  if (checks !== "known" && !later) {
    code.line(`L.heavier(${raw}.length*${weightOf(reading.records, of)});`);
    each(code, raw, (item) => void load(reading, item, of));
  }
  const lean: Reading = { ...reading, checks: later ? "read" : "known", lazily: false };
  const items: Items = {
    most: LIST_LENGTH,
    ordered: true,
    bind: (item) => ({ only: null, item: () => load(lean, item, of) }),
  };
  return { is: "list", js: raw, of, items };
}

/** Entries by any name but the one that marks what is unknown. */
function loadMap(reading: Reading, js: string, of: Type): Operand {
  const { code, checks } = reading;
  const raw = code.variable("null");
  code.line(`${raw}=${js};`);
  object(code, raw);
  if (checks !== "known") {
    const key = code.variable('""');
    code.line(`if(!L.plain(${raw}))${code.bail}`);
    code.line(`for(${key} in ${raw}){if(${key}==="$unknown"||!L.text(${key}))${code.bail}`);
    code.line(`L.heavier(${weightOf(reading.records, of)});`);
    load(reading, `${raw}[${key}]`, of);
    code.line("}");
  }
  const lean: Reading = { ...reading, checks: "known", lazily: false };
  return {
    is: "map",
    js: raw,
    entry(key) {
      const value = load(lean, `L.entry(${raw},${key})`, orAbsent(of));
      return value;
    },
  };
}

const orAbsent = (of: Type): Type => (of.kind === "optional" ? of : { kind: "optional", of });

/** A loop over an array. */
export function each(code: Code, list: string, body: (item: string, index: string) => void): void {
  const index = code.variable("0");
  const item = code.variable("undefined");
  code.line(`for(${index}=0;${index}<${list}.length;${index}++){${item}=${list}[${index}];`);
  body(item, index);
  code.line("}");
}

/** What a value of a type weighs for the reader of documents, or more, but for its texts and the items of its lists. */
export function weightOf(records: Loading["records"], type: Type, depth = 0): number {
  if (depth > 24) return refuse("records nested too deep");
  switch (type.kind) {
    case "optional":
      return weightOf(records, type.of, depth);
    case "record":
      return weightOfFields(records, records[type.id]?.fields ?? [], depth + 1);
    case "text":
      return 10;
    case "choice":
      return Math.max(...type.values.map((value) => value.length), 0) + 10;
    default:
      // Numbers and clocks have at most 60 characters here.
      return 100;
  }
}

export function weightOfFields(records: Loading["records"], fields: readonly FieldType[], depth = 0): number {
  let total = 10;
  for (const field of fields) {
    total += field.name.length + weightOf(records, field.type, depth);
    if (total > MOST_WEIGHT) return refuse("documents that may be too large");
  }
  return total;
}
