import assert from 'node:assert/strict';
import test from 'node:test';
import { problem } from './support/FakeBackend.mjs';
import { makeWorld, until, user } from './support/world.mjs';

/** A backend that cannot be reached until it is told otherwise. */
function cutOff(backend) {
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  return () => (backend.fault = () => undefined);
}

test('a conversation is created with its title, and under the id that it was given', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const conversation = await holdfast.conversations.createConversation({ id: 'mine', firstMessage: 'Hello' });
  assert.deepEqual([conversation.id, conversation.title, conversation.pending], ['mine', 'Hello', undefined]);
  const { headers, body } = backend.requests.filter(({ path }) => path === '/conversation/create').at(-1);
  assert.equal(headers.get('idempotency-key'), '"mine"');
  assert.equal(body.id, 'mine');
});

test('where the backend is out of reach it is there at once, and created ahead of its messages', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const mend = cutOff(backend);
  const told = [];
  holdfast.on('conversation', (conversation) => told.push(conversation));
  const conversation = await holdfast.conversations.createConversation({ firstMessage: 'On a plane' });
  assert.equal(conversation.pending, true);
  const message = holdfast.persistence.queueMessage(user('On a plane'), conversation.id);
  assert.deepEqual(told, []);
  mend();
  await message.synced;
  assert.deepEqual(backend.contents(conversation.id), ['On a plane']);
  assert.equal(told[0].id, conversation.id);
  assert.equal(told[0].title, 'On a plane');
});

test('sendMessage without a conversation queues its message though the backend is out of reach', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const mend = cutOff(backend);
  const sent = holdfast.messages.sendMessage('Anybody there?');
  await assert.rejects(sent);
  const [pending] = await holdfast.persistence.pending();
  assert.equal(pending.message.content, 'Anybody there?');
  mend();
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(pending.conversationId), ['Anybody there?']);
});

test('a creation that the backend refuses rejects with its code', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  backend.fault = ({ path }) => (path === '/conversation/create' ? problem(422, 'bad-title') : undefined);
  await assert.rejects(holdfast.conversations.createConversation({ title: 'x' }), { code: 'bad-title' });
});

test('the same id that is under way is one conversation', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const create = () => holdfast.conversations.createConversation({ id: 'same' });
  const [one, two] = await Promise.all([create(), create()]);
  assert.deepEqual(one, two);
  assert.equal(backend.requests.filter(({ body }) => body?.id === 'same').length, 1);
});

test('an abort ends the wait for a conversation, not its creation', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const waiting = new AbortController();
  const begun = holdfast.conversations.createConversation({ id: 'later' }, { signal: waiting.signal });
  waiting.abort();
  await assert.rejects(begun, { name: 'AbortError' });
  await until(holdfast, () => backend.conversations.has('later'));
});

test('an id that is none, and a first message beyond the limit, are refused at once', async (t) => {
  const { holdfast } = await makeWorld(t);
  const { conversations } = holdfast;
  await assert.rejects(conversations.createConversation({ id: 'no spaces' }), { code: 'invalid-id' });
  const firstMessage = 'x'.repeat(1024 * 1024);
  await assert.rejects(conversations.createConversation({ firstMessage }), { code: 'message-too-large' });
});
