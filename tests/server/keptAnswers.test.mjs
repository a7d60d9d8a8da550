/** An answer whose request has an id is generated once, however often it is asked for. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { contentOf, generate, openStream, parseEvents, waitUntil } from './client.mjs';
import { startServer } from './harness.mjs';

let service;
let server;
/** What the service does with a request: set by each test. */
let play;
let asked = 0;
let left = 0;

before(async () => {
  service = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.on('close', () => (left += response.writableEnded ? 0 : 1));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    play(response);
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${service.address().port}`;
  server = await startServer({ args: ['--upstream', url, '--upstream-model', 'm'] });
});
after(async () => {
  await server.stop();
  service.closeAllConnections();
  service.close();
});
afterEach(() => {
  asked = 0;
  left = 0;
});

const say = [{ role: 'user', content: 'Hello' }];
const chunk = (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const whole = (response) => {
  for (const word of ['one ', 'two ', 'three']) response.write(chunk(word));
  response.end('data: [DONE]\n\n');
};

test('the same request again gets the same answer, and the service is asked once', async () => {
  play = whole;
  const first = await generate(server.url, say, { requestId: 'once' });
  const again = await generate(server.url, say, { requestId: 'once' });
  assert.equal(contentOf(first.events), 'one two three');
  assert.equal(again.text, first.text);
  assert.equal(asked, 1);
});

test('an answer that was cut goes on behind any event, though the service cannot resume', async () => {
  play = whole;
  const { events } = await generate(server.url, say, { requestId: 'resumed' });
  for (let seen = 1; seen <= 3; seen += 1) {
    const rest = await generate(server.url, say, {
      requestId: 'resumed',
      headers: { 'last-event-id': `${seen}` },
    });
    assert.deepEqual(rest.events, events.slice(seen));
  }
  assert.equal(asked, 1);
});

test('who comes back in the middle of an answer reads on while it is generated', async () => {
  let goOn;
  play = (response) => {
    response.write(chunk('first '));
    goOn = () => response.end(`${chunk('second')}data: [DONE]\n\n`);
  };
  const body = { messages: say, requestId: 'middle' };
  const broken = await openStream(server.url, body);
  await waitUntil(() => broken.text().includes('first'), 'the answer has begun');
  broken.leave();
  const back = await openStream(server.url, body, { 'last-event-id': '1' });
  const watching = await openStream(server.url, body);
  await waitUntil(() => watching.text().includes('first'), 'a second reader gets what was there');
  goOn();
  assert.deepEqual([await back.ended, await watching.ended], ['complete', 'complete']);
  assert.equal(contentOf(parseEvents(back.text())), 'second');
  assert.equal(contentOf(parseEvents(watching.text())), 'first second');
  assert.deepEqual([asked, left], [1, 0]);
});

test('an answer that nobody comes back for is given up after a while', async () => {
  play = (response) => response.write(chunk('first '));
  const stream = await openStream(server.url, { messages: say, requestId: 'lonely' });
  await waitUntil(() => stream.text().includes('first'), 'the answer has begun');
  stream.leave();
  await waitUntil(() => left === 1, 'the service is left', 30_000);
});

test('another request id, other messages or another config are another answer', async () => {
  play = whole;
  await generate(server.url, say, { requestId: 'a' });
  await generate(server.url, say, { requestId: 'b' });
  await generate(server.url, [{ role: 'user', content: 'Bye' }], { requestId: 'a' });
  await generate(server.url, say, { requestId: 'a', config: { temperature: 1 } });
  assert.equal(asked, 4);
});

test('what failed, or broke off, is asked again', async () => {
  play = (response) => {
    response.write(chunk('half '));
    setTimeout(() => response.destroy(), 50);
  };
  const broken = await generate(server.url, say, { requestId: 'again' });
  assert.equal(JSON.parse(broken.events.at(-1).data).error.code, 'upstream-error');
  play = whole;
  assert.equal(contentOf((await generate(server.url, say, { requestId: 'again' })).events), 'one two three');
  assert.equal(asked, 2);
});

test('an answer that is longer than the server takes ends in an error', async () => {
  play = (response) => {
    const part = chunk('x'.repeat(500_000));
    for (let i = 0; i < 6; i += 1) response.write(part);
    response.end('data: [DONE]\n\n');
  };
  const { events } = await generate(server.url, say, { requestId: 'long' });
  assert.equal(JSON.parse(events.at(-1).data).error.code, 'answer-too-large');
});
