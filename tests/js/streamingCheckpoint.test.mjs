import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checkpoints } from '../../js/services/Checkpoints.js';
import { makeDisk, openPage } from './support/answerPage.mjs';
import { openAiEvents, streamOf } from './support/FakeBackend.mjs';
import {
  ANSWER,
  EVENTS,
  completions,
  eventually,
  aPart,
  theRest,
  isAnswered,
  isForgotten,
} from './support/unfinishedAnswer.mjs';
import { makeWorld, until } from './support/world.mjs';

test('an answer is kept from its beginning, and forgotten when its message is safe', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  world.backend.complete = () => streamOf(EVENTS);
  const { answer, message } = await page.messages.sendMessage('Tell me', world.conversationId);
  const [first] = disk.store.written;
  assert.deepEqual(
    [first.id, first.conversationId, first.parentId, first.tail, first.lastEventId],
    [answer.id, world.conversationId, message.id, '', ''],
  );
  assert.equal(first.requestId, completions(world.backend)[0].body.requestId);
  await answer.synced;
  await isForgotten(disk);
  assert.equal(disk.locks.size, 0);
});

test('a long answer and a long request are kept in pieces, none of which is written twice', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  const long = ['x'.repeat(20_000), '語'.repeat(20_000), '🌊'.repeat(10_000)];
  const events = openAiEvents(long);
  let push;
  world.backend.complete = () =>
    new Response(
      new ReadableStream({ start: (controller) => (push = (text) => controller.enqueue(Buffer.from(text))) }),
      {
        headers: { 'content-type': 'text/event-stream' },
      },
    );
  const put = t.mock.method(disk.store, 'put');
  void page.messages.sendMessage('?'.repeat(50_000), world.conversationId).catch(() => undefined);
  await eventually(() => push);
  for (const [i, event] of events.slice(0, 3).entries()) {
    push(event);
    await eventually(() => page.answers.list()[0]?.message.content.length === 20_000 * (i + 1));
    page.answers.hide();
  }
  await eventually(() => put.mock.callCount() === 4);
  await sleep(1);
  const places = put.mock.calls.flatMap(({ arguments: [, pieces] }) => pieces);
  assert.equal(new Set(places.map(({ place }) => place)).size, places.length);
  assert.ok(places.every(({ text }) => text.length <= 16 * 1024));
  assert.ok(disk.store.written.every(({ tail }) => tail.length <= 16 * 1024));
  page.die();
  world.backend.complete = ({ headers }) => streamOf(events.slice(Number(headers.get('last-event-id'))));
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  assert.equal(world.backend.contents(world.conversationId)[1], long.join(''));
  assert.equal(completions(world.backend).at(-1).body.messages[0].content.length, 50_000);
});

test('a growing answer is written once a second at most', async (t) => {
  const disk = makeDisk();
  const timers = [];
  const checkpoints = new Checkpoints({ store: disk.store, locks: disk.locks.of({}) }, () => undefined);
  const head = { id: 'a', conversationId: 'c', parentId: 'q', requestId: 'r', createdAt: '' };
  const watched = {
    request: '{}',
    progress: () => ({ content: 'x', lastEventId: '' }),
    onLost: () => undefined,
  };
  const checkpoint = checkpoints.begin(head, watched, []);
  await checkpoint.written;
  t.mock.method(globalThis, 'setTimeout', (work, ms) => timers.push({ work, ms }));
  t.mock.method(globalThis, 'clearTimeout', () => undefined);
  for (let i = 0; i < 1000; i += 1) checkpoint.changed();
  assert.equal(timers.length, 1);
  assert.ok(timers[0].ms <= 1000, `${timers[0].ms}`);
  timers[0].work();
  await checkpoint.written;
  checkpoint.changed();
  assert.equal(timers.length, 2);
  assert.ok(timers[1].ms > 900, `${timers[1].ms}`);
  assert.equal(disk.store.written.length, 2);
});

test('a page that rests lets its answer go, and goes on with it when it runs again', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  world.backend.complete = aPart;
  const sending = page.messages.sendMessage('Tell me', world.conversationId);
  await eventually(() => page.events.some(({ message }) => message?.content === 'One two'));
  await page.answers.rest();
  assert.equal(disk.locks.size, 0);
  assert.equal(disk.store.all[0].tail, 'One two');
  world.backend.complete = theRest;
  await sleep(5);
  assert.equal(completions(world.backend).length, 1);
  page.answers.wake();
  const { answer } = await sending;
  assert.deepEqual([answer.message.content, answer.message.status], [ANSWER, undefined]);
  await isForgotten(disk);
});

test('an answer that another page took while its own rested ends there alone', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  world.backend.complete = aPart;
  const sending = page.messages.sendMessage('Tell me', world.conversationId);
  await eventually(() => page.events.some(({ message }) => message?.content === 'One two'));
  await page.answers.rest();
  world.backend.complete = theRest;
  const other = await openPage(world, disk);
  await other.recovery.look();
  await isAnswered(world);
  page.answers.wake();
  await assert.rejects(sending, { code: 'answer-moved' });
  assert.deepEqual(world.backend.contents(world.conversationId), ['Tell me', ANSWER]);
});

test('a Holdfast that is closed leaves its answer to the next', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  world.backend.complete = aPart;
  const sending = page.messages.sendMessage('Tell me', world.conversationId);
  await eventually(() => page.events.some(({ message }) => message?.content === 'One two'));
  const closing = page.answers.close();
  await assert.rejects(sending, { code: 'closed' });
  await closing;
  world.backend.complete = theRest;
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  assert.equal(world.backend.contents(world.conversationId)[1], ANSWER);
});

test('a storage that fails, or hangs, stops no answer', async (t) => {
  for (const fault of [
    () => {
      throw new Error('full');
    },
    () => new Promise(() => {}),
  ]) {
    const world = await makeWorld(t);
    const disk = makeDisk();
    disk.store.fault = fault;
    const page = await openPage(world, disk);
    world.backend.complete = () => streamOf(EVENTS);
    const { answer } = await page.messages.sendMessage('Tell me', world.conversationId);
    assert.equal(answer.message.content, ANSWER);
  }
});

test('an answer that nobody looks at streams to its end', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.complete = () => streamOf(EVENTS);
  const other = await holdfast.conversations.createConversation({ firstMessage: 'Another' });
  void holdfast.messages.sendMessage('Tell me', conversationId);
  await holdfast.messages.sendMessage('Meanwhile', other.id);
  await until(holdfast, () => backend.conversations.get(conversationId).length === 2);
  assert.equal(backend.contents(conversationId)[1], ANSWER);
});

test('an answer that is longer than a message may be is kept as far as it fits, and says why', async (t) => {
  const world = await makeWorld(t);
  const page = await openPage(world, makeDisk(), { maxMessageBytes: 2048 });
  world.backend.complete = () => streamOf(openAiEvents(['"'.repeat(400), 'x'.repeat(300)]));
  const { answer } = await page.messages.sendMessage('Tell me', world.conversationId);
  assert.deepEqual([answer.message.content, answer.message.status], ['"'.repeat(400), 'interrupted']);
  const told = page.events.at(-1);
  assert.deepEqual([told.code, told.message.status], ['answer-too-large', 'interrupted']);
});
