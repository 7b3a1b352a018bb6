/** The same call again gets its first answer: by its idempotency key, or by the id of its change set. */
import type { Decision } from "../../decision/documents.ts";
import type { Answer, ProposalView } from "../api.ts";
import type { Desk } from "../desk.ts";
import { refuse } from "../refusals.ts";
import type { AnswerRow } from "../store.ts";

export type Proposed = { readonly proposal: ProposalView; readonly decision: Decision };

export function checkedKey(key: unknown): string {
  if (typeof key === "string" && key !== "" && key.length <= 200) return key;
  return refuse("malformed", "An idempotency key is a text of 1 to 200 characters.");
}

/** The first answer, as it was. */
export function replayed(row: AnswerRow, payload: string): Answer<Proposed> {
  if (row.payload !== payload) return refuse("idempotency_conflict");
  const proposal = JSON.parse(row.answer) as ProposalView;
  return { ok: true, proposal, decision: proposal.decision };
}

export function answerRow(
  desk: Pick<Desk, "at">,
  key: { readonly operation: string; readonly principal: string; readonly key: string },
  payload: string,
  answer: unknown,
): AnswerRow {
  return { ...key, payload, answer: JSON.stringify(answer), at: desk.at };
}
