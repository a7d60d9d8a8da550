/** The limit of a call: the message as bytes, and nothing else before the call returns. */
import { completed, countRows, openStore } from './idbRequests.js';

/** @type {import('./contract.js').Contestant} */
export const encoded = {
  async open(name) {
    const database = await openStore(name);
    const encoder = new TextEncoder();
    return {
      queue: (message) => encoder.encode(JSON.stringify(message)),
      durable(queued) {
        const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' });
        for (const bytes of queued) transaction.objectStore('outbox').add(bytes);
        transaction.commit();
        return completed(transaction);
      },
      close: () => database.close(),
    };
  },

  count: countRows,
};
