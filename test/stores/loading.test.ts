/** What was read ahead is brought up to date by what was written since, without asking again. */
import { expect, test } from "vitest";
import type { Changes } from "../../src/gate/store.ts";
import { postgresDialect } from "../../src/stores/sql/dialect.ts";
import { loadedOf, updated } from "../../src/stores/sql/loading.ts";
import { LOADED, statementsOf } from "../../src/stores/sql/statements.ts";
import { requestsOf } from "../../src/stores/sql/writing.ts";
import { answer, event, hold, proposal, row } from "./rows.ts";

const statements = statementsOf(postgresDialect("bylaw"));
const nothing = Object.fromEntries(
  Object.entries(LOADED).flatMap(([part, columns]) => columns.map((column) => [`${part}_${column}`, null])),
);
const { operation, principal, key } = answer("k-1");
const asked = { tenant: "a", id: "p-1", operation, principal, key };
const after = (...writes: readonly (readonly [tenant: string, Changes])[]) =>
  loadedOf(
    updated(
      asked,
      [nothing],
      writes.flatMap(([tenant, changes]) => requestsOf(tenant, statements, changes)),
    )[0]!,
  );

test("the last event, the proposal and the answer that were asked for", () => {
  const changes: Changes = {
    proposals: [proposal("p-1", { status: "denied" }), proposal("p-2")],
    answers: [answer("k-0"), answer("k-1")],
    reserve: [hold("p-1")],
    events: [event(1), event(2)],
  };
  const later: Changes = { proposals: [proposal("p-1", { expected: 1, wake_at: 7 })], events: [event(3)] };
  const head = (seq: number) => ({ seq, hash: `hash-${seq}`, at: 1_000 + seq });
  expect(after(["a", changes])).toEqual({
    head: head(2),
    proposal: row(proposal("p-1", { status: "denied" })),
    answer: answer("k-1"),
  });
  expect(after(["a", changes], ["a", later])).toMatchObject({
    head: head(3),
    proposal: row(proposal("p-1", { version: 2, wake_at: 7 })),
  });
});

test("nothing of other tenants, proposals and answers", () => {
  const foreign: Changes = { proposals: [proposal("p-1")], answers: [answer("k-1")], events: [event(1)] };
  const others: Changes = { proposals: [proposal("p-2")], answers: [answer("k-1", { principal: "x" })] };
  expect(after(["b", foreign], ["a", others])).toEqual({ head: null, proposal: null, answer: null });
});
