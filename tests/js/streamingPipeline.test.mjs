import assert from 'node:assert/strict';
import test from 'node:test';
import { createHoldfast } from '../../js/index.js';
import { isNewer } from '../../js/services/eventIds.js';
import { jsonSize, utf8Size } from '../../js/services/textSize.js';
import { openAiEvents, problem, streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

const QUESTION = [{ role: 'user', content: 'Tell me' }];
const WORDS = ['One', ' two', ' three', ' four', ' five 🌊'];
const ANSWER = WORDS.join('');

async function collect(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}
const textOf = async (stream) => (await collect(stream)).join('');
const completions = ({ requests }) => requests.filter(({ path }) => path === '/completion/generate');

/** A body that is never ended, and says when it was asked for more and cancelled. */
function endlessBody(chunk) {
  const seen = { pulls: 0, cancelled: false };
  const body = new ReadableStream(
    {
      async pull(controller) {
        seen.pulls += 1;
        const next = await chunk(seen.pulls);
        if (next === undefined) await new Promise(() => {});
        if (!seen.cancelled) controller.enqueue(new TextEncoder().encode(next));
      },
      cancel: () => {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { seen, response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }) };
}

/** A response whose bytes come `size` at a time. */
function inPieces(text, size) {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
      return undefined;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

const toolCall = (call) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...call }] } }] })}\n\n`;

test('all parts of an answer come in order, an array for each piece of network', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const [hello, there] = openAiEvents(['Hello', ' there']);
  backend.complete = () =>
    streamOf([
      hello,
      toolCall({ id: 'c1', function: { name: 'look', arguments: '{"q":' } }) + there,
      toolCall({ function: { arguments: '1}' } }),
      'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    ]);
  assert.deepEqual(await collect(holdfast.messages.streamParts(QUESTION)), [
    [{ type: 'text', text: 'Hello' }],
    [
      { type: 'tool-input', index: 0, id: 'c1', name: 'look', text: '{"q":' },
      { type: 'text', text: ' there' },
    ],
    [{ type: 'tool-input', index: 0, text: '1}' }],
    [{ type: 'finish', reason: 'stop' }],
  ]);
});

const LINES = [
  '{"message":{"content":"One"},"done":false}\n',
  '{"message":{"content":" two"},"done":true}\n',
];
const UI = [
  'data: {"type":"text-delta","id":"t","delta":"One"}\n\n',
  'data: {"type":"text-delta","id":"t","delta":" two"}\n\ndata: [DONE]\n\n',
];
for (const [what, chunks, headers, stream] of [
  ['application/x-ndjson is lines of JSON', LINES, { 'content-type': 'application/x-ndjson' }],
  ['application/jsonl is lines of JSON', LINES, { 'content-type': 'application/jsonl; charset=utf-8' }],
  ['text/plain is the text', ['One', ' two'], { 'content-type': 'text/plain' }],
  [
    "an AI SDK's stream says so itself",
    UI,
    { 'content-type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' },
  ],
  [
    'the option `stream.format` says how events are written',
    ['data: One\n\n', 'data:  two\n\ndata: [DONE]\n\n'],
    { 'content-type': 'text/event-stream' },
    { format: 'event-text' },
  ],
  [
    'the paths of the option hold for lines of JSON too',
    ['{"a":["One"]}\n', '{"a":[" two"]}'],
    { 'content-type': 'application/x-ndjson' },
    { format: { framing: 'lines', text: 'a[0]' } },
  ],
]) {
  test(`what an answer is goes by its headers: ${what}`, async (t) => {
    const { backend, holdfast } = await makeWorld(t, { stream });
    backend.complete = () => {
      const { body } = streamOf(chunks);
      return new Response(body, { headers });
    };
    assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), 'One two');
  });
}

test('a page of HTML that is called a stream of events is an error that quotes it, and not tried again', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  backend.complete = () => streamOf(['<!doctype html>\n<title>Sign', ' in</title>']);
  await assert.rejects(textOf(holdfast.messages.streamCompletion(QUESTION)), {
    code: 'malformed-answer',
    message: /<!doctype html>/,
  });
  assert.equal(completions(backend).length, 1);
});

test('a stream that is cut within its first event is a break, and asked for again', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const events = openAiEvents(WORDS);
  backend.complete = () =>
    completions(backend).length === 1 ? streamOf([events[0].slice(0, 30)]) : streamOf(events);
  assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  assert.equal(completions(backend)[1].headers.get('last-event-id'), null);
});

test('an answer that is longer than `stream.maxAnswerBytes` ends as an error, with what came before', async (t) => {
  const { backend, holdfast } = await makeWorld(t, { stream: { maxAnswerBytes: 8 } });
  backend.complete = () => streamOf(openAiEvents(['1234', '🌊', '5']));
  const pieces = [];
  await assert.rejects(
    (async () => {
      for await (const piece of holdfast.messages.streamCompletion(QUESTION)) pieces.push(piece);
    })(),
    { code: 'answer-too-large', message: /8 bytes/ },
  );
  assert.deepEqual(pieces, ['1234', '🌊']);
  assert.equal(completions(backend).length, 1);
});

test('a stream that never ends is ended after `stream.totalMs`', async (t) => {
  const { backend, holdfast } = await makeWorld(t, { stream: { totalMs: 60 } });
  // Something comes all the time, so that it is never idle.
  const { seen, response } = endlessBody(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return ': still here\n\n';
  });
  backend.complete = () => response;
  await assert.rejects(textOf(holdfast.messages.streamCompletion(QUESTION)), { code: 'stream-timeout' });
  assert.ok(seen.pulls > 0);
  assert.equal(completions(backend).length, 1);
});

test('a backend that sends nothing at first is asked again, and one that stands still is resumed', async (t) => {
  const { backend, holdfast } = await makeWorld(t, { stream: { firstByteMs: 40, idleMs: 40 } });
  const events = openAiEvents(WORDS);
  backend.complete = ({ headers }) => {
    if (completions(backend).length === 1) return endlessBody(() => undefined).response;
    if (completions(backend).length === 2)
      return endlessBody((pull) => events[pull - 1 < 2 ? pull - 1 : -1]).response;
    return streamOf(events.slice(Number(headers.get('last-event-id'))));
  };
  assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  assert.deepEqual(
    completions(backend).map(({ headers }) => headers.get('last-event-id')),
    [null, null, '2'],
  );
});

test('a consumer that takes its time is not taken for a stream that stands still', async (t) => {
  const { backend, holdfast } = await makeWorld(t, { stream: { idleMs: 20 } });
  backend.complete = () => streamOf(openAiEvents(WORDS));
  let text = '';
  for await (const piece of holdfast.messages.streamCompletion(QUESTION)) {
    if (text === '') await new Promise((resolve) => setTimeout(resolve, 80));
    text += piece;
  }
  assert.equal(text, ANSWER);
  assert.equal(completions(backend).length, 1);
});

test('it reads when it is asked, and no sooner', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const { seen, response } = endlessBody((pull) => openAiEvents([`${pull}`], { first: pull })[0]);
  backend.complete = () => response;
  const stream = holdfast.messages.streamCompletion(QUESTION);
  assert.equal(completions(backend).length, 0);
  for (let asked = 1; asked <= 3; asked += 1) {
    assert.deepEqual(await stream.next(), { done: false, value: `${asked}` });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(seen.pulls, asked);
  }
  await stream.return();
  assert.ok(seen.cancelled);
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
});

test('who stops reading in the middle of a wait stops the request, and the wait', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const { seen, response } = endlessBody(() => undefined);
  backend.complete = () => response;
  const stream = holdfast.messages.streamCompletion(QUESTION);
  const waiting = stream.next();
  await new Promise((resolve) => setTimeout(resolve, 10));
  await stream.return();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.ok(seen.cancelled);
});

test('what is asked for at once comes in order', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  backend.complete = () => streamOf(openAiEvents(WORDS));
  const stream = holdfast.messages.streamCompletion(QUESTION);
  const pieces = await Promise.all([stream.next(), stream.next(), stream.next()]);
  assert.deepEqual(
    pieces.map(({ value }) => value),
    WORDS.slice(0, 3),
  );
  await stream.return();
});

test('a thousand pieces of network set no thousand timers', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  backend.complete = () => streamOf(openAiEvents(Array.from({ length: 1000 }, () => 'x')));
  const setTimer = t.mock.method(globalThis, 'setTimeout');
  assert.equal((await textOf(holdfast.messages.streamCompletion(QUESTION))).length, 1000);
  assert.ok(setTimer.mock.callCount() < 10, `${setTimer.mock.callCount()} timers`);
});

test('what a server sends again is dropped, by its id, wherever the pieces are cut', async (t) => {
  for (const end of ['\n', '\r', '\r\n']) {
    for (const size of [1, 7, 64, 100_000]) {
      const { backend, holdfast } = await makeWorld(t);
      const events = openAiEvents(WORDS).map((event) => event.replaceAll('\n', end));
      backend.complete = () =>
        completions(backend).length === 1
          ? streamOf(events.slice(0, 2), { broken: true })
          : inPieces(events.join(''), size);
      const text = await textOf(holdfast.messages.streamCompletion(QUESTION));
      assert.equal(text, ANSWER, JSON.stringify({ end, size }));
    }
  }
});

test('of the ids of events, the order tells where they count', () => {
  assert.ok(isNewer('10', '9'));
  assert.ok(!isNewer('9', '10'));
  assert.ok(!isNewer('9', '9'));
  assert.ok(isNewer('9007199254740993', '9007199254740992'));
  assert.ok(isNewer('1700000000000-10', '1700000000000-9'));
  assert.ok(!isNewer('1700000000000-9', '1700000000000-10'));
  assert.ok(isNewer('b', 'a') && isNewer('a', 'b') && !isNewer('a', 'a'));
  assert.ok(isNewer('', '5'), 'an event without an id is nothing that was numbered before');
});

test('the wait that a stream asks for is kept, within bounds', async (t) => {
  const { backend, holdfast } = await makeWorld(t, { stream: { firstByteMs: 70_000, idleMs: 80_000 } });
  const events = openAiEvents(WORDS);
  const waits = [];
  const setTimer = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', (work, ms, ...rest) => {
    const isAsked = [100, 321, 60_000].includes(ms);
    if (isAsked) waits.push(ms);
    return setTimer(work, isAsked ? 1 : ms, ...rest);
  });
  const asked = ['retry: 3\n', 'retry: 321\n', 'retry: 600000\n'];
  backend.complete = ({ headers }) => {
    const from = Number(headers.get('last-event-id') ?? 0);
    const retry = asked.shift();
    return retry === undefined
      ? streamOf(events.slice(from))
      : streamOf([retry + events[from]], { broken: true });
  };
  assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  // The engine waits for a minute too, now and then.
  assert.deepEqual(
    waits.filter((ms) => ms < 60_000),
    [100, 321],
  );
});

test('where nothing of the answer was received, it is asked for from the start, under the same request id', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const role = 'id: 1\ndata: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n';
  backend.complete = ({ headers }) => {
    if (headers.get('last-event-id') !== null) return problem(409, 'resume-unavailable');
    return completions(backend).length === 1
      ? streamOf([role], { broken: true })
      : streamOf([role, ...openAiEvents(WORDS, { first: 2 })]);
  };
  assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  assert.equal(new Set(completions(backend).map(({ body }) => body.requestId)).size, 1);
});

test('an answer that cannot be resumed ends as it is, and is not asked for again', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  backend.complete = ({ headers }) =>
    headers.get('last-event-id') === null
      ? streamOf(openAiEvents(WORDS).slice(0, 2), { broken: true })
      : problem(409, 'resume-unavailable');
  const { answer } = await holdfast.messages.sendMessage('Tell me', conversationId);
  assert.deepEqual([answer.message.content, answer.message.status], ['One two', 'interrupted']);
  assert.equal(completions(backend).length, 2);
});

test('a stream that breaks behind its finish reason is complete', async (t) => {
  const { backend, holdfast } = await makeWorld(t);
  const finish = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
  backend.complete = () => streamOf([...openAiEvents(WORDS, { done: false }), finish], { broken: true });
  assert.equal(await textOf(holdfast.messages.streamCompletion(QUESTION)), ANSWER);
  assert.equal(completions(backend).length, 1);
});

test('options of streams that make no sense are refused, by name', async () => {
  for (const [stream, field] of [
    ['fast', 'stream'],
    [{ format: 'xml' }, 'stream.format'],
    [{ format: { framing: 'events', text: 'a[' } }, 'stream.format'],
    [{ format: 7 }, 'stream.format'],
    [{ firstByteMs: 0 }, 'stream.firstByteMs'],
    [{ idleMs: 1.5 }, 'stream.idleMs'],
    [{ totalMs: 24 * 3_600_000 + 1 }, 'stream.totalMs'],
    [{ maxAnswerBytes: 2 ** 40 }, 'stream.maxAnswerBytes'],
  ]) {
    await assert.rejects(createHoldfast({ baseUrl: '/', stream }), { code: 'invalid-option', field });
  }
});

test('the size of a text is known without its bytes', () => {
  const texts = ['', 'plain', 'é', '語', '🌊', 'a"b\\c\n\u0001', '\u007f\u0080\u07ff\u0800\uffff'];
  for (const text of texts) {
    assert.equal(utf8Size(text), new TextEncoder().encode(text).length, text);
    assert.ok(jsonSize(text) >= new TextEncoder().encode(JSON.stringify(text)).length - 2, text);
  }
  assert.equal(jsonSize('a"b\\'), 6);
});
