/** The stores of single messages and of the status, and how often any of them speaks. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { conversationStore, messageStore, statusStore } from '../../../js/adapters/stores.js';
import { FrameGate } from '../../../js/adapters/stores/frames.js';
import { problem } from '../support/FakeBackend.mjs';
import { makeWorld, user } from '../support/world.mjs';
import { heldAnswer, isIdle, watch } from './support/watching.mjs';

/** A gate whose frames come when the test says so. */
function commandedGate() {
  const frames = [];
  let count = 0;
  const gate = new FrameGate(
    () => (count += 1),
    (callback) => frames.push(callback),
  );
  return { gate, draw: () => frames.splice(0).forEach((frame) => frame()), count: () => count };
}

test('the first change of a frame is told at once, all others together with the next frame', () => {
  const { gate, draw, count } = commandedGate();
  for (let i = 0; i < 100; i += 1) gate.pass();
  assert.equal(count(), 1);
  draw();
  assert.equal(count(), 2);
  draw();
  assert.equal(count(), 2);
  gate.pass();
  assert.equal(count(), 3);
});

test('what changes soon is looked at with the next frame, once', () => {
  const { gate, draw, count } = commandedGate();
  gate.passLater();
  gate.passLater();
  assert.equal(count(), 0);
  draw();
  assert.equal(count(), 1);
  draw();
  assert.equal(count(), 1);
});

test('a thousand messages that are queued at once are told a few times', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const view = watch(t, conversationStore(holdfast, conversationId));
  await view.until(({ history }) => history === 'backend');
  const before = view.snapshots.length;
  for (let i = 0; i < 1000; i += 1) holdfast.persistence.queueMessage(user(`${i}`), conversationId);
  assert.ok(view.snapshots.length <= before + 1);
  const { messages } = await view.until((snapshot) => isIdle(snapshot) && snapshot.messages.length === 1000);
  assert.deepEqual(
    messages.map(({ content }) => content),
    Array.from({ length: 1000 }, (_, i) => `${i}`),
  );
});

test('a message is followed from the outbox to the backend', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  holdfast.persistence.pause();
  const queued = holdfast.persistence.queueMessage(user('Hello'), conversationId);
  const view = watch(t, messageStore(holdfast, queued.id));
  await view.until(({ state }) => state === 'queued');
  holdfast.persistence.resume();
  const synced = await view.until(({ state }) => state === 'synced');
  assert.deepEqual(synced, { id: queued.id, state: 'synced', position: 1, error: null, code: null });
});

test('a message that was queued before anybody looked is found in the log, with one reading for all', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  holdfast.persistence.pause();
  const ids = ['one', 'two', 'three'].map(
    (content) => holdfast.persistence.queueMessage(user(content), conversationId).id,
  );
  const pending = t.mock.method(holdfast.persistence, 'pending');
  const views = ids.map((id) => watch(t, messageStore(holdfast, id)));
  for (const view of views) await view.until(({ state }) => state === 'queued');
  assert.equal(pending.mock.callCount(), 1);
});

test('a message that is refused says why; it is unknown when it is discarded', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.fault = ({ path }) => (path === '/message/append' ? problem(400, 'closed-today') : undefined);
  const { id } = holdfast.persistence.queueMessage(user('Hello'), conversationId);
  const view = watch(t, messageStore(holdfast, id));
  const parked = await view.until(({ state }) => state === 'parked');
  assert.equal(parked.code, 'closed-today');
  assert.ok(parked.error.length > 0);
  await holdfast.persistence.parked.discard(id);
  await view.until(({ state }) => state === 'unknown');
});

test('an answer is streaming, then failed or synced; what nobody queued here is unknown', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const sent = holdfast.messages.sendMessage('Tell me', conversationId);
  answer.say('One');
  const conversation = watch(t, conversationStore(holdfast, conversationId));
  const { messages } = await conversation.until((snapshot) => snapshot.messages.length === 2);
  const view = watch(t, messageStore(holdfast, messages[1].id));
  await view.until(({ state }) => state === 'streaming');
  answer.end();
  await view.until(({ state }) => state === 'synced');
  await sent;
  assert.equal(watch(t, messageStore(holdfast, 'nobody')).last.state, 'unknown');
});

test('who begins to listen hears once what is the case, also of what came when nobody listened', async (t) => {
  const { holdfast } = await makeWorld(t);
  const store = statusStore(holdfast);
  holdfast.persistence.pause();
  while (holdfast.persistence.getQueueStatus().paused === null) await sleep(1);
  assert.equal(store.getSnapshot().paused, 'user');
  assert.equal(store.getSnapshot(), store.getSnapshot());
  const { snapshots } = watch(t, store);
  assert.deepEqual(
    snapshots.map(({ paused }) => paused),
    ['user'],
  );
});

test('the status is the same object while it says the same', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const view = watch(t, statusStore(holdfast));
  const before = view.last;
  assert.equal(statusStore(holdfast).getSnapshot(), before);
  holdfast.persistence.pause();
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await view.until(({ pending }) => pending === 1);
  holdfast.persistence.resume();
  await view.until(({ pending }) => pending === 0);
  assert.equal(before.pending, 0);
  assert.throws(() => (view.last.pending = 7), TypeError);
  for (const [i, snapshot] of view.snapshots.entries())
    if (i > 0) assert.notDeepEqual(snapshot, view.snapshots[i - 1]);
});
