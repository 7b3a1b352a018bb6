/** Looking changes nothing: no event, no expiry, no reservation. */
import type { Answer, Gate, Inbox, ProposalView } from "../api.ts";
import { maySee, viewOf } from "../checks.ts";
import { answering, storedOf, timeOf } from "../desk.ts";
import type { GateEvent, Status } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantOf } from "../instants.ts";
import { type Measures, measuresOf, queryFault } from "../measures/measures.ts";
import { accountOf, may } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { exclusionOf } from "../review.ts";
import type { ProposalQuery, ProposalRow, View } from "../store.ts";

const PAGE = 50;
/** Proposals of a page. */
export const MOST = 500;
/** So many are read from the store at once. */
const READ = 100;
/** Of the documents of a page, in UTF-16 units: one that would be longer ends before, and the next one goes on. */
export const LENGTH = 16_000_000;
/** So many open proposals are looked at for an inbox: of those that wait, and of those that do not. */
export const SCANNED = 5_000;

export const get =
  (env: Env): Gate["get"] =>
  (caller, id) =>
    looking(env, caller, async (view, look) => {
      const { head, proposal: row } = await view.load({ proposal: id });
      if (row === null) return refuse("not_found");
      const { proposal } = storedOf(row);
      if (!look.sees(proposal)) return refuse("not_found");
      return { ok: true, proposal: look.shown(proposal, timeOf(env, head)) };
    });

interface Look {
  readonly sees: (proposal: ProposalView | ReturnType<typeof storedOf>["proposal"]) => boolean;
  readonly shown: (proposal: ReturnType<typeof storedOf>["proposal"], at: number) => ProposalView;
  readonly account: ReturnType<typeof accountOf>;
  readonly people: Awaited<ReturnType<Env["known"]>>["people"];
}

function looking<T>(
  env: Env,
  caller: Caller,
  work: (view: View, look: Look) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return answering(async () => {
    const known = await env.known();
    const account = accountOf(caller, known.people);
    const look: Look = {
      account,
      people: known.people,
      sees: (proposal) => maySee({ env, account, known }, proposal),
      shown: (proposal, at) => viewOf(env, proposal, known, at),
    };
    return env.options.store.read(env.tenant, (view) => work(view, look));
  });
}

export const list =
  (env: Env): Gate["list"] =>
  (caller, query = {}) =>
    looking<Inbox>(env, caller, async (view, look) => {
      const limit = Math.min(Math.max(1, query.limit ?? PAGE), MOST);
      const at = timeOf(env, await view.head());
      const { action, requester } = query;
      if ((query.view ?? "mine") === "mine")
        return mine(env, view, look, { action, requester, limit, at, after: cursorOf(query.after) });
      const asked: ProposalQuery = { statuses: query.statuses, action, requester, order: "newest", limit: READ };
      const proposals: ProposalView[] = [];
      let after = cursorOf(query.after);
      let length = 0;
      for (let scanned = 0; scanned < SCANNED; scanned += READ) {
        const rows = await view.find({ ...asked, after });
        for (const row of rows) {
          const { proposal } = storedOf(row);
          const sees = look.sees(proposal);
          if (sees && proposals.length > 0 && (proposals.length === limit || length + row.doc.length > LENGTH))
            return { ok: true, proposals, next: `${after!.at}:${after!.id}` };
          if (sees) {
            proposals.push(look.shown(proposal, at));
            length += row.doc.length;
          }
          after = { at: row.proposed_at, id: row.id };
        }
        if (rows.length < READ) return { ok: true, proposals, next: null };
      }
      return { ok: true, proposals, next: `${after!.at}:${after!.id}` };
    });

function cursorOf(text: string | undefined): ProposalQuery["after"] {
  if (text === undefined) return undefined;
  const match = /^(-?\d{1,16}):(.+)$/.exec(text);
  if (match === null) return refuse("malformed", "`after` is what an earlier page gave as `next`.");
  return { at: Number(match[1]), id: match[2]! };
}

