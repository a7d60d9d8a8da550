/** When the faults stop, the outbox drains soon. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeWorld, user } from './support/world.mjs';

test('after an outage that used up the retry budget, flush() delivers several conversations at once', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let isDown = true;
  backend.fault = ({ path }) => {
    if (path === '/message/append' && isDown) throw new TypeError('the backend is down');
    return undefined;
  };
  for (let index = 0; index < 6; index += 1) {
    backend.conversations.set(`c${index}`, []);
    holdfast.persistence.queueMessage(user('Hello'), `c${index}`);
  }
  await sleep(1000);
  isDown = false;
  // The back-off is at most 20 ms here, and the breaker rests for at most 40.
  await holdfast.persistence.flush({ signal: AbortSignal.timeout(5000) });
  assert.deepEqual(backend.contents('c5'), ['Hello']);
});
