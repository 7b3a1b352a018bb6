/**
 * The two documents as operands: the envelope, the requester, inputs, changes, evidence, facts. With `checked` the code
 * refuses any document that the reference would find a misfit in, and any that this code does not read; without it, it
 * reads only what is asked for.
 */
import type { Plan, PlanAction } from "../../plan/plan.ts";
import { quotasOf } from "../read/context.ts";
import { type Code, refuse, type Site } from "./code.ts";
import { each, eachMember, load, loadRecord, member, object, type Reading, weightOfFields, within } from "./load.ts";
import type { Items, Maybe, Operand, RecordOperand } from "./operand.ts";
import { LIST_LENGTH } from "./reading.ts";

export interface Documents {
  readonly input: (name: string) => Maybe;
  readonly fact: (name: string) => Maybe;
  readonly ambient: (name: string) => Maybe | null;
  readonly changesTo: (record: string, field: string) => Operand;
  readonly evidenceOf: (kind: string) => Operand;
  readonly history: (action: string, lastMs: number) => Operand;
  /** Milliseconds. */
  readonly now: string;
  /** To be called before usage is read. */
  readonly usage: () => void;
  /** An expression that is true when the requester is known to be a person. */
  readonly person: string;
  /** The list of the evidence that is attached. */
  readonly evidence: string;
  /** What the identity of those who may not review is made from. */
  readonly names: {
    readonly id: string;
    readonly owner: string;
    readonly behalf: string;
    /** The people of the directory; null: none was given. */
    readonly people: string;
  };
  readonly prologue: Site;
}

const KINDS = ["person", "agent", "service"];
const STATUSES = ["committed", "pending"];
const CONFIDENCE = { minimum: "0", maximum: "1" };

/** No document may hold half of a surrogate pair, so a name with one is left to the reference. */
const quoted = (text: string): string =>
  /\p{Surrogate}/u.test(text) ? refuse("a name that is no text") : JSON.stringify(text);
const anyOf = (js: string, names: readonly string[]): string =>
  names.length === 0 ? "false" : `(${names.map((name) => `${js}===${quoted(name)}`).join("||")})`;

