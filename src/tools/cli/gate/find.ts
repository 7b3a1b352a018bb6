/** A proposal by what a person types for it. */
import type { Answer, Gate, ProposalView } from "../../../gate/api.ts";
import type { Caller } from "../../../gate/ports.ts";
import { fail } from "../../files/fault.ts";

/** Shorter pieces of an id hit by chance. */
const SHORTEST = 4;
const PAGE = 500;
const NEWEST = 10_000;
const NAMED = 8;

type Found = Answer<{ readonly proposal: ProposalView }>;

/** By its whole id; else, among the newest, by a start or an end of it or by the id of its change set, if that is one only. */
export async function found(gate: Gate, caller: Caller, typed: string): Promise<Found> {
  const exact = await gate.get(caller, typed);
  if (exact.ok || exact.code !== "not_found") return exact;
  const hits: ProposalView[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < NEWEST; seen += PAGE) {
    const page = await gate.list(caller, { view: "all", limit: PAGE, after });
    if (!page.ok) return page;
    hits.push(...page.proposals.filter((proposal) => fits(proposal, typed)));
    if (page.next === null) break;
    after = page.next;
  }
  const [only] = hits;
  if (only === undefined) return exact;
  if (hits.length === 1) return { ok: true, proposal: only };
  const names = hits.slice(0, NAMED).map(({ id, change_set }) => `${id} (${change_set.id})`);
  return fail(
    `${typed} could be ${hits.length} proposals.`,
    `They are ${names.join(", ")}${hits.length > NAMED ? " and more" : ""}.`,
    "Write more of the id.",
  );
}

/** Ids are written in capitals and digits; who types them need not. */
function fits({ id, change_set }: ProposalView, typed: string): boolean {
  const [whole, part] = [id.toLowerCase(), typed.toLowerCase()];
  if (change_set.id === typed) return true;
  return typed.length >= SHORTEST && (whole.startsWith(part) || whole.endsWith(part));
}
