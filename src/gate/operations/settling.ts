/** What happens after a commit: doubt is settled, harm recorded. */
import type { Gate, ProposalView } from "../api.ts";
import { commentOf, isInvolved, theSeen, theStored, viewOf } from "../checks.ts";
import { answering, atDesk, unattended } from "../desk.ts";
import type { Proposal } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantOf } from "../instants.ts";
import { limited } from "../limited.ts";
import { may, wordsOf } from "../people.ts";
import { refusal, refuse } from "../refusals.ts";
import { keep } from "../writing.ts";
import { ended, type Outcome, orderOf, saidOf, soundExecution } from "./executing.ts";

type Seen = { readonly proposal: ProposalView };

export const reconcile =
  (env: Env): Gate["reconcile"] =>
  (caller, call) =>
    answering(async () => {
      const reason = commentOf(call.reason, call.found !== undefined);
      const seen = await atDesk<{ readonly doubted: Proposal }>(
        env,
        caller,
        { proposal: call.proposal, about: "reconcile" },
        async (desk) => {
          const { proposal } = theSeen(desk);
          const admin = may("administer", desk.account, env.options.permissions);
          // The word of a person settles it only where they answer for the gate; asking the executor hurts nobody.
          if (!admin && (call.found !== undefined || !isInvolved(proposal, desk.account.id, desk.known)))
            return refuse("not_permitted");
          if (!isDoubted(proposal, desk.at)) return refuse("not_in_doubt", `It is ${proposal.status}.`);
          return { ok: true, doubted: proposal };
        },
      );
      if (!seen.ok) return seen;
      const outcome = call.found === undefined ? await askedFor(env, seen.doubted) : toldOutcome(call.found, reason);
      if (outcome.status === "unknown") return refusal("in_doubt", `It is still in doubt: ${outcome.reason}.`);
      const known = await env.known();
      return unattended<Seen>(env, caller, known, { proposal: call.proposal, about: "reconcile" }, async (desk) => {
        const stored = theStored(desk);
        if (!isDoubted(stored.proposal, desk.at))
          return refuse("not_in_doubt", `It is ${stored.proposal.status} by now.`);
        const { after, changes, others } = await ended(desk, stored, outcome);
        const told = call.found === undefined ? "executor" : "administrator";
        const data = { ...saidOf(after), told_by: told };
        const why = reason === "" ? null : reason;
        await keep(desk, stored, after, { event: "reconciled", why, data }, { changes, others });
        return { ok: true, proposal: viewOf(env, after, known, desk.at) };
      });
    });

/** In doubt, or still `committing` after its deadline where nobody has written that down. */
const isDoubted = ({ status, execution }: Proposal, at: number): boolean =>
  status === "in_doubt" || (status === "committing" && at >= instantOf(execution!.deadline));

function toldOutcome(found: "done" | "not_applied", reason: string): Outcome {
  return found === "done" ? { status: "done" } : { status: "failed", reason: `not applied: ${reason}` };
}

async function askedFor(env: Env, proposal: Proposal): Promise<Outcome> {
  const executor = Object.hasOwn(env.options.executors, proposal.change_set.action)
    ? env.options.executors[proposal.change_set.action]!
    : null;
  if (executor?.lookup === undefined)
    return { status: "unknown", reason: "the executor cannot be asked; an administrator can tell" };
  const { lookup } = executor;
  try {
    const limit = executor.time_limit_ms ?? env.lifetimes.execution_ms;
    const answer = await limited(env.options.clock, limit, async (signal) => lookup(orderOf(proposal, null), signal));
    if (answer === null) return { status: "unknown", reason: "the executor cannot tell" };
    return answer === "not_applied"
      ? { status: "failed", reason: "not applied, says the executor" }
      : soundExecution(answer);
  } catch (fault) {
    return { status: "unknown", reason: wordsOf(fault) };
  }
}

export const incident =
  (env: Env): Gate["incident"] =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: "incident" }, async (desk) => {
      const reason = commentOf(call.reason, true);
      const stored = theSeen(desk);
      if (!may("administer", desk.account, env.options.permissions)) return refuse("not_permitted");
      if (!["low", "medium", "high"].includes(call.severity))
        return refuse("malformed", "A severity is low, medium or high.");
      if (stored.proposal.status !== "committed" && stored.proposal.status !== "reverted")
        return refuse("not_committed");
      await keep(desk, stored, stored.proposal, { event: "incident", why: reason, data: { severity: call.severity } });
      return { ok: true, proposal: viewOf(env, stored.proposal, desk.known, desk.at) };
    });
