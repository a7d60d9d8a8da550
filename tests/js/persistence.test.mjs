import assert from 'node:assert/strict';
import test from 'node:test';
import { createHoldfast, HoldfastError } from '../../js/index.js';
import { EventHub } from '../../js/EventHub.js';
import { json, problem } from './support/FakeBackend.mjs';
import { makeWorld, until, user } from './support/world.mjs';

test('queueMessage returns at once and the message is synced by itself', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const queued = holdfast.persistence.queueMessage(user('hello'), conversationId);
  assert.equal(queued.state, 'queued');
  assert.equal(backend.contents(conversationId).length, 0);
  await queued.synced;
  assert.equal(queued.state, 'synced');
  assert.deepEqual(backend.contents(conversationId), ['hello']);
});

test('what is queued in one turn, microtasks included, goes out in one request', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  for (let i = 0; i < 20; i += 1) {
    holdfast.persistence.queueMessage(user(`m${i}`), conversationId);
    await Promise.resolve();
  }
  await holdfast.persistence.flush();
  const appends = backend.requests.filter(({ path }) => path === '/message/append');
  assert.equal(appends.length, 1);
  assert.equal(appends[0].body.messages.length, 20);
  assert.deepEqual(
    appends[0].body.messages.map(({ seq }) => seq),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});

test('a message reaches the backend as it was handed in', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const message = {
    id: 'm-1',
    role: 'assistant',
    content: 'Grüße, 世界 🌊 "quoted" \\ \u0000 \u2028',
    createdAt: '2026-11-22T10:00:00.000Z',
    parentId: 'm-0',
    status: 'aborted',
    metadata: { model: 'x', nested: { n: [1, 2] } },
  };
  await holdfast.persistence.queueMessage(message, conversationId).synced;
  const { position, ...stored } = backend.conversations.get(conversationId)[0];
  assert.equal(position, 1);
  assert.deepEqual(stored, message);
});

test('half a surrogate pair becomes a replacement character, not a poisoned batch', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  await holdfast.persistence.queueMessage(user('a\ud83cb'), conversationId).synced;
  assert.deepEqual(backend.contents(conversationId), ['a\uFFFDb']);
});

test('an id that is under way is not queued twice', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const first = holdfast.persistence.queueMessage(user('once', { id: 'same' }), conversationId);
  const second = holdfast.persistence.queueMessage(user('once', { id: 'same' }), conversationId);
  assert.equal(first, second);
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['once']);
});

test('through failures of every passing kind all arrives once and in order', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const faults = [
    () => {
      throw new TypeError('fetch failed');
    },
    () => new Response('<html>', { status: 502 }),
    () => problem(503, 'busy', {}, { 'retry-after': '0' }),
    () => new Response('<!doctype html>Sign in', { status: 200 }),
    () => json({ ok: true }),
  ];
  backend.fault = () => faults.shift()?.();
  backend.losesAnswer = () => backend.requests.length % 3 === 0;
  const expected = [];
  for (let i = 0; i < 30; i += 1) {
    expected.push(`m${i}`);
    holdfast.persistence.queueMessage(user(`m${i}`), conversationId);
    if (i % 5 === 4) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), expected);
  const metrics = holdfast.metrics();
  assert.equal(metrics.queuedMessages, 30);
  assert.equal(metrics.successfulSyncs, 30);
  assert.ok(metrics.failedSyncs >= 5);
  assert.ok(metrics.retryAttempts >= 5);
});

test('while the backend is away the status says so, and the breaker opens and closes again', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  holdfast.persistence.queueMessage(user('patience'), conversationId);
  await until(holdfast, () => holdfast.persistence.getQueueStatus().breaker === 'open');
  const status = holdfast.persistence.getQueueStatus();
  assert.equal(status.pending, 1);
  assert.match(status.lastError, /could not be reached: fetch failed/);
  assert.ok(status.nextAttemptAt > 0);
  backend.fault = () => undefined;
  await holdfast.persistence.flush();
  assert.equal(holdfast.persistence.getQueueStatus().breaker, 'closed');
  assert.equal(holdfast.persistence.getQueueStatus().lastError, null);
});

