/**
 * workbox-background-sync: a Queue, which keeps one request a message and replays them one by one. Its database
 * has a fixed name, so queues are told apart by theirs. Durability: relaxed, which it asks for itself.
 */
import { Queue } from 'workbox-background-sync';
import { plainRequest } from '../suites/outbox/page/send.js';
import { addRows, onlyRow } from './multiply.js';

const DATABASE = 'workbox-background-sync';
const STORE = 'requests';

// It is made for service workers. Without Background Sync it replays when the worker starts, and so it does here.
self.registration ??= {};

const nothing = async () => {};

/** @type {import('../suites/outbox/page/contract.js').Contestant} */
export const workbox = {
  async open(name) {
    const queue = new Queue(name, { onSync: nothing });
    return {
      queue: (message) => queue.pushRequest({ request: plainRequest(message) }),
      durable: (queued) => Promise.all(queued),
      drain: () => queue.replayRequests(),
      close() {},
    };
  },

  count: (name) => new Queue(name, { onSync: nothing }).size(),

  async seed(name, messages) {
    const queue = new Queue(name, { onSync: nothing });
    await queue.pushRequest({ request: plainRequest(messages[0]) });
    const { value: first } = await onlyRow(DATABASE, STORE);
    // The store gives each row an id of its own.
    delete first.id;
    const encoder = new TextEncoder();
    function* rows() {
      for (const message of messages.slice(1)) {
        const { buffer: body } = encoder.encode(JSON.stringify(message));
        yield { value: { ...first, requestData: { ...first.requestData, body } } };
      }
    }
    await addRows(DATABASE, STORE, rows());
  },

  start: async (name) => new Queue(name),
};
