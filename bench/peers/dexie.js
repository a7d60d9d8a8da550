/** Dexie: `add` for one, `bulkAdd` for many. Durability: relaxed, Chromium's default. */
import { Dexie } from 'dexie';
import { sendPlain } from '../suites/outbox/page/send.js';

const BATCH = 100;

/** @param {string} name */
function openTable(name) {
  const database = new Dexie(name);
  database.version(1).stores({ outbox: '++' });
  return { database, table: database.table('outbox') };
}

/** @param {import('dexie').Table} table */
async function sendAll(table) {
  let last = Dexie.minKey;
  for (;;) {
    const batch = table.where(':id').above(last).limit(BATCH);
    const [keys, rows] = await Promise.all([batch.primaryKeys(), batch.toArray()]);
    if (keys.length === 0) return;
    await sendPlain(rows);
    last = keys.at(-1);
    await table.bulkDelete(keys);
  }
}

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const dexie = {
  async open(name) {
    const { database, table } = openTable(name);
    await database.open();
    return {
      queue: (message) => table.add(message),
      durable: (queued) => Promise.all(queued),
      queueAll: (messages) => table.bulkAdd(messages),
      drain: () => sendAll(table),
      close: () => database.close(),
    };
  },

  async count(name) {
    const { database, table } = openTable(name);
    const count = await table.count();
    database.close();
    return count;
  },

  start: (name) => sendAll(openTable(name).table),
};
