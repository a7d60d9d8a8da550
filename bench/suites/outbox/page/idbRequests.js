/** IndexedDB's requests and transactions as promises, for what is measured without any library. */

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
export const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
export const completed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** @param {string} name @returns {Promise<IDBDatabase>} with one store, `outbox`, whose keys rise */
export function openStore(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('outbox', { autoIncrement: true });
  return resultOf(request);
}

/** @param {string} name */
export async function countRows(name) {
  const database = await openStore(name);
  const count = await resultOf(database.transaction('outbox').objectStore('outbox').count());
  database.close();
  return count;
}
