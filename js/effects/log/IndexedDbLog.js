import { AnswerStore } from './AnswerStore.js';
import { Connection } from './Connection.js';

/** @typedef {import('../../driver/wire.js').LogRecord} LogRecord */
/** @typedef {import('../../driver/wire.js').FoundLane} FoundLane */
/** @typedef {import('../../driver/wire.js').StoredSegment} StoredSegment */
/** @typedef {import('../../driver/wire.js').ParkedRecord} ParkedRecord */
/** @typedef {import('../../driver/wire.js').ParkedPlace} ParkedPlace */
/** @typedef {'log' | 'parked' | 'quarantine' | 'meta'} StoreName */
/** @typedef {import('./database.js').Lead} Lead */

/** No record of ours is larger; the upgrade from version 1 may leave one with a message of the largest size. */
const MAX_RECORD_BYTES = 5 * 1024 * 1024;

const NOTHING = new Uint8Array(0);

/** What a transaction rejects with when another tab leads. */
export class FencedError extends Error {
  constructor() {
    super('another tab leads');
    this.name = 'FencedError';
  }
}

/**
 * The outbox log in IndexedDB. Browsers drop connections now and then, so a call that fails is tried once more
 * on a fresh one; after that it rejects.
 *
 * A tab that leads has a fence: a number that rises with each change of the lead. Whatever takes something out
 * of the log checks it in its own transaction, since a lead can be stolen from a tab that still runs.
 */
export class IndexedDbLog {
  #connection;

