/** When flush() resolves: not before the log was read, and all that it held is settled. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventHub } from '../../js/EventHub.js';
import { INITIAL_STATUS } from '../../js/SharedStatus.js';
import { createHoldfast } from '../../js/index.js';
import { PersistenceService } from '../../js/services/PersistenceService.js';
import { FakeBackend } from './support/FakeBackend.mjs';
import { makeWorld, user } from './support/world.mjs';

/** Whether the promise is still pending after a while that is long beside what it waits for. */
const isPending = (promise) => Promise.race([promise.then(() => false), sleep(100, true)]);

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
  assert.ok(await isPending(flushed));
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

/** A tab that does not lead, whose log holds what the test says. */
function follow() {
  const engine = {
    holds: 1,
    looks: 0,
    waits: false,
    flush: () => undefined,
    waitsForNews: (waits) => (engine.waits = waits),
    async isDrained() {
      engine.looks += 1;
      return engine.holds === 0;
    },
  };
  return { engine, persistence: new PersistenceService(engine, new EventHub()) };
}

test('while a flush() waits the leader is looked after, also by a tab with no message of its own', async () => {
  const { engine, persistence } = follow();
  const stopping = new AbortController();
  const flushed = persistence.flush({ signal: stopping.signal });
  assert.ok(engine.waits);
  persistence.applyStatus({ ...INITIAL_STATUS });
  assert.ok(engine.waits);
  stopping.abort();
  await assert.rejects(flushed);
  assert.ok(!engine.waits);
});

test('where the status says that all is sent and the log holds something, the log is believed', async () => {
  const { engine, persistence } = follow();
  const flushed = persistence.flush();
  assert.equal(engine.looks, 0, 'a status that knows nothing is not worth a look');
  persistence.applyStatus({ ...INITIAL_STATUS, unread: false });
  assert.ok(await isPending(flushed));
  engine.holds = 0;
  await flushed;
  assert.ok(!engine.waits);
});

test('a flush() that is called while the log is looked into has it looked into again', async () => {
  const { engine, persistence } = follow();
  engine.holds = 0;
  persistence.applyStatus({ ...INITIAL_STATUS, unread: false });
  await Promise.all([persistence.flush(), persistence.flush()]);
  assert.equal(engine.looks, 2);
});

test('a look that ends when more has come is no answer', async () => {
  const { engine, persistence } = follow();
  engine.holds = 0;
  persistence.applyStatus({ ...INITIAL_STATUS, unread: false });
  const flushed = persistence.flush();
  persistence.applyStatus({ ...INITIAL_STATUS, unread: false, pending: 1 });
  assert.ok(await isPending(flushed));
  persistence.applyStatus({ ...INITIAL_STATUS, unread: false });
  await flushed;
  assert.equal(engine.looks, 2);
});