export function documents(code: Code, plan: Plan, action: PlanAction, checked: boolean): Documents {
  const prologue: Site = [];
  const reading: Reading = {
    code,
    records: plan.records,
    tiers: plan.tiers,
    checks: checked ? "all" : "read",
    open: false,
    lazily: !checked,
  };
  const trusting: Reading = { ...reading, open: true };
  const { bail, line } = code;
  const known = new Map<string, { readonly site: Site; readonly result: Maybe }>();
  /** What some rule asks for: of vouched documents it is read where it is asked for. */
  const once = (name: string, make: () => Maybe): Maybe => {
    let found = known.get(name);
    if (found === undefined) {
      found = code.apart(make);
      known.set(name, found);
      if (checked) prologue.push(found.site);
    }
    if (!checked) code.need(found.site);
    return found.result;
  };
  /** The same of what is looked at and is no value by itself. */
  const look = (name: string, read: () => void): void => {
    once(name, () => {
      read();
      return { is: "absent" };
    });
  };
  /** The same of vouched documents alone: else all of them is looked at in any case. */
  const vouchedFor = (name: string, read: () => void): void => {
    if (!checked) look(name, read);
  };
  const readsNow = (): string => {
    vouchedFor("now", readNow);
    return now;
  };
  const readsEvidence = (): string => {
    vouchedFor("evidence", () => readList(evidence, "evidence"));
    return evidence;
  };
  const readsChanges = (): string => {
    vouchedFor("changes", () => {
      readList(changes, "changes");
      // An action that declares changes makes some.
      line(`if(${changes}.length${action.changes === null ? ">" : "==="}0)${bail}`);
    });
    return changes;
  };
  const readsId = (): string => {
    vouchedFor("requester.id", () => line(`if(typeof ${id}!=="string"||${id}==="")${bail}`));
    return id;
  };
  const readsRoles = (): string => {
    look("roles", () => {
      readRoles();
      line(`if(${account}!==undefined)${roles}=L.rolesOf(${account});`);
      if (!checked) line(`if(!L.texts(${roles},true))${bail}`);
    });
    return roles;
  };
  /** As the envelope read it, where it is there. */
  let confidence: Maybe | null = null;
  const pasts = pastOf(plan, action);
  const now = code.variable("0");
  const kind = code.variable('""');
  const id = code.variable('""');
  const roles = code.variable("null");
  const owner = code.variable("undefined");
  const environment = code.variable('""');
  const requester = code.variable("null");
  const behalf = code.variable("undefined");
  const people = code.variable("null");
  const account = code.variable("undefined");
  const changes = code.variable("null");
  /** Of the entry that is looked at. */
  const when = code.variable("0");
  const evidence = code.variable("null");

  const boxes = within(code, prologue, () => {
    const mark = code.variable("0");
    if (checked) line(`${mark}=L.begin();if(${mark}===0)${bail};L.heavier(${fixedWeight(plan, action)});`);
    envelope();
    if (!checked) return null;
    const boxes = { inputs: inputs(), facts: facts() };
    line(`if(!L.light(${mark}))${bail}`);
    return boxes;
  });
  const box = (name: "inputs" | "facts"): RecordOperand =>
    boxes === null ? (once(name, name === "inputs" ? inputs : facts) as RecordOperand) : boxes[name];

  /** The members of the change set and of the context, but for those with types of their own. */
  function envelope(): void {
    const own = fields(code, "cs");
    line(`${requester}=cs.requester;`);
    object(code, requester);
    line(`${kind}=${requester}.kind;${id}=${requester}.id;${owner}=${requester}.owner;`);
    line(`${environment}=cs.environment;`);
    line(`${behalf}=${requester}.on_behalf_of;`);
    for (const name of [owner, behalf]) line(`if(${name}!==undefined&&typeof ${name}!=="string")${bail}`);
    line(`if(!${anyOf(kind, KINDS)})${bail}`);
    line("if(cx.directory!==undefined){");
    readRoles();
    line(`${people}=L.peopleIn(cx.directory);if(${people}===undefined)${bail}`);
    line(`${account}=L.askerIn(${people},${id},${kind},${roles});if(${account}===undefined)${bail}`);
    line(`if(${account}.owner!==null)${owner}=${account}.owner;`);
    line(`if(${behalf}!==undefined&&!L.personIn(${people},${behalf}))${bail}}`);
    // Somebody answers for every agent.
    line(`if(${kind}==="agent"&&${owner}===undefined)${bail}`);
    line(
      `if(!${anyOf(environment, action.open === null ? plan.environments : action.open.filter((name) => plan.environments.includes(name)))})${bail}`,
    );
    if (!checked) return;
    readNow();
    readList(changes, "changes");
    readList(evidence, "evidence");
    own.text("id", true);
    line(`if(cs.id===""||cs.id.length>200)${bail}`);
    own.needed("action");
    line(`if(!L.text(cs.action))${bail}`);
    own.needed("environment");
    own.needed("requester");
    own.optional("version", (js) => `${js}==="1"`);
    own.instant("requested_at");
    own.optional("inputs", () => "true");
    own.optional("changes", () => "true");
    own.optional("evidence", () => "true");
    own.optional("confidence", () => "true");
    own.text("correlation_id", false);
    own.close();
    line("if(cs.confidence!==undefined){");
    confidence = load(reading, "cs.confidence", { kind: "decimal" }, CONFIDENCE);
    line("}");
    asker();
    evidenceList();
    changeList();
    const around = fields(code, "cx");
    around.needed("now");
    around.optional("facts", () => "true");
    around.optional("history", () => "true");
    line("if(cx.history!==undefined)");
    past();
    around.optional("usage", (js) => `L.usages(${js},${code.constant(quotasOf(plan))})`);
    around.optional("directory", () => "true");
    around.optional("editors", (js) => `L.texts(${js},false)`);
    around.text("sample_key", false);
    around.close();
  }

  function readNow(): void {
    line(`${now}=L.instant(cx.now);if(${now}!==${now})${bail}`);
  }

  function readList(list: string, name: "changes" | "evidence"): void {
    line(`${list}=cs.${name};if(${list}===undefined)${list}=L.none;`);
    line(`if(!Array.isArray(${list})||${list}.length>${LIST_LENGTH})${bail}`);
  }

  /** As they are claimed. */
  function readRoles(): void {
    line(`${roles}=${requester}.roles;if(${roles}===undefined)${roles}=L.none;if(!Array.isArray(${roles}))${bail}`);
  }

  function asker(): void {
    const own = fields(code, requester);
    own.text("id", true);
    line(`if(${id}==="")${bail}`);
    own.needed("kind");
    own.optional("roles", (js) => `L.texts(${js},true)`);
    own.text("owner", false);
    own.text("on_behalf_of", false);
    line(`if(${behalf}==="")${bail}`);
    own.close();
  }

  function evidenceList(): void {
    line(`L.heavier(${evidence}.length*${entryWeight(plan)});`);
    each(code, evidence, (item, place) => {
      object(code, item);
      const own = fields(code, item);
      own.text("id", true);
      line(`if(${item}.id==="")${bail}`);
      own.text("issuer", true);
      own.needed("kind");
      own.needed("at");
      line(`${when}=L.instant(${item}.at);if(${when}!==${when})${bail}`);
      own.text("uri", false);
      own.text("digest", false);
      own.optional("data", () => "true");
      own.close();
      byKind(item);
      unique(evidence, place, (other) => `${other}.id===${item}.id`);
    });
  }

  /** The payload, as its kind declares it. */
  function byKind(item: string): void {
    const data = code.variable("null");
    line(`${data}=${item}.data===undefined?L.empty:${item}.data;`);
    const plainKinds = plan.evidence.filter((one) => one.fields.length === 0).map((one) => one.id);
    for (const one of plan.evidence) {
      if (one.fields.length === 0) continue;
      line(`if(${item}.kind===${quoted(one.id)}){`);
      loadRecord(reading, data, one.fields);
      line("}else ");
    }
    if (plainKinds.length > 0) {
      line(`if(${anyOf(`${item}.kind`, plainKinds)}){`);
      loadRecord(reading, data, []);
      line("}else ");
    }
    line(bail);
  }

  function changeList(): void {
    const declared = action.changes;
    line(`if(${changes}.length${declared === null ? ">" : "==="}0)${bail}`);
    if (declared === null) return;
    line(`L.heavier(${changes}.length*${changeWeight(plan, action)});`);
    each(code, changes, (item, place) => {
      const target = code.variable("null");
      object(code, item);
      line(`${target}=${item}.target;`);
      object(code, target);
      const whom = fields(code, target);
      whom.text("type", true);
      whom.text("id", true);
      whom.close();
      const own = fields(code, item);
      own.needed("target");
      own.text("field", true);
      own.needed("old");
      own.needed("new");
      line(`if(${item}.old===undefined||${item}.new===undefined)${bail}`);
      own.text("reason", false);
      own.optional("evidence", (js) => `L.texts(${js},false)`);
      own.close();
      line(`if(${item}.evidence!==undefined)`);
      each(code, `${item}.evidence`, (name) => {
        const found = code.variable("false");
        line(`${found}=false;`);
        each(code, evidence, (entry) => line(`if(${entry}.id===${name}){${found}=true;break;}`));
        line(`if(!${found})${bail}`);
      });
      for (const [name, entries] of byTarget(declared)) {
        line(`if(${target}.type===${quoted(name)})switch(${item}.field){`);
        for (const entry of entries) {
          line(`case ${quoted(entry.field)}:{`);
          for (const side of ["old", "new"]) load(reading, `${item}.${side}`, orNothing(entry.type));
          line("break;}");
        }
        line(`default:${bail}}else `);
      }
      line(bail);
      unique(
        changes,
        place,
        (other) =>
          `${other}.field===${item}.field&&${other}.target.id===${target}.id&&L.oneRecord(${other}.target.type,${target}.type)`,
      );
    });
  }

  /** What was done before, of the actions whose past is read; whatever else there is, the reference looks at. */
  function past(): void {
    line("{");
    line(`if(!Array.isArray(cx.history)||cx.history.length>${LIST_LENGTH})${bail}`);
    const heaviest = Math.max(0, ...pasts.map((id) => weightOfFields(plan.records, plan.actions[id]?.inputs ?? [])));
    line(`L.heavier(cx.history.length*${heaviest + 1000});`);
    each(code, "cx.history", (item) => {
      const by = code.variable("null");
      object(code, item);
      const own = fields(code, item);
      own.needed("action");
      own.needed("at");
      line(`${when}=L.instant(${item}.at);if(${when}!==${when})${bail}`);
      own.needed("status");
      line(`if(!${anyOf(`${item}.status`, STATUSES)})${bail}`);
      own.needed("requester");
      own.needed("inputs");
      own.close();
      line(`${by}=${item}.requester;`);
      object(code, by);
      const whom = fields(code, by);
      whom.text("id", true);
      line(`if(${by}.id==="")${bail}`);
      whom.needed("kind");
      line(`if(!${anyOf(`${by}.kind`, KINDS)})${bail}`);
      whom.optional("roles", (js) => `L.texts(${js},true)`);
      whom.text("owner", false);
      whom.text("on_behalf_of", false);
      whom.close();
      for (const id of pasts) {
        line(`if(${item}.action===${quoted(id)}){`);
        loadRecord(trusting, `${item}.inputs`, plan.actions[id]?.inputs ?? []);
        line("}else ");
      }
      line(bail);
    });
    line("}");
  }

  /** No earlier item of the list is the same. By place: one object may well stand at two. */
  function unique(list: string, place: string, same: (other: string) => string): void {
    const index = code.variable("0");
    const other = code.variable("undefined");
    line(`for(${index}=0;${index}<${place};${index}++){${other}=${list}[${index}];`);
    line(`if(${same(other)})${bail}}`);
  }

  function inputs(): RecordOperand {
    const raw = code.variable("null");
    line(`${raw}=cs.inputs===undefined?L.empty:cs.inputs;`);
    return loadRecord(reading, raw, action.inputs);
  }

  function facts(): RecordOperand {
    const raw = code.variable("null");
    line(`${raw}=cx.facts===undefined?L.empty:cx.facts;`);
    const declared = action.facts.map(({ name, type }) => ({ name, type, doc: null }));
    // A fact that is left out is unknown, whatever its type.
    object(code, raw);
    if (checked) for (const { name } of declared) line(`if(${member(raw, name)}===undefined)${bail}`);
    const box = loadRecord(trusting, raw, declared);
    if (checked) return box;
    return {
      ...box,
      field(name) {
        look(`fact ${name}`, () => line(`if(${member(raw, name)}===undefined)${bail}`));
        return box.field(name);
      },
    };
  }

  // ------------------------------------------------------------------------------------------- what expressions read

  const lean: Reading = { ...reading, checks: checked ? "known" : "read", lazily: false };
  const forTwo: Site = [];
  prologue.push(forTwo, code.first);
  const text = (js: string): Operand => ({ is: "text", js });
  const asked: Operand = {
    is: "record",
    declares: null,
    field(name) {
      switch (name) {
        case "id":
          return text(readsId());
        case "kind":
          return text(kind);
        case "roles":
          return {
            is: "list",
            js: readsRoles(),
            of: { kind: "text" },
            items: {
              most: LIST_LENGTH,
              ordered: false,
              bind: (js) => ({ only: null, item: () => load(lean, js, { kind: "text" }) }),
            },
          };
        case "owner":
          return { is: "maybe", there: `(${owner}!==undefined)`, value: text(owner) };
        case "on_behalf_of":
          return { is: "maybe", there: `(${behalf}!==undefined)`, value: text(behalf) };
        default:
          return refuse("a requester without it");
      }
    },
  };

  /** A record of a list, whose fields are read as they are asked for. */
  const entry = (read: (name: string) => Maybe): Operand => {
    const later: Site = [];
    code.put(later);
    const found = new Map<string, Maybe>();
    return {
      is: "record",
      declares: null,
      field(name) {
        const value = found.get(name) ?? within(code, later, () => read(name));
        found.set(name, value);
        return value;
      },
    };
  };

  const change = (item: string, sides: ((side: "old" | "new") => Maybe) | null): Operand =>
    entry((name) => {
      switch (name) {
        case "target":
          return entry((part) =>
            part === "type" || part === "id"
              ? load(lean, `${item}.target.${part}`, { kind: "text" })
              : refuse("a target without it"),
          );
        case "field":
          return load(lean, `${item}.field`, { kind: "text" });
        case "evidence":
          // Ids were checked to be attached; no ids are none.
          return {
            is: "maybe",
            there: `(${item}.evidence!==undefined&&${item}.evidence.length>0)`,
            value: {
              is: "record",
              declares: null,
              field: () => refuse("the evidence of a change"),
            },
          };
        case "reason":
          return load(lean, `${item}.reason`, { kind: "optional", of: { kind: "text" } });
        case "old":
        case "new":
          return sides === null ? refuse("a side of any change") : sides(name);
        default:
          return refuse("a change without it");
      }
    });

  /** Of records that are read as they are asked for. */
  const list = (js: string, bind: Items["bind"]): Operand => ({
    is: "list",
    js,
    of: { kind: "record", id: "$entry" },
    items: { most: LIST_LENGTH, ordered: false, bind },
  });

  /** A past change set: its own fields, and its inputs by their names. */
  const done = (item: string, at: string, declared: PlanAction["inputs"]): Operand => {
    const input = (name: string): Maybe => {
      const found = declared.find((one) => one.name === name);
      if (found === undefined) return refuse("a past change set without it");
      const raw = code.variable("null");
      line(`${raw}=${item}.inputs;`);
      object(code, raw);
      line(`if(${raw}.$unknown!==undefined)${bail}`);
      return load({ ...lean, open: true }, member(raw, name), found.type);
    };
    return entry((name) => {
      switch (name) {
        case "at":
          return { is: "clock", js: at, of: "time" };
        case "status":
          return load(lean, `${item}.status`, { kind: "choice", name: null, values: STATUSES });
        case "inputs":
          return entry(input);
        case "requester":
          return entry((part) =>
            part === "id" || part === "kind"
              ? load(lean, `${item}.requester.${part}`, { kind: "text" })
              : part === "owner" || part === "on_behalf_of"
                ? load(lean, `${item}.requester.${part}`, { kind: "optional", of: { kind: "text" } })
                : refuse("the roles of a past requester"),
          );
        default:
          return input(name);
      }
    });
  };

  const attached = (item: string, payload: Plan["evidence"][number] | null): Operand =>
    entry((name) => {
      switch (name) {
        case "id":
        case "kind":
        case "issuer":
          return load(lean, `${item}.${name}`, { kind: "text" });
        case "uri":
        case "digest":
          return load(lean, `${item}.${name}`, { kind: "optional", of: { kind: "text" } });
        case "at":
          return load(lean, `${item}.at`, { kind: "time" });
        default: {
          const field = payload?.fields.find((one) => one.name === name);
          if (field === undefined) return refuse("evidence without it");
          const data = code.variable("null");
          line(`${data}=${item}.data===undefined?L.empty:${item}.data;`);
          object(code, data);
          return load(lean, member(data, name), field.type);
        }
      }
    });

  return {
    prologue,
    get now() {
      return readsNow();
    },
    usage() {
      line(`if(cx.usage===undefined)${bail}`);
      vouchedFor("usage", () =>
        line(`if(cx.usage!==undefined&&!L.usages(cx.usage,${code.constant(quotasOf(plan))}))${bail}`),
      );
    },
    person: `(${kind}==="person")`,
    get evidence() {
      return readsEvidence();
    },
    names: { id, owner, behalf, people },
    input: (name) => box("inputs").field(name),
    fact: (name) => box("facts").field(name),
    ambient(name) {
      switch (name) {
        case "requester":
          // Rules that read who asks are decided for whoever is acted for as well; that the reference does.
          if (forTwo.length === 0)
            within(code, forTwo, () => line(`if(${behalf}!==undefined&&${behalf}!==${id})${bail}`));
          return asked;
        case "environment":
          return text(environment);
        case "now":
          return { is: "clock", js: readsNow(), of: "time" };
        case "confidence":
          return once(name, () => {
            line(`if(cs.confidence===undefined)${bail}`);
            return confidence ?? load(reading, "cs.confidence", { kind: "decimal" }, CONFIDENCE);
          });
        case "changes":
          return list(readsChanges(), (item) => ({ only: null, item: () => change(item, null) }));
        case "evidence":
          return list(readsEvidence(), (item) => ({ only: null, item: () => attached(item, null) }));
        default:
          return null;
      }
    },
    changesTo(record, name) {
      const entries = (action.changes ?? []).filter((one) => one.record === record && one.field === name);
      const [first] = entries;
      if (first === undefined) return refuse("a change that is not declared");
      const targets = [...new Set(entries.flatMap((one) => [one.target, one.record]))];
      return list(readsChanges(), (item) => ({
        only: `${item}.field===${quoted(name)}&&${anyOf(`${item}.target.type`, targets)}`,
        item: () => change(item, (side) => load(lean, `${item}.${side}`, orNothing(first.type))),
      }));
    },
    history(name, lastMs) {
      line(`if(cx.history===undefined)${bail}`);
      vouchedFor("history", () => line(`if(!Array.isArray(cx.history)||cx.history.length>${LIST_LENGTH})${bail}`));
      const inputs = plan.actions[name]?.inputs ?? refuse("an action that is not declared");
      return list("cx.history", (item) => {
        const at = code.variable("0");
        line(`${at}=L.instant(${item}.at);${checked ? "" : `if(${at}!==${at})${bail}`}`);
        return {
          only: `${item}.action===${quoted(name)}&&${at}>${readsNow()}-${code.constant(lastMs)}&&${at}<=${now}`,
          item: () => done(item, at, inputs),
        };
      });
    },
    evidenceOf(id) {
      const declared = plan.evidence.find((one) => one.id === id);
      if (declared === undefined) return refuse("evidence that is not declared");
      return list(readsEvidence(), (item) => {
        const at = code.variable("0");
        line(`${at}=L.instant(${item}.at);${checked ? "" : `if(${at}!==${at})${bail}`}`);
        const issuer =
          declared.tools.length === 0
            ? ""
            : `&&${anyOf(
                `${item}.issuer`,
                declared.tools.map((tool) => `tool:${tool}`),
              )}`;
        return {
          only: `${item}.kind===${quoted(id)}${issuer}&&${at}<=${readsNow()}`,
          item: () => attached(item, declared),
        };
      });
    },
  };
}

