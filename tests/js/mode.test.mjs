import assert from 'node:assert/strict';
import test from 'node:test';
import { createHoldfast } from '../../js/index.js';
import { modeOf } from '../../js/services/Mode.js';
import { placeOf } from '../../js/services/userShare.js';
import { makeWorld } from './support/world.mjs';

const users = Array.from({ length: 10_000 }, (_, i) => `user-${i}`);

test('a share of users is near what was asked for, and who had hybrid keeps it when the share grows', () => {
  let before = new Set();
  for (const hybridShare of [0, 0.01, 0.1, 0.5, 0.9, 1]) {
    const now = new Set(users.filter((userId) => modeOf({ hybridShare, userId }) === 'hybrid'));
    // Four standard deviations of a fair draw.
    const slack = 4 * Math.sqrt(users.length * hybridShare * (1 - hybridShare));
    assert.ok(Math.abs(now.size - users.length * hybridShare) <= slack, `${hybridShare}: ${now.size}`);
    for (const userId of before) assert.ok(now.has(userId), `${userId} lost hybrid at ${hybridShare}`);
    before = now;
  }
});

test('the place of a user is the same in every version', () => {
  assert.deepEqual(
    ['ada', 'eve', 'Zoë', '東京'].map((userId) => placeOf(userId).toFixed(9)),
    ['0.461727026', '0.757527403', '0.300787042', '0.315305883'],
  );
});

test('a mode that is none is refused, at the start and at run time', async (t) => {
  const { holdfast } = await makeWorld(t);
  for (const [mode, field] of [
    ['old', 'mode'],
    [null, 'mode'],
    [{ hybridShare: 2, userId: 'ada' }, 'mode.hybridShare'],
    [{ hybridShare: Number.NaN, userId: 'ada' }, 'mode.hybridShare'],
    [{ hybridShare: 0.5 }, 'mode.userId'],
    [{ hybridShare: 0.5, userId: '' }, 'mode.userId'],
  ]) {
    const refusal = { code: 'invalid-option', field };
    assert.throws(() => holdfast.setMode(mode), refusal);
    if (mode !== null) await assert.rejects(createHoldfast({ baseUrl: '/', mode }), refusal);
  }
  assert.equal(holdfast.mode, 'hybrid');
});

test('a change of the mode is told once', async (t) => {
  const { holdfast } = await makeWorld(t);
  const changes = [];
  holdfast.on('mode', (change) => changes.push(change));
  holdfast.setMode('hybrid');
  holdfast.setMode('legacy');
  holdfast.setMode({ hybridShare: 0, userId: 'ada' });
  assert.equal(holdfast.mode, 'legacy');
  holdfast.setMode({ hybridShare: 1, userId: 'ada' });
  assert.deepEqual(changes, [
    { mode: 'legacy', reason: 'set' },
    { mode: 'hybrid', reason: 'set' },
  ]);
});
