/** The build puts functions in parentheses, so that V8 compiles them at once: what a module does must stay as it is. */
import { describe, expect, test } from "vitest";
import { eager } from "../../scripts/build/eager.ts";

/** Rewrites a module in which these texts are functions that are called. */
const rewritten = (code: string, ...called: readonly string[]): string =>
  eager(
    code,
    called.map((text) => ({ start: code.indexOf(text), end: code.indexOf(text) + text.length })),
  ).trim();

describe("is put in parentheses", () => {
  test.each([
    ["a function", "const f=function(){};", "function(){}", "const f=(function(){});"],
    ["an arrow with a value", "const f=x=>x+1;", "x=>x+1", "const f=(function(x){return x+1});"],
    ["an arrow that makes a record", "const f=(x)=>({x});", "(x)=>({x})", "const f=(function(x){return ({x})});"],
    ["an arrow with a block", "const f=(a=()=>1)=>{a()};", "(a=()=>1)=>{a()}", "const f=(function(a=()=>1){a()});"],
    ["one inside another", "const f=()=>()=>1;", "()=>1", "const f=()=>(function(){return 1});"],
    ["one inside a method", "class A{m(){return()=>1}}", "()=>1", "class A{m(){return(function(){return 1})}}"],
  ])("%s", (_, code, called, expected) => {
    expect(rewritten(code, called)).toBe(expected);
  });

  test("a declaration, which comes first, as it is there before anything runs", () => {
    expect(rewritten("run();function run(){return g(()=>1)}", "function run(){return g(()=>1)}")).toBe(
      "var run=(function(){return g(()=>1)});run();",
    );
  });
});

describe("stays as it is", () => {
  test.each([
    ["what is not called", "const f=()=>1;", "nothing"],
    ["an arrow that reads this", "class A{f=()=>this.x}", "()=>this.x"],
    ["an arrow in which another reads it", "const f=()=>()=>this;", "()=>()=>this"],
    ["an arrow that waits", "const f=async()=>1;", "async()=>1"],
    ["a method", "class A{m(){}}", "(){}"],
  ])("%s", (_, code, called) => {
    expect(rewritten(code, called)).toBe(code);
  });

  test("an arrow whose function has a this of its own is rewritten", () => {
    const code = "const f=()=>function(){return this};";
    expect(rewritten(code, "()=>function(){return this}")).toBe(
      "const f=(function(){return function(){return this}});",
    );
  });
});
