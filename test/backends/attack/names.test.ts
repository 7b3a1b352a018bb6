/** Names of a plan that try to become code: they stay names, and the text holds nothing but what the generator writes. */
import { expect, test } from "vitest";
import { type Program, program } from "../../../src/decision/fast/action.ts";
import { Refused } from "../../../src/decision/fast/code.ts";
import { adopt, type Generated } from "../../../src/decision/fast/fast.ts";
import { generateModule } from "../../../src/decision/fast/module.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { documents, generatedFrom, planOf } from "./refunds.ts";
import { compare, pairOf } from "./same.ts";

const HOSTILE = [
  '"',
  "'",
  "`",
  "\\",
  "\n",
  "\r",
  "\u2028",
  "\u2029",
  "\u0000",
  "*/",
  "//",
  "</script>",
  "<!--",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the point.
  "${globalThis.broken=1}",
  '"];globalThis.broken=1;["',
  "');globalThis.broken=1;('",
  "x}globalThis.broken=1;{",
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "$unknown",
  "0",
  "\ud800",
  "return",
  "",
] as const;

const plan = planOf(
  'forbid large: amount > 100 USD and reason == "late" because "too large"',
  "approve two: by 1 of lead excluding words",
  "evidence e: check",
  "route r: to desk",
  "quota q: 5 per day for each reason",
  "score 5 s: any(c in changes to Order.total: c.new is missing)",
  "tier high t: any(e in evidence of check: e.points > 40)",
  'forbid p: order.prices["a"] is present or opt is present',
);

