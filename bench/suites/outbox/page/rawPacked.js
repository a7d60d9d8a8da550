/**
 * The limit of what Holdfast does: IndexedDB without a library, messages as bytes packed into records of up to
 * 48 KiB, all in one strict transaction.
 */
import { completed, openStore, resultOf } from './idbRequests.js';

const RECORD_BYTES = 48 * 1024;

/** Each message as JSON in UTF-8, ended by a line feed. @param {import('./contract.js').Message[]} messages */
function pack(messages) {
  const encoder = new TextEncoder();
  const room = new Uint8Array(RECORD_BYTES);
  const records = [];
  let used = 0;
  for (const message of messages) {
    const line = `${JSON.stringify(message)}\n`;
    const { read, written } = encoder.encodeInto(line, room.subarray(used));
    if (read === line.length) {
      used += written;
      continue;
    }
    records.push(room.slice(0, used));
    used = encoder.encodeInto(line, room).written;
  }
  if (used > 0) records.push(room.slice(0, used));
  return records;
}

/** @type {import('./contract.js').Contestant} */
export const rawPacked = {
  async open(name) {
    const database = await openStore(name);
    /** @param {import('./contract.js').Message[]} messages */
    async function addAll(messages) {
      const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore('outbox');
      for (const record of pack(messages)) store.add(record);
      transaction.commit();
      await completed(transaction);
    }
    return {
      queue: (message) => addAll([message]),
      durable: (queued) => Promise.all(queued),
      queueAll: addAll,
      close: () => database.close(),
    };
  },

  async count(name) {
    const database = await openStore(name);
    const records = await resultOf(database.transaction('outbox').objectStore('outbox').getAll());
    database.close();
    const decoder = new TextDecoder();
    return records.reduce((sum, record) => sum + decoder.decode(record).split('\n').length - 1, 0);
  },
};
