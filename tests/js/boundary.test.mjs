import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { createHoldfast } from '../../js/index.js';
import { Boundary } from '../../js/driver/Boundary.js';
import { loadModule } from '../../js/driver/loader.js';
import {
  BREAKER_STATES,
  EFFECT_KINDS,
  EVENT_KINDS,
  EffectReader,
  EventWriter,
  PAUSE_REASONS,
  SYNC_STATES,
} from '../../js/driver/wire.js';
import { PART_KINDS, STREAM_FORMATS } from '../../js/driver/StreamReader.js';
import { makeWorld, user } from './support/world.mjs';

const header = (name) => readFileSync(new URL(`../../include/holdfast/${name}`, import.meta.url), 'utf8');
const listed = (text) => text.split(',').map((name) => name.trim());

test('JavaScript and C++ list the same events and effects, in the same order', () => {
  const [, events] = header('Event.h').match(/using Event =\s*std::variant<([^>]*)>/);
  const [, effects] = header('Effect.h').match(/using Effect =\s*std::variant<([^>]*)>/);
  assert.deepEqual(listed(events), [...EVENT_KINDS]);
  assert.deepEqual(listed(effects), [...EFFECT_KINDS]);
});

test('JavaScript and C++ list the same states, in the same order', () => {
  const headers = header('Effect.h') + header('Breaker.h');
  const enumerators = (name) => listed(headers.match(new RegExp(`enum class ${name}[^{]*{([^}]*)}`))[1]);
  const kebab = (name) => name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  assert.deepEqual(enumerators('SyncState').map(kebab), [...SYNC_STATES]);
  assert.deepEqual(enumerators('BreakerState').map(kebab), [...BREAKER_STATES]);
  assert.deepEqual(
    enumerators('PauseReason').map((name) => (name === 'None' ? null : kebab(name))),
    [...PAUSE_REASONS],
  );
});

test('JavaScript and C++ list the same formats and parts of a stream, in the same order', () => {
  const headers = header('StreamDecoder.h') + header('StreamPart.h');
  const enumerators = (name) =>
    listed(headers.match(new RegExp(`enum class ${name}[^{]*{([^}]*)}`))[1].replace(/\/\/\/.*$/gm, ''))
      .filter(Boolean)
      .map((one) => one.toLowerCase());
  const plain = (names) => names.map((name) => name.replaceAll('-', ''));
  assert.deepEqual(enumerators('StreamFormat'), plain(STREAM_FORMATS));
  assert.deepEqual(enumerators('StreamPartKind'), plain(PART_KINDS));
});

test('numbers and texts survive the crossing', () => {
  const writer = new EventWriter();
  const numbers = [0, 1, 127, 128, 16_384, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER];
  writer.begin('TurnEnded').u32(4_000_000_000).varint(numbers.length);
  for (const number of numbers) writer.varint(number);
  writer.text('Grüße 🌊').text('').rest('x'.repeat(10_000));
  const reader = new EffectReader(writer.bytes);
  assert.equal(reader.u8(), EVENT_KINDS.indexOf('TurnEnded'));
  assert.equal(reader.u32(), 4_000_000_000);
  assert.deepEqual(
    reader.list(() => reader.varint()),
    numbers,
  );
  assert.equal(reader.text(), 'Grüße 🌊');
  assert.equal(reader.text(), '');
  assert.equal(reader.done, false);
});

test('noise from the host is an error with a code, never a crash of the module', async () => {
  const module = await loadModule();
  const text = new TextEncoder().encode(JSON.stringify({ writer: 'noise', seed: 1 }));
  module.HEAPU8.set(text, module.inputAt(text.length));
  const core = module.makeCore(text.length);
  let seed = 1;
  for (let round = 0; round < 5_000; round += 1) {
    const size = round % 40;
    const at = module.inputAt(size);
    for (let i = 0; i < size; i += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      module.HEAPU8[at + i] = i === 0 ? seed % 20 : seed;
    }
    module.coreHandle(core, size, round);
    module.coreDrain(core);
  }
  module.release(core);
});

test('the module reads numbers as JavaScript does, and tells of text that is no JSON', async () => {
  const module = await loadModule();
  const boundary = new Boundary(module);
  const throttleWith = (text) => module.makeThrottle(boundary.put(new TextEncoder().encode(text)), 1);
  for (const ratio of ['1', '2.5', '1e3', '1000.0', '10E-1', '1.0000000000000002']) {
    const throttle = throttleWith(`{"ratio":${ratio}}`);
    assert.notEqual(throttle, 0, ratio);
    module.release(throttle);
  }
  for (const ratio of ['0.9999999999999999', '1000.0000000000001', '1e4', '9.99e-1', '-1']) {
    assert.equal(throttleWith(`{"ratio":${ratio}}`), 0, ratio);
    assert.match(boundary.takeError().message, /ratio/);
  }
  for (const text of ['{"ratio":\u0001}', '{"ratio":"\u0001"}', '{"ratio":1e999}', '']) {
    assert.equal(throttleWith(text), 0);
    assert.match(boundary.takeError().message, /not valid JSON at byte/);
  }
});

