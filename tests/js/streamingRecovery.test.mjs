import assert from 'node:assert/strict';
import test from 'node:test';
import { makeDisk, openPage } from './support/answerPage.mjs';
import { openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import {
  ANSWER,
  completions,
  eventually,
  aPart,
  theRest,
  aPageThatDied,
  isAnswered,
  isForgotten,
} from './support/unfinishedAnswer.mjs';
import { makeWorld } from './support/world.mjs';

test('an answer whose page dies is shown at once and resumed where it was, under the same request id', async (t) => {
  const { backend, disk, world, conversationId } = await aPageThatDied(t);
  backend.complete = theRest;
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  const [dead, resumed] = completions(backend);
  assert.equal(resumed.headers.get('last-event-id'), '2');
  assert.deepEqual(resumed.body, dead.body);
  const [question, answer] = backend.conversations.get(conversationId);
  assert.deepEqual([answer.content, answer.parentId, answer.status], [ANSWER, question.id, undefined]);
  const [shown] = next.events;
  assert.deepEqual([shown.state, shown.id, shown.message.content], ['streaming', answer.id, 'One two']);
  await isForgotten(disk);
});

test('of two pages that look, exactly one goes on with an answer', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t);
  backend.complete = theRest;
  const pages = [await openPage(world, disk), await openPage(world, disk)];
  await Promise.all(pages.map(({ recovery }) => recovery.look()));
  assert.deepEqual(pages.map(({ answers }) => answers.list().length).sort(), [0, 1]);
  await isAnswered(world);
  assert.equal(completions(backend).length, 2);
});

test('a page that lives is not robbed of its answer', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  world.backend.complete = aPart;
  void page.messages.sendMessage('Tell me', world.conversationId).catch(() => undefined);
  await eventually(() => disk.store.all.length === 1);
  const other = await openPage(world, disk);
  await other.recovery.look();
  assert.deepEqual(other.answers.list(), []);
  await page.answers.close();
});

test('the leader goes on with an answer whose page dies while it leads', async (t) => {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk);
  const leader = await openPage(world, disk);
  world.backend.complete = aPart;
  void page.messages.sendMessage('Tell me', world.conversationId).catch(() => undefined);
  await eventually(() => page.events.some(({ message }) => message?.content === 'One two'));
  page.answers.hide();
  await eventually(() => disk.store.all[0]?.tail === 'One two');
  const timers = [];
  const setTimer = t.mock.method(globalThis, 'setTimeout', (work, ms) => ({
    unref: () => timers.push({ work, ms }),
  }));
  leader.recovery.lead(true);
  await leader.checkpoints.unfinished();
  await new Promise(setImmediate);
  setTimer.mock.restore();
  assert.deepEqual(leader.answers.list(), []);
  page.die();
  world.backend.complete = theRest;
  assert.ok(timers.at(-1).ms < 10_000);
  timers.at(-1).work();
  await isAnswered(world);
  leader.recovery.close();
});

test('without Web Locks, an owner that has not shown itself for a while is gone, and no sooner', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t, { options: { hasLocks: false } });
  backend.complete = theRest;
  const next = await openPage(world, disk, { hasLocks: false });
  await next.recovery.look();
  assert.deepEqual(next.answers.list(), []);
  disk.store.all[0].updatedAt -= 20_000;
  const pages = [next, await openPage(world, disk, { hasLocks: false })];
  await Promise.all(pages.map(({ recovery }) => recovery.look()));
  assert.deepEqual(pages.map(({ answers }) => answers.list().length).sort(), [0, 1]);
  await isAnswered(world);
  for (const { answers } of pages) await answers.close();
});

test('where the server can no longer resume, the part is kept and marked as interrupted', async (t) => {
  const { backend, disk, world, conversationId } = await aPageThatDied(t);
  backend.complete = () => problem(409, 'resume-unavailable');
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  const [, answer] = backend.conversations.get(conversationId);
  assert.deepEqual([answer.content, answer.status], ['One two', 'interrupted']);
  assert.equal(next.events.find(({ code }) => code)?.code, 'resume-unavailable');
  await isForgotten(disk);
});

test('where the backend numbers nothing, the part is kept as interrupted without a request', async (t) => {
  const { backend, disk, world, conversationId } = await aPageThatDied(t);
  disk.store.all[0].lastEventId = '';
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  const [, answer] = backend.conversations.get(conversationId);
  assert.deepEqual([answer.content, answer.status], ['One two', 'interrupted']);
  assert.equal(completions(backend).length, 1);
});

