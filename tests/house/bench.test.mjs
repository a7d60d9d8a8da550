/** The bench runner: its figures, its table, and what it says to a wrong name. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { describeCommit, describeMachine } from '../../bench/lib/machine.mjs';
import { sizesOf } from '../../bench/lib/sizes.mjs';
import { median, rowOf } from '../../bench/lib/stats.mjs';
import { listSuites, runSuite } from '../../bench/lib/suites.mjs';
import { figure, goalList, rowTable } from '../../bench/lib/table.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-bench-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string} code */
const writeSuite = (name, code) => writeFileSync(path.join(folder, `${name}.mjs`), code);

writeSuite(
  'good',
  `export async function run({ progress }) {
     progress('one round');
     return {
       rows: [{ name: 'call', unit: 'µs', median: 2, min: 1, max: 3, n: 3 }],
       goals: [{ name: 'call', goal: 'at most 5 µs', value: 2, holds: true }],
     };
   }`,
);
writeSuite('bad', 'export const run = async () => ({ rows: [{ name: "call", median: "2" }], goals: [] });');

test('the median of an odd number of figures is the middle one, of an even number the mean of the middle two', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('a row sums up its rounds', () => {
  assert.deepEqual(rowOf('call', 'µs', [3, 1, 2]), {
    name: 'call',
    unit: 'µs',
    median: 2,
    min: 1,
    max: 3,
    n: 3,
  });
});

test('a row without figures, or with one that is not finite, is refused', () => {
  assert.throws(() => rowOf('call', 'µs', []), /"call" needs a finite figure/);
  assert.throws(() => rowOf('call', 'µs', [1, NaN]), /"call" needs a finite figure/);
});

test('sizes are those of all files, and compressing makes them smaller', () => {
  const file = path.join(folder, 'text');
  writeFileSync(file, 'holdfast '.repeat(1000));
  const { raw, gzip, brotli } = sizesOf([file, file]);
  assert.equal(raw, 18_000);
  assert.ok(brotli < gzip && gzip < raw);
});

test('a suite is found by its name and gives rows and goals', async () => {
  assert.deepEqual(listSuites(folder), ['bad', 'good']);
  /** @type {string[]} */
  const said = [];
  const { rows, goals } = await runSuite(folder, 'good', { progress: (text) => said.push(text) });
  assert.deepEqual([rows.length, goals.length, said], [1, 1, ['one round']]);
});

test('an unknown suite is an error that lists the suites', async () => {
  await assert.rejects(runSuite(folder, '../good', { progress() {} }), {
    message: 'There is no suite named "../good".',
    remedy: 'The suites are: bad, good',
  });
});

test('a suite that gives a row of a wrong shape is an error that shows it', async () => {
  await assert.rejects(runSuite(folder, 'bad', { progress() {} }), {
    message: /one of its rows in a wrong shape: \{"name":"call","median":"2"\}/,
  });
});

test('figures keep the digits that matter', () => {
  assert.deepEqual([0.12345, 1.234, 12_345.6, 7].map(figure), ['0.1235', '1.23', '12,346', '7']);
});

test('the table is aligned, and each goal says whether it holds', async () => {
  const { rows, goals } = await runSuite(folder, 'good', { progress() {} });
  assert.equal(rowTable(rows), '      median  min  max  unit  rounds\ncall       2    1    3    µs       3');
  assert.equal(goalList(goals), 'holds   call: 2 (goal: at most 5 µs)');
  assert.match(goalList([{ name: 'x', goal: 'y', value: 'z', holds: false }]), /^MISSES {2}x: z/);
});

test('the machine and the commit are named', () => {
  const { cpu, cores, node } = describeMachine();
  assert.ok(cpu.length > 0 && cores > 0 && node === process.version);
  assert.match(describeCommit(), /^([0-9a-f]{12}(-dirty)?|unknown)$/);
});

test('the command refuses a name that is no suite, with exit code 1', async () => {
  await assert.rejects(
    promisify(execFile)(process.execPath, [inRoot('bench/run.mjs'), 'nonesuch', '--json']),
    {
      code: 1,
      stdout: '',
      stderr: /There is no suite named "nonesuch"[^]*The suites are: /,
    },
  );
});
