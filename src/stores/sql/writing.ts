/** Changes as statements. */
import type { Changes, PostingRow } from "../../gate/store.ts";
import { seriesOf } from "../checks.ts";
import type { Request, Statement, Statements, Values } from "./statements.ts";

/** In the order in which they must run: a hold that is replaced goes before the new one comes. */
export function requestsOf(tenant: string, statements: Statements, changes: Changes): readonly Request[] {
  const requests: Request[] = [];
  const add = (statement: Statement, values: object): void => {
    requests.push({ statement, values: { ...(values as Values), tenant } });
  };
  for (const row of changes.proposals ?? [])
    add(row.expected === 0 ? statements.addProposal : statements.changeProposal(row), row);
  for (const row of changes.answers ?? []) add(statements.addAnswer, row);
  for (const hold of changes.release ?? []) add(statements.removeHold, hold);
  for (const hold of changes.reserve ?? []) add(statements.addHold, hold);
  for (const series of seriesOf(changes.post ?? []).values()) {
    for (const row of series) add(statements.addPosting, row);
    const [first, last] = [series[0]!, series.at(-1)!];
    if (first.n === 1) add(statements.addTotal, last);
    else add(statements.changeTotal, moved(first, last));
  }
  for (const row of changes.events ?? []) add(statements.addEvent, row);
  for (const row of changes.checkpoints ?? []) add(statements.addCheckpoint, row);
  return requests;
}

/** The total goes on from the posting before the first, which is not later than it. */
const moved = (first: PostingRow, last: PostingRow): object => ({ ...last, last: first.n - 1, first: first.at });
