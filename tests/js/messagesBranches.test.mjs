/** Branches: other answers to a question, other messages in the place of one, and what a model is asked then. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import test from 'node:test';
import { heldStream, json, openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

/** A backend that numbers its answers: A1, A2, … */
function numberAnswers(backend) {
  let count = 0;
  backend.complete = () => streamOf(openAiEvents([`A${++count}`]));
}

/** Each stands for the message of that content. */
async function aTalk(t, ...contents) {
  const world = await makeWorld(t);
  numberAnswers(world.backend);
  for (const content of contents) await world.holdfast.messages.sendMessage(content, world.conversationId);
  await world.holdfast.persistence.flush();
  return world;
}

const stored = ({ backend, conversationId }, content) =>
  backend.conversations.get(conversationId).find((message) => message.content === content);
const requests = ({ backend }) =>
  backend.requests.filter(({ path }) => path === '/completion/generate').map(({ body }) => body);
const asked = (world) => requests(world).map(({ messages }) => messages.map(({ content }) => content));

/** An answer streams until `finish()` is called. */
async function whileOneStreams({ backend, holdfast, conversationId }, content) {
  const { response, push } = heldStream();
  const { complete } = backend;
  backend.complete = () => response;
  const sending = holdfast.messages.sendMessage(content, conversationId);
  const begun = new Promise((resolve) => {
    const stop = holdfast.on('message', ({ delta }) => delta && (stop(), resolve()));
  });
  push.text(openAiEvents([`to ${content}`])[0]);
  await begun;
  backend.complete = complete;
  return async () => {
    push.text('data: [DONE]\n\n');
    push.end();
    return sending;
  };
}

test('regenerate answers the newest question once more, without the answers that it has', async (t) => {
  const world = await aTalk(t, 'one', 'two');
  const answer = await world.holdfast.messages.regenerate(world.conversationId);
  assert.equal(answer.message.content, 'A3');
  assert.equal(answer.message.parentId, stored(world, 'two').id);
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'two']);
});

test('regenerate answers an earlier question once more, named by itself or by an answer to it', async (t) => {
  const world = await aTalk(t, 'one', 'two');
  for (const content of ['one', 'A1']) {
    const messageId = stored(world, content).id;
    const answer = await world.holdfast.messages.regenerate(world.conversationId, { messageId });
    assert.equal(answer.message.parentId, stored(world, 'one').id);
    assert.deepEqual(asked(world).at(-1), ['one']);
  }
});

test('another answer is a submission of its own, unless nothing came of the one before', async (t) => {
  const world = await aTalk(t, 'one', 'two');
  const { backend, holdfast, conversationId } = world;
  const messageId = stored(world, 'A1').id;
  const { complete } = backend;
  backend.complete = () => problem(400, 'no-model');
  await assert.rejects(holdfast.messages.regenerate(conversationId, { messageId }), { code: 'no-model' });
  backend.complete = complete;
  await holdfast.messages.regenerate(conversationId, { messageId });
  await holdfast.messages.regenerate(conversationId, { messageId });
  const [first, , failed, again, another] = requests(world).map(({ requestId }) => requestId);
  assert.equal(failed, again);
  assert.equal(new Set([first, failed, another]).size, 3);
});

test('an edit stands beside the message, is answered, and leaves out what followed that', async (t) => {
  const world = await aTalk(t, 'one', 'two', 'three');
  const { id } = stored(world, 'two');
  const edit = await world.holdfast.messages.editMessage(world.conversationId, id, 'TWO');
  await edit.answer.synced;
  assert.equal(edit.message.message.parentId, stored(world, 'A1').id);
  assert.equal(edit.answer.message.parentId, edit.message.id);
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'TWO']);
  await world.holdfast.messages.sendMessage('four', world.conversationId);
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'TWO', 'A4', 'four']);
});

test('an edit of the first message names the conversation', async (t) => {
  const world = await aTalk(t, 'one', 'two');
  const { id } = stored(world, 'one');
  const edit = await world.holdfast.messages.editMessage(world.conversationId, id, 'ONE');
  assert.equal(edit.message.message.parentId, world.conversationId);
  assert.deepEqual(asked(world).at(-1), ['ONE']);
});

test('a message sent behind an older branch follows what its person saw', async (t) => {
  const world = await aTalk(t, 'one');
  const { messages } = world.holdfast;
  await messages.regenerate(world.conversationId);
  const after = stored(world, 'A1').id;
  const sent = await messages.sendMessage('two', world.conversationId, { after });
  assert.equal(sent.message.message.parentId, after);
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'two']);
  await messages.sendMessage('three', world.conversationId);
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'two', 'A3', 'three']);
});

