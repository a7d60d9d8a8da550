/** A limit: IndexedDB without a library, one row a message, all in one transaction of the default durability. */
import { completed, countRows, openStore, resultOf } from './idbRequests.js';
import { sendPlain } from './send.js';

/** @param {IDBDatabase} database @param {import('./contract.js').Message[]} messages */
async function addAll(database, messages) {
  const transaction = database.transaction('outbox', 'readwrite');
  const store = transaction.objectStore('outbox');
  for (const message of messages) store.add(message);
  transaction.commit();
  await completed(transaction);
}

/** @type {import('./contract.js').Contestant} */
export const rawRows = {
  async open(name) {
    const database = await openStore(name);
    return {
      queue: (message) => addAll(database, [message]),
      durable: (queued) => Promise.all(queued),
      queueAll: (messages) => addAll(database, messages),
      close: () => database.close(),
    };
  },

  count: countRows,

  /** Reads the keys, and sends the first hundred. */
  async start(name) {
    const database = await openStore(name);
    const keys = await resultOf(database.transaction('outbox').objectStore('outbox').getAllKeys());
    const range = IDBKeyRange.upperBound(keys[99] ?? keys.at(-1));
    await sendPlain(await resultOf(database.transaction('outbox').objectStore('outbox').getAll(range)));
  },
};
