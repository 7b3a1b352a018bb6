import { describe, expect, it } from "vitest";
import { saysYes } from "../../scripts/retail/confirmation.ts";

describe("a customer's yes", () => {
  it.each([
    "Yes.",
    "yeah, go ahead",
    "That's all correct. Please proceed with the exchange!",
    "Thanks! I confirm the return of the lamp.",
    "**YES** — cancel it, the reason is “no longer needed”.",
    "Let’s do it",
  ])("is heard in %j", (message) => {
    expect(saysYes(message)).toBe(true);
  });

  it.each([
    ["says something else", "What would that cost me?"],
    ["only gives the order", "Please cancel my order."],
    ["takes it back", "Yes... actually, leave it as it is."],
    ["asks to wait", "Wait, is that the red one? Then yes."],
    ["wants it otherwise", "Yes, but I'd prefer the refund on my other card."],
    ["puts a condition", "If it can still be cancelled, yes."],
    ["wants to see it first", "Yes, but show me the total before you submit it."],
    ["says no", "No, please proceed with the other order."],
    ["opens the conversation", "Hi, yes, I want to return a lamp."],
    ["only says who it is", "Yes. Name: Lena Berg, ZIP 04530."],
  ])("is not heard where the customer %s", (_, message) => {
    expect(saysYes(message)).toBe(false);
  });
});
