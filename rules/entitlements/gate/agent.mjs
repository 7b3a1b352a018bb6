// What an agent writes: every field that it wants changed, with the old value, the new one, why, and what shows it.
// Usage: node agent.mjs ID ACCOUNT...
import { readFileSync } from "node:fs";

const [id, ...account_ids] = process.argv.slice(2);
const accounts = JSON.parse(readFileSync(new URL("records/accounts.json", import.meta.url), "utf8"));
const after = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
const expires_on = after(30).slice(0, 10);
const reason = "pilot of the new reports";

const change = (account, field, fresh) => ({
  target: { type: "Account", id: account },
  field,
  old: accounts[account]?.[field] ?? null,
  new: fresh,
  reason,
  evidence: ["bc-1"],
});

console.log(
  JSON.stringify({
    id,
    action: "access.entitlements.GrantPremiumAccess",
    environment: "staging",
    inputs: { account_ids, expires_on, note: reason },
    changes: account_ids.flatMap((account) => [
      change(account, "plan", "premium"),
      change(account, "premium_until", expires_on),
    ]),
    evidence: [
      {
        id: "bc-1",
        kind: "business_case",
        issuer: "user:gwen",
        at: after(-1),
        data: { summary: "accounts that asked for the new reports" },
      },
    ],
    confidence: "0.97",
  }),
);
