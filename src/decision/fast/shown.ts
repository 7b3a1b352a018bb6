/** Values as reasons write them: JavaScript that makes the text which `show` makes of the value. */
import type { Type } from "../../model/type.ts";
import { type Code, refuse } from "./code.ts";
import { countOf } from "./expression.ts";
import type { Maybe, Operand, RecordOperand } from "./operand.ts";

export function shown(code: Code, type: Type, value: Maybe): string {
  if (value.is === "absent") return '"none"';
  if (value.is !== "maybe") return text(code, type, value);
  // Read apart, because it may take statements that stand only where the value is there.
  const into = code.variable('""');
  code.line(`if(${value.there}){`);
  const js = text(code, type, value.value);
  code.line(`${into}=${js};}else ${into}="none";`);
  return into;
}

function text(code: Code, type: Type, value: Operand): string {
  switch (value.is) {
    case "text":
      return `L.cut(${value.js})`;
    case "bool":
      return `(${value.js}?"true":"false")`;
    case "number":
      return `L.numberText(${value.js},${value.scale})`;
    case "money":
      return `L.moneyText(${value.js},${value.scale},${value.currency})`;
    case "clock": {
      const kind = type.kind === "optional" ? type.of.kind : type.kind;
      if (kind === "date") return `L.dateText(${value.js})`;
      return kind === "duration" ? `L.durationText(${value.js})` : `L.instantText(${value.js})`;
    }
    case "rank":
      return `${code.constant(value.names)}[${value.js}]`;
    case "record":
      return record(type, value);
    case "list":
      return list(code, value);
    default:
      return refuse("a text of other values");
  }
}

/** By its id, where it has one that is a text and always there. */
function record(type: Type, value: RecordOperand): string {
  const id = (type.kind === "optional" ? type.of : type).kind === "record" ? field(value) : null;
  return id === null ? '"{…}"' : `"{id: "+${id}+", …}"`;
}

function field(value: RecordOperand): string | null {
  if (value.declares === null) return refuse("such a record in words");
  const id = value.declares("id") ? value.field("id") : null;
  if (id === null) return null;
  return id.is === "text" ? id.js : id.is === "maybe" || id.is === "absent" ? refuse("an id that may be absent") : null;
}

function list(code: Code, value: Extract<Operand, { is: "list" }>): string {
  if (value.of.kind === "record") return `L.recordsText(${countOf(code, value)})`;
  if ((value.of.kind === "text" || value.of.kind === "choice") && value.items.ordered) return `L.listText(${value.js})`;
  return refuse("a list in words");
}
