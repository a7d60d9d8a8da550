/** Legacy mode: one call of the old endpoint saves and answers, and nothing is kept or tried again. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { threadOf } from '../../js/index.js';
import { heldStream, openAiEvents, problem, runBegins, streamOf } from './support/FakeBackend.mjs';
import { makeWorld, until } from './support/world.mjs';

const RUN = '/agentconversation/run';

const legacyWorld = (t, options = {}) => makeWorld(t, { mode: 'legacy', ...options });

/** @param {import('./support/FakeBackend.mjs').FakeBackend} backend */
const pathsOf = ({ requests }) => requests.filter(({ body }) => body).map(({ path }) => path);

/** A run whose answer comes when the test says so. */
function holdRun(backend) {
  const { response, push } = heldStream();
  const held = { push, run: undefined };
  backend.run = (run) => {
    held.run = run;
    push.text(runBegins(run));
    return response;
  };
  return held;
}

const isAnswerBegun = (events) => () => events.some(({ delta }) => delta);

test('one request saves the message and its answer, and the view hears of all of it', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const sent = await holdfast.messages.sendMessage('Hi there', conversationId);
  assert.deepEqual(pathsOf(backend), ['/conversation/create', RUN]);
  const [question, answer] = backend.conversations.get(conversationId);
  assert.deepEqual(backend.contents(conversationId), ['Hi there', 'Hello there']);
  assert.equal(sent.conversationId, conversationId);
  assert.deepEqual([sent.message.id, sent.message.state], [question.id, 'synced']);
  assert.deepEqual([sent.answer.id, sent.answer.state], [answer.id, 'synced']);
  assert.equal(sent.answer.message.content, 'Hello there');

  const told = events.map(({ id, state }) => [id === question.id ? 'question' : 'answer', state]);
  assert.deepEqual(
    told.filter(([who, state], i) => String(told[i - 1]) !== `${who},${state}`),
    [
      ['question', 'queued'],
      ['question', 'sending'],
      ['question', 'synced'],
      ['answer', 'streaming'],
      ['answer', 'synced'],
    ],
  );
  assert.equal(events[0].message.content, 'Hi there');
  assert.equal(events.map(({ delta = '' }) => delta).join(''), 'Hello there');
  const { storedId, position } = events.at(-1);
  assert.deepEqual([storedId, position], [answer.id, 2]);
});

test('the message is shown before anything waits for the network', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const before = backend.requests.length;
  const sending = holdfast.messages.sendMessage('Hi', conversationId);
  assert.deepEqual(
    events.map(({ state, message }) => [state, message.content]),
    [['queued', 'Hi']],
  );
  assert.equal(backend.requests.length, before);
  await sending;
});

test('nothing was kept on the device, and the handle says so', async (t) => {
  const { holdfast, conversationId } = await legacyWorld(t);
  const { message, answer } = await holdfast.messages.sendMessage('Hi', conversationId);
  for (const one of [message, answer]) {
    await one.synced;
    await assert.rejects(one.durable, { code: 'not-in-legacy-mode' });
  }
  assert.equal(holdfast.persistence.getQueueStatus().pending, 0);
});

test('the id of a new conversation is taken from the first event', async (t) => {
  const { backend, holdfast, events } = await legacyWorld(t);
  const { conversationId, message } = await holdfast.messages.sendMessage('Hi');
  assert.equal(
    pathsOf(backend).filter((path) => path === '/conversation/create').length,
    1,
    "the world's own",
  );
  assert.deepEqual(backend.contents(conversationId), ['Hi', 'Hello there']);
  const [first] = events;
  assert.deepEqual([first.conversationId, first.id, first.state], [conversationId, message.id, 'synced']);
  assert.equal(first.message.content, 'Hi');
});

