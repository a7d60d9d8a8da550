/** One request id for each submission: the question, and the person's attempt at an answer to it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { makeDisk, openPage } from './support/answerPage.mjs';
import { openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import { eventually } from './support/unfinishedAnswer.mjs';
import { makeWorld } from './support/world.mjs';

const requestIds = ({ requests }) =>
  requests.filter(({ path }) => path === '/completion/generate').map(({ body }) => body.requestId);
const refuse = () => problem(400, 'no-model');
const answers = () => streamOf(openAiEvents(['Yes']));
const aBreak = () =>
  streamOf(openAiEvents(['Ye'], { done: false }).map((event) => event.replace(/^id.*\n/, '')));

test('an attempt of which nothing was had goes on under its request id when it is regenerated', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.complete = refuse;
  await assert.rejects(holdfast.messages.sendMessage('Well?', conversationId), { code: 'no-model' });
  await assert.rejects(holdfast.messages.regenerate(conversationId), { code: 'no-model' });
  backend.complete = answers;
  await holdfast.messages.regenerate(conversationId);
  const ids = requestIds(backend);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
});

test('an attempt that was stopped before anything came goes on under its request id too', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const controller = new AbortController();
  backend.complete = () => {
    controller.abort();
    return answers();
  };
  await assert.rejects(
    holdfast.messages.sendMessage('Well?', conversationId, { signal: controller.signal }),
    { name: 'AbortError' },
  );
  backend.complete = answers;
  await holdfast.messages.regenerate(conversationId);
  assert.equal(new Set(requestIds(backend)).size, 1);
});

for (const [how, complete, stops] of [
  ['complete', answers],
  ['interrupted', aBreak],
  [
    'aborted',
    () =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(Buffer.from(openAiEvents(['Ye'])[0])) }), {
        headers: { 'content-type': 'text/event-stream' },
      }),
    true,
  ],
]) {
  test(`behind an answer that was kept, ${how}, a new submission has a request id of its own`, async (t) => {
    const { backend, holdfast, conversationId } = await makeWorld(t);
    const controller = new AbortController();
    if (stops) holdfast.on('message', ({ delta }) => delta && controller.abort());
    backend.complete = complete;
    const { answer } = await holdfast.messages.sendMessage('Well?', conversationId, {
      signal: controller.signal,
    });
    assert.equal(answer.message.status ?? 'complete', how);
    await answer.synced;
    backend.complete = answers;
    await holdfast.messages.regenerate(conversationId);
    assert.equal(new Set(requestIds(backend)).size, 2);
  });
}

test('another question is another submission', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.complete = refuse;
  await assert.rejects(holdfast.messages.sendMessage('Well?', conversationId));
  backend.complete = answers;
  await holdfast.messages.sendMessage('Or else?', conversationId);
  assert.equal(new Set(requestIds(backend)).size, 2);
});

test('the request id of an attempt that failed outlives its page, once', async (t) => {
  const world = await makeWorld(t);
  const { backend, conversationId } = world;
  const disk = makeDisk();
  const page = await openPage(world, disk);
  backend.complete = refuse;
  await assert.rejects(page.messages.sendMessage('Well?', conversationId));
  await eventually(() => disk.store.all[0]?.failed);
  assert.equal(disk.store.all[0].requestPieces, 0);
  page.die();

  const next = await openPage(world, disk);
  await next.recovery.look();
  assert.deepEqual(next.answers.list(), []);
  backend.complete = answers;
  const answer = await next.messages.regenerate(conversationId);
  await answer.synced;
  await eventually(() => disk.store.all.length === 0);
  await next.messages.regenerate(conversationId);
  const ids = requestIds(backend);
  assert.equal(ids.length, 3);
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[1], ids[2]);
});

test('an answer that was lost with its page and could not be had is regenerated under its request id', async (t) => {
  const world = await makeWorld(t);
  const { backend, conversationId } = world;
  const disk = makeDisk();
  const page = await openPage(world, disk);
  backend.complete = () =>
    new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
  void page.messages.sendMessage('Well?', conversationId).catch(() => undefined);
  await eventually(() => requestIds(backend).length === 1 && disk.store.all.length === 1);
  page.die();
  backend.complete = refuse;
  const next = await openPage(world, disk);
  await next.recovery.look();
  await eventually(() => next.events.some(({ state }) => state === 'failed'));
  backend.complete = answers;
  await next.messages.regenerate(conversationId);
  const ids = requestIds(backend);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
});
