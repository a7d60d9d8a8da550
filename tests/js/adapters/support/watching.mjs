/** Listens to a store, and holds every snapshot against what no view may ever see. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {import('node:test').TestContext} t
 * @param {any} store
 */
export function watch(t, store) {
  const snapshots = [];
  const stop = store.subscribe((snapshot) => snapshots.push(snapshot));
  t.after(stop);
  return {
    snapshots,
    stop,
    get last() {
      return store.getSnapshot();
    },
    /** Resolves when `condition` holds for what is shown. */
    async until(condition) {
      while (!condition(store.getSnapshot())) await sleep(2);
      return store.getSnapshot();
    },
  };
}

export const contentsOf = ({ messages }) => messages.map(({ content }) => content);
export const statesOf = ({ messages }) => messages.map(({ state }) => state);
export const isIdle = ({ messages, isAnswering }) =>
  !isAnswering && messages.every(({ state }) => state === 'synced');

/** Nothing was shown twice, and nothing that was shown disappeared. */
export function assertSteady(snapshots) {
  let before = new Set();
  for (const { messages } of snapshots) {
    const ids = new Set(messages.map(({ id }) => id));
    assert.equal(ids.size, messages.length, 'a message was shown twice');
    for (const id of before) assert.ok(ids.has(id), 'a message disappeared');
    before = ids;
  }
}

/** An answer whose pieces come when the test says so. */
export function heldAnswer() {
  let controller;
  const encoder = new TextEncoder();
  const body = new ReadableStream({ start: (its) => (controller = its) });
  return {
    response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    say: (content) =>
      controller.enqueue(
        encoder.encode(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`),
      ),
    end: () => {
      controller.enqueue(encoder.encode('data: [DONE]\n\n'));
      controller.close();
    },
    fail: () => controller.error(new TypeError('the connection was lost')),
  };
}
