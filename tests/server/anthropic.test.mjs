/** Answers from an Anthropic-compatible service, played by a server in this process, in the words of OpenAI's format. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { contentOf, generate } from './client.mjs';
import { startServer } from './harness.mjs';

let service;
let server;
let play;
let asked;

before(async () => {
  service = createServer(async (request, response) => {
    let body = '';
    for await (const bytes of request) body += bytes;
    asked = { url: request.url, headers: request.headers, body: JSON.parse(body) };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    play(response);
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
  server = await startServer({
    args: [
      '--upstream',
      `http://127.0.0.1:${service.address().port}/v1`,
      '--upstream-model',
      'some-model',
      '--upstream-kind',
      'anthropic',
    ],
    env: { HOLDFAST_UPSTREAM_API_KEY: 'secret-key' },
  });
});
after(async () => {
  await server.stop();
  service.close();
});

const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const textDelta = (text) =>
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const beginning =
  event({ type: 'message_start', message: { id: 'msg_1', role: 'assistant', usage: { input_tokens: 9 } } }) +
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
const ending = (reason) =>
  event({ type: 'content_block_stop', index: 0 }) +
  event({ type: 'message_delta', delta: { stop_reason: reason }, usage: { output_tokens: 5 } }) +
  event({ type: 'message_stop' });

test('the service is asked in its own words: instructions apart, the limit that it demands, the key', async () => {
  play = (response) => response.end(beginning + textDelta('Hi') + ending('end_turn'));
  await generate(
    server.url,
    [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'tool', content: '42' },
      { role: 'system', content: 'Be kind.' },
    ],
    { config: { temperature: 0.5, top_p: 0.9, stop: 'END', seed: 7 } },
  );
  assert.equal(asked.url, '/v1/messages');
  assert.equal(asked.headers['x-api-key'], 'secret-key');
  assert.equal(asked.headers['anthropic-version'], '2023-06-01');
  assert.equal(asked.headers.authorization, undefined);
  assert.deepEqual(asked.body, {
    model: 'some-model',
    stream: true,
    max_tokens: 4096,
    system: 'Be brief.\n\nBe kind.',
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: '42' },
    ],
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ['END'],
  });
});

test('the answer comes as numbered chunks of the OpenAI format, with DONE behind the reason', async () => {
  play = (response) => response.end(beginning + textDelta('Hello ') + textDelta('👋') + ending('max_tokens'));
  const { status, events } = await generate(server.url, [{ role: 'user', content: 'Hi' }]);
  assert.equal(status, 200);
  assert.equal(contentOf(events), 'Hello 👋');
  assert.equal(events.at(-1).data, '[DONE]');
  const chunks = events.slice(0, -1).map((one) => JSON.parse(one.data));
  assert.ok(chunks.every((one) => one.object === 'chat.completion.chunk'));
  assert.equal(chunks.map((one) => one.choices[0]?.finish_reason).find(Boolean), 'length');
  assert.ok(chunks.some((one) => one.usage?.output_tokens === 5));
  assert.deepEqual(
    events.slice(0, -1).map((one) => one.id),
    chunks.map((_, index) => `${index + 1}`),
  );
});

test('calls of tools keep their name, id and arguments', async () => {
  play = (response) =>
    response.end(
      event({ type: 'message_start', message: { id: 'msg_1' } }) +
        event({
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'tool_use', id: 'call_1', name: 'weather', input: {} },
        }) +
        event({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'input_json_delta', partial_json: '{"city":' },
        }) +
        event({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'input_json_delta', partial_json: '"Lisbon"}' },
        }) +
        ending('tool_use'),
    );
  const { events } = await generate(server.url, [{ role: 'user', content: 'Weather?' }]);
  const calls = events
    .filter((one) => one.data.startsWith('{'))
    .flatMap((one) => JSON.parse(one.data).choices[0]?.delta?.tool_calls ?? []);
  assert.deepEqual([calls[0].id, calls[0].function.name, calls[0].type], ['call_1', 'weather', 'function']);
  assert.equal(calls.map((call) => call.function.arguments).join(''), '{"city":"Lisbon"}');
  const reasons = events
    .filter((one) => one.data.startsWith('{'))
    .map((one) => JSON.parse(one.data).choices[0]?.finish_reason);
  assert.ok(reasons.includes('tool_calls'));
});

test('an error in the stream, a break in the middle and nonsense end it with an error and no DONE', async () => {
  const endings = [
    (response) =>
      response.end(event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })),
    (response) => response.end(),
    (response) => response.end('event: content_block_delta\ndata: {"type":"content_block_delta",\n\n'),
  ];
  for (const breakOff of endings) {
    play = (response) => {
      response.write(beginning + textDelta('first'));
      setTimeout(() => breakOff(response), 50);
    };
    const { status, events } = await generate(server.url, [{ role: 'user', content: 'Hi' }]);
    assert.equal(status, 200);
    assert.equal(contentOf(events), 'first');
    assert.equal(JSON.parse(events.at(-1).data).error.code, 'upstream-error');
  }
});
