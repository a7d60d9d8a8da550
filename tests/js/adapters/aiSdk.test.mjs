/** The transport, under the AI SDK's own `useChat` and `Chat`. */
import { openPage, shower } from './support/reactPage.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chat, useChat } from '@ai-sdk/react';
import { createElement as h } from 'react';
import { holdfastTransport } from '../../../js/adapters/ai-sdk.js';
import { openAiEvents, problem, streamOf } from '../support/FakeBackend.mjs';
import { openPage as openAnswerPage } from '../support/answerPage.mjs';
import { aPageThatDied, theRest } from '../support/unfinishedAnswer.mjs';
import { makeWorld } from '../support/world.mjs';
import { heldAnswer } from './support/watching.mjs';

const textOf = ({ parts }) => parts.map(({ type, text }) => (type === 'text' ? text : '')).join('');
const contentsOf = (chat) => chat.messages.map((message) => `${message.role}: ${textOf(message)}`);
const saying =
  (...texts) =>
  () =>
    streamOf(openAiEvents(texts));
const completions = (backend) => backend.requests.filter(({ path }) => path === '/completion/generate');

async function eventually(condition) {
  while (!condition()) await sleep(2);
}

/** A chat of an app that has changed one line. */
async function openChat(t, { id = 'chat', ...options } = {}) {
  const world = await makeWorld(t);
  const chat = new Chat({ id, transport: holdfastTransport(world.holdfast, options) });
  const stored = () => world.backend.conversations.get(id) ?? [];
  return { ...world, chat, stored, isSaved: (count) => eventually(() => stored().length >= count) };
}

test('useChat shows the answer as it streams, and both messages are stored once, under the ids of the chat', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const transport = holdfastTransport(Promise.resolve(holdfast));
  const show = shower(
    () => useChat({ id: 'chat', transport }),
    ({ messages, status }) => `${status} ${messages.map(textOf).join('|')}`,
  );
  const page = openPage(t, { tree: h(show.Component) });
  await page.until((text) => text === 'ready ');
  void show.last.sendMessage({ text: 'Tell me' });
  await page.until((text) => text === 'submitted Tell me');
  answer.say('One');
  await page.until((text) => text === 'streaming Tell me|One');
  answer.say(' two');
  answer.end();
  await page.until((text) => text === 'ready Tell me|One two');
  await holdfast.persistence.flush();
  const [question, reply] = backend.conversations.get('chat');
  assert.deepEqual(
    show.last.messages.map(({ id }) => id),
    [question.id, reply.id],
  );
  assert.deepEqual([question.content, reply.content, reply.parentId], ['Tell me', 'One two', question.id]);
  assert.deepEqual(backend.contents('chat'), ['Tell me', 'One two']);
  const created = backend.requests.filter(
    ({ path, body }) => path === '/conversation/create' && body.id === 'chat',
  );
  assert.deepEqual(
    created.map(({ body }) => body.firstMessage),
    ['Tell me'],
  );
});

test('what the model reads is the chat, and the configuration goes with it', async (t) => {
  const { backend, chat, isSaved } = await openChat(t, { config: { model: 'one', temperature: 0 } });
  await chat.sendMessage({ text: 'First' });
  await chat.sendMessage({ text: 'Second' }, { body: { model: 'two' } });
  await isSaved(4);
  const { messages, config } = completions(backend)[1].body;
  assert.deepEqual(
    messages.map(({ role, content }) => `${role}: ${content}`),
    ['user: First', 'assistant: Hello there', 'user: Second'],
  );
  assert.deepEqual(config, { model: 'two', temperature: 0 });
  assert.deepEqual(
    messages.map(({ id }) => id),
    chat.messages.slice(0, 3).map(({ id }) => id),
  );
});

