/** Answers from an OpenAI-compatible service, played by a server in this process. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { certificate, key } from './certificate.mjs';
import { contentOf, generate, openStream, waitUntil } from './client.mjs';
import { startServer } from './harness.mjs';

let fake;
let server;
/** What the service does with a request: set by each test. */
let play;
/** What the service was asked, and whether it was left. */
let asked;

before(async () => {
  fake = createServer(async (request, response) => {
    let body = '';
    for await (const bytes of request) body += bytes;
    asked = { url: request.url, headers: request.headers, body: JSON.parse(body), left: false };
    response.on('close', () => (asked.left = !response.writableEnded));
    play(response);
  });
  await new Promise((resolve) => fake.listen(0, '127.0.0.1', resolve));
  server = await startServer({
    args: ['--upstream', `http://127.0.0.1:${fake.address().port}/v1/`, '--upstream-model', 'some-model'],
    env: { HOLDFAST_UPSTREAM_API_KEY: 'secret-key' },
  });
});
after(async () => {
  await server.stop();
  fake.closeAllConnections();
  fake.close();
});
afterEach(() => fake.closeAllConnections());

const say = [{ role: 'user', content: 'Hello', id: 'message-1' }];
const chunk = (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

function begin(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

test('the answer is passed on with numbers, and the service hears the messages and the key', async () => {
  play = (response) => {
    begin(response);
    response.write(': a comment\r\n\r\nevent: message\r\n');
    response.write(chunk('Hel').replaceAll('\n', '\r\n'));
    const rest = chunk('lo 👋') + 'data: [DONE]\n\n';
    const half = Buffer.from(rest);
    response.write(half.subarray(0, 50));
    response.end(half.subarray(50));
  };
  const config = { temperature: 0.5, stop: ['x'], model: 'not-this', unknown: 1 };
  const { status, headers, events } = await generate(server.url, say, { config });
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/event-stream');
  assert.equal(contentOf(events), 'Hello 👋');
  assert.deepEqual(
    events.map((event) => event.id),
    ['1', '2', undefined],
  );
  assert.equal(events.at(-1).data, '[DONE]');
  assert.equal(asked.url, '/v1/chat/completions');
  assert.equal(asked.headers.authorization, 'Bearer secret-key');
  assert.deepEqual(asked.body, {
    model: 'some-model',
    stream: true,
    messages: [{ role: 'user', content: 'Hello' }],
    temperature: 0.5,
    stop: ['x'],
  });
});

test('each chunk is passed on at once', async () => {
  let goOn;
  play = (response) => {
    begin(response);
    response.write(chunk('first'));
    goOn = () => response.end(`${chunk('second')}data: [DONE]\n\n`);
  };
  const stream = await openStream(server.url, { messages: say });
  await waitUntil(() => stream.text().includes('first'), 'the first chunk is there');
  assert.ok(!stream.text().includes('second'));
  goOn();
  assert.equal(await stream.ended, 'complete');
  assert.match(stream.text(), /second/);
});

test('a client that leaves ends the request to the service', async () => {
  play = (response) => {
    begin(response);
    response.write(chunk('first'));
  };
  const stream = await openStream(server.url, { messages: say });
  await waitUntil(() => stream.text().includes('first'), 'the first chunk is there');
  stream.leave();
  await waitUntil(() => asked.left, 'the service is left');
});

test('Last-Event-ID gets 409, since the service cannot resume', async () => {
  play = () => assert.fail('the service is not asked');
  const { status, json } = await generate(server.url, say, { headers: { 'last-event-id': '3' } });
  assert.deepEqual([status, json.code], [409, 'resume-unavailable']);
});

test('a service that is busy is passed on with its Retry-After', async () => {
  play = (response) => response.writeHead(429, { 'retry-after': '9' }).end('{}');
  const { status, json, headers } = await generate(server.url, say);
  assert.deepEqual([status, json.code, headers.get('retry-after')], [429, 'upstream-busy', '9']);
});

test('a service that refuses is a 502 that does not give its words away', async () => {
  for (const refused of [400, 401, 403, 404, 500, 503]) {
    play = (response) => response.writeHead(refused).end('{"error":"secret"}');
    const { status, json, text } = await generate(server.url, say);
    assert.deepEqual([status, json.code], [502, 'upstream-refused']);
    assert.ok(!text.includes('secret'));
  }
});

test('a service that breaks off before the answer is a 502', async () => {
  play = (response) => response.destroy();
  const { status, json } = await generate(server.url, say);
  assert.deepEqual([status, json.code], [502, 'upstream-unreachable']);
});

test('a service that breaks off in the middle ends the stream with an error and no DONE', async () => {
  for (const breakOff of [(response) => response.destroy(), (response) => response.end()]) {
    play = (response) => {
      begin(response);
      response.write(chunk('first'));
      setTimeout(() => breakOff(response), 50);
    };
    const { status, events } = await generate(server.url, say);
    assert.equal(status, 200);
    assert.equal(events.length, 2);
    assert.equal(events[1].id, '2');
    assert.equal(JSON.parse(events[1].data).error.code, 'upstream-error');
  }
});

test('an answer that says it is finished is whole, also without DONE', async () => {
  play = (response) => {
    begin(response);
    response.end(`${chunk('all')}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`);
  };
  const { events } = await generate(server.url, say);
  assert.equal(contentOf(events), 'all');
  assert.equal(events.at(-1).data, '[DONE]');
});

test('a service that answers with something else than a stream is a 502', async () => {
  play = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}');
  const { status, json } = await generate(server.url, say);
  assert.deepEqual([status, json.code], [502, 'upstream-refused']);
});

test('a service that is not there is a 502', async (context) => {
  const lonely = await startServer({ args: ['--upstream', 'http://127.0.0.1:1', '--upstream-model', 'm'] });
  context.after(() => lonely.stop());
  const { status, json } = await generate(lonely.url, say);
  assert.deepEqual([status, json.code], [502, 'upstream-unreachable']);
});

/** A service behind HTTPS, and a server that asks it. */
async function startSecured(context, env) {
  const service = createTlsServer({ cert: certificate, key }, (_request, response) => {
    begin(response);
    response.end(`${chunk('secured')}data: [DONE]\n\n`);
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${service.address().port}/v1`;
  const secured = await startServer({ args: ['--upstream', url, '--upstream-model', 'm'], env });
  context.after(async () => {
    await secured.stop();
    service.close();
  });
  return secured;
}

test('a certificate that nobody vouches for is refused', async (context) => {
  const secured = await startSecured(context, {});
  const { status, json } = await generate(secured.url, say);
  assert.deepEqual([status, json.code], [502, 'upstream-unreachable']);
  assert.match(json.detail, /certificate/);
});

test('a service behind HTTPS with a certificate that the system trusts is asked', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-tls-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const authorities = join(folder, 'authorities.pem');
  await writeFile(authorities, certificate);
  const secured = await startSecured(context, { SSL_CERT_FILE: authorities });
  const { status, events } = await generate(secured.url, say);
  assert.equal(status, 200);
  assert.equal(contentOf(events), 'secured');
});
