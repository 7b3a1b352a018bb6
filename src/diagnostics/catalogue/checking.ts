import { entry } from "../define.ts";

/** Faults of meaning: what is said contradicts itself, cannot happen, or leaves a gap. */
export const checking = {
  recursion: entry<{ circle: string }>({
    severity: "error",
    title: "A definition leads back to itself",
    what: (p) => `This goes round in a circle: ${p.circle}.`,
    why: () => "Every evaluation must end, so no define, table, let, fact or impact may depend on itself.",
    help: () => "Break the circle: let one of them be an input, a fact or a literal.",
  }),
  "said-twice-in-set": entry<{ word: string }>({
    severity: "error",
    title: "`tiers`, `environments` or `timezone` is declared twice",
    what: (p) => `\`${p.word}\` is declared more than once in this policy set.`,
    why: (p) => `There is one \`${p.word}\` for the whole set, so that every policy means the same by it.`,
    help: () => "Keep one of them, in the policy that the others import.",
  }),
  "said-twice": entry<{ word: string }>({
    severity: "error",
    title: "An action says the same of itself twice",
    what: (p) => `This action says \`${p.word}\` twice.`,
    why: () => "Which of the two holds must not depend on their order.",
    help: () => "Keep one of them.",
  }),
  "duplicate-clause": entry<{ name: string; owner: string }>({
    severity: "error",
    title: "Two clauses have the same name",
    what: (p) => `Two clauses of ${p.owner} are named \`${p.name}\`.`,
    why: () => "Decisions, waivers and tests find a clause by its name.",
    help: (p) => `Rename one of them, for example \`${p.name}_again\`.`,
  }),
  "same-clause": entry<{ text: string }>({
    severity: "warning",
    title: "A clause says what another one says",
    what: (p) => `\`${p.text}\` stands here a second time.`,
    why: () => "Repeating a clause adds nothing, and one copy is forgotten when the other is changed.",
    help: () => "Remove one of them.",
  }),
  "constant-condition": entry<{ text: string; why: string }>({
    severity: "warning",
    title: "A condition always has the same answer",
    what: (p) => `\`${p.text}\` has the same answer for every change set: ${p.why}.`,
    why: () => "A condition that cannot change decides nothing.",
    help: () => "Compare with the value that was meant, or remove the condition.",
  }),
  "clause-without-effect": entry<{ verb: string; value: boolean }>({
    severity: "warning",
    title: "A clause can never take effect",
    what: (p) => `\`${p.verb}\` never does anything with the condition \`${p.value}\`.`,
    why: () => "A clause without effect suggests a control that does not exist.",
    help: () => "Write the condition that was meant, or remove the clause.",
  }),
  "unreachable-block": entry<{ environments: string; why: string }>({
    severity: "warning",
    title: "A block can never apply",
    what: (p) => `Nothing in this block for ${p.environments} can ever apply: ${p.why}.`,
    why: () => "A rule that never applies suggests a control that does not exist.",
    help: () => "Name an environment that is possible here, or move the block.",
  }),
  "score-too-early": entry<{ place: string }>({
    severity: "error",
    title: "The score is read before it is known",
    what: (p) => `${p.place} cannot read \`score\`.`,
    why: () =>
      "The score is made first, from what the change set and the facts say; what goes into it, or comes before it, cannot wait for it.",
    help: () =>
      "Say what the score would stand for, or move the rule to a `tier`, `approve`, `require` or `forbid` clause.",
  }),
  "tier-too-early": entry<{ place: string }>({
    severity: "error",
    title: "The tier is read before it is known",
    what: (p) => `${p.place} cannot read \`tier\`.`,
    why: () => "Score comes before tier, and tier before everything else, so that no decision depends on itself.",
    help: () =>
      "Say what the tier would stand for, or read `score` in a `tier` clause. A block `at TIER { … }` holds none of what makes the tier.",
  }),
  "could-loosen": entry<{ text: string; name: string; passes: boolean; help: string }>({
    severity: "error",
    title: "A higher score or tier could loosen a decision",
    what: (p) => `With \`${p.text}\` a higher ${p.name} could ask for less.`,
    why: (p) =>
      p.passes
        ? `Every clause may add to the ${p.name}, and adding a clause must never loosen a decision; so a requirement may only demand that the ${p.name} is low.`
        : `Every clause may add to the ${p.name}, and adding a clause must never loosen a decision; so a condition may only ask whether the ${p.name} is high.`,
    help: (p) => p.help,
  }),
  "autopilot-without-rollback": entry<{ action: string; irreversible: boolean }>({
    severity: "error",
    title: "`autopilot` without a way back",
    what: (p) =>
      p.irreversible
        ? `\`${p.action}\` runs on autopilot and is irreversible.`
        : `\`${p.action}\` runs on autopilot and has no rollback.`,
    why: () => "What executes without a person must be undone when it turns out wrong.",
    help: (p) =>
      p.irreversible
        ? "Write `autonomy guided`, or name the action that undoes it: `rollback by ACTION within 30 days`."
        : "Add `rollback by ACTION within 30 days`, or write `autonomy guided`.",
  }),
  "autopilot-without-sample": entry<{ action: string }>({
    severity: "error",
    title: "`autopilot` without a sample for audit",
    what: (p) => `\`${p.action}\` runs on autopilot and no \`sample\` clause reaches it.`,
    why: () => "What executes without a person is looked at afterwards, at least in part.",
    help: () => "Add `sample 5%`.",
  }),
  "nothing-restricts": entry<{ action: string }>({
    severity: "warning",
    title: "Nothing restricts an action",
    what: (p) =>
      `Nothing restricts \`${p.action}\`: no \`require\`, \`forbid\`, \`tier\`, \`approve\`, \`quota\` or \`limit\` reaches it.`,
    why: () => "Whoever may propose it may do it, as often as they like.",
    help: () => "Add a clause, or give it an `impact` that a rule for every action reaches.",
  }),
  "rollback-and-irreversible": entry<{ action: string }>({
    severity: "error",
    title: "An action has a rollback and is irreversible",
    what: (p) => `\`${p.action}\` says how it is undone, and that it cannot be.`,
    why: () => "Only one of the two can be true.",
    help: () => "Remove `irreversible`, or the `rollback`.",
  }),
  "impact-takes-no-value": entry<{ category: string }>({
    severity: "error",
    title: "An impact category that has no amount is given one",
    what: (p) => `The impact \`${p.category}\` has no amount.`,
    why: () => "Only `money` and `customers` are counted; the other categories are there or not.",
    help: (p) => `Write \`${p.category}\` alone.`,
  }),
  "immaterial-target": entry<{ name: string; near: string | undefined }>({
    severity: "error",
    title: "`immaterial` names nothing of the action",
    what: (p) => `\`${p.name}\` is neither an input nor a declared change of this action.`,
    why: () => "What may change without a new approval has to be exact.",
    help: (p) =>
      p.near !== undefined
        ? `Did you mean \`${p.near}\`?`
        : "Name an input, or a field as `Order.comment` that stands in `changes`.",
  }),
  "ambiguous-target": entry<{ name: string }>({
    severity: "error",
    title: "An action changes two records of the same bare name",
    what: (p) => `This action changes two different records named \`${p.name}\`.`,
    why: () => "Change sets name a record by its bare name, so the two could not be told apart.",
    help: () => "Rename one of the records.",
  }),
  "payload-name": entry<{ name: string }>({
    severity: "error",
    title: "A payload field takes the name of something that all evidence has",
    what: (p) => `Every piece of evidence already has \`${p.name}\`.`,
    why: () => "`id`, `kind`, `issuer`, `uri`, `digest` and `at` come with the evidence, not with its payload.",
    help: (p) => `Choose another name, for example \`${p.name}_given\`.`,
  }),
  "seat-count": entry<{ found: string }>({
    severity: "error",
    title: "A number of reviewers is out of range",
    what: (p) => `\`${p.found}\` is not a number of reviewers.`,
    why: () => "A requirement asks for a whole number of people, from 1 to 100.",
    help: () => "Write for example `approve by 1 of finance`. Where nobody is needed, leave the clause out.",
  }),
  "too-few-roles": entry<{ count: number; roles: number }>({
    severity: "error",
    title: "More roles are asked for than are listed",
    what: (p) => `${p.count} different roles are asked for, and ${p.roles} ${p.roles === 1 ? "is" : "are"} listed.`,
    why: () => "`K roles of […]` asks for K people in K different roles of the list; nobody could ever meet this.",
    help: (p) =>
      `Write \`${p.roles} roles of […]\`, list more roles, or write \`${p.count} of any […]\` for people from the union.`,
  }),
  "duplicate-role": entry<{ role: string }>({
    severity: "error",
    title: "A role is listed twice",
    what: (p) => `The role \`${p.role}\` stands in this list twice.`,
    why: () => "A list of roles is a set; listing one twice changes nothing, so something else was meant.",
    help: () => "Remove it, or name the other role.",
  }),
  "too-many-alternatives": entry<{ bound: number }>({
    severity: "error",
    title: "A requirement has too many alternatives",
    what: (p) => `This requirement can be met in more than ${p.bound} ways.`,
    why: () => "Every decision lists the ways in which its reviewers can be chosen.",
    help: () => "Ask for fewer people from a union, or declare a role that stands for the union.",
  }),
  "nobody-outside-table": entry<Record<never, never>>({
    severity: "error",
    title: "`nobody` outside an approval table",
    what: () => "`nobody` stands in a requirement that is no row of an approval table.",
    why: () => "A clause that asks nobody does nothing; in a table it is a row's answer.",
    help: () => "Remove the clause, or put a condition on it: `approve by … when …`.",
  }),
  "sample-rate": entry<{ found: string }>({
    severity: "error",
    title: "A sample rate is out of range",
    what: (p) => `\`${p.found}\` is not a sample rate.`,
    why: () => "A rate is a chance: above 0% and at most 100%.",
    help: (p) =>
      /^\d+$/.test(p.found) && Number(p.found) > 1 && Number(p.found) <= 100
        ? `Write \`sample ${p.found}%\`.`
        : "Write for example `sample 5%`.",
  }),
  "score-points": entry<{ found: string }>({
    severity: "error",
    title: "Score points are out of range",
    what: (p) => `\`${p.found}\` is not a number of points.`,
    why: () => "Points are whole numbers from 1 to 1,000,000: a clause can only raise the score.",
    help: () => "Write for example `score 20 large: amount > 500 USD`.",
  }),
  "quota-limit": entry<{ found: string }>({
    severity: "error",
    title: "A quota's limit does not fit what it counts",
    what: (p) => `The limit \`${p.found}\` is not a limit for this quota.`,
    why: () => "A limit is a whole number of change sets, or an amount that is not negative.",
    help: () =>
      "Write for example `quota daily: 20 per day` or `quota spend: sum of amount up to 5_000 USD per month`.",
  }),
  "waive-not-waivable": entry<{ clause: string }>({
    severity: "error",
    title: "A waiver names a clause that may not be waived",
    what: (p) => `\`${p.clause}\` is not marked \`waivable\`.`,
    why: () => "Only the policy that sets a rule can allow exceptions to it.",
    help: () => "Ask its owners to write `waivable` before the clause, or remove the waiver.",
  }),
  "waive-expired": entry<{ until: string; today: string }>({
    severity: "error",
    title: "A waiver is past its date",
    what: (p) => `This waiver ended before ${p.until}, and today is ${p.today}.`,
    why: () => "An exception that has ended must not look as if it held.",
    help: () =>
      "Remove the waiver. If the exception is still needed, agree on a new date with the owners of the clause.",
  }),
  "waive-unreached": entry<{ clause: string; action: string }>({
    severity: "error",
    title: "A waiver names an action that the clause does not reach",
    what: (p) => `\`${p.clause}\` does not reach \`${p.action}\`.`,
    why: () => "A waiver that changes nothing suggests an exception that is not needed.",
    help: () => "Name an action that the clause reaches, or remove the waiver.",
  }),
  "schema-missing": entry<{ file: string }>({
    severity: "error",
    title: "A schema file cannot be read",
    what: (p) => `I cannot read the schema \`${p.file}\`.`,
    why: () => "The action's inputs are what this schema says, and nothing else.",
    help: () =>
      "The path is relative to the file that names it. Put the schema there, or write the inputs out: `input order_id: text`.",
  }),
  "schema-invalid": entry<{ file: string; path: string; fault: string }>({
    severity: "error",
    title: "A schema file is not a JSON Schema of an object",
    what: (p) => `\`${p.file}\`${p.path === "" ? "" : ` at ${p.path}`} ${p.fault}.`,
    why: () => "Inputs are named fields with types, so the schema has to be of an object with `properties`.",
    help: () => "Correct the schema, or write the inputs out: `input order_id: text`.",
  }),
  "schema-unsupported": entry<{ file: string; path: string; keyword: string; advice: string }>({
    severity: "error",
    title: "A schema says what an action's inputs cannot",
    what: (p) => `\`${p.file}\` at ${p.path} uses \`${p.keyword}\`, which I cannot enforce.`,
    why: () => "Leaving it out would let through what the tool's schema refuses.",
    help: (p) => p.advice,
  }),
  "schema-unenforced": entry<{ file: string; path: string; keyword: string }>({
    severity: "warning",
    title: "A part of a schema is left to the tool",
    what: (p) => `\`${p.file}\` at ${p.path} uses \`${p.keyword}\`, which decisions do not check.`,
    why: () =>
      "Patterns and formats are not part of an action's contract; the tool must go on refusing what does not fit.",
    help: () => "Keep the tool's own check, or say it in a `require` clause.",
  }),
  "schema-unnameable": entry<{ name: string }>({
    severity: "warning",
    title: "A schema's property cannot be named in the policy",
    what: (p) => `Nothing in this policy can read the input \`${p.name}\`.`,
    why: () =>
      "It is a reserved word, or no name at all, so in an expression it would mean something else, or nothing.",
    help: () => "Where a rule needs it, look it up as a fact; the input itself is still checked and carried.",
  }),
  "schema-open": entry<{ file: string; path: string }>({
    severity: "info",
    title: "A schema lets unnamed fields through, and an action does not",
    what: (p) => `\`${p.file}\` at ${p.path} allows properties that it does not name.`,
    why: () =>
      "A change set is refused when it carries a field that is not declared, so this action is stricter than its tool.",
    help: () => 'Say `"additionalProperties": false` in the schema, or name the properties.',
  }),
};
