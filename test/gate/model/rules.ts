/** The rules that the company of the model may have, each as text for the gate and as plain arithmetic for the model. */
import type { Directory } from "../../../src/decision/documents.ts";
import type { Evaluator } from "../../../src/eval/evaluator.ts";
import { DIRECTORY, evaluatorOf, POLICY } from "../world.ts";

/** How many people of which role. */
export type Seats = { readonly [role: string]: number };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const DAILY = 4;
export const SPEND_CENTS = 1_000_00;
export const ESCALATION_MS = 4 * HOUR;
/** Berlin is an hour ahead of UTC for as long as the model's clock runs: from November to March. */
export const ZONE_MS = HOUR;

export const LIFETIMES = {
  proposal_ms: 7 * DAY,
  allowed_ms: HOUR / 4,
  approval_ms: 2 * HOUR,
  reservation_ms: 6 * HOUR,
  execution_ms: 60_000,
};
/** How long after its time limit an execution may still write its outcome. */
export const GRACE_MS = 5_000;

export interface Rules {
  readonly name: string;
  readonly evaluator: Evaluator;
  /** Who has to agree to a refund; null: there is no such action. */
  readonly refund: ((cents: number) => Seats) | null;
}

const text = POLICY.replace("sample 5%", "sample 0.0001%").replace("3 per day", `${DAILY} per day`);
const refundText = text.slice(text.indexOf("action Refund"), text.indexOf("action Unrefund"));
const AT_MEDIUM = "at medium { approve lead: by 1 of support_lead }";

const usual = (cents: number): Seats => ({
  ...(cents > 50_00 ? { support_lead: 1 } : {}),
  ...(cents > 500_00 ? { finance: 1 } : {}),
});

export const RULES: readonly Rules[] = [
  { name: "usual", evaluator: evaluatorOf(text), refund: usual },
  {
    name: "stricter",
    evaluator: evaluatorOf(
      text.replace(AT_MEDIUM, AT_MEDIUM.replace("by 1", "by 2")).replace("amount > 50 USD", "amount > 30 USD"),
    ),
    refund: (cents) => ({
      ...(cents > 30_00 ? { support_lead: 2 } : {}),
      ...(cents > 500_00 ? { finance: 1 } : {}),
    }),
  },
  {
    name: "looser",
    evaluator: evaluatorOf(text.replace(`  ${AT_MEDIUM}\n`, "")),
    refund: (cents) => (cents > 500_00 ? { finance: 1 } : {}),
  },
  { name: "no refunds", evaluator: evaluatorOf(text.replace(refundText, "")), refund: null },
];

export const UNREFUND: Seats = { support_lead: 1 };

/** What the source of the directory does. */
export type People = { readonly name: string; readonly directory: Directory | null };

const but = (change: Directory["principals"]): Directory => ({
  ...DIRECTORY,
  principals: { ...DIRECTORY.principals, ...change },
});

export const PEOPLE: readonly People[] = [
  { name: "everybody", directory: DIRECTORY },
  { name: "ann lost her role", directory: but({ ann: { roles: [] } }) },
  { name: "ben left", directory: but({ ben: { roles: ["finance"], active: false } }) },
  { name: "ann-admin is somebody else", directory: but({ "ann-admin": { roles: ["finance"] } }) },
  { name: "cleo owns the agent", directory: but({ "agent:bot": { kind: "agent", owner: "cleo" } }) },
  { name: "no director", directory: but({ dora: { roles: [] } }) },
  { name: "gone", directory: null },
];
