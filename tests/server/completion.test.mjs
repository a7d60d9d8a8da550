/** `POST /completion/generate` with the responder that needs no network. */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, test } from 'node:test';
import {
  append,
  contentOf,
  createConversation,
  generate,
  message,
  openStream,
  post,
  waitUntil,
} from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer({ args: ['--token-delay-ms', '0'] });
});
after(() => server.stop());

const say = (content) => [{ role: 'user', content }];

test('an answer is a stream of numbered chunks that ends with stop and DONE', async () => {
  const { status, headers, events } = await generate(server.url, say('Hello'), {
    requestId: 'request-1',
    config: {},
  });
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/event-stream');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('x-accel-buffering'), 'no');

  assert.deepEqual(events.pop(), { id: undefined, data: '[DONE]' });
  assert.deepEqual(
    events.map((event) => event.id),
    events.map((_, index) => `${index + 1}`),
  );
  const chunks = events.map((event) => JSON.parse(event.data));
  assert.ok(chunks.every((chunk) => chunk.object === 'chat.completion.chunk'));
  assert.deepEqual(chunks[0].choices[0].delta, { role: 'assistant', content: '' });
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.choices[0].finish_reason === null));
  assert.ok(events.length > 60, 'long enough to be watched');
});

test('the answer quotes what the person said last, on a UTF-8 boundary', async () => {
  const { events } = await generate(server.url, [
    { role: 'system', content: 'Be kind.' },
    ...say('First'),
    { role: 'assistant', content: 'Answer' },
    ...say(`Second\nline ${'👋'.repeat(400)}`),
  ]);
  const content = contentOf(events);
  assert.match(content, /^> Second line 👋/m);
  assert.ok(!content.includes('\uFFFD'));
});

test('the same messages get the same bytes, and other messages another answer', async () => {
  const [one, again] = [await generate(server.url, say('Same')), await generate(server.url, say('Same'))];
  assert.equal(one.text, again.text);
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => generate(server.url, say(text))),
  );
  const openings = new Set(answers.map(({ events }) => contentOf(events).split('\n')[0]));
  assert.ok(openings.size > 1, 'varied');
});

test('an answer about code holds code, and one about a table a table', async () => {
  assert.match(contentOf((await generate(server.url, say('some code please'))).events), /^```js$/m);
  assert.match(contentOf((await generate(server.url, say('make a table'))).events), /^\| --- \|/m);
});

test('Last-Event-ID goes on behind any event, with the same bytes', async () => {
  const whole = await generate(server.url, say('Resume'));
  const last = whole.events.length - 1;
  for (const seen of [1, 2, Math.floor(last / 2), last - 1, last, last + 100]) {
    const rest = await generate(server.url, say('Resume'), { headers: { 'last-event-id': `${seen}` } });
    assert.equal(rest.status, 200);
    assert.deepEqual(rest.events, whole.events.slice(Math.min(seen, last)), `behind event ${seen}`);
  }
});

test('generating writes nothing: the database keeps its contents', async () => {
  await createConversation(server.url, 'pure');
  await append(server.url, 'pure', 'writer', [message(1, 'pure-1')]);
  const contents = await server.ownDatabase.contents();
  assert.ok(contents.length > 0);
  for (let round = 0; round < 5; round += 1) {
    await generate(server.url, [message(2, 'pure-2')], {
      requestId: `pure-${round}`,
      config: { temperature: 1 },
    });
    await post(server.url, '/completion/generate', { messages: 'bad' });
  }
  assert.equal(await server.ownDatabase.contents(), contents);
});

test('wrong members are refused by name', async () => {
  const good = { role: 'user', content: 'x' };
  const cases = [
    [{}, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: {} }, 'messages'],
    [{ messages: [7] }, 'messages[0]'],
    [{ messages: [good, { content: 'x' }] }, 'messages[1].role'],
    [{ messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: ['x'] }] }, 'messages[0].content'],
    [{ messages: [{ ...good, id: '' }] }, 'messages[0].id'],
    [{ messages: [{ ...good, createdAt: 'today' }] }, 'messages[0].createdAt'],
    [{ messages: [good], config: 7 }, 'config'],
    [{ messages: [good], requestId: '' }, 'requestId'],
    [[], 'body'],
  ];
  for (const [body, field] of cases) {
    const { status, json } = await post(server.url, '/completion/generate', body);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', field], JSON.stringify(body));
  }
  const { status, json } = await generate(server.url, [good], { headers: { 'last-event-id': 'x' } });
  assert.deepEqual([status, json.field], [400, 'Last-Event-ID']);
});

test('each event arrives by itself, as its word comes into being', async (context) => {
  const slow = await startServer({ args: ['--token-delay-ms', '20'] });
  context.after(() => slow.stop());
  const stream = await openStream(slow.url, { messages: say('Slowly') });
  await waitUntil(() => stream.text().includes('id: 5\n'), 'five events are there');
  assert.ok(!stream.text().includes('[DONE]'));
  stream.leave();
});

test('one connection takes a second request behind a stream', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(
        `${server.url}/completion/generate`,
        { method: 'POST', agent, headers },
        (response) => {
          response.resume();
          response.on('end', () => resolve(sent.reusedSocket));
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify({ messages: say('Hello') }));
    });
  assert.deepEqual([await ask(), await ask()], [false, true]);
  agent.destroy();
});
