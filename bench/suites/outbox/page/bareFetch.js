/** The limit of a drain: the messages in memory, sent by 100 as the protocol wants them, and nothing written down. */
import { CONVERSATION } from '../messages.mjs';

const BATCH = 100;

/** @type {import('./contract.js').Contestant} */
export const bareFetch = {
  async open(writer) {
    /** @type {import('./contract.js').Message[]} */
    const queued = [];
    return {
      queue: (message) => queued.push(message),
      durable: async () => {},
      async drain() {
        let seq = 0;
        while (queued.length > 0) {
          const messages = queued.splice(0, BATCH).map((message) => ({ seq: ++seq, ...message }));
          const body = JSON.stringify({ conversationId: CONVERSATION, writer, messages });
          const headers = { 'content-type': 'application/json' };
          const response = await fetch('/message/append', { method: 'POST', headers, body });
          if (!response.ok) throw new Error(`The backend answered ${response.status}.`);
          await response.arrayBuffer();
        }
      },
      close() {},
    };
  },
  count: async () => 0,
};
