import { openDB } from 'idb';

/** @typedef {import('../driver/wire.js').ParkedRecord} ParkedRecord */

const SCHEMA_VERSION = 1;

/** Each is tried once with the handle at hand, and once with a fresh one. */
const ATTEMPTS = 2;

/**
 * The outbox log in IndexedDB: `segments`, records under keys that rise with each commit, and `parked`,
 * messages that the backend refused. Browsers drop connections now and then, so a call that fails is tried
 * once more on a fresh one; after that it rejects.
 */
export class IndexedDbLog {
  #name;
  /** @type {Promise<import('idb').IDBPDatabase> | undefined} */
  #connection;

  /** @param {string} name the database's name */
  constructor(name) {
    this.#name = name;
  }

  /**
   * Adds the records and forgets the parked messages, in one strict transaction: when this resolves, they
   * are on the disk.
   *
   * @param {Uint8Array[]} segments
   * @param {string[]} unpark
   * @returns {Promise<number[]>} the records' keys
   */
  append(segments, unpark) {
    return this.#attempt(async (database) => {
      const transaction = database.transaction(['segments', 'parked'], 'readwrite', { durability: 'strict' });
      const keys = segments.map((segment) => transaction.objectStore('segments').add(segment));
      for (const id of unpark) transaction.objectStore('parked').delete(id);
      transaction.commit();
      const [added] = await Promise.all([Promise.all(keys), transaction.done]);
      return /** @type {number[]} */ (added);
    });
  }

  /**
   * @param {number} after
   * @param {number} maxSegments
   * @returns {Promise<{key: number, bytes: Uint8Array}[]>} the records whose keys follow `after`, in order
   */
  read(after, maxSegments) {
    return this.#attempt(async (database) => {
      const store = database.transaction('segments').store;
      const range = IDBKeyRange.lowerBound(after, true);
      const [keys, values] = await Promise.all([
        store.getAllKeys(range, maxSegments),
        store.getAll(range, maxSegments),
      ]);
      return keys.map((key, i) => ({ key: Number(key), bytes: values[i] }));
    });
  }

  /**
   * Keeps the parked messages and forgets the settled records, in one transaction.
   *
   * @param {number[]} keys
   * @param {ParkedRecord[]} park
   * @param {string[]} unpark
   */
  settle(keys, park, unpark) {
    const durability = park.length > 0 ? 'strict' : 'relaxed';
    return this.#attempt(async (database) => {
      const transaction = database.transaction(['segments', 'parked'], 'readwrite', { durability });
      for (const record of park) transaction.objectStore('parked').put(record);
      for (const id of unpark) transaction.objectStore('parked').delete(id);
      for (const key of keys) transaction.objectStore('segments').delete(key);
      transaction.commit();
      await transaction.done;
    });
  }

  /** @returns {Promise<ParkedRecord[]>} */
  parked() {
    return this.#attempt((database) => database.getAll('parked'));
  }

  async close() {
    const connection = this.#connection;
    this.#connection = undefined;
    (await connection?.catch(() => undefined))?.close();
  }

  /**
   * @template Result
   * @param {(database: import('idb').IDBPDatabase) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #attempt(work) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await this.#open());
      } catch (error) {
        if (attempt === ATTEMPTS || isFinal(error)) throw error;
        await this.close();
      }
    }
  }

  #open() {
    this.#connection ??= openDB(this.#name, SCHEMA_VERSION, {
      upgrade(database) {
        database.createObjectStore('segments', { autoIncrement: true });
        database.createObjectStore('parked', { keyPath: 'id' });
      },
      // Another page upgrades or deletes the database: make way, and open it again with the next call.
      blocking: () => void this.close(),
      terminated: () => {
        this.#connection = undefined;
      },
    });
    return this.#connection;
  }
}

/** A fresh connection would not help. @param {unknown} error */
function isFinal(error) {
  return error instanceof DOMException && ['QuotaExceededError', 'VersionError'].includes(error.name);
}
