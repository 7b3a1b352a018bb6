/** Who is excluded, as decisions list it: every account, each with the most telling reason. */
import { describe, expect, it } from "vitest";
import { readDirectory } from "../../src/decision/reviewers/directory.ts";
import { excludedPrincipals } from "../../src/decision/reviewers/exclusion.ts";

const people = readDirectory({
  principals: {
    ana: {},
    "ana-admin": { person: "ana" },
    "ana-old": { person: "ana-admin", active: false },
    ben: {},
    cy: {},
    dan: {},
    bot: { kind: "agent", owner: "ops-team" },
    "ops-team": { kind: "service", owner: "ben" },
    sub: { kind: "agent", owner: "bot" },
    loop: { kind: "agent", owner: "loop" },
  },
});

const told = (question: Parameters<typeof excludedPrincipals>[0]): Record<string, string> =>
  Object.fromEntries(excludedPrincipals(question).map(({ id, code }) => [id, code]));

describe("excluded principals", () => {
  it("every account of the requester, whichever proposed", () => {
    const all = { ana: "requester", "ana-admin": "requester", "ana-old": "requester" };
    expect(told({ requester: { id: "ana" }, people })).toEqual(all);
    expect(told({ requester: { id: "ana-admin" }, people })).toEqual(all);
  });

  it("owners up the chain, to the person and all accounts", () => {
    expect(told({ requester: { id: "sub" }, people })).toEqual({
      sub: "requester",
      bot: "owner",
      "ops-team": "owner",
      ben: "owner",
    });
    expect(told({ requester: { id: "new", owner: "ana-admin" }, people })).toEqual({
      new: "requester",
      ana: "owner",
      "ana-admin": "owner",
      "ana-old": "owner",
    });
    expect(told({ requester: { id: "loop" }, people })).toEqual({ loop: "requester" });
  });

  it("the owner that the change set names adds to the one in the directory", () => {
    expect(told({ requester: { id: "bot", owner: "cy" }, people })).toEqual({
      bot: "requester",
      cy: "owner",
      "ops-team": "owner",
      ben: "owner",
    });
  });

  it("whom it acts for, and the owners of what it acts for", () => {
    expect(told({ requester: { id: "sub", on_behalf_of: "cy" }, people })).toMatchObject({
      cy: "on_behalf_of",
      ben: "owner",
    });
    expect(told({ requester: { id: "cy", on_behalf_of: "bot" }, people })).toEqual({
      cy: "requester",
      bot: "on_behalf_of",
      "ops-team": "owner",
      ben: "owner",
    });
  });

  it("whoever edited, with the owners of agents that did", () => {
    expect(told({ requester: { id: "cy" }, editors: ["dan", "bot"], people })).toEqual({
      cy: "requester",
      dan: "contributor",
      bot: "contributor",
      "ops-team": "owner",
      ben: "owner",
    });
  });

  it("whom the policy names, under every account, but not their owners", () => {
    expect(told({ requester: { id: "cy" }, named: ["ana-old", "bot"], people })).toEqual({
      cy: "requester",
      ana: "excluded",
      "ana-admin": "excluded",
      "ana-old": "excluded",
      bot: "excluded",
    });
  });

  it("the most telling reason is given", () => {
    expect(
      told({
        requester: { id: "ana", owner: "ana", on_behalf_of: "ana-admin" },
        editors: ["ana"],
        named: ["ana"],
        people,
      }),
    ).toEqual({ ana: "requester", "ana-admin": "requester", "ana-old": "requester" });
  });

  it("without a directory, those whom the documents name", () => {
    const question = {
      requester: { id: "bot", owner: "olga", on_behalf_of: "ann" },
      editors: ["ed", ""],
      named: ["mia"],
    };
    const all = { ann: "on_behalf_of", bot: "requester", ed: "contributor", mia: "excluded", olga: "owner" };
    expect(told({ ...question, people: null })).toEqual(all);
    expect(told({ ...question, people: readDirectory({ principals: {} }) })).toEqual(all);
    expect(excludedPrincipals({ ...question, people: null }).map(({ id }) => id)).toEqual(Object.keys(all));
  });

  it("ids that JavaScript gives a meaning are only ids", () => {
    const odd = readDirectory(
      JSON.parse('{ "principals": { "__proto__": { "owner": "constructor" }, "constructor": {} } }'),
    );
    expect(excludedPrincipals({ requester: { id: "__proto__" }, people: odd })).toEqual([
      { id: "__proto__", code: "requester" },
      { id: "constructor", code: "owner" },
    ]);
    expect(odd.account("toString")).toBeNull();
  });
});