test('an answer of which nothing had arrived is asked for again, under the same request id', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t, {
    checkpointed: false,
    complete: () => new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
  });
  backend.complete = theRest;
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isAnswered(world);
  const [dead, again] = completions(backend);
  assert.equal(again.headers.get('last-event-id'), null);
  assert.equal(again.body.requestId, dead.body.requestId);
});

test('an answer of which nothing had arrived and nothing can be had has failed', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t, {
    checkpointed: false,
    complete: () => new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
  });
  backend.complete = () => problem(400, 'no-model');
  const next = await openPage(world, disk);
  await next.recovery.look();
  await eventually(() => next.events.some(({ state }) => state === 'failed'));
  assert.equal(next.events.at(-1).code, 'no-model');
  await next.recovery.look();
  assert.deepEqual(next.answers.list(), []);
  assert.equal(completions(backend).length, 2);
});

test('a page that dies between the queueing and the forgetting doubles nothing', async (t) => {
  const { backend, disk, world, holdfast, conversationId } = await aPageThatDied(t);
  const { id, parentId, createdAt } = disk.store.all[0];
  const message = { id, role: 'assistant', content: ANSWER, createdAt, parentId };
  holdfast.persistence.pause();
  holdfast.persistence.queueMessage(message, conversationId);
  const pending = await openPage(world, disk);
  await pending.recovery.look();
  await isForgotten(disk);
  assert.deepEqual(pending.events, []);
  assert.equal(completions(backend).length, 1);
  holdfast.persistence.resume();
  await isAnswered(world);
  assert.deepEqual(backend.contents(conversationId), ['Tell me', ANSWER]);
});

test('a checkpoint whose message the backend has is dropped, and its place told', async (t) => {
  const { backend, disk, world, holdfast, conversationId } = await aPageThatDied(t);
  const { id, parentId, createdAt } = disk.store.all[0];
  const message = { id, role: 'assistant', content: ANSWER, createdAt, parentId };
  await holdfast.persistence.queueMessage(message, conversationId).synced;
  const next = await openPage(world, disk);
  await next.recovery.look();
  await isForgotten(disk);
  assert.deepEqual([next.events.at(-1).state, next.events.at(-1).position], ['synced', 2]);
  assert.equal(completions(backend).length, 1);
  assert.deepEqual(backend.contents(conversationId), ['Tell me', ANSWER]);
});

test('while the backend is away the part is shown, and resumed when it answers', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t);
  let isAway = true;
  const asked = () => backend.requests.filter(({ path }) => path.endsWith('/messages')).length;
  backend.fault = () => {
    if (isAway) throw new TypeError('fetch failed');
  };
  backend.complete = theRest;
  const setTimer = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', (work, ms, ...rest) => setTimer(work, Math.min(ms, 5), ...rest));
  const next = await openPage(world, disk);
  await next.recovery.look();
  const before = asked();
  await eventually(() => asked() > before + 12);
  assert.equal(next.answers.list()[0].message.content, 'One two');
  isAway = false;
  t.mock.restoreAll();
  await isAnswered(world);
});

test('a recovery waits for a backend that does not stream yet, however often it fails', async (t) => {
  const { backend, disk, world } = await aPageThatDied(t);
  backend.complete = () => problem(503, 'busy');
  const setTimer = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', (work, ms, ...rest) => setTimer(work, Math.min(ms, 5), ...rest));
  const next = await openPage(world, disk);
  await next.recovery.look();
  await eventually(() => completions(backend).length > 12);
  backend.complete = theRest;
  t.mock.restoreAll();
  await isAnswered(world);
  assert.equal(backend.contents(world.conversationId)[1], ANSWER);
});

test('an answer that was recovered can be stopped, and what is asked meanwhile follows it', async (t) => {
  const { backend, disk, world, conversationId } = await aPageThatDied(t);
  backend.complete = () =>
    new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
  const next = await openPage(world, disk);
  await next.recovery.look();
  await eventually(() => completions(backend).length === 2);
  assert.equal(next.messages.streaming()[0].conversationId, conversationId);
  const sending = next.messages.sendMessage('And then?', conversationId);
  backend.complete = () => streamOf(openAiEvents(['Then']));
  await eventually(() => backend.contents(conversationId).includes('And then?'));
  next.messages.stop(conversationId);
  const { answer } = await sending;
  await answer.synced;
  assert.deepEqual(backend.contents(conversationId), ['Tell me', 'And then?', 'One two', 'Then']);
  assert.equal(backend.conversations.get(conversationId)[2].status, 'aborted');
  const asked = completions(backend)[2].body.messages.map(({ content }) => content);
  assert.deepEqual(asked, ['Tell me', 'One two', 'And then?']);
});
