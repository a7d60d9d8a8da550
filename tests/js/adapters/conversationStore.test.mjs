/** What a view sees of a conversation, with the real core and a backend that fails on command. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { conversationStore } from '../../../js/adapters/stores.js';
import { problem } from '../support/FakeBackend.mjs';
import { makeWorld, until, user } from '../support/world.mjs';
import { assertSteady, contentsOf, heldAnswer, isIdle, statesOf, watch } from './support/watching.mjs';

const down = () => {
  throw new TypeError('fetch failed');
};

/** What another device has sent. */
const elsewhere = (backend, conversationId, ...contents) => {
  const stored = backend.conversations.get(conversationId);
  for (const content of contents)
    stored.push({
      id: `other-${content}`,
      role: 'user',
      content,
      createdAt: '2026-11-22T10:00:00.000Z',
      position: stored.length + 1,
    });
};

async function watched(t, options) {
  const world = await makeWorld(t, options);
  const store = conversationStore(world.holdfast, world.conversationId);
  return { ...world, store };
}

test('a message is shown once, from the call that queues it until the backend has it', async (t) => {
  const { holdfast, store, conversationId } = await watched(t);
  const view = watch(t, store);
  await view.until(({ history }) => history === 'backend');
  const { id } = holdfast.persistence.queueMessage(user('Hello'), conversationId);
  const shown = await view.until(({ messages }) => messages.length > 0);
  assert.deepEqual(
    [shown.messages[0].id, shown.messages[0].content, shown.messages[0].role],
    [id, 'Hello', 'user'],
  );
  const { messages } = await view.until(isIdle);
  assert.deepEqual([messages.length, messages[0].position], [1, 1]);
  assertSteady(view.snapshots);
});

test('what the backend has comes first and in its order, what waits comes behind it', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  elsewhere(backend, conversationId, 'one', 'two');
  holdfast.persistence.pause();
  for (const content of ['three', 'four']) holdfast.persistence.queueMessage(user(content), conversationId);
  const view = watch(t, store);
  const shown = await view.until(({ history }) => history === 'backend');
  assert.deepEqual(contentsOf(shown), ['one', 'two', 'three', 'four']);
  assert.deepEqual(
    shown.messages.map(({ position }) => position),
    [1, 2, null, null],
  );
  holdfast.persistence.resume();
  assert.deepEqual(contentsOf(await view.until(isIdle)), ['one', 'two', 'three', 'four']);
  assertSteady(view.snapshots);
});

test('an answer grows in its place, then is queued and synced there, under one id', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const view = watch(t, store);
  const sent = holdfast.messages.sendMessage('Tell me', conversationId);
  assert.equal((await view.until(({ isAnswering }) => isAnswering)).messages[0].content, 'Tell me');
  answer.say('One');
  await view.until((snapshot) => contentsOf(snapshot)[1] === 'One');
  assert.deepEqual(statesOf(view.last)[1], 'streaming');
  answer.say(' two');
  await view.until((snapshot) => contentsOf(snapshot)[1] === 'One two');
  answer.end();
  const { messages } = await view.until((snapshot) => snapshot.messages.length === 2 && isIdle(snapshot));
  assert.deepEqual(
    [messages[1].id, messages[1].content, messages[1].parentId],
    [(await sent).answer.id, 'One two', messages[0].id],
  );
  assertSteady(view.snapshots);
});

test('while an answer streams, the other messages stay the same objects', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const view = watch(t, store);
  void holdfast.messages.sendMessage('Tell me', conversationId);
  answer.say('One');
  const first = await view.until(
    (snapshot) => contentsOf(snapshot)[1] === 'One' && statesOf(snapshot)[0] === 'synced',
  );
  answer.say(' two');
  const second = await view.until((snapshot) => contentsOf(snapshot)[1] === 'One two');
  assert.notEqual(first.messages, second.messages);
  assert.equal(first.messages[0], second.messages[0]);
  assert.equal(first.messages[1].content, 'One');
  answer.end();
  await view.until(isIdle);
});

