/** A chat on RxDB with its Dexie storage, whose replication sends what was written and fetches what is new. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

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

/** @param {string} url @param {unknown} body */
async function post(url, body) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** @type {import('../../suites/size/chats/contract.js').Open} */
export async function open(name) {
  const database = await createRxDatabase({ name, storage: getRxStorageDexie() });
  const { messages } = await database.addCollections({ messages: { schema } });
  return {
    keep: (message) => messages.insert(message),
    show: (listener) => messages.find({ sort: [{ createdAt: 'asc' }] }).$.subscribe(listener),
    sync: () =>
      replicateRxCollection({
        replicationIdentifier: 'messages',
        collection: messages,
        push: { handler: (rows) => post('/push', rows) },
        pull: { handler: (checkpoint, batchSize) => post('/pull', { checkpoint, batchSize }) },
      }),
  };
}
