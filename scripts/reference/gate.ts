/** What the gate refuses and where a proposal can stand, as Markdown: from the codes and the table of states themselves. */
import { fileURLToPath } from "node:url";
import { CODES } from "../../src/gate/codes.ts";
import type { Status } from "../../src/gate/documents.ts";
import { isOpen, OPEN, STATUSES, STEPS, type Step } from "../../src/gate/states.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const GATE_CODES_PAGE = at("docs/reference/gate-codes.md");
export const GATE_STATES_PAGE = at("docs/reference/gate-states.md");

const code = (text: string): string => `\`${text}\``;

export function gateCodesPage(): string {
  const rows = Object.entries(CODES).map(([name, { means, help }]) => `| ${code(name)} | ${means} | ${help} |`);
  return `${[
    "# Refusals of the gate",
    "",
    `Every operation of the gate answers with data, never with an exception. \`ok: false\` carries one of these ${rows.length} codes, a message with the names and`,
    "numbers of the case, and what to do. A refusal of whoever wanted to change something is an event of the audit log; nothing else of the call is kept.",
    "",
    "This page is generated from the codes (`npm run reference`).",
    "",
    "| code | what it means | what to do |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n")}\n`;
}

/** Complete by its type: a new status does not compile without its words. */
const STANDS: { readonly [status in Status]: string } = {
  held: "the rules hold it, or a reviewer's question is open",
  in_review: "reviewers are missing, or a rejection stands",
  approved: "everybody who has to agree has, or nobody has to",
  overridden: "somebody broke the glass; it may be committed and was never approved",
  denied: "the rules deny it",
  committing: "it has been claimed by a commit, and the executor has it",
  committed: "it was carried out",
  failed: "the executor says that nothing of it is in effect",
  in_doubt: "the executor had it, and what became of it is not known",
  reverted: "another proposal has undone it",
  withdrawn: "its requester, whoever answers for it, or an administrator took it back",
  expired: "its time was over before anybody committed it",
};

export function gateStatesPage(): string {
  const acts = STEPS.filter(staysOpen).map(({ event }) => event);
  return `${[
    "# Where a proposal can stand",
    "",
    "Every write of the gate is held to this table; an event that leads elsewhere is a fault and writes nothing. While a proposal is open, its status follows",
    "from its decision and its reviews.",
    "",
    "This page is generated from the table (`npm run reference`).",
    "",
    "```mermaid",
    "stateDiagram-v2",
    "  direction LR",
    "  state open {",
    ...OPEN.map((status) => `    ${status}`),
    "  }",
    `  note right of open : ${acts.join(", ")} lead from one open status to another`,
    ...drawn(),
    ...STATUSES.filter(isLast).map((status) => `  ${status} --> [*]`),
    "```",
    "",
    "| status | what it says |",
    "| --- | --- |",
    ...STATUSES.map((status) => `| ${code(status)}${isOpen(status) ? " (open)" : ""} | ${STANDS[status]} |`),
    "",
    "| event | from | to |",
    "| --- | --- | --- |",
    ...STEPS.map(({ event, from, to }) => `| ${code(event)} | ${words(from)} | ${words(to)} |`),
    "",
    "`refused`, `revert_proposed`, `reservation_expired` and `incident` are events of the log that change no status.",
  ].join("\n")}\n`;
}

const all = (statuses: Step["from"]): boolean => OPEN.every((status) => statuses.includes(status));
const staysOpen = ({ from, to }: Step): boolean => all(from) && to.every(isOpen);
const isLast = (status: Status): boolean => STEPS.every(({ from }) => !from.includes(status));

/** One arrow for each pair that is not within the open ones; all open ones are one box. */
function drawn(): readonly string[] {
  const arrows = new Map<string, string[]>();
  for (const step of STEPS) {
    if (staysOpen(step)) continue;
    const boxed = all(step.from);
    const from = boxed ? ["open"] : step.from.map((status) => status ?? "[*]");
    const to = boxed ? step.to.filter((status) => !isOpen(status)) : step.to;
    for (const one of from)
      for (const other of to) {
        const arrow = `${one} --> ${other}`;
        arrows.set(arrow, [...(arrows.get(arrow) ?? []), step.event]);
      }
  }
  return [...arrows].map(([arrow, events]) => `  ${arrow} : ${events.join(", ")}`);
}

function words(statuses: Step["from"]): string {
  const others = statuses.filter((status) => !all(statuses) || status === null || !isOpen(status));
  const named = others.map((status) => (status === null ? "nothing yet" : code(status)));
  return [...(all(statuses) ? ["any that is open"] : []), ...named].join(", ");
}
