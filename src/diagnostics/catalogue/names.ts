import { entry } from "../define.ts";

/** A kind of thing that must be declared before it is named; they differ in the words of the declaration alone. */
const unknownDeclared = (thing: string, declare: (name: string) => string, why: string) =>
  entry<{ name: string; near: string | undefined; known: string }>({
    severity: "error",
    title: `No ${thing} has that name`,
    what: (p) => `There is no ${thing} \`${p.name}\`.`,
    why: () => why,
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`? Otherwise declare it: \`${declare(p.name)}\`.`
        : `Declare it: \`${declare(p.name)}\`.${p.known === "" ? "" : ` Declared so far: ${p.known}.`}`,
  });

/** Faults of names: unknown, twice, hidden, out of reach, unused. */
export const names = {
  "unknown-policy": entry<{ name: string; near: string | undefined }>({
    severity: "error",
    title: "An import names no policy of the set",
    what: (p) => `No file of this policy set begins with \`policy ${p.name}\`.`,
    why: () => "An import brings in the names of another policy; one that is not there would bring in nothing.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`import ${p.near}\`?`
        : "Add the file that declares it to the folder, or remove the import.",
  }),
  "self-import": entry<{ name: string }>({
    severity: "warning",
    title: "A policy imports itself",
    what: (p) => `\`${p.name}\` imports itself.`,
    why: () => "A policy always sees its own names, so this import does nothing.",
    help: () => "Remove the line.",
  }),
  "duplicate-import": entry<{ name: string }>({
    severity: "warning",
    title: "A policy is imported twice",
    what: (p) => `\`${p.name}\` is already imported.`,
    why: () => "A second import of the same policy does nothing.",
    help: () => "Remove this line.",
  }),
  "unused-import": entry<{ name: string }>({
    severity: "warning",
    title: "Nothing of an imported policy is used",
    what: (p) => `Nothing in this file uses a name of \`${p.name}\`.`,
    why: () => "An import tells a reader what a policy depends on; one that is not needed misleads.",
    help: () => "Remove the import.",
  }),
  "duplicate-policy": entry<{ name: string }>({
    severity: "error",
    title: "Two files have the same policy name",
    what: (p) => `Another file already begins with \`policy ${p.name}\`.`,
    why: () => "One file is one policy, and clause names begin with the policy's name.",
    help: () => "Give one of the two another name, or move its declarations into the other file.",
  }),
  "duplicate-name": entry<{ thing: string; name: string }>({
    severity: "error",
    title: "A name is declared twice",
    what: (p) => `There are two ${p.thing} named \`${p.name}\`.`,
    why: () => "A name that says two things cannot be read with certainty.",
    help: () => "Rename one of them, or remove it if they are meant to be the same.",
  }),
  "unknown-name": entry<{ name: string; near: string | undefined; advice: string }>({
    severity: "error",
    title: "An expression uses a name that is not declared",
    what: (p) => `I do not know the name \`${p.name}\`.`,
    why: () =>
      "An expression may use the inputs, facts and lets of its action, its own parameters and binders, and the names that are always there.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : p.advice !== ""
          ? p.advice
          : `Declare it in the action: \`input ${p.name}: text\`, \`fact ${p.name}: Record = source(…)\` or \`let ${p.name} = …\`.`,
  }),
  "name-not-in-every": entry<{ name: string; actions: string }>({
    severity: "error",
    title: "`every action` reads a name that not every action has",
    what: (p) => `\`${p.name}\` belongs to ${p.actions}, not to every action.`,
    why: () =>
      "Clauses of `every action` hold for actions that have other inputs, so they may read only the names that are always there: `requester`, `environment`, `now`, `changes`, `evidence`, `confidence`, `impact`, `score`, `tier`.",
    help: () => "Move the clause into the action, or say it with `impact` or `changes`.",
  }),
  "name-only-in-guarantee": entry<{ name: string }>({
    severity: "error",
    title: "A clause reads a part of the decision that is not made yet",
    what: (p) => `\`${p.name}\` can be read only in a \`guarantee\`.`,
    why: () =>
      "Clauses make the decision, so they cannot read what it will be; a guarantee speaks about the finished decision.",
    help: () => "Say what the clause depends on, for example `score >= 50` or `tier >= high`, or write a `guarantee`.",
  }),
  "name-needs-call": entry<{ name: string; params: string }>({
    severity: "error",
    title: "A define or table is named without its parentheses",
    what: (p) => `\`${p.name}\` is a definition with parameters, and it is used here like a value.`,
    why: () => "A definition gives a value only for given arguments.",
    help: (p) => `Write \`${p.name}(${p.params})\`.`,
  }),
  "unknown-function": entry<{ name: string; near: string | undefined; advice: string }>({
    severity: "error",
    title: "A call names no define, table or built-in",
    what: (p) => `There is no define, table or built-in named \`${p.name}\`.`,
    why: () => "Only what is declared with `define` or `table`, and the built-ins, can be called.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : p.advice !== ""
          ? p.advice
          : `Declare it: \`define ${p.name}(x: text) = …\`.`,
  }),
  "wrong-kind-of-table": entry<{ name: string; approval: boolean }>({
    severity: "error",
    title: "A table is called where its kind has no place",
    what: (p) =>
      p.approval
        ? `\`${p.name}\` is an approval table, and here a value is needed.`
        : `\`${p.name}\` gives a value, and here reviewers are needed.`,
    why: () => "An `approval table` answers who has to agree; a `table` or `define` answers a value.",
    help: (p) =>
      p.approval
        ? `Call it in \`approve by ${p.name}(…)\`.`
        : `Declare it as \`approval table ${p.name}(…) { … => 1 of ROLE }\`.`,
  }),
  "unknown-type": entry<{ name: string; near: string | undefined }>({
    severity: "error",
    title: "A type is not declared",
    what: (p) => `There is no type \`${p.name}\`.`,
    why: () =>
      "A type is `text`, `bool`, `int`, `decimal`, `money`, `time`, `date`, `duration`, `list of …`, `map of …`, or a declared record or enum.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : `Declare it: \`record ${p.name} { id: text }\` or \`enum ${p.name} = "a" | "b"\`.`,
  }),
  "unknown-field": entry<{ field: string; of: string; near: string | undefined; fields: string }>({
    severity: "error",
    title: "A record has no such field",
    what: (p) => `${p.of} has no field \`${p.field}\`.`,
    why: () => "Only declared fields can be read, so that a misspelling is found before a decision needs it.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : p.fields === ""
          ? "Declare the field."
          : `Its fields are ${p.fields}.`,
  }),
  "unknown-value": entry<{ value: string; near: string | undefined; values: string; name: string }>({
    severity: "error",
    title: "A text is none of the values that are possible here",
    what: (p) => `${p.name} can never be \`${p.value}\`.`,
    why: (p) => `Its values are ${p.values}.`,
    help: (p) => (p.near !== undefined ? `Did you mean \`${p.near}\`?` : "Write one of these values."),
  }),
  "unknown-action": unknownDeclared(
    "action",
    (name) => `action ${name} { … }`,
    "An action must be declared before another part of the policy can speak of it.",
  ),
  "unknown-role": unknownDeclared(
    "role",
    (name) => `role ${name} "Who this is"`,
    "People are asked by role, and a role that nobody declared can have no members.",
  ),
  "unknown-queue": unknownDeclared(
    "queue",
    (name) => `queue ${name} "Who works on it"`,
    "A change set can only be routed to a queue that exists.",
  ),
  "unknown-evidence": unknownDeclared(
    "evidence kind",
    (name) => `evidence ${name}`,
    "A kind of evidence that nobody declared could never be attached.",
  ),
  "unknown-tier": unknownDeclared(
    "tier",
    (name) => `tiers … < ${name} < …`,
    "Tiers are ordered, so each must stand in the one `tiers` declaration.",
  ),
  "unknown-environment": unknownDeclared(
    "environment",
    (name) => `environments …, ${name}`,
    "A rule for an environment that does not exist would never apply.",
  ),
  "unknown-impact": unknownDeclared(
    "impact category",
    (name) => `impact ${name}`,
    "Rules for every action with an impact find their actions by this name.",
  ),
  "unknown-record": unknownDeclared(
    "record",
    (name) => `record ${name} { id: text }`,
    "What an action changes must be a declared record, so that old and new values can be checked.",
  ),
  "unknown-clause": entry<{ name: string; near: string | undefined }>({
    severity: "error",
    title: "A waiver names no clause",
    what: (p) => `There is no clause \`${p.name}\`.`,
    why: () => "A clause is named by its policy, its action if it stands in one, and its own name.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : "Write for example `org.baseline.sourced` or `support.refunds.IssueRefund.daily`.",
  }),
  "unknown-timezone": entry<{ zone: string; near: string | undefined }>({
    severity: "error",
    title: "A time zone is not known",
    what: (p) => `\`${p.zone}\` is not a time zone of the IANA database.`,
    why: () => "Calendar days and hours of quotas are counted in this zone.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`timezone "${p.near}"\`?`
        : 'Write for example `timezone "Europe/Berlin"` or `timezone "UTC"`.',
  }),
  "ambiguous-name": entry<{ name: string; first: string; second: string }>({
    severity: "error",
    title: "A bare name is declared in two imported policies",
    what: (p) => `\`${p.name}\` is declared in more than one imported policy.`,
    why: () => "Which one is meant must not depend on the order of the imports.",
    help: (p) => `Write \`${p.first}\` or \`${p.second}\`.`,
  }),
  "not-imported": entry<{ thing: string; name: string; policy: string }>({
    severity: "error",
    title: "A name belongs to a policy that is not imported",
    what: (p) => `The ${p.thing} \`${p.name}\` is declared in \`${p.policy}\`, which this file does not import.`,
    why: () => "A file says at its head which policies it depends on.",
    help: (p) => `Add \`import ${p.policy}\` below the \`policy\` line.`,
  }),
  "hidden-name": entry<{ name: string; thing: string; by: string }>({
    severity: "error",
    title: "A name hides another one",
    what: (p) => `The ${p.by} \`${p.name}\` hides the ${p.thing} of the same name.`,
    why: () => "A reader would take one for the other.",
    help: (p) => `Give the ${p.by} another name.`,
  }),
  "builtin-name": entry<{ name: string; thing: string }>({
    severity: "error",
    title: "A declaration takes the name of something built in",
    what: (p) => `\`${p.name}\` is already the name of ${p.thing}.`,
    why: () => "Built-in words mean the same in every policy.",
    help: (p) => `Choose another name, for example \`my_${p.name}\`.`,
  }),
  "unused-let": entry<{ name: string }>({
    severity: "warning",
    title: "A let is never used",
    what: (p) => `Nothing reads \`${p.name}\`.`,
    why: () => "A reader looks for the rule that depends on it.",
    help: () => "Remove the let, or use it.",
  }),
  "unused-fact": entry<{ name: string }>({
    severity: "warning",
    title: "A fact is never used",
    what: (p) => `Nothing reads \`${p.name}\`.`,
    why: () => "Each fact has to be looked up for every change set, at a cost and with a chance to fail.",
    help: () => "Remove the fact, or use it.",
  }),
  "unused-role": entry<{ name: string }>({
    severity: "warning",
    title: "A role is never asked for",
    what: (p) => `No clause asks the role \`${p.name}\`.`,
    why: () => "A role without a clause suggests a control that does not exist.",
    help: () => "Remove the role, or name it in an `approve by` or `escalate to` clause.",
  }),
};