test('a refused message is parked, listed with its reason, and can be retried', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const announced = [];
  holdfast.on('parked', (event) => announced.push(event));
  const poison = holdfast.persistence.queueMessage(user('POISON', { id: 'bad' }), conversationId);
  holdfast.persistence.queueMessage(user('after'), conversationId);
  await assert.rejects(poison.synced, { code: 'message-parked', message: 'It is poison' });
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['after']);
  const [parked] = await holdfast.persistence.parked.list();
  assert.equal(parked.id, 'bad');
  assert.equal(parked.code, 'poisoned');
  assert.equal(parked.message.content, 'POISON');
  assert.equal(announced[0].id, 'bad');
  assert.equal(holdfast.persistence.getQueueStatus().parked, 1);

  const again = await holdfast.persistence.parked.retry('bad');
  await assert.rejects(again.synced, { code: 'message-parked' });
  assert.equal((await holdfast.persistence.parked.list()).length, 1);
  await holdfast.persistence.parked.discard('bad');
  assert.deepEqual(await holdfast.persistence.parked.list(), []);
  await assert.rejects(holdfast.persistence.parked.retry('bad'), { code: 'not-parked' });
});

test('what was refused can be taken away as one JSON document', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const poison = holdfast.persistence.queueMessage(user('POISON', { id: 'bad' }), conversationId);
  await assert.rejects(poison.synced);
  const exported = JSON.parse(await holdfast.persistence.parked.export());
  assert.equal(exported.format, 'holdfast-parked');
  assert.deepEqual(
    exported.messages.map(({ id, code, message }) => [id, code, message.content]),
    [['bad', 'poisoned', 'POISON']],
  );
  assert.deepEqual(await holdfast.persistence.damaged(), []);
});

test('pending lists what the backend does not have yet, in order', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  for (const content of ['one', 'two']) holdfast.persistence.queueMessage(user(content), conversationId);
  holdfast.persistence.queueMessage(user('elsewhere'), 'other');
  const pending = await holdfast.persistence.pending(conversationId);
  assert.deepEqual(
    pending.map(({ message }) => message.content),
    ['one', 'two'],
  );
  assert.equal((await holdfast.persistence.pending()).length, 3);
});

test('pause holds everything until resume', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  holdfast.persistence.pause();
  holdfast.persistence.queueMessage(user('later'), conversationId);
  await until(holdfast, () => holdfast.persistence.getQueueStatus().saved === 1);
  assert.deepEqual(backend.contents(conversationId), []);
  assert.equal(holdfast.persistence.getQueueStatus().paused, 'user');
  holdfast.persistence.resume();
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['later']);
});

test('a 401 asks for the headers once more and then waits for resume', async (t) => {
  let token = 'stale';
  const { backend, holdfast, conversationId } = await makeWorld(t, {
    headers: async () => ({ authorization: token }),
  });
  backend.fault = ({ headers, path }) =>
    path === '/message/append' && headers.get('authorization') === 'stale'
      ? problem(401, 'token-expired')
      : undefined;
  holdfast.persistence.queueMessage(user('secret'), conversationId);
  await until(holdfast, () => holdfast.persistence.getQueueStatus().paused === 'unauthorized');
  assert.equal(backend.requests.filter(({ path }) => path === '/message/append').length, 2);
  token = 'fresh';
  holdfast.persistence.resume();
  await holdfast.persistence.flush();
  assert.deepEqual(backend.contents(conversationId), ['secret']);
});

