/** All starts: everybody's stores are filled first, then everybody starts in each round. */
import { measureStart, seed, startEntries, startRow } from './start.mjs';

/**
 * @param {import('./Bench.mjs').Bench} bench
 * @param {import('../../lib/suites.mjs').Progress} progress
 */
export async function measureStarts(bench, progress) {
  const { plan, samples, lab } = bench;
  const starts = [];
  for (const { contestant, name, counts } of startEntries) {
    for (const count of counts.map((one) => plan[one])) {
      progress(`filling for "${startRow(name, count)}"`);
      starts.push({ row: startRow(name, count), here: await seed(bench, contestant, count) });
    }
  }
  const capped = new Set();
  for (let round = 1; round <= plan.startRounds; round += 1) {
    for (const { row, here } of starts.filter((one) => !capped.has(one.row))) {
      progress(`round ${round} of ${plan.startRounds}, ${row}`);
      const { ms, ended } = await measureStart(bench, here);
      samples.add(row, 'ms', ms);
      // Once is enough to show it.
      if (ended) {
        progress(`ended after ${plan.startCapMs / 1_000} s without a request: ${row}`);
        capped.add(row);
      }
    }
  }
  for (const { here } of starts) await lab.clear(here.place);
}
