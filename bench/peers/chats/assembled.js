/**
 * A chat put together by hand: workbox keeps what has to be sent and sends it, idb keeps what is shown, cockatiel tries
 * again and stops what fails, eventsource-parser reads the answers.
 */
import { ConsecutiveBreaker, ExponentialBackoff, circuitBreaker, handleAll, retry, wrap } from 'cockatiel';
import { createParser } from 'eventsource-parser';
import { openDB } from 'idb';
import { Queue } from 'workbox-background-sync';

// It is made for service workers. Without Background Sync it replays when the worker starts, and so it does here.
self.registration ??= {};

const policy = wrap(
  retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }),
  circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }),
);

/** @param {unknown} message */
const requestOf = (message) => new Request('/messages', { method: 'POST', body: JSON.stringify(message) });

/** @param {readonly unknown[]} dialogue @param {(delta: string) => void} onDelta */
async function answer(dialogue, onDelta) {
  const ask = () => fetch('/answer', { method: 'POST', body: JSON.stringify(dialogue) });
  const { body } = await policy.execute(ask);
  const parser = createParser({
    onEvent({ data }) {
      if (data !== '[DONE]') onDelta(JSON.parse(data).choices[0].delta.content ?? '');
    },
  });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
}

/** @type {import('../../suites/size/chats/contract.js').Open} */
export async function open(name) {
  const queue = new Queue(name);
  const database = await openDB(name, 1, {
    upgrade: (fresh) => fresh.createObjectStore('messages', { keyPath: 'id' }),
  });
  // It opens its database when it is first asked.
  await queue.size();
  return {
    async keep(message) {
      await database.put('messages', message);
      await queue.pushRequest({ request: requestOf(message) });
    },
    sync: () => queue.replayRequests(),
    show: () => database.getAll('messages'),
    answer,
  };
}
