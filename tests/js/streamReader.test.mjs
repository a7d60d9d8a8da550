import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import createModule from '../../dist/wasm/holdfast.mjs';
import { StreamReader } from '../../js/driver/StreamReader.js';

const encoder = new TextEncoder();

/** The module with vectors and the one without. */
const modules = await Promise.all(
  ['holdfast', 'holdfast-baseline'].map(async (name) => {
    const compiled = await WebAssembly.compile(
      await readFile(new URL(`../../dist/wasm/${name}.wasm`, import.meta.url)),
    );
    return {
      name,
      module: await createModule({
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
          return {};
        },
      }),
    };
  }),
);

const chunk = (delta, more = {}) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, ...more }] })}\n\n`;

const ANSWER = [
  chunk({ role: 'assistant', content: '' }),
  ...['Grüße', ' 世界 🌊', '\n"quoted" \\ ', '', 'and more words'].map((content) => chunk({ content })),
].join('');
const TEXT = 'Grüße 世界 🌊\n"quoted" \\ and more words';

/** @param {StreamReader} reader @param {Uint8Array} bytes @param {number} step */
function feedAll(reader, bytes, step) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += step) pieces.push(reader.feed(bytes.subarray(at, at + step)));
  pieces.push(reader.end());
  return pieces;
}

const textOf = (pieces) => pieces.map(({ text }) => text).join('');
const partsOf = (pieces) =>
  pieces.flatMap(({ text, parts }) => parts ?? (text === '' ? [] : [{ type: 'text', text }]));

for (const { name, module } of modules) {
  test(`${name}.wasm: every cut gives the same text`, () => {
    const bytes = encoder.encode(ANSWER);
    for (const step of [1, 2, 3, 7, 16, 17, 100, bytes.length]) {
      const reader = new StreamReader(module, 'openai');
      assert.equal(textOf(feedAll(reader, bytes, step)), TEXT, `steps of ${step}`);
      assert.equal(reader.events, 6);
      reader.close();
    }
  });

  test(`${name}.wasm: a megabyte at once is read in steps, and comes as one piece`, () => {
    const events = 8_000;
    const bytes = encoder.encode(
      chunk({ content: 'word ' }).repeat(events) +
        chunk({}, { finish_reason: 'stop' }) +
        chunk({ content: '!' }),
    );
    assert.ok(bytes.length > 300_000);
    const reader = new StreamReader(module, 'openai');
    const { text, parts } = reader.feed(bytes);
    assert.equal(text, `${'word '.repeat(events)}!`);
    assert.deepEqual(parts?.at(-2), { type: 'finish', reason: 'stop' });
    assert.deepEqual(parts?.at(-1), { type: 'text', text: '!' });
    assert.ok(reader.done);
    reader.close();
  });
}

const { module } = modules[0];

test('parts that are not text come in order, beside the text', () => {
  const reader = new StreamReader(module, 'openai');
  const stream = [
    chunk({ reasoning_content: 'Hm, ' }),
    chunk({ reasoning_content: 'ü' }),
    chunk({ content: 'Look.' }),
    chunk({ tool_calls: [{ index: 1, id: 'c1', function: { name: 'find', arguments: '{"q"' } }] }),
    chunk({ tool_calls: [{ index: 1, function: { arguments: ':1}' } }] }),
    chunk({}, { finish_reason: 'tool_calls' }),
    `data: ${JSON.stringify({ choices: [], usage: { total_tokens: 9 } })}\n\n`,
    'data: [DONE]\n\n',
  ].join('');
  const pieces = [reader.feed(encoder.encode(stream))];
  assert.equal(pieces[0].text, 'Look.');
  assert.deepEqual(partsOf(pieces), [
    { type: 'reasoning', text: 'Hm, ü' },
    { type: 'text', text: 'Look.' },
    { type: 'tool-input', index: 1, id: 'c1', name: 'find', text: '{"q":1}' },
    { type: 'finish', reason: 'tool_calls' },
    { type: 'usage', usage: { total_tokens: 9 } },
  ]);
  assert.equal(reader.finishReason, 'tool_calls');
  reader.close();
});

test('text is text alone where nothing else came', () => {
  const reader = new StreamReader(module, 'openai');
  assert.deepEqual(reader.feed(encoder.encode(chunk({ content: 'a' }))), { text: 'a', parts: null });
  assert.deepEqual(reader.feed(encoder.encode(': ping\n\n')), { text: '', parts: null });
  reader.close();
});

for (const [format, stream, parts] of [
  [
    'openai-responses',
    'data: {"type":"response.output_text.delta","delta":"Hi"}\n\ndata: {"type":"response.completed","response":{}}\n\n',
    [
      { type: 'text', text: 'Hi' },
      { type: 'finish', reason: 'completed' },
    ],
  ],
  [
    'anthropic',
    'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}\n\ndata: {"type":"message_stop"}\n\n',
    [{ type: 'text', text: 'Hi' }],
  ],
  [
    'ui-message',
    'data: {"type":"text-delta","id":"0","delta":"Hi"}\n\ndata: {"type":"finish"}\n\n',
    [
      { type: 'text', text: 'Hi' },
      { type: 'finish', reason: 'stop' },
    ],
  ],
  [
    'json-lines',
    '{"message":{"content":"Hi"}}\n{"done":true,"done_reason":"length"}',
    [
      { type: 'text', text: 'Hi' },
      { type: 'finish', reason: 'length' },
    ],
  ],
  ['event-text', 'data: Hi\n\ndata: [DONE]\n\n', [{ type: 'text', text: 'Hi' }]],
  ['text', 'Hi', [{ type: 'text', text: 'Hi' }]],
  [
    { framing: 'lines', text: 'out[*].t', finishReason: 'end' },
    '{"out":[{"t":"H"},{"t":"i"}]}\n{"end":"x"}\n',
    [
      { type: 'text', text: 'Hi' },
      { type: 'finish', reason: 'x' },
    ],
  ],
]) {
  test(`the format ${JSON.stringify(format)} is read`, () => {
    const reader = new StreamReader(module, format);
    assert.deepEqual(partsOf(feedAll(reader, encoder.encode(stream), 10_000)), parts);
    if (format !== 'text') assert.ok(reader.done || reader.finishReason);
    reader.close();
  });
}

test('a format that is none is refused by its name', () => {
  for (const format of [
    'sse',
    { framing: 'events' },
    { framing: 'words', text: 'a' },
    { framing: 'events', text: 'a..b' },
    { framing: 'events', text: 'a', error: 'a' },
  ]) {
    assert.throws(() => new StreamReader(module, format), { code: 'invalid-field', field: 'stream.format' });
  }
});

test('what the stream asks for can be had: id, retry', () => {
  const reader = new StreamReader(module, 'openai');
  assert.equal(reader.retryMs, null);
  reader.feed(encoder.encode('retry: 1500\nid: größe\ndata: {}\n\n'));
  assert.equal(reader.retryMs, 1500);
  assert.equal(reader.lastEventId, 'größe');
  reader.close();
});

for (const [what, bytes, code, message] of [
  [
    'invalid UTF-8',
    Buffer.from('data: {"choices":[{"delta":{"content":"a\xff"}}]}\n\n', 'latin1'),
    'malformed-delta',
    /byte 34$/,
  ],
  ['half a surrogate pair', chunk({ content: 'X' }).replace('X', '\\ud83d'), 'malformed-delta', /byte 43$/],
  ['JSON that is nested 100,000 deep', `data: ${'['.repeat(100_000)}\n\n`, 'malformed-delta', /byte 512$/],
  [
    'an error of the service',
    'data: {"error":{"message":"overloaded"}}\n\n',
    'upstream-error',
    /^overloaded$/,
  ],
]) {
  test(`${what} is a clear error, with the text before it`, () => {
    const reader = new StreamReader(module, 'openai');
    reader.feed(encoder.encode(chunk({ content: 'good' })));
    const { text, error } = reader.feed(
      Buffer.concat([encoder.encode(chunk({ content: 'more' })), Buffer.from(bytes)]),
    );
    assert.equal(text, 'more');
    assert.equal(error?.code, code);
    assert.match(error?.message ?? '', message);
    reader.close();
  });
}

test('a line of 100 MB is an error after a few, and memory stays small', () => {
  const reader = new StreamReader(module, 'openai');
  const line = new Uint8Array(1_048_576).fill(120);
  let fed = 0;
  let error;
  for (; fed < 100 && !error; fed += 1) error = reader.feed(line).error;
  assert.equal(error?.code, 'stream-limit');
  assert.ok(fed <= 5, `${fed} MB were taken`);
  assert.ok(module.HEAPU8.length < 24 * 1_048_576, `${module.HEAPU8.length} bytes`);
  reader.close();
});

test('the loader takes the module without vectors where the engine has none', async (t) => {
  const loaded = [];
  const validate = t.mock.method(WebAssembly, 'validate', () => false);
  const compile = WebAssembly.compile.bind(WebAssembly);
  t.mock.method(WebAssembly, 'compile', (bytes) => {
    loaded.push(bytes.length);
    return compile(bytes);
  });
  const { loadModule } = await import('../../js/driver/loader.js?without-vectors');
  await loadModule();
  assert.equal(validate.mock.callCount(), 1);
  const baseline = await readFile(new URL('../../dist/wasm/holdfast-baseline.wasm', import.meta.url));
  assert.deepEqual(loaded, [baseline.length]);
});