test('flush can be given up without giving up the messages', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.fault = () => {
    throw new TypeError('fetch failed');
  };
  const queued = holdfast.persistence.queueMessage(user('kept'), conversationId);
  await assert.rejects(holdfast.persistence.flush({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  await assert.rejects(holdfast.persistence.flush({ signal: AbortSignal.timeout(10) }), {
    name: 'TimeoutError',
  });
  backend.fault = () => undefined;
  await queued.synced;
  assert.deepEqual(backend.contents(conversationId), ['kept']);
});

test('where there is no storage, the message is sent all the same and durable says the truth', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const queued = holdfast.persistence.queueMessage(user('hello'), conversationId);
  await assert.rejects(queued.durable, { code: 'storage-unavailable' });
  await queued.synced;
  assert.equal(holdfast.persistence.getQueueStatus().persistence, 'memory');
});

test('what memory holds is never said to be saved, not even after an attempt that failed', async (t) => {
  const { backend, holdfast, events, conversationId } = await makeWorld(t);
  let failures = 2;
  backend.fault = () => (failures-- > 0 ? json({}, 503) : undefined);
  const queued = holdfast.persistence.queueMessage(user('hello'), conversationId);
  await queued.synced;
  const told = events.filter(({ id }) => id === queued.id).map(({ state }) => state);
  assert.ok(failures < 0);
  assert.deepEqual(told.slice(-2), ['sending', 'synced']);
  assert.deepEqual([...new Set(told)].sort(), ['queued', 'sending', 'synced']);
});

test('the four counters go to analytics under the name of the specification', async (t) => {
  const tracked = [];
  const analytics = { track: (name, properties) => tracked.push([name, properties]) };
  const { holdfast, conversationId } = await makeWorld(t, { analytics });
  await holdfast.persistence.queueMessage(user('counted'), conversationId).synced;
  await holdfast.close();
  assert.deepEqual(tracked.at(-1), [
    'persistence_metrics',
    { queuedMessages: 1, successfulSyncs: 1, failedSyncs: 0, retryAttempts: 0 },
  ]);
});

test('a listener that throws keeps no other from hearing, and its error is not swallowed', async () => {
  const hub = new EventHub();
  const heard = [];
  hub.on('status', () => {
    throw new Error('a bug in the page');
  });
  hub.on('status', (event) => heard.push(event));
  const uncaught = test.mock.method(globalThis, 'queueMicrotask', () => {});
  hub.emit('status', 'news');
  assert.deepEqual(heard, ['news']);
  assert.throws(uncaught.mock.calls[0].arguments[0], { message: 'a bug in the page' });
  uncaught.mock.restore();
});

const badMessages = [
  ['no object', 'text', 'invalid-message'],
  ['null', null, 'invalid-message'],
  ['an array', [], 'invalid-message'],
  ['no role', { content: 'x' }, 'invalid-message', 'role'],
  ['an unknown role', { role: 'boss', content: 'x' }, 'invalid-message', 'role'],
  ['no content', { role: 'user' }, 'invalid-message', 'content'],
  ['content that is no string', { role: 'user', content: {} }, 'invalid-message', 'content'],
  ['an id with a space', { role: 'user', content: 'x', id: 'a b' }, 'invalid-id', 'id'],
  ['an empty id', { role: 'user', content: 'x', id: '' }, 'missing-id', 'id'],
  ['a parent that is no id', { role: 'user', content: 'x', parentId: 7 }, 'invalid-parent-id', 'parentId'],
  [
    'a time that is none',
    { role: 'user', content: 'x', createdAt: 'yesterday' },
    'invalid-message',
    'createdAt',
  ],
  ['an unknown status', { role: 'user', content: 'x', status: 'half' }, 'invalid-message', 'status'],
  ['metadata that is no object', { role: 'user', content: 'x', metadata: [] }, 'invalid-message', 'metadata'],
  [
    'metadata that is no JSON',
    { role: 'user', content: 'x', metadata: { n: 1n } },
    'invalid-message',
    'metadata',
  ],
  ['too much text', { role: 'user', content: 'x'.repeat(1024 * 1024) }, 'message-too-large', 'content'],
];

for (const [what, message, code, field] of badMessages) {
  test(`a message with ${what} throws ${code} at once`, async (t) => {
    const { backend, holdfast, conversationId } = await makeWorld(t);
    assert.throws(
      () => holdfast.persistence.queueMessage(message, conversationId),
      (error) =>
        error instanceof HoldfastError &&
        error.code === code &&
        error.field === field &&
        error.message.length > 20,
    );
    await holdfast.persistence.queueMessage(user('still works'), conversationId).synced;
    assert.deepEqual(backend.contents(conversationId), ['still works']);
  });
}

for (const [conversationId, code] of [
  [undefined, 'missing-conversation-id'],
  ['', 'missing-conversation-id'],
  ['a/b', 'invalid-conversation-id'],
  [7, 'invalid-conversation-id'],
]) {
  test(`the conversation ${String(conversationId)} throws ${code} at once`, async (t) => {
    const { holdfast } = await makeWorld(t);
    assert.throws(() => holdfast.persistence.queueMessage(user('x'), conversationId), {
      code,
      field: 'conversationId',
    });
  });
}

for (const [options, field] of [
  [undefined, undefined],
  [{}, 'baseUrl'],
  [{ baseUrl: '' }, 'baseUrl'],
  [{ baseUrl: '/', database: '' }, 'database'],
  [{ baseUrl: '/', fetch: 'fetch' }, 'fetch'],
  [{ baseUrl: '/', persistStorage: 'no' }, 'persistStorage'],
  [{ baseUrl: '/', recoverAnswers: 0 }, 'recoverAnswers'],
  [{ baseUrl: '/', retry: 3 }, 'retry'],
]) {
  test(`createHoldfast(${JSON.stringify(options)}) names the option that is wrong`, async () => {
    await assert.rejects(createHoldfast(options), { name: 'HoldfastError', code: 'invalid-option', field });
  });
}

test('options that the core refuses are named too', async () => {
  const wrong = { baseUrl: '/', retry: { backoffMs: -1 } };
  await assert.rejects(createHoldfast(wrong), { code: 'invalid-field', field: 'retry.backoffMs' });
});

test('after close() queueing is an error and nothing is sent any more', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  await holdfast.close();
  await holdfast.close();
  assert.throws(() => holdfast.persistence.queueMessage(user('late'), conversationId), { code: 'closed' });
  assert.deepEqual(backend.contents(conversationId), []);
});