const orNothing = (type: NonNullable<PlanAction["changes"]>[number]["type"]): typeof type =>
  type.kind === "optional" ? type : { kind: "optional", of: type };

/** Declared changes by what a change set may call their record. Of two of one name the first counts, as it does in the reference. */
function byTarget(declared: NonNullable<PlanAction["changes"]>): ReadonlyMap<string, typeof declared> {
  const found = new Map<string, NonNullable<PlanAction["changes"]>[number][]>();
  for (const change of declared) {
    for (const name of new Set([change.target, change.record])) {
      const entries = found.get(name) ?? [];
      const other = entries.find((entry) => entry.field === change.field);
      if (other !== undefined && other.record !== change.record) refuse("two records of one name");
      if (other === undefined) entries.push(change);
      found.set(name, entries);
    }
  }
  return found;
}

/** Members of an envelope: those that must be there, those that may, and none beside them. */
function fields(code: Code, js: string) {
  const names: string[] = [];
  const counted: string[] = [];
  const { bail, line } = code;
  const optional = (name: string, fits: (js: string) => string): void => {
    const at = `${js}.${name}`;
    const check = fits(at);
    names.push(name);
    counted.push(`(${at}===undefined?0:1)`);
    if (check !== "true") line(`if(${at}!==undefined&&!(${check}))${bail}`);
  };
  const needed = (name: string): void => {
    names.push(name);
    counted.push("1");
  };
  return {
    optional,
    needed,
    text(name: string, always: boolean): void {
      if (!always) optional(name, (at) => `L.text(${at})`);
      else {
        needed(name);
        line(`if(!L.text(${js}.${name}))${bail}`);
      }
    },
    instant(name: string): void {
      const at = code.variable("0");
      optional(name, () => "true");
      line(`if(${js}.${name}!==undefined){${at}=L.instant(${js}.${name});if(${at}!==${at})${bail}}`);
    },
    close(): void {
      const count = code.variable("0");
      line(`if(!L.plain(${js}))${bail}`);
      line(`${count}=0;`);
      eachMember(code, js, names, `if(${js}[k]!==undefined)${count}++;`, bail);
      line(`if(${count}!==${sum(counted)})${bail}`);
    },
  };
}

