/** Browsers with something broken or missing, as far as a page can see. Each goes before the package's start. */

/** @typedef {import('./Tab.mjs').Tab} Tab */

/**
 * A switch for a disk that is full: writes throw as browsers do.
 * @param {Tab} tab
 */
export async function letWritesFail(tab) {
  await tab.evaluate(() => {
    for (const name of /** @type {const} */ (['add', 'put'])) {
      const write = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        if (window.writesFail) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        return write.apply(this, given);
      };
    }
  });
  return (/** @type {boolean} */ on) => tab.evaluate((value) => void (window.writesFail = value), on);
}

/**
 * A switch for a connection that has died: every transaction throws, on as many calls as are asked for.
 * @param {Tab} tab
 */
export async function letConnectionsDie(tab) {
  await tab.evaluate(() => {
    window.deadTransactions = 0;
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
      if (window.deadTransactions > 0) {
        window.deadTransactions -= 1;
        throw new DOMException('The database connection is closing.', 'InvalidStateError');
      }
      return begin.apply(this, given);
    };
  });
  return (/** @type {number} */ times) =>
    tab.evaluate((value) => void (window.deadTransactions = value), times);
}

/** @param {Tab} tab */
export const removeWebLocks = (tab) =>
  tab.evaluate(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    if (navigator.locks) throw new Error('The Web Locks are still there.');
  });

/** @param {Tab} tab */
export const removeStorage = (tab) =>
  tab.evaluate(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
    if (typeof indexedDB !== 'undefined') throw new Error('IndexedDB is still there.');
  });

/**
 * Deletes the outbox's database under whoever has it open, or opens it in another version.
 * @param {Tab} tab
 * @param {number | 'delete'} change the version to open, or `delete`
 * @returns {Promise<string>} `done`, or the name of the error
 */
export const changeDatabase = (tab, change) =>
  tab.evaluate(
    (what) =>
      new Promise((resolve) => {
        const request =
          what === 'delete' ? indexedDB.deleteDatabase('holdfast') : indexedDB.open('holdfast', what);
        request.onsuccess = () => {
          request.result?.close();
          resolve('done');
        };
        request.onerror = () => resolve(request.error?.name ?? 'unknown');
      }),
    change,
  );