test('what was released is never touched again: the module traps', async () => {
  const module = await loadModule();
  assert.throws(() => module.coreDrain(0), WebAssembly.RuntimeError);
  assert.throws(() => module._streamFeed(0, 1), WebAssembly.RuntimeError);
});

test('the memory stays small while ten thousand messages are queued and sent', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const module = await loadModule();
  for (let i = 0; i < 10_000; i += 1)
    holdfast.persistence.queueMessage(user(`${i} ${'x'.repeat(500)}`), conversationId);
  await holdfast.persistence.flush();
  assert.equal(backend.contents(conversationId).length, 10_000);
  assert.ok(backend.contents(conversationId).every((content, i) => content.startsWith(`${i} `)));
  assert.ok(module.HEAPU8.length <= 8 * 1024 * 1024, `${module.HEAPU8.length} bytes`);
});

test('a message of 10 MB is refused without room being made for it', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const module = await loadModule();
  const queue = (content) => holdfast.persistence.queueMessage(user(content), conversationId);
  const rest = JSON.stringify({ ...queue('').message, content: '' }).length;
  const limit = 1024 * 1024 - rest;
  assert.throws(() => queue('x'.repeat(10_000_000)), { code: 'message-too-large' });
  assert.throws(() => queue('x'.repeat(limit + 1)), { code: 'message-too-large' });
  await queue('x'.repeat(limit)).synced;
  assert.equal(backend.contents(conversationId).at(-1).length, limit);
  assert.ok(module.HEAPU8.length <= 8 * 1024 * 1024, `${module.HEAPU8.length} bytes`);
});

test('importing the package touches nothing, so that it loads on a server', () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    for (const name of ['fetch', 'WebAssembly', 'setTimeout', 'crypto']) {
      Object.defineProperty(globalThis, name, { get() { throw new Error(name + ' was touched'); } });
    }
    await import('./js/index.js');
    if (Object.getOwnPropertyNames(globalThis).length !== before) throw new Error('a global was added');`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
  });
});

test('it works in a worker', async () => {
  const worker = new Worker(
    `import { createHoldfast } from ${JSON.stringify(new URL('../../js/index.js', import.meta.url).href)};
     import { FakeBackend } from ${JSON.stringify(new URL('./support/FakeBackend.mjs', import.meta.url).href)};
     import { parentPort } from 'node:worker_threads';
     const backend = new FakeBackend();
     const holdfast = await createHoldfast({ baseUrl: 'http://backend.test', fetch: backend.fetch });
     const { id } = await holdfast.conversations.createConversation({});
     await holdfast.persistence.queueMessage({ role: 'user', content: 'from a worker' }, id).synced;
     await holdfast.close();
     parentPort.postMessage(backend.contents(id));`,
    { eval: true, execArgv: ['--input-type=module'] },
  );
  const contents = await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  assert.deepEqual(contents, ['from a worker']);
  await worker.terminate();
});

test('a source of WebAssembly that is none is a clear error, and does not stick', async () => {
  const script = `
    import { createHoldfast } from './js/index.js';
    const fetch = async () => new Response('{}');
    const failed = await createHoldfast({ baseUrl: '/', fetch, wasm: new Uint8Array([1, 2, 3]) }).catch((error) => error);
    if (failed.code !== 'wasm-unavailable') throw failed;
    await (await createHoldfast({ baseUrl: '/', fetch })).close();`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
  });
});

test('a process with nothing left to do ends by itself', () => {
  const script = `
    import { createHoldfast } from './js/index.js';
    const holdfast = await createHoldfast({ baseUrl: 'http://backend.test', fetch: async () => { throw new TypeError('down'); } });
    holdfast.persistence.pause();
    holdfast.persistence.queueMessage({ role: 'user', content: 'hi' }, 'talk');`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
    timeout: 20_000,
  });
});

test('two Holdfasts in one page share one module and keep apart', async (t) => {
  const one = await makeWorld(t);
  const two = await makeWorld(t, { database: 'second' });
  one.holdfast.persistence.queueMessage(user('for one'), one.conversationId);
  two.holdfast.persistence.queueMessage(user('for two'), two.conversationId);
  await Promise.all([one.holdfast.persistence.flush(), two.holdfast.persistence.flush()]);
  assert.deepEqual(one.backend.contents(one.conversationId), ['for one']);
  assert.deepEqual(two.backend.contents(two.conversationId), ['for two']);
  await assert.rejects(createHoldfast(null), { code: 'invalid-option' });
});