test('a snapshot cannot be changed, and stays the same object while nothing changes', async (t) => {
  const { holdfast, store, conversationId } = await watched(t);
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  const view = watch(t, store);
  const before = await view.until(
    (snapshot) => snapshot.history === 'backend' && isIdle(snapshot) && snapshot.messages.length === 1,
  );
  const heard = view.snapshots.length;
  await store.refresh();
  await store.refresh();
  assert.equal(store.getSnapshot(), before);
  assert.equal(view.snapshots.length, heard);
  assert.throws(() => before.messages.push({}), TypeError);
  assert.throws(() => (before.messages[0].content = 'else'), TypeError);
  assert.throws(() => (before.isAnswering = true), TypeError);
});

test('while the backend is away the device shows what it has, and asks again when it is back', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  elsewhere(backend, conversationId, 'stored');
  backend.fault = down;
  holdfast.persistence.pause();
  holdfast.persistence.queueMessage(user('kept here'), conversationId);
  const view = watch(t, store);
  const offline = await view.until(({ history }) => history === 'device');
  assert.deepEqual(contentsOf(offline), ['kept here']);
  backend.fault = () => undefined;
  holdfast.persistence.resume();
  const online = await view.until((snapshot) => snapshot.history === 'backend' && isIdle(snapshot));
  assert.deepEqual(contentsOf(online), ['stored', 'kept here']);
  assertSteady(view.snapshots);
});

test('what another device sent meanwhile is fetched when a position tells of it', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const view = watch(t, store);
  await view.until(({ history }) => history === 'backend');
  elsewhere(backend, conversationId, 'theirs');
  holdfast.persistence.queueMessage(user('ours'), conversationId);
  const shown = await view.until((snapshot) => contentsOf(snapshot).includes('theirs'));
  assert.deepEqual(contentsOf(shown), ['theirs', 'ours']);
  assertSteady(view.snapshots);
});

test('a refused message stays where it was, says why, and goes when it is discarded', async (t) => {
  const { holdfast, store, conversationId } = await watched(t);
  const view = watch(t, store);
  const messages = ['before', 'POISON', 'after'].map((content) =>
    holdfast.persistence.queueMessage(user(content), conversationId),
  );
  const shown = await view.until((snapshot) => statesOf(snapshot).join() === 'synced,parked,synced');
  assert.deepEqual(contentsOf(shown), ['before', 'POISON', 'after']);
  assert.match(shown.messages[1].error, /poison/i);
  assertSteady(view.snapshots);
  await holdfast.persistence.parked.discard(messages[1].id);
  assert.deepEqual(contentsOf(await view.until((snapshot) => snapshot.messages.length === 2)), [
    'before',
    'after',
  ]);
});

test('a refused message that is retried joins the queue again', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const view = watch(t, store);
  const refused = backend.fault;
  backend.fault = ({ path }) => (path === '/message/append' ? problem(400, 'closed-today') : undefined);
  const { id } = holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await view.until((snapshot) => statesOf(snapshot).join() === 'parked');
  backend.fault = refused;
  await holdfast.persistence.parked.retry(id);
  await view.until((snapshot) => snapshot.messages.length === 1 && isIdle(snapshot));
  assertSteady(view.snapshots);
});

test('an answer that cannot be had says why, until the next one is asked for', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const view = watch(t, store);
  backend.complete = () => problem(400, 'no-model', { detail: 'no model is set' });
  await assert.rejects(holdfast.messages.sendMessage('Hi', conversationId));
  const failed = await view.until(({ failure, isAnswering }) => failure && !isAnswering);
  assert.equal(failed.failure.code, 'no-model');
  assert.match(failed.failure.message, /no model is set/);
  assert.equal(failed.messages.length, 1);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  void holdfast.messages.regenerate(conversationId);
  await view.until(({ failure, isAnswering }) => failure === null && isAnswering);
  answer.say('Now');
  answer.end();
  await view.until((snapshot) => snapshot.messages.length === 2 && isIdle(snapshot));
});

test('when an answer has failed and nothing else happens, nothing is said to be answered', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  await holdfast.persistence.queueMessage(user('Hi'), conversationId).synced;
  const view = watch(t, store);
  await view.until((snapshot) => snapshot.history === 'backend' && isIdle(snapshot));
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const asked = holdfast.messages.regenerate(conversationId);
  await view.until(({ isAnswering }) => isAnswering);
  answer.fail();
  await assert.rejects(asked);
  await view.until(({ failure, isAnswering }) => failure && !isAnswering);
});