  /**
   * @param {string} name the database's name
   * @param {import('./Connection.js').ConnectionHost} host
   */
  constructor(name, host) {
    this.#connection = new Connection(name, host, (error) => error instanceof FencedError);
    /** What has arrived of answers that stream. */
    this.answers = new AnswerStore(this.#connection);
  }

  /**
   * Adds the records and forgets the parked messages, in one strict transaction: when this resolves, they
   * are on the disk.
   *
   * @param {LogRecord[]} records
   * @param {string[]} unpark
   * @returns {Promise<number[]>} the records' keys, rising by one
   */
  append(records, unpark) {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(['log', 'parked'], 'readwrite', { durability: 'strict' });
      const log = transaction.objectStore('log');
      const adding = records.map(({ conversationId, bytes }) =>
        // The store makes the key.
        log.add(/** @type {any} */ ({ conversation: conversationId, bytes })),
      );
      for (const id of unpark) unheard(transaction.objectStore('parked').delete(id));
      transaction.commit();
      const [keys] = await Promise.all([Promise.all(adding), transaction.done]);
      return keys;
    });
  }

  /**
   * The conversations that have records, in the order of their ids, from the one that follows `after`.
   *
   * @param {string} after
   * @param {number} maxLanes
   * @returns {Promise<{lanes: FoundLane[], reachedEnd: boolean, lastKey: number}>} `lastKey`: of the whole log
   */
  findLanes(after, maxLanes) {
    return this.#connection.use(async (database) => {
      const [last, first] = await look(database, (store) => [
        store.openKeyCursor(IDBKeyRange.upperBound(Infinity), 'prev'),
        store.index('lane').openKeyCursor(lanesAfter(after)),
      ]);
      const lastKey = last?.primaryKey ?? 0;
      /** @type {FoundLane[]} */
      const lanes = [];
      for (let next = first; next;) {
        if (lanes.length === maxLanes) return { lanes, reachedEnd: false, lastKey };
        const [conversationId] = /** @type {[string, number]} */ (next.key);
        const [newest, following] = await look(database, (store) => [
          store.index('lane').openKeyCursor(laneRange(conversationId, 0), 'prev'),
          store.index('lane').openKeyCursor(lanesAfter(conversationId)),
        ]);
        if (newest) lanes.push({ conversationId, lastKey: newest.primaryKey });
        next = following;
      }
      return { lanes, reachedEnd: true, lastKey };
    });
  }

  /**
   * Records of one conversation whose keys follow `after`, in order.
   *
   * @param {string} conversationId
   * @param {number} after
   * @param {number} maxSegments
   * @returns {Promise<{segments: StoredSegment[], reachedEnd: boolean}>}
   */
  readLane(conversationId, after, maxSegments) {
    return this.#connection.use(async (database) => {
      const range = laneRange(conversationId, after);
      const [records] = await look(database, (store) => [store.index('lane').getAll(range, maxSegments)]);
      const segments = records.map(({ key, bytes }) => ({ key, bytes: isRecord(bytes) ? bytes : NOTHING }));
      return { segments, reachedEnd: records.length < maxSegments };
    });
  }

  /**
   * Keeps the parked messages and forgets the settled records, in one transaction.
   *
   * @param {number} fence
   * @param {{keys: number[], park: ParkedRecord[], unpark: string[]}} settled
   * @throws {FencedError} another tab leads; nothing was changed
   */
  settle(fence, { keys, park, unpark }) {
    const durability = park.length > 0 ? 'strict' : 'relaxed';
    return this.#fenced(fence, ['log', 'parked'], durability, (transaction) => {
      const parked = transaction.objectStore('parked');
      for (const record of park) unheard(parked.put(record));
      for (const id of unpark) unheard(parked.delete(id));
      for (const [first, last] of runsOf(keys))
        unheard(transaction.objectStore('log').delete(IDBKeyRange.bound(first, last)));
    });
  }

  /**
   * Moves a damaged record out of the log.
   *
   * @param {number} fence
   * @param {number} key
   * @param {string} reason
   * @param {number} at ms since the epoch
   */
  quarantine(fence, key, reason, at) {
    return this.#fenced(fence, ['log', 'quarantine'], 'relaxed', async (transaction) => {
      const log = transaction.objectStore('log');
      const record = await log.get(key);
      if (record) unheard(transaction.objectStore('quarantine').add({ key, reason, at, record }));
      unheard(log.delete(key));
    });
  }

  /**
   * Moves out of the log what no lane can ever hold. To be called where no conversation has records.
   *
   * @param {number} fence
   * @param {string} reason
   * @param {number} at ms since the epoch
   * @returns {Promise<number>} how many records were moved
   */
  async quarantineStrays(fence, reason, at) {
    const [strays] = await this.#connection.use((database) => look(database, (store) => [store.count()]));
    if (strays === 0) return 0;
    let moved = 0;
    await this.#fenced(fence, ['log', 'quarantine'], 'relaxed', async (transaction) => {
      if (
        (await transaction
          .objectStore('log')
          .index('lane')
          .getKey(IDBKeyRange.lowerBound(['']))) !== undefined
      )
        return;
      for (
        let cursor = await transaction.objectStore('log').openCursor();
        cursor;
        cursor = await cursor.continue()
      ) {
        unheard(
          transaction.objectStore('quarantine').add({ key: cursor.key, reason, at, record: cursor.value }),
        );
        unheard(cursor.delete());
        moved += 1;
      }
    });
    return moved;
  }

  /** The user gives a parked message up. @param {string} id */
  discard(id) {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction('parked', 'readwrite');
      const parked = await transaction.store.get(id);
      unheard(transaction.store.put({ id, discarded: true, place: parked?.place }));
      await transaction.done;
    });
  }

  /** @returns {Promise<{parked: ParkedRecord[], discarded: ParkedPlace[]}>} */
  parked() {
    return this.#connection.use(async (database) => {
      const parked = [];
      const discarded = [];
      for (const record of await database.getAll('parked')) {
        if (record.discarded) discarded.push(record);
        else parked.push(record);
      }
      return { parked, discarded };
    });
  }

  /** What is in quarantine. */
  quarantined() {
    return this.#connection.use((database) => database.getAll('quarantine'));
  }

  /**
   * Takes the lead, whoever had it.
   *
   * @param {string} holder
   * @param {number} expiresAt ms since the epoch; 0 where something else than time ends it
   * @returns {Promise<number>} the fence
   */
  takeLead(holder, expiresAt) {
    return this.#lead((lead) => ({ fence: (lead?.fence ?? 0) + 1, holder, expiresAt }));
  }

  /**
   * Takes the lead where nobody has it, or goes on with it.
   *
   * @param {string} holder
   * @param {number} now
   * @param {number} leaseMs
   * @returns {Promise<number>} the fence; 0 where another tab leads
   */
  async lease(holder, now, leaseMs) {
    const lead = await this.#lead((present) => {
      const isMine = present?.holder === holder;
      // An end that is too far away was set by a clock that has been put back since.
      const isHeld = present && present.expiresAt > now && present.expiresAt <= now + 2 * leaseMs;
      if (!isMine && isHeld) return undefined;
      const fence = (present?.fence ?? 0) + (isMine ? 0 : 1);
      return { fence, holder, expiresAt: now + leaseMs };
    });
    return lead;
  }

  /** Ends the lease, if it is this holder's. @param {string} holder */
  async release(holder) {
    await this.#lead((present) =>
      present?.holder === holder ? { ...present, holder: '', expiresAt: 0 } : undefined,
    );
  }

  close() {
    return this.#connection.close();
  }

  /**
   * @param {(present: Lead | undefined) => Omit<Lead, 'id'> | undefined} decide undefined: leave it
   * @returns {Promise<number>} the fence that was written; 0 where it was left
   */
  #lead(decide) {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction('meta', 'readwrite', { durability: 'relaxed' });
      const present = /** @type {Lead | undefined} */ (await transaction.store.get('lead'));
      const decided = decide(present);
      if (decided) unheard(transaction.store.put({ ...decided, id: 'lead' }));
      await transaction.done;
      return decided?.fence ?? 0;
    });
  }

  /**
   * @param {number} fence
   * @param {StoreName[]} stores
   * @param {IDBTransactionDurability} durability
   * @param {(transaction: import('idb').IDBPTransaction<import('./database.js').Schema, StoreName[], 'readwrite'>) =>
   *   void | Promise<void>} work
   * @returns {Promise<void>}
   */
  #fenced(fence, stores, durability, work) {
    return this.#connection.use(async (database) => {
      /** @type {StoreName[]} */
      const scope = [...stores, 'meta'];
      const transaction = database.transaction(scope, 'readwrite', { durability });
      const finished = transaction.done.catch((error) => error);
      const lead = transaction.objectStore('meta').get('lead');
      unheard(lead);
      await work(transaction);
      if (/** @type {Lead | undefined} */ (await lead)?.fence !== fence) {
        transaction.abort();
        await finished;
        throw new FencedError();
      }
      const error = await finished;
      if (error) throw error;
    });
  }
}

