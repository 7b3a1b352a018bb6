/** Group commit over a driver that fails when it is told to. */
import { describe, expect, test } from "vitest";
import { ConflictError, StoreError } from "../../src/gate/store.ts";
import { type Driver, TransientError } from "../../src/stores/sql/driver.ts";
import { Lanes } from "../../src/stores/sql/lanes.ts";
import type { Request } from "../../src/stores/sql/statements.ts";

/** A request that is only told by its name. */
const named = (name: string): Request => ({ statement: { name } as Request["statement"], values: {} });

/** Each transaction takes the next of `faults`: null commits. What was committed is in `kept`, group by group. */
function driverOf(faults: (Error | null)[], far = false) {
  const kept: string[][] = [];
  const began: string[] = [];
  const driver: Driver = {
    far,
    laneOf: (tenant) => tenant,
    begin: async (lane) => {
      began.push(lane);
      const sent: string[] = [];
      return {
        ask: async (requests) => {
          sent.push(...requests.map(({ statement }) => statement.name));
          return requests.map(() => []);
        },
        commit: async (requests) => {
          const fault = faults.shift() ?? null;
          if (fault !== null) throw fault;
          kept.push([...sent, ...requests.map(({ statement }) => statement.name)]);
        },
        rollback: async () => {},
      };
    },
    snapshot: async () => ({ ask: async () => [], end: async () => {} }),
    close: async () => {},
  };
  return { lanes: new Lanes(driver), kept, began };
}

const writes = (lanes: Lanes, name: string, lane = "a"): Promise<string> =>
  lanes.run(lane, async (shared) => {
    await shared.turn();
    shared.send([named(name)]);
    return name;
  });

const lost = () => new TransientError("the connection was lost");

describe("group commit", () => {
  test("works that wait at the same time share a transaction, lanes have their own", async () => {
    const { lanes, kept } = driverOf([]);
    await Promise.all([writes(lanes, "one"), writes(lanes, "two"), writes(lanes, "other", "b")]);
    expect(kept.toSorted()).toEqual([["one", "two"], ["other"]]);
  });

  test("a group is bounded", async () => {
    const { lanes, kept } = driverOf([]);
    await Promise.all(Array.from({ length: 150 }, (_, at) => writes(lanes, `w-${at}`)));
    expect(kept.map((group) => group.length)).toEqual([64, 64, 22]);
    expect(kept.flat()).toEqual(Array.from({ length: 150 }, (_, at) => `w-${at}`));
  });

  test("where one cannot be written, each runs again alone, in order", async () => {
    const conflict = new ConflictError("proposal", "taken");
    const { lanes, kept } = driverOf([conflict, null, conflict, null]);
    const results = await Promise.allSettled([writes(lanes, "one"), writes(lanes, "two"), writes(lanes, "three")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: conflict });
    expect(kept).toEqual([["one"], ["three"]]);
  });

  test("a connection that is lost before the commit is no reason to give up", async () => {
    const { lanes, kept, began } = driverOf([lost(), lost(), null]);
    expect(await writes(lanes, "one")).toBe("one");
    expect([kept, began.length]).toEqual([[["one"]], 3]);
  });

  test("but not for ever", async () => {
    const { lanes, kept, began } = driverOf(Array.from({ length: 20 }, lost));
    await expect(writes(lanes, "one")).rejects.toBeInstanceOf(StoreError);
    expect([kept, began.length]).toEqual([[], 4]);
  });

  test("nobody of a group whose outcome is unknown is run again", async () => {
    const unknown = new StoreError("lost while committing", "unknown");
    const { lanes, kept, began } = driverOf([unknown]);
    const results = await Promise.allSettled([writes(lanes, "one"), writes(lanes, "two")]);
    expect(results).toEqual([
      { status: "rejected", reason: unknown },
      { status: "rejected", reason: unknown },
    ]);
    expect([kept, began.length]).toEqual([[], 1]);
    expect(await writes(lanes, "next")).toBe("next");
  });

  test("a work that swallows a failure of the database is run again all the same", async () => {
    let runs = 0;
    const asked: Driver = {
      far: false,
      laneOf: () => "",
      begin: async () => ({
        ask: async () => {
          if (runs === 1) throw lost();
          return [[]];
        },
        commit: async () => {},
        rollback: async () => {},
      }),
      snapshot: async () => ({ ask: async () => [], end: async () => {} }),
      close: async () => {},
    };
    const value = await new Lanes(asked).run("", async (shared) => {
      runs++;
      return shared.ask([named("read")]).then(
        () => "read",
        () => "made up",
      );
    });
    expect([value, runs]).toEqual(["read", 2]);
  });

  test("first questions are asked together, and brought up to date by what was written since", async () => {
    const { lanes, kept } = driverOf([], true);
    const seen: string[][] = [];
    const work = (name: string) =>
      lanes.run("a", async (shared) => {
        const question: Request = {
          ...named(`ask ${name}`),
          update: (_, changes) => changes.map(({ statement }) => ({ name: statement.name })),
        };
        const [rows] = await shared.ask([question]);
        seen.push(rows!.map((row) => String(row["name"])));
        if (name === "two") throw new RangeError("two");
        shared.send([named(name)]);
        return name;
      });
    const results = await Promise.allSettled([work("one"), work("two"), work("three")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(seen).toEqual([[], ["one"], ["one"]]);
    expect(kept).toEqual([["ask one", "ask two", "ask three", "one", "three"]]);
  });
});