const sum = (parts: readonly string[]): string => {
  const sure = parts.filter((part) => part === "1").length;
  return [String(sure), ...parts.filter((part) => part !== "1")].join("+");
};

/** Weight that does not depend on the length of lists: names and values of the envelope, inputs and facts. */
function fixedWeight(plan: Plan, action: PlanAction): number {
  const facts = action.facts.map(({ name, type }) => ({ name, type, doc: null }));
  return 5_000 + weightOfFields(plan.records, [...action.inputs, ...facts]);
}

/** What an entry of evidence, and a change, weigh at most beside their texts. */
const entryWeight = (plan: Plan): number =>
  500 + Math.max(0, ...plan.evidence.map((kind) => weightOfFields(plan.records, kind.fields)));
const changeWeight = (plan: Plan, action: PlanAction): number =>
  500 +
  2 *
    Math.max(
      0,
      ...(action.changes ?? []).map((change) =>
        weightOfFields(plan.records, [{ name: change.field, type: change.type, doc: null }]),
      ),
    );

/** The actions whose past is read. */
function pastOf(plan: Plan, action: PlanAction): readonly string[] {
  const found = new Set<string>();
  const todo: unknown[] = [action.clauses, action.lets, action.impact, plan.functions, plan.approvalTables];
  while (todo.length > 0) {
    const at = todo.pop();
    if (typeof at !== "object" || at === null) continue;
    const { op, action: name } = at as { readonly op?: unknown; readonly action?: unknown };
    if (op === "history") found.add(name as string);
    for (const value of Object.values(at)) todo.push(value);
  }
  return [...found].sort();
}
