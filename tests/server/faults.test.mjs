/** The faults that demonstrations switch on (`--demo-faults`). */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { append, createConversation, get, message, openStream, post, send } from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer({ args: ['--demo-faults', '--token-delay-ms', '0'] });
  await createConversation(server.url, 'faulty');
});
after(() => server.stop());
afterEach(() => setFaults({}));

const setFaults = (faults) => send(server.url, 'PUT', '/demo/faults', faults);

test('the faults are told as they are set, with a default for what is missing', async () => {
  const { status, json } = await setFaults({ fail: 503, retryAfterSeconds: 2 });
  const expected = {
    fail: 503,
    retryAfterSeconds: 2,
    delayMs: 0,
    dropAnswers: false,
    cutStreamsAfterEvents: 0,
  };
  assert.deepEqual([status, json], [200, expected]);
  assert.deepEqual((await get(server.url, '/demo/faults')).json, expected);
});

test('fail answers every API route with that status, and spares the rest', async () => {
  for (const fail of [429, 500, 503]) {
    await setFaults({ fail, retryAfterSeconds: 7 });
    const answers = [
      await append(server.url, 'faulty', 'writer', [message(1, 'fail-1')]),
      await post(server.url, '/conversation/create', {}),
      await post(server.url, '/completion/generate', { messages: [{ role: 'user', content: 'x' }] }),
      await get(server.url, '/conversation/faulty'),
      await get(server.url, '/conversations'),
    ];
    for (const answer of answers) {
      assert.deepEqual(
        [answer.status, answer.json.code, answer.headers.get('retry-after')],
        [fail, 'demo-fault', '7'],
      );
    }
    assert.equal((await get(server.url, '/health')).status, 200);
  }
  await setFaults({});
  assert.equal((await get(server.url, '/conversation/faulty')).json.messageCount, 0);
});

test('delayMs passes before a request is looked at', async () => {
  await setFaults({ delayMs: 300 });
  const begun = performance.now();
  await get(server.url, '/conversations');
  assert.ok(performance.now() - begun >= 290);
});

test('dropAnswers carries the command out and closes the connection without an answer', async () => {
  await setFaults({ dropAnswers: true });
  await assert.rejects(append(server.url, 'faulty', 'dropped', [message(1, 'dropped-1')]));
  await assert.rejects(post(server.url, '/conversation/create', { id: 'dropped' }));
  await setFaults({});
  const answer = await append(server.url, 'faulty', 'dropped', [message(1, 'dropped-1')]);
  assert.equal(answer.json.results[0].status, 'duplicate');
  assert.equal((await get(server.url, '/conversation/dropped')).status, 200);
});

test('cutStreamsAfterEvents breaks each connection, and the pieces are the whole answer', async () => {
  const body = { messages: [{ role: 'user', content: 'In pieces' }] };
  const whole = await post(server.url, '/completion/generate', body);
  await setFaults({ cutStreamsAfterEvents: 40 });
  let text = '';
  for (let pieces = 1; ; pieces += 1) {
    assert.ok(pieces < 20);
    const lastEventId = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1];
    const stream = await openStream(server.url, body, lastEventId ? { 'last-event-id': lastEventId } : {});
    const ended = await stream.ended;
    text += stream.text();
    if (ended === 'complete') break;
    assert.equal([...stream.text().matchAll(/^id: /gm)].length, 40);
  }
  assert.equal(text, whole.text);
});

test('wrong faults are refused by name and change nothing', async () => {
  const cases = [
    [{ fail: 404 }, 'fail'],
    [{ fail: '503' }, 'fail'],
    [{ delayMs: -1 }, 'delayMs'],
    [{ delayMs: 60001 }, 'delayMs'],
    [{ dropAnswers: 1 }, 'dropAnswers'],
    [{ retryAfterSeconds: 0.5 }, 'retryAfterSeconds'],
    [{ cutStreamsAfterEvents: true }, 'cutStreamsAfterEvents'],
    [[], 'body'],
  ];
  for (const [faults, field] of cases) {
    const { status, json } = await setFaults(faults);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', field]);
  }
  assert.equal((await get(server.url, '/demo/faults')).json.fail, 0);
});