test('what names nothing that is known follows the newest message', async (t) => {
  const world = await aTalk(t, 'one');
  await world.holdfast.messages.sendMessage('two', world.conversationId, { after: 'gone' });
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'two']);
});

test('a message that waits to be sent can be edited and regenerated', async (t) => {
  const world = await aTalk(t, 'one');
  const { holdfast, conversationId, backend } = world;
  holdfast.persistence.pause();
  const { message } = await holdfast.messages.sendMessage('two', conversationId);
  const answer = await holdfast.messages.regenerate(conversationId, { messageId: message.id });
  const edit = await holdfast.messages.editMessage(conversationId, message.id, 'TWO');
  assert.deepEqual(asked(world).slice(-2), [
    ['one', 'A1', 'two'],
    ['one', 'A1', 'TWO'],
  ]);
  holdfast.persistence.resume();
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['one', 'A1', 'two', 'A2', 'A3', 'TWO', 'A4']);
  assert.equal(answer.message.parentId, message.id);
  assert.equal(edit.message.message.parentId, stored(world, 'A1').id);
});

test('an edit that is told what the message follows is queued at once, also offline', async (t) => {
  const world = await aTalk(t, 'one', 'two');
  const { backend, holdfast, conversationId, events } = world;
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  const follows = stored(world, 'A1').id;
  const editing = holdfast.messages.editMessage(conversationId, stored(world, 'two').id, 'TWO', { follows });
  assert.equal(events.at(-1).state, 'queued');
  assert.deepEqual([events.at(-1).message.content, events.at(-1).message.parentId], ['TWO', follows]);
  await assert.rejects(editing, { code: 'backend-unreachable' });
  backend.fault = () => undefined;
  await holdfast.persistence.flush();
  assert.equal(stored(world, 'TWO').parentId, follows);
});

test('what is asked while an answer streams waits for it: one answer for each branch, in order', async (t) => {
  const world = await aTalk(t, 'one');
  const { holdfast, conversationId } = world;
  const finish = await whileOneStreams(world, 'two');
  const { messages } = holdfast;
  const first = messages.editMessage(conversationId, stored(world, 'one').id, 'ONE', {
    follows: conversationId,
  });
  const second = messages.sendMessage('three', conversationId);
  const after = stored(world, 'A1').id;
  const third = messages.sendMessage('four', conversationId, { after });
  await finish();
  const answers = (await Promise.all([first, second, third])).map(({ answer }) => answer);
  assert.equal(answers[0], answers[1]);
  assert.notEqual(answers[1], answers[2]);
  assert.deepEqual(asked(world).slice(-3), [
    ['one', 'A1', 'two'],
    ['ONE', 'three'],
    ['one', 'A1', 'four'],
  ]);
});

test('who asks for another answer to one question while one streams gets one, together', async (t) => {
  const world = await aTalk(t, 'one');
  const { messages } = world.holdfast;
  const finish = await whileOneStreams(world, 'two');
  const messageId = stored(world, 'A1').id;
  const asking = [1, 2].map(() => messages.regenerate(world.conversationId, { messageId }));
  const sending = messages.sendMessage('three', world.conversationId);
  await finish();
  const [first, second] = await Promise.all(asking);
  assert.equal(first, second);
  const { answer } = await sending;
  assert.deepEqual(asked(world).slice(-2), [['one'], ['one', 'A1', 'two', 'to two', 'three']]);
  assert.equal(answer.message.content, 'A3');
});

test('who asks for another answer, and to what is not known yet, is not given that of somebody else', async (t) => {
  const world = await aTalk(t, 'one');
  const { backend, holdfast, conversationId } = world;
  const finish = await whileOneStreams(world, 'two');
  const sending = holdfast.messages.sendMessage('three', conversationId);
  let answerLookup;
  const lookup = new Promise((resolve) => (answerLookup = resolve));
  backend.fault = ({ path }) => {
    if (!path.endsWith('/messages')) return undefined;
    backend.fault = () => undefined;
    return lookup;
  };
  const messageId = stored(world, 'A1').id;
  const asking = holdfast.messages.regenerate(conversationId, { messageId });
  await finish();
  const { answer } = await sending;
  answerLookup();
  assert.notEqual(await asking, answer);
  assert.deepEqual(asked(world).slice(-2), [['one', 'A1', 'two', 'to two', 'three'], ['one']]);
});