test('a backend that gives the message another id is believed', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  backend.run = ({ save }) => {
    backend.conversations.get(conversationId).at(-1).id = 'its-own';
    save('Yes');
    return streamOf([runBegins({ conversationId, messageId: 'its-own' }), ...openAiEvents(['Yes'])]);
  };
  const { message, answer } = await holdfast.messages.sendMessage('Hi', conversationId);
  assert.equal(message.id, 'its-own');
  assert.equal(answer.message.content, 'Yes');
  assert.equal(events.find(({ state }) => state === 'synced').storedId, 'its-own');
});

test('a conversation that cannot be read afterwards still has its answer', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  backend.fault = ({ path }) => (path.endsWith('/messages') ? problem(404, 'not-found') : undefined);
  const { answer } = await holdfast.messages.sendMessage('Hi', conversationId);
  assert.deepEqual([answer.message.content, answer.state], ['Hello there', 'synced']);
});

test('every format is read behind the first event, also where the data of events is the text itself', async (t) => {
  for (const [format, events] of [
    ['event-text', ['data: A\n\n', 'data: B\n\n', 'data: [DONE]\n\n']],
    [
      { framing: 'events', text: 'conversationId' },
      ['data: {"conversationId":"AB"}\n\n', 'data: [DONE]\n\n'],
    ],
  ]) {
    const { backend, holdfast, conversationId } = await legacyWorld(t, { stream: { format } });
    backend.run = (run) => streamOf([runBegins(run) + events[0], ...events.slice(1)]);
    const { answer } = await holdfast.messages.sendMessage('Hi', conversationId);
    assert.equal(answer.message.content, 'AB', JSON.stringify(format));
  }
});

test('a send that fails is told as failed, and is not tried again', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  for (const [fault, code] of [
    [() => problem(503, 'overloaded'), 'overloaded'],
    [() => problem(422, 'too-long'), 'too-long'],
    [() => Promise.reject(new TypeError('fetch failed')), 'run-unanswered'],
    [() => streamOf([], { broken: true }), 'run-unanswered'],
    [() => streamOf([]), 'malformed-answer'],
    [() => streamOf(openAiEvents(['Hello'])), 'malformed-answer'],
    [() => streamOf(['hello'], { type: 'text/html' }), 'malformed-answer'],
  ]) {
    events.length = 0;
    const before = pathsOf(backend).length;
    backend.fault = ({ path }) => (path === RUN ? fault() : undefined);
    await assert.rejects(holdfast.messages.sendMessage('Hi', conversationId), { code });
    assert.equal(pathsOf(backend).length, before + 1, code);
    assert.deepEqual(
      events.map(({ state }) => state),
      ['queued', 'sending', 'failed'],
    );
    assert.equal(events.at(-1).code, code);
    assert.ok(events.at(-1).error);
  }
  assert.equal((await holdfast.persistence.pending(conversationId)).length, 0);
});

test('an answer that breaks off fails, since the backend has lost it: also when only its end is missing', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const finish = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
  for (const more of [[], [finish]]) {
    events.length = 0;
    const before = pathsOf(backend).length;
    backend.run = (run) =>
      streamOf([runBegins(run), ...openAiEvents(['Half'], { done: false }), ...more], { broken: true });
    await assert.rejects(holdfast.messages.sendMessage('All of it', conversationId), {
      code: 'stream-interrupted',
    });
    assert.equal(pathsOf(backend).length, before + 1);
    const [question, answer] = [events[0], events.at(-1)];
    assert.notEqual(answer.id, question.id);
    assert.deepEqual([answer.state, answer.code], ['failed', 'stream-interrupted']);
    assert.ok(events.some(({ id, state }) => id === question.id && state === 'synced'));
  }
});

test('an abort and stop() end the request', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  for (const end of ['signal', 'stop']) {
    events.length = 0;
    const held = holdRun(backend);
    const controller = new AbortController();
    const sending = holdfast.messages.sendMessage('Go on', conversationId, { signal: controller.signal });
    const begun = until(holdfast, isAnswerBegun(events));
    await until(holdfast, () => held.run);
    held.push.text(openAiEvents(['A part'])[0]);
    await begun;
    assert.deepEqual(
      holdfast.messages.streaming().map((one) => one.message.content),
      ['A part'],
    );
    if (end === 'signal') controller.abort();
    else holdfast.messages.stop(conversationId);
    await assert.rejects(sending, { name: 'AbortError' });
    assert.ok(held.run.signal.aborted);
    assert.deepEqual([events.at(-1).state, events.at(-1).code], ['failed', 'aborted']);
    assert.deepEqual(holdfast.messages.streaming(), []);
  }
});

