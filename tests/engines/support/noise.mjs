/** Records that make no sense, in every store of the outbox's database, whatever stores it has. */

/**
 * @param {import('./Tab.mjs').Tab} tab
 * @returns {Promise<number>} how many of them the stores took
 */
export const scatterNoise = (tab) =>
  tab.evaluate(async () => {
    /** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const bytes = crypto.getRandomValues(new Uint8Array(300));
    const huge = 'x'.repeat(1_000_000);
    const bare = [42, 'noise', true, null, [], bytes, new Uint8Array(0), huge, new Date(0)];
    const objects = [
      {},
      { conversation: 'noisy', bytes: 'no bytes' },
      { conversation: 'noisy', bytes },
      { conversation: 'noisy', bytes: new Uint8Array(0) },
      { conversation: 7, bytes },
      { conversation: 'noisy', bytes: huge },
      { conversationId: 'noisy', payload: 'no JSON', nested: { huge } },
    ];
    const database = await settled(indexedDB.open('holdfast'));
    let written = 0;
    for (const name of database.objectStoreNames) {
      for (const [index, value] of [...bare, ...objects].entries()) {
        // A transaction each: a value that the store refuses takes no other with it.
        const store = database.transaction(name, 'readwrite').objectStore(name);
        const isObject = objects.some((one) => one === value);
        // Firefox never ends a transaction in which it cannot put the key that it has made into the value.
        if (store.autoIncrement && store.keyPath !== null && !isObject) continue;
        const inlineKey =
          typeof store.keyPath === 'string' && isObject ? { [store.keyPath]: `noise-${index}` } : {};
        try {
          if (store.autoIncrement) await settled(store.add(value));
          else if (store.keyPath === null) await settled(store.put(value, `noise-${index}`));
          else await settled(store.put({ ...Object(value), ...inlineKey }));
          written += 1;
        } catch {
          // This store takes no such value.
        }
      }
    }
    database.close();
    return written;
  });
