/** A Holdfast on a backend in memory, closed when its test ends. */
import { createHoldfast } from '../../../js/index.js';
import { FakeBackend } from './FakeBackend.mjs';

/** @param {import('node:test').TestContext} test @param {object} [options] */
export async function makeWorld(test, options = {}) {
  const backend = new FakeBackend();
  const holdfast = await createHoldfast({
    baseUrl: 'http://backend.test/',
    fetch: backend.fetch,
    retry: { backoffMs: 5, maxBackoffMs: 20 },
    breaker: { openMs: 20, maxOpenMs: 40 },
    ...options,
  });
  test.after(() => holdfast.close());
  const events = [];
  holdfast.on('message', (event) => events.push(event));
  const { id } = await holdfast.conversations.createConversation({ firstMessage: 'Talk' });
  return { backend, holdfast, events, conversationId: id };
}

/** Resolves when `condition` holds after one of the Holdfast's events. */
export function until(holdfast, condition) {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition()) return;
      stops.forEach((stop) => stop());
      resolve(undefined);
    };
    const stops = ['status', 'message', 'conversation', 'error', 'parked'].map((name) =>
      holdfast.on(name, check),
    );
    check();
  });
}

export function user(content, more = {}) {
  return { role: 'user', content, ...more };
}
