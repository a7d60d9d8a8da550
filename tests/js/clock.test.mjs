/** The clock of the shim, while the clocks of the machine are moved about. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { currentTime } from '../../js/driver/clock.js';

const HOUR = 3_600_000;

/** Moves the wall clock and the steady one by so many milliseconds, for the rest of the test. */
function moveClocks(t, { wall = 0, steady = 0 }) {
  const [wallNow, steadyNow] = [Date.now.bind(Date), performance.now.bind(performance)];
  t.mock.method(Date, 'now', () => wallNow() + wall);
  t.mock.method(performance, 'now', () => steadyNow() + steady);
}

test('a wall clock that is put back does not turn time back, nor hold it up', (t) => {
  const before = currentTime();
  moveClocks(t, { wall: -5 * HOUR });
  const after = currentTime();
  assert.ok(after >= before && after < before + HOUR, `${after - before} ms have passed`);
  t.mock.restoreAll();
  moveClocks(t, { wall: -5 * HOUR, steady: 10 });
  assert.ok(currentTime() >= after + 10, 'time goes on by the steady clock');
});

test('sleep, in which the steady clock stands still, is time that has passed', (t) => {
  const before = currentTime();
  moveClocks(t, { wall: 2 * HOUR });
  assert.ok(currentTime() >= before + 2 * HOUR);
});

test('time goes on where the wall clock stands still', (t) => {
  const before = currentTime();
  moveClocks(t, { steady: 50 });
  assert.ok(currentTime() >= before + 50);
});
