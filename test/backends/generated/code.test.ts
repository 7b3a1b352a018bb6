/** Source text in the making: variables, constants beside the text, blocks that are put in later. */
import { describe, expect, test } from "vitest";
import { code, isEmpty, Refused, refuse, type Site } from "../../../src/decision/fast/code.ts";

const fresh = (near = false) => code("return null", near);

describe("constants", () => {
  test("equal texts and numbers are one, lists are not", () => {
    const made = fresh();
    const list = ["a"];
    expect([made.constant("a"), made.constant(1), made.constant("a"), made.constant("1"), made.constant(1)]).toEqual([
      "K[0]",
      "K[1]",
      "K[0]",
      "K[2]",
      "K[1]",
    ]);
    expect([made.constant(list), made.constant(list)]).toEqual(["K[3]", "K[4]"]);
    expect(made.constants).toEqual(["a", 1, "1", list, list]);
  });

  test("as a list, or near at hand as members of one object", () => {
    const [far, near] = [fresh(), fresh(true)];
    expect([far.constant("a"), near.constant("a"), near.constant(["b"])]).toEqual(["K[0]", "K.k0", "K.k1"]);
    expect([far.keep(), near.keep()]).toEqual(["(c)=>c", "(c)=>({k0:c[0],k1:c[1]})"]);
  });
});

describe("text", () => {
  test("variables first, then what goes before, then the rest", () => {
    const made = fresh();
    const [a, b] = [made.variable("0"), made.variable('""')];
    made.line(`${a}=1;`);
    made.line(`${b}="x";`);
    expect(made.finish([`${b}="y";`])).toBe('let v0=0,v1="";\nv1="y";\nv0=1;\nv1="x";');
    expect(fresh().finish([])).toBe("\n");
  });

  test("statements apart go where they are put, and such a place still grows", () => {
    const made = fresh();
    const { site, result } = made.apart(() => {
      made.line("inner;");
      return 7;
    });
    expect(result).toBe(7);
    made.line("first;");
    made.put(site);
    made.line("last;");
    site.push("more;");
    expect(made.finish([])).toBe("\nfirst;\ninner;\nmore;\nlast;");
  });

  test("after a refusal apart, statements go where they went", () => {
    const made = fresh();
    const refused = (): unknown =>
      made.apart(() => {
        made.line("gone;");
        return refuse("why");
      });
    expect(refused).toThrow(Refused);
    expect(refused).toThrow(/^why$/);
    made.line("stays;");
    expect(made.finish([])).toBe("\nstays;");
  });

  test("up to two hundred thousand characters, what is apart included", () => {
    const made = fresh();
    made.line("x".repeat(100_000));
    made.apart(() => made.line("y".repeat(99_999)));
    made.line("z");
    expect(() => made.line("!")).toThrow(/^too large for one function$/);
  });

  test("whether a block has any statement", () => {
    const nested: Site = [[], [[]]];
    expect([isEmpty([]), isEmpty(nested), isEmpty(["x"]), isEmpty([[], ["x"]])]).toEqual([true, true, false, false]);
  });

  test("what gives up is what it was made with", () => {
    expect(fresh().bail).toBe("return null");
  });
});