/** A plan and documents in which one name has become another one, wherever it stands. */
function renamed<T>(value: T, name: string, to: string): T {
  const swap = (text: string): string =>
    text === name ? to : text.replaceAll(`shop.Refund.${name}`, `shop.Refund.${to}`);
  const over = (at: unknown): unknown => {
    if (typeof at === "string") return swap(at);
    if (Array.isArray(at)) return at.map(over);
    if (typeof at !== "object" || at === null) return at;
    const found = {};
    for (const [key, item] of Object.entries(at))
      Object.defineProperty(found, swap(key), {
        value: over(item),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return found;
  };
  return over(value) as T;
}

/** Names by what they name. */
const NAMES = ["amount", "late", "order", "Order", "total", "check", "prod", "q", "prices", "shop.Refund"] as const;

function programs(of: Plan): readonly Program[] {
  return Object.values(of.actions).flatMap((action) =>
    (["verdict", "vouched", "full"] as const).flatMap((mode) => {
      try {
        return [program(of, action, mode)];
      } catch (fault) {
        if (fault instanceof Refused) return [];
        throw fault;
      }
    }),
  );
}

const WORDS = new Set(
  "if else for in const let return continue break case default switch true false null undefined typeof of Array Object hasOwn isArray filter length indexOf oneRecord NaN L K cs cx E Z k _".split(
    " ",
  ),
);
/** Members that the generator itself names, after a point or before a colon. */
const TEXT = /"(?:[^"\\\n\r]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*"/gu;

/** What of a program's text is neither an allowed word, a variable, a number, a quoted text, nor a sign. */
function strangers(source: string): readonly string[] {
  const bare = source.replaceAll(TEXT, '""').replaceAll(/\bK\.k\d+\b/gu, "K");
  const words = bare.match(/[\p{L}\p{N}_$]+(?:\.[0-9]+)?/gu) ?? [];
  const members = new Set(
    [...bare.matchAll(/\.([A-Za-z_$][\w$]*)|(?:[{,])([A-Za-z_]\w*):/gu)].map(([, a, b]) => a ?? b!),
  );
  return [
    ...words.filter(
      (word) => !WORDS.has(word) && !/^(?:v|ov)\d+$/u.test(word) && !/^\d+$/u.test(word) && !members.has(word),
    ),
    ...(bare.replaceAll(/[\p{L}\p{N}_$]+/gu, "").match(/[^\s"{}()[\];:,.?!=<>&|+\-*/%]/gu) ?? []),
    ...[...members].filter((name) => !MEMBERS.has(name) && !WORDS.has(name)),
  ];
}
/** Members of the library, of the two envelopes, and of a result: no others are ever named without quotes. */
const MEMBERS = new Set(
  (
    "action environment requester kind id owner roles on_behalf_of inputs changes evidence version requested_at confidence correlation_id now facts history usage directory editors sample_key " +
    "target type field old new reason issuer at uri digest data status amount currency $unknown length isArray indexOf filter fires words " +
    "outcome tier score level guided asked reasons shadow approvals named warn route escalate sample quotas behalf people impact clause effect because assumed file line column values controls key limit used after fits frees_at " +
    "begin heavier light text instant none peopleIn askerIn rolesOf personIn plain texts usages empty number has money date duration loose entry copied currency cut numberText moneyText dateText durationText instantText countText listText recordsText characters lower day weekday clock like there used usedMoney usedNumber push hasOwn max min"
  ).split(" "),
);

test("the check of the text finds what does not belong", () => {
  for (const bad of ["globalThis.x=1", "v1=process", "`x`", "v1.constructor", "import('x')", "v1=this", "v0@1"])
    expect(strangers(bad), bad).not.toEqual([]);
});

test("programs hold allow-listed words alone", () => {
  const all = programs(plan);
  expect(all.length).toBeGreaterThan(2);
  for (const { source, keep } of all) {
    expect([...new Set(strangers(source))]).toEqual([]);
    expect(keep).toMatch(KEEP);
  }
});

/** The list of constants as it is, or an object of them. */
const KEEP = /^\(c\)=>(?:c|\(\{(?:k\d+:c\[\d+\],?)*\}\))$/u;

/** What is looked at with each of them: in all, each kind of name meets most of what is hostile. */
const some = (hostile: (typeof HOSTILE)[number]): readonly string[] =>
  NAMES.filter((_, place) => (place + HOSTILE.indexOf(hostile)) % 3 === 0 || hostile.startsWith("$"));

test.each(HOSTILE)("a name is %j", (hostile) => {
  const { changeSet, context } = documents({
    context: { usage: [{ clause: "shop.Refund.q", key: ["late"], used: 1 }] },
  });
  for (const name of some(hostile)) {
    const evil = renamed(plan, name, hostile);
    const [cs, cx] = [renamed(changeSet, name, hostile), renamed(context, name, hostile)];
    for (const { source, keep } of programs(evil)) {
      expect([...new Set(strangers(source))], `${name} is ${JSON.stringify(hostile)}`).toEqual([]);
      expect(keep).toMatch(KEEP);
      expect(() => new Function("L", source)).not.toThrow();
    }
    expect(compare(pairOf(evil), cs, cx, false).difference, `${name} is ${JSON.stringify(hostile)}`).toBeNull();
  }
  expect("broken" in globalThis).toBe(false);
});

test("a module written ahead of time holds hostile names as texts, and gives the same", () => {
  for (const [index, hostile] of HOSTILE.entries())
    for (const name of [NAMES[index % NAMES.length]!, NAMES[(index * 7 + 3) % NAMES.length]!]) {
      const evil = renamed(plan, name, hostile);
      const text = generateModule(evil);
      // What a loader of modules would do.
      const generated = new Function(text.replace("export const generated =", "return"))() as Generated;
      const evaluator = generatedFrom(evil);
      expect(adopt(evaluator, generated)).toBe(true);
      const all = documents();
      const [cs, cx] = [renamed(all.changeSet, name, hostile), renamed(all.context, name, hostile)];
      expect(
        compare({ ...pairOf(evil), generated: evaluator }, cs, cx, false).difference,
        `${name} is ${JSON.stringify(hostile)}`,
      ).toBeNull();
    }
  expect("broken" in globalThis).toBe(false);
});
