/** What this counts against. */
import type { Decision, Quota } from "../documents.ts";
import type { Column, Line, Section } from "./page.ts";
import { quote, say, section } from "./page.ts";
import type { Voice } from "./voice.ts";
import { amountInWords, timeInWords } from "./words.ts";

export function quotasSection(decision: Decision, voice: Voice): readonly Section[] {
  const { quotas } = decision;
  if (quotas.length === 0) return [];
  const keyed = quotas.some((quota) => quota.key.length > 0);
  const numbers = voice.says("thresholds");
  const columns: Column[] = [
    { head: "Quota", align: "left" },
    ...(keyed ? [{ head: "For", align: "left" } as const] : []),
    ...(numbers ? (["Used", "With this", "Limit"] as const).map((head) => ({ head, align: "right" }) as const) : []),
    { head: "", align: "left" },
  ];
  const rows = quotas.map((quota): readonly Line[] => [
    [say(nameOf(quota))],
    ...(keyed ? [quota.key.flatMap((part, index) => [...(index > 0 ? [say(", ")] : []), quote(part)])] : []),
    ...(numbers
      ? [quota.used, quota.after, quota.limit].map((amount) => [
          amount === null ? say("unknown", "warn") : say(amountInWords(amount)),
        ])
      : []),
    fitInWords(quota, voice),
  ]);
  return section("Quotas", [{ kind: "table", caption: null, columns, rows }]);
}

/** `support.refunds.IssueRefund.daily` is `daily` to a reader. */
function nameOf({ clause }: Quota): string {
  return clause.slice(clause.lastIndexOf(".") + 1);
}

function fitInWords(quota: Quota, voice: Voice): Line {
  if (quota.fits) return [say("fits", "good")];
  const known = quota.limit !== null && quota.used !== null && quota.after !== null;
  if (!known) return [say("cannot be told", "warn")];
  if (quota.frees_at === null || !voice.says("time")) return [say("does not fit", "bad")];
  return [say("does not fit", "bad"), say(` before ${timeInWords(quota.frees_at)}`)];
}
