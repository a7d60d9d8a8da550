/** `holdfast/inline`: the same package in one script. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import * as core from '../../js/index.js';
import { shippedModule } from '../../js/driver/inlinedModule.js';
import { patchOf } from '../../scripts/lib/bytePatch.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { importsOf } from '../house/lib/javascript.mjs';
import { unpackPackage } from './support/packed.mjs';

/** @type {Awaited<ReturnType<typeof unpackPackage>>} */
let packed;
before(async () => {
  packed = await unpackPackage();
});
after(() => packed.remove());

const fileOf = (name) => readFileSync(inRoot('dist/wasm', name));

test('it holds both modules, byte by byte, and gives the one that the engine can run', async (t) => {
  assert.deepEqual(Buffer.from(await shippedModule()), fileOf('holdfast.wasm'));
  t.mock.method(WebAssembly, 'validate', () => false);
  assert.deepEqual(Buffer.from(await shippedModule()), fileOf('holdfast-baseline.wasm'));
});

test('it exports what the package exports', async () => {
  assert.deepEqual(Object.keys(await import('../../dist/inline/holdfast.js')), Object.keys(core).sort());
});

test('it imports nothing and refers to no other file', () => {
  const path = 'dist/inline/holdfast.js';
  assert.deepEqual(importsOf({ path, text: readFileSync(inRoot(path), 'utf8') }), []);
});

test('it queues a message where nothing can be fetched or read', async () => {
  const program = `
    globalThis.fetch = () => { throw new Error('fetched'); };
    process.getBuiltinModule = () => { throw new Error('read'); };
    const { createHoldfast } = await import('holdfast/inline');
    const holdfast = await createHoldfast({ baseUrl: 'http://backend.test/' });
    console.log(holdfast.persistence.queueMessage({ role: 'user', content: 'Hello' }, 'c').state);
    await holdfast.close();`;
  assert.equal(await packed.run(program), 'queued');
});

test('a patch gives the other binary back, whatever they share', () => {
  const one = Buffer.from('a quick brown fox jumps over a lazy dog, and away');
  for (const text of [
    '',
    'nothing in common',
    `${one}!`,
    `over it, ${one.subarray(9)} and ${one.subarray(0, 30)}?`,
  ]) {
    const { copies, own } = patchOf(one, Buffer.from(text));
    let read = 0;
    const pieces = copies.flatMap(([fresh, from, length]) => {
      read += fresh;
      return [own.subarray(read - fresh, read), one.subarray(from, from + length)];
    });
    assert.equal(Buffer.concat(pieces).toString(), text);
  }
});
