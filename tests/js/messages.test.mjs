import assert from 'node:assert/strict';
import test from 'node:test';
import { heldStream, openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

test('sendMessage creates the conversation, queues the question, streams the answer and queues it with its parent', async (t) => {
  const { backend, holdfast, events } = await makeWorld(t);
  const sent = await holdfast.messages.sendMessage('Hi there');
  await holdfast.persistence.flush();
  const [question, answer] = backend.conversations.get(sent.conversationId);
  assert.deepEqual([question.role, question.content], ['user', 'Hi there']);
  assert.deepEqual([answer.role, answer.content, answer.parentId], ['assistant', 'Hello there', question.id]);
  assert.equal(sent.message.id, question.id);
  assert.equal(sent.answer.id, answer.id);
  const streamed = events
    .filter(({ id, state }) => id === answer.id && state === 'streaming')
    .map(({ delta }) => delta ?? '');
  assert.equal(streamed.join(''), 'Hello there');
});

test('the question is queued before anything waits for the network', async (t) => {
  const { backend, holdfast, conversationId, events } = await makeWorld(t);
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  const sending = holdfast.messages.sendMessage('Is anybody there?', conversationId);
  sending.catch(() => {});
  assert.equal(events.at(-1).state, 'queued');
  assert.equal(events.at(-1).message.content, 'Is anybody there?');
  await assert.rejects(sending, { code: 'backend-unreachable' });
  assert.equal((await holdfast.persistence.pending(conversationId)).length, 1);
});

test('an answer that cannot be had is reported, keeps the question, and can be asked for again', async (t) => {
  const { backend, holdfast, conversationId, events } = await makeWorld(t);
  backend.complete = () => problem(400, 'no-model', { detail: 'no model is set' });
  await assert.rejects(holdfast.messages.sendMessage('Hi', conversationId), { code: 'no-model' });
  const failed = events.find(({ state }) => state === 'failed');
  assert.match(failed.error, /no model is set/);
  assert.equal(failed.code, 'no-model');
  backend.complete = () => streamOf(openAiEvents(['Now']));
  const answer = await holdfast.messages.regenerate(conversationId);
  await answer.synced;
  assert.deepEqual(backend.contents(conversationId), ['Hi', 'Now']);
});

test('a stopped answer keeps the part that has arrived, as aborted', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const { response, push } = heldStream();
  backend.complete = () => response;
  const controller = new AbortController();
  holdfast.on('message', ({ delta }) => delta && controller.abort());
  const sending = holdfast.messages.sendMessage('Go on', conversationId, { signal: controller.signal });
  push.text(openAiEvents(['A part'])[0]);
  const { answer } = await sending;
  await answer.synced;
  assert.equal(answer.message.status, 'aborted');
  assert.deepEqual(backend.contents(conversationId), ['Go on', 'A part']);
});

test('an answer that breaks off for good keeps its part, as interrupted', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.complete = () =>
    streamOf(['data: {"choices":[{"delta":{"content":"Half"}}]}\n\n'], { broken: true });
  const { answer } = await holdfast.messages.sendMessage('All of it', conversationId);
  assert.equal(answer.message.status, 'interrupted');
  assert.equal(answer.message.content, 'Half');
});

test('what is sent while an answer streams is queued at once, and one answer follows for all of it', async (t) => {
  const { backend, holdfast, conversationId, events } = await makeWorld(t);
  const first = heldStream();
  backend.complete = () => first.response;
  const one = holdfast.messages.sendMessage('one', conversationId);
  await new Promise((resolve) => {
    const stop = holdfast.on('message', ({ delta }) => delta && (stop(), resolve()));
    first.push.text(openAiEvents(['First'])[0]);
  });
  backend.complete = () => streamOf(openAiEvents(['Second']));
  const two = holdfast.messages.sendMessage('two', conversationId);
  const three = holdfast.messages.sendMessage('three', conversationId);
  assert.equal(events.filter(({ state, message }) => state === 'queued' && message).length, 3);
  first.push.text('data: [DONE]\n\n');
  first.push.end();
  const [, { answer: a }, { answer: b }] = await Promise.all([one, two, three]);
  assert.equal(a, b);
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['one', 'two', 'three', 'First', 'Second']);
  const asked = backend.requests.filter(({ path }) => path === '/completion/generate').at(-1).body.messages;
  assert.deepEqual(
    asked.map(({ content }) => content),
    ['one', 'First', 'two', 'three'],
  );
});

test('a lost answer of create makes no second conversation', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const keys = new Set();
  let lost = 1;
  backend.losesAnswer = (path) => path === '/conversation/create' && lost-- > 0;
  backend.fault = ({ path, headers }) =>
    void (path === '/conversation/create' && keys.add(headers.get('idempotency-key')));
  await holdfast.conversations.createConversation({ firstMessage: 'Hi' });
  assert.equal(keys.size, 1);
  assert.match([...keys][0], /^"[0-9a-f-]{36}"$/);
});

test('an empty message is refused before anything is created', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const before = backend.requests.length;
  for (const content of ['', undefined, 7]) {
    await assert.rejects(holdfast.messages.sendMessage(content), {
      code: 'invalid-message',
      field: 'content',
    });
  }
  assert.equal(backend.requests.length, before);
});