test('close() ends a run', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  const held = holdRun(backend);
  const sending = holdfast.messages.sendMessage('Go on', conversationId);
  const refused = assert.rejects(sending, { code: 'closed' });
  await until(holdfast, () => held.run);
  await holdfast.close();
  await refused;
  assert.ok(held.run.signal.aborted);
});

test('what the old endpoint cannot do is refused, and nothing is asked', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  const before = backend.requests.length;
  const refusal = { code: 'not-in-legacy-mode' };
  await assert.rejects(holdfast.messages.regenerate(conversationId), refusal);
  await assert.rejects(holdfast.messages.editMessage(conversationId, 'some', 'Hi'), refusal);
  await assert.rejects(holdfast.messages.sendMessage('Hi', conversationId, { after: 'some' }), refusal);
  assert.equal(backend.requests.length, before);
});

test('a wrong message or conversation is refused before anything is shown', async (t) => {
  const { holdfast, events } = await legacyWorld(t);
  await assert.rejects(holdfast.messages.sendMessage(''), { code: 'invalid-message' });
  await assert.rejects(holdfast.messages.sendMessage('Hi', 'a b'), { code: 'invalid-conversation-id' });
  assert.equal(events.length, 0);
});

test('messages sent one behind the other are run one after the other', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  const sent = ['one', 'two', 'three'].map((content) =>
    holdfast.messages.sendMessage(content, conversationId),
  );
  await Promise.all(sent);
  assert.deepEqual(
    backend.contents(conversationId),
    ['one', 'two', 'three'].flatMap((content) => [content, 'Hello there']),
  );
});

test('queueMessage() works on, and a run waits for what is queued before it', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  let failures = 2;
  backend.fault = ({ path }) =>
    path === '/message/append' && failures-- > 0 ? problem(503, 'away') : undefined;
  holdfast.persistence.queueMessage({ role: 'user', content: 'noted' }, conversationId);
  await holdfast.messages.sendMessage('Hi', conversationId);
  assert.deepEqual(backend.contents(conversationId), ['noted', 'Hi', 'Hello there']);
});

test('a run does not go past what is queued before it and does not arrive; another conversation is free', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const limits = [];
  t.mock.method(AbortSignal, 'timeout', () => limits[limits.push(new AbortController()) - 1].signal);
  backend.fault = ({ path }) => (path === '/message/append' ? problem(503, 'away') : undefined);
  holdfast.persistence.queueMessage({ role: 'user', content: 'noted' }, conversationId);
  const sending = holdfast.messages.sendMessage('Hi', conversationId);
  const refused = assert.rejects(sending, { code: 'earlier-messages-pending' });
  while (limits.length === 0) await new Promise(setImmediate);
  await holdfast.messages.sendMessage('Elsewhere');
  limits[0].abort(new DOMException('It took too long.', 'TimeoutError'));
  await refused;
  assert.ok(events.some(({ state, code }) => state === 'failed' && code === 'earlier-messages-pending'));
  assert.deepEqual(backend.contents(conversationId), []);
});

test('a switch while a run streams: it goes on its way, and what is sent in the new way comes behind it', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const held = holdRun(backend);
  const one = holdfast.messages.sendMessage('one', conversationId);
  await until(holdfast, () => held.run);
  holdfast.setMode('hybrid');
  const two = holdfast.messages.sendMessage('two', conversationId);
  const three = holdfast.messages.sendMessage('three', conversationId);
  held.push.text(openAiEvents(['First'])[0]);
  await until(holdfast, isAnswerBegun(events));
  assert.ok(
    !events.some(({ message }) => message?.content === 'two'),
    'it would be stored before the answer',
  );
  held.run.save('First');
  held.push.text('data: [DONE]\n\n');
  held.push.end();
  await Promise.all([one, two, three]);
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['one', 'First', 'two', 'three', 'Hello there']);
  const asked = backend.requests.find(({ path }) => path === '/completion/generate').body.messages;
  assert.deepEqual(
    asked.map(({ content }) => content),
    ['one', 'First', 'two', 'three'],
  );
});

