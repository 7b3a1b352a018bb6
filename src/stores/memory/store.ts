/** A store in memory, for tests and for embedding where nothing has to outlive the process. */
import { type Changes, type Store, StoreError, type Tenant, type Transaction, type View } from "../../gate/store.ts";
import { handedTransaction, handedView } from "../handed.ts";
import { conflicts, copied, emptyState, kept, type State } from "./state.ts";
import { viewOf } from "./view.ts";

/** One tenant: what is there, and the transaction that the next one waits for. */
interface Room {
  state: State;
  /** How many reads look at `state`, which then is not changed in place. */
  readers: number;
  last: Promise<unknown>;
}

/**
 * Keeps everything in memory until it is closed. Reads of a quota's usage take O(log n) of its postings; `find`, `due` and
 * `history` look at all proposals of the tenant, and a write that meets a read copies what is there once.
 */
export function memoryStore(): Store {
  const rooms = new Map<Tenant, Room>();
  let closed = false;

  function roomOf(tenant: Tenant): Room {
    if (closed)
      throw new StoreError("the store is closed, so nothing can be read or written; open another", "nothing_kept");
    const found = rooms.get(tenant);
    if (found !== undefined) return found;
    const room: Room = { state: emptyState(), readers: 0, last: Promise.resolve() };
    rooms.set(tenant, room);
    return room;
  }

  async function transact<T>(tenant: Tenant, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const room = roomOf(tenant);
    const turn = room.last.then(() => run(room, work));
    room.last = turn.catch(() => undefined);
    return turn;
  }

  async function read<T>(tenant: Tenant, work: (view: View) => Promise<T>): Promise<T> {
    const room = roomOf(tenant);
    const { state } = room;
    room.readers++;
    const { handed, end } = handedView(viewOf(state));
    try {
      return await work(handed);
    } finally {
      end();
      if (room.state === state) room.readers--;
    }
  }

  const close = async (): Promise<void> => {
    closed = true;
    await Promise.all([...rooms.values()].map((room) => room.last));
    rooms.clear();
  };

  return { transact, read, close };
}

/** Nothing is kept before the work has ended well: what it writes waits until then. */
async function run<T>(room: Room, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const written: Changes[] = [];
  const { handed, end } = handedTransaction(viewOf(room.state), async (changes) => {
    const conflict = conflicts(room.state, changes);
    if (conflict !== null) throw conflict;
    written.push(changes);
  });
  try {
    const value = await work(handed);
    end();
    for (const changes of written) keep(room, changes);
    return value;
  } finally {
    end();
  }
}

function keep(room: Room, changes: Changes): void {
  if (room.readers > 0) {
    room.state = copied(room.state);
    room.readers = 0;
  }
  kept(room.state, changes);
}
