/**
 * Values in normal form: plain JSON in which every value says whether it is `present`, `absent` or `unknown`, and every
 * number is whole. What is not exact as a double is never rounded: it stands as unknown, and its path is told. That is
 * sound, because what is not known never contradicts what would come of knowing it.
 */
import type { RecordType, Type } from "../../model/type.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { type Zone, zoneOf } from "../../plan/zone.ts";
import { dateOf, timeOfDay, weekdayOf } from "../calendar.ts";
import { Decimal, decimalOfNumber } from "../decimal.ts";
import { isList, isMap, isMoney } from "../equality.ts";
import type { Evaluator, Frame } from "../evaluator.ts";
import { type Money, minorPlaces } from "../money.ts";
import { Unknown, type Value } from "../value.ts";
import type { NormalForm, NormalValue, PortableRead } from "./documents.ts";
import type { Origin } from "./needs.ts";
import { DECIMAL_PLACES, LEAF } from "./scale.ts";
import { ABSENT, PRESENT, UNKNOWN } from "./term.ts";

type Node = { readonly [name: string]: NormalValue };

interface Writing {
  readonly records: Readonly<Record<string, RecordType>>;
  readonly zone: Zone;
  readonly tiers: readonly string[];
  /** Whether money may be the sum of nothing, which is zero in every currency: what an action says of its own impact may. */
  readonly ofNothing: boolean;
  /** Told of each path whose value has no exact form. */
  readonly lost: (path: string) => void;
}

/** What the conditions of an action read, of one frame. */
export function normalForm(evaluator: Evaluator, reads: readonly PortableRead[], frame: Frame): NormalForm {
  const { plan } = evaluator;
  const lost: string[] = [];
  const writing: Writing = {
    records: plan.records,
    zone: zoneOf(plan),
    tiers: plan.tiers,
    ofNothing: false,
    lost: (path) => lost.push(path),
  };
  const document: Record<string, NormalValue> = {};
  for (const { path, type, origin } of reads) {
    const node =
      origin.kind === "ambient" && (origin.name === "score" || origin.name === "tier")
        ? range(writing, evaluator, frame, origin.name)
        : write(writing, type, evaluator.evaluate(expressionOf(origin), frame, 0), path);
    put(document, path, node);
  }
  return { document, not_representable: lost.sort() };
}

function expressionOf(origin: Origin): PlanExpr {
  switch (origin.kind) {
    case "input":
      return { op: "input", name: origin.name };
    case "fact":
      return { op: "fact", name: origin.name };
    case "ambient":
      return { op: "ambient", name: origin.name };
    case "history":
      return { op: "history", action: origin.action, last_ms: origin.last_ms };
    case "changes_to":
      return { op: "changes_to", record: origin.record, field: origin.field };
    case "evidence_of":
      return { op: "evidence_of", kind: origin.evidence };
  }
}

function put(document: Record<string, NormalValue>, path: string, node: NormalValue): void {
  const steps = path.split(".");
  const last = steps.pop()!;
  let into = document;
  for (const step of steps) {
    into[step] ??= {};
    into = into[step] as Record<string, NormalValue>;
  }
  into[last] = node;
}

const unknownNode: Node = { is: UNKNOWN };

/** Score and tier as ranges, from what is certain to what is assumed. */
function range(writing: Writing, evaluator: Evaluator, frame: Frame, name: "score" | "tier"): Node {
  const ends = endsOf(evaluator, frame, name);
  const [certain, assumed] = ends.map((end) =>
    typeof end === "string" ? rank(writing, end) : end instanceof Decimal ? scaled(end, DECIMAL_PLACES) : null,
  );
  if (certain != null && assumed != null) return { is: PRESENT, certain, assumed };
  if (!(ends[0] instanceof Unknown)) writing.lost(name);
  return unknownNode;
}

