/**
 * `npm run sim`: lives of the real core in a simulated world, natively and fast.
 *
 *   -- --seeds N [--first S] [--jobs J]   so many lives, in so many processes at once: one for each core
 *   -- --seed S                one life, told line by line
 *   -- --shrink S              a failing life as short as it can be; [--to FILE] keeps it
 *   -- --exhaust               every failure, and pair of failures, of short lives; every order of two tabs with three
 *                              messages
 *   -- --wasm N [--first S]    so many lives natively and in the shipped WebAssembly, which must not differ
 */
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { jobs } from '../../scripts/lib/cmake.mjs';
import { runMain } from '../../scripts/lib/report.mjs';
import { compareWithWasm, simulate } from './sim.mjs';

await runMain(async () => {
  const options = /** @type {const} */ ({
    seeds: { type: 'string', default: '100000' },
    first: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(jobs) },
    seed: { type: 'string' },
    shrink: { type: 'string' },
    to: { type: 'string' },
    wasm: { type: 'string' },
    exhaust: { type: 'boolean', default: false },
  });
  const { values } = parseArgs({ options });
  const { seed, shrink, to, wasm, first, seeds, exhaust } = values;
  await ensurePackages(wasm === undefined ? ['native', 'unit'] : ['native', 'unit', 'wasm']);
  if (wasm !== undefined) return compareWithWasm(Number(first), Number(wasm));
  if (exhaust) return simulate(['--exhaust']);
  if (seed !== undefined) return simulate(['--first', seed, '--seeds', '1', '--trace']);
  if (shrink === undefined) return simulate(['--first', first, '--seeds', seeds, '--jobs', values.jobs]);
  const kept = to === undefined ? [] : ['--to', to];
  return simulate(['--first', shrink, '--seeds', '1', '--shrink', ...kept]);
});
