/** The stories of fixtures/gate, one file each. */
import { describe, expect, test } from "vitest";
import { play, stories } from "./story.ts";

describe("stories", () => {
  test.each(stories().map(({ file, story }) => [file, story] as const))("%s", async (_file, story) => {
    expect(story.story.length).toBeGreaterThan(20);
    await play(story);
  });
});