test('where the backend is away, all that waits fails with what was asked first', async (t) => {
  const world = await aTalk(t, 'one');
  const { backend, holdfast, conversationId, events } = world;
  const finish = await whileOneStreams(world, 'two');
  const sending = ['three', 'four', 'five'].map((content) =>
    holdfast.messages.sendMessage(content, conversationId),
  );
  backend.fault = ({ path }) => (path.endsWith('/messages') ? json({}, 500) : undefined);
  await finish();
  for (const { reason } of await Promise.allSettled(sending)) assert.equal(reason.code, 'http-500');
  assert.equal(events.filter(({ state }) => state === 'failed').length, 1);
});

test('one who stops waiting takes no answer from another branch', async (t) => {
  const world = await aTalk(t, 'one');
  const { messages } = world.holdfast;
  const finish = await whileOneStreams(world, 'two');
  const controller = new AbortController();
  const stopped = messages.sendMessage('ONE', world.conversationId, {
    after: world.conversationId,
    signal: controller.signal,
  });
  const other = messages.sendMessage('three', world.conversationId, { after: stored(world, 'A1').id });
  controller.abort();
  await finish();
  await assert.rejects(stopped, { name: 'AbortError' });
  assert.equal((await other).answer.message.content, 'A2');
});

test('an answer that has ended leaves nothing behind on its signal', async (t) => {
  const { holdfast, conversationId } = await aTalk(t);
  const { signal } = new AbortController();
  await holdfast.messages.sendMessage('one', conversationId, { signal });
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('a message that was refused for good is answered nevertheless', async (t) => {
  const world = await aTalk(t, 'one');
  const finish = await whileOneStreams(world, 'two');
  const sending = world.holdfast.messages.sendMessage('POISON', world.conversationId);
  await new Promise((resolve) => world.holdfast.on('parked', resolve));
  await finish();
  await sending;
  assert.deepEqual(asked(world).at(-1), ['one', 'A1', 'two', 'to two', 'POISON']);
});

test('what cannot be regenerated is refused, and nothing is asked', async (t) => {
  const world = await aTalk(t, 'one');
  const { holdfast, conversationId, events } = world;
  await holdfast.persistence.queueMessage({ id: 'alone', role: 'assistant', content: 'x' }, conversationId)
    .synced;
  const before = requests(world).length;
  for (const [messageId, code] of [
    ['gone', 'unknown-message'],
    ['alone', 'no-question'],
    ['?', 'invalid-message-id'],
    ['', 'missing-message-id'],
  ]) {
    const error = { name: 'HoldfastError', code, field: 'messageId' };
    await assert.rejects(holdfast.messages.regenerate(conversationId, { messageId }), error);
  }
  await assert.rejects(holdfast.messages.regenerate(''), { code: 'missing-conversation-id' });
  const empty = await holdfast.conversations.createConversation({});
  assert.equal(events.filter(({ state }) => state === 'failed').length, 0);
  await assert.rejects(holdfast.messages.regenerate(empty.id), { code: 'no-question' });
  assert.equal(requests(world).length, before);
});

test('what cannot be edited is refused, and nothing is queued', async (t) => {
  const world = await aTalk(t, 'one');
  const { holdfast, conversationId } = world;
  const edit = (messageId, content = 'ONE', options = undefined) =>
    holdfast.messages.editMessage(conversationId, messageId, content, options);
  const { id } = stored(world, 'one');
  await assert.rejects(edit('gone'), { code: 'unknown-message', field: 'messageId' });
  await assert.rejects(edit(stored(world, 'A1').id), { code: 'not-a-user-message', field: 'messageId' });
  await assert.rejects(edit(id, ''), { code: 'invalid-message', field: 'content' });
  await assert.rejects(edit(id, 'ONE', { follows: '?' }), { code: 'invalid-follows', field: 'follows' });
  await assert.rejects(edit(undefined), { code: 'missing-message-id' });
  await assert.rejects(holdfast.messages.editMessage('', id, 'ONE'), { code: 'missing-conversation-id' });
  await assert.rejects(holdfast.messages.sendMessage('two', conversationId, { after: '?' }), {
    code: 'invalid-after',
    field: 'after',
  });
  await assert.rejects(holdfast.messages.sendMessage('two', undefined, { after: id }), {
    code: 'missing-conversation-id',
  });
  assert.deepEqual(world.backend.contents(conversationId), ['one', 'A1']);
});
