/** localforage on IndexedDB: `setItem` for one; it has no call for many. Durability: relaxed, Chromium's default. */
import localForage from 'localforage';

/** @param {string} name */
const openStore = (name) =>
  localForage.createInstance({ name, storeName: 'outbox', driver: localForage.INDEXEDDB });

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const localforage = {
  async open(name) {
    const store = openStore(name);
    await store.ready();
    return {
      queue: (message) => store.setItem(message.id, message),
      durable: (queued) => Promise.all(queued),
      close() {},
    };
  },

  count: (name) => openStore(name).length(),
};
