import assert from 'node:assert/strict';
import test from 'node:test';
import { openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

const QUESTION = [{ role: 'user', content: 'Tell me' }];
const WORDS = ['One', ' two', ' three', ' four', ' five 🌊'];
const ANSWER = WORDS.join('');

async function collect(stream) {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

test('a completion streams as text and writes nothing', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  backend.complete = () => streamOf(openAiEvents(WORDS));
  assert.equal(await collect(holdfast.messages.streamCompletion(QUESTION, { model: 'x' })), ANSWER);
  const { body } = backend.requests.at(-1);
  assert.deepEqual(body.messages, QUESTION);
  assert.deepEqual(body.config, { model: 'x' });
  assert.match(body.requestId, /^[0-9a-f-]{36}$/);
});

test('every cut of the bytes gives the same text', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const bytes = new TextEncoder().encode(openAiEvents([' a🌊', 'b']).join(''));
  for (let cut = 1; cut < bytes.length; cut += 7) {
    backend.complete = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(bytes.slice(0, cut));
            controller.enqueue(bytes.slice(cut));
            controller.close();
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      );
    assert.equal(await collect(holdfast.messages.streamCompletion(QUESTION)), ' a🌊b', `cut at ${cut}`);
  }
});

test('a stream that breaks goes on where it broke, under the same request id', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const events = openAiEvents(WORDS);
  let connections = 0;
  const seen = [];
  backend.complete = ({ body, headers }) => {
    connections += 1;
    seen.push([headers.get('last-event-id'), body.requestId]);
    const from = Number(headers.get('last-event-id') ?? 0);
    return connections < 3
      ? streamOf([...events.slice(from, from + 2), events[from + 2].slice(0, 20)], { broken: true })
      : streamOf(events.slice(from));
  };
  assert.equal(await collect(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  assert.deepEqual(
    seen.map(([id]) => id),
    [null, '2', '4'],
  );
  assert.equal(new Set(seen.map(([, id]) => id)).size, 1);
});

test('a stream that ends before the answer did is a break, not an answer', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let connections = 0;
  backend.complete = () => {
    connections += 1;
    return connections === 1
      ? streamOf(openAiEvents(WORDS.slice(0, 2), { done: false }))
      : streamOf(openAiEvents(WORDS.slice(2), { first: 3 }));
  };
  assert.equal(await collect(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
});

test('where the backend numbers nothing, a break in the middle is reported and nothing is doubled', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const unnumbered = openAiEvents(WORDS).map((event) => event.replace(/^id: \d+\n/, ''));
  backend.complete = () => streamOf(unnumbered.slice(0, 2), { broken: true });
  const stream = holdfast.messages.streamCompletion(QUESTION);
  const pieces = [];
  await assert.rejects(
    (async () => {
      for await (const piece of stream) pieces.push(piece);
    })(),
    { code: 'stream-interrupted' },
  );
  assert.equal(pieces.join(''), 'One two');
});

test('a backend that is away for a moment delays the answer and no more', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let failures = 2;
  backend.complete = () => {
    failures -= 1;
    if (failures === 1) return problem(503, 'busy');
    if (failures === 0) throw new TypeError('fetch failed');
    return streamOf(openAiEvents(WORDS));
  };
  assert.equal(await collect(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
});

for (const [what, respond, code, text] of [
  [
    'a refusal',
    () => problem(400, 'too-long', { detail: 'the context is full' }),
    'too-long',
    /context is full/,
  ],
  [
    'HTML with status 200',
    () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    'malformed-answer',
    /text\/html/,
  ],
  [
    'an event that is no JSON',
    () => streamOf(['data: {oops\n\n']),
    'malformed-delta',
    /event 1 of the stream is not valid JSON at byte 1/,
  ],
  [
    'an error in the stream',
    () => streamOf(['data: {"error":{"message":"overloaded"}}\n\n']),
    'upstream-error',
    /overloaded/,
  ],
]) {
  test(`${what} is a clear error, and not tried again`, async (t) => {
    const { backend, holdfast } = await makeWorld(t);
    backend.complete = respond;
    await assert.rejects(collect(holdfast.messages.streamCompletion(QUESTION)), { code, message: text });
    assert.equal(backend.requests.filter(({ path }) => path === '/completion/generate').length, 1);
  });
}

test('plain text is an answer too, whole characters only', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const bytes = new TextEncoder().encode('Wave 🌊 text');
  backend.complete = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      }),
      { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    );
  const pieces = [];
  for await (const piece of holdfast.messages.streamCompletion(QUESTION)) pieces.push(piece);
  assert.equal(pieces.join(''), 'Wave 🌊 text');
  assert.ok(pieces.includes('🌊'));
});

test('an abort stops the request at once', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let cancelled = false;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(openAiEvents(['Hi'])[0])),
    cancel: () => {
      cancelled = true;
    },
  });
  let signal;
  backend.complete = (request) => {
    signal = request.signal;
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  const controller = new AbortController();
  const reading = (async () => {
    for await (const piece of holdfast.messages.streamCompletion(
      QUESTION,
      {},
      { signal: controller.signal },
    )) {
      assert.equal(piece, 'Hi');
      controller.abort();
    }
  })();
  await assert.rejects(reading, { name: 'AbortError' });
  assert.ok(signal.aborted);
  assert.ok(cancelled);
});

test('whoever stops reading stops the request', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  let signal;
  backend.complete = (request) => {
    signal = request.signal;
    return streamOf(openAiEvents(WORDS));
  };
  const reading = holdfast.messages.streamCompletion(QUESTION)[Symbol.asyncIterator]();
  assert.deepEqual(await reading.next(), { done: false, value: 'One' });
  await reading.return();
  assert.ok(signal.aborted);
});
