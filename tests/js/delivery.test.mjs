/** How the outbox treats a backend that has something to say about when and what to send. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createHoldfast } from '../../js/index.js';
import { makeWorld, until, user } from './support/world.mjs';

/** The backend answers the next appends so. */
function answerWith(backend, ...responses) {
  backend.fault = () => responses.shift();
}
const problem = (status, headers = {}) =>
  new Response(JSON.stringify({ title: 'No', status, code: 'no' }), { status, headers });

test('retry-after-ms holds all back for that long', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  answerWith(backend, problem(429, { 'retry-after-ms': '150', 'retry-after': '3600' }));
  const begun = performance.now();
  await holdfast.persistence.queueMessage(user('patience'), conversationId).synced;
  const took = performance.now() - begun;
  assert.ok(took >= 140 && took < 10_000, `${took} ms`);
});

test('what an answer means can be overridden: a status that is tried again, and a class that parks', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t, {
    classification: { 423: 'again', '5xx': 'park' },
  });
  answerWith(backend, problem(423));
  await holdfast.persistence.queueMessage(user('locked'), conversationId).synced;
  answerWith(backend, problem(503));
  const parked = holdfast.persistence.queueMessage(user('poison'), conversationId);
  await assert.rejects(parked.synced);
  assert.equal((await holdfast.persistence.parked.list())[0].code, 'no');
});

test('the transitions of the breaker are told with their times', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const changes = [];
  holdfast.on('breaker', (change) => changes.push(change));
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  holdfast.persistence.queueMessage(user('patience'), conversationId);
  await until(holdfast, () => holdfast.persistence.getQueueStatus().breaker === 'open');
  const { breakerSince, breakerProbeAt } = holdfast.persistence.getQueueStatus();
  assert.deepEqual(changes, [{ from: 'closed', to: 'open', at: breakerSince, until: breakerProbeAt }]);
  assert.ok(breakerProbeAt > breakerSince);
  backend.fault = () => undefined;
  await holdfast.persistence.flush();
  const last = changes.at(-1);
  assert.equal(last.to, 'closed');
  assert.equal(last.until, null);
  assert.ok(last.at >= breakerProbeAt);
});

for (const [options, field] of [
  [{ classification: { 200: 'park' } }, 'classification.200'],
  [{ classification: { '2xx': 'park' } }, 'classification.2xx'],
  [{ classification: { 423: 'later' } }, 'classification.423'],
  [{ classification: 7 }, 'classification'],
  [{ breaker: { failureThreshold: Number.NaN } }, 'breaker.failureThreshold'],
  [{ breaker: { window: 'time', windowCalls: 3 } }, 'breaker.windowCalls'],
  [{ retry: { backoff: () => 5 } }, 'retry.backoff'],
  [{ retry: { backoff: 'linear' } }, 'retry.backoff'],
  [{ batch: { maxMessages: Infinity } }, 'batch.maxMessages'],
]) {
  test(`a Holdfast with ${field} wrong is refused when it is made`, async () => {
    await assert.rejects(createHoldfast({ baseUrl: '/', ...options }), { name: 'HoldfastError', field });
  });
}
