/** Fills a store fast, where queueing 100,000 messages through its owner would take minutes. */
import { openDB } from 'idb';

/**
 * Adds rows to a store that exists already.
 * @param {string} database
 * @param {string} store
 * @param {Iterable<{key?: IDBValidKey, value: unknown}>} rows
 */
export async function addRows(database, store, rows) {
  const connection = await openDB(database);
  const transaction = connection.transaction(store, 'readwrite');
  for (const { key, value } of rows) void transaction.store.put(value, key);
  await transaction.done;
  connection.close();
}

/**
 * The one row of a store.
 * @param {string} database
 * @param {string} store
 */
export async function onlyRow(database, store) {
  const connection = await openDB(database);
  const [rows, keys] = await Promise.all([connection.getAll(store), connection.getAllKeys(store)]);
  connection.close();
  if (rows.length !== 1) throw new Error(`${store} of ${database} holds ${rows.length} rows, not 1.`);
  return { key: keys[0], value: rows[0] };
}
