/**
 * V8 reads a function twice: once to find its end, and again, wholly, when it is first called. One in parentheses it
 * compiles at once, as if it were called on the spot; not so an arrow. So functions that every cold start calls are put in
 * parentheses, arrows among them as functions. What a program does stays as it is.
 */
import { parseAst } from "rolldown/parseAst";

export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Node extends Range {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Rewrites a module. `called`: where the functions stand. Those that cannot be written otherwise stay. */
export function eager(code: string, called: readonly Range[]): string {
  const wanted = new Set(called.map(keyOf));
  const program = parseAst(code) as unknown as Node;
  const first: string[] = [];

  /** The text from `start` to `end`, with the functions among `nodes` rewritten. */
  const text = (start: number, end: number, nodes: readonly Node[]): string => {
    let done = "";
    let at = start;
    for (const node of nodes.flatMap(outermost)) {
      if (node.start < start || node.end > end) continue;
      done += code.slice(at, node.start) + rewritten(node);
      at = node.end;
    }
    return done + code.slice(at, end);
  };
  const rewritten = (node: Node): string => {
    const inside = children(node);
    const same = text(node.start, node.end, inside);
    if (!wanted.has(keyOf(node))) return same;
    if (node.type === "FunctionExpression") return `(${same})`;
    if (node.type !== "ArrowFunctionExpression" || node["async"] === true || readsThis(node)) return same;
    const params = node["params"] as readonly Node[];
    const arrow = code.indexOf("=>", params.at(-1)?.end ?? node.start);
    const head = text(node.start, arrow, inside).trim();
    const body = text(arrow + 2, node.end, inside).trim();
    const block = (node["body"] as Node).type === "BlockStatement";
    return `(function${head.startsWith("(") ? head : `(${head})`}${block ? body : `{return ${body}}`})`;
  };

  let rest = "";
  for (const node of program["body"] as readonly Node[]) {
    if (node.type === "FunctionDeclaration" && wanted.has(keyOf(node))) {
      // Declared functions are there before anything runs, so they come first as variables too. A name of its own inside would
      // be one more variable.
      const id = node["id"] as Node & { readonly name: string };
      const head = code.slice(node.start, id.start).trim();
      first.push(`var ${id.name}=(${head}${text(id.end, node.end, [node])});`);
    } else rest += `${text(node.start, node.end, [node])}\n`;
  }
  return first.join("") + rest;
}

const keyOf = ({ start, end }: Range): string => `${start}:${end}`;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const children = (node: Node): readonly Node[] =>
  Object.values(node)
    .flat()
    .filter(isNode)
    .sort((a, b) => a.start - b.start);

/** Functions that are values; of methods only what stands in them. */
function outermost(node: Node): readonly Node[] {
  if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return [node];
  return children(node).flatMap((child) =>
    isMethod(node) && child === node["value"] ? children(child).flatMap(outermost) : outermost(child),
  );
}

const isMethod = ({ type, method, kind }: Node): boolean =>
  type === "MethodDefinition" || (type === "Property" && (method === true || kind !== "init"));

/** Of its surroundings: a function would have its own. */
function readsThis(node: Node): boolean {
  if (["ThisExpression", "Super", "MetaProperty"].includes(node.type)) return true;
  if (node.type === "Identifier" && node["name"] === "arguments") return true;
  return children(node).some((child) => !/^Function/.test(child.type) && readsThis(child));
}