test('what the model thinks is a part of its own, before the text', async (t) => {
  const { backend, chat, isSaved, stored } = await openChat(t);
  const chunk = (delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
  const events = [
    { reasoning_content: 'Let me' },
    { reasoning_content: ' see.' },
    { content: 'Yes' },
    { content: '.' },
  ];
  backend.complete = () => streamOf([...events.map(chunk), 'data: [DONE]\n\n']);
  await chat.sendMessage({ text: 'Is it?' });
  const { parts } = chat.messages[1];
  assert.deepEqual(
    parts.map(({ type, text, state }) => [type, text, state]),
    [
      ['step-start', undefined, undefined],
      ['reasoning', 'Let me see.', 'done'],
      ['text', 'Yes.', 'done'],
    ],
  );
  await isSaved(2);
  assert.equal(stored()[1].content, 'Yes.');
});

test('an answer that is stopped is kept as far as it came', async (t) => {
  const { backend, chat, isSaved, stored } = await openChat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const sent = chat.sendMessage({ text: 'Go on' });
  answer.say('A part');
  await eventually(() => contentsOf(chat)[1] === 'assistant: A part');
  await chat.stop();
  await sent;
  assert.equal(chat.status, 'ready');
  await isSaved(2);
  assert.deepEqual(
    stored().map(({ content, status }) => [content, status]),
    [
      ['Go on', undefined],
      ['A part', 'aborted'],
    ],
  );
});

test('another answer stands beside the first, to the same question, and the question is not sent again', async (t) => {
  const { backend, chat, isSaved, stored } = await openChat(t);
  await chat.sendMessage({ text: 'Tell me' });
  backend.complete = saying('Otherwise');
  await chat.regenerate();
  assert.deepEqual(contentsOf(chat), ['user: Tell me', 'assistant: Otherwise']);
  await isSaved(3);
  const [question, first, second] = stored();
  assert.deepEqual(
    [first.parentId, second.parentId, second.content],
    [question.id, question.id, 'Otherwise'],
  );
  assert.equal(stored().length, 3);
});

test('a message that is edited is stored beside the one that was sent', async (t) => {
  const { backend, chat, isSaved, stored } = await openChat(t);
  await chat.sendMessage({ text: 'First' });
  await chat.sendMessage({ text: 'Wrong' });
  await isSaved(4);
  const [, answered, wrong] = stored();
  backend.complete = saying('To the right one');
  await chat.sendMessage({ text: 'Right', messageId: wrong.id });
  await isSaved(6);
  const [right, answer] = stored().slice(4);
  assert.deepEqual(contentsOf(chat).slice(2), ['user: Right', 'assistant: To the right one']);
  assert.deepEqual([right.content, right.parentId, answer.parentId], ['Right', answered.id, right.id]);
  assert.notEqual(right.id, wrong.id);
  await chat.sendMessage({ text: 'Next' });
  await isSaved(8);
  assert.deepEqual([stored()[6].content, stored()[6].parentId], ['Next', answer.id]);
});

test('through an outage of the backend nothing is lost or doubled, and the answer can be asked for again', async (t) => {
  const { backend, chat, holdfast, isSaved, stored } = await openChat(t);
  await chat.sendMessage({ text: 'Before' });
  await isSaved(2);
  backend.fault = ({ path }) => {
    if (path === '/completion/generate') return problem(400, 'no-model', { detail: 'no model is there' });
    throw new TypeError('fetch failed');
  };
  for (const text of ['During', 'Still']) {
    await chat.sendMessage({ text });
    assert.equal(chat.status, 'error');
    assert.match(chat.error.message, /no model is there/);
  }
  assert.equal((await holdfast.persistence.pending('chat')).length, 2);
  backend.fault = () => undefined;
  backend.complete = saying('After');
  await chat.regenerate();
  assert.equal(chat.status, 'ready');
  await holdfast.persistence.flush();
  assert.deepEqual(
    stored().map(({ content }) => content),
    ['Before', 'Hello there', 'During', 'Still', 'After'],
  );
  assert.deepEqual(contentsOf(chat), [
    'user: Before',
    'assistant: Hello there',
    'user: During',
    'user: Still',
    'assistant: After',
  ]);
});

test('an answer that breaks off is an error to the chat, and its part is kept', async (t) => {
  const { backend, chat, isSaved, stored } = await openChat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const sent = chat.sendMessage({ text: 'All of it' });
  answer.say('Half');
  await eventually(() => contentsOf(chat)[1] === 'assistant: Half');
  answer.fail();
  await sent;
  assert.equal(chat.status, 'error');
  assert.match(chat.error.message, /broke off/);
  assert.deepEqual(contentsOf(chat)[1], 'assistant: Half');
  await isSaved(2);
  assert.deepEqual([stored()[1].content, stored()[1].status], ['Half', 'interrupted']);
});

test('a chat that comes while its answer streams shows it from the beginning', async (t) => {
  const { backend, chat, holdfast, stored, isSaved } = await openChat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  void chat.sendMessage({ text: 'Tell me' });
  answer.say('One');
  await eventually(() => contentsOf(chat)[1] === 'assistant: One');
  const later = new Chat({
    id: 'chat',
    messages: chat.messages,
    transport: holdfastTransport(holdfast),
  });
  const resumed = later.resumeStream();
  await eventually(() => contentsOf(later)[1] === 'assistant: One');
  answer.say(' two');
  answer.end();
  await resumed;
  assert.deepEqual(contentsOf(later), ['user: Tell me', 'assistant: One two']);
  assert.equal(later.messages[1].id, chat.messages[1].id);
  await isSaved(2);
  assert.equal(stored().length, 2);
});

test('an answer that goes on in another chat is stopped there', async (t) => {
  const { backend, chat, holdfast, stored, isSaved } = await openChat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const sent = chat.sendMessage({ text: 'Tell me' });
  answer.say('One');
  await eventually(() => contentsOf(chat)[1] === 'assistant: One');
  const later = new Chat({ id: 'chat', transport: holdfastTransport(holdfast) });
  const resumed = later.resumeStream();
  await eventually(() => contentsOf(later)[0] === 'assistant: One');
  await later.stop();
  await Promise.all([resumed, sent]);
  await isSaved(2);
  assert.deepEqual([stored()[1].content, stored()[1].status], ['One', 'aborted']);
});

test('a question that is sent again as it was, also after a reload, is stored once', async (t) => {
  const { backend, chat, holdfast, stored, isSaved } = await openChat(t);
  backend.complete = () => problem(400, 'no-model');
  await chat.sendMessage({ text: 'Tell me' });
  assert.equal(chat.status, 'error');
  backend.complete = saying('Now');
  await chat.sendMessage();
  await isSaved(2);
  const reloaded = new Chat({
    id: 'chat',
    messages: chat.messages.slice(0, 1),
    transport: holdfastTransport(holdfast),
  });
  backend.complete = saying('And once more');
  await reloaded.sendMessage();
  await isSaved(3);
  assert.deepEqual(
    stored().map(({ content }) => content),
    ['Tell me', 'Now', 'And once more'],
  );
});

test('an answer whose page is gone goes on in the chat of the next one', async (t) => {
  const { world, disk, backend, conversationId } = await aPageThatDied(t);
  backend.complete = theRest;
  const page = await openAnswerPage(world, disk);
  t.after(() => page.die());
  // The page streams, and the outbox of its profile saves.
  const on = (name, listener) => {
    const stops = [page.hub.on(name, listener), world.holdfast.on(name, listener)];
    return () => stops.forEach((stop) => stop());
  };
  const holdfast = { ...world.holdfast, messages: page.messages, on };
  const chat = new Chat({ id: conversationId, transport: holdfastTransport(holdfast) });
  const resumed = chat.resumeStream();
  await page.recovery.look();
  await resumed;
  assert.deepEqual(contentsOf(chat), ['assistant: One two three four five 🌊']);
  await eventually(() => backend.contents(conversationId).length === 2);
});

test('a chat without an answer that streams has nothing to resume', async (t) => {
  const { chat } = await openChat(t);
  await chat.resumeStream();
  assert.deepEqual([chat.status, chat.messages], ['ready', []]);
});

test('an answer that ends because its Holdfast is closed ends in the chat', async (t) => {
  const { backend, chat, holdfast } = await openChat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const sent = chat.sendMessage({ text: 'Tell me' });
  answer.say('One');
  await eventually(() => contentsOf(chat)[1] === 'assistant: One');
  await holdfast.close();
  await sent;
  assert.equal(chat.status, 'error');
});

test('what cannot be saved is refused before anything is sent', async (t) => {
  const { backend, chat } = await openChat(t, { id: 'no id at all' });
  await chat.sendMessage({ text: 'Hello' });
  assert.deepEqual([chat.status, chat.error.code], ['error', 'invalid-conversation-id']);
  assert.equal(completions(backend).length, 0);
});
