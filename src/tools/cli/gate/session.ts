/** One command at a gate: opened, asked once, answered as text or JSON, closed. */
import { userInfo } from "node:os";
import type { Titles } from "../../../decision/explain/words.ts";
import type { Answer, Gate, ProposalView, Refusal } from "../../../gate/api.ts";
import type { Caller } from "../../../gate/ports.ts";
import { fail } from "../../files/fault.ts";
import { openGate } from "../../files/gate.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { frames } from "../text.ts";
import { titles } from "../titles.ts";
import { gateFileOf, given } from "./file.ts";
import { found } from "./find.ts";
import type { GateFlags } from "./flags.ts";
import { nextText } from "./next.ts";
import { proposalPage } from "./page.ts";
import { refusalPage } from "./refusal.ts";
import { rendered } from "./rendered.ts";

export interface Session {
  readonly flags: GateFlags;
  readonly gate: Gate;
  readonly caller: Caller;
  readonly titles: Titles;
  /** A proposal by what was typed for it. */
  readonly find: (typed: string) => Promise<Answer<{ readonly proposal: ProposalView }>>;
}

/** What is printed of an answer that is none of a refusal, and the exit code. */
export interface Told {
  readonly text: string;
  readonly code?: number;
}

/**
 * Runs one command. `work` gives the gate's answer, `told` its words for a person. The exit code is that of `told`, or
 * `refused`.
 */
export async function atGate<T extends object>(
  flags: GateFlags,
  io: Io,
  work: (session: Session) => Promise<Answer<T>>,
  told: (answer: { readonly ok: true } & T, session: Session) => Told,
): Promise<number> {
  const opened = await openGate(gateFileOf(flags), io.now());
  if (opened.evaluator === null) {
    io.err(frames(opened.diagnostics, opened.files, { colour: io.colour.err, width: io.width }));
    io.err("\nNothing was done: the rules of the gate have errors.\n");
    return EXIT.findings;
  }
  try {
    const { gate, evaluator } = opened;
    const caller = callerOf(flags);
    const session: Session = {
      flags,
      gate,
      caller,
      titles: titles(evaluator.plan),
      find: (typed) => found(gate, caller, typed),
    };
    const answer = await work(session);
    if (!answer.ok) return refused(answer, flags, io, session);
    const { text, code = EXIT.ok } = told(answer, session);
    io.out(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : text);
    return code;
  } finally {
    await opened.close();
  }
}

/** The same about one proposal, by what was typed for it; told as its page, unless `told` has other words. */
export const atProposal = <T extends { readonly proposal: ProposalView }>(
  typed: string,
  flags: GateFlags,
  io: Io,
  work: (session: Session, proposal: ProposalView) => Promise<Answer<T>>,
  told: (answer: { readonly ok: true } & T, session: Session) => Told = pageTold(io),
): Promise<number> =>
  atGate(
    flags,
    io,
    async (session) => {
      const found = await session.find(typed);
      return found.ok ? work(session, found.proposal) : found;
    },
    told,
  );

function refused(answer: Refusal, flags: GateFlags, io: Io, { titles, caller }: Session): number {
  if (flags.json) io.out(`${JSON.stringify(answer, null, 2)}\n`);
  else {
    const colour = io.colour.err;
    const next =
      answer.proposal === null
        ? ""
        : nextText(answer.proposal, { principal: caller.principal, gate: flags.gate, colour });
    io.err(`${rendered(refusalPage(answer, titles), io, colour)}${next}`);
  }
  return EXIT.refused;
}

/** The usual words of an answer that holds a proposal: where it stands, and the commands that lead on. */
export const pageTold =
  (io: Io, shown: { readonly whole?: boolean } = {}) =>
  ({ proposal }: { readonly proposal: ProposalView }, { titles, caller, flags: { gate } }: Session): Told => {
    const page = rendered(proposalPage(proposal, { titles, ...shown }), io);
    return { text: `${page}${nextText(proposal, { principal: caller.principal, gate, colour: io.colour.out })}` };
  };

function callerOf(flags: GateFlags): Caller {
  const principal = flags.as ?? given("BYLAW_PRINCIPAL");
  if (principal === undefined)
    return fail(
      "Nobody is named who acts.",
      "Every act at a gate is by somebody whom its directory lists.",
      "Add `--as PRINCIPAL`, or set BYLAW_PRINCIPAL.",
    );
  return { principal, via: `cli:${account()}` };
}

/** Whoever runs the program, as the operating system knows them. */
function account(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as in some containers.
    return String(process.getuid?.() ?? "unknown");
  }
}
