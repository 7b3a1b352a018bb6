/** What time alone does: it ends things and calls further people. It never approves. */
import type { Gate, NotTicked, Refusal, Ticked } from "../api.ts";
import { settled } from "../checks.ts";
import { isOfStore } from "../codes.ts";
import { answering, GATE, type Stored, type Unattended, unattended } from "../desk.ts";
import type { Proposal } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantOf, instantText } from "../instants.ts";
import type { Known } from "../people.ts";
import { released } from "../reservations.ts";
import { isOpen } from "../states.ts";
import type { Changes } from "../store.ts";
import { approvalEnds, keep, type Said } from "../writing.ts";

const LIMIT = 100;
/** Where so many fail, it is not they that are at fault. */
const MOST_FAILED = 1_000;

export const tick =
  (env: Env): Gate["tick"] =>
  (limit = LIMIT) =>
    answering(async () => {
      const known = await env.known();
      const done: Ticked[] = [];
      const failed: NotTicked[] = [];
      const seen = new Set<string>();
      // What cannot be done stays due, and stands in front: so many more are asked for.
      while (seen.size - failed.length < limit && failed.length < MOST_FAILED) {
        const asked = limit + failed.length;
        const ids = await env.options.store.read(env.tenant, async (view) => view.due(env.options.clock.now(), asked));
        const fresh = ids.filter((id) => !seen.has(id)).slice(0, limit + failed.length - seen.size);
        if (fresh.length === 0) break;
        for (const proposal of fresh) {
          seen.add(proposal);
          const fault = await doDue(env, known, proposal, done);
          if (fault === null) continue;
          failed.push({ proposal, code: fault.code, message: fault.message });
          if (isOfStore(fault.code)) return { ok: true, done, failed };
        }
      }
      return { ok: true, done, failed };
    });

/** More than one proposal can have due at once. */
const STEPS = 50;

/** What is due is done one step at a time, each with its event; each step brings the next wake nearer to the end. */
async function doDue(env: Env, known: Known, proposal: string, done: Ticked[]): Promise<Refusal | null> {
  for (let step = 0; step < STEPS; step++) {
    const ticked = await answering(() =>
      unattended<{ readonly event: Ticked["event"] | null }>(
        env,
        GATE,
        known,
        { proposal, about: "tick" },
        async (desk) => ({ ok: true, event: desk.stored === null ? null : await stepOf(desk, desk.stored) }),
      ),
    );
    if (!ticked.ok) return ticked;
    if (ticked.event === null) return null;
    done.push({ proposal, event: ticked.event });
  }
  return null;
}

async function stepOf(desk: Unattended, stored: Stored): Promise<Ticked["event"] | null> {
  const due = dueOf(desk, stored);
  if (due === null) return null;
  await keep(desk, stored, due.after, due.said, { changes: due.changes ?? {} });
  return due.said.event;
}

interface Due {
  readonly after: Proposal;
  readonly said: Said & { readonly event: Ticked["event"] };
  readonly changes?: Pick<Changes, "release">;
}

function dueOf(desk: Unattended, { proposal, row }: Stored): Due | null {
  const { at, env, known } = desk;
  if (proposal.status === "committing") {
    if (at < instantOf(proposal.execution!.deadline)) return null;
    const execution = { ...proposal.execution!, outcome: "unknown" as const, reason: "no answer by its deadline" };
    return {
      after: { ...proposal, status: "in_doubt", execution },
      said: { event: "in_doubt", why: execution.reason, data: { receipt: execution } },
    };
  }
  if (!isOpen(proposal.status)) return null;
  if (at >= instantOf(proposal.expires_at)) {
    const { reservations, release } = released(proposal, "expired");
    const after: Proposal = { ...proposal, status: "expired", closed_at: proposal.expires_at, reservations };
    return { after, said: { event: "expired" }, changes: { release } };
  }
  if (proposal.reservations.some((own) => own.state === "open" && at >= instantOf(own.expires_at))) {
    const { reservations, release } = released(proposal, "expired");
    return { after: { ...proposal, reservations }, said: { event: "reservation_expired" }, changes: { release } };
  }
  const called = proposal.required.escalations.filter(
    (one) => !proposal.escalated.includes(one.role) && at >= instantOf(one.at),
  );
  if (called.length > 0) {
    const roles = called.map(({ role }) => role);
    const open: Proposal = { ...proposal, escalated: [...proposal.escalated, ...roles] };
    return { after: { ...open, status: settled(env, open, known, at) }, said: { event: "escalated", data: { roles } } };
  }
  const status = settled(env, proposal, known, at);
  // Each end is told once, also where enough approvals are left: or it would be due for ever, and keep others from their turn.
  const ended = approvalEnds(proposal, env.lifetimes.approval_ms).filter(
    (end) => end <= at && end >= (row.wake_at ?? at),
  );
  if (proposal.status === "approved" && ended.length > 0)
    return {
      after: { ...proposal, status },
      said: { event: "approval_expired", data: { at: instantText(Math.max(...ended)) } },
    };
  return null;
}