function endsOf(evaluator: Evaluator, frame: Frame, name: "score" | "tier"): readonly [Value, Value] {
  if (name === "score" && frame.score !== undefined)
    return [decimalOfNumber(frame.score.certain), decimalOfNumber(frame.score.assumed)];
  if (name === "tier" && frame.tier !== undefined) return [frame.tier.certain, frame.tier.assumed];
  const value = evaluator.evaluate({ op: "ambient", name }, frame, 0);
  return [value, value];
}

function rank({ tiers }: Writing, name: string): number | null {
  const place = tiers.indexOf(name);
  return place < 0 ? null : place;
}

// Recursion is bounded by the nesting of the documents that values come from.
function write(writing: Writing, type: Type, value: Value, path: string): Node {
  if (value instanceof Unknown) return unknownNode;
  if (value === null && type.kind === "optional") return { is: ABSENT };
  const bare = type.kind === "optional" ? type.of : type;
  const node = value === null ? null : known(writing, bare, value, path);
  if (node !== null) return { is: PRESENT, ...node };
  writing.lost(path);
  return unknownNode;
}

/** What stands beside `is`; null: there is no exact form. */
function known(writing: Writing, type: Type, value: Exclude<Value, null | Unknown>, path: string): Node | null {
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? { value } : null;
    case "text":
    case "choice":
      return typeof value === "string" ? { value, lower: value.toLowerCase(), length: [...value].length } : null;
    case "int":
    case "decimal":
      return value instanceof Decimal ? whole(scaled(value, type.kind === "int" ? 0 : DECIMAL_PLACES)) : null;
    case "money":
      return isMoney(value) ? moneyNode(writing, value) : null;
    case "tier":
      return typeof value === "string" ? whole(rank(writing, value)) : null;
    case "duration":
      return typeof value === "number" && Math.abs(value) <= Number(LEAF) ? { value } : null;
    case "date":
      return typeof value === "number" ? { value, weekday: weekdayOf(value) } : null;
    case "time":
      return typeof value === "number" ? instant(writing.zone, value) : null;
    case "record":
      return isMap(value) ? recordNode(writing, type.id, value, path) : null;
    case "list":
      return isList(value)
        ? { value: value.map((item, at) => ({ at, ...write(writing, type.of, item, `${path}[${at}]`) })) }
        : null;
    case "map":
      return isMap(value)
        ? {
            value: [...value.keys()].sort().map((key) => ({
              key,
              entry: write(writing, type.of, value.get(key) ?? null, `${path}[${JSON.stringify(key)}]`),
            })),
          }
        : null;
    default:
      return null;
  }
}

const whole = (value: number | null): Node | null => (value === null ? null : { value });

function instant(zone: Zone, value: number): Node {
  const date = dateOf(zone, value);
  return { value, date, time_of_day: timeOfDay(zone, value), weekday: weekdayOf(date) };
}

function recordNode(writing: Writing, id: string, value: ReadonlyMap<string, Value>, path: string): Node | null {
  if (!Object.hasOwn(writing.records, id)) return null;
  const own = { ...writing, ofNothing: id === "$impact" };
  // Entries become own properties, whatever their names.
  const fields = writing.records[id]!.fields.map(({ name, type }): [string, NormalValue] => [
    name,
    write(own, type, value.get(name) ?? null, `${path}.${name}`),
  ]);
  return { value: Object.fromEntries(fields) };
}

/** In minor units. */
function moneyNode({ ofNothing }: Writing, { amount, currency }: Money): Node | null {
  if (currency === null && !ofNothing) return null;
  const code = currency ?? "";
  const value = scaled(amount, minorPlaces(code));
  return value === null ? null : { value, currency: code };
}

/** Times ten to the power of `places`, where that is whole and small enough. */
function scaled(value: Decimal, places: number): number | null {
  const num = value.num * 10n ** BigInt(places);
  if (num % value.den !== 0n) return null;
  const result = num / value.den;
  return result <= LEAF && result >= -LEAF ? Number(result) : null;
}