test('a store that nobody listened to for a while catches up', async (t) => {
  const { holdfast, store, conversationId } = await watched(t);
  const first = watch(t, store);
  await first.until(({ history }) => history === 'backend');
  holdfast.persistence.pause();
  const early = holdfast.persistence.queueMessage(user('early'), conversationId);
  await first.until((snapshot) => statesOf(snapshot).join() === 'queued');
  first.stop();
  holdfast.persistence.resume();
  await early.synced;
  await holdfast.persistence.queueMessage(user('unheard'), conversationId).synced;
  const second = watch(t, store);
  const shown = await second.until((snapshot) => isIdle(snapshot) && snapshot.messages.length === 2);
  assert.deepEqual(contentsOf(shown), ['early', 'unheard']);
});

test('an answer that streams already is there for who comes later', async (t) => {
  const { backend, holdfast, store, conversationId } = await watched(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  void holdfast.messages.sendMessage('Tell me', conversationId);
  answer.say('One');
  await until(holdfast, () => holdfast.messages.streaming()[0]?.message.content === 'One');
  const view = watch(t, store);
  const shown = await view.until((snapshot) => snapshot.messages.length === 2);
  assert.deepEqual([contentsOf(shown)[1], statesOf(shown)[1]], ['One', 'streaming']);
  answer.end();
  await view.until(isIdle);
});

test('a conversation that the backend does not have is an empty one, and is created with its first message', async (t) => {
  const { backend, holdfast } = await watched(t);
  const store = conversationStore(holdfast, 'not-yet');
  const view = watch(t, store);
  assert.deepEqual((await view.until(({ history }) => history === 'backend')).messages, []);
  await Promise.all([store.send('Hello'), store.send('Again')]);
  await view.until((snapshot) => snapshot.messages.length >= 3 && isIdle(snapshot));
  const created = backend.requests.filter(
    ({ path, body }) => path === '/conversation/create' && body.id === 'not-yet',
  );
  assert.deepEqual(
    created.map(({ body }) => body.firstMessage),
    ['Hello'],
  );
  assert.deepEqual(backend.contents('not-yet').slice(0, 2), ['Hello', 'Again']);
  assertSteady(view.snapshots);
});

for (const [when, isReached] of [
  ['at once, before the backend was read', true],
  ['while the backend cannot be read', false],
]) {
  test(`a message for a conversation that the backend does not have is not parked where it is sent ${when}`, async (t) => {
    const { backend, holdfast } = await watched(t);
    const store = conversationStore(holdfast, 'not-yet');
    if (!isReached) backend.fault = down;
    const view = watch(t, store);
    if (!isReached) await view.until(({ history }) => history === 'device');
    const sent = store.send('Hello');
    if (!isReached) await until(holdfast, () => holdfast.persistence.getQueueStatus().lastError !== null);
    backend.fault = () => undefined;
    // An answer may not be had while the conversation is still to be created; the message stays.
    await Promise.allSettled([sent]);
    await holdfast.persistence.flush();
    const { messages } = await view.until((shown) => shown.messages.length > 0 && isIdle(shown));
    assert.equal(messages[0].state, 'synced');
    assert.equal(backend.contents('not-yet')[0], 'Hello');
    assert.equal(holdfast.persistence.getQueueStatus().parked, 0);
  });
}

test('who asks for the same conversation gets the same store', async (t) => {
  const { holdfast, store, conversationId } = await watched(t);
  assert.equal(conversationStore(holdfast, conversationId), store);
  assert.notEqual(conversationStore(holdfast, 'another'), store);
});

test('a listener that throws keeps no other from hearing, and its error is not swallowed', async (t) => {
  const { store } = await watched(t);
  const errors = [];
  t.mock.method(globalThis, 'queueMicrotask', (run) => {
    try {
      run();
    } catch (error) {
      errors.push(error.message);
    }
  });
  t.after(
    store.subscribe(() => {
      throw new Error('broken view');
    }),
  );
  const heard = [];
  t.after(store.subscribe((snapshot) => heard.push(snapshot)));
  assert.deepEqual([errors, heard.length], [['broken view'], 1]);
});
