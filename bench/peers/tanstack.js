/**
 * TanStack's offline transactions: one transaction a message, as its README shows, sent one by one in their order.
 * It tells when a transaction was sent, and not when it was saved; that is heard from its storage adapter, which
 * resolves when the request has succeeded and does not wait for the transaction to complete. Durability: relaxed,
 * Chromium's default.
 */
import { createCollection } from '@tanstack/db';
import { IndexedDBAdapter, startOfflineExecutor } from '@tanstack/offline-transactions';
import { sendPlain } from '../suites/outbox/page/send.js';
import { addRows, onlyRow } from './multiply.js';

const STORE = 'transactions';

/** Its adapter, which also tells when a transaction is in the store. */
class HeardAdapter extends IndexedDBAdapter {
  /** @type {Map<string, () => void>} */
  #waiters = new Map();

  /** @param {string} key @param {string} value */
  async set(key, value) {
    await super.set(key, value);
    this.#waiters.get(key)?.();
    this.#waiters.delete(key);
  }

  /** @param {string} id of the transaction @returns {Promise<void>} */
  saved(id) {
    return new Promise((resolve) => this.#waiters.set(`tx:${id}`, resolve));
  }
}

/** Offline until it is told otherwise. */
class Switch {
  /** @type {Set<() => void>} */
  #listeners = new Set();
  online = false;

  isOnline() {
    return this.online;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notifyOnline() {
    this.online = true;
    for (const listener of this.#listeners) listener();
  }

  dispose() {}
}

/** @param {string} name @param {{storage?: IndexedDBAdapter, onlineDetector?: Switch}} [options] */
function begin(name, { storage = new IndexedDBAdapter(name, STORE), onlineDetector } = {}) {
  const collection = createCollection({
    id: 'outbox',
    getKey: ({ id }) => id,
    startSync: true,
    sync: { sync: ({ markReady }) => markReady() },
  });
  const offline = startOfflineExecutor({
    collections: { outbox: collection },
    storage,
    ...(onlineDetector && { onlineDetector }),
    mutationFns: {
      send: async ({ transaction }) => sendPlain(transaction.mutations.map(({ modified }) => modified)),
    },
  });
  return { collection, offline };
}

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const tanstack = {
  async open(name) {
    const storage = new HeardAdapter(name, STORE);
    const onlineDetector = new Switch();
    const { collection, offline } = begin(name, { storage, onlineDetector });
    await offline.waitForInit();
    /** @type {Promise<unknown>[]} */
    const sent = [];
    return {
      queue(message) {
        const transaction = offline.createOfflineTransaction({ mutationFnName: 'send', autoCommit: false });
        transaction.mutate(() => collection.insert(message));
        const saved = storage.saved(transaction.id);
        sent.push(transaction.commit());
        return saved;
      },
      durable: (queued) => Promise.all(queued),
      async drain() {
        onlineDetector.notifyOnline();
        await Promise.all(sent);
      },
      close: () => offline.dispose(),
    };
  },

  count: async (name) => (await new IndexedDBAdapter(name, STORE).keys()).length,

  async seed(name, messages) {
    const outbox = await this.open(name);
    await outbox.queue(messages[0]);
    outbox.close();
    const { key, value } = await onlyRow(name, STORE);
    const [transactionId] = String(key).match(/[^:]+$/);
    const { idempotencyKey } = JSON.parse(value);
    function* rows() {
      for (const { id } of messages.slice(1)) {
        const fresh = value
          .replaceAll(messages[0].id, id)
          .replaceAll(transactionId, crypto.randomUUID())
          .replaceAll(idempotencyKey, crypto.randomUUID());
        yield { key: `tx:${JSON.parse(fresh).id}`, value: fresh };
      }
    }
    await addRows(name, STORE, rows());
  },

  start: async (name) => begin(name),
};
