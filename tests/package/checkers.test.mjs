/** What the ecosystem's own checkers say of the tarball: nothing. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { unpackPackage } from './support/packed.mjs';

/** @type {Awaited<ReturnType<typeof unpackPackage>>} */
let packed;
before(async () => {
  packed = await unpackPackage();
});
after(() => packed.remove());

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: packed.home, pack: false, strict: true });
  assert.deepEqual(messages, []);
});

test('are-the-types-wrong finds nothing for those who import it as a module', async () => {
  const report = await checkPackage(createPackageFromTarballData(packed.tarball));
  assert.ok(report.types, 'it found no types at all');
  const foreign = ['node10', 'node16-cjs'];
  const problems = report.problems.filter(
    ({ resolutionKind, entrypoint }) => !foreign.includes(resolutionKind) && !entrypoint?.endsWith('.wasm'),
  );
  assert.deepEqual(problems, []);
});
