/** What the package weighs, export by export, held against tests/package/sizeBudgets.mjs. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { sizesOf } from '../../bench/lib/sizes.mjs';
import { bundleExports } from '../../bench/suites/size/bundleExports.mjs';
import { readManifest, scriptExports } from '../../bench/suites/size/exports.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { exportBudgets, moduleBudgets } from './sizeBudgets.mjs';
import { judgeExport, judgeLeftovers, judgeSize } from './support/budgets.mjs';

test('each export is as small as its budget says, and its budget is no larger than it has to be', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-size-'));
  t.after(() => rm(folder, { recursive: true }));
  const entries = scriptExports(readManifest());
  const findings = judgeLeftovers(entries, Object.keys(exportBudgets));
  for (const entry of entries) {
    const { scripts, loadsWasm } = await bundleExports([entry], folder);
    findings.push(
      ...judgeExport(entry, { script: sizesOf(scripts).brotli, loadsWasm }, exportBudgets[entry]),
    );
  }
  assert.deepEqual(findings, []);
});

for (const [file, budget] of Object.entries(moduleBudgets)) {
  test(`${file} is as small as its budget says, and its budget is no larger than it has to be`, () => {
    const { brotli } = sizesOf([inRoot('dist', 'wasm', file)]);
    assert.deepEqual(judgeSize(file, brotli, budget), []);
  });
}

test('a size above its budget is told with by how much, where the budget is and what to do', () => {
  assert.deepEqual(judgeSize('`./x`', 1_000, 1_000), []);
  assert.match(
    judgeSize('`./x`', 1_501, 1_000).join(),
    /^`\.\/x` takes 1,501 B, which is 501 B above its budget of 1,000 B in tests\/package\/sizeBudgets\.mjs\. Look with/,
  );
});

test('a budget that is more than 5 % above is to be lowered, unless the bytes are few', () => {
  assert.deepEqual(judgeSize('x', 2_000, 2_100), []);
  assert.deepEqual(judgeSize('x', 100, 164), []);
  assert.match(judgeSize('x', 100, 165).join(), /65 B below/);
  assert.match(judgeSize('x', 2_000, 2_101).join(), /101 B below its budget of 2,101 B .* Lower the budget/);
});

test('an export without a budget, and a budget without an export, are told', () => {
  assert.match(
    judgeExport('./new', { script: 5, loadsWasm: true }, undefined).join(),
    /`\.\/new` takes 5 B and has no budget/,
  );
  assert.match(judgeLeftovers(['.'], ['.', './old']).join(), /^\S+ has a budget for `\.\/old`/);
});

test('an export that begins to load the WebAssembly, or ends to, is told', () => {
  const [light, heavy] = [false, true].map((loadsWasm) => ({ script: 100, loadsWasm }));
  assert.deepEqual(judgeExport('./x', heavy, heavy), []);
  assert.match(judgeExport('./x', heavy, light).join(), /`\.\/x` loads the WebAssembly now/);
  assert.match(judgeExport('./x', light, heavy).join(), /`\.\/x` does not load the WebAssembly any more/);
});

test('a new export is found by itself, and one that nobody can weigh is refused', () => {
  const { exports } = readManifest();
  const more = { ...exports, './new': { default: './js/new.js' }, './new.wasm': './dist/new.wasm' };
  assert.deepEqual(scriptExports({ exports: more }), [...scriptExports({ exports }), './new']);
  assert.throws(() => scriptExports({ exports: { './style': './a.css' } }), /`\.\/style` as \.\/a\.css/);
});
