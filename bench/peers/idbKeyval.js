/** idb-keyval: `set` for one, `setMany` for many. Durability: relaxed, Chromium's default. */
import { createStore, keys, set, setMany } from 'idb-keyval';

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const idbKeyval = {
  async open(name) {
    const store = createStore(name, 'outbox');
    return {
      queue: (message) => set(message.id, message, store),
      durable: (queued) => Promise.all(queued),
      queueAll: (messages) =>
        setMany(
          messages.map((message) => [message.id, message]),
          store,
        ),
      close() {},
    };
  },

  count: async (name) => (await keys(createStore(name, 'outbox'))).length,
};
