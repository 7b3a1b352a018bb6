/** JSON Logic as people write formulas: `a = 1 and not b < 2`. Two formulas never read alike. */

const INFIX: Readonly<Record<string, string>> = { "===": "=", and: "and", or: "or" };

export function readable(formula: unknown, inside = false): string {
  if (Array.isArray(formula)) return `[${formula.map((item) => readable(item)).join(", ")}]`;
  if (typeof formula !== "object" || formula === null) return JSON.stringify(formula);
  const [[op, given], ...others] = Object.entries(formula) as [[string, unknown]];
  if (others.length > 0) throw new Error("more than one operator");
  if (op === "var") return given === "" ? "it" : String(given);
  const args = given as readonly unknown[];
  if (op === "!") return `not ${readable(args[0], true)}`;
  if (!/^(===|<|[-+*]|and|or|in)$/.test(op)) return `${op}(${args.map((arg) => readable(arg)).join(", ")})`;
  const text = args.map((arg) => readable(arg, true)).join(` ${INFIX[op] ?? op} `);
  return inside ? `(${text})` : text;
}
