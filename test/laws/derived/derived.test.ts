/**
 * A second source for the laws, which shares nothing with the first but the words of the laws: policies are derived from
 * the grammar, over records drawn with them, and documents from those records, with holes at every depth. Few are tried
 * here: `LAW_SETS=2000 LAW_SEED=… npx vitest run --project source test/laws/derived` goes on for as long as one likes.
 */
import { expect, test } from "vitest";
import { ENGINE } from "../engine.ts";
import { SEED, tellCase } from "../law.ts";
import { hold, LAWS } from "./hold.ts";

const SETS = Number(process.env["LAW_SETS"] ?? 25);

test(`laws 1 to 7 hold for ${SETS} derived policy sets`, { timeout: 36_000_000 }, () => {
  let sets = 0;
  let refused = 0;
  for (const one of hold(ENGINE, Object.keys(LAWS).map(Number), SEED, 0)) {
    if (one === "refused") refused++;
    else if (one === "set") sets++;
    else {
      const policies = one.derived.files.map(({ name, text }) => `--- ${name}\n${text.replace(/\n{2,}/g, "\n")}`);
      const where = `law ${one.law}, set ${one.index} of LAW_SEED=${SEED}`;
      expect.fail([where, one.says, ...policies, tellCase(one.documents)].join("\n"));
    }
    if (sets + refused >= SETS) break;
  }
  console.log(`${sets} sets, LAW_SEED=${SEED}`);
  expect(refused).toBeLessThan(SETS / 4);
});