test('a switch while an answer streams in the new way: a run waits for its end, and comes behind it', async (t) => {
  const { backend, holdfast, events, conversationId } = await makeWorld(t);
  const first = heldStream();
  backend.complete = () => first.response;
  const one = holdfast.messages.sendMessage('one', conversationId);
  first.push.text(openAiEvents(['First'])[0]);
  await until(holdfast, isAnswerBegun(events));
  holdfast.setMode('legacy');
  const two = holdfast.messages.sendMessage('two', conversationId);
  first.push.text('data: [DONE]\n\n');
  first.push.end();
  await Promise.all([one, two]);
  assert.deepEqual(backend.contents(conversationId), ['one', 'First', 'two', 'Hello there']);
});

test('an answer of the old way has a place in the thread, and what follows is answered with all of it', async (t) => {
  const { holdfast, conversationId } = await legacyWorld(t);
  await holdfast.messages.sendMessage('old question', conversationId);
  holdfast.setMode('hybrid');
  await holdfast.messages.sendMessage('new question', conversationId);
  await holdfast.persistence.flush();
  const { messages } = await holdfast.conversations.getMessages(conversationId);
  assert.deepEqual(
    threadOf(messages, { conversationId }).map(({ message }) => message.content),
    ['old question', 'Hello there', 'new question', 'Hello there'],
  );
});

test('a backend that has switched the old endpoint off moves the client to the new ones, and no message is lost or doubled', async (t) => {
  const { backend, holdfast, events, conversationId } = await legacyWorld(t);
  const changes = [];
  holdfast.on('mode', (change) => changes.push(change));
  const errors = [];
  holdfast.on('error', (error) => errors.push(error));
  backend.hasRun = false;
  const [one, two] = await Promise.all(
    ['one', 'two'].map((content) => holdfast.messages.sendMessage(content, conversationId)),
  );
  await holdfast.persistence.flush();
  assert.deepEqual(
    backend.contents(conversationId).filter((content) => content !== 'Hello there'),
    ['one', 'two'],
  );
  assert.equal(holdfast.mode, 'hybrid');
  assert.deepEqual(changes, [{ mode: 'hybrid', reason: 'legacy-run-off' }]);
  assert.ok(!events.some(({ state }) => state === 'failed'));
  const shown = events.flatMap(({ id, message }) => (message?.role === 'user' ? id : []));
  assert.deepEqual(new Set(shown), new Set([one.message.id, two.message.id]), 'each is shown once');
  assert.deepEqual(errors, []);
  for (const { message } of [one, two]) {
    assert.equal(events.filter(({ id, state }) => id === message.id && state === 'synced').length, 1);
  }

  const fresh = await holdfast.messages.sendMessage('three');
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(fresh.conversationId), ['three', 'Hello there']);
  assert.equal(pathsOf(backend).filter((path) => path === RUN).length, 2);
});

test('the first message of a conversation survives that the old endpoint is gone', async (t) => {
  const { backend, holdfast } = await legacyWorld(t);
  backend.fault = ({ path }) => (path === RUN ? new Response('gone', { status: 410 }) : undefined);
  const { conversationId, message } = await holdfast.messages.sendMessage('Hi');
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['Hi', 'Hello there']);
  await message.synced;
});

test('another 410 is an error of its own', async (t) => {
  const { backend, holdfast, conversationId } = await legacyWorld(t);
  backend.fault = ({ path }) => (path === RUN ? problem(410, 'conversation-deleted') : undefined);
  await assert.rejects(holdfast.messages.sendMessage('Hi', conversationId), { code: 'conversation-deleted' });
  assert.equal(holdfast.mode, 'legacy');
});
