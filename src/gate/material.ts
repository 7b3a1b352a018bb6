/** What an approval is about: the change set without the fields that its action declares immaterial. */
import { digestOf } from "../decision/digest.ts";
import type { ChangeSet } from "../decision/documents.ts";
import { readData } from "../decision/json/data.ts";
import type { Plan } from "../plan/plan.ts";

/** Two change sets with the same digest ask for the same approval. Names of the document itself are immaterial. */
export function materialDigest(plan: Plan, changeSet: ChangeSet): string {
  const action = Object.hasOwn(plan.actions, changeSet.action) ? plan.actions[changeSet.action]! : null;
  const immaterial = new Set(action?.immaterial ?? []);
  const inputs = Object.entries(changeSet.inputs ?? {}).filter(([name]) => !immaterial.has(name));
  const changes = (changeSet.changes ?? []).filter(({ target, field }) => !immaterial.has(`${target.type}.${field}`));
  const { id: _, requested_at: __, correlation_id: ___, requester, ...rest } = changeSet;
  const { id, on_behalf_of = null } = requester;
  const material = { ...rest, requester: { id, on_behalf_of }, inputs: Object.fromEntries(inputs), changes };
  return digestOf(readData(material).json);
}
