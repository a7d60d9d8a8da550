/** What those who run the server see: metrics, and a log that belongs to traces. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { append, createConversation, generate, get, message, send, waitUntil } from './client.mjs';
import { startServer } from './harness.mjs';

const say = [{ role: 'user', content: 'Hello' }];
const linesOf = (server) =>
  server
    .errors()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The samples of the exposition format, by name and labels. */
async function scrape(server) {
  const { text, headers } = await get(server.url, '/metrics');
  assert.match(headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  return new Map(
    text
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

test('metrics count requests by route, messages by their fate, problems by code and events of streams', async () => {
  const server = await startServer();
  await createConversation(server.url, 'counted');
  await append(server.url, 'counted', 'w', [message(1, 'c-1'), { ...message(2, 'c-2'), role: 'robot' }]);
  await append(server.url, 'counted', 'w', [message(1, 'c-1'), { seq: 3, tombstone: true }]);
  await get(server.url, '/conversation/unknown-id');
  await send(server.url, 'FROBNICATE', `/nowhere/${'x'.repeat(50)}`);
  const { events } = await generate(server.url, say);
  const samples = await scrape(server);
  const sample = (name) => samples.get(name);
  assert.equal(sample('holdfast_http_requests_total{method="POST",route="/message/append",status="200"}'), 2);
  assert.equal(sample('holdfast_http_requests_total{method="GET",route="/conversation/{}",status="404"}'), 1);
  assert.equal(sample('holdfast_http_requests_total{method="any",route="other",status="404"}'), 1);
  assert.equal(sample('holdfast_http_request_seconds_count{method="POST",route="/message/append"}'), 2);
  for (const [result, count] of [
    ['stored', 1],
    ['rejected', 1],
    ['duplicate', 1],
    ['skipped', 1],
  ])
    assert.equal(sample(`holdfast_messages_total{result="${result}"}`), count, result);
  assert.equal(sample('holdfast_problems_total{code="conversation-not-found"}'), 1);
  assert.equal(sample('holdfast_answers_total{source="generated"}'), 1);
  assert.equal(sample('holdfast_stream_events_total'), events.filter((event) => event.id).length);
  assert.equal(sample('holdfast_streams'), 0);
  assert.ok(sample('holdfast_connections') >= 1);
  assert.ok(![...samples.keys()].some((name) => name.includes('unknown-id') || name.includes('nowhere')));
  await server.stop();
});

test('every request is a line of JSON that goes on with the trace of its caller', async () => {
  const server = await startServer();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await get(server.url, '/conversation/private-id?limit=1', { traceparent });
  await get(server.url, '/health', {
    traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01',
  });
  await waitUntil(() => linesOf(server).length >= 2, 'both are logged');
  const [traced, fresh] = linesOf(server);
  assert.equal(traced.event, 'request');
  assert.equal(traced.level, 'info');
  assert.deepEqual([traced.method, traced.route, traced.status], ['GET', '/conversation/{}', 404]);
  assert.equal(traced.problem, 'conversation-not-found');
  assert.equal(traced.traceId, '0af7651916cd43dd8448eb211c80319c');
  assert.equal(traced.parentSpanId, 'b7ad6b7169203331');
  assert.match(traced.spanId, /^[0-9a-f]{16}$/);
  assert.notEqual(traced.spanId, traced.parentSpanId);
  assert.ok(traced.durationMs >= 0 && Date.parse(traced.time) > 0);
  assert.match(fresh.traceId, /^(?!0{32})[0-9a-f]{32}$/, 'what is malformed begins a new trace');
  assert.equal(fresh.parentSpanId, undefined);
  assert.ok(!server.errors().includes('private-id'), 'the log holds no ids of conversations');
  await server.stop();
});

test('the trace goes on to the service that is asked for the answer', async () => {
  let heard;
  const service = createServer((request, response) => {
    heard = request.headers.traceparent;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
  const server = await startServer({
    args: ['--upstream', `http://127.0.0.1:${service.address().port}`, '--upstream-model', 'm'],
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await generate(server.url, say, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  assert.match(heard, new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  const line = await waitUntil(
    () => linesOf(server).find((one) => one.event === 'request'),
    'the request is logged',
  );
  assert.equal(heard.split('-')[2], line.spanId, 'as a part of this request');
  await server.stop();
  service.close();
});

test('with --log-level error only what went wrong is logged', async () => {
  const server = await startServer({ args: ['--log-level', 'error'] });
  await get(server.url, '/conversations');
  await server.stop();
  assert.equal(server.errors(), '');
});
