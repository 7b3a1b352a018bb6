/**
 * Whether both documents fit the contract of the refund action: every member known and of its type, texts well-formed,
 * times and amounts readable, no id twice. What Bylaw checks before it decides, by hand.
 */
import type { ChangeSetDocument, ContextDocument } from "../workload/documents.ts";
import { instant, minorUnits } from "./scalars.ts";

declare global {
  interface String {
    /** ECMAScript 2024; Node has it since version 20. */
    isWellFormed(): boolean;
  }
}

type Members = Readonly<Record<string, unknown>>;

const ENVIRONMENTS = ["dev", "staging", "prod"];
const CURRENCIES = ["EUR", "USD", "GBP", "CHF"];
const REASONS = ["damaged", "late delivery", "wrong item", "duplicate charge", "goodwill", "cancelled by customer"];
const KINDS = ["receipt", "photo", "customer_chat", "manager_note", "fraud_check"];
const STATES = ["delivered", "returned"];
const MOST_ITEMS = 100_000;

const isText = (value: unknown): value is string => typeof value === "string" && value.isWellFormed();
const isName = (value: unknown): value is string => isText(value) && value.length > 0;
const isAmount = (value: unknown): value is string => typeof value === "string" && !Number.isNaN(minorUnits(value));
const isTime = (value: unknown): value is string => typeof value === "string" && !Number.isNaN(instant(value));
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isOneOf = (values: readonly string[], value: unknown): boolean => values.includes(value as string);
const isRecord = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Has it this many members? Together with one check for each known member: it has these and no other. */
function has(count: number, record: Members): boolean {
  let found = 0;
  for (const _ in record) found++;
  return found === count;
}

/** Narrows the documents, or not: nothing is thrown, whatever comes in. */
export function fits(changeSet: unknown, context: unknown): changeSet is ChangeSetDocument {
  return fitsChangeSet(changeSet) && fitsContext(context);
}

function fitsChangeSet(document: unknown): boolean {
  if (!isRecord(document)) return false;
  const { id, action, environment, requester, requested_at, inputs, changes, evidence } = document;
  return (
    isName(id) &&
    id.length <= 200 &&
    isText(action) &&
    isOneOf(ENVIRONMENTS, environment) &&
    fitsRequester(requester) &&
    isTime(requested_at) &&
    fitsInputs(inputs) &&
    fitsChanges(changes) &&
    fitsEvidence(evidence) &&
    has(8, document)
  );
}

function fitsRequester(requester: unknown): boolean {
  if (!isRecord(requester)) return false;
  const { id, kind, roles } = requester;
  if (!isName(id) || kind !== "person" || !Array.isArray(roles) || roles.length > MOST_ITEMS) return false;
  for (let i = 0; i < roles.length; i++) if (!isText(roles[i])) return false;
  return has(3, requester);
}

function fitsInputs(inputs: unknown): boolean {
  if (!isRecord(inputs)) return false;
  return (
    isText(inputs["order_id"]) &&
    isAmount(inputs["amount"]) &&
    isOneOf(CURRENCIES, inputs["currency"]) &&
    isOneOf(REASONS, inputs["reason"]) &&
    isText(inputs["note"]) &&
    has(5, inputs)
  );
}

function fitsChanges(changes: unknown): boolean {
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > MOST_ITEMS) return false;
  for (let i = 0; i < changes.length; i++) if (!fitsChange(changes[i])) return false;
  return changes.length <= FEW ? noneTwice(changes) : noneTwiceOfMany(changes);
}

/** Up to here comparing each with each is cheaper than a set. */
const FEW = 8;

function noneTwice(changes: ChangeSetDocument["changes"]): boolean {
  for (let i = 1; i < changes.length; i++) {
    const one = changes[i]!;
    for (let j = 0; j < i; j++) {
      const other = changes[j]!;
      if (one.field === other.field && one.target.id === other.target.id && one.target.type === other.target.type)
        return false;
    }
  }
  return true;
}

const noneTwiceOfMany = (changes: ChangeSetDocument["changes"]): boolean =>
  new Set(changes.map(({ target, field }) => JSON.stringify([target.type, target.id, field]))).size === changes.length;

function fitsChange(change: unknown): boolean {
  if (!isRecord(change)) return false;
  const { target, field } = change;
  if (!isRecord(target) || !isText(target["id"]) || !has(2, target) || !has(4, change)) return false;
  if (!fitsField(target["type"], field)) return false;
  return fitsSide(field as string, change["old"]) && fitsSide(field as string, change["new"]);
}

function fitsField(type: unknown, field: unknown): boolean {
  switch (field) {
    case "status":
    case "refunded":
    case "note":
    case "email":
    case "phone":
    case "shipping_address":
    case "tags":
    case "loyalty_points":
    case "assignee":
      return type === "Order" || type === "Customer";
    case "iban":
    case "payout_account":
      return type === "Customer";
    default:
      return false;
  }
}

function fitsSide(field: string, value: unknown): boolean {
  if (value === null) return true;
  if (field === "refunded") return isAmount(value);
  return field === "loyalty_points" ? isWhole(value) : isText(value);
}

function fitsEvidence(evidence: unknown): boolean {
  if (!Array.isArray(evidence) || evidence.length > MOST_ITEMS) return false;
  for (let i = 0; i < evidence.length; i++) {
    const item: unknown = evidence[i];
    if (!isRecord(item)) return false;
    const { id, kind, issuer, at, digest } = item;
    if (!isName(id) || !isOneOf(KINDS, kind) || !isText(issuer) || !isTime(at) || !isText(digest) || !has(5, item))
      return false;
  }
  if (evidence.length > FEW) return new Set(evidence.map(({ id }) => id)).size === evidence.length;
  for (let i = 1; i < evidence.length; i++) {
    for (let j = 0; j < i; j++) if (evidence[i].id === evidence[j].id) return false;
  }
  return true;
}

function fitsContext(context: unknown): context is ContextDocument {
  if (!isRecord(context) || !isTime(context["now"]) || !has(2, context)) return false;
  const { facts } = context;
  return isRecord(facts) && fitsOrder(facts["order"]) && fitsCustomer(facts["customer"]);
}

// Facts come from services that may send more than is declared: further members are let through, as Bylaw does.

function fitsOrder(order: unknown): boolean {
  if (!isRecord(order)) return false;
  const { lines } = order;
  if (
    !(
      isText(order["id"]) &&
      isOneOf(STATES, order["status"]) &&
      isFlag(order["paid"]) &&
      isAmount(order["total"]) &&
      isAmount(order["refunded"]) &&
      isOneOf(CURRENCIES, order["currency"]) &&
      isTime(order["placed_at"]) &&
      Array.isArray(lines) &&
      lines.length <= MOST_ITEMS
    )
  )
    return false;
  for (let i = 0; i < lines.length; i++) {
    const line: unknown = lines[i];
    if (!isRecord(line) || !isText(line["sku"]) || !isWhole(line["quantity"]) || !isAmount(line["unit_price"]))
      return false;
  }
  return true;
}

function fitsCustomer(customer: unknown): boolean {
  return (
    isRecord(customer) &&
    isText(customer["id"]) &&
    isFlag(customer["vip"]) &&
    isText(customer["country"]) &&
    isWhole(customer["risk_score"]) &&
    isWhole(customer["open_disputes"]) &&
    isTime(customer["since"])
  );
}
