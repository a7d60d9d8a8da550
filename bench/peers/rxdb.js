/**
 * RxDB with its Dexie storage: `insert` for one, `bulkInsert` for many, and its replication to send. Replication
 * keeps the documents, since they are a database and no queue. Durability: relaxed, Chromium's default.
 */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { sendPlain } from '../suites/outbox/page/send.js';

const BATCH = 100;

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    role: { type: 'string' },
    content: { type: 'string' },
    createdAt: { type: 'string' },
  },
  required: ['id', 'role', 'content', 'createdAt'],
};

/** @param {string} name */
async function openCollection(name) {
  const database = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false });
  const { outbox } = await database.addCollections({ outbox: { schema } });
  return { database, outbox };
}

/** @param {import('rxdb').RxCollection} collection */
const replicate = (collection) =>
  replicateRxCollection({
    replicationIdentifier: 'bench',
    collection,
    live: false,
    push: {
      batchSize: BATCH,
      async handler(rows) {
        await sendPlain(rows.map(({ newDocumentState: { _deleted, ...message } }) => message));
        return [];
      },
    },
  });

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const rxdb = {
  async open(name) {
    const { database, outbox } = await openCollection(name);
    return {
      queue: (message) => outbox.insert(message),
      durable: (queued) => Promise.all(queued),
      queueAll: async (messages) => {
        const { error } = await outbox.bulkInsert(messages);
        if (error.length > 0) throw new Error(`RxDB did not insert ${error.length} messages.`);
      },
      drain: () => replicate(outbox).awaitInitialReplication(),
      close: () => database.close(),
    };
  },

  async count(name) {
    const { database, outbox } = await openCollection(name);
    const count = await outbox.count().exec();
    await database.close();
    return count;
  },

  start: async (name) => replicate((await openCollection(name)).outbox),
};
