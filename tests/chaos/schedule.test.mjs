/** What a seed draws: the same every time, and in time something of everything. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Random } from './support/Random.mjs';
import { blows } from './support/blows.mjs';
import { drawWeather, faults } from './support/faults.mjs';
import { drawSchedule } from './support/schedule.mjs';
import { drawWorkload } from './support/workload.mjs';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test('the same seed draws the same schedule, weather and work; another seed draws others', () => {
  const draw = (/** @type {number} */ seed) =>
    JSON.stringify([
      drawSchedule(new Random(seed).fork('schedule')),
      drawWeather(new Random(seed).fork('weather')),
      drawWorkload(new Random(seed).fork('t0.l1'), 250),
    ]);
  assert.equal(draw(7), draw(7));
  assert.equal(new Set(seeds.map(draw)).size, seeds.length);
});

test('at most two blows kill the browser, and every blow comes in some round', () => {
  const names = seeds.flatMap((seed) => {
    const schedule = drawSchedule(new Random(seed));
    assert.ok(schedule.filter(({ name }) => name.startsWith('kill-browser')).length <= 2);
    return schedule.map(({ name }) => name);
  });
  assert.deepEqual([...new Set(names)].sort(), Object.keys(blows).sort());
});

test('the weather is a share for every fault, and some requests pass', () => {
  for (const seed of seeds) {
    const weather = drawWeather(new Random(seed));
    assert.deepEqual(Object.keys(weather).sort(), Object.keys(faults).sort());
    const sum = Object.values(weather).reduce((total, share) => total + share, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9 && weather.pass > 0.3, JSON.stringify(weather));
  }
});

test('a load queues as many messages as it is told to', () => {
  for (const count of [0, 1, 250]) {
    const bursts = drawWorkload(new Random(count), count);
    assert.equal(bursts.flatMap(({ messages }) => messages).length, count);
  }
});
