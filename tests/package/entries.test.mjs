/** What the package offers, and what importing it does: nothing. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { unpackPackage } from './support/packed.mjs';

/** What programs have that use all of it. */
const peers = ['react', 'react-dom', 'scheduler'];

/** @type {Awaited<ReturnType<typeof unpackPackage>>} */
let packed;
/** @type {Record<string, string | {types: string, default: string}>} */
let entries;
before(async () => {
  packed = await unpackPackage(peers);
  entries = JSON.parse(readFileSync(join(packed.home, 'package.json'), 'utf8')).exports;
});
after(() => packed.remove());

/** The names under which its modules are imported. */
const modules = () =>
  Object.keys(entries)
    .filter((entry) => typeof entries[entry] === 'object')
    .map((entry) => entry.replace('.', 'holdfast'));

/** A program that may import nothing that looks at the world. */
const watchful = (names) => `
  for (const name of ['window', 'document', 'navigator', 'indexedDB', 'WebAssembly', 'fetch', 'BroadcastChannel',
    'customElements', 'HTMLElement', 'requestAnimationFrame', 'localStorage'])
    Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error('touched ' + name); } });
  const before = Reflect.ownKeys(globalThis).length;
  for (const name of ${JSON.stringify(names)}) await import(name);
  console.log(Reflect.ownKeys(globalThis).length - before);`;

test('each entry has its file, and its types, in what npm packs', () => {
  for (const [entry, target] of Object.entries(entries)) {
    const files = typeof target === 'string' ? [target] : Object.values(target);
    for (const file of files)
      assert.ok(existsSync(join(packed.home, file)), `${entry}: ${file} is not packed`);
  }
});

test('what only the build needs is not packed', () => {
  for (const file of ['dist/inline/wasm.js', 'js/driver/inlinedModule.js', 'tests', 'scripts'])
    assert.ok(!existsSync(join(packed.home, file)), `${file} is packed`);
});

test('importing any entry touches no global, and leaves none behind', async () => {
  assert.equal(await packed.run(watchful(modules())), '0');
});

test('the program that watches notices who looks', async () => {
  await assert.rejects(packed.run(watchful(['data:text/javascript,document.title'])), /touched document/);
});

test('the package runs from its tarball in Node', async () => {
  const program = `
    import { createHoldfast } from 'holdfast';
    const holdfast = await createHoldfast({ baseUrl: 'http://backend.test/', fetch: () => new Promise(() => {}) });
    const queued = holdfast.persistence.queueMessage({ role: 'user', content: 'Hello' }, 'c');
    console.log(queued.state, holdfast.persistence.getQueueStatus().persistence);
    await holdfast.close();`;
  assert.match(await packed.run(program), /^queued (durable|memory)$/);
});

test('React renders on a server where nothing of the browser is there, without WebAssembly', async () => {
  const program = `
    const { createElement: h } = await import('react');
    const { renderToString } = await import('react-dom/server');
    for (const name of ['WebAssembly', 'fetch', 'indexedDB'])
      Object.defineProperty(globalThis, name, { get() { throw new Error('touched ' + name); } });
    const { HoldfastProvider, useConversation, useHoldfast, useMessageState, useQueueStatus } = await import('holdfast/react');
    const Show = () => {
      const { messages, history } = useConversation('c');
      return JSON.stringify([useHoldfast(), messages, history, useMessageState('m').state, useQueueStatus().pending]);
    };
    console.log(renderToString(h(HoldfastProvider, { value: { baseUrl: '/api' } }, h(Show))).replaceAll('&quot;', '"'));`;
  assert.equal(await packed.run(program), '[null,[],"loading","unknown",0]');
});

test('both files of the WebAssembly are had by name, and the entry says which of them runs here', async () => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { wasmFileName, wasmUrl } from 'holdfast/wasm';
    const bytes = readFileSync(new URL(import.meta.resolve('holdfast/wasm/' + wasmFileName())));
    const other = readFileSync(new URL(import.meta.resolve('holdfast/wasm/holdfast-baseline.wasm')));
    console.log(wasmFileName(), WebAssembly.validate(bytes), WebAssembly.validate(other), bytes.equals(readFileSync(wasmUrl())));`;
  assert.equal(await packed.run(program), 'holdfast.wasm true true true');
});
