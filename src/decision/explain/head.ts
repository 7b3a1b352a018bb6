/** What is proposed, by whom, and what it does to the business; and at the very end, what it was judged by. */
import type { Decision } from "../documents.ts";
import type { Block, Line, Section } from "./page.ts";
import { quote, say, section } from "./page.ts";
import { grouped } from "./text.ts";
import { amountInWords, asRecord, isAmount, listField, plural, textField, timeInWords } from "./words.ts";

export function titleLine(changeSet: unknown): Line {
  const action = textField(changeSet, "action");
  const environment = textField(changeSet, "environment");
  return [
    ...(action === null ? [say("A change set without an action", "strong")] : [quote(action, "strong")]),
    ...(environment === null ? [] : [say(" in "), quote(environment)]),
  ];
}

/** `Proposed by agent:support-7 (owner user:olga) on behalf of user:ann. Change set cs_1.` */
export function leadLine(changeSet: unknown): Line {
  const id = textField(changeSet, "id");
  const requester = asRecord(changeSet)?.["requester"];
  const by = textField(requester, "id");
  const kind = textField(requester, "kind");
  const behalf = textField(requester, "on_behalf_of");
  const owner = textField(requester, "owner");
  const telling = (kind === "agent" || kind === "service") && by !== null && !by.startsWith(`${kind}:`);
  return [
    ...(by === null
      ? [say("It names nobody who proposes it", "muted")]
      : [say(`Proposed by ${telling ? `the ${kind} ` : ""}`, "muted"), quote(by, "muted")]),
    ...(owner === null ? [] : [say(" (owner ", "muted"), quote(owner, "muted"), say(")", "muted")]),
    ...(behalf === null ? [] : [say(" on behalf of ", "muted"), quote(behalf, "muted")]),
    say(".", "muted"),
    ...(id === null ? [] : [say(" Change set ", "muted"), quote(id, "muted"), say(".", "muted")]),
  ];
}

/** Categories of the language, in the order of how much they weigh. */
const CATEGORIES = ["money", "customers", "access", "regulated_data", "contract", "communication"];

/** `regulated_data` → `Regulated data` */
function nameOf(category: string): string {
  const words = category.replace(/_/g, " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Impact before everything else, and with it whether there is a way back. */
export function impactSection(decision: Decision, changeSet: unknown): readonly Section[] {
  const rows: { name: Line; value: Line; align: "left" | "right" }[] = [];
  const entries = Object.entries(decision.impact);
  const place = (name: string): number => (CATEGORIES.includes(name) ? CATEGORIES.indexOf(name) : CATEGORIES.length);
  for (const [category, value] of entries.sort(([x], [y]) => place(x) - place(y) || (x < y ? -1 : 1))) {
    const name = [say(nameOf(category))];
    if (typeof value === "boolean")
      rows.push({ name, value: [say(value ? "affected" : "not affected")], align: "left" });
    else if (typeof value === "number")
      rows.push({ name, value: [say(grouped(String(value)), "strong")], align: "right" });
    else rows.push({ name, value: [quote(amountInWords(value), "strong")], align: isAmount(value) ? "right" : "left" });
  }
  if (rows.length === 0)
    rows.push({ name: [say("Business impact")], value: [say("none declared", "muted")], align: "left" });
  const changes = listField(changeSet, "changes");
  if (changes.length > 0) rows.push({ name: [say("Changes")], value: changedInWords(changes), align: "left" });
  const back = rollbackInWords(decision);
  if (back !== null) rows.push({ name: [say("Way back")], value: back, align: "left" });
  const facts: Block = { kind: "facts", caption: null, rows };
  return section("Impact", [facts]);
}

function changedInWords(changes: readonly unknown[]): Line {
  const targets = new Set(
    changes.map((change) =>
      JSON.stringify([textField(asRecord(change)?.["target"], "type"), textField(asRecord(change)?.["target"], "id")]),
    ),
  );
  const fields = `${grouped(String(changes.length))} ${plural(changes.length, "field")}`;
  if (targets.size > 1) return [say(`${fields} of ${grouped(String(targets.size))} records`)];
  const target = asRecord(changes[0])?.["target"];
  const name = [textField(target, "type"), textField(target, "id")].filter((part) => part !== null).join(" ");
  return name === "" ? [say(fields)] : [say(`${fields} of `), quote(name)];
}

function rollbackInWords({ rollback }: Decision): Line | null {
  if (rollback === null) return null;
  if (rollback === "irreversible") return [say("none: this cannot be undone", "bad")];
  return [
    say(rollback.action),
    say(rollback.until === null ? ", at any time" : `, until ${timeInWords(rollback.until)}`),
  ];
}

/** What it was judged by, so that the same question gets the same answer again. */
export function footerLines(decision: Decision): readonly Line[] {
  const { policy } = decision;
  const directory = decision.directory_version === null ? "" : `, directory ${decision.directory_version}`;
  return [
    [
      say(
        `Policy ${policy.set} ${shortDigest(policy.digest)}, language ${policy.language}${directory}. Change set ${shortDigest(decision.change_set_digest)}. Decided ${timeInWords(decision.decided_at)}.`,
        "muted",
      ),
    ],
  ];
}

/** Enough of a digest to tell two apart by eye. */
function shortDigest(digest: string): string {
  const match = /^(?:[a-z0-9]+:)?([0-9a-f]{12})[0-9a-f]*$/.exec(digest);
  return match ? match[1]! : digest;
}