/** What the caller could decide now: an open seat that they may take, or a question or rejection of their own that stands. */
async function mine(
  env: Env,
  view: View,
  look: Look,
  asked: Pick<ProposalQuery, "action" | "requester" | "limit" | "after"> & { readonly at: number },
): Promise<Answer<Inbox>> {
  const { at, limit, after: from, ...filters } = asked;
  const reviews = may("review", look.account, env.options.permissions);
  const { tiers } = env.evaluator().plan;
  const urgency = ({ decision }: ProposalView): number => tiers.indexOf(decision.tier);
  // Where a page ends is told by what the order goes by: what came and went since changes nothing about what follows.
  const placeOf = (view: ProposalView): Place => ({
    at: urgency(view),
    id: `${String(instantOf(view.expires_at)).padStart(16, "0")}/${view.id}`,
  });
  const page = new Page(limit);
  for (const statuses of WAITING)
    for await (const row of earliest(view, { ...filters, statuses })) {
      const { proposal } = storedOf(row);
      if (row.expires_at <= at || !look.sees(proposal) || exclusionOf(proposal, look.account.id, look.people) !== null)
        continue;
      const shown = look.shown(proposal, at);
      const seats =
        reviews &&
        shown.review.open.some(({ eligible }) =>
          eligible.some((id) => look.people.personOf(id) === look.account.person),
        );
      const own = [...shown.review.vetoes, ...shown.review.questions].some(
        (place) => look.people.personOf(shown.acts[place]!.by) === look.account.person,
      );
      const place = placeOf(shown);
      if ((seats || own) && (from === undefined || compare(place, from) > 0))
        page.add({ shown, place, length: row.doc.length });
    }
  return { ok: true, ...page.ended() };
}

interface Kept {
  readonly shown: ProposalView;
  readonly place: Place;
  /** Of its document. */
  readonly length: number;
}

/** The most urgent of what is added, no more of it than a page may hold: so memory does not grow with what waits. */
class Page {
  readonly #limit: number;
  #kept: Kept[] = [];
  #length = 0;
  /** Where the next page begins: the first place that was left out. */
  #end: Place | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(one: Kept): void {
    if (this.#end !== null && compare(one.place, this.#end) >= 0) return;
    this.#kept.push(one);
    this.#length += one.length;
    if (this.#kept.length > 2 * this.#limit || this.#length > 2 * LENGTH) this.#trim();
  }

  ended(): Pick<Inbox, "proposals" | "next"> {
    this.#trim();
    const last = this.#end === null ? undefined : this.#kept.at(-1)?.place;
    return {
      proposals: this.#kept.map(({ shown }) => shown),
      next: last === undefined ? null : `${last.at}:${last.id}`,
    };
  }

  #trim(): void {
    const sorted = this.#kept.sort((a, b) => compare(a.place, b.place));
    this.#kept = [];
    this.#length = 0;
    for (const one of sorted) {
      const isFull = this.#kept.length === this.#limit || this.#length + one.length > LENGTH;
      // One alone is shown, however long.
      if (isFull && this.#kept.length > 0) {
        this.#end = one.place;
        return;
      }
      this.#kept.push(one);
      this.#length += one.length;
    }
  }
}

type Place = NonNullable<ProposalQuery["after"]>;

const compare = (a: Place, b: Place): number => b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** What nobody is asked about has the earliest deadlines, and however much of it there is stands before nothing that waits. */
const WAITING = [
  ["held", "in_review"],
  ["approved", "overridden"],
] as const satisfies readonly (readonly Status[])[];

/** By deadline, so many as are looked at. */
async function* earliest(
  view: View,
  asked: Pick<ProposalQuery, "statuses" | "action" | "requester">,
): AsyncGenerator<ProposalRow> {
  let after: ProposalQuery["after"];
  for (let scanned = 0; scanned < SCANNED; scanned += READ) {
    const rows = await view.find({ ...asked, order: "deadline", limit: READ, after });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < READ) return;
    after = { at: last.expires_at, id: last.id };
  }
}

export const history =
  (env: Env): Gate["history"] =>
  (caller, id) =>
    looking<{ readonly events: readonly GateEvent[] }>(env, caller, async (view, look) => {
      const { proposal: row } = await view.load({ proposal: id });
      if (row === null || !look.sees(storedOf(row).proposal)) return refuse("not_found");
      const events: GateEvent[] = [];
      for (let after = 0; ; ) {
        const page = await view.events(after, MOST, id);
        events.push(...page.map(({ body }) => JSON.parse(body) as GateEvent));
        const last = page.at(-1);
        if (last === undefined || page.length < MOST) break;
        after = last.seq;
      }
      return { ok: true, events };
    });

export const measures =
  (env: Env): Gate["measures"] =>
  (caller, query = {}) =>
    looking<{ readonly measures: Measures }>(env, caller, async (view, look) => {
      const permitted =
        may("administer", look.account, env.options.permissions) || may("read", look.account, env.options.permissions);
      if (!permitted) return refuse("not_permitted");
      const fault = queryFault(query);
      if (fault !== null) return refuse("malformed", `${fault}.`);
      return { ok: true, measures: await measuresOf(view, query) };
    });
