/**
 * idb: a row a message by `add`, which makes a transaction each; many by `add` in one transaction, as its README
 * shows. Durability: relaxed, Chromium's default.
 */
import { openDB } from 'idb';
import { sendPlain } from '../suites/outbox/page/send.js';

const BATCH = 100;

/** @param {string} name */
const openStore = (name) =>
  openDB(name, 1, { upgrade: (database) => database.createObjectStore('outbox', { autoIncrement: true }) });

/** Reads on from the last key: "the first row" gets slower over deleted ones. @param {import('idb').IDBPDatabase} database */
async function sendAll(database) {
  let last = -Infinity;
  for (;;) {
    const range = IDBKeyRange.lowerBound(last, true);
    const { store } = database.transaction('outbox');
    const [keys, rows] = await Promise.all([store.getAllKeys(range, BATCH), store.getAll(range, BATCH)]);
    if (keys.length === 0) return;
    await sendPlain(rows);
    last = keys.at(-1);
    await database.delete('outbox', IDBKeyRange.bound(keys[0], last));
  }
}

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const idb = {
  async open(name) {
    const database = await openStore(name);
    return {
      queue: (message) => database.add('outbox', message),
      durable: (queued) => Promise.all(queued),
      queueAll: (messages) => {
        const { store, done } = database.transaction('outbox', 'readwrite');
        return Promise.all([...messages.map((message) => store.add(message)), done]);
      },
      drain: () => sendAll(database),
      close: () => database.close(),
    };
  },

  async count(name) {
    const database = await openStore(name);
    const count = await database.count('outbox');
    database.close();
    return count;
  },

  start: async (name) => sendAll(await openStore(name)),
};
