/** When flush() resolves: not before the log was read, and all that it held is settled. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHoldfast } from '../../js/index.js';
import { FakeBackend } from './support/FakeBackend.mjs';
import { makeWorld, user } from './support/world.mjs';

/** Whether the promise is still pending after a while that is long beside what it waits for. */
const waits = (promise) => Promise.race([promise.then(() => false), sleep(100, true)]);

test('a Holdfast that is new does not know what the log holds, and says so', async (t) => {
  const backend = new FakeBackend();
  const holdfast = await createHoldfast({ baseUrl: 'http://backend.test/', fetch: backend.fetch });
  t.after(() => holdfast.close());
  assert.equal(holdfast.persistence.getQueueStatus().unread, true);
  await holdfast.persistence.flush();
  const { leader, unread } = holdfast.persistence.getQueueStatus();
  assert.deepEqual({ leader, unread }, { leader: true, unread: false });
});

test('flush() waits for the creation of a conversation, which is no message', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let isDown = true;
  backend.fault = ({ path }) =>
    isDown && path === '/conversation/create' ? new Response('', { status: 503 }) : undefined;
  await holdfast.conversations.createConversation({ id: 'later', firstMessage: 'Later' });
  const flushed = holdfast.persistence.flush();
  assert.ok(await waits(flushed));
  isDown = false;
  await flushed;
  assert.ok(backend.conversations.has('later'));
});

test('a flush() that is under way when the Holdfast is closed is told so', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.fault = () => new Response('', { status: 503 });
  holdfast.persistence.queueMessage(user('too late'), conversationId);
  const flushed = holdfast.persistence.flush();
  await holdfast.close();
  await assert.rejects(flushed, { code: 'closed' });
  await assert.rejects(holdfast.persistence.flush(), { code: 'closed' });
});

test('a signal ends the wait of its own flush() alone', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  let isDown = true;
  backend.fault = () => (isDown ? new Response('', { status: 503 }) : undefined);
  holdfast.persistence.queueMessage(user('patience'), conversationId);
  const stopping = new AbortController();
  const stopped = holdfast.persistence.flush({ signal: stopping.signal });
  const patient = holdfast.persistence.flush();
  stopping.abort(new Error('no more'));
  await assert.rejects(stopped, { message: 'no more' });
  await assert.rejects(holdfast.persistence.flush({ signal: stopping.signal }), { message: 'no more' });
  isDown = false;
  await patient;
  assert.deepEqual(backend.contents(conversationId), ['patience']);
});
