/** The planted bugs: each still fits the sources and says what is wrong with it. `npm run planted` plants them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { objectionTo, readPatches } from '../planted/lib/patches.mjs';
import { readSimulator } from '../planted/lib/verdict.mjs';
import { headlineOf, listTapes } from '../regression/tapes.mjs';

const patches = readPatches();

test('there are at least 44 planted bugs', () => assert.ok(patches.length >= 44));

test('each planted bug applies to the sources as they are', async () => {
  for (const patch of patches)
    assert.equal(await objectionTo(patch), undefined, `${patch.name} has to be planted anew`);
});

test('at most eight are planted in the simulated host, the others in the core', () => {
  const inHost = patches.filter(({ name }) => /^\d\d-host-/.test(name));
  assert.ok(inHost.length <= 8);
});

test('what the simulator says is understood', () => {
  assert.deepEqual(readSimulator('seed 17 broke I3: m4 was stored after m5\n1 failures\n'), {
    by: 'I3',
    where: 'simulator',
    seeds: 17,
    said: 'seed 17 broke I3: m4 was stored after m5',
  });
  assert.equal(readSimulator('seed 4 crashes\n')?.by, 'crash');
  assert.equal(readSimulator('seed 4 does not come to rest\n')?.by, 'no rest');
  assert.equal(readSimulator('21 events, 0 failures\n'), undefined);
});

test('each kept tape belongs to a planted bug, and says what was wrong once', () => {
  const names = patches.map(({ name }) => name);
  const tapes = listTapes();
  assert.ok(tapes.length >= 10);
  for (const tape of tapes) {
    assert.ok(names.includes(path.basename(tape, '.tape')), `${tape} is named like no planted bug`);
    assert.match(headlineOf(tape) ?? '', /^What was wrong once, or a relative of it: \S.*\.$/, tape);
  }
});