/** A request whose transaction tells how it went. @param {Promise<unknown>} request */
function unheard(request) {
  request.catch(() => undefined);
}

/**
 * Asks the log all at once. The transaction ends without this page, which may hang: others wait for it.
 *
 * @template {unknown[]} Answers
 * @param {import('./Connection.js').Database} database
 * @param {(store: import('idb').IDBPObjectStore<import('./database.js').Schema, ['log'], 'log', 'readonly'>) =>
 *   {[Index in keyof Answers]: Promise<Answers[Index]>}} ask
 * @returns {Promise<Answers>}
 */
function look(database, ask) {
  const transaction = database.transaction('log');
  const answers = ask(transaction.store);
  transaction.commit();
  return /** @type {Promise<any>} */ (Promise.all(answers));
}

/** Places in the index of all conversations whose ids follow this one. @param {string} conversationId */
function lanesAfter(conversationId) {
  // An array sorts after every number, so this is past all keys of that conversation.
  return IDBKeyRange.lowerBound([conversationId, []], true);
}

/** Keys of a conversation's records that follow `after`. @param {string} conversationId @param {number} after */
function laneRange(conversationId, after) {
  return IDBKeyRange.bound([conversationId, after], [conversationId, Infinity], true);
}

/** Rising keys as runs without a gap. @param {number[]} keys */
function runsOf(keys) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const key of keys) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === key) run[1] = key;
    else runs.push([key, key]);
  }
  return runs;
}

/** @param {unknown} bytes */
function isRecord(bytes) {
  return bytes instanceof Uint8Array && bytes.length <= MAX_RECORD_BYTES;
}
